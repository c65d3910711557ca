// DecisionLog: a record of every decision, and of what became of it, in one SQLite file: who was
// told what, by which rules.
//
// What append() returns stands on the disk and is part of the chain (record.h). One thread writes;
// all who wait for it are written together and flushed once. A disk that is full, locked or slow
// costs the caller no more than `most_wait`: nothing is returned then, the loss is counted, and
// stands as a gap in the chain before the next record that can be written. Where a call returned
// nothing because the disk was slow, the record may still get there, and is then not counted as
// lost. Several processes may write to one file.
//
// The chain shows whoever changes, takes out or reorders records, not who cuts off its end, nor who
// writes all of it anew: for that its last hash must be noted elsewhere now and then (verify.h).
//
// By default neither the id of a patient nor any value is in it: of the text that was read it holds
// the SHA-256. With `keep_inputs` the text and the id stand in tables beside the chain, for
// replay.h: then the file is as sensitive as a health record. Either may be deleted from the tables
// `input` and `subject` later without breaking the chain. Thread-safety: append and lost may be
// called from any thread; open, close and the end by one, when no other call is under way.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "engine/core/result.h"
#include "engine/embed/log/entry.h"
#include "engine/embed/log/record.h"

namespace regimen::embed::log {

struct LogOptions {
  bool keep_inputs = false;
  std::chrono::milliseconds most_wait = std::chrono::milliseconds(250);
  std::int64_t most_pages = 0;  // how far the file may grow, in pages of SQLite; 0: no limit
};

class LogWriter;

class DecisionLog {
 public:
  // Makes the log where nothing is. A file that is no log, or one of another schema, is refused.
  static core::Result<DecisionLog> open(const std::filesystem::path& path,
                                        const LogOptions& options);
  DecisionLog(DecisionLog&& other) noexcept;
  DecisionLog& operator=(DecisionLog&&) = delete;
  DecisionLog(const DecisionLog&) = delete;
  DecisionLog& operator=(const DecisionLog&) = delete;
  ~DecisionLog();

  std::optional<Logged> append(const Entry& entry);
  // All of them or none, one after the other.
  std::optional<std::vector<Logged>> append_all(const std::vector<Entry>& entries);
  std::optional<Logged> append_feedback(const Feedback& feedback);

  // How many were lost since it was opened, whether their gap is written or not.
  [[nodiscard]] std::uint64_t lost() const;

  // Nothing is appended after it. A gap that could not be written is returned, for somebody to hear
  // of it.
  std::optional<Gap> close();

 private:
  explicit DecisionLog(std::unique_ptr<LogWriter> writer, bool keep_inputs);

  std::unique_ptr<LogWriter> writer_;
  bool keep_inputs_;
};

}  // namespace regimen::embed::log
