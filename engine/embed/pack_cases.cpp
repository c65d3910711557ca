// Entry: run_cases. Test: tests/embed/pack_cases_test.cpp.
#include "engine/embed/pack_cases.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "engine/core/files.h"
#include "engine/core/mapping.h"
#include "engine/core/yaml.h"
#include "engine/decision/applicability.h"
#include "engine/decision/decide.h"
#include "engine/decision/plan.h"
#include "engine/decision/safety.h"
#include "engine/facts/settle.h"
#include "engine/io/profile.h"

namespace regimen::embed {

using core::Code;
using core::Mapping;
using core::Node;

namespace {

// `change` over `base`: mappings key by key, everything else replaced.
Node merged(const Node& base, const Node& change) {
  if (!base.is_mapping() || !change.is_mapping()) return change;
  Node result = base;
  for (std::size_t i = 0; i + 1 < change.items.size(); i += 2) {
    const std::string& key = change.items[i].text;
    const auto place = [&]() -> Node* {
      for (std::size_t j = 0; j + 1 < result.items.size(); j += 2) {
        if (result.items[j].text == key) return &result.items[j + 1];
      }
      return nullptr;
    }();
    if (place != nullptr) {
      *place = merged(*place, change.items[i + 1]);
    } else {
      result.items.push_back(change.items[i]);
      result.items.push_back(change.items[i + 1]);
    }
  }
  return result;
}

// Removes the value at a path such as `section.fact`; false where there is none.
bool remove(Node& node, std::string_view path) {
  const auto point = path.find('.');
  const std::string_view key = path.substr(0, point);
  for (std::size_t i = 0; i + 1 < node.items.size(); i += 2) {
    if (node.items[i].text != key) continue;
    if (point != std::string_view::npos) return remove(node.items[i + 1], path.substr(point + 1));
    node.items.erase(node.items.begin() + static_cast<std::ptrdiff_t>(i),
                     node.items.begin() + static_cast<std::ptrdiff_t>(i) + 2);
    return true;
  }
  return false;
}

class Runner {
 public:
  Runner(const Engine& engine, core::Sources& texts) : engine_(engine), texts_(texts) {}

  CaseReport run() {
    for (const auto& path : engine_.pack().pack.cases) run_file(path);
    for (const language::Rule& rule : engine_.pack().pack.rules) {
      if (rule.is_criterion()) cover(rule, {"pass", "fail", "unknown"});
      const bool said =
          rule.kind == language::RuleKind::safety || rule.kind == language::RuleKind::applicability;
      if (said) cover(rule, {"yes", "no", "unknown"});
      if (rule.kind == language::RuleKind::workup) cover(rule, {"known", "missing"});
      if (rule.is_planned()) cover(rule, planned_states(rule));
    }
    return std::move(report_);
  }

 private:
  // A guard that is not known makes a plan conditional; without one only a dose or a schedule that
  // does not hold is dropped.
  static std::vector<std::string> planned_states(const language::Rule& rule) {
    const bool guarded = rule.applies_when != language::no_expr;
    std::vector<std::string> states = {"given", "withheld"};
    if (guarded) states.emplace_back("conditional");
    if (guarded || rule.kind != language::RuleKind::limit) states.emplace_back("dropped");
    return states;
  }

  void run_file(const std::filesystem::path& path) {
    constexpr std::size_t most_bytes = std::size_t{4} << 20;
    auto text = core::read_file(path, most_bytes);
    if (!text.ok()) {
      const core::Source& source = texts_.add(path.string(), "", core::Privacy::open);
      report_.diagnostics.add({Code::missing_file,
                               {&source, 0, 0},
                               "this file cannot be read: " + text.failure().message});
      return;
    }
    const core::Source& source =
        texts_.add(path.string(), std::move(text).value(), core::Privacy::open);
    const auto root = core::read_yaml(source, core::TextLimits{}, report_.diagnostics);
    if (!root) return;
    Mapping mapping(*root, {"suite", "base", "cases"}, "file of cases", report_.diagnostics);
    const Node* base = mapping.required("base");
    if (base == nullptr || mapping.text("suite").empty()) return;
    names_.clear();
    for (const Node* node : mapping.items("cases")) run_case(*node, *base);
  }

