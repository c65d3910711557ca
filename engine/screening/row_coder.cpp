// Entry: RowCoder::add. Test: tests/screening/screen_test.cpp, tests/property/screen_test.cpp.
#include "engine/screening/row_coder.h"

#include <algorithm>
#include <utility>

#include "engine/facts/settle.h"
#include "engine/screening/timeless.h"

namespace regimen::screening {

using facts::ListState;

namespace {

// Beyond these the dictionaries begin anew: a list whose rows repeat little costs time, not memory.
constexpr std::size_t most_texts = std::size_t{1} << 18;
constexpr std::size_t most_text_bytes = std::size_t{16} << 20;
constexpr std::size_t most_entries = std::size_t{1} << 15;  // these are large

// In place of a number: the row is not coded.
constexpr std::uint32_t odd = 0xFFFFFFFF;
// In place of a context.
constexpr std::uint32_t any_day = 0xFFFFFFFF;

template <typename Reading>
bool is_odd(const Reading& reading) {
  return !reading.record || !reading.structure.empty() || !reading.values.empty();
}

// Safety looks at each of the statements that contradict each other.
bool is_contested(const facts::Settled& settled) {
  return std::any_of(settled.facts.begin(), settled.facts.end(),
                     [](const auto& fact) { return !fact.candidates.empty(); });
}

// Only what some pack takes to be stale is settled otherwise.
std::vector<facts::Dictionaries> make_dictionaries(const facts::Vocabulary& vocabulary,
                                                   const facts::BatchLayout& reads,
                                                   const StaleRules& stale) {
  std::vector<facts::Dictionaries> result;
  result.emplace_back(vocabulary, reads);
  const facts::Parts& parts = result.front().parts();
  std::vector<bool> otherwise(parts.count());
  for (const std::vector<facts::StaleRule>& rules : stale) {
    for (const facts::StaleRule& rule : rules) otherwise[parts.of_fact(rule.fact)] = true;
  }
  while (result.size() < stale.size()) {
    facts::Dictionaries next(result.front(), vocabulary, reads, otherwise);
    result.push_back(std::move(next));
  }
  return result;
}

}  // namespace

RowCoder::RowCoder(const io::List& list, const facts::Knowledge& knowledge, StaleRules stale,
                   const facts::BatchLayout& reads, const std::optional<facts::Day>& as_of)
    : list_(&list),
      knowledge_(&knowledge),
      stale_(std::move(stale)),
      as_of_(as_of),
      cutter_(list),
      dictionaries_(make_dictionaries(knowledge.vocabulary, reads, stale_)),
      batch_(dictionaries_.front()),
      patient_(dictionaries_.front().parts()),
      texts_(list.slots().size()),
      reasons_(dictionaries_.front().parts().count()) {
  for (const facts::PartId part : list.slots()) {
    SlotOf& of = slots_of_.emplace_back();
    if (part < parts().fact_parts()) {
      of.facts = parts().facts_of(part);
    } else {
      of.lists = {parts().list_of(part)};
    }
    of.may_be_timeless = may_be_timeless(knowledge.vocabulary, of.facts);
  }
}

void RowCoder::begin() {
  batch_.clear();
  context_of_.clear();
  if (text_count_ <= most_texts && text_bytes_ <= most_text_bytes && entries_ <= most_entries)
    return;
  entries_ = 0;
  text_count_ = 0;
  text_bytes_ = 0;
  for (core::TextIndex& one : texts_) one.clear();
  context_texts_.clear();
  contexts_.clear();
  told_.clear();
  for (std::vector<std::uint32_t>& one : reasons_) one.clear();
  for (facts::Dictionaries& one : dictionaries_) one.clear();
}

facts::Settled RowCoder::settled(const io::ListChunk& chunk, std::size_t place,
                                 const io::RowPieces& row,
                                 const std::vector<const io::Piece*>& pieces,
                                 facts::Day as_of) const {
  const auto reading = cutter_.read_pieces(chunk, place, row, pieces, as_of);
  return facts::settle(*reading.record, knowledge_->vocabulary, knowledge_->terminology,
                       stale_.front());
}

RowCoder::Context RowCoder::make_context(const io::ListChunk& chunk, std::size_t place,
                                         const io::RowPieces& row) {
  Context context;
  const io::RowReading reading = cutter_.read_head(chunk, place, row, as_of_);
  context.odd = is_odd(reading);
  if (context.odd) return context;
  context.as_of = *reading.record->as_of;
  context.jurisdiction = reading.record->jurisdiction;
  context.untold.resize(parts().fact_parts());
  for (std::size_t pack = 0; pack < stale_.size(); ++pack) {
    const facts::Settled settled = facts::settle(*reading.record, knowledge_->vocabulary,
                                                 knowledge_->terminology, stale_[pack]);
    for (facts::PartId part = 0; part < context.untold.size(); ++part) {
      if (!dictionaries_[pack].reads(part)) continue;
      context.untold[part] = dictionaries_[pack].add(part, settled);
      if (pack == 0) note_reason(part, context.untold[part], settled);
    }
  }
  return context;
}

void RowCoder::note_reason(facts::PartId part, facts::CodeId code, const facts::Settled& settled) {
  std::string text;
  if (part < parts().fact_parts()) {
    for (const facts::FactId id : parts().facts_of(part)) {
      text += settled.facts[id].supplied ? 's' : '-';
      for (const facts::Missing& missing : settled.facts[id].missing)
        text.append(missing.key).append(1, static_cast<char>(missing.cause)).append(" ");
    }
  } else {
    const facts::ListId list = parts().list_of(part);
    const facts::SettledEntry& entry = settled.lists[list].entries.front();
    for (const auto& cause : entry.causes)
      text += static_cast<char>(cause ? 1 + static_cast<int>(*cause) : 0);
    // A missing field is told with what its entry is.
    const facts::FieldId identity = knowledge_->vocabulary.lists()[list].identity;
    if (const auto id = std::get<facts::ConceptName>(entry.values[identity]).id)
      text += std::to_string(*id);
  }
  const auto known = known_reasons_.find(0, text);
  const auto next = static_cast<std::uint32_t>(known_reasons_.size());
  if (!known) known_reasons_.add(0, text, next);
  reasons_[part].resize(std::max<std::size_t>(reasons_[part].size(), code + 1));
  reasons_[part][code] = known.value_or(next);
}

// Of most lists, that of the row before.
const RowCoder::Context& RowCoder::context(const io::ListChunk& chunk, std::size_t place,
                                           const io::RowPieces& row) {
  constexpr char between = '\x1F';
  last_day_.assign(row.as_of).append(1, between).append(row.jurisdiction);
  if (const auto known = context_texts_.find(0, last_day_)) {
    last_context_ = *known;
  } else {
    last_context_ = static_cast<std::uint32_t>(contexts_.size());
    contexts_.push_back(make_context(chunk, place, row));
    context_texts_.add(0, last_day_, last_context_);
  }
  return contexts_[last_context_];
}

std::pair<std::uint32_t, bool> RowCoder::tell(const io::ListChunk& chunk, std::size_t place,
                                              const io::RowPieces& row, const io::Piece& piece) {
  const facts::PartId part = slots()[piece.slot];
  const SlotOf& of = slots_of_[piece.slot];
  const auto reading =
      cutter_.read_pieces(chunk, place, row, {&piece}, contexts_[last_context_].as_of);
  if (is_odd(reading)) return {odd, false};
  std::vector<facts::Settled> all;
  for (const std::vector<facts::StaleRule>& stale : stale_) {
    all.push_back(facts::settle_only(*reading.record, knowledge_->vocabulary,
                                     knowledge_->terminology, stale, of.facts, of.lists));
    if (is_contested(all.back())) return {odd, false};
  }
  const auto add_to_dictionaries = [&] {
    facts::CodeId code = 0;
    for (std::size_t pack = 0; pack < all.size(); ++pack) {
      if (!dictionaries_[pack].reads(part)) continue;
      code = dictionaries_[pack].add(part, all[pack]);
      if (pack == 0) note_reason(part, code, all[pack]);
    }
    return code;
  };
  if (of.lists.empty()) {
    const bool timeless = of.may_be_timeless && is_timeless(*reading.record, of.facts);
    return {add_to_dictionaries(), timeless};
  }
  const facts::SettledList& list = all.front().lists[of.lists.front()];
  Told told;
  told.state = list.state;
  if (!list.absent.empty()) told.absent = list.absent.front();
  if (!list.entries.empty()) {
    ++entries_;
    told.code = add_to_dictionaries();
  }
  told_.push_back(told);
  return {static_cast<std::uint32_t>(told_.size() - 1),
          is_timeless(reading.record->lists[of.lists.front()])};
}

std::uint32_t RowCoder::number_of(const io::ListChunk& chunk, std::size_t place,
                                  const io::RowPieces& row, const io::Piece& piece) {
  core::TextIndex& texts = texts_[piece.slot];
  if (slots_of_[piece.slot].may_be_timeless) {
    if (const auto known = texts.find(any_day, piece.key)) return *known;
  }
  if (const auto known = texts.find(last_context_, piece.key)) return *known;
  const auto [number, timeless] = tell(chunk, place, row, piece);
  texts.add(timeless ? any_day : last_context_, piece.key, number);
  ++text_count_;
  text_bytes_ += piece.key.size();
  return number;
}

bool RowCoder::add(const io::ListChunk& chunk, std::size_t place, io::RowPieces& row) {
  if (!cutter_.cut(chunk, place, row)) return false;
  const Context& context = this->context(chunk, place, row);
  if (context.odd) return false;
  const auto facts_end = static_cast<facts::PartId>(parts().fact_parts());
  patient_.as_of = context.as_of;
  std::copy(context.untold.begin(), context.untold.end(), patient_.facts.begin());
  for (std::size_t id = 0; id < patient_.lists.size(); ++id) {
    patient_.lists[id].state = row.lists.empty() ? ListState::missing : row.lists[id];
    patient_.lists[id].entries.clear();
    patient_.lists[id].absent.clear();
  }
  for (const io::Piece& piece : row.pieces) {
    const std::uint32_t number = number_of(chunk, place, row, piece);
    if (number == odd) return false;
    const facts::PartId part = slots()[piece.slot];
    if (part < facts_end) {
      patient_.facts[part] = number;
      continue;
    }
    const Told& told = told_[number];
    facts::CodedList& list = patient_.lists[parts().list_of(part)];
    if (told.code) list.entries.push_back(*told.code);
    if (told.absent) list.absent.push_back(*told.absent);
    // In a table one entry that may be there leaves its list open.
    if (row.lists.empty() && list.state != ListState::incomplete) list.state = told.state;
  }
  batch_.add(patient_);
  context_of_.push_back(last_context_);
  return true;
}

}  // namespace regimen::screening
