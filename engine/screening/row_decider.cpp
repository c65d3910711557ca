// Entry: RowDecider::decide. Test: tests/screening/screen_test.cpp, tests/property/screen_test.cpp.
#include "engine/screening/row_decider.h"

#include <algorithm>
#include <utility>

#include "engine/program/compile.h"

namespace regimen::screening {

Deciding::Deciding(const language::CheckedPack& pack, const language::CheckedPack* safety,
                   std::vector<std::string> comparisons, decision::Options options,
                   std::optional<facts::Day> as_of, bool strict, Decide decide)
    : pack_(&pack),
      safety_(safety),
      comparisons_(std::move(comparisons)),
      options_(std::move(options)),
      as_of_(as_of),
      strict_(strict),
      decide_(std::move(decide)),
      program_(program::compile(pack)) {
  if (safety_ != nullptr) safety_program_ = program::compile(*safety_, program::Conflicts::worse);
  const auto deciding = std::count_if(
      pack.pack.rules.begin(), pack.pack.rules.end(), [&](const language::Rule& rule) {
        return rule.is_criterion() && decision::decides(pack.pack, rule, options_);
      });
  if (static_cast<std::size_t>(deciding) > most_criteria) columnar_ = false;
}

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

RowDecider::RowDecider(const Deciding& deciding, const io::List& list)
    : deciding_(&deciding),
      list_(&list),
      coder_(list, *deciding.pack_->knowledge, stale_rules(*deciding.pack_, deciding.safety_),
             layout(deciding.program_, deciding.safety_program_), deciding.as_of_),
      runner_(deciding.program_, coder_.parts()),
      eligibility_(deciding.pack_->pack, deciding.options_, names_),
      reach_(deciding.pack_->pack, deciding.comparisons_, deciding.options_),
      missing_(*deciding.pack_, deciding.options_.assumptions, coder_, runner_, names_) {
  runner_.tell_apart(eligibility_.rules());
  if (deciding.safety_ == nullptr) return;
  safety_runner_.emplace(*deciding.safety_program_, coder_.parts());
  safety_.emplace(deciding.safety_->pack);
  for (const language::Regimen& one : deciding.safety_->pack.regimens)
    regimens_.push_back(names_.keep(one.id));
}

// What is asked for outweighs what the row has.
std::size_t RowDecider::jurisdiction_of(std::size_t patient) {
  const std::string& asked = deciding_->options_.jurisdiction;
  const std::string& one = asked.empty() ? coder_.jurisdiction(patient) : asked;
  const auto known = std::find(jurisdictions_.begin(), jurisdictions_.end(), one);
  const auto place = static_cast<std::size_t>(known - jurisdictions_.begin());
  if (known == jurisdictions_.end()) jurisdictions_.push_back(one);
  return place;
}

void RowDecider::code(const io::ListChunk& chunk) {
  coder_.begin();
  coded_.clear();
  ids_.clear();
  jurisdictions_.clear();
  if (!deciding_->columnar_) return;
  for (std::size_t place = 0; place < chunk.rows.size(); ++place) {
    if (!coder_.add(chunk, place, pieces_)) continue;
    const std::size_t begin = ids_.size();
    ids_ += pieces_.id;
    coded_.push_back({place, begin, ids_.size(), jurisdiction_of(coded_.size())});
  }
}

void RowDecider::run() {
  const program::Verdicts& verdicts = runner_.run(coder_.dictionaries(0), coder_.batch());
  eligibility_.take(verdicts);
  reach_.take(verdicts);
  missing_.begin();
  if (!safety_) return;
  safety_->take(safety_runner_->run(coder_.dictionaries(1), coder_.batch()),
                deciding_->options_.assumptions, jurisdictions_);
}

std::vector<RowRank> RowDecider::evaluate(const io::ListChunk& chunk, std::size_t place) {
  const io::RowReading reading = list_->read(chunk, place, deciding_->as_of_);
  ScreenedRow whole;
  project(deciding_->decide_(*reading.record), names_, whole);
  std::vector<RowRank> ranks;
  for (const RowRegimen& regimen : whole.regimens) ranks.push_back(regimen.rank);
  return ranks;
}

void RowDecider::project_coded(const io::ListChunk& chunk, std::size_t patient) {
  const Coded& coded = coded_[patient];
  eligibility_.fill(patient, row_);
  missing_.fill(chunk, coded.place, patient, eligibility_, row_);
  if (!safety_) return;
  for (std::size_t i = 0; i < regimens_.size(); ++i) {
    const RegimenStanding standing = safety_->at(patient, coded.jurisdiction, i);
    ranks_.add(standing);
    row_.regimens.push_back(
        {regimens_[i],
         decision::status_text(decision::safety_status(standing.at_least, standing.undecided)),
         to_text(standing.at_least),
         to_text(standing.at_most),
         {}});
  }
  for (std::size_t i = 0; i < reach_.comparisons(); ++i) ranks_.add(reach_.at(patient, i));
  const std::vector<RowRank>& ranks = ranks_.of([&] { return evaluate(chunk, coded.place); });
  for (std::size_t i = 0; i < regimens_.size(); ++i) row_.regimens[i].rank = ranks[i];
}

void RowDecider::read_whole(const io::ListChunk& chunk, std::size_t place, const Each& each) {
  const io::RowReading reading = list_->read(chunk, place, deciding_->as_of_);
  const bool refused = deciding_->strict_ && reading.values.has_errors();
  row_.rejected = !reading.record || refused;
  if (!row_.rejected) project(deciding_->decide_(*reading.record), names_, row_);
  row_.number = reading.number;
  row_.line = reading.line;
  row_.id = reading.id;
  row_.set_aside = row_.rejected ? 0 : reading.values.error_count();
  each(row_, &reading);
}

void RowDecider::decide(io::ListChunk& chunk, const Each& each) {
  io::RowCutter::look_over(chunk);
  code(chunk);
  if (!coded_.empty()) run();
  std::size_t patient = 0;
  for (std::size_t place = 0; place < chunk.rows.size(); ++place) {
    clear(row_);
    if (patient == coded_.size() || coded_[patient].place != place) {
      read_whole(chunk, place, each);
      continue;
    }
    const Coded& coded = coded_[patient];
    row_.number = chunk.rows[place].number;
    row_.line = 0;
    row_.id = std::string_view(ids_).substr(coded.id_begin, coded.id_end - coded.id_begin);
    project_coded(chunk, patient++);
    each(row_, nullptr);
  }
}

}  // namespace regimen::screening
