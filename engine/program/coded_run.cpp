// Entry: CodedRunner::run. Test: tests/program/coded_test.cpp and tests/property/program_test.cpp.
#include "engine/program/coded_run.h"

#include "engine/program/demand.h"
#include "engine/program/dictionary_columns.h"
#include "engine/program/judge.h"

namespace regimen::program {

using facts::PartId;

struct CodedRunner::State {
  State(const Program& of, const facts::Parts& parts);

  void learn(const facts::Dictionaries& from, const facts::CodedBatch& batch);
  void take(const facts::CodedBatch& batch);

  const Program* program;
  std::size_t fact_parts;
  Dependence dependence;
  Demand demand;
  std::vector<DictionaryColumns> columns;  // by PartId; and of the days, as the last
  Frame learning;
  Frame frame;
  const facts::Dictionaries* dictionaries = nullptr;  // those of the last run
  std::uint64_t generation = 0;

 private:
  // What is gathered for the patients comes from many dictionaries, what for entries from one.
  std::vector<Gathered> from_;
  std::vector<Slot*> truths_;
};

CodedRunner::State::State(const Program& of, const facts::Parts& parts)
    : program(&of),
      fact_parts(parts.fact_parts()),
      dependence(of, parts),
      demand(of, dependence.of_patients) {
  std::size_t place = 0;
  for (PartId part = 0; part < dependence.homes.size(); ++part) {
    const bool of_list = part >= fact_parts && part < parts.count();
    columns.emplace_back(of, dependence.homes[part], of_list ? 0 : place);
    if (!of_list) place += columns.back().truths().size();
  }
  learning.slots.resize(of.instructions.size());
  frame.slots.resize(of.instructions.size());
}

void CodedRunner::State::learn(const facts::Dictionaries& from, const facts::CodedBatch& batch) {
  if (dictionaries != &from || generation != from.generation()) {
    for (DictionaryColumns& one : columns) one.forget();
    dictionaries = &from;
    generation = from.generation();
  }
  for (PartId part = 0; part + 1 < columns.size(); ++part) {
    if (!columns[part].empty()) columns[part].grow(from.of(part), learning);
  }
  columns.back().replace(batch.days(), learning);
}

void CodedRunner::State::take(const facts::CodedBatch& batch) {
  const auto days = static_cast<PartId>(columns.size() - 1);
  from_.clear();
  truths_.clear();
  const auto add = [&](PartId part) {
    const auto& codes = part == days ? batch.day_codes() : batch.codes(part);
    columns[part].show(codes, frame);
    if (columns[part].truths().empty()) return;
    from_.push_back({&columns[part].packed(), codes.data()});
    for (const Position position : columns[part].truths())
      truths_.push_back(&frame.slots[position]);
  };
  for (PartId part = 0; part < fact_parts; ++part) add(part);
  add(days);
  gather(from_, batch.size(), truths_);
  for (auto part = static_cast<PartId>(fact_parts); part < days; ++part) {
    from_.clear();
    truths_.clear();
    add(part);
    gather(from_, batch.codes(part).size(), truths_);
  }
}

CodedRunner::CodedRunner(const Program& program, const facts::Parts& parts)
    : state_(std::make_unique<State>(program, parts)) {}

CodedRunner::~CodedRunner() = default;
CodedRunner::CodedRunner(CodedRunner&& other) noexcept = default;
CodedRunner& CodedRunner::operator=(CodedRunner&& other) noexcept = default;

const Verdicts& CodedRunner::run(const facts::Dictionaries& dictionaries,
                                 const facts::CodedBatch& batch) {
  State& state = *state_;
  state.learn(dictionaries, batch);
  state.frame.read(batch);
  state.take(batch);
  for (const Position position : state.demand.order) {
    state.frame.wanted.clear();
    if (!state.demand.branches[position].empty()) {
      state.frame.wanted.resize(facts::words_for(batch.size()));
      state.demand.mark(position, state.frame, state.frame.wanted);
    }
    execute(*state.program, position, state.frame);
  }
  judge(*state.program, state.frame, batch.size(), verdicts_);
  return verdicts_;
}

void CodedRunner::tell_apart(const std::vector<std::size_t>& rules) {
  for (const std::size_t rule : rules) {
    for (const PartId part : rule_parts(rule))
      state_->columns[part].tell_apart(rule, state_->dependence);
  }
}

namespace {

template <typename Number>
void append(Number number, std::string& key) {
  key.append(reinterpret_cast<const char*>(&number), sizeof number);  // NOLINT: bytes of a key
}

// How two dates lie to each other, as far as a comparison of them can tell.
char order_of(const facts::DateRange& a, const facts::DateRange& b) {
  const auto sign = [](facts::Day x, facts::Day y) { return x < y ? 0 : x == y ? 1 : 2; };
  return static_cast<char>(sign(a.first, b.first) + 3 * sign(a.last, b.last) +
                           9 * sign(a.first, b.last) + 27 * sign(a.last, b.first));
}

}  // namespace

bool CodedRunner::add_key(std::size_t rule, const facts::CodedBatch& batch, std::size_t patient,
                          std::string& key) const {
  for (const PartId part : rule_parts(rule)) {
    const DictionaryColumns& columns = state_->columns[part];
    const Signatures& signatures = columns.signatures();
    const std::vector<facts::CodeId>& codes = batch.codes(part);
    if (part < state_->fact_parts) {
      // A number or a date that leaves its dictionary is told apart as a whole.
      const bool whole = signatures.gives_numbers(rule) || !signatures.dates(rule).empty();
      append(whole ? codes[patient] : signatures.of(rule, codes[patient]), key);
      continue;
    }
    if (signatures.gives_numbers(rule)) return false;
    const facts::ListTable& table = batch.lists()[part - state_->fact_parts];
    const std::uint32_t begin = table.begins[patient];
    const std::uint32_t end = table.begins[patient + 1];
    append(end - begin, key);
    append(static_cast<char>(table.closed.at(patient)), key);
    for (std::uint32_t row = begin; row < end; ++row) {
      append(signatures.of(rule, codes[row]), key);
      for (const Position date : signatures.dates(rule)) {
        for (std::uint32_t other = begin; other < row; ++other)
          append(order_of(columns.date(date, codes[row]), columns.date(date, codes[other])), key);
      }
    }
    append(table.absent_begins[patient + 1] - table.absent_begins[patient], key);
    for (std::uint32_t i = table.absent_begins[patient]; i < table.absent_begins[patient + 1]; ++i)
      append(table.absent[i], key);
  }
  return true;
}

const std::vector<PartId>& CodedRunner::rule_parts(std::size_t rule) const {
  return state_->dependence.rule[rule];
}

}  // namespace regimen::program
