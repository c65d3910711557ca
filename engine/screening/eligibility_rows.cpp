// Entry: EligibilityRows. Test: tests/screening/screen_test.cpp, tests/property/screen_test.cpp.
#include "engine/screening/eligibility_rows.h"

#include <bit>

namespace regimen::screening {

using facts::PlaneWord;
using program::RuleVerdicts;

std::vector<PlaneWord> unknown_plane(const RuleVerdicts& verdicts, std::size_t patients) {
  std::vector<PlaneWord> plane(facts::words_for(patients));
  for (std::size_t word = 0; word < plane.size(); ++word) {
    const std::size_t left = patients - word * facts::plane_bits;
    const PlaneWord all = left < facts::plane_bits ? facts::bit_of(left) - 1 : ~PlaneWord{0};
    plane[word] =
        all & ~(verdicts.pass[word] | verdicts.fail[word] | verdicts.not_applicable[word]);
  }
  return plane;
}

EligibilityRows::EligibilityRows(const language::Pack& pack, const decision::Options& options,
                                 Names& names)
    : assumptions_(options.assumptions) {
  for (std::size_t i = 0; i < pack.rules.size(); ++i) {
    const language::Rule& rule = pack.rules[i];
    if (!rule.is_criterion() || !decision::decides(pack, rule, options)) continue;
    rules_.push_back(i);
    names_.push_back(names.keep(rule.id));
  }
}

// Most rows neither fail nor leave open most criteria, so only bits that are set are visited.
void EligibilityRows::add(const std::vector<PlaneWord>& plane, std::size_t place, Masks& masks) {
  for (std::size_t word = 0; word < plane.size(); ++word) {
    for (PlaneWord bits = plane[word]; bits != 0; bits &= bits - 1) {
      const auto bit = static_cast<std::size_t>(std::countr_zero(bits));
      masks[word * facts::plane_bits + bit] |= CriteriaMask{1} << place;
    }
  }
}

void EligibilityRows::take(const program::Verdicts& verdicts) {
  const std::size_t patients = verdicts.patients;
  for (Masks* masks : {&failed_, &open_, &with_failed_, &with_open_, &dropped_})
    masks->assign(patients, 0);
  applicable_.assign(facts::words_for(patients), 0);
  for (std::size_t place = 0; place < rules_.size(); ++place) {
    const RuleVerdicts& open = verdicts.open[rules_[place]];
    const RuleVerdicts& with = assumptions_ ? verdicts.assumed[rules_[place]] : open;
    add(open.fail, place, failed_);
    add(unknown_plane(open, patients), place, open_);
    add(with.fail, place, with_failed_);
    add(unknown_plane(with, patients), place, with_open_);
    add(with.not_applicable, place, dropped_);
    for (std::size_t word = 0; word < applicable_.size(); ++word)
      applicable_[word] |= open.guard.yes[word];
  }
}

decision::EligibilityStatus EligibilityRows::status(std::size_t patient) const {
  decision::Tally tally;
  tally.failed = failed_[patient] != 0;
  tally.applicable = (applicable_[patient / facts::plane_bits] & facts::bit_of(patient)) != 0;
  tally.open = open_[patient] != 0;
  tally.still_open = (open_[patient] & with_open_[patient]) != 0;
  tally.would_fail = (open_[patient] & with_failed_[patient]) != 0;
  return decision::conclude(tally);
}

CriteriaMask EligibilityRows::asking(std::size_t patient) const {
  if (failed_[patient] != 0) return 0;
  const CriteriaMask still = open_[patient] & (with_open_[patient] | with_failed_[patient]);
  return still != 0 ? still : open_[patient];
}

void EligibilityRows::fill(std::size_t patient, ScreenedRow& row) const {
  row.eligibility = to_text(status(patient));
  row.outcomes.assign(rules_.size(), Outcome::pass);
  const auto mark = [&](CriteriaMask mask, Outcome outcome) {
    for (; mask != 0; mask &= mask - 1)
      row.outcomes[static_cast<std::size_t>(std::countr_zero(mask))] = outcome;
  };
  const auto list = [&](CriteriaMask mask, std::vector<std::string_view>& into) {
    for (; mask != 0; mask &= mask - 1)
      into.push_back(names_[static_cast<std::size_t>(std::countr_zero(mask))]);
  };
  mark(with_failed_[patient], Outcome::fail);
  mark(with_open_[patient], Outcome::unknown);
  mark(dropped_[patient], Outcome::not_applicable);
  list(failed_[patient], row.failed);
  list(with_open_[patient], row.unknown);
}

}  // namespace regimen::screening
