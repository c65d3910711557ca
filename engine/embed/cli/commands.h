// Commands of the program `regimen`, each in a file of its own, thin over the facade
// (embed/engine.h).
//
// Exit status: 0 done; 1 done, and what was checked did not hold; 2 usage; 3 the input is not
// acceptable; 4 a pack or the knowledge is missing or not acceptable; 5 done, but some files were
// rejected or some values set aside; 6 the system failed us; 70 our own fault. Thread-safety: for
// the main thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/embed/build_config.h"
#include "engine/embed/engine.h"

namespace regimen::embed::cli {

enum Exit : int {
  exit_done = 0,
  exit_did_not_hold = 1,
  exit_usage = 2,
  exit_bad_input = 3,
  exit_bad_pack = 4,
  exit_partly = 5,
  exit_system = 6,
  exit_our_fault = 70,
  exit_interrupted = 130,  // by a signal, as shells count
};

enum class Format { text, json, sqlite };  // the last of `screen` alone
enum class When { automatic, always, never };

struct Common {
  std::filesystem::path data;                    // holds rules/ and knowledge/
  std::string pack{build_config::default_pack};  // a folder, or a name in rules/
  std::string safety = "safety";  // likewise; `none` for none; left out where the data hold none
  Format format = Format::text;
  std::string locale = "en";
  When colour = When::automatic;
  bool show_values = false;

  [[nodiscard]] std::filesystem::path knowledge_folder() const { return data / "knowledge"; }
  [[nodiscard]] std::filesystem::path pack_folder(const std::string& name) const;
  // Whether standard output is written in colour.
  [[nodiscard]] bool in_colour() const;
  // The offending text may be shown: it was asked for, or a person looks.
  [[nodiscard]] core::ShowValues values() const;
};

// How patients are evaluated, one or many.
struct HowCommand {
  std::string as_of;
  std::string jurisdiction;
  bool no_assumptions = false;
  bool strict = false;
  std::vector<std::string> groups;
  std::string weights;  // a set of the pack, a file, or `{...}`; empty: the first of the pack
};

struct EvaluateCommand {
  std::vector<std::string> files;
  HowCommand how;
  bool all = false;
  std::string output;
  std::string log;          // a decision log; empty: none
  bool log_inputs = false;  // what was read is kept in it
};

struct ScreenCommand {
  std::string list;     // `-`: standard input
  std::string mapping;  // a file; of a table
  std::string table;    // of a database
  std::string query;
  HowCommand how;
  std::string output;  // empty: standard output
  std::string errors;
  std::string summary;
  std::size_t threads = 1;
  bool explain = false;
  bool progress = false;
  std::string log;  // empty: none
  bool log_inputs = false;
  bool resume = false;        // go on with what an interrupted run has left
  bool format_given = false;  // else the name of the output may say it
};

struct EvidenceCommand {
  enum class What { list, show, compare, search, audit };
  What what = What::list;
  std::string ref;    // a study, `study/row`, or an outcome
  std::string words;  // to search for
  bool all = false;   // the audit: also what agrees
};

struct LogCommand {
  enum class What { verify, replay, stats };
  What what = What::verify;
  std::string file;
  std::string expected;             // `HASH` or `SEQUENCE:HASH`
  std::vector<std::string> inputs;  // files and folders of what was decided
};

struct MapCommand {
  std::string list;   // a file; `-` is standard input
  std::string table;  // of a database
  std::string query;
  std::string encoding;  // empty: UTF-8, or what a byte order mark says
};

struct CheckCommand {
  std::vector<std::string> packs;
  int stale_months = 24;  // a source that was read longer ago is warned about
  bool program = false;   // show the columnar program of each
};

// The service for EHRs.
struct ServeCommand {
  HowCommand how;
  std::string host = "127.0.0.1";
  int port = 8080;
  std::string certificate;
  std::string key;
  std::vector<std::string> origins;
  std::string log;  // where decisions are logged; empty: nowhere
  bool log_inputs = false;
  std::string clients;     // the list of who may call
  std::string public_url;  // how they call the service
  bool no_client_auth = false;
  bool quiet = false;
  std::size_t most_bytes = std::size_t{8} << 20;
  int most_seconds = 30;
  std::size_t most_connections = 256;
};

int serve(const Common& common, const ServeCommand& command);
int evidence(const Common& common, const EvidenceCommand& command);
int evaluate(const Common& common, const EvaluateCommand& command);
int screen(const Common& common, const ScreenCommand& command);
int log(const Common& common, const LogCommand& command);
int map(const Common& common, const MapCommand& command);
int check(const Common& common, const CheckCommand& command);
int test(const Common& common, const std::vector<std::string>& packs);

// Prints diagnostics on standard error.
void complain(const Common& common, const core::Diagnostics& diagnostics);
void complain(const std::string& line);

// What the command line says of how to evaluate. Where the answer is not `exit_done`, why has been
// said.
int read_options(const Common& common, const HowCommand& how, const Engine& engine,
                 EvaluateOptions& options);

// Opens the engine or complains. Nothing where it cannot be opened.
std::unique_ptr<Engine> open_engine(const Common& common, const std::string& pack,
                                    const std::string& safety,
                                    std::shared_ptr<core::Sources>& sources);

}  // namespace regimen::embed::cli
