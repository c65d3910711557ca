// Entry: evidence_audit. Test: tests/embed/evidence_cli_test.sh.
#include <array>
#include <map>

#include "engine/io/evidence_parts.h"

namespace regimen::io {

using evidence::AuditCheck;
using evidence::AuditVerdict;

namespace {

// How many of each verdict, by study and kind of check.
using Tally = std::map<std::pair<std::string, std::string>, std::map<AuditVerdict, std::size_t>>;

Tally tally_of(const std::vector<AuditCheck>& checks) {
  Tally tally;
  for (const AuditCheck& check : checks) ++tally[{check.study, check.kind()}][check.verdict];
  return tally;
}

constexpr std::array<AuditVerdict, 4> verdicts = {AuditVerdict::agrees, AuditVerdict::disagrees,
                                                  AuditVerdict::declared,
                                                  AuditVerdict::cannot_tell};

Json check_json(const AuditCheck& check) {
  return {{"study", check.study},
          {"check", check.id},
          {"verdict", evidence::to_text(check.verdict)},
          {"printed", check.printed},
          {"recomputed", check.recomputed},
          {"reason", check.reason},
          {"place", core::to_text(check.span)}};
}

Json variant_json(const evidence::Variant& variant) {
  Json arms = Json::array();
  for (const evidence::ArmEffect& arm : variant.arms) {
    arms.push_back({{"arm", arm.arm},
                    {"events", arm.count.events},
                    {"total", arm.count.total},
                    {"per_1000", figure_json(arm.per_1000)}});
  }
  Json contrasts = Json::array();
  for (const evidence::VariantContrast& contrast : variant.contrasts) {
    contrasts.push_back({{"comparison", contrast.comparison},
                         {"difference_per_1000", figure_json(contrast.difference)},
                         {"low", figure_json(contrast.limits.low)},
                         {"high", figure_json(contrast.limits.high)},
                         {"fisher_p", figure_json(contrast.fisher)}});
  }
  return {{"id", variant.id},
          {"row", variant.row},
          {"how", variant.how},
          {"arms", std::move(arms)},
          {"contrasts", std::move(contrasts)}};
}

Json robustness_json(const evidence::Robustness& one) {
  Json fragility = Json::array();
  for (const evidence::Fragility& fragile : one.fragility) {
    fragility.push_back(
        {{"comparison", fragile.comparison},
         {"type_one_error_controlled", fragile.controlled},
         {"fisher_p", figure_json(fragile.fisher)},
         {"fragility_index", fragile.index ? Json(*fragile.index) : Json(nullptr)},
         {"reverse_fragility_index", fragile.reverse ? Json(*fragile.reverse) : Json(nullptr)}});
  }
  Json variants = Json::array();
  for (const evidence::Variant& variant : one.variants) variants.push_back(variant_json(variant));
  return {{"study", one.study},
          {"primary_row", one.primary_row},
          {"fragility", std::move(fragility)},
          {"variants", std::move(variants)}};
}

std::string declared_reason(const EvidenceView& view, const AuditCheck& check) {
  const evidence::Study* study = view.evidence.study(check.study);
  if (study == nullptr) return {};
  for (const evidence::Declared& one : study->declared) {
    if (one.check == check.id) return evidence::in_locale(one.reason, view.locale);
  }
  return {};
}

std::string verdict_word(const Speaker& speaker, AuditVerdict verdict) {
  return speaker.word("audit-verdicts", evidence::to_text(verdict));
}

std::string check_text(const Speaker& speaker, const AuditCheck& check) {
  std::string text = check.study + " " + check.id + ": ";
  if (!check.reason.empty()) return text + speaker.word("audit-reasons", check.reason);
  return text + tell(speaker, "recomputed",
                     {{"printed", speaker.number(check.printed)},
                      {"recomputed", speaker.number(check.recomputed)}});
}

void write_checks(const EvidenceView& view, const std::vector<AuditCheck>& checks,
                  AuditVerdict verdict, Page& page) {
  const Speaker speaker = speaker_of(view);
  bool first = true;
  for (const AuditCheck& check : checks) {
    if (check.verdict != verdict) continue;
    if (first) page.heading(verdict_word(speaker, verdict));
    first = false;
    page.item('-', check_text(speaker, check), 2);
    if (verdict == AuditVerdict::declared) page.line(declared_reason(view, check), 6);
    if (verdict == AuditVerdict::disagrees) page.line(core::to_text(check.span), 6, Ink::grey);
  }
}

// Gathered by study and reason.
void write_untold(const EvidenceView& view, const std::vector<AuditCheck>& checks, Page& page) {
  const Speaker speaker = speaker_of(view);
  std::map<std::pair<std::string, std::string>, std::string> gathered;
  for (const AuditCheck& check : checks) {
    if (check.verdict != AuditVerdict::cannot_tell) continue;
    std::string& list = gathered[{check.study, check.reason}];
    list += (list.empty() ? "" : ", ") + check.id + " (" + speaker.number(check.printed) + ")";
  }
  if (!gathered.empty()) page.heading(verdict_word(speaker, AuditVerdict::cannot_tell));
  for (const auto& [key, list] : gathered) {
    page.item('-', key.first + ": " + speaker.word("audit-reasons", key.second), 2);
    page.line(list, 6);
  }
}

class RobustnessWriter {
 public:
  RobustnessWriter(const Speaker& speaker, const evidence::Study& study, Page& page)
      : speaker_(speaker), study_(study), page_(page) {}