  void run_case(const Node& node, const Node& base) {
    Mapping mapping(node, {"name", "why", "set", "unset", "options", "expect"}, "case",
                    report_.diagnostics);
    const std::string name = mapping.text("name");
    if (!names_.insert(name).second)
      report_.diagnostics.add({Code::duplicate_id, node.span, "this case stands twice", name});
    if (mapping.text("why").empty())
      report_.diagnostics.add({Code::bad_case, node.span, "a case needs its derivation", name});
    Node profile = base;
    for (const std::string& path : mapping.texts("unset")) {
      if (!remove(profile, path))
        report_.diagnostics.add(
            {Code::bad_case, node.span, "nothing stands at this path of the base", path});
    }
    if (const Node* set = mapping.find("set")) profile = merged(profile, *set);
    const Node* expect = mapping.required("expect");
    if (expect == nullptr) return;
    decision::Options options;
    if (const Node* given = mapping.find("options")) {
      Mapping how(*given, {"groups", "assumptions", "jurisdiction"}, "option", report_.diagnostics);
      options.groups = how.texts("groups");
      options.assumptions = how.flag_or("assumptions", true);
      options.jurisdiction = how.text_or("jurisdiction", "");
    }
    io::ProfileReading reading = io::read_profile(profile, engine_.knowledge(), std::nullopt);
    if (!reading.record) {
      report_.diagnostics.append(reading.structure);
      return;
    }
    const facts::Settled patient =
        facts::settle(*reading.record, engine_.knowledge().vocabulary,
                      engine_.knowledge().terminology, engine_.pack().pack.stale);
    ++report_.run;
    if (options.jurisdiction.empty()) options.jurisdiction = reading.record->jurisdiction;
    decision::Decision decision = decision::decide(engine_.pack(), patient, options);
    decision.regimens = decision::decide_safety(engine_.pack(), patient, options);
    decision::decide_applicability(engine_.pack(), patient,
                                   engine_.evidence().study(engine_.pack().pack.evidence.study),
                                   decision);
    planned_ = decision::find_plan_rules(engine_.pack(), patient, options);
    compare(node, name, *expect, decision);
  }

  void fail(const Node& node, const std::string& name, const std::string& what,
            const std::string& expected, const std::string& got) {
    report_.failures.push_back({node.span, name, what + ": expected " + expected + ", got " + got});
  }

  void compare(const Node& node, const std::string& name, const Node& expect,
               const decision::Decision& decision) {
    Mapping mapping(expect,
                    {"eligibility", "criteria", "strata", "notes", "missing", "safety", "findings",
                     "workup", "plan", "applicability"},
                    "expectation", report_.diagnostics);
    const std::string status = mapping.text_or("eligibility", "");
    const std::string got(decision::to_text(decision.eligibility.status));
    if (!status.empty() && status != got) fail(node, name, "eligibility", status, got);
    if (const Node* criteria = mapping.find("criteria")) {
      for (const auto& [id, verdict] : core::pairs(*criteria, "criteria", report_.diagnostics)) {
        compare_criterion(node, name, *id, verdict->text, decision);
      }
    }
    for (const std::string_view key : {"strata", "notes"}) {
      const Node* remarks = mapping.find(key);
      if (remarks == nullptr) continue;
      for (const auto& [id, level] : core::pairs(*remarks, key, report_.diagnostics))
        compare_remark(node, name, *id, level->text, decision);
    }
    if (const Node* safety = mapping.find("safety")) {
      for (const auto& [id, expected] : core::pairs(*safety, "safety", report_.diagnostics))
        compare_safety(node, name, *id, *expected, decision);
    }
    if (const Node* reach = mapping.find("applicability")) {
      for (const auto& [id, expected] : core::pairs(*reach, "applicability", report_.diagnostics))
        compare_reach(node, name, *id, expected->text, decision);
    }
    for (const std::string_view key : {"findings", "workup"}) {
      const Node* rules = mapping.find(key);
      if (rules == nullptr) continue;
      for (const auto& [id, expected] : core::pairs(*rules, key, report_.diagnostics))
        compare_rule(node, name, *id, expected->text, decision);
    }
    if (const Node* plan = mapping.find("plan")) {
      for (const auto& [id, expected] : core::pairs(*plan, "plan", report_.diagnostics))
        compare_planned(node, name, *id, expected->text);
    }
    if (const Node* missing = mapping.find("missing")) {
      for (const auto& [id, keys] : core::pairs(*missing, "missing", report_.diagnostics))
        compare_missing(node, name, *id, *keys, decision);
    }
  }

