// Entry: screen. Test: tests/screening/screen_test.cpp and tests/embed/screen_test.sh.
#include "engine/screening/screen.h"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "engine/io/json_parts.h"
#include "engine/screening/part.h"
#include "engine/screening/resume.h"
#include "engine/screening/seen_ids.h"

namespace regimen::screening {

namespace {

class Screening {
 public:
  Screening(io::List& list, const Deciding& deciding, const Explain& explain,
            const ScreenOptions& options, Outputs& outputs, const std::atomic<bool>& stop,
            const Done& done)
      : list_(list),
        deciding_(deciding),
        explain_(explain),
        options_(options),
        outputs_(outputs),
        stop_(stop),
        done_(done),
        result_{Attrition(options.deciding), {}, false, false} {}

  ScreenResult run() {
    resume();
    if (result_.changed || result_.interrupted || result_.failure) return std::move(result_);
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < options_.threads; ++i) threads.emplace_back([this] { work(); });
    work();
    for (std::thread& thread : threads) thread.join();
    count_repeated();
    if (!result_.failure && !result_.interrupted) result_.failure = outputs_.end();
    return std::move(result_);
  }

 private:
  // Goes to where an earlier run has stopped.
  void resume() {
    ended_ = outputs_.ended();
    if (outputs_.done().empty() && !ended_) return;
    Resumption resumption = skip(list_, outputs_.done(), ended_, stop_);
    result_.changed = resumption.changed;
    result_.interrupted = resumption.interrupted;
    result_.failure = std::move(resumption.failure);
    rest_ = std::move(resumption.rest);
    for (const JournalEntry& entry : outputs_.done()) sum(entry.attrition, entry.ids);
    outputs_.forget_done();
  }

  void work() {
    RowDecider decider(deciding_, list_);
    while (true) {
      std::size_t turn = 0;
      std::optional<io::ListChunk> chunk = take(turn);
      if (!chunk) return;
      Part part{{}, {}, {}, {}, Attrition(options_.deciding), {}};
      decider.decide(*chunk, [&](const ScreenedRow& row, const WholeRow* whole) {
        add(row, whole == nullptr ? nullptr : &whole->reading, part);
        if (options_.witness.decided && whole != nullptr && whole->decision != nullptr)
          options_.witness.decided(turn, *chunk, *whole);
      });
      if (outputs_.journal()) part.line = entry_text(entry_of(part, stretch_of(*chunk)));
      part.bytes = chunk->source->text().size();
      give(turn, part);
    }
  }

  // The next chunk and its turn; nothing at the end, and once something has gone wrong.
  std::optional<io::ListChunk> take(std::size_t& turn) {
    const std::scoped_lock lock(reading_);
    if (ended_ || failed_) return std::nullopt;
    if (stop_) {
      ended_ = true;
      const std::scoped_lock writing(writing_);
      result_.interrupted = true;
      return std::nullopt;
    }
    auto next = rest_ ? core::Result(std::exchange(rest_, std::nullopt)) : list_.next();
    if (!next.ok()) {
      ended_ = true;
      const std::scoped_lock writing(writing_);
      result_.failure = next.failure();
      return std::nullopt;
    }
    std::optional<io::ListChunk> chunk = std::move(next).value();
    if (!chunk) {
      ended_ = true;
      return std::nullopt;
    }
    turn = taken_++;
    return chunk;
  }

  // `reading` is there where something may be wrong with the row.
  void add(const ScreenedRow& row, const io::RowReading* reading, Part& part) const {
    if (!row.id.empty()) part.ids.push_back(hash_of(row.id));
    part.attrition.add(row);
    std::string explanation;
    if (explain_ && !row.rejected) explanation = explain_(*reading);
    if (outputs_.database()) {
      store(row, reading, explanation, part);
    } else {
      add_row(options_.format, row, options_.regimens, explanation, part.rows);
    }
    if (reading == nullptr) return;
    part.errors += error_rows(row, reading->structure);
    part.errors += error_rows(row, reading->values);
  }

  static void store(const ScreenedRow& row, const io::RowReading* reading,
                    const std::string& explanation, Part& part) {
    StoredRow& stored = part.stored.emplace_back();
    stored.row = row;
    if (reading != nullptr) {
      add_errors(reading->structure, stored.errors);
      add_errors(reading->values, stored.errors);
    }
    if (!explanation.empty()) stored.decision = io::Json::parse(explanation, nullptr, false).dump();
  }

  static Stretch stretch_of(const io::ListChunk& chunk) {
    StretchReader reader;
    for (const io::RawRow& row : chunk.rows) reader.add(chunk, row);
    return reader.take(chunk, chunk.rows.back());
  }

  // In the order of the list.
  void give(std::size_t turn, const Part& part) {
    std::unique_lock lock(writing_);
    written_.wait(lock, [&] { return next_ == turn; });
    if (!result_.failure) {
      if (options_.witness.writing) options_.witness.writing(turn);
      write(part);
    }
    ++next_;
    written_.notify_all();
  }

  void write(const Part& part) {
    sum(part.attrition, part.ids);
    if (result_.failure) return;
    if (auto trouble = outputs_.write(part)) {
      result_.failure = std::move(trouble);
      failed_ = true;
    }
    bytes_ += part.bytes;
    if (done_) done_(result_.attrition.rows, bytes_);
  }

  void sum(const Attrition& attrition, const std::vector<std::uint64_t>& ids) {
    result_.attrition.join(attrition);
    if (result_.failure) return;
    result_.failure = seen_.add(ids);
    if (result_.failure) failed_ = true;
  }

  void count_repeated() {
    if (result_.failure) return;
    const auto repeated = seen_.repeated();
    if (repeated.ok()) {
      result_.attrition.repeated_ids = repeated.value();
    } else {
      result_.failure = repeated.failure();
    }
  }

  io::List& list_;
  const Deciding& deciding_;
  const Explain& explain_;
  const ScreenOptions& options_;
  Outputs& outputs_;
  const std::atomic<bool>& stop_;
  const Done& done_;

  std::mutex reading_;                 // list_, rest_, taken_, ended_; taken before writing_
  std::optional<io::ListChunk> rest_;  // what comes before the rest of the list
  std::size_t taken_ = 0;
  bool ended_ = false;

  std::mutex writing_;  // what follows
  std::condition_variable written_;
  std::size_t next_ = 0;
  std::uint64_t bytes_ = 0;  // of the list, that this run has decided
  SeenIds seen_;
  ScreenResult result_;

  std::atomic<bool> failed_ = false;
};

}  // namespace

ScreenResult screen(io::List& list, const Deciding& deciding, const Explain& explain,
                    const ScreenOptions& options, Outputs& outputs, const std::atomic<bool>& stop,
                    const Done& done) {
  return Screening(list, deciding, explain, options, outputs, stop, done).run();
}

}  // namespace regimen::screening
