// Entry: make_card. Test: tests/service/service_test.cpp.
#include "engine/embed/service/cards.h"

#include <algorithm>
#include <set>

#include "engine/core/spoken.h"
#include "engine/core/text.h"
#include "engine/decision/applicability.h"
#include "engine/embed/service/suggestions.h"
#include "engine/io/card_detail.h"

namespace regimen::embed::service {

using decision::RegimenSafety;
using facts::Truth;

std::string_view to_text(Indicator indicator) {
  switch (indicator) {
    case Indicator::info:
      return "info";
    case Indicator::warning:
      return "warning";
    case Indicator::critical:
      return "critical";
  }
  return {};
}

namespace {

// CDS Hooks: a summary has less than 140 characters.
constexpr std::size_t longest_summary = 139;

std::string shortened(const std::string& text) {
  const std::vector<std::string> lines = core::wrap(core::printable(text), longest_summary - 2);
  if (lines.empty()) return {};
  return lines.size() == 1 ? lines.front() : lines.front() + " …";
}

class CardMaker {
 public:
  explicit CardMaker(const CardContext& context)
      : context_(context), decision_(context.decision), speaker_(context.speaker) {}

  std::optional<Card> run() {
    if (context_.hook == Hook::patient_view) return trial();
    std::vector<std::string> ordered;
    for (const language::Regimen& regimen : pack().regimens) {
      if (is_ordered(regimen)) ordered.push_back(regimen.id);
    }
    if (ordered.empty()) return std::nullopt;
    if (auto warning = order_warning(ordered)) return warning;
    return context_.hook == Hook::order_select ? trial() : std::nullopt;
  }

 private:
  [[nodiscard]] const language::Pack& pack() const { return context_.engine.pack().pack; }

  // Whether one of them is the drug, or a kind of it.
  [[nodiscard]] bool is_among(facts::ConceptId drug,
                              const std::vector<facts::ConceptId>& drugs) const {
    const facts::Terminology& terminology = context_.engine.knowledge().terminology;
    return std::ranges::any_of(
        drugs, [&](facts::ConceptId one) { return terminology.is_a(one, drug) == Truth::yes; });
  }

  // What the patient will take by what is being ordered: some of its drugs are, and all others are
  // taken already.
  [[nodiscard]] bool is_ordered(const language::Regimen& regimen) const {
    const auto drafted = [&](facts::ConceptId drug) { return is_among(drug, context_.drafted); };
    return std::ranges::any_of(regimen.drugs, drafted) &&
           std::ranges::all_of(regimen.drugs, [&](facts::ConceptId drug) {
             return drafted(drug) || is_among(drug, context_.taken);
           });
  }

  [[nodiscard]] bool in_scope() const {
    return std::ranges::all_of(context_.offer.scope, [&](const std::string& id) {
      const auto& criteria = decision_.eligibility.criteria;
      const auto place = std::ranges::find(criteria, id, &decision::Criterion::id);
      return place != criteria.end() && place->verdict == program::Verdict::pass;
    });
  }

  [[nodiscard]] io::DetailContext detail() const {
    return {decision_, speaker_, context_.engine.knowledge(), context_.engine.evidence()};
  }

  [[nodiscard]] std::string names(const std::vector<std::string>& regimens) const {
    std::string text;
    for (const std::string& id : regimens)
      text += (text.empty() ? "" : ", ") + speaker_.word("regimens", id);
    return text;
  }

  std::optional<Card> trial() {
    if (!in_scope()) return std::nullopt;
    Card card;
    card.uuid = context_.uuid();
    std::vector<std::string> against;
    for (const RegimenSafety& one : decision_.regimens) {
      if (one.status == language::Severity::contraindicated) against.push_back(one.id);
      add_rules(one, card);
    }
    std::string summary = speaker_.say("card-" + std::string(to_text(decision_.eligibility.status)),
                                       {{"trial", speaker_.trial()}});
    if (!against.empty()) {
      summary += " " + speaker_.say("card-contraindicated", {{"regimens", names(against)}});
      card.indicator = Indicator::warning;
    }
    card.summary = shortened(summary);
    card.detail = io::trial_detail(detail());
    if (!decision::nothing_carries_over(decision_)) card.suggestions = suggestions(context_);
    return card;
  }

  // The gravest of what is known of the orders, and of what is not known and asked for before a
  // start.
  std::optional<Card> order_warning(const std::vector<std::string>& ordered) {
    Card card;
    std::vector<std::string> contraindicated;
    std::vector<std::string> avoided;
    std::vector<std::string> unknown;
    for (const RegimenSafety& one : decision_.regimens) {
      if (std::ranges::find(ordered, one.id) == ordered.end()) continue;
      if (one.at_least == language::Severity::contraindicated) contraindicated.push_back(one.id);
      if (one.at_least == language::Severity::avoid) avoided.push_back(one.id);
      if (!one.status) unknown.push_back(one.id);
      add_rules(one, card);
    }
    const auto say = [&](std::string_view key, const std::vector<std::string>& which) {
      card.summary = shortened(speaker_.say(key, {{"regimens", names(which)}}));
    };
    card.indicator = Indicator::warning;
    if (!contraindicated.empty()) {
      card.indicator = Indicator::critical;
      say("card-order-contraindicated", contraindicated);
    } else if (!avoided.empty()) {
      say("card-order-avoid", avoided);
    } else if (!unknown.empty() && context_.hook == Hook::order_sign) {
      say("card-order-unknown", unknown);
    } else {
      return std::nullopt;
    }
    card.uuid = context_.uuid();
    card.detail = io::safety_detail(detail(), ordered);
    return card;
  }

  static void add_rules(const RegimenSafety& regimen, Card& card) {
    for (const decision::SafetyFinding& one : regimen.findings) {
      const bool new_rule = std::ranges::find(card.rules, one.id) == card.rules.end();
      if (one.holds == Truth::yes && new_rule) card.rules.push_back(one.id);
    }
  }

  const CardContext& context_;
  const decision::Decision& decision_;
  const io::Speaker& speaker_;
};

}  // namespace

std::optional<Card> make_card(const CardContext& context) { return CardMaker(context).run(); }

}  // namespace regimen::embed::service
