// Entry: write_table. Test: tests/io/text_report_test.cpp and the golden reports.
#include <algorithm>

#include "engine/core/text.h"
#include "engine/decision/applicability.h"
#include "engine/io/text_parts.h"

namespace regimen::io {

using decision::BenefitRisk;
using decision::RankedRegimen;
using decision::RegimenSafety;

namespace {

constexpr std::size_t cell_width = 17;

// Of 1,000: whole, or with two digits after the point where there are few.
std::string of_1000(double share, const Speaker& speaker) {
  const double count = share * 1000;
  return fixed(count, count < 10 ? 2 : 0, speaker);
}

// The regimens side by side: what speaks against each, what the trial found, and the rank.
class Table {
 public:
  explicit Table(const Writing& writing)
      : writing_(writing), speaker_(writing.speaker), page_(writing.page) {
    for (const RegimenSafety& one : writing.decision.regimens) names_.push_back(one.id);
    if (names_.empty() && writing.decision.benefit_risk)
      names_ = writing.decision.benefit_risk->regimens;
  }

  void run() {
    if (names_.empty()) return;
    page_.blank();
    row("", [&](const std::string& name) { return speaker_.word("regimens-short", name); });
    safety();
    effects();
    ranks();
  }

 private:
  template <typename Cell>
  void row(const std::string& label, const Cell& cell) {
    std::vector<std::string> cells;
    bool any = false;
    for (const std::string& name : names_) {
      cells.push_back(cell(name));
      any = any || !cells.back().empty();
    }
    if (any) page_.columns(label, cells, cell_width, 0);
  }

  [[nodiscard]] const RegimenSafety* safety_of(const std::string& name) const {
    for (const RegimenSafety& one : writing_.decision.regimens) {
      if (one.id == name) return &one;
    }
    return nullptr;
  }

  void safety() {
    if (writing_.decision.regimens.empty()) return;
    const auto word = [&](std::string_view key) { return speaker_.word("severities", key); };
    const std::string& place = writing_.decision.options.jurisdiction;
    row(speaker_.say("table-safety") + (place.empty() ? "" : " (" + place + ")"),
        [&](const std::string& name) {
          const RegimenSafety* one = safety_of(name);
          return one == nullptr ? std::string() : word(decision::status_text(one->status));
        });
    // Where the status is not known, what is known of it.
    row(speaker_.say("table-known"), [&](const std::string& name) {
      const RegimenSafety* one = safety_of(name);
      return one == nullptr || one->status ? std::string() : word(to_text(one->at_least));
    });
    row(speaker_.say("table-may-come"), [&](const std::string& name) {
      const RegimenSafety* one = safety_of(name);
      const bool open = one != nullptr && one->at_most > one->at_least;
      return open ? word(to_text(one->at_most)) : std::string();
    });
  }

  // The label above its cells where it does not fit beside them.
  template <typename Cell>
  void tall_row(const std::string& label, const Cell& cell) {
    const bool fits = core::display_width(label) + 2 <= page_width - names_.size() * cell_width;
    if (!fits) page_.line(label, 0);
    row(fits ? label : std::string(), cell);
  }

  // Rows that are weighed stand first and, where there are some, alone.
  void effects() {
    if (writing_.evidence == nullptr || decision::nothing_carries_over(writing_.decision)) return;
    if (!writing_.decision.benefit_risk) {
      for (const evidence::OutcomeEffect& effect : writing_.decision.effects) counted(effect);
      return;
    }
    const BenefitRisk& weighed = *writing_.decision.benefit_risk;
    for (const decision::WeighedCriterion& one : weighed.criteria) {
      const auto place = std::find_if(
          writing_.decision.effects.begin(), writing_.decision.effects.end(), [&](const auto& e) {
            return !one.indirect && e.outcome == one.outcome && e.horizon == one.horizon;
          });
      if (place != writing_.decision.effects.end()) {
        counted(*place);
      } else {
        believed(weighed, one);
      }
    }
    page_.line(speaker_.say("table-unit"), 2, Ink::grey);
  }

  [[nodiscard]] std::string head(const std::string& id, const std::string& horizon,
                                 const facts::Citation& cite) const {
    const evidence::Outcome* outcome = writing_.evidence->outcome(id);
    std::string text = outcome == nullptr ? id : speaker_.text(outcome->name);
    if (!horizon.empty()) text += ", " + speaker_.span(horizon);
    return text + " " + writing_.sources.cite({cite});
  }

  void counted(const evidence::OutcomeEffect& effect) {
    const std::string label =
        head(effect.outcome, effect.horizon, {effect.source, effect.at, "supports"});
    tall_row(label, [&](const std::string& name) -> std::string {
      for (const evidence::ArmEffect& one : effect.arms) {
        if (one.regimen == name)
          return whole(one.per_1000) + " (" + whole(one.limits.low) + "-" + whole(one.limits.high) +
                 ")";
      }
      return "-";
    });
  }

  void believed(const BenefitRisk& weighed, const decision::WeighedCriterion& one) {
    std::string label = head(one.outcome, one.horizon, {one.source, one.at, "supports"});
    if (one.indirect) label += ", " + speaker_.say("table-indirect");
    tall_row(label, [&](const std::string& name) {
      const auto place = std::find(weighed.regimens.begin(), weighed.regimens.end(), name);
      if (place == weighed.regimens.end()) return std::string("-");
      return of_1000(one.shares[static_cast<std::size_t>(place - weighed.regimens.begin())],
                     speaker_);
    });
  }

  void ranks() {
    if (!writing_.decision.benefit_risk) return;
    const BenefitRisk& weighed = *writing_.decision.benefit_risk;
    const auto of = [&](const std::string& name) -> const RankedRegimen* {
      for (const RankedRegimen& one : weighed.ranked) {
        if (one.id == name) return &one;
      }
      return nullptr;
    };
    row(speaker_.say("table-score"), [&](const std::string& name) -> std::string {
      const RankedRegimen* one = of(name);
      if (one == nullptr || !one->score) return "-";
      const evidence::Limits& open = one->score->facts;
      if (open.low == open.high) return fixed(one->score->value, 2, speaker_);
      return fixed(open.low, 2, speaker_) + "-" + fixed(open.high, 2, speaker_);
    });
    const std::string label =
        speaker_.say("table-rank", {{"weights", speaker_.preset(weighed.weights)}});
    row(label, [&](const std::string& name) -> std::string {
      const RankedRegimen* one = of(name);
      if (one == nullptr || one->worst == 0) return "-";
      std::string text = std::to_string(one->best);
      if (!one->rank) text += "-" + std::to_string(one->worst);
      return one->condition.empty() && one->standing == decision::Standing::ranked ? text
                                                                                   : text + " *";
    });
    const bool any = std::any_of(weighed.ranked.begin(), weighed.ranked.end(),
                                 [](const RankedRegimen& one) { return one.worst > 0; });
    const bool starred =
        std::any_of(weighed.ranked.begin(), weighed.ranked.end(), [](const RankedRegimen& one) {
          return one.worst > 0 &&
                 (!one.condition.empty() || one.standing == decision::Standing::conditional);
        });
    if (!any) page_.line(speaker_.say("table-no-rank"), 2, Ink::grey);
    if (starred) page_.line(speaker_.say("table-conditional"), 2, Ink::grey);
  }

  const Writing& writing_;
  const Speaker& speaker_;
  Page& page_;
  std::vector<std::string> names_;
};

}  // namespace

void write_table(const Writing& writing) { Table(writing).run(); }

}  // namespace regimen::io
