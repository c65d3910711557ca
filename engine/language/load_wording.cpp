// Entry: load_wording. Test: tests/language/load_pack_test.cpp.
#include "engine/core/mapping.h"
#include "engine/core/text.h"
#include "engine/language/loading.h"

namespace regimen::language {

using core::Code;
using core::Mapping;
using core::Node;

namespace {

class WordingReader {
 public:
  explicit WordingReader(Loading& loading) : loading_(loading) {}

  void run(const Node& root, const std::string& locale) {
    Mapping mapping(root, {"messages", "locale", "name", "rules", "interpretations", "presets"},
                    "wording", loading_.diagnostics);
    PackWording& wording = loading_.pack.wording[locale];
    wording.name = mapping.text_or("name", loading_.pack.id);
    if (mapping.text("locale") != locale) {
      loading_.diagnostics.add(
          {Code::bad_value, root.span, "the wording is of another language than the pack says"});
    }
    if (const Node* rules = mapping.required("rules")) {
      for (const auto& [id, node] : core::pairs(*rules, "rules", loading_.diagnostics))
        read_rule_wording(*id, *node, locale, wording);
    }
    if (const Node* presets = mapping.find("presets")) read_presets(*presets, wording);
    const Node* interpretations = mapping.find("interpretations");
    if (interpretations == nullptr) return;
    for (const auto& [id, node] :
         core::pairs(*interpretations, "interpretations", loading_.diagnostics)) {
      Mapping entry(*node, {"question", "alternatives"}, "interpretation", loading_.diagnostics);
      InterpretationWording result;
      result.span = id->span;
      result.question = entry.text("question");
      if (const Node* alternatives = entry.required("alternatives"))
        result.alternatives = text_map(*alternatives, locale);
      wording.interpretations[id->text] = std::move(result);
    }
  }

 private:
  // Plain texts: nothing is filled in.
  void read_presets(const Node& node, PackWording& wording) {
    for (const auto& [id, entry] : core::pairs(node, "presets", loading_.diagnostics)) {
      Mapping mapping(*entry, {"name", "reason"}, "wording", loading_.diagnostics);
      wording.presets[id->text] = {mapping.text("name"), mapping.text("reason"), id->span};
    }
  }

  // The arguments that the engine fills in.
  void check_pattern(const Node& node, const std::string& locale) {
    const auto arguments = core::message_arguments(node.text, locale);
    if (!arguments) {
      loading_.diagnostics.add(
          {Code::bad_message, node.span, "this is not an ICU message pattern"});
      return;
    }
    for (const std::string& argument : *arguments) {
      if (argument == "observed" || argument == "distance") continue;
      loading_.diagnostics.add({Code::bad_message, node.span, "a message has no such argument",
                                argument, "there are `observed` and `distance`"});
    }
  }

  std::map<std::string, std::string> text_map(const Node& node, const std::string& locale) {
    std::map<std::string, std::string> result;
    for (const auto& [key, text] : core::pairs(node, "wording", loading_.diagnostics)) {
      check_pattern(*text, locale);
      result[key->text] = text->text;
    }
    return result;
  }

  void read_rule_wording(const Node& id, const Node& node, const std::string& locale,
                         PackWording& wording) {
    if (loading_.rule_ids.count(id.text) == 0) {
      const std::vector<std::string> known(loading_.rule_ids.begin(), loading_.rule_ids.end());
      loading_.diagnostics.add({Code::unknown_message, id.span, "the pack has no such rule",
                                id.text, core::did_you_mean(id.text, known)});
    }
    Mapping mapping(
        node, {"title", "fail", "finding", "action", "provided", "withheld", "levels", "yes", "no"},
        "wording", loading_.diagnostics);
    RuleWording rule;
    rule.span = id.span;
    rule.title = mapping.text("title");
    rule.fail = mapping.text_or("fail", "");
    rule.finding = mapping.text_or("finding", "");
    rule.action = mapping.text_or("action", "");
    rule.provided = mapping.text_or("provided", "");
    rule.withheld = mapping.text_or("withheld", "");
    for (const std::string_view key :
         {"title", "fail", "finding", "action", "provided", "withheld", "yes", "no"}) {
      if (const Node* text = mapping.find(key)) check_pattern(*text, locale);
    }
    if (const Node* levels = mapping.find("levels")) rule.levels = text_map(*levels, locale);
    for (const std::string_view key : {"yes", "no"}) {
      if (mapping.find(key) != nullptr) rule.levels[std::string(key)] = mapping.text(key);
    }
    wording.rules[id.text] = std::move(rule);
  }

  Loading& loading_;
};

}  // namespace

void load_wording(const Node& root, const std::string& locale, Loading& loading) {
  WordingReader(loading).run(root, locale);
}

}  // namespace regimen::language
