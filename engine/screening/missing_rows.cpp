// Entry: MissingRows. Test: tests/screening/screen_test.cpp, tests/property/screen_test.cpp.
#include "engine/screening/missing_rows.h"

#include <bit>

#include "engine/program/logic.h"
#include "engine/program/walk.h"

namespace regimen::screening {

void MissingRows::begin() {
  const std::uint64_t generation = coder_->dictionaries(0).generation();
  if (generation == generation_) return;
  generation_ = generation;
  known_.clear();
  whys_.clear();
}

bool MissingRows::key_of(std::size_t rule, std::size_t patient) {
  key_.clear();
  const facts::CodedBatch& batch = coder_->batch();
  if (!runner_->add_key(rule, batch, patient, key_)) return false;
  const auto add = [&](facts::PartId part, facts::CodeId code) {
    const std::uint32_t reason = coder_->reason(part, code);
    key_.append(reinterpret_cast<const char*>(&reason), sizeof reason);  // NOLINT: bytes of a key
  };
  const std::size_t fact_parts = coder_->parts().fact_parts();
  for (const facts::PartId part : runner_->rule_parts(rule)) {
    const std::vector<facts::CodeId>& codes = batch.codes(part);
    if (part < fact_parts) {
      add(part, codes[patient]);
      continue;
    }
    const facts::ListTable& table = batch.lists()[part - fact_parts];
    for (std::uint32_t row = table.begins[patient]; row < table.begins[patient + 1]; ++row)
      add(part, codes[row]);
  }
  return true;
}

// As decide() tells it of a criterion that is open without assumptions.
MissingRows::Why MissingRows::why(const facts::Settled& patient, std::size_t rule) const {
  const auto with = program::walk_rule(
      *pack_, patient, assumptions_ ? program::World::assumed : program::World::open, rule);
  switch (with.verdict) {
    case program::Verdict::unknown:
      return {with.decisive, with.assumed};
    case program::Verdict::fail:
      return {program::walk_rule(*pack_, patient, program::World::open, rule).decisive,
              with.assumed};
    case program::Verdict::pass:
    case program::Verdict::not_applicable:
      break;
  }
  return {{}, with.assumed};
}

void MissingRows::walk(const io::ListChunk& chunk, std::size_t place, std::size_t patient) {
  coder_->cut(chunk, place, pieces_);
  std::vector<bool> wanted(coder_->parts().count());
  for (const std::size_t rule : rules_) {
    for (const facts::PartId part : runner_->rule_parts(rule)) wanted[part] = true;
  }
  std::vector<const io::Piece*> pieces;
  for (const io::Piece& piece : pieces_.pieces) {
    if (wanted[coder_->slots()[piece.slot]]) pieces.push_back(&piece);
  }
  const facts::Settled settled =
      coder_->settled(chunk, place, pieces_, pieces, coder_->as_of(patient));
  walked_.clear();
  for (const std::size_t rule : rules_) {
    walked_.push_back(why(settled, rule));
  }
}

void MissingRows::fill(const io::ListChunk& chunk, std::size_t place, std::size_t patient,
                       const EligibilityRows& eligibility, ScreenedRow& row) {
  CriteriaMask asking = eligibility.asking(patient);
  if (asking == 0) return;
  const bool assumed =
      eligibility.status(patient) == decision::EligibilityStatus::eligible_with_assumptions;
  facts::MissingSet missing;
  std::vector<std::string> assumptions;
  const auto take = [&](const Why& why) {
    facts::merge(missing, why.missing);
    if (assumed) program::merge_assumed(assumptions, why.assumed);
  };
  rules_.clear();
  keys_.clear();
  for (; asking != 0; asking &= asking - 1) {
    const std::size_t rule = eligibility.rule(static_cast<std::size_t>(std::countr_zero(asking)));
    const bool kept = key_of(rule, patient);
    const auto known = kept ? known_.find(static_cast<std::uint32_t>(rule), key_) : std::nullopt;
    if (known) {
      take(whys_[*known]);
    } else {
      rules_.push_back(rule);
      keys_.push_back(kept ? key_ : std::string());
    }
  }
  if (!rules_.empty()) walk(chunk, place, patient);
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    take(walked_[i]);
    if (keys_[i].empty()) continue;
    known_.add(static_cast<std::uint32_t>(rules_[i]), keys_[i],
               static_cast<std::uint32_t>(whys_.size()));
    whys_.push_back(std::move(walked_[i]));
  }
  add_missing(missing, *names_, row.missing);
  for (const std::string& one : assumptions) row.assumptions.push_back(names_->keep(one));
}

}  // namespace regimen::screening
