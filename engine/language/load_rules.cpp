// Entry: load_rules. Test: tests/language/load_pack_test.cpp.
#include <algorithm>

#include "engine/core/mapping.h"
#include "engine/language/loading.h"

namespace regimen::language {

using core::Code;
using core::Mapping;
using core::Node;

namespace {

class RuleReader {
 public:
  explicit RuleReader(Loading& loading) : loading_(loading) {}

  void run(const Node& root) {
    Mapping mapping(root, {"definitions", "rules"}, "rule file", loading_.diagnostics);
    for (const Node* node : mapping.items("definitions")) read_definition(*node);
    for (const Node* node : mapping.items("rules")) read_rule(*node);
  }

 private:
  Statement statement(Mapping& mapping, std::string_view key) {
    Statement result;
    const Node* interpretation = mapping.find("interpretation");
    const Node* single = mapping.find(key);
    if ((interpretation == nullptr) == (single == nullptr)) {
      loading_.diagnostics.add(
          {Code::missing_key, mapping.node().span,
           "either `" + std::string(key) + "` or `interpretation` is needed, not both"});
      return result;
    }
    if (single != nullptr) {
      result.alternatives.push_back({"", read_expression(single, loading_)});
      return result;
    }
    Mapping readings(*interpretation, {"silent_on", "alternatives"}, "interpretation",
                     loading_.diagnostics);
    result.silent_on = readings.text("silent_on");
    std::set<std::string> ids;
    for (const Node* node : readings.items("alternatives")) {
      Mapping alternative(*node, {"id", "when"}, "alternative", loading_.diagnostics);
      const std::string id = alternative.text("id");
      if (!ids.insert(id).second)
        loading_.diagnostics.add(
            {Code::duplicate_id, node->span, "this alternative stands twice", id});
      result.alternatives.push_back({id, read_expression(alternative.required("when"), loading_)});
    }
    if (result.alternatives.empty()) {
      loading_.diagnostics.add({Code::missing_key, interpretation->span,
                                "an interpretation needs at least one alternative"});
    }
    return result;
  }

  void read_definition(const Node& node) {
    Mapping mapping(node, {"id", "value", "interpretation", "cites"}, "definition",
                    loading_.diagnostics);
    if (!node.is_mapping()) return;
    Definition definition;
    definition.id = mapping.text("id");
    definition.span = node.span;
    if (!definition.id.empty() && !is_id(definition.id, "_")) {
      loading_.diagnostics.add({Code::bad_id, mapping.find("id")->span,
                                "a definition is named by lower-case words joined by `_`",
                                definition.id});
    }
    const bool twice =
        std::any_of(loading_.pack.definitions.begin(), loading_.pack.definitions.end(),
                    [&](const Definition& d) { return d.id == definition.id; });
    if (twice || loading_.knowledge.vocabulary.find_fact(definition.id)) {
      loading_.diagnostics.add({Code::duplicate_id, node.span,
                                "a fact or a definition has this name already", definition.id});
    }
    definition.value = statement(mapping, "value");
    definition.cites = facts::read_citations(mapping.find("cites"), node.span, loading_.knowledge,
                                             loading_.diagnostics);
    loading_.pack.definitions.push_back(std::move(definition));
  }

  std::optional<RuleKind> rule_kind(Mapping& mapping) {
    const std::string text = mapping.text("kind");
    std::vector<std::string> names;
    for (const RuleKind kind :
         {RuleKind::inclusion, RuleKind::exclusion, RuleKind::stratum, RuleKind::note,
          RuleKind::safety, RuleKind::workup, RuleKind::applicability, RuleKind::dose,
          RuleKind::schedule, RuleKind::limit}) {
      if (text == to_text(kind)) return kind;
      names.emplace_back(to_text(kind));
    }
    if (!text.empty())
      loading_.diagnostics.add({Code::bad_value, mapping.find("kind")->span, "no such kind of rule",
                                text, core::did_you_mean(text, names)});
    return std::nullopt;
  }

