// Entry: check. The passes stand in one list, in the order in which they build on one another.
// Test: tests/language/check_test.cpp and the golden files of tests/golden.
#include "engine/language/check.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "engine/language/print.h"
#include "engine/language/types.h"

namespace regimen::language {

using core::Code;
using facts::Kind;

namespace {

struct Work {
  CheckedPack& checked;
  TypeFinder& types;
  core::Diagnostics& diagnostics;
};

// Names, types and units of scores, assumptions, definitions and rules.
void check_types(Work& work) {
  const Pack& pack = work.checked.pack;
  const facts::Vocabulary& vocabulary = work.checked.knowledge->vocabulary;
  for (const Score& score : pack.scores) {
    for (const Term& term : score.terms) {
      const auto type = work.types.find(term.value, {});
      if (type && (type->kind != Kind::number || type->dimension != facts::no_dimension)) {
        work.diagnostics.add({Code::type_mismatch, pack.ast.at(term.value).span,
                              "a term of a score must be a plain number"});
      }
    }
  }
  for (const Assumption& assumption : pack.assumptions) {
    const facts::ValueType& wanted = vocabulary.facts()[assumption.fact].type;
    const auto type = work.types.find(assumption.value, {});
    if (type && (type->kind != wanted.kind || type->dimension != wanted.unit.dimension)) {
      work.diagnostics.add({Code::dimension_mismatch, pack.ast.at(assumption.value).span,
                            "the assumed value is not of the kind of its fact"});
    }
  }
  for (std::size_t i = 0; i < pack.definitions.size(); ++i)
    work.types.definition(i, pack.definitions[i].span);
  for (const Rule& rule : pack.rules) {
    const Context context{rule.kind == RuleKind::note, {}};
    if (rule.applies_when != no_expr) work.types.condition(rule.applies_when, {});
    for (const Alternative& alternative : rule.when.alternatives) {
      if (rule.kind == RuleKind::workup) {
        work.types.find(alternative.when, context);  // anything that can be known
      } else {
        work.types.condition(alternative.when, context);
      }
    }
  }
}

// Collects the names of definitions that an expression mentions, and whether it mentions anything
// of the patient.
void mentions(const CheckedPack& checked, ExprId id, std::vector<bool>& definitions,
              bool& patient) {
  if (id == no_expr) return;
  const Expr& expr = checked.pack.ast.at(id);
  const NodeInfo& info = checked.nodes[id];
  if (info.ref == RefKind::definition) definitions[info.index] = true;
  const bool list = expr.kind >= ExprKind::any;
  if (list || info.ref == RefKind::definition || info.ref == RefKind::fact ||
      info.ref == RefKind::field)
    patient = true;
  for (const ExprId child : expr.children) mentions(checked, child, definitions, patient);
}

// Rules that say the same of everybody, and definitions that nobody uses.
void check_use(Work& work) {
  const Pack& pack = work.checked.pack;
  std::vector<bool> used(pack.definitions.size(), false);
  for (const Definition& definition : pack.definitions) {
    bool patient = false;
    for (const Alternative& alternative : definition.value.alternatives)
      mentions(work.checked, alternative.when, used, patient);
  }
  for (const Rule& rule : pack.rules) {
    bool patient = false;
    mentions(work.checked, rule.applies_when, used, patient);
    for (const Alternative& alternative : rule.when.alternatives)
      mentions(work.checked, alternative.when, used, patient);
    if (!patient && !rule.when.alternatives.empty() &&
        rule.when.alternatives.front().when != no_expr) {
      work.diagnostics.add({Code::constant_rule, rule.span,
                            "this rule has the same value for every patient", rule.id});
    }
  }
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) {
      work.diagnostics.add({Code::unused_definition, pack.definitions[i].span,
                            "no rule uses this definition", pack.definitions[i].id});
    }
  }
}

bool decides_anything(const Pack& pack) {
  return std::any_of(pack.rules.begin(), pack.rules.end(), [&](const Rule& rule) {
    return rule.kind == RuleKind::safety ||
           (rule.is_criterion() && pack.groups[rule.group].decides);
  });
}

void check_decides(Work& work) {
  const Pack& pack = work.checked.pack;
  if (!decides_anything(pack))
    work.diagnostics.add({Code::no_rules, pack.span, "no rule of the pack decides", pack.id});
}

void missing_wording(Work& work, const core::Span& span, const std::string& what,
                     const std::string& locale) {
  work.diagnostics.add({Code::missing_message, span, what + " has no wording in `" + locale + "`"});
}

void check_interpretation(Work& work, const Statement& statement, const core::Span& span,
                          const std::string& locale, const PackWording& wording) {
  if (!statement.is_interpretation()) return;
  const auto place = wording.interpretations.find(statement.silent_on);
  if (place == wording.interpretations.end()) {
    missing_wording(work, span, "the interpretation `" + statement.silent_on + "`", locale);
    return;
  }
  for (const Alternative& alternative : statement.alternatives) {
    if (place->second.alternatives.count(alternative.id) == 0) {
      missing_wording(work, span, "the alternative `" + alternative.id + "`", locale);
    }
  }
}

