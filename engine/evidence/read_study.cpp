// Entry: read_head. Test: tests/evidence/load_test.cpp.
#include <algorithm>

#include "engine/evidence/reading.h"

namespace regimen::evidence {

using core::Mapping;
using core::Node;

namespace {

std::string one_of(const Node& node, const std::vector<std::string>& words, const std::string& what,
                   const Reading& reading) {
  if (std::find(words.begin(), words.end(), node.text) == words.end())
    reading.unknown(node, what, words);
  return node.text;
}

void read_arm(const Node& node, Reading& reading) {
  Mapping mapping(node, {"id", "regimen", "name"}, "arm", reading.diagnostics);
  Arm arm{mapping.text("id"), mapping.text_or("regimen", ""),
          reading.localized(mapping.required("name"))};
  if (reading.study.arm(arm.id) != nullptr || arm.id == "all")
    reading.fail(node, "this arm stands twice");
  reading.study.arms.push_back(std::move(arm));
}

void read_set(const Node& node, Reading& reading) {
  Mapping mapping(node, {"id", "kind", "name", "note", "n", "at"}, "set", reading.diagnostics);
  AnalysisSet set;
  set.id = mapping.text("id");
  if (const Node* kind = mapping.required("kind")) {
    set.kind = one_of(*kind,
                      {"intention_to_treat", "as_treated", "per_protocol", "extension_entrants",
                       "carried_forward", "enrolled", "observed", "subgroup", "other"},
                      "kind of analysis set", reading);
  }
  set.name = reading.localized(mapping.required("name"));
  set.note = reading.localized(mapping.find("note"));
  if (const Node* sizes = mapping.find("n")) {
    for (const auto& [arm, n] : core::pairs(*sizes, "sizes", reading.diagnostics)) {
      if (reading.study.arm(arm->text) == nullptr) reading.unknown(*arm, "arm", reading.arm_ids());
      if (const auto size = reading.whole(*n)) set.size[arm->text] = *size;
    }
  }
  set.at = reading.at(mapping);
  if (reading.study.set(set.id) != nullptr) reading.fail(node, "this set stands twice");
  reading.study.sets.push_back(std::move(set));
}

void read_comparison(const Node& node, Reading& reading) {
  Mapping mapping(node, {"id", "of", "against", "control"}, "comparison", reading.diagnostics);
  Comparison comparison;
  comparison.id = mapping.text("id");
  for (const char* key : {"of", "against"}) {
    const Node* arm = mapping.required(key);
    if (arm != nullptr && reading.study.arm(arm->text) == nullptr)
      reading.unknown(*arm, "arm", reading.arm_ids());
  }
  comparison.of = mapping.text_or("of", "");
  comparison.against = mapping.text_or("against", "");
  if (const Node* control = mapping.find("control")) {
    Mapping step(*control, {"step", "at"}, "control of the type I error", reading.diagnostics);
    if (const Node* number = step.required("step"))
      comparison.control_step = static_cast<int>(reading.whole(*number).value_or(0));
    comparison.control_at = reading.at(step);
  }
  for (const Comparison& other : reading.study.comparisons) {
    if (other.id == comparison.id) reading.fail(node, "this comparison stands twice");
  }
  reading.study.comparisons.push_back(std::move(comparison));
}

void read_remark(const Node& node, const std::string& section, Reading& reading) {
  Mapping mapping(
      node, {"id", "kind", "text", "values", "regimens", "strength", "certainty", "source", "at"},
      "entry of " + section, reading.diagnostics);
  Remark remark;
  remark.id = mapping.text("id");
  remark.section = section;
  remark.kind = mapping.text_or("kind", "");
  remark.text = reading.localized(mapping.required("text"));
  if (const Node* values = mapping.find("values")) {
    for (const auto& [key, value] : core::pairs(*values, "values", reading.diagnostics))
      remark.values[key->text] = value->text;
  }
  remark.regimens = mapping.texts("regimens");
  remark.strength = mapping.text_or("strength", "");
  remark.certainty = mapping.text_or("certainty", "");
  remark.source = reading.source(mapping);
  remark.at = reading.at(mapping);
  for (const Remark& other : reading.study.remarks) {
    if (other.id == remark.id && other.section == section)
      reading.fail(node, "this entry stands twice");
  }
  reading.study.remarks.push_back(std::move(remark));
}

void read_declared(const Node& node, Reading& reading) {
  Mapping mapping(node, {"check", "reason"}, "declaration", reading.diagnostics);
  reading.study.declared.push_back(
      {mapping.text("check"), reading.localized(mapping.required("reason")), node.span});
}

void read_primary(const Node& node, Reading& reading) {
  Mapping mapping(node, {"outcome", "horizon", "set"}, "primary end point", reading.diagnostics);
  Study& study = reading.study;
  study.primary_outcome = mapping.text("outcome");
  study.primary_horizon = mapping.text("horizon");
  study.primary_set = mapping.text("set");
  const Node* outcome = mapping.find("outcome");
  if (outcome != nullptr && reading.evidence.outcome(study.primary_outcome) == nullptr) {
    std::vector<std::string> known;
    for (const Outcome& one : reading.evidence.outcomes) known.push_back(one.id);
    reading.unknown(*outcome, "outcome", known);
  }
  const Node* set = mapping.find("set");
  if (set != nullptr && study.set(study.primary_set) == nullptr) {
    std::vector<std::string> known;
    for (const AnalysisSet& one : study.sets) known.push_back(one.id);
    reading.unknown(*set, "analysis set", known);
  }
}

}  // namespace

void read_head(const Node& root, Reading& reading) {
  static const std::vector<std::string> keys = {
      "study",    "source",      "title",    "about",       "identity", "caveats",
      "arms",     "sets",        "rows",     "comparisons", "primary",  "sums",
      "declared", "sensitivity", "protocol", "statements"};
  Mapping mapping(root, keys, "study", reading.diagnostics);
  Study& study = reading.study;
  if (const Node* id = mapping.find("study")) {
    if (id->text != study.id) reading.fail(*id, "a study is called as its folder is");
    study.source = reading.source(mapping);
    if (mapping.find("source") == nullptr) reading.fail(root, "a study names its source");
    study.title = reading.localized(mapping.required("title"));
    study.about = reading.localized(mapping.find("about"));
  }
  // load.cpp reads these when all names are known; here only their shape.
  for (const char* later : {"rows", "sums", "sensitivity"}) (void)mapping.items(later);
  for (const Node* node : mapping.items("arms")) read_arm(*node, reading);
  for (const Node* node : mapping.items("sets")) read_set(*node, reading);
  for (const Node* node : mapping.items("comparisons")) read_comparison(*node, reading);
  if (const Node* node = mapping.find("primary")) read_primary(*node, reading);
  for (const Node* node : mapping.items("declared")) read_declared(*node, reading);
  for (const char* section : {"identity", "caveats", "protocol", "statements"}) {
    for (const Node* node : mapping.items(section)) read_remark(*node, section, reading);
  }
}

}  // namespace regimen::evidence
