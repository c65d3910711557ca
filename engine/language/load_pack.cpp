// Entry: load_pack. Test: tests/language/load_pack_test.cpp.
#include <algorithm>
#include <set>

#include "engine/core/files.h"
#include "engine/core/mapping.h"
#include "engine/core/text.h"
#include "engine/core/yaml.h"
#include "engine/language/pack.h"
#include "engine/language/parse.h"

namespace regimen::language {

using core::Code;
using core::Mapping;
using core::Node;

std::string_view to_text(RuleKind kind) {
  switch (kind) {
    case RuleKind::inclusion:
      return "inclusion";
    case RuleKind::exclusion:
      return "exclusion";
    case RuleKind::stratum:
      return "stratum";
    case RuleKind::note:
      return "note";
  }
  return "rule";
}

namespace {

constexpr std::size_t most_bytes = std::size_t{4} << 20;

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_id(std::string_view text, std::string_view joints) {
  if (text.empty() || !is_lower_or_digit(text.front()) || !is_lower_or_digit(text.back()))
    return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return is_lower_or_digit(c) || joints.find(c) != std::string_view::npos;
  });
}

class Loader {
 public:
  Loader(const std::filesystem::path& directory, const facts::Knowledge& knowledge,
         core::Sources& texts, core::Diagnostics& diagnostics)
      : directory_(directory), knowledge_(knowledge), texts_(texts), diagnostics_(diagnostics) {}

  std::optional<Pack> run() {
    const auto root = read("pack.yaml", {});
    if (!root) return std::nullopt;
    Mapping manifest(
        *root,
        {"pack", "version", "language", "about", "groups", "rules", "messages", "cases", "stale"},
        "pack", diagnostics_);
    if (!root->is_mapping()) return std::nullopt;
    read_manifest(manifest);
    read_knowledge();
    for (const Node* file : manifest.items("rules")) {
      if (const auto rules = read(file->text, file->span)) read_rules(*rules);
    }
    const Node* messages = manifest.required("messages");
    if (messages != nullptr) {
      for (const auto& [locale, file] : core::pairs(*messages, "messages", diagnostics_)) {
        if (const auto wording = read(file->text, file->span)) read_wording(*wording, locale->text);
      }
    }
    for (const Node* file : manifest.items("cases")) pack_.cases.push_back(directory_ / file->text);
    pack_.digest = core::sha256(digested_);
    return std::move(pack_);
  }

 private:
  // --- files ---

  std::optional<Node> read(const std::string& name, const core::Span& from) {
    const auto path = directory_ / name;
    const bool inside =
        name.find("..") == std::string::npos && std::filesystem::path(name).is_relative();
    auto text = inside ? core::read_file(path, most_bytes)
                       : core::Result<std::string>(core::Failure{core::FailureKind::cannot_read,
                                                                 name, "outside of the pack"});
    if (!text.ok()) {
      core::Span span = from;
      if (span.source == nullptr)
        span = {&texts_.add(path.string(), "", core::Privacy::open), 0, 0};
      diagnostics_.add(
          {Code::missing_file, span, "this file cannot be read: " + text.failure().message, name});
      return std::nullopt;
    }
    const core::Source& source =
        texts_.add(path.string(), std::move(text).value(), core::Privacy::open);
    digested_ += name + "\n" + core::sha256(source.text()) + "\n";
    core::TextLimits limits;
    limits.bytes = most_bytes;
    return core::read_yaml(source, limits, diagnostics_);
  }

  void read_manifest(Mapping& manifest) {
    pack_.id = manifest.text("pack");
    pack_.version = manifest.text("version");
    pack_.about = manifest.text_or("about", "");
    if (!pack_.id.empty() && !is_id(pack_.id, "-._")) {
      diagnostics_.add({Code::bad_id, manifest.find("pack")->span, "this is no id", pack_.id});
    }
    const std::string version = manifest.text("language");
    if (!version.empty() && version != language_version) {
      diagnostics_.add(
          {Code::unsupported_version, manifest.find("language")->span,
           "this engine reads version " + std::string(language_version) + " of the language",
           version});
    }
    for (const Node* node : manifest.items("groups")) {
      Mapping group(*node, {"id", "decides"}, "group", diagnostics_);
      pack_.groups.push_back({group.text("id"), group.flag_or("decides", true)});
    }
    if (pack_.groups.empty()) pack_.groups.push_back({"default", true});
    for (const Node* node : manifest.items("stale")) read_stale(*node);
  }

