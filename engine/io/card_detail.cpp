// Entry: trial_detail, safety_detail. Test: tests/service/service_test.cpp.
#include "engine/io/card_detail.h"

#include <algorithm>
#include <set>

#include "engine/decision/applicability.h"
#include "engine/facts/dates.h"
#include "engine/io/markdown.h"
#include "engine/io/text_parts.h"

namespace regimen::io {

using decision::RegimenSafety;
using decision::SafetyFinding;
using facts::Truth;

namespace {

constexpr std::size_t digest_digits = 12;

class DetailWriter {
 public:
  explicit DetailWriter(const DetailContext& context)
      : context_(context), decision_(context.decision), speaker_(context.speaker) {}

  std::string trial() {
    headline();
    criteria();
    std::vector<std::string> all;
    for (const RegimenSafety& one : decision_.regimens) all.push_back(one.id);
    findings(all);
    table();
    missing(decision_.options.assumptions ? decision_.eligibility.still_missing
                                          : decision_.eligibility.missing);
    assumptions(decision_.eligibility.assumptions);
    foot();
    return page_.take();
  }

  std::string safety(const std::vector<std::string>& regimens) {
    findings(regimens);
    std::vector<std::string> assumed;
    for (const RegimenSafety& one : decision_.regimens) {
      if (std::ranges::find(regimens, one.id) == regimens.end()) continue;
      assumed.insert(assumed.end(), one.assumptions.begin(), one.assumptions.end());
    }
    assumptions(assumed);
    foot();
    return page_.take();
  }

 private:
  void headline() {
    const std::string_view status = to_text(decision_.eligibility.status);
    page_.strong(speaker_.say(status, {{"trial", speaker_.trial()}}));
    if (decision::nothing_carries_over(decision_))
      page_.paragraph(speaker_.say("trial-silent", {{"trial", speaker_.trial()}}));
  }

  void criteria() {
    using program::Verdict;
    const auto listed = [&](std::string_view key, auto&& belongs) {
      bool any = false;
      for (const decision::Criterion& one : decision_.eligibility.criteria) {
        if (!one.decides || !belongs(one)) continue;
        if (!any) page_.heading(speaker_.say(key));
        any = true;
        page_.item(speaker_.title(one.id) + " " + sources_.cite(one.cites));
        for (const decision::Observed& seen : one.observed) page_.under(speaker_.observed(seen));
      }
    };
    const auto assumed = [&](const decision::Criterion& one) {
      return decision_.options.assumptions && one.verdict == Verdict::unknown &&
             one.assumed_verdict == Verdict::pass;
    };
    listed("fails", [](const auto& one) { return one.verdict == Verdict::fail; });
    listed("unknown",
           [&](const auto& one) { return one.verdict == Verdict::unknown && !assumed(one); });
    listed("assumed", assumed);
  }

  // Each rule once, the gravest first; what is not decided after what is known.
  void findings(const std::vector<std::string>& regimens) {
    for (const auto& [holds, key] :
         {std::pair(Truth::yes, "speaks-against"), std::pair(Truth::unknown, "undecided")}) {
      std::vector<const SafetyFinding*> found;
      std::set<std::string> known;
      for (const RegimenSafety& regimen : decision_.regimens) {
        if (std::ranges::find(regimens, regimen.id) == regimens.end()) continue;
        for (const SafetyFinding& one : regimen.findings) {
          const bool asked = one.holds == Truth::yes || one.gate == language::Gate::gating;
          if (one.holds == holds && asked && known.insert(one.id).second) found.push_back(&one);
        }
      }
      std::ranges::stable_sort(found, [](const SafetyFinding* a, const SafetyFinding* b) {
        return a->severity > b->severity;
      });
      if (!found.empty()) page_.heading(speaker_.say(key));
      for (const SafetyFinding* one : found) finding(*one);
    }
  }

  void finding(const SafetyFinding& one) {
    std::string head =
        speaker_.title(one.id) + ": " + speaker_.word("severities", to_text(one.severity));
    if (!one.jurisdiction.empty()) head += ", " + one.jurisdiction;
    page_.item(head + " " + sources_.cite(one.cites));
    const language::RuleWording* wording = speaker_.rule(one.id);
    if (one.holds == Truth::yes && wording != nullptr) {
      std::string seen = "-";
      if (!one.observed.empty()) seen = speaker_.value_of(one.observed.front());
      page_.under(speaker_.fill(wording->finding, {{"observed", seen}}));
      page_.under(speaker_.fill(wording->action, {{"observed", seen}}));
    }
    for (const decision::Observed& seen : one.observed) page_.under(speaker_.observed(seen));
    for (const std::string& text : speaker_.missing(one.missing))
      page_.under(speaker_.say("needs", {{"fact", text}}));
  }

