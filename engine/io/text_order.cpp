// Entry: write_order. Test: tests/io/text_report_test.cpp and the golden reports.
#include <algorithm>
#include <cmath>

#include "engine/io/text_parts.h"

namespace regimen::io {

using decision::BenefitRisk;

namespace {

// A probability, never as certain as 0 or 1.
std::string probability(double p, const Speaker& speaker) {
  constexpr double least_shown = 0.005;
  if (p < least_shown) return "<" + fixed(0.01, 2, speaker);
  if (p > 1 - least_shown) return ">" + fixed(0.99, 2, speaker);
  return fixed(p, 2, speaker);
}

// What a probability is at least: rounded down, and never as certain as 1.
std::string at_least(double p, const Speaker& speaker) {
  return fixed(std::min(std::floor(p * 100) / 100, 0.99), 2, speaker);
}

// What comes before what, how surely, and what would change it.
class OrderWriter {
 public:
  OrderWriter(const Writing& writing, const BenefitRisk& weighed)
      : writing_(writing), speaker_(writing.speaker), page_(writing.page), weighed_(weighed) {}

  void run() {
    const bool any =
        std::any_of(weighed_.pairs.begin(), weighed_.pairs.end(), [](const auto& pair) {
          return pair.order != decision::Order::not_asked &&
                 pair.order != decision::Order::not_comparable;
        });
    if (!any) return;
    page_.heading(speaker_.say("order", {{"weights", speaker_.preset(weighed_.weights)}}) + " " +
                  writing_.sources.cite(weighed_.cites));
    for (const decision::PairOrder& pair : weighed_.pairs) one(pair);
    for (const decision::Threshold& threshold : weighed_.thresholds) turn(threshold);
    weights();
  }

 private:
  [[nodiscard]] std::string name(const std::string& regimen) const {
    return speaker_.word("regimens-short", regimen);
  }

  [[nodiscard]] std::string criterion_name(const std::string& id) const {
    for (const decision::WeighedCriterion& one : weighed_.criteria) {
      if (one.id != id || writing_.evidence == nullptr) continue;
      const evidence::Outcome* outcome = writing_.evidence->outcome(one.outcome);
      if (outcome != nullptr) return speaker_.text(outcome->name);
    }
    return id;
  }

  // What one event counts, and, where there is room, why.
  void weights() {
    std::string text;
    for (const decision::WeighedCriterion& one : weighed_.criteria) {
      if (weighed_.free) continue;
      text += (text.empty() ? "" : "; ") + criterion_name(one.id) + " " + amount(one.weight.low);
      if (one.weight.low != one.weight.high) text += "-" + amount(one.weight.high);
    }
    if (!text.empty()) page_.line(speaker_.say("one-event", {{"weights", text}}), 2, Ink::grey);
    const std::string reason = speaker_.preset_reason(weighed_.weights);
    if (writing_.all && !reason.empty()) page_.line(reason, 2, Ink::grey);
  }

  [[nodiscard]] std::string amount(const facts::Rational& value) const {
    return speaker_.number(facts::to_decimal(value));
  }

  void one(const decision::PairOrder& pair) {
    if (pair.order == decision::Order::not_asked) return;
    const bool turned = pair.order == decision::Order::preceded;
    const std::string first = name(turned ? pair.against : pair.of);
    const std::string second = name(turned ? pair.of : pair.against);
    const std::string key = turned ? "precedes" : std::string(decision::to_text(pair.order));
    std::string text = speaker_.say("order-" + key, {{"of", first}, {"against", second}});
    const bool sure = pair.order == decision::Order::precedes || turned;
    if (pair.probability && pair.range) {
      const auto seen = [&](double p) { return turned ? 1 - p : p; };
      const double low = seen(turned ? pair.range->high : pair.range->low);
      const double high = seen(turned ? pair.range->low : pair.range->high);
      text +=
          "; " + speaker_.say(sure ? "order-at-least" : "order-between",
                              {{"of", first},
                               {"low", sure ? at_least(low, speaker_) : probability(low, speaker_)},
                               {"high", probability(high, speaker_)}});
    }
    page_.item(sure ? '+' : '?', text, 2, sure ? Ink::green : Ink::yellow);
    for (const decision::Separator& separator : pair.separators) separate(separator, pair);
  }

  void separate(const decision::Separator& separator, const decision::PairOrder& pair) {
    if (separator.kind == "facts") {
      for (const std::string& text : speaker_.missing(pair.missing))
        page_.line(speaker_.say("needs", {{"fact", text}}), 6);
      return;
    }
    std::string key = "separate-" + separator.kind;
    if (!separator.criterion.empty()) key += separator.towards_low ? "-low" : "-high";
    page_.line(speaker_.say(key, {{"criterion", criterion_name(separator.criterion)}}), 6);
  }

  // An order holds until one harm outweighs so many of the unit.
  void turn(const decision::Threshold& threshold) {
    const auto& of = threshold.alone;
    if (!threshold.factor && !of) return;
    const core::MessageArguments pair = {{"favoured", name(threshold.favoured)},
                                         {"other", name(threshold.other)},
                                         {"criterion", criterion_name(threshold.criterion)},
                                         {"unit", criterion_name(threshold.unit)},
                                         {"factor", whole(threshold.factor.value_or(0))},
                                         {"alone", whole(of.value_or(0))}};
    const char* key = !threshold.factor ? "turn-alone" : of ? "turn" : "turn-beside";
    const std::string lead = threshold.effect_open ? speaker_.say("effect-as-found") + " " : "";
    page_.item('-', lead + speaker_.say(key, pair), 2);
  }

  const Writing& writing_;
  const Speaker& speaker_;
  Page& page_;
  const BenefitRisk& weighed_;
};

}  // namespace

void write_order(const Writing& writing) {
  if (writing.decision.benefit_risk) OrderWriter(writing, *writing.decision.benefit_risk).run();
}

}  // namespace regimen::io
