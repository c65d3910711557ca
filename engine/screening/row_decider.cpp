// Entry: RowDecider::decide. Test: tests/screening/resume_test.cpp, tests/property/screen_test.cpp.
#include "engine/screening/row_decider.h"

namespace regimen::screening {

RowDecider::RowDecider(const Deciding& deciding, const io::List& list)
    : deciding_(&deciding), list_(&list) {
  if (deciding.columnar) batch_.emplace(*deciding.columnar, deciding.as_of, list, names_);
}

std::vector<RowRank> RowDecider::evaluate(const io::ListChunk& chunk, std::size_t place) {
  const io::RowReading reading = list_->read(chunk, place, deciding_->as_of);
  ScreenedRow whole;
  project(deciding_->decide(*reading.record), names_, whole);
  std::vector<RowRank> ranks;
  for (const RowRegimen& regimen : whole.regimens) ranks.push_back(regimen.rank);
  return ranks;
}

void RowDecider::read_whole(const io::ListChunk& chunk, std::size_t place, const Each& each) {
  const io::RowReading reading = list_->read(chunk, place, deciding_->as_of);
  const bool refused = deciding_->strict && reading.values.has_errors();
  row_.rejected = !reading.record || refused;
  std::optional<decision::Decision> decision;
  if (!row_.rejected) {
    decision = deciding_->decide(*reading.record);
    project(*decision, names_, row_);
  }
  row_.number = reading.number;
  row_.line = reading.line;
  row_.id = whole_ids_.emplace_back(reading.id);
  row_.set_aside = row_.rejected ? 0 : reading.values.error_count();
  const WholeRow whole{place, reading, decision ? &*decision : nullptr};
  each(row_, &whole);
}

void RowDecider::decide(io::ListChunk& chunk, const Each& each) {
  whole_ids_.clear();
  io::RowCutter::look_over(chunk);
  if (batch_) batch_->take(chunk);
  for (std::size_t place = 0; place < chunk.rows.size(); ++place) {
    clear(row_);
    if (!batch_ || !batch_->has(place)) {
      read_whole(chunk, place, each);
      continue;
    }
    batch_->fill(
        chunk, place, [&] { return evaluate(chunk, place); }, row_);
    each(row_, nullptr);
  }
}

}  // namespace regimen::screening
