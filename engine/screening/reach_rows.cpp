// Entry: ReachRows. Test: tests/screening/screen_test.cpp, tests/property/screen_test.cpp.
#include "engine/screening/reach_rows.h"

#include <algorithm>
#include <utility>

#include "engine/screening/eligibility_rows.h"

namespace regimen::screening {

using facts::PlaneWord;
using language::Reach;
using language::RuleKind;
using program::RuleVerdicts;

ReachRows::ReachRows(const language::Pack& pack, std::vector<std::string> comparisons,
                     decision::Options options)
    : pack_(&pack),
      comparisons_(std::move(comparisons)),
      options_(std::move(options)),
      has_criteria_(std::any_of(pack.rules.begin(), pack.rules.end(),
                                [](const auto& rule) { return rule.is_criterion(); })) {}

// Whether the patient is one whom the trial enrolled; what is known needs no assumption.
void ReachRows::entry(const program::Verdicts& verdicts) {
  for (std::size_t i = 0; i < pack_->rules.size(); ++i) {
    const language::Rule& rule = pack_->rules[i];
    if (!rule.is_criterion() || !decision::decides(*pack_, rule, options_)) continue;
    const RuleVerdicts& open = verdicts.open[i];
    const RuleVerdicts& with = options_.assumptions ? verdicts.assumed[i] : open;
    const Plane unknown = unknown_plane(open, verdicts.patients);
    const Plane still_unknown = unknown_plane(with, verdicts.patients);
    for (std::size_t word = 0; word < unknown.size(); ++word) {
      entry_.yes[word] |= open.fail[word] | (unknown[word] & with.fail[word]);
      entry_.open[word] |= unknown[word] & still_unknown[word];
    }
  }
}

void ReachRows::take(const program::Verdicts& verdicts) {
  const std::size_t words = facts::words_for(verdicts.patients);
  const auto clear = [words](Known& known) {
    known.yes.assign(words, 0);
    known.open.assign(words, 0);
  };
  clear(entry_);
  entry(verdicts);
  of_.resize(comparisons_.size());
  for (Of& of : of_) {
    clear(of.indirect);
    clear(of.fallen);
    clear(of.modified);
  }
  for (std::size_t i = 0; i < pack_->rules.size(); ++i) {
    const language::Rule& rule = pack_->rules[i];
    if (rule.kind != RuleKind::applicability) continue;
    const RuleVerdicts& found = options_.assumptions ? verdicts.assumed[i] : verdicts.open[i];
    const Plane unknown = unknown_plane(found, verdicts.patients);
    for (std::size_t which = 0; which < of_.size(); ++which) {
      if (!decision::concerns(rule, comparisons_[which])) continue;
      Of& of = of_[which];
      Known& known = rule.reach.reach == Reach::indirect         ? of.indirect
                     : rule.reach.reach == Reach::not_applicable ? of.fallen
                                                                 : of.modified;
      for (std::size_t word = 0; word < words; ++word) {
        // Passing under a guard that is not known to hold leaves it open.
        const PlaneWord passed = found.pass[word];
        known.yes[word] |= passed & found.guard.yes[word];
        known.open[word] |= unknown[word] | (passed & ~found.guard.yes[word]);
      }
    }
  }
}

ComparisonStanding ReachRows::at(std::size_t patient, std::size_t comparison) const {
  const Of& of = of_[comparison];
  const std::size_t word = patient / facts::plane_bits;
  const PlaneWord bit = facts::bit_of(patient);
  ComparisonStanding standing;
  const auto raise = [&](const Known& known, std::size_t level, decision::ReachRange& range) {
    if ((known.yes[word] & bit) != 0) range.raise(level, facts::Truth::yes);
    if ((known.open[word] & bit) != 0) range.raise(level, facts::Truth::unknown);
  };
  raise(entry_, 1, standing.applicability);
  if (!has_criteria_) standing.applicability.raise(1, facts::Truth::unknown);
  raise(of.indirect, decision::reach_level(Reach::indirect), standing.applicability);
  raise(of.fallen, decision::reach_level(Reach::not_applicable), standing.applicability);
  raise(of.modified, decision::reach_level(Reach::uncertain_effect), standing.modification);
  standing.may_fall = (of.fallen.open[word] & bit) != 0;
  return standing;
}

}  // namespace regimen::screening