  template <typename Value>
  Value choose(Mapping& mapping, std::string_view key, const std::vector<Value>& values) {
    const std::string text = mapping.text(key);
    std::vector<std::string> names;
    for (const Value value : values) {
      if (text == to_text(value)) return value;
      names.emplace_back(to_text(value));
    }
    if (!text.empty()) {
      loading_.diagnostics.add({Code::bad_value, mapping.find(key)->span,
                                "no such " + std::string(key), text,
                                core::did_you_mean(text, names)});
    }
    return values.front();
  }

  void read_regimens(Mapping& mapping, Rule& rule) {
    const auto& regimens = loading_.pack.regimens;
    static_cast<void>(mapping.required("regimens"));  // reported where it is missing
    std::vector<std::string> known_ids;
    known_ids.reserve(regimens.size());
    for (const Regimen& regimen : regimens) known_ids.push_back(regimen.id);
    for (const Node* node : mapping.items("regimens")) {
      const auto place = std::find(known_ids.begin(), known_ids.end(), node->text);
      if (place == known_ids.end()) {
        loading_.diagnostics.add({Code::unknown_regimen, node->span,
                                  "the pack declares no such regimen", node->text,
                                  core::did_you_mean(node->text, known_ids)});
      } else {
        rule.safety.regimens.push_back(static_cast<std::size_t>(place - known_ids.begin()));
      }
    }
  }

  void read_verified(Mapping& mapping, Rule& rule) {
    const std::string verified = mapping.text("verified");
    const auto date = facts::parse_date(verified);
    if (date) {
      rule.safety.verified = *date;
    } else if (!verified.empty()) {
      loading_.diagnostics.add(
          {Code::bad_date, mapping.find("verified")->span, "a date is expected", verified});
    }
  }

  // What speaks against a regimen, how much, and where.
  void read_safety(Mapping& mapping, Rule& rule) {
    rule.safety.severity =
        choose(mapping, "severity",
               std::vector{Severity::caution, Severity::avoid, Severity::contraindicated});
    rule.safety.gate = choose(mapping, "gate", std::vector{Gate::gating, Gate::workup});
    rule.safety.jurisdiction = mapping.text_or("jurisdiction", "");
    rule.safety.twin = mapping.text_or("twin", "");
    const auto& known = loading_.knowledge.vocabulary.jurisdictions();
    const bool unknown =
        !rule.safety.jurisdiction.empty() &&
        std::find(known.begin(), known.end(), rule.safety.jurisdiction) == known.end();
    if (unknown) {
      loading_.diagnostics.add({Code::bad_value, mapping.find("jurisdiction")->span,
                                "no such jurisdiction", rule.safety.jurisdiction,
                                core::did_you_mean(rule.safety.jurisdiction, known)});
    }
  }

  // Keys that belong to rules of other kinds.
  void refuse(Mapping& mapping, const std::vector<std::string_view>& keys) {
    for (const std::string_view key : keys) {
      const Node* value = mapping.find(key);
      if (value == nullptr) continue;
      loading_.diagnostics.add({Code::unknown_key, value->span,
                                "a rule of this kind has no such key", std::string(key)});
    }
  }

  void refuse_planned(Mapping& mapping, const std::optional<RuleKind>& kind) {
    if (!kind) return;
    if (*kind != RuleKind::dose) refuse(mapping, {"drug", "of", "basis"});
    if (*kind != RuleKind::dose && *kind != RuleKind::limit) refuse(mapping, {"amount"});
    if (*kind != RuleKind::schedule) refuse(mapping, {"at", "periods"});
    if (*kind != RuleKind::limit) refuse(mapping, {"until", "then"});
  }