  // The regimens as columns.
  void table() {
    std::vector<std::string> head{std::string()};
    std::vector<std::string> safety{speaker_.say("table-safety")};
    for (const RegimenSafety& one : decision_.regimens) {
      head.push_back(speaker_.word("regimens-short", one.id));
      safety.push_back(speaker_.word("severities", decision::status_text(one.status)));
    }
    if (decision_.regimens.empty()) return;
    page_.row(head);
    page_.row(safety);
    if (!decision::nothing_carries_over(decision_)) effects();
    scores();
    page_.end_table();
    if (!decision::nothing_carries_over(decision_)) page_.paragraph(speaker_.say("table-unit"));
  }

  void effects() {
    const auto weighed = [&](const evidence::OutcomeEffect& effect) {
      if (!decision_.benefit_risk) return true;
      const auto& criteria = decision_.benefit_risk->criteria;
      return std::ranges::any_of(criteria, [&](const decision::WeighedCriterion& one) {
        return !one.indirect && one.outcome == effect.outcome && one.horizon == effect.horizon;
      });
    };
    for (const evidence::OutcomeEffect& effect : decision_.effects) {
      if (!weighed(effect)) continue;
      const evidence::Outcome* outcome = context_.evidence.outcome(effect.outcome);
      std::string label = outcome == nullptr ? effect.outcome : speaker_.text(outcome->name);
      if (!effect.horizon.empty()) label += ", " + speaker_.span(effect.horizon);
      std::vector<std::string> row{label + " " + sources_.cite({{effect.source, effect.at, ""}})};
      for (const RegimenSafety& regimen : decision_.regimens) {
        std::string cell = "-";
        for (const evidence::ArmEffect& arm : effect.arms) {
          if (arm.regimen != regimen.id) continue;
          cell = whole(arm.per_1000) + " (" + whole(arm.limits.low) + "-" + whole(arm.limits.high) +
                 ")";
        }
        row.push_back(std::move(cell));
      }
      page_.row(row);
    }
  }

  void scores() {
    if (!decision_.benefit_risk) return;
    std::vector<std::string> score{speaker_.say("table-score")};
    std::vector<std::string> rank{speaker_.say(
        "table-rank", {{"weights", speaker_.preset(decision_.benefit_risk->weights)}})};
    for (const RegimenSafety& regimen : decision_.regimens) {
      const auto& ranked = decision_.benefit_risk->ranked;
      const auto place = std::ranges::find(ranked, regimen.id, &decision::RankedRegimen::id);
      const bool here = place != ranked.end();
      score.push_back(here && place->score ? fixed(place->score->value, 2, speaker_) : "-");
      rank.push_back(here ? rank_of(*place) : "-");
    }
    page_.row(score);
    page_.row(rank);
  }

  static std::string rank_of(const decision::RankedRegimen& one) {
    if (one.best == 0) return "-";
    std::string text = std::to_string(one.best);
    if (one.worst != one.best) text += "-" + std::to_string(one.worst);
    return one.condition.empty() ? text : text + " ?";
  }

  void missing(const facts::MissingSet& set) {
    if (set.empty()) return;
    page_.heading(speaker_.say("missing"));
    for (const std::string& text : speaker_.missing(set)) page_.item(text);
  }

  void assumptions(const std::vector<std::string>& ids) {
    std::set<std::string> told;
    for (const std::string& id : ids) {
      if (!told.insert(id).second) continue;
      page_.item(speaker_.say("assuming", {{"assumption", speaker_.word("assumptions", id)}}));
    }
  }

  void foot() {
    page_.heading(speaker_.say("sources"));
    for (std::size_t i = 0; i < sources_.ids().size(); ++i) {
      const auto cited = context_.knowledge.cited.find(sources_.ids()[i]);
      if (cited == context_.knowledge.cited.end()) continue;
      page_.item("[" + std::to_string(i + 1) + "] " + cited->second.citation);
    }
    page_.paragraph(
        speaker_.say("as-of", {{"date", speaker_.date(facts::to_text(decision_.as_of))}}));
    page_.paragraph(speaker_.say(
        "digests", {{"pack", decision_.pack_id + " " + decision_.pack_version + " " +
                                 decision_.pack_digest.substr(0, digest_digits)},
                    {"knowledge", decision_.knowledge_digest.substr(0, digest_digits)}}));
    page_.paragraph(speaker_.say("disclaimer"));
  }

  const DetailContext& context_;
  const decision::Decision& decision_;
  const Speaker& speaker_;
  Markdown page_;
  SourceList sources_;
};

}  // namespace

std::string trial_detail(const DetailContext& context) { return DetailWriter(context).trial(); }

std::string safety_detail(const DetailContext& context, const std::vector<std::string>& regimens) {
  return DetailWriter(context).safety(regimens);
}

}  // namespace regimen::io