// Wording of levels, interpretations and alternatives that no rule has.
void check_spare_wording(Work& work, const PackWording& wording) {
  const Pack& pack = work.checked.pack;
  const auto spare = [&](const core::Span& span, const std::string& what) {
    work.diagnostics.add({Code::unknown_message, span, "no rule has this wording", what});
  };
  std::map<std::string, std::set<std::string>> readings;
  const auto collect = [&](const Statement& statement) {
    for (const Alternative& alternative : statement.alternatives) {
      if (statement.is_interpretation()) readings[statement.silent_on].insert(alternative.id);
    }
  };
  for (const Definition& definition : pack.definitions) collect(definition.value);
  for (const Rule& rule : pack.rules) {
    collect(rule.when);
    const auto place = wording.rules.find(rule.id);
    if (place == wording.rules.end()) continue;
    for (const auto& [level, text] : place->second.levels) {
      const std::string& wanted = level;
      const bool known =
          rule.kind == RuleKind::note
              ? wanted == "yes" || wanted == "no"
              : std::any_of(rule.levels.begin(), rule.levels.end(),
                            [&](const auto& entry) { return entry.second == wanted; });
      if (!known) spare(place->second.span, level);
    }
  }
  for (const auto& [id, interpretation] : wording.interpretations) {
    const auto place = readings.find(id);
    if (place == readings.end()) {
      spare(interpretation.span, id);
      continue;
    }
    for (const auto& [alternative, text] : interpretation.alternatives) {
      if (place->second.count(alternative) == 0) spare(interpretation.span, alternative);
    }
  }
}

// Every set of weights has its name and its reason, and no other has.
void check_presets(Work& work, const std::string& locale, const PackWording& wording) {
  const Pack& pack = work.checked.pack;
  const std::vector<WeightSet> none;
  const auto& presets = pack.model ? pack.model->presets : none;
  for (const WeightSet& preset : presets) {
    if (wording.presets.count(preset.id) == 0)
      missing_wording(work, preset.span, "the set of weights `" + preset.id + "`", locale);
  }
  for (const auto& [id, words] : wording.presets) {
    if (!pack.model || pack.model->preset(id) == nullptr) {
      work.diagnostics.add(
          {Code::unknown_message, words.span, "the pack has no such set of weights", id});
    }
  }
}

// Every rule says in every language of the pack what it is and what it means to fail it.
void check_wording(Work& work) {
  const Pack& pack = work.checked.pack;
  for (const auto& [locale, wording] : pack.wording) {
    if (!work.diagnostics.has_errors()) check_spare_wording(work, wording);
    check_presets(work, locale, wording);
    for (const Definition& definition : pack.definitions)
      check_interpretation(work, definition.value, definition.span, locale, wording);
    for (const Rule& rule : pack.rules) {
      check_interpretation(work, rule.when, rule.span, locale, wording);
      const auto place = wording.rules.find(rule.id);
      if (place == wording.rules.end()) {
        missing_wording(work, rule.span, "the rule `" + rule.id + "`", locale);
        continue;
      }
      const bool safety = rule.kind == RuleKind::safety;
      const bool tells = safety || rule.kind == RuleKind::applicability || rule.is_planned();
      if (tells && place->second.finding.empty())
        missing_wording(work, rule.span, "the finding of `" + rule.id + "`", locale);
      if ((safety || rule.kind == RuleKind::workup) && place->second.action.empty())
        missing_wording(work, rule.span, "the action of `" + rule.id + "`", locale);
      if (rule.is_planned() && rule.applies_when != no_expr && place->second.provided.empty())
        missing_wording(work, rule.span, "the guard of `" + rule.id + "`", locale);
      if (rule.kind == RuleKind::limit && place->second.withheld.empty())
        missing_wording(work, rule.span, "the withholding of `" + rule.id + "`", locale);
      if (rule.is_criterion() && place->second.fail.empty())
        missing_wording(work, rule.span, "the failing of `" + rule.id + "`", locale);
      for (const auto& [truth, level] : rule.levels) {
        if (place->second.levels.count(level) == 0)
          missing_wording(work, rule.span, "the level `" + level + "`", locale);
      }
    }
  }
}

struct Pass {
  std::string_view name;
  void (*run)(Work&);
};

constexpr std::array<Pass, 4> passes = {{
    {"types", &check_types},  // first: the others read what names mean
    {"use", &check_use},
    {"decides", &check_decides},
    {"wording", &check_wording},
}};

}  // namespace

std::optional<CheckedPack> check(Pack pack, const facts::Knowledge& knowledge,
                                 core::Diagnostics& diagnostics) {
  const std::size_t errors_before = diagnostics.error_count();
  CheckedPack checked;
  checked.pack = std::move(pack);
  checked.knowledge = &knowledge;
  TypeFinder types(checked.pack, knowledge, checked.nodes, diagnostics);
  Work work{checked, types, diagnostics};
  for (const Pass& pass : passes) {
    // What is misspelt is not used, and says nothing of the patient: one mistake is enough.
    if (pass.run == &check_use && diagnostics.error_count() > errors_before) continue;
    pass.run(work);
  }
  if (diagnostics.error_count() > errors_before) return std::nullopt;
  checked.score_of.resize(knowledge.vocabulary.facts().size());
  checked.assumption_of.resize(knowledge.vocabulary.facts().size());
  for (std::size_t i = 0; i < checked.pack.scores.size(); ++i)
    checked.score_of[checked.pack.scores[i].fact] = i;
  for (std::size_t i = 0; i < checked.pack.assumptions.size(); ++i)
    checked.assumption_of[checked.pack.assumptions[i].fact] = i;
  for (const Rule& rule : checked.pack.rules)
    checked.required.push_back(required(checked.pack, rule));
  return checked;
}

std::optional<Type> check_expression(const Pack& pack, ExprId root,
                                     const facts::Knowledge& knowledge,
                                     std::vector<NodeInfo>& nodes, core::Diagnostics& diagnostics) {
  return TypeFinder(pack, knowledge, nodes, diagnostics).find(root, {true, {}});
}

}  // namespace regimen::language