  void read_rule(const Node& node) {
    Mapping mapping(node, {"id",    "kind",           "group",  "applies_when", "when",
                           "asks",  "interpretation", "levels", "regimens",     "severity",
                           "gate",  "jurisdiction",   "twin",   "verified",     "comparisons",
                           "makes", "drug",           "amount", "of",           "basis",
                           "at",    "periods",        "until",  "then",         "cites"},
                    "rule", loading_.diagnostics);
    if (!node.is_mapping()) return;
    Rule rule;
    rule.id = mapping.text("id");
    rule.span = mapping.find("id") != nullptr ? mapping.find("id")->span : node.span;
    if (!rule.id.empty() && !is_id(rule.id, ".-")) {
      loading_.diagnostics.add({Code::bad_id, rule.span,
                                "a rule is named by lower-case words joined by `.` and `-`",
                                rule.id});
    }
    if (!loading_.rule_ids.insert(rule.id).second)
      loading_.diagnostics.add({Code::duplicate_id, rule.span, "this rule stands twice", rule.id});
    const auto kind = rule_kind(mapping);
    rule.kind = kind.value_or(RuleKind::note);
    const std::string group = mapping.text_or("group", loading_.pack.groups.front().id);
    const auto place = std::find_if(loading_.pack.groups.begin(), loading_.pack.groups.end(),
                                    [&](const Group& g) { return g.id == group; });
    if (place == loading_.pack.groups.end()) {
      std::vector<std::string> groups;
      for (const Group& known : loading_.pack.groups) groups.push_back(known.id);
      loading_.diagnostics.add({Code::unknown_group, mapping.find("group")->span,
                                "the pack declares no such group", group,
                                core::did_you_mean(group, groups)});
    } else {
      rule.group = static_cast<std::size_t>(place - loading_.pack.groups.begin());
    }
    if (kind == RuleKind::workup) refuse(mapping, {"when", "severity", "gate", "twin", "levels"});
    if (kind && kind != RuleKind::workup) refuse(mapping, {"asks"});
    if (kind && kind != RuleKind::stratum && kind != RuleKind::workup) refuse(mapping, {"levels"});
    if (kind && kind != RuleKind::workup && kind != RuleKind::safety) {
      refuse(mapping, {"severity", "gate", "jurisdiction", "twin"});
      if (!rule.is_planned()) refuse(mapping, {"regimens", "verified"});
    }
    refuse_planned(mapping, kind);
    if (kind && kind != RuleKind::applicability) refuse(mapping, {"comparisons", "makes"});
    rule.applies_when = read_expression(mapping.find("applies_when"), loading_);
    rule.when = statement(mapping, rule.kind == RuleKind::workup ? "asks" : "when");
    const bool guards = rule.kind == RuleKind::safety || rule.kind == RuleKind::workup;
    if (guards || rule.is_planned()) read_regimens(mapping, rule);
    const bool dated = mapping.find("verified") != nullptr || rule.kind == RuleKind::dose;
    if (guards || (rule.is_planned() && dated)) read_verified(mapping, rule);
    if (rule.kind == RuleKind::safety) read_safety(mapping, rule);
    if (rule.is_planned()) read_plan(mapping, rule, loading_);
    if (rule.kind == RuleKind::applicability) {
      rule.reach.comparisons = mapping.texts("comparisons");
      rule.reach.reach =
          choose(mapping, "makes",
                 std::vector{Reach::indirect, Reach::not_applicable, Reach::uncertain_effect});
    }
    rule.cites = facts::read_citations(mapping.find("cites"), rule.span, loading_.knowledge,
                                       loading_.diagnostics);
    if (const Node* levels = mapping.find("levels")) {
      const Mapping known(*levels, {"yes", "no"}, "list of levels", loading_.diagnostics);
      for (const auto& [truth, level] : core::pairs(*levels, "levels", loading_.diagnostics))
        rule.levels[truth->text] = level->text;
    }
    const bool two_levels = rule.levels.count("yes") > 0 && rule.levels.count("no") > 0;
    if (kind == RuleKind::stratum && !two_levels) {
      loading_.diagnostics.add(
          {Code::missing_key, node.span, "a stratum needs `levels: {yes: ..., no: ...}`"});
    }
    loading_.pack.rules.push_back(std::move(rule));
  }

  Loading& loading_;
};

}  // namespace

void load_rules(const Node& root, Loading& loading) { RuleReader(loading).run(root); }

}  // namespace regimen::language