  void read_stale(const Node& node) {
    Mapping stale(node, {"fact", "after", "cites"}, "staleness rule", diagnostics_);
    const std::string name = stale.text("fact");
    const std::string after = stale.text("after");
    const auto fact = knowledge_.vocabulary.find_fact(name);
    const auto span = facts::parse_span(after, knowledge_.units);
    if (!fact) {
      diagnostics_.add({Code::unknown_name, node.span, "no such fact", name,
                        core::did_you_mean(name, knowledge_.vocabulary.fact_ids())});
    }
    if (!span) diagnostics_.add({Code::bad_value, node.span, "a span of time is expected", after});
    facts::read_citations(stale.find("cites"), node.span, knowledge_, diagnostics_);
    if (fact && span) pack_.stale.push_back({*fact, *span});
  }

  // --- scores and assumptions, which every pack shares ---

  ExprId expression(const Node* node) {
    return node == nullptr ? no_expr : parse(*node, knowledge_.units, pack_.ast, diagnostics_);
  }

  void read_knowledge() {
    const auto& all = knowledge_.vocabulary.facts();
    for (facts::FactId id = 0; id < all.size(); ++id) {
      if (!all[id].assume) continue;
      facts::read_citations(&all[id].assume->cites, all[id].place, knowledge_, diagnostics_);
      pack_.assumptions.push_back(
          {all[id].assume->id, id, expression(&all[id].assume->expression)});
    }
    if (!knowledge_.scores) return;
    Mapping mapping(*knowledge_.scores, {"scores"}, "list of scores", diagnostics_);
    for (const Node* node : mapping.items("scores")) read_score(*node);
  }

  void read_score(const Node& node) {
    Mapping mapping(node, {"id", "fact", "items", "rounded_to", "cites", "terms", "policies"},
                    "score", diagnostics_);
    Score score;
    score.id = mapping.text("id");
    const std::string fact_name = mapping.text("fact");
    const auto fact = knowledge_.vocabulary.find_fact(fact_name);
    if (!fact) {
      diagnostics_.add({Code::unknown_name, node.span, "no such fact", fact_name});
      return;
    }
    score.fact = *fact;
    score.items_path = mapping.text("items");
    const auto& all = knowledge_.vocabulary.facts();
    for (facts::FactId id = 0; id < all.size(); ++id) {
      if (all[id].at.rfind(score.items_path + ".", 0) == 0) score.items.push_back(id);
    }
    const std::string rounding = mapping.text_or("rounded_to", "");
    if (!rounding.empty()) score.rounded_to = facts::Rational::parse(rounding);
    score.cites = facts::read_citations(mapping.find("cites"), node.span, knowledge_, diagnostics_);
    for (const Node* item : mapping.items("terms")) {
      Mapping term(*item, {"id", "value"}, "term", diagnostics_);
      score.terms.push_back({term.text("id"), expression(term.required("value"))});
    }
    for (const Node* item : mapping.items("policies")) read_policy(*item, score);
    if (score.policies.empty()) score.policies.push_back({"as-defined", {}, true});
    pack_.scores.push_back(std::move(score));
  }

  void read_policy(const Node& node, Score& score) {
    Mapping mapping(node, {"id", "floors", "status"}, "policy", diagnostics_);
    Policy policy;
    policy.id = mapping.text("id");
    policy.confirmed = mapping.text_or("status", "confirmed") == "confirmed";
    if (const Node* floors = mapping.required("floors")) {
      for (const auto& [term, floor] : core::pairs(*floors, "floors", diagnostics_)) {
        const std::string& name = term->text;
        const auto place = std::find_if(score.terms.begin(), score.terms.end(),
                                        [&](const Term& t) { return t.id == name; });
        const auto value = facts::Rational::parse(floor->text);
        if (place == score.terms.end() || !value) {
          diagnostics_.add({Code::bad_value, term->span,
                            "a floor needs a term of the score and a number", term->text});
        } else {
          policy.floors.emplace(static_cast<std::size_t>(place - score.terms.begin()), *value);
        }
      }
    }
    score.policies.push_back(std::move(policy));
  }

  // --- definitions and rules ---

  void read_rules(const Node& root) {
    Mapping mapping(root, {"definitions", "rules"}, "rule file", diagnostics_);
    for (const Node* node : mapping.items("definitions")) read_definition(*node);
    for (const Node* node : mapping.items("rules")) read_rule(*node);
  }

