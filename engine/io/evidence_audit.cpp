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

void write_checks(const EvidenceView& view, const std::vector<AuditCheck>& checks,
                  AuditVerdict verdict, Page& page) {
  bool first = true;
  for (const AuditCheck& check : checks) {
    if (check.verdict != verdict) continue;
    if (first) page.heading(std::string(evidence::to_text(verdict)));
    first = false;
    std::string text = check.study + " " + check.id + ": printed " + check.printed;
    if (!check.recomputed.empty()) text += ", recomputed " + check.recomputed;
    if (!check.reason.empty()) text += ": " + check.reason;
    page.item('-', text, 2);
    if (verdict == AuditVerdict::declared) page.line(declared_reason(view, check), 6);
    if (verdict == AuditVerdict::disagrees) page.line(core::to_text(check.span), 6, Ink::grey);
  }
}

// Gathered by study and reason.
void write_untold(const EvidenceView& view, const std::vector<AuditCheck>& checks, Page& page) {
  std::map<std::pair<std::string, std::string>, std::string> gathered;
  for (const AuditCheck& check : checks) {
    if (check.verdict != AuditVerdict::cannot_tell) continue;
    std::string& list = gathered[{check.study, check.reason}];
    list += (list.empty() ? "" : ", ") + check.id + " (" + check.printed + ")";
  }
  if (!gathered.empty()) page.heading(std::string(to_text(AuditVerdict::cannot_tell)));
  for (const auto& [key, list] : gathered) {
    page.item('-', key.first + ": " + view.knowledge.word(view.locale, "audit-reasons", key.second),
              2);
    page.line(list, 6);
  }
}

void write_robustness(const evidence::Robustness& one, Page& page) {
  if (one.fragility.empty() && one.variants.empty()) return;
  page.heading(one.study + ": robustness");
  for (const evidence::Fragility& fragile : one.fragility) {
    std::string text = one.primary_row + ", " + fragile.comparison + ": Fisher P " +
                       figure_json(fragile.fisher).dump();
    if (fragile.index) text += ", fragility index " + std::to_string(*fragile.index);
    if (fragile.reverse) text += ", reverse fragility index " + std::to_string(*fragile.reverse);
    text += fragile.controlled ? "; inside" : "; outside";
    page.item('-', text + " the trial's type I error control", 2);
  }
  for (const evidence::Variant& variant : one.variants) {
    std::string text = variant.row + ", " + variant.how + ":";
    for (const evidence::ArmEffect& arm : variant.arms) {
      text += " " + arm.arm + " " + std::to_string(arm.count.events) + "/" +
              std::to_string(arm.count.total);
    }
    page.item('-', text, 2);
    for (const evidence::VariantContrast& contrast : variant.contrasts) {
      page.line(contrast.comparison + ": " + figure_json(contrast.difference).dump() +
                    " in 1,000 (" + figure_json(contrast.limits.low).dump() + " to " +
                    figure_json(contrast.limits.high).dump() + "), Fisher P " +
                    figure_json(contrast.fisher).dump(),
                6);
    }
  }
}

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
  std::vector<std::string> heads;
  heads.reserve(verdicts.size());
  for (const AuditVerdict verdict : verdicts) heads.emplace_back(evidence::to_text(verdict));
  page.columns("checks", heads, 12, 0);
  for (const auto& [key, numbers] : tally) {
    std::vector<std::string> cells;
    cells.reserve(verdicts.size());
    for (const AuditVerdict verdict : verdicts) {
      const auto place = numbers.find(verdict);
      cells.push_back(place == numbers.end() ? "-" : std::to_string(place->second));
    }
    page.columns(key.first + ", " + key.second, cells, 12, 2);
  }
  if (all) write_checks(view, checks, AuditVerdict::agrees, page);
  write_checks(view, checks, AuditVerdict::disagrees, page);
  write_checks(view, checks, AuditVerdict::declared, page);
  write_untold(view, checks, page);
  for (const evidence::Robustness& one : robustness) write_robustness(one, page);
  return page.take();
}

}  // namespace regimen::io
