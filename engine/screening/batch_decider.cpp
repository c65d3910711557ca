// Entry: BatchDecider. Test: tests/property/screen_test.cpp.
#include "engine/screening/batch_decider.h"

#include <algorithm>
#include <utility>

namespace regimen::screening {

namespace {

facts::BatchLayout layout(const program::Program& program,
                          const std::optional<program::Program>& safety) {
  facts::BatchLayout reads = program.reads;
  if (safety) reads.include(safety->reads);
  return reads;
}

StaleRules stale_rules(const language::CheckedPack& pack, const language::CheckedPack* safety) {
  StaleRules rules = {pack.pack.stale};
  if (safety != nullptr) rules.push_back(safety->pack.stale);
  return rules;
}

}  // namespace

BatchDecider::BatchDecider(const Columnar& columnar, const std::optional<facts::Day>& as_of,
                           const io::List& list, Names& names)
    : columnar_(&columnar),
      coder_(list, *columnar.pack->knowledge, stale_rules(*columnar.pack, columnar.safety),
             layout(columnar.program, columnar.safety_program), as_of),
      runner_(columnar.program, coder_.parts()),
      eligibility_(columnar.pack->pack, columnar.options, names),
      reach_(columnar.pack->pack, columnar.comparisons, columnar.options),
      missing_(*columnar.pack, columnar.options.assumptions, coder_, runner_, names) {
  runner_.tell_apart(eligibility_.rules());
  if (columnar.safety == nullptr) return;
  safety_runner_.emplace(*columnar.safety_program, coder_.parts());
  safety_.emplace(columnar.safety->pack);
  for (const language::Regimen& one : columnar.safety->pack.regimens)
    regimens_.push_back(names.keep(one.id));
}

// What is asked for outweighs what the row has.
std::size_t BatchDecider::jurisdiction_of(std::size_t patient) {
  const std::string& asked = columnar_->options.jurisdiction;
  const std::string& one = asked.empty() ? coder_.jurisdiction(patient) : asked;
  const auto known = std::find(jurisdictions_.begin(), jurisdictions_.end(), one);
  const auto place = static_cast<std::size_t>(known - jurisdictions_.begin());
  if (known == jurisdictions_.end()) jurisdictions_.push_back(one);
  return place;
}

void BatchDecider::code(const io::ListChunk& chunk) {
  coder_.begin();
  coded_.clear();
  next_ = 0;
  ids_.clear();
  jurisdictions_.clear();
  for (std::size_t place = 0; place < chunk.rows.size(); ++place) {
    if (!coder_.add(chunk, place, pieces_)) continue;
    const std::size_t begin = ids_.size();
    ids_ += pieces_.id;
    coded_.push_back({place, begin, ids_.size(), jurisdiction_of(coded_.size())});
  }
}

void BatchDecider::run() {
  const program::Verdicts& verdicts = runner_.run(coder_.dictionaries(0), coder_.batch());
  eligibility_.take(verdicts);
  reach_.take(verdicts);
  missing_.begin();
  if (!safety_) return;
  safety_->take(safety_runner_->run(coder_.dictionaries(1), coder_.batch()),
                columnar_->options.assumptions, jurisdictions_);
}

void BatchDecider::take(const io::ListChunk& chunk) {
  code(chunk);
  if (!coded_.empty()) run();
}

// How the regimens and the comparisons stand; what is the same in a former row has its ranks.
void BatchDecider::stand(std::size_t patient, std::size_t jurisdiction, ScreenedRow& row) {
  for (std::size_t i = 0; i < regimens_.size(); ++i) {
    const RegimenStanding standing = safety_->at(patient, jurisdiction, i);
    ranks_.add(standing);
    row.regimens.push_back(
        {regimens_[i],
         decision::status_text(decision::safety_status(standing.at_least, standing.undecided)),
         to_text(standing.at_least),
         to_text(standing.at_most),
         {}});
  }
  for (std::size_t i = 0; i < reach_.comparisons(); ++i) ranks_.add(reach_.at(patient, i));
}

void BatchDecider::fill(const io::ListChunk& chunk, std::size_t place,
                        const std::function<std::vector<RowRank>()>& evaluate, ScreenedRow& row) {
  const std::size_t patient = next_++;
  const Coded& coded = coded_[patient];
  row.number = chunk.rows[place].number;
  row.line = chunk.source->place(chunk.rows[place].begin).line;
  row.id = std::string_view(ids_).substr(coded.id_begin, coded.id_end - coded.id_begin);
  eligibility_.fill(patient, row);
  missing_.fill(chunk, place, patient, eligibility_, row);
  if (!safety_) return;
  stand(patient, coded.jurisdiction, row);
  const std::vector<RowRank>& ranks = ranks_.of(evaluate);
  for (std::size_t i = 0; i < regimens_.size(); ++i) row.regimens[i].rank = ranks[i];
}

}  // namespace regimen::screening