  void run(const evidence::Robustness& one) {
    if (one.fragility.empty() && one.variants.empty()) return;
    page_.heading(tell(speaker_, "robustness", {{"study", one.study}}));
    for (const evidence::Fragility& fragile : one.fragility) {
      std::string text = one.primary_row + ", " + pair(fragile.comparison) + ": " +
                         named("fisher_p", figure_json(fragile.fisher));
      if (fragile.index) text += ", " + named("fragility_index", *fragile.index);
      if (fragile.reverse) text += ", " + named("reverse_fragility_index", *fragile.reverse);
      page_.item('-', text + "; " + type_one(speaker_, fragile.controlled), 2);
    }
    for (const evidence::Variant& one_variant : one.variants) variant(one_variant);
  }

 private:
  [[nodiscard]] std::string named(const char* name, const Json& figure) const {
    return speaker_.word("figures", name) + " " + figure_text(speaker_, figure);
  }

  [[nodiscard]] std::string pair(const std::string& id) const {
    for (const evidence::Comparison& one : study_.comparisons) {
      if (one.id != id) continue;
      return speaker_.say("pair", {{"of", arm_name(speaker_, study_, one.of)},
                                   {"against", arm_name(speaker_, study_, one.against)}});
    }
    return id;
  }

  void variant(const evidence::Variant& one) {
    std::string text = one.row + ", " + speaker_.word("recounts", one.how);
    std::string arms;
    for (const evidence::ArmEffect& arm : one.arms) {
      arms += (arms.empty() ? ": " : ", ") + arm_name(speaker_, study_, arm.arm) + " " +
              std::to_string(arm.count.events) + "/" + std::to_string(arm.count.total);
    }
    page_.item('-', text + arms, 2);
    for (const evidence::VariantContrast& contrast : one.contrasts) {
      page_.line(tell(speaker_, "difference",
                      {{"pair", pair(contrast.comparison)},
                       {"difference", figure_text(speaker_, figure_json(contrast.difference))},
                       {"low", figure_text(speaker_, figure_json(contrast.limits.low))},
                       {"high", figure_text(speaker_, figure_json(contrast.limits.high))}}) +
                     ", " + named("fisher_p", figure_json(contrast.fisher)),
                 6);
    }
  }

  const Speaker& speaker_;
  const evidence::Study& study_;
  Page& page_;
};

}  // namespace

std::string evidence_audit(const EvidenceView& view, const std::vector<AuditCheck>& checks,
                           const std::vector<evidence::Robustness>& robustness, bool all) {
  const Tally tally = tally_of(checks);
  if (view.format == ReportFormat::json) {
    Json list = Json::array();
    for (const AuditCheck& check : checks) {
      if (all || check.verdict != AuditVerdict::agrees) list.push_back(check_json(check));
    }
    Json counts = Json::array();
    for (const auto& [key, numbers] : tally) {
      Json item = {{"study", key.first}, {"kind", key.second}};
      for (const AuditVerdict verdict : verdicts) {
        const auto place = numbers.find(verdict);
        item[std::string(evidence::to_text(verdict))] =
            place == numbers.end() ? std::size_t{0} : place->second;
      }
      counts.push_back(std::move(item));
    }
    Json robust = Json::array();
    for (const evidence::Robustness& one : robustness) robust.push_back(robustness_json(one));
    return dumped({{"counts", counts}, {"checks", list}, {"robustness", robust}});
  }
  Page page(Colour::no);
  const Speaker speaker = speaker_of(view);
  std::vector<std::string> heads;
  heads.reserve(verdicts.size());
  for (const AuditVerdict verdict : verdicts) heads.push_back(verdict_word(speaker, verdict));
  page.columns(tell(speaker, "checks"), heads, 12, 0);
  for (const auto& [key, numbers] : tally) {
    std::vector<std::string> cells;
    cells.reserve(verdicts.size());
    for (const AuditVerdict verdict : verdicts) {
      const auto place = numbers.find(verdict);
      cells.push_back(place == numbers.end() ? "-" : std::to_string(place->second));
    }
    page.columns(key.first + ", " + speaker.word("audit-kinds", key.second), cells, 12, 2);
  }
  if (all) write_checks(view, checks, AuditVerdict::agrees, page);
  write_checks(view, checks, AuditVerdict::disagrees, page);
  write_checks(view, checks, AuditVerdict::declared, page);
  write_untold(view, checks, page);
  for (const evidence::Robustness& one : robustness) {
    const evidence::Study* study = view.evidence.study(one.study);
    if (study != nullptr) RobustnessWriter(speaker, *study, page).run(one);
  }
  return page.take();
}

}  // namespace regimen::io
