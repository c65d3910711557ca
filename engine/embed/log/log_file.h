// LogFile: the file of a decision log, opened to be written or to be read, once it is sure that it
// is one. Thread-safety: for one thread at a time; others, and other processes, may have it open
// themselves.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/database.h"
#include "engine/embed/log/record.h"

namespace regimen::embed::log {

// What goes into the log together: all of it or nothing.
struct Bundle {
  std::vector<Draft> drafts;
  std::vector<Logged> logged;  // where they stand once they are written
  bool refused = false;        // not by the disk, but for what they are
};

class LogFile {
 public:
  // Makes it where nothing is, for the owner alone. `most_pages`: how far the file may grow; 0: as
  // far as the disk goes.
  static core::Result<LogFile> open(const std::filesystem::path& path, std::int64_t most_pages);
  // To be read, while others may write. Failure `damaged`: there is no log.
  static core::Result<core::Database> open_to_read(const std::filesystem::path& path);

  // One transaction, flushed to the disk when this returns `none`; else nothing of it was written.
  // A gap comes before all else.
  core::DatabaseTrouble write(const Gap& gap, std::vector<Bundle*>& bundles);

 private:
  struct Inserts {
    core::Statement record;
    core::Statement input;
    core::Statement subject;
  };
  struct Tip {
    std::int64_t sequence = 0;
    std::string hash;
  };

  LogFile(core::Database database, Inserts inserts)
      : database_(std::move(database)), inserts_(std::move(inserts)) {}

  core::DatabaseTrouble read_tip(Tip& tip);
  core::DatabaseTrouble add(const Draft& draft, Tip& tip);
  core::DatabaseTrouble add_all(const Gap& gap, std::vector<Bundle*>& bundles);
  core::DatabaseTrouble add_bundle(Bundle& bundle, Tip& tip);

  core::Database database_;
  Inserts inserts_;  // after the database, which must outlive them
};

// The genesis of a log; empty where it has none.
std::string genesis_of(core::Database& database);

// The schema that a file has, to be held against that which every log has.
std::string schema_of(core::Database& database);
std::string schema_as_made();

}  // namespace regimen::embed::log
