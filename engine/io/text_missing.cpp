// Entry: write_open_questions. Test: tests/io/text_report_test.cpp and the golden reports.
#include <algorithm>
#include <utility>

#include "engine/io/text_parts.h"

namespace regimen::io {

namespace {

// Each missing fact once, with all that it could change.
class Questions {
 public:
  explicit Questions(const Writing& writing) : writing_(writing), speaker_(writing.speaker) {}

  void run() {
    collect();
    if (asked_.empty()) return;
    writing_.page.heading(speaker_.say("open-questions"));
    for (const auto& [fact, changes] : asked_) {
      std::string text = fact;
      for (const std::string& change : changes) {
        text += &change == &changes.front() ? ": " : "; ";
        text += change;
      }
      writing_.page.item('?', text, 2, Ink::yellow);
    }
  }

 private:
  void collect() {
    const decision::Decision& decision = writing_.decision;
    ask(decision.eligibility.missing, speaker_.say("changes-match", {{"trial", speaker_.trial()}}));
    for (const decision::ComparisonReach& reach : decision.reach)
      ask(reach.missing, speaker_.say("changes-reach"));
    for (const language::Severity severity :
         {language::Severity::contraindicated, language::Severity::avoid,
          language::Severity::caution})
      safety(severity);
  }

  // What is known to be as grave already cannot become worse.
  void safety(language::Severity severity) {
    for (const decision::RegimenSafety& regimen : writing_.decision.regimens) {
      for (const decision::SafetyFinding& finding : regimen.findings) {
        const bool open = finding.holds == facts::Truth::unknown && finding.severity == severity;
        if (open && severity > regimen.at_least) concern(finding.missing, regimen.id);
      }
    }
    for (auto& [fact, regimens] : concerned_) {
      std::string names;
      for (const std::string& name : regimens) names += (names.empty() ? "" : ", ") + name;
      ask_one(fact, speaker_.say("changes-safety",
                                 {{"regimens", names},
                                  {"severity", speaker_.word("severities", to_text(severity))}}));
    }
    concerned_.clear();
  }

  void concern(const facts::MissingSet& missing, const std::string& regimen) {
    const std::string name = speaker_.word("regimens-short", regimen);
    for (const std::string& fact : speaker_.missing(missing)) {
      auto place = std::find_if(concerned_.begin(), concerned_.end(),
                                [&](const auto& one) { return one.first == fact; });
      if (place == concerned_.end()) place = concerned_.insert(place, {fact, {}});
      auto& names = place->second;
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }

  void ask(const facts::MissingSet& missing, const std::string& change) {
    for (const std::string& fact : speaker_.missing(missing)) ask_one(fact, change);
  }

  void ask_one(const std::string& fact, const std::string& change) {
    auto place = std::find_if(asked_.begin(), asked_.end(),
                              [&](const auto& one) { return one.first == fact; });
    if (place == asked_.end()) place = asked_.insert(place, {fact, {}});
    auto& changes = place->second;
    if (std::find(changes.begin(), changes.end(), change) == changes.end())
      changes.push_back(change);
  }

  const Writing& writing_;
  const Speaker& speaker_;
  std::vector<std::pair<std::string, std::vector<std::string>>> asked_;
  std::vector<std::pair<std::string, std::vector<std::string>>> concerned_;
};

}  // namespace

void write_open_questions(const Writing& writing) { Questions(writing).run(); }

}  // namespace regimen::io
