// Entry: MissingRows. Test: tests/screening/screen_test.cpp, tests/property/screen_test.cpp.
#include "engine/screening/missing_rows.h"

#include <algorithm>
#include <bit>

#include "engine/program/logic.h"
#include "engine/program/walk.h"

namespace regimen::screening {

namespace {

// Beyond these it begins anew: patients who say little alike cost time, not memory.
constexpr std::size_t most_known = std::size_t{1} << 17;
constexpr std::size_t most_joints = std::size_t{1} << 15;

template <typename Number>
void append(Number number, std::string& key) {
  key.append(reinterpret_cast<const char*>(&number), sizeof number);  // NOLINT: bytes of a key
}

}  // namespace

void MissingRows::begin() {
  if (joints_.size() > most_joints) {
    joined_.clear();
    joints_.clear();
  }
  const std::uint64_t generation = coder_->dictionaries(0).generation();
  if (generation == generation_ && known_.size() <= most_known) return;
  generation_ = generation;
  known_.clear();
}

bool MissingRows::key_of(std::size_t rule, std::size_t patient) {
  key_.clear();
  const facts::CodedBatch& batch = coder_->batch();
  if (!runner_->add_key(rule, batch, patient, key_)) return false;
  const auto add = [&](facts::PartId part, facts::CodeId code) {
    append(coder_->reason(part, code), key_);
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
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const std::uint32_t number = number_of(why(settled, rules_[i]));
    asked_.push_back(number);
    if (!keys_[i].empty()) known_.add(static_cast<std::uint32_t>(rules_[i]), keys_[i], number);
  }
}

std::uint32_t MissingRows::number_of(const Why& why) {
  std::string text;
  for (const facts::Missing& one : why.missing) {
    text.append(one.key).append(1, '\0').append(one.about).append(1, '\0');
    append(one.cause, text);
  }
  text += '\0';
  for (const std::string& one : why.assumed) text.append(one).append(1, '\0');
  if (const auto known = numbers_.find(0, text)) return *known;
  const auto number = static_cast<std::uint32_t>(whys_.size());
  numbers_.add(0, text, number);
  whys_.push_back(why);
  return number;
}

const MissingRows::Joint& MissingRows::joint(bool assumed) {
  std::ranges::sort(asked_);
  key_.clear();
  for (const std::uint32_t number : asked_) append(number, key_);
  const std::uint32_t group = assumed ? 1 : 0;
  if (const auto known = joined_.find(group, key_)) return joints_[*known];
  joined_.add(group, key_, static_cast<std::uint32_t>(joints_.size()));
  facts::MissingSet missing;
  std::vector<std::string> assumptions;
  for (const std::uint32_t number : asked_) {
    facts::merge(missing, whys_[number].missing);
    if (assumed) program::merge_assumed(assumptions, whys_[number].assumed);
  }
  Joint& joint = joints_.emplace_back();
  add_missing(missing, *names_, joint.missing);
  for (const std::string& one : assumptions) joint.assumptions.push_back(names_->keep(one));
  return joint;
}

void MissingRows::fill(const io::ListChunk& chunk, std::size_t place, std::size_t patient,
                       const EligibilityRows& eligibility, ScreenedRow& row) {
  CriteriaMask asking = eligibility.asking(patient);
  if (asking == 0) return;
  rules_.clear();
  keys_.clear();
  asked_.clear();
  for (; asking != 0; asking &= asking - 1) {
    const std::size_t rule = eligibility.rule(static_cast<std::size_t>(std::countr_zero(asking)));
    const bool kept = key_of(rule, patient);
    const auto known = kept ? known_.find(static_cast<std::uint32_t>(rule), key_) : std::nullopt;
    if (known) {
      asked_.push_back(*known);
    } else {
      rules_.push_back(rule);
      keys_.push_back(kept ? key_ : std::string());
    }
  }
  if (!rules_.empty()) walk(chunk, place, patient);
  const bool assumed =
      eligibility.status(patient) == decision::EligibilityStatus::eligible_with_assumptions;
  const Joint& joint = this->joint(assumed);
  row.missing = joint.missing;
  row.assumptions = joint.assumptions;
}

}  // namespace regimen::screening
