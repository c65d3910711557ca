// Holds each example patient to tests/examples/layers.yaml: which layers of the decision differ
// from the plain patient's, and that all others are the same, number for number.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "engine/core/yaml.h"
#include "engine/decision/applicability.h"
#include "engine/embed/engine.h"
#include "engine/io/json_layers.h"
#include "tests/support/written.h"

namespace regimen::embed {

namespace {

namespace fs = std::filesystem;
using core::Node;
using decision::Decision;

const fs::path root = REGIMEN_TEST_SOURCE_DIR;

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

const Engine& engine() {
  static const Opening opening =
      Engine::open(root / "knowledge", root / "rules/sonic", root / "rules/safety");
  REQUIRE_MESSAGE(opening.engine, core::render(opening.diagnostics, core::ShowValues::yes));
  return *opening.engine;
}

Decision decided(const std::string& patient) {
  const Evaluation evaluation =
      engine().evaluate(patient, text_of(root / "examples/patients" / patient), {});
  REQUIRE_MESSAGE(evaluation.decision, patient);
  return *evaluation.decision;
}

// What a layer says, in words to be read and in all its numbers.
struct Layer {
  std::vector<std::string> told;
  std::string exact;
};

Layer eligibility(const Decision& decision) {
  Layer layer{{std::string(to_text(decision.eligibility.status))}, {}};
  for (const std::string& id : decision.eligibility.failed) layer.told.push_back(id);
  return layer;
}

Layer safety(const Decision& decision) {
  Layer layer;
  for (const auto& one : decision.regimens)
    layer.told.push_back(one.id + " " + std::string(decision::status_text(one.status)));
  return layer;
}

Layer applicability(const Decision& decision) {
  Layer layer;
  for (const auto& one : decision.reach)
    layer.told.push_back(one.comparison + " " + std::string(to_text(one.applicability)));
  return layer;
}

Layer effect(const Decision& decision) {
  Layer layer;
  for (const auto& one : decision.reach)
    layer.told.push_back(one.comparison + " " + std::string(to_text(one.modification)));
  return layer;
}

Layer score(const Decision& decision) {
  Layer layer;
  for (const auto& one : decision.benefit_risk->ranked) {
    std::string word = " none";
    if (one.score) {
      const bool interval = one.score->facts.low < one.score->facts.high;
      word = interval ? " interval" : " one";
      const io::Json json = support::tree([&](io::JsonWriter& out) {
        const auto object = out.object();
        io::write_rank(&one, out);
      });
      layer.exact += json.at("score").dump();
    }
    layer.told.push_back(one.id + word);
  }
  return layer;
}

Layer order(const Decision& decision) {
  Layer layer;
  for (const auto& one : decision.benefit_risk->pairs)
    layer.told.push_back(one.comparison + " " + std::string(to_text(one.order)));
  return layer;
}

Layer rank(const Decision& decision) {
  Layer layer;
  for (const auto& one : decision.benefit_risk->ranked) {
    layer.told.push_back(one.id + " " + (one.rank ? std::to_string(*one.rank) : "-"));
    if (!one.condition.empty()) layer.exact += one.id + " on condition ";
  }
  return layer;
}

Layer doses(const Decision& decision) {
  Layer layer;
  for (const auto& plan : decision.plans) {
    for (const auto& dose : plan.doses) {
      std::string amount = facts::to_decimal(dose.low);
      if (dose.low != dose.high) amount += "-" + facts::to_decimal(dose.high);
      layer.told.push_back(plan.id + " " + dose.item.id + " " + amount + " " + dose.unit +
                           (dose.total_low ? "" : ", no total"));
      if (!dose.item.condition.empty()) layer.exact += dose.item.id + " on condition ";
    }
  }
  return layer;
}

Layer limits(const Decision& decision) {
  Layer layer;
  for (const auto& plan : decision.plans) {
    for (const auto& limit : plan.limits) layer.told.push_back(plan.id + " " + limit.item.id);
  }
  return layer;
}

std::map<std::string, Layer> layers_of(const Decision& decision) {
  return {{"eligibility", eligibility(decision)},
          {"safety", safety(decision)},
          {"applicability", applicability(decision)},
          {"effect", effect(decision)},
          {"effects", {{}, support::written([&](io::JsonWriter& out) {
                         io::write_effects(decision.effects, out);
                       })}},
          {"other_harms",
           {{}, support::written([&](io::JsonWriter& out) { io::write_harms(decision, out); })}},
          {"score", score(decision)},
          {"order", order(decision)},
          {"rank", rank(decision)},
          {"doses", doses(decision)},
          {"limits", limits(decision)}};
}

std::vector<std::string> texts(const Node& node) {
  std::vector<std::string> result;
  for (const Node& item : node.items) result.push_back(item.text);
  return result;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

void hold(const Node& written, const std::map<std::string, Layer>& found) {
  for (std::size_t i = 0; i + 1 < written.items.size(); i += 2) {
    const auto place = found.find(written.items[i].text);
    REQUIRE_MESSAGE(place != found.end(), written.items[i].text);
    INFO(place->first);
    CHECK(joined(place->second.told) == joined(texts(written.items[i + 1])));
  }
}

}  // namespace

TEST_CASE("each example patient differs from the plain one in the layers that its case names") {
  core::Sources sources;
  core::Diagnostics diagnostics;
  const core::Source& source =
      sources.add("layers.yaml", text_of(root / "tests/examples/layers.yaml"), core::Privacy::open);
  const auto cases = core::read_yaml(source, core::TextLimits{}, diagnostics);
  REQUIRE(cases);
  const Node& plain = *cases->find("plain");
  const auto of_plain = layers_of(decided(plain.find("patient")->text));
  hold(*plain.find("layers"), of_plain);
  CHECK(cases->find("patients")->items.size() == 9);
  for (const Node& one : cases->find("patients")->items) {
    const std::string patient = one.find("patient")->text;
    INFO(patient);
    CHECK_FALSE(one.find("why")->text.empty());
    const auto found = layers_of(decided(patient));
    const Node& differs = *one.find("differs");
    hold(differs, found);
    for (const auto& [name, layer] : found) {
      const auto& told_name = name;
      INFO(told_name);
      const bool same =
          layer.told == of_plain.at(name).told && layer.exact == of_plain.at(name).exact;
      CHECK(same == (differs.find(name) == nullptr));
    }
  }
}

}  // namespace regimen::embed
