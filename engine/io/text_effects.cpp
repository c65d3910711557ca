// Entry: write_reach, write_effects. Test: the golden reports of tests/golden.
#include <cmath>

#include <algorithm>

#include "engine/core/text.h"
#include "engine/decision/applicability.h"
#include "engine/decision/effects.h"
#include "engine/io/text_parts.h"

namespace regimen::io {

using evidence::ArmEffect;
using evidence::Contrast;
using evidence::OutcomeEffect;

namespace {

std::string with_tenth(double value, const Speaker& speaker) {
  const auto tenths = static_cast<long long>(std::llround(value * 10));
  return speaker.number(std::to_string(tenths / 10) + "." + std::to_string(tenths % 10));
}

constexpr std::size_t column_width = 15;

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
    if (decision::nothing_carries_over(writing_.decision)) return;
    page_.heading(speaker_.say("effects", {{"trial", speaker_.trial()}}));
    std::vector<std::string> heads;
    for (const evidence::Arm& arm : study_.arms) heads.push_back(arm_name(arm.id));
    page_.columns(speaker_.say("effects-unit"), heads, column_width, 2);
    for (const OutcomeEffect& effect : writing_.decision.effects) one(effect);
  }

  // How far each comparison carries over, and why not; told once where it is the same for all.
  void reach() const {
    page_.heading(speaker_.say("reach"));
    const auto& all = writing_.decision.reach;
    if (all.size() > 1 && std::all_of(all.begin(), all.end(),
                                      [&](const auto& one) { return alike(one, all.front()); }))
      return reach_of_one(all.front(), "reach-all-", {});
    for (const decision::ComparisonReach& one : all) {
      reach_of_one(one, "reach-", {{"of", arm_name(one.of)}, {"against", arm_name(one.against)}});
    }
  }

 private:
  [[nodiscard]] std::string arm_name(const std::string& id) const {
    const evidence::Arm* arm = study_.arm(id);
    if (arm == nullptr) return id;
    return arm->regimen.empty() ? speaker_.text(arm->name)
                                : speaker_.word("regimens-short", arm->regimen);
  }

  static bool alike(const decision::ComparisonReach& a, const decision::ComparisonReach& b) {
    return a.applicability == b.applicability && a.modification == b.modification &&
           a.missing == b.missing && a.assumptions == b.assumptions &&
           std::equal(a.reasons.begin(), a.reasons.end(), b.reasons.begin(), b.reasons.end(),
                      [](const auto& x, const auto& y) { return x.id == y.id; });
  }

  void reach_of_one(const decision::ComparisonReach& one, const std::string& key,
                    const core::MessageArguments& pair) const {
    const std::string word(decision::to_text(one.applicability));
    page_.item(mark_of(one.applicability), speaker_.say(key + word, pair), 2,
               ink_of(one.applicability));
    for (const decision::ReachReason& reason : one.reasons) because(reason);
    for (const std::string& text : speaker_.missing(one.missing))
      page_.line(speaker_.say("needs", {{"fact", text}}), 6);
    const auto& told = writing_.decision.eligibility.assumptions;
    if (!writing_.all && one.assumptions == told) return;
    for (const std::string& id : one.assumptions)
      page_.line(speaker_.say("assuming", {{"assumption", speaker_.word("assumptions", id)}}), 6);
  }

  static char mark_of(decision::Applicability applicability) {
    switch (applicability) {
      case decision::Applicability::direct:
        return '+';
      case decision::Applicability::indirect:
        return '~';
      case decision::Applicability::not_applicable:
        return 'x';
      case decision::Applicability::undetermined:
        return '?';
    }
    return '?';
  }

  static Ink ink_of(decision::Applicability applicability) {
    if (applicability == decision::Applicability::direct) return Ink::green;
    return applicability == decision::Applicability::not_applicable ? Ink::red : Ink::yellow;
  }

  // A criterion that is not met stands by its title; a rule says what it found.
  void because(const decision::ReachReason& reason) const {
    if (reason.holds != facts::Truth::yes && !reason.makes) return;
    const auto* wording = speaker_.rule(reason.id);
    const bool told =
        reason.holds == facts::Truth::yes && wording != nullptr && !wording->finding.empty();
    const std::string text = told ? wording->finding : speaker_.title(reason.id);
    const std::string key = reason.holds != facts::Truth::yes ? "reach-maybe"
                            : reason.makes                    ? "reach-because"
                                                              : "reach-not-met";
    page_.line(speaker_.say(key, {{"reason", text}}) + " " + writing_.sources.cite(reason.cites),
               6);
  }

  [[nodiscard]] const decision::ComparisonReach* reach_of(const std::string& comparison) const {
    for (const decision::ComparisonReach& one : writing_.decision.reach) {
      if (one.comparison == comparison) return &one;
    }
    return nullptr;
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
    page_.columns("", cells, column_width, 2);
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
    const decision::ComparisonReach* reach = reach_of(contrast.comparison);
    if (reach != nullptr && reach->applicability == decision::Applicability::not_applicable) return;
    const bool uncertain =
        reach != nullptr && reach->modification != decision::EffectModification::none;
    const evidence::Limits limits =
        uncertain ? decision::widened(contrast.limits) : contrast.limits;
    std::string text = speaker_.say("contrast", {{"of", arm_name(contrast.of)},
                                                 {"against", arm_name(contrast.against)},
                                                 {"difference", signed_whole(contrast.difference)},
                                                 {"low", signed_whole(limits.low)},
                                                 {"high", signed_whole(limits.high)}});
    if (uncertain) {
      text += "; " + speaker_.say("widened");
    } else if (contrast.needed) {
      text += "; " + needed(*contrast.needed);
    }
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

void write_reach(const Writing& writing) {
  if (writing.decision.reach.empty() || writing.evidence == nullptr) return;
  const evidence::Study* study = writing.evidence->study(writing.decision.study);
  if (study != nullptr) EffectsWriter(writing, *writing.evidence, *study).reach();
}

void write_effects(const Writing& writing) {
  if (writing.decision.effects.empty() || writing.evidence == nullptr) return;
  const evidence::Study* study = writing.evidence->study(writing.decision.study);
  if (study != nullptr) EffectsWriter(writing, *writing.evidence, *study).run();
}

}  // namespace regimen::io
