// Small pack: rules made up by a test over the knowledge of this project, and patients by hand.
//
// A patient is built fact by fact, below any reader of profiles.
// Thread-safety: for one thread.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/decision/decide.h"
#include "engine/facts/knowledge.h"
#include "engine/facts/settle.h"
#include "engine/language/check.h"
#include "engine/language/parse.h"

namespace regimen::decision {

inline core::Sources& sources() {
  static core::Sources all;
  return all;
}

inline const facts::Knowledge& knowledge() {
  static const std::unique_ptr<facts::Knowledge> loaded = [] {
    core::Diagnostics diagnostics;
    const std::filesystem::path root = REGIMEN_TEST_SOURCE_DIR;
    auto result = facts::load_knowledge(root / "knowledge", sources(), diagnostics);
    REQUIRE_MESSAGE(result, core::render(diagnostics, core::ShowValues::yes));
    return result;
  }();
  return *loaded;
}

inline language::ExprId parsed(const std::string& text, language::Pack& pack,
                               core::Diagnostics& diagnostics) {
  const core::Source& source = sources().add("<rule>", text, core::Privacy::open);
  core::Node node;
  node.kind = core::Node::Kind::scalar;
  node.text = text;
  node.span = {&source, 0, static_cast<std::uint32_t>(text.size())};
  return language::parse(node, knowledge().units, pack.ast, diagnostics);
}

struct RuleSpec {
  std::string id;
  std::vector<std::string> when;  // one, or several readings
  language::RuleKind kind = language::RuleKind::inclusion;
  std::string applies_when = {};
  std::size_t group = 0;
  std::map<std::string, std::string> levels = {};
};

inline RuleSpec inclusion(const std::string& when) { return {"inclusion", {when}}; }
inline RuleSpec exclusion(const std::string& when) {
  return {"exclusion", {when}, language::RuleKind::exclusion};
}

class SmallPack {
 public:
  // Group 0 decides, group 1 only when it is asked for. Definitions: name and expression.
  explicit SmallPack(const std::vector<RuleSpec>& rules,
                     const std::vector<std::pair<std::string, std::string>>& definitions = {}) {
    core::Diagnostics diagnostics;
    language::Pack pack;
    pack.id = "small";
    pack.groups = {{"first", true}, {"second", false}};
    for (const auto& [id, value] : definitions) {
      language::Definition definition;
      definition.id = id;
      definition.value.alternatives = {{"", parsed(value, pack, diagnostics)}};
      pack.definitions.push_back(std::move(definition));
    }
    for (const RuleSpec& spec : rules) {
      language::Rule rule;
      rule.id = spec.id;
      rule.kind = spec.kind;
      rule.group = spec.group;
      rule.levels = spec.levels;
      rule.cites = {{"sonic-2010", "here", "supports"}};
      if (!spec.applies_when.empty())
        rule.applies_when = parsed(spec.applies_when, pack, diagnostics);
      if (spec.when.size() > 1) rule.when.silent_on = "question";
      for (std::size_t i = 0; i < spec.when.size(); ++i) {
        rule.when.alternatives.push_back({spec.when.size() > 1 ? "r" + std::to_string(i) : "",
                                          parsed(spec.when[i], pack, diagnostics)});
      }
      pack.rules.push_back(std::move(rule));
    }
    auto checked = language::check(std::move(pack), knowledge(), diagnostics);
    REQUIRE_MESSAGE((checked && !diagnostics.has_errors()),
                    core::render(diagnostics, core::ShowValues::yes));
    checked_ = std::move(checked);
  }

  [[nodiscard]] const language::CheckedPack& checked() const { return *checked_; }

 private:
  std::optional<language::CheckedPack> checked_;
};

// The day of evaluation is 1 November 2026.
class Patient {
 public:
  Patient() : record_(knowledge().vocabulary) {
    record_.id = "P";
    record_.as_of = facts::parse_date("2026-11-01")->first;
  }

  // A value in the unit of the fact; nothing for asked and not known.
  Patient& set(const std::string& fact, const std::optional<std::string>& text) {
    const auto id = knowledge().vocabulary.find_fact(fact);
    REQUIRE_MESSAGE(id, fact);
    facts::Observation observation;
    observation.stated = stated(knowledge().vocabulary.facts()[*id].type, text);
    record_.facts[*id].push_back(std::move(observation));
    return *this;
  }
  Patient& list(const std::string& name, facts::ListState state) {
    record_.lists[list_id(name)].state = state;
    return *this;
  }
  // An entry of a list, whose state stays as it is.
  Patient& add(const std::string& name,
               const std::vector<std::pair<std::string, std::string>>& fields) {
    const facts::ListDef& list = knowledge().vocabulary.lists()[list_id(name)];
    facts::ListRecord& record = record_.lists[list_id(name)];
    facts::Entry entry;
    entry.index = record.entries.size();
    entry.fields.resize(list.fields.size());
    for (const auto& [field, text] : fields) {
      const auto place = list.find_field(field);
      const auto& told_field = field;
      REQUIRE_MESSAGE(place, told_field);
      entry.fields[*place] = stated(list.fields[*place].type, text);
    }
    record.entries.push_back(std::move(entry));
    return *this;
  }

  [[nodiscard]] facts::Settled settled() const {
    return facts::settle(record_, knowledge().vocabulary, knowledge().terminology, {});
  }

 private:
  static facts::ListId list_id(const std::string& name) {
    const auto id = knowledge().vocabulary.find_list(name);
    REQUIRE_MESSAGE(id, name);
    return *id;
  }

  static facts::Stated stated(const facts::ValueType& type,
                              const std::optional<std::string>& text) {
    facts::Stated result;
    result.cause = facts::Cause::not_known;
    if (!text) return result;
    result.shown = *text;
    switch (type.kind) {
      case facts::Kind::truth:
        result.value = facts::truth(*text == "yes");
        break;
      case facts::Kind::number: {
        const auto numeral = facts::parse_numeral(*text);
        const auto unit =
            numeral->unit.empty() ? facts::Unit{} : *knowledge().units.parse(numeral->unit);
        result.value = *facts::scale(numeral->value, unit.factor);
        break;
      }
      case facts::Kind::span:
        result.value = *facts::parse_span(*text, knowledge().units);
        break;
      case facts::Kind::date:
        result.value = *facts::parse_date(*text);
        break;
      case facts::Kind::word:
        result.value = facts::Word{type.words.find_exactly(*text)};
        break;
      case facts::Kind::concept_name:
        result.value = facts::ConceptName{knowledge().terminology.find_id(type.domain, *text)};
        break;
      case facts::Kind::period:
        break;
    }
    return result;
  }

  facts::Record record_;
};

inline Decision decide(const SmallPack& pack, const Patient& patient, const Options& options = {}) {
  return decide(pack.checked(), patient.settled(), options);
}

inline std::string joined(const std::vector<std::string>& texts) {
  std::string result;
  for (const std::string& text : texts) result += (result.empty() ? "" : ", ") + text;
  return result;
}

// `disease.cdai not_supplied, conditions not_known`
inline std::string told(const facts::MissingSet& set) {
  std::string result;
  for (const facts::Missing& missing : set) {
    result += (result.empty() ? "" : ", ") + missing.key + " " +
              std::string(facts::to_text(missing.cause));
  }
  return result;
}

}  // namespace regimen::decision