  static const decision::Criterion* find(const decision::Decision& decision,
                                         const std::string& id) {
    const auto& all = decision.eligibility.criteria;
    const auto place = std::find_if(all.begin(), all.end(),
                                    [&](const decision::Criterion& c) { return c.id == id; });
    return place == all.end() ? nullptr : &*place;
  }

  void compare_criterion(const Node& node, const std::string& name, const Node& id,
                         const std::string& expected, const decision::Decision& decision) {
    const auto* criterion = find(decision, id.text);
    if (criterion == nullptr) {  // a stratum or a note may stand among them
      compare_remark(node, name, id, expected, decision);
      return;
    }
    const std::string got(program::to_text(criterion->verdict));
    if (expected == got) {
      seen_[id.text].insert(expected);
    } else {
      fail(node, name, id.text, expected, got);
    }
  }

  void compare_remark(const Node& node, const std::string& name, const Node& id,
                      const std::string& expected, const decision::Decision& decision) {
    const auto place = std::find_if(decision.remarks.begin(), decision.remarks.end(),
                                    [&](const decision::Remark& r) { return r.id == id.text; });
    if (place == decision.remarks.end()) {
      report_.diagnostics.add({Code::bad_case, id.span, "the pack has no such rule", id.text});
      return;
    }
    const std::string got = place->level.empty() ? "unknown" : place->level;
    if (expected != got) fail(node, name, id.text, expected, got);
  }

  // Either the status alone, or {status, at_least, at_most}.
  void compare_safety(const Node& node, const std::string& name, const Node& id,
                      const Node& expected, const decision::Decision& decision) {
    const auto place =
        std::find_if(decision.regimens.begin(), decision.regimens.end(),
                     [&](const decision::RegimenSafety& r) { return r.id == id.text; });
    if (place == decision.regimens.end()) {
      report_.diagnostics.add({Code::bad_case, id.span, "the pack has no such regimen", id.text});
      return;
    }
    const auto check = [&](const std::string& what, const std::string& wanted,
                           std::string_view got) {
      if (!wanted.empty() && wanted != got)
        fail(node, name, id.text + " " + what, wanted, std::string(got));
    };
    if (expected.is_scalar())
      return check("status", expected.text, decision::status_text(place->status));
    Mapping mapping(expected, {"status", "at_least", "at_most"}, "expectation",
                    report_.diagnostics);
    check("status", mapping.text_or("status", ""), decision::status_text(place->status));
    check("at_least", mapping.text_or("at_least", ""), language::to_text(place->at_least));
    check("at_most", mapping.text_or("at_most", ""), language::to_text(place->at_most));
  }

  // What a safety or work-up rule says in the first regimen that it concerns; `no` where it says
  // nothing.
  static std::string said(const std::string& id, const decision::Decision& decision) {
    for (const decision::RegimenSafety& regimen : decision.regimens) {
      for (const decision::SafetyFinding& finding : regimen.findings) {
        if (finding.id == id) return std::string(facts::to_text(finding.holds));
      }
      for (const decision::WorkupItem& item : regimen.workup) {
        if (item.id == id) return item.known ? "known" : (item.stale ? "stale" : "missing");
      }
    }
    for (const decision::ReachFinding& finding : decision.reach_rules) {
      if (finding.id == id) return std::string(facts::to_text(finding.holds));
    }
    return "no";
  }

