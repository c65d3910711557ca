// Entry: write_effects. Test: tests/io/text_effects_test.cpp and the golden reports.
#include <cmath>

#include "engine/core/text.h"
#include "engine/io/text_parts.h"

namespace regimen::io {

using evidence::ArmEffect;
using evidence::Contrast;
using evidence::OutcomeEffect;

namespace {

// No -0.
std::string whole(double value) {
  return std::to_string(static_cast<long long>(std::llround(value)));
}

std::string with_tenth(double value, const Speaker& speaker) {
  const auto tenths = static_cast<long long>(std::llround(value * 10));
  return speaker.number(std::to_string(tenths / 10) + "." + std::to_string(tenths % 10));
}

class EffectsWriter {
 public:
  EffectsWriter(const Writing& writing, const evidence::Evidence& evidence,
                const evidence::Study& study)
      : writing_(writing),
        speaker_(writing.speaker),
        page_(writing.page),
        evidence_(evidence),
        study_(study) {}

  void run() {
    page_.heading(speaker_.say("effects", {{"trial", speaker_.trial()}}));
    std::vector<std::string> heads;
    for (const evidence::Arm& arm : study_.arms) heads.push_back(arm_name(arm.id));
    page_.columns(speaker_.say("effects-unit"), heads, column_, 2);
    for (const OutcomeEffect& effect : writing_.decision.effects) one(effect);
  }

 private:
  static constexpr std::size_t column_ = 15;

  [[nodiscard]] std::string arm_name(const std::string& id) const {
    const evidence::Arm* arm = study_.arm(id);
    if (arm == nullptr) return id;
    return arm->regimen.empty() ? speaker_.text(arm->name)
                                : speaker_.word("regimens-short", arm->regimen);
  }

  void one(const OutcomeEffect& effect) {
    const evidence::Outcome* outcome = evidence_.outcome(effect.outcome);
    const evidence::AnalysisSet* set = study_.set(effect.set);
    std::string head = outcome == nullptr ? effect.outcome : speaker_.text(outcome->name);
    if (!effect.horizon.empty()) head += ", " + speaker_.span(effect.horizon);
    head += " " + writing_.sources.cite({{effect.source, effect.at, "supports"}});
    page_.line(head, 2);
    std::vector<std::string> cells;
    for (const evidence::Arm& arm : study_.arms) cells.push_back(cell(effect, arm.id));
    page_.columns("", cells, column_, 2);
    if (set != nullptr) page_.line(speaker_.text(set->name), 4, Ink::grey);
    for (const Contrast& contrast : effect.contrasts) compare(contrast);
  }

  [[nodiscard]] static std::string cell(const OutcomeEffect& effect, const std::string& arm) {
    for (const ArmEffect& one : effect.arms) {
      if (one.arm == arm) {
        return whole(one.per_1000) + " (" + whole(one.limits.low) + "-" + whole(one.limits.high) +
               ")";
      }
    }
    return "-";
  }

  void compare(const Contrast& contrast) {
    std::string text = speaker_.say("contrast", {{"of", arm_name(contrast.of)},
                                                 {"against", arm_name(contrast.against)},
                                                 {"difference", signed_whole(contrast.difference)},
                                                 {"low", signed_whole(contrast.limits.low)},
                                                 {"high", signed_whole(contrast.limits.high)}});
    if (contrast.needed) text += "; " + needed(*contrast.needed);
    if (contrast.printed) {
      const std::string& p = contrast.printed->p.printed;
      text +=
          "; " + speaker_.say("printed-p",
                              {{"p", speaker_.p_value(p)},
                               {"test", speaker_.word("tests-used", contrast.printed->method)}});
    }
    if (contrast.controlled) text += "; " + speaker_.say("type-one-held");
    page_.item('-', text, 4);
  }

  [[nodiscard]] static std::string signed_whole(double value) {
    const std::string text = whole(value);
    return value > 0 && text != "0" ? "+" + text : text;
  }

  // Never from rounded limits; through infinity where the limits of the difference hold 0.
  [[nodiscard]] std::string needed(const evidence::NumberNeeded& number) const {
    const auto bound = [&](double value) {
      return std::isinf(value) ? std::string("∞") : with_tenth(value, speaker_);
    };
    const std::string benefit = speaker_.say("nntb");
    const std::string harm = speaker_.say("nnth");
    std::string text;
    if (number.estimate) {
      text = (number.estimate->effect == evidence::Effect::benefit ? benefit : harm) + " " +
             bound(number.estimate->patients);
    }
    std::string limits;
    if (number.through_infinity()) {
      limits = speaker_.say("through-infinity", {{"benefit", bound(number.benefit->low)},
                                                 {"harm", bound(number.harm->low)}});
    } else if (number.benefit || number.harm) {
      const evidence::Limits& only = number.benefit ? *number.benefit : *number.harm;
      limits = speaker_.say("from-to", {{"low", bound(only.low)}, {"high", bound(only.high)}});
    }
    if (!limits.empty()) text += (text.empty() ? "" : " ") + std::string("(") + limits + ")";
    return text;
  }

  const Writing& writing_;
  const Speaker& speaker_;
  Page& page_;
  const evidence::Evidence& evidence_;
  const evidence::Study& study_;
};

}  // namespace

void write_effects(const Writing& writing) {
  if (writing.decision.effects.empty() || writing.evidence == nullptr) return;
  const evidence::Study* study = writing.evidence->study(writing.decision.study);
  if (study != nullptr) EffectsWriter(writing, *writing.evidence, *study).run();
}

}  // namespace regimen::io
