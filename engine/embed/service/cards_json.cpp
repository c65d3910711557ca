// Entry: cards_json. Test: tests/service/service_test.cpp and tests/service/http_test.py.
#include <algorithm>

#include "engine/embed/service/cards.h"
#include "engine/io/fhir/map.h"
#include "engine/io/json_writer.h"

namespace regimen::embed::service {

namespace {

using io::JsonWriter;

constexpr std::string_view a_day = "/d";
constexpr std::string_view override_system = "urn:regimen:override-reason";

class CardsWriter {
 public:
  CardsWriter(const Offer& offer, const Engine& engine, const std::string& patient_id,
              const std::string& locale)
      : offer_(offer), engine_(engine), patient_id_(patient_id), locale_(locale) {}

  std::string run(const std::optional<Card>& card) {
    {
      const auto body = out_.object();
      const auto cards = out_.key("cards").list();
      if (card) write(*card);
    }
    return out_.take();
  }

 private:
  // What is empty is left out, as CDS Hooks asks.
  void write(const Card& card) {
    const auto object = out_.object();
    out_.field("uuid", card.uuid);
    out_.field("summary", card.summary);
    out_.field("detail", card.detail);
    out_.field("indicator", to_text(card.indicator));
    {
      const auto source = out_.key("source").object();
      out_.field("label", offer_.source_label);
      out_.field("url", offer_.source_url);
    }
    if (!card.suggestions.empty()) {
      const auto all = out_.key("suggestions").list();
      for (const Suggestion& one : card.suggestions) write(one);
    }
    if (!card.suggestions.empty()) out_.field("selectionBehavior", "at-most-one");
    if (!offer_.overrides.empty()) write_overrides();
  }

  void write_overrides() {
    const auto all = out_.key("overrideReasons").list();
    for (const OverrideReason& reason : offer_.overrides) {
      const auto coding = out_.object();
      const auto display = reason.display.find(locale_);
      out_.field("code", reason.code);
      out_.field("system", override_system);
      out_.field("display",
                 display == reason.display.end() ? reason.display.at("en") : display->second);
    }
  }

  void write(const Suggestion& suggestion) {
    const auto object = out_.object();
    out_.field("label", suggestion.label);
    out_.field("uuid", suggestion.uuid);
    out_.field("isRecommended", false);  // they stand side by side
    const auto actions = out_.key("actions").list();
    for (const DraftedDose& dose : suggestion.doses) {
      const auto action = out_.object();
      out_.field("type", "create");
      out_.field("description", dose.text);
      const auto resource = out_.key("resource").object();
      write_order(dose);
    }
  }

  void write_order(const DraftedDose& dose) {
    out_.field("resourceType", "MedicationRequest");
    out_.field("status", "draft");
    out_.field("intent", "proposal");
    {
      const auto medication = out_.key("medicationCodeableConcept").object();
      write_codings(dose.drug);
      out_.field("text", engine_.knowledge().terminology.name(dose.drug, locale_));
    }
    {
      const auto subject = out_.key("subject").object();
      out_.field("reference", "Patient/" + patient_id_);
    }
    const auto instructions = out_.key("dosageInstruction").list();
    const auto instruction = out_.object();
    out_.field("text", dose.text);
    // What is given a day is a dose once a day.
    const bool daily = dose.unit.ends_with(a_day);
    const std::string unit = dose.unit.substr(0, dose.unit.size() - (daily ? a_day.size() : 0));
    if (daily) {
      const auto timing = out_.key("timing").object();
      const auto repeat = out_.key("repeat").object();
      out_.field("frequency", 1);
      out_.field("period", 1);
      out_.field("periodUnit", "d");
    }
    const auto amounts = out_.key("doseAndRate").list();
    const auto amount = out_.object();
    if (dose.low == dose.high) {
      const auto quantity = out_.key("doseQuantity").object();
      write_quantity(dose.low, unit);
      return;
    }
    const auto range = out_.key("doseRange").object();
    {
      const auto low = out_.key("low").object();
      write_quantity(dose.low, unit);
    }
    const auto high = out_.key("high").object();
    write_quantity(dose.high, unit);
  }

  void write_quantity(const std::string& value, const std::string& unit) {
    out_.key("value").figure(std::stod(value));
    out_.field("unit", unit);
    out_.field("system", "http://unitsofmeasure.org");
    out_.field("code", unit);
  }

  // The first confirmed code of each system that has a URI.
  void write_codings(facts::ConceptId drug) {
    const auto codings = out_.key("coding").list();
    for (const auto& [uri, system] : first_uris()) {
      const auto& codes = engine_.knowledge().terminology.at(drug).codes;
      const auto code = std::ranges::find_if(codes, [&, &wanted = system](const auto& one) {
        return one.confirmed && one.system == wanted;
      });
      if (code == codes.end()) continue;
      const auto coding = out_.object();
      out_.field("system", uri);
      out_.field("code", code->code);
    }
  }

  // Of the URIs of a system the one of the web, as R4 writes it.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> first_uris() const {
    std::vector<std::pair<std::string, std::string>> uris;
    for (const auto& [uri, system] : engine_.fhir()->systems) {
      if (uri.starts_with("http")) uris.emplace_back(uri, system);
    }
    return uris;
  }

  JsonWriter out_;
  const Offer& offer_;
  const Engine& engine_;
  const std::string& patient_id_;
  const std::string& locale_;
};

}  // namespace

std::string cards_json(const std::optional<Card>& card, const Offer& offer, const Engine& engine,
                       const std::string& patient_id, const std::string& locale) {
  return CardsWriter(offer, engine, patient_id, locale).run(card);
}

}  // namespace regimen::embed::service
