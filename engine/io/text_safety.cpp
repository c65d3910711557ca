// Entry: write_findings, write_safety. Test: tests/io/text_report_test.cpp.
#include <algorithm>

#include "engine/io/text_parts.h"

namespace regimen::io {

using decision::RegimenSafety;
using decision::SafetyFinding;
using facts::Truth;

namespace {

Ink ink_of(const std::optional<language::Severity>& status) {
  if (!status) return Ink::yellow;
  return *status >= language::Severity::avoid ? Ink::red : Ink::plain;
}

class SafetyWriter {
 public:
  explicit SafetyWriter(const Writing& writing)
      : writing_(writing), speaker_(writing.speaker), page_(writing.page) {}

  // What holds, each on a line or two.
  void brief() { findings("speaks-against", Truth::yes); }

  void run() {
    page_.heading(jurisdiction());
    for (const RegimenSafety& regimen : writing_.decision.regimens) status(regimen);
    assume(writing_, assumed_for_safety(writing_.decision), 2);
    findings("speaks-against", Truth::yes);
    findings("undecided", Truth::unknown);
    workup();
  }

 private:
  [[nodiscard]] std::string jurisdiction() const {
    const std::string& given = writing_.decision.options.jurisdiction;
    return given.empty() ? speaker_.say("safety-anywhere")
                         : speaker_.say("safety-in", {{"jurisdiction", given}});
  }

  [[nodiscard]] std::string severity(language::Severity value) const {
    return speaker_.word("severities", language::to_text(value));
  }

  void status(const RegimenSafety& regimen) {
    const std::string name = speaker_.word("regimens", regimen.id);
    const std::string text = speaker_.word("severities", decision::status_text(regimen.status));
    const bool open = !regimen.status || regimen.at_most > regimen.at_least;
    const std::string range =
        open ? speaker_.say("at-least-at-most", {{"low", severity(regimen.at_least)},
                                                 {"high", severity(regimen.at_most)}})
             : std::string();
    page_.item(regimen.status ? '-' : '?', name + ": " + text + range, 2, ink_of(regimen.status));
  }

  // Each rule once, with the regimens that it concerns.
  void findings(std::string_view key, Truth holds) {
    std::vector<const SafetyFinding*> seen;
    for (const RegimenSafety& regimen : writing_.decision.regimens) {
      for (const SafetyFinding& finding : regimen.findings) {
        const bool known = std::any_of(seen.begin(), seen.end(), [&](const SafetyFinding* other) {
          return other->id == finding.id;
        });
        if (finding.holds == holds && !known) seen.push_back(&finding);
      }
    }
    std::stable_sort(seen.begin(), seen.end(), [](const SafetyFinding* a, const SafetyFinding* b) {
      return a->severity > b->severity;
    });
    if (seen.empty()) return;
    page_.heading(speaker_.say(key));
    for (const SafetyFinding* finding : seen) one(*finding);
  }

  [[nodiscard]] std::string concerned(const std::string& rule) const {
    std::string names;
    for (const RegimenSafety& regimen : writing_.decision.regimens) {
      const bool here =
          std::any_of(regimen.findings.begin(), regimen.findings.end(),
                      [&](const SafetyFinding& finding) { return finding.id == rule; });
      if (here) names += (names.empty() ? "" : ", ") + speaker_.word("regimens", regimen.id);
    }
    return names;
  }

  void one(const SafetyFinding& finding) {
    const bool holds = finding.holds == Truth::yes;
    std::string head = speaker_.title(finding.id) + ": " + severity(finding.severity);
    if (!finding.jurisdiction.empty()) head += ", " + finding.jurisdiction;
    head += " (" + concerned(finding.id) + ") " + writing_.sources.cite(finding.cites);
    page_.item(holds ? '!' : '?', head, 2, holds ? ink_of(finding.severity) : Ink::yellow);
    // What a regimen is given up for is told with its reason also where there is little room.
    const bool grave = holds && finding.severity >= language::Severity::avoid;
    const bool in_full = writing_.all || grave;
    const auto* wording = speaker_.rule(finding.id);
    if (holds && wording != nullptr) {
      std::string observed = "-";
      if (!finding.observed.empty()) observed = speaker_.value_of(finding.observed.front());
      if (in_full) page_.line(speaker_.fill(wording->finding, {{"observed", observed}}), 4);
      page_.line(speaker_.fill(wording->action, {{"observed", observed}}), 4);
    }
    if (in_full) {
      for (const decision::Observed& observed : finding.observed) {
        page_.line(speaker_.observed(observed), 4, Ink::grey);
      }
    }
    for (const std::string& text : speaker_.missing(finding.missing)) {
      page_.line(speaker_.say("needs", {{"fact", text}}), 4);
    }
  }

  // Each question once, with the regimens that ask it.
  void workup() {
    std::vector<std::string> told;
    for (const RegimenSafety& regimen : writing_.decision.regimens) {
      for (const decision::WorkupItem& item : regimen.workup) {
        if (std::find(told.begin(), told.end(), item.id) != told.end()) continue;
        if (told.empty()) page_.heading(speaker_.say("workup"));
        told.push_back(item.id);
        asked(item);
      }
    }
  }

  void asked(const decision::WorkupItem& item) {
    const std::string state = item.known ? "known" : (item.stale ? "stale" : "missing");
    std::string text = speaker_.title(item.id) + ": " + speaker_.say("workup-" + state);
    for (const decision::Observed& observed : item.observed)
      text += "; " + speaker_.observed(observed);
    page_.item(item.known ? '+' : '?', text + " " + writing_.sources.cite(item.cites), 2,
               item.known ? Ink::green : Ink::yellow);
    const auto* wording = speaker_.rule(item.id);
    if (!item.known && wording != nullptr)
      page_.line(speaker_.fill(wording->action, {{"observed", "-"}}), 4);
  }

  const Writing& writing_;
  const Speaker& speaker_;
  Page& page_;
};

}  // namespace

void write_findings(const Writing& writing) {
  if (!writing.decision.regimens.empty()) SafetyWriter(writing).brief();
}

void write_safety(const Writing& writing) {
  if (!writing.decision.regimens.empty()) SafetyWriter(writing).run();
}

}  // namespace regimen::io