  Statement statement(Mapping& mapping, std::string_view key) {
    Statement result;
    const Node* interpretation = mapping.find("interpretation");
    const Node* single = mapping.find(key);
    if ((interpretation == nullptr) == (single == nullptr)) {
      diagnostics_.add(
          {Code::missing_key, mapping.node().span,
           "either `" + std::string(key) + "` or `interpretation` is needed, not both"});
      return result;
    }
    if (single != nullptr) {
      result.alternatives.push_back({"", expression(single)});
      return result;
    }
    Mapping readings(*interpretation, {"silent_on", "alternatives"}, "interpretation",
                     diagnostics_);
    result.silent_on = readings.text("silent_on");
    std::set<std::string> ids;
    for (const Node* node : readings.items("alternatives")) {
      Mapping alternative(*node, {"id", "when"}, "alternative", diagnostics_);
      const std::string id = alternative.text("id");
      if (!ids.insert(id).second)
        diagnostics_.add({Code::duplicate_id, node->span, "this alternative stands twice", id});
      result.alternatives.push_back({id, expression(alternative.required("when"))});
    }
    if (result.alternatives.empty()) {
      diagnostics_.add({Code::missing_key, interpretation->span,
                        "an interpretation needs at least one alternative"});
    }
    return result;
  }

  void read_definition(const Node& node) {
    Mapping mapping(node, {"id", "value", "interpretation", "cites"}, "definition", diagnostics_);
    Definition definition;
    definition.id = mapping.text("id");
    definition.span = node.span;
    if (!definition.id.empty() && !is_id(definition.id, "_")) {
      diagnostics_.add({Code::bad_id, mapping.find("id")->span,
                        "a definition is named by lower-case words joined by `_`", definition.id});
    }
    const bool twice = std::any_of(pack_.definitions.begin(), pack_.definitions.end(),
                                   [&](const Definition& d) { return d.id == definition.id; });
    if (twice || knowledge_.vocabulary.find_fact(definition.id)) {
      diagnostics_.add({Code::duplicate_id, node.span,
                        "a fact or a definition has this name already", definition.id});
    }
    definition.value = statement(mapping, "value");
    definition.cites =
        facts::read_citations(mapping.find("cites"), node.span, knowledge_, diagnostics_);
    pack_.definitions.push_back(std::move(definition));
  }

  std::optional<RuleKind> rule_kind(Mapping& mapping) {
    const std::string text = mapping.text("kind");
    std::vector<std::string> names;
    for (const RuleKind kind :
         {RuleKind::inclusion, RuleKind::exclusion, RuleKind::stratum, RuleKind::note}) {
      if (text == to_text(kind)) return kind;
      names.emplace_back(to_text(kind));
    }
    if (!text.empty())
      diagnostics_.add({Code::bad_value, mapping.find("kind")->span, "no such kind of rule", text,
                        core::did_you_mean(text, names)});
    return std::nullopt;
  }

  void read_rule(const Node& node) {
    Mapping mapping(
        node, {"id", "kind", "group", "applies_when", "when", "interpretation", "levels", "cites"},
        "rule", diagnostics_);
    Rule rule;
    rule.id = mapping.text("id");
    rule.span = mapping.find("id") != nullptr ? mapping.find("id")->span : node.span;
    if (!rule.id.empty() && !is_id(rule.id, ".-")) {
      diagnostics_.add({Code::bad_id, rule.span,
                        "a rule is named by lower-case words joined by `.` and `-`", rule.id});
    }
    if (!rule_ids_.insert(rule.id).second)
      diagnostics_.add({Code::duplicate_id, rule.span, "this rule stands twice", rule.id});
    const auto kind = rule_kind(mapping);
    rule.kind = kind.value_or(RuleKind::note);
    const std::string group = mapping.text_or("group", pack_.groups.front().id);
    const auto place = std::find_if(pack_.groups.begin(), pack_.groups.end(),
                                    [&](const Group& g) { return g.id == group; });
    if (place == pack_.groups.end()) {
      diagnostics_.add({Code::unknown_group, node.span, "the pack declares no such group", group});
    } else {
      rule.group = static_cast<std::size_t>(place - pack_.groups.begin());
    }
    rule.applies_when = expression(mapping.find("applies_when"));
    rule.when = statement(mapping, "when");
    rule.cites = facts::read_citations(mapping.find("cites"), rule.span, knowledge_, diagnostics_);
    if (const Node* levels = mapping.find("levels")) {
      for (const auto& [truth, level] : core::pairs(*levels, "levels", diagnostics_))
        rule.levels[truth->text] = level->text;
    }
    const bool two_levels = rule.levels.count("yes") > 0 && rule.levels.count("no") > 0;
    if (kind == RuleKind::stratum && !two_levels) {
      diagnostics_.add(
          {Code::missing_key, node.span, "a stratum needs `levels: {yes: ..., no: ...}`"});
    }
    pack_.rules.push_back(std::move(rule));
  }