  void compare_rule(const Node& node, const std::string& name, const Node& id,
                    const std::string& expected, const decision::Decision& decision) {
    const auto& rules = engine_.pack().pack.rules;
    const bool known = std::any_of(rules.begin(), rules.end(), [&](const language::Rule& rule) {
      return rule.id == id.text && !rule.is_criterion() && !rule.is_remark() && !rule.is_planned();
    });
    if (!known) {
      report_.diagnostics.add({Code::bad_case, id.span, "the pack has no such rule", id.text});
      return;
    }
    const std::string got = said(id.text, decision);
    if (expected == got) {
      seen_[id.text].insert(expected);
    } else {
      fail(node, name, id.text, expected, got);
    }
  }

  // `given`, `conditional`, `withheld` or `dropped`, whatever the safety of the regimens.
  void compare_planned(const Node& node, const std::string& name, const Node& id,
                       const std::string& expected) {
    const auto place =
        std::find_if(planned_.begin(), planned_.end(),
                     [&](const decision::PlanFinding& finding) { return finding.id == id.text; });
    if (place == planned_.end()) {
      report_.diagnostics.add({Code::bad_case, id.span, "the pack has no such rule", id.text});
      return;
    }
    const std::string got(decision::to_text(place->state));
    if (expected == got) {
      seen_[id.text].insert(expected);
    } else {
      fail(node, name, id.text, expected, got);
    }
  }

  // `direct`, ..., with ` uncertain` or ` undetermined` behind it where the effect may be another.
  void compare_reach(const Node& node, const std::string& name, const Node& id,
                     const std::string& expected, const decision::Decision& decision) {
    const auto place =
        std::find_if(decision.reach.begin(), decision.reach.end(),
                     [&](const decision::ComparisonReach& r) { return r.comparison == id.text; });
    if (place == decision.reach.end()) {
      report_.diagnostics.add({Code::bad_case, id.span, "there is no such comparison", id.text});
      return;
    }
    std::string got(decision::to_text(place->applicability));
    if (place->modification != decision::EffectModification::none)
      got += " " + std::string(decision::to_text(place->modification));
    if (expected != got) fail(node, name, id.text + " applicability", expected, got);
  }

  void compare_missing(const Node& node, const std::string& name, const Node& id, const Node& keys,
                       const decision::Decision& decision) {
    const auto* criterion = find(decision, id.text);
    if (criterion == nullptr) {
      report_.diagnostics.add({Code::bad_case, id.span, "the pack has no such criterion", id.text});
      return;
    }
    std::set<std::string> expected;
    for (const Node& key : keys.items) expected.insert(key.text);
    std::set<std::string> got;
    for (const facts::Missing& missing : criterion->missing) got.insert(missing.key);
    const auto list = [](const std::set<std::string>& all) {
      std::string text;
      for (const std::string& key : all) text += (text.empty() ? "" : ", ") + key;
      return text.empty() ? std::string("nothing") : text;
    };
    if (expected != got) fail(node, name, id.text + " missing", list(expected), list(got));
  }

  void cover(const language::Rule& rule, const std::vector<std::string>& verdicts) {
    ++report_.criteria;
    Uncovered uncovered{rule.span, rule.id, {}};
    for (const std::string& verdict : verdicts) {
      if (seen_[rule.id].count(verdict) == 0) uncovered.verdicts.push_back(verdict);
    }
    if (uncovered.verdicts.empty()) return;
    std::string missing;
    for (const std::string& verdict : uncovered.verdicts)
      missing += (missing.empty() ? "" : ", ") + verdict;
    report_.diagnostics.add(
        {Code::uncovered_criterion, rule.span, "no case shows this criterion " + missing, rule.id});
    report_.uncovered.push_back(std::move(uncovered));
  }

  const Engine& engine_;
  core::Sources& texts_;
  CaseReport report_;
  std::set<std::string> names_;
  std::vector<decision::PlanFinding> planned_;  // of the case that is run
  std::map<std::string, std::set<std::string>> seen_;
};

}  // namespace

CaseReport run_cases(const Engine& engine, core::Sources& texts) {
  return Runner(engine, texts).run();
}

}  // namespace regimen::embed
