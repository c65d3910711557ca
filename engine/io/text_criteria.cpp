// Entry: write_headline, write_criteria. Test: tests/io/text_report_test.cpp.
#include <algorithm>
#include <array>

#include "engine/decision/applicability.h"
#include "engine/io/text_parts.h"

namespace regimen::io {

using decision::Criterion;
using decision::EligibilityStatus;
using program::Verdict;

namespace {

Ink ink_of(EligibilityStatus status) {
  if (status == EligibilityStatus::ineligible) return Ink::red;
  return status == EligibilityStatus::indeterminate ? Ink::yellow : Ink::green;
}

class CriteriaWriter {
 public:
  explicit CriteriaWriter(const Writing& writing)
      : writing_(writing), speaker_(writing.speaker), page_(writing.page) {}

  template <typename Choose>
  void group(std::string_view key, Choose choose) {
    bool any = false;
    for (const Criterion& criterion : writing_.decision.eligibility.criteria) {
      if (!choose(criterion)) continue;
      if (!any) page_.heading(speaker_.say(key));
      any = true;
      one(criterion);
    }
  }

 private:
  void one(const Criterion& criterion) {
    static constexpr std::string_view marks = "+x?-";
    static constexpr std::array<Ink, 4> inks = {Ink::green, Ink::red, Ink::yellow, Ink::plain};
    const auto index = static_cast<std::size_t>(criterion.verdict);
    std::string text = speaker_.title(criterion.id);
    const bool brief = criterion.verdict == Verdict::pass && !writing_.all;
    if (brief) text += in_brief(criterion);
    page_.item(marks[index], text + " " + writing_.sources.cite(criterion.cites), 2, inks[index]);
    if (criterion.verdict == Verdict::fail) failing(criterion);
    if (!brief) seen(criterion);
    if (criterion.verdict == Verdict::unknown) open(criterion);
  }

  // What a criterion that passes rests on, where that is a fact or two.
  [[nodiscard]] std::string in_brief(const Criterion& criterion) const {
    // A value alone says enough where there is one; entries say themselves what they are.
    constexpr std::size_t most_entries = 2;
    const bool entries = std::all_of(criterion.observed.begin(), criterion.observed.end(),
                                     [](const decision::Observed& o) { return !o.fields.empty(); });
    if (criterion.observed.size() > (entries ? most_entries : 1)) return {};
    std::string text;
    for (const decision::Observed& observed : criterion.observed) {
      std::string value = speaker_.value_of(observed);
      for (const auto& [field, stated] : observed.fields) {
        if (field == "result") value += " " + speaker_.field_of(observed.key, field, stated);
      }
      text += (text.empty() ? ": " : "; ") + value;
      if (!observed.date.empty()) text += " (" + speaker_.date(observed.date) + ")";
    }
    return text;
  }

  void failing(const Criterion& criterion) {
    const auto* wording = speaker_.rule(criterion.id);
    std::string observed = "-";
    if (!criterion.observed.empty()) observed = speaker_.value_of(criterion.observed.front());
    std::string distance = "-";
    if (!criterion.distance.empty()) distance = speaker_.number(criterion.distance.front().value);
    if (wording != nullptr && !wording->fail.empty()) {
      page_.line(speaker_.fill(wording->fail, {{"observed", observed}, {"distance", distance}}), 4);
    }
    for (const decision::Distance& gap : criterion.distance) {
      page_.line(speaker_.say(gap.too_low ? "too-low" : "too-high",
                              {{"fact", speaker_.name_of(gap.key)},
                               {"distance", speaker_.number(gap.value)}}),
                 4);
    }
  }

  void seen(const Criterion& criterion) {
    for (const decision::Observed& observed : criterion.observed) {
      page_.line(speaker_.observed(observed), 4, Ink::grey);
      const std::string terms = speaker_.terms(observed);
      if (!terms.empty()) page_.line(terms, 6, Ink::grey);
    }
  }

  void open(const Criterion& criterion) {
    for (const std::string& text : speaker_.missing(criterion.missing)) {
      page_.line(speaker_.say("needs", {{"fact", text}}), 4);
    }
    const bool differ = std::any_of(criterion.readings.begin(), criterion.readings.end(),
                                    [&](const decision::ReadingVerdict& reading) {
                                      return reading.verdict != criterion.readings.front().verdict;
                                    });
    if (!differ) return;
    for (const decision::ReadingVerdict& reading : criterion.readings) {
      const std::string verdict =
          speaker_.say(std::string(program::to_text(reading.verdict)) + "-word");
      page_.line(
          speaker_.say("reading", {{"reading", speaker_.reading(criterion.silent_on, reading.id)},
                                   {"verdict", verdict}}),
          6);
    }
  }

  const Writing& writing_;
  const Speaker& speaker_;
  Page& page_;
};

}  // namespace

void write_headline(const Writing& writing) {
  const Speaker& speaker = writing.speaker;
  const auto& eligibility = writing.decision.eligibility;
  writing.page.line(speaker.say(to_text(eligibility.status), {{"trial", speaker.trial()}}), 0,
                    ink_of(eligibility.status));
  if (decision::nothing_carries_over(writing.decision))
    writing.page.line(speaker.say("trial-silent", {{"trial", speaker.trial()}}), 0, Ink::red);
  assume(writing, eligibility.assumptions, 0);
  for (const auto& failing : eligibility.would_fail) {
    for (const std::string& id : failing.assumptions) {
      writing.page.item(
          '!',
          speaker.say("would-fail", {{"assumption", speaker.word("assumptions", id)},
                                     {"criterion", speaker.title(failing.criterion)}}),
          0);
    }
  }
  std::array<std::size_t, 4> counts{};
  for (const Criterion& criterion : eligibility.criteria) {
    if (criterion.decides) ++counts[static_cast<std::size_t>(criterion.verdict)];
  }
  writing.page.line(speaker.say("counts", {{"pass", std::to_string(counts[0])},
                                           {"fail", std::to_string(counts[1])},
                                           {"unknown", std::to_string(counts[2])},
                                           {"dropped", std::to_string(counts[3])}}),
                    0);
}

void write_missing(const Writing& writing, std::string_view key, const facts::MissingSet& set) {
  if (set.empty()) return;
  writing.page.heading(writing.speaker.say(key));
  for (const std::string& text : writing.speaker.missing(set)) {
    writing.page.item('?', text, 2, Ink::yellow);
  }
}

void write_criteria(const Writing& writing) {
  CriteriaWriter writer(writing);
  const auto& eligibility = writing.decision.eligibility;
  writer.group("fails", [](const Criterion& c) { return c.decides && c.verdict == Verdict::fail; });
  writer.group("unknown", [](const Criterion& c) {
    return c.decides && c.verdict == Verdict::unknown && c.assumed_verdict != Verdict::pass;
  });
  writer.group("assumed", [](const Criterion& c) {
    return c.decides && c.verdict == Verdict::unknown && c.assumed_verdict == Verdict::pass;
  });
  if (!writing.all) return;
  write_missing(writing, "missing", eligibility.missing);
  write_missing(writing, "also-missing", eligibility.also_missing);
  writer.group("passes",
               [](const Criterion& c) { return c.decides && c.verdict == Verdict::pass; });
  writer.group("not-applicable", [](const Criterion& c) {
    return c.decides && c.verdict == Verdict::not_applicable;
  });
  writer.group("not-deciding", [](const Criterion& c) { return !c.decides; });
}

}  // namespace regimen::io