  // --- wording ---

  // The arguments that the engine fills in.
  void check_pattern(const Node& node, const std::string& locale) {
    const auto arguments = core::message_arguments(node.text, locale);
    if (!arguments) {
      diagnostics_.add({Code::bad_message, node.span, "this is not an ICU message pattern"});
      return;
    }
    for (const std::string& argument : *arguments) {
      if (argument == "observed" || argument == "distance") continue;
      diagnostics_.add({Code::bad_message, node.span, "a message has no such argument", argument,
                        "there are `observed` and `distance`"});
    }
  }

  std::map<std::string, std::string> text_map(const Node& node, const std::string& locale) {
    std::map<std::string, std::string> result;
    for (const auto& [key, text] : core::pairs(node, "wording", diagnostics_)) {
      check_pattern(*text, locale);
      result[key->text] = text->text;
    }
    return result;
  }

  void read_rule_wording(const Node& id, const Node& node, const std::string& locale,
                         PackWording& wording) {
    if (rule_ids_.count(id.text) == 0) {
      const std::vector<std::string> known(rule_ids_.begin(), rule_ids_.end());
      diagnostics_.add({Code::unknown_message, id.span, "the pack has no such rule", id.text,
                        core::did_you_mean(id.text, known)});
    }
    Mapping mapping(node, {"title", "fail", "levels", "yes", "no"}, "wording", diagnostics_);
    RuleWording rule;
    rule.title = mapping.text("title");
    rule.fail = mapping.text_or("fail", "");
    for (const std::string_view key : {"title", "fail", "yes", "no"}) {
      if (const Node* text = mapping.find(key)) check_pattern(*text, locale);
    }
    if (const Node* levels = mapping.find("levels")) rule.levels = text_map(*levels, locale);
    for (const std::string_view key : {"yes", "no"}) {
      if (mapping.find(key) != nullptr) rule.levels[std::string(key)] = mapping.text(key);
    }
    wording.rules[id.text] = std::move(rule);
  }

  void read_wording(const Node& root, const std::string& locale) {
    Mapping mapping(root, {"messages", "locale", "name", "rules", "interpretations"}, "wording",
                    diagnostics_);
    PackWording& wording = pack_.wording[locale];
    wording.name = mapping.text_or("name", pack_.id);
    if (mapping.text("locale") != locale) {
      diagnostics_.add(
          {Code::bad_value, root.span, "the wording is of another language than the pack says"});
    }
    if (const Node* rules = mapping.required("rules")) {
      for (const auto& [id, node] : core::pairs(*rules, "rules", diagnostics_))
        read_rule_wording(*id, *node, locale, wording);
    }
    const Node* interpretations = mapping.find("interpretations");
    if (interpretations == nullptr) return;
    for (const auto& [id, node] : core::pairs(*interpretations, "interpretations", diagnostics_)) {
      Mapping entry(*node, {"question", "alternatives"}, "interpretation", diagnostics_);
      InterpretationWording result;
      result.question = entry.text("question");
      if (const Node* alternatives = entry.required("alternatives"))
        result.alternatives = text_map(*alternatives, locale);
      wording.interpretations[id->text] = std::move(result);
    }
  }

  const std::filesystem::path& directory_;
  const facts::Knowledge& knowledge_;
  core::Sources& texts_;
  core::Diagnostics& diagnostics_;
  Pack pack_;
  std::set<std::string> rule_ids_;
  std::string digested_;
};

}  // namespace

std::optional<Pack> load_pack(const std::filesystem::path& directory,
                              const facts::Knowledge& knowledge, core::Sources& texts,
                              core::Diagnostics& diagnostics) {
  return Loader(directory, knowledge, texts, diagnostics).run();
}

}  // namespace regimen::language
