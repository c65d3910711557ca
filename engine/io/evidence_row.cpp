// Entry: write_row, row_json. Test: tests/embed/evidence_cli_test.sh.
#include "engine/io/evidence_parts.h"

namespace regimen::io {

using evidence::Row;
using evidence::Study;

namespace {

std::string count_text(const Speaker& speaker, const evidence::Count& count) {
  std::string text = std::to_string(count.events);
  if (count.total) text += "/" + std::to_string(*count.total);
  if (count.percent) text += " (" + speaker.number(count.percent->printed) + ")";
  return text;
}

std::string amount_text(const Speaker& speaker, const evidence::Amount& amount) {
  std::string text;
  for (const char* key : {"value", "mean", "sd", "median", "low", "high"}) {
    const auto figure = amount.figures.find(key);
    if (figure == amount.figures.end()) continue;
    text += (text.empty() ? "" : ", ") + speaker.word("figures", key) + " " +
            speaker.number(figure->second.printed);
  }
  if (amount.n) text += ", " + speaker.word("figures", "n") + " " + std::to_string(*amount.n);
  return text;
}

std::string estimate_text(const Speaker& speaker, const evidence::Estimate& estimate) {
  std::string text =
      speaker.word("statistics", estimate.statistic) + " " + speaker.number(estimate.value.printed);
  if (estimate.low && estimate.high) {
    text += " (" +
            tell(speaker, "interval",
                 {{"level", std::to_string(estimate.level)},
                  {"low", speaker.number(estimate.low->printed)},
                  {"high", speaker.number(estimate.high->printed)}}) +
            ")";
  }
  if (!estimate.per.empty())
    text += " " + speaker.say("per", {{"per", speaker.exposure(estimate.per)}});
  if (estimate.adjusted) text += ", " + speaker.say("adjusted");
  return text;
}

// Two arms, or all of them.
std::string arms_text(const Speaker& speaker, const Study& study,
                      const std::vector<std::string>& arms) {
  if (arms.size() != 2) return {};
  return speaker.say("pair", {{"of", arm_name(speaker, study, arms[0])},
                              {"against", arm_name(speaker, study, arms[1])}});
}

}  // namespace

void write_row(const EvidenceView& view, const Study& study, const Row& row, Page& page) {
  const Speaker speaker = speaker_of(view);
  std::string head = row.id + ": " + row_name(view, row.outcome, row.horizon);
  if (!row.set.empty()) {
    const evidence::AnalysisSet* set = study.set(row.set);
    if (set != nullptr) head += "; " + speaker.text(set->name);
  }
  page.item('-', head, 2);
  for (const evidence::Count& count : row.counts)
    page.line(arm_name(speaker, study, count.arm) + ": " + count_text(speaker, count), 6);
  for (const evidence::Amount& amount : row.amounts) {
    page.line(arm_name(speaker, study, amount.arm) + ": " + amount_text(speaker, amount) +
                  (row.unit.empty() ? "" : " " + speaker.word("units", row.unit)),
              6);
  }
  if (row.estimate) {
    const evidence::Estimate& estimate = *row.estimate;
    const std::string of = estimate.against.empty()
                               ? arm_name(speaker, study, estimate.of)
                               : arms_text(speaker, study, {estimate.of, estimate.against});
    page.line((of.empty() ? "" : of + ": ") + estimate_text(speaker, estimate), 6);
  }
  for (const evidence::PrintedTest& test : row.tests) {
    const std::string pair = arms_text(speaker, study, test.arms);
    page.line("P " + speaker.p_value(test.p.printed) + (pair.empty() ? "" : ", " + pair) + ", " +
                  speaker.word("tests-used", test.method),
              6);
  }
  const std::string note = speaker.text(row.note);
  if (!note.empty()) page.line(note, 6);
  page.line(place_of(view, row.source, row.at), 6, Ink::grey);
}

Json row_json(const Row& row) {
  Json json = {{"id", row.id},           {"outcome", row.outcome}, {"set", row.set},
               {"horizon", row.horizon}, {"source", row.source},   {"at", row.at},
               {"unit", row.unit}};
  Json counts = Json::array();
  for (const evidence::Count& count : row.counts) {
    counts.push_back({{"arm", count.arm},
                      {"events", count.events},
                      {"total", count.total ? Json(*count.total) : Json(nullptr)},
                      {"percent", count.percent ? Json(count.percent->printed) : Json(nullptr)}});
  }
  json["counts"] = std::move(counts);
  Json amounts = Json::array();
  for (const evidence::Amount& amount : row.amounts) {
    Json item = {{"arm", amount.arm}, {"n", amount.n ? Json(*amount.n) : Json(nullptr)}};
    for (const auto& [key, figure] : amount.figures) item[key] = figure.printed;
    amounts.push_back(std::move(item));
  }
  json["amounts"] = std::move(amounts);
  Json tests = Json::array();
  for (const evidence::PrintedTest& test : row.tests)
    tests.push_back({{"arms", test.arms}, {"p", test.p.printed}, {"method", test.method}});
  json["tests"] = std::move(tests);
  json["estimate"] = nullptr;
  if (row.estimate) {
    const evidence::Estimate& one = *row.estimate;
    json["estimate"] = {{"statistic", one.statistic},
                        {"per", one.per},
                        {"adjusted", one.adjusted},
                        {"of", one.of},
                        {"against", one.against},
                        {"value", one.value.printed},
                        {"low", one.low ? Json(one.low->printed) : Json(nullptr)},
                        {"high", one.high ? Json(one.high->printed) : Json(nullptr)},
                        {"level", one.level},
                        {"population", one.population}};
  }
  json["note"] = row.note;
  return json;
}

}  // namespace regimen::io
