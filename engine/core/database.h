// Database: SQLite, as far as this program needs it: files or memory, statements with bound values,
// transactions by SQL. database.cpp alone sees sqlite3.h.
//
// Every text is bound, never pasted into SQL. A Failure names what SQLite said, never a value.
// Thread-safety: a Database belongs to one thread at a time; any number may be open on one file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace regimen::core {

enum class DatabaseMode {
  read_only,  // the file must be there; it is never written, not even for a lock file
  create,     // read and write; made where it is missing
  shared,     // never written by us, but perhaps by others at the same time
};

// Why the last call failed, as far as a caller can act on it.
enum class DatabaseTrouble {
  none,
  locked,   // by another; it may go if tried again
  full,     // the disk, or what the file may grow to
  refused,  // what was given breaks a rule of the table, or is too large; other rows may do
  damaged,  // the file is no database, or a broken one
  failed,   // anything else
};

class Database;

// One prepared statement. Columns and parameters count from 1 for bind and from 0 for read, as in
// SQLite.
class Statement {
 public:
  Statement& bind(int place, std::string_view text);
  Statement& bind(int place, std::int64_t number);
  Statement& bind_nothing(int place);

  // The next row; false at the end. Then failed() says whether it ended well.
  bool step();
  [[nodiscard]] bool failed() const { return failed_; }
  // Runs a statement that yields no rows, and makes it ready for the next values.
  bool run();
  void reset();

  [[nodiscard]] std::string text(int column) const;  // empty for NULL
  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] bool is_nothing(int column) const;
  [[nodiscard]] int columns() const;
  [[nodiscard]] std::string name(int column) const;
  // Whether it leaves every database as it is. False where there is no statement.
  [[nodiscard]] bool only_reads() const;

 private:
  friend class Database;
  struct Close {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  std::unique_ptr<sqlite3_stmt, Close> statement_;
  bool failed_ = false;
};

class Database {
 public:
  static Result<Database> open(const std::filesystem::path& path, DatabaseMode mode);
  static Result<Database> in_memory();
  // On disk, where the system keeps what is temporary (TMPDIR), and without a name: it is gone with
  // the Database, and with the program however that ends.
  static Result<Database> temporary();

  // Statements separated by semicolons. Nothing where all went well.
  std::optional<Failure> execute(const std::string& sql);
  // REQUIRES: `sql` is one statement. A mistake in it yields a statement that fails.
  Statement prepare(std::string_view sql);
  // Whether what was run last changed a row.
  [[nodiscard]] bool changed() const;
  // The first column of the first row; nothing where there is none.
  std::optional<std::string> value(std::string_view sql);
  // The bytes of the database as a file would hold them.
  [[nodiscard]] std::string serialised() const;
  // What SQLite said last.
  [[nodiscard]] std::string error() const;
  [[nodiscard]] DatabaseTrouble trouble() const;

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  static Result<Database> open_named(const std::string& name, int flags);
  explicit Database(sqlite3* handle) : handle_(handle) {}

  std::unique_ptr<sqlite3, Close> handle_;
  std::string name_;
};

}  // namespace regimen::core
