// Entry: screen: a whole list. Test: tests/embed/screen_test.sh.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <iostream>

#include "engine/core/files.h"
#include "engine/core/output_file.h"
#include "engine/decision/decide.h"
#include "engine/embed/cli/commands.h"
#include "engine/embed/cli/logged_rows.h"
#include "engine/embed/cli/run_marks.h"
#include "engine/io/json_report.h"
#include "engine/io/list.h"
#include "engine/io/page.h"
#include "engine/screening/screen.h"

namespace regimen::embed::cli {

namespace {

using screening::Attrition;

constexpr std::size_t most_mapping_bytes = std::size_t{4} << 20;

// Nobody waits for a single row.
constexpr std::chrono::milliseconds most_wait_for_log{5000};

constexpr const char* resume_goes_on = "; the same command with --resume goes on";

std::atomic<bool> stopped = false;

// Once: at the end of what is being done; twice: at once.
void stop(int /*signal*/) {
  if (stopped.exchange(true)) ::_exit(exit_interrupted);
}

// How far it has come, on one line of a terminal that is written over.
class Progress {
 public:
  // `bytes` of the whole list; 0: not known.
  Progress(bool shown, std::uint64_t bytes) : shown_(shown), bytes_(bytes) {}

  void operator()(std::uint64_t rows, std::uint64_t read) {
    if (!shown_) return;
    const auto now = Clock::now();
    if (now - last_ < std::chrono::milliseconds(200)) return;
    last_ = now;
    told_ = true;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    std::fprintf(stderr, "\r\033[K%llu rows, %.0f a second", static_cast<unsigned long long>(rows),
                 static_cast<double>(rows) / std::max(seconds, 0.001));
    if (read == 0 || read > bytes_) return;
    const double share = static_cast<double>(read) / static_cast<double>(bytes_);
    std::fprintf(stderr, ", %.0f s left", seconds / share - seconds);
  }
  void end() const {
    if (told_) std::fputs("\r\033[K", stderr);
  }

 private:
  using Clock = std::chrono::steady_clock;

  bool shown_;
  std::uint64_t bytes_;
  bool told_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = start_;
};

// Of a list that is read as it stands in its file; 0 where that is not known.
std::uint64_t bytes_of(const std::string& list) {
  std::error_code error;
  const bool packed = list.size() > 3 && list.substr(list.size() - 3) == ".gz";
  if (packed || !core::OutputFile::is_file(list)) return 0;
  const auto bytes = std::filesystem::file_size(list, error);
  return error ? 0 : bytes;
}

std::vector<std::string> deciding(const language::Pack& pack,
                                  const std::vector<std::string>& groups) {
  decision::Options options;
  options.groups = groups;
  std::vector<std::string> ids;
  for (const language::Rule& rule : pack.rules) {
    if (rule.is_criterion() && decision::decides(pack, rule, options)) ids.push_back(rule.id);
  }
  return ids;
}

// The attrition as a person reads it: what takes most rows first.
std::string summary_text(const Attrition& attrition, const language::Pack& pack,
                         const std::string& locale) {
  const auto place = pack.wording.find(locale);
  const auto wording = place != pack.wording.end() ? place : pack.wording.begin();
  const auto title = [&](const std::string& id) {
    if (wording == pack.wording.end()) return id;
    const auto rule = wording->second.rules.find(id);
    return rule == wording->second.rules.end() ? id : rule->second.title;
  };
  io::Page page(io::Colour::no);
  page.line("rows " + std::to_string(attrition.rows) + ", rejected " +
                std::to_string(attrition.rejected) + ", with values set aside " +
                std::to_string(attrition.set_aside) + ", repeated ids " +
                std::to_string(attrition.repeated_ids),
            0);
  for (const auto& [status, count] : attrition.eligibility)
    page.line(status + " " + std::to_string(count), 2);
  constexpr std::size_t width = 9;
  page.blank();
  page.columns("criterion", {"pass", "fail", "unknown", "alone"}, width, 0);
  for (const screening::CriterionCounts& one : attrition.criteria) {
    page.columns(title(one.id),
                 {std::to_string(one.pass), std::to_string(one.fail), std::to_string(one.unknown),
                  std::to_string(one.fails_alone)},
                 width, 0);
  }
  std::vector<std::pair<std::string, screening::MissingCounts>> missing(attrition.missing.begin(),
                                                                        attrition.missing.end());
  std::stable_sort(missing.begin(), missing.end(), [](const auto& a, const auto& b) {
    return std::pair(a.second.alone, a.second.rows) > std::pair(b.second.alone, b.second.rows);
  });
  constexpr std::size_t most_shown = 12;
  if (missing.size() > most_shown) missing.resize(most_shown);
  if (!missing.empty()) page.blank();
  for (const auto& [fact, counts] : missing) {
    page.line("missing " + fact + ": alone settles " + std::to_string(counts.alone) + " of " +
                  std::to_string(counts.rows) + " rows",
              0);
  }
  return page.take();
}

// The format that was asked for, or that the name of the output asks for.
bool is_database(const Common& common, const ScreenCommand& command) {
  if (command.format_given) return common.format == Format::sqlite;
  const std::string ending = std::filesystem::path(command.output).extension().string();
  return ending == ".sqlite" || ending == ".sqlite3" || ending == ".db";
}

// Why the files that are named cannot be written as asked for; empty where they can.
std::string trouble_with_names(const ScreenCommand& command, bool database) {
  if (database && (command.output.empty() || !core::OutputFile::is_file(command.output)))
    return "a database is written to a file: --output names it";
  const auto same = [](const std::string& a, const std::string& b) {
    namespace fs = std::filesystem;
    return !a.empty() && !b.empty() && core::OutputFile::is_file(a) &&
           fs::absolute(a).lexically_normal() == fs::absolute(b).lexically_normal();
  };
  if (same(command.output, command.errors) || same(command.output, command.summary) ||
      same(command.errors, command.summary))
    return "two outputs have one name";
  if (!command.resume) return {};
  const std::string reason = why_not_resumable(command);
  return reason.empty() ? reason : "--resume has no meaning: " + reason;
}

class Screener {
 public:
  Screener(const Common& common, const ScreenCommand& command, const Engine& engine,
           EvaluateOptions options, bool database)
      : common_(common),
        command_(command),
        engine_(engine),
        options_(std::move(options)),
        database_(database),
        log_(command.log, command.log_inputs, "screen", most_wait_for_log) {}

  int run() {
    // A limit on the length of files is a failure like a full disk; an export is joined in one.
    std::signal(SIGXFSZ, SIG_IGN);
    if (const int status = read_mapping(); status != exit_done) return status;
    io::ListOptions how;
    how.mapping = std::move(mapping_);
    how.table = command_.table;
    how.query = command_.query;
    how.fhir = engine_.fhir();
    io::ListOpening opening = io::List::open(command_.list, std::move(how), engine_.knowledge());
    complain(common_, opening.diagnostics);
    complain(common_, opening.remarks);
    if (opening.failure) {
      complain(opening.failure->path + ": " + opening.failure->message);
      return exit_system;
    }
    if (!opening.list) return exit_bad_input;
    const io::ListKind kind = opening.list->kind();
    const bool is_table = kind == io::ListKind::csv || kind == io::ListKind::database;
    if (!command_.mapping.empty() && !is_table) {
      complain("a list of profiles, or of FHIR, needs no mapping");
      return exit_usage;
    }
    if (opening.header) digests_.header = core::sha256(opening.header->text());
    if (!opening.digest.empty()) digests_.header = digests_.input = opening.digest;
    remarks_ = std::move(opening.remarks);
    return open_outputs(*opening.list);
  }

 private:
  int read_mapping() {
    if (command_.mapping.empty()) return exit_done;
    auto text = core::read_file(command_.mapping, most_mapping_bytes);
    if (!text.ok()) {
      complain(command_.mapping + ": " + text.failure().message);
      return exit_system;
    }
    core::Diagnostics diagnostics;
    digests_.mapping = core::sha256(text.value());
    const core::Source& source =
        sources_.add(command_.mapping, std::move(text).value(), core::Privacy::open);
    mapping_ = io::read_mapping(source, engine_.knowledge(), diagnostics);
    complain(common_, diagnostics);
    return mapping_ ? exit_done : exit_bad_input;
  }

  int system_failure(const core::Failure& failure, bool can_go_on = false) {
    complain(failure.path + ": " + failure.message + (can_go_on ? resume_goes_on : ""));
    return exit_system;
  }

  int open_outputs(io::List& list) {
    screening::OutputRequest request;
    request.rows = command_.output.empty() ? "-" : command_.output;
    request.errors = command_.errors;
    request.database = database_;
    request.format = row_format();
    request.deciding = deciding(engine_.pack().pack, options_.groups);
    request.regimens = regimens();
    request.remarks = screening::remark_rows(remarks_);
    request.journal = why_not_resumable(command_).empty();
    request.resume = command_.resume;
    const bool told = database_ || !command_.summary.empty();
    if (told && core::OutputFile::is_file(command_.list))
      digests_.input = digest_of_file(command_.list);
    if (request.journal) request.run = run_marks(common_, command_, engine_, digests_, database_);
    screening::OutputsOpening opening = screening::Outputs::open(std::move(request));
    if (opening.failure) return system_failure(*opening.failure);
    if (opening.outputs == nullptr) return refuse_changed(opening.changed);
    if (!opening.outputs->done().empty()) {
      complain("goes on after row " +
               std::to_string(opening.outputs->done().back().stretch.last_row));
    }
    return screen(list, *opening.outputs);
  }

  [[nodiscard]] screening::RowFormat row_format() const {
    return common_.format == Format::json ? screening::RowFormat::ndjson
                                          : screening::RowFormat::csv;
  }

  [[nodiscard]] std::vector<std::string> regimens() const {
    std::vector<std::string> ids;
    if (engine_.safety() == nullptr) return ids;
    for (const language::Regimen& one : engine_.safety()->pack.regimens) ids.push_back(one.id);
    return ids;
  }

  int screen(io::List& list, screening::Outputs& outputs) {
    screening::ScreenOptions how;
    how.threads = std::max<std::size_t>(command_.threads, 1);
    how.format = row_format();
    how.deciding = deciding(engine_.pack().pack, options_.groups);
    how.regimens = regimens();
    screening::Deciding decide_rows = engine_.deciding(options_);
    screening::Explain explain;
    if (command_.explain) {
      decide_rows.columnar.reset();
      explain = [&](const io::RowReading& row) {
        decision::Decision decision = engine_.decide(*row.record, options_, true);
        decision.ignored.insert(decision.ignored.end(), row.ignored.begin(), row.ignored.end());
        return io::json_report(decision, row.values, engine_version(), common_.locale);
      };
    }
    LoggedRows logged(log_, list, options_);
    if (log_.open()) {
      decide_rows.columnar.reset();
      how.witness = logged.witness();
    }
    std::signal(SIGINT, stop);
    std::signal(SIGTERM, stop);
    std::signal(SIGPIPE, SIG_IGN);
    Progress progress(::isatty(STDERR_FILENO) == 1 || command_.progress, bytes_of(command_.list));
    const screening::ScreenResult result =
        screening::screen(list, decide_rows, explain, how, outputs, stopped,
                          [&](std::uint64_t rows, std::uint64_t read) { progress(rows, read); });
    progress.end();
    log_.end();
    if (result.changed) return refuse_changed({"the list"});
    if (result.failure) return system_failure(*result.failure, outputs.can_go_on());
    if (result.interrupted) {
      complain("interrupted after " + std::to_string(result.attrition.rows) +
               " rows: nothing was written under the final names" +
               (outputs.can_go_on() ? resume_goes_on : ""));
      return exit_interrupted;
    }
    return finish(result.attrition, outputs);
  }

  int finish(const Attrition& attrition, screening::Outputs& outputs) {
    const language::Pack& pack = engine_.pack().pack;
    const language::Pack* safety = engine_.safety() == nullptr ? nullptr : &engine_.safety()->pack;
    const screening::RunName name{command_.list,
                                  pack.id + " " + pack.version,
                                  pack.digest,
                                  safety == nullptr ? "" : safety->digest,
                                  engine_.knowledge().digest,
                                  std::string(engine_version()),
                                  digests_.input};
    screening::StoredRun run{
        name.engine_version, name.pack,
        name.pack_digest,    safety == nullptr ? "" : safety->id + " " + safety->version,
        name.safety_digest,  name.knowledge_digest,
        name.input,          digests_.input,
        digests_.mapping,    screening::json_of(option_marks(command_))};
    screening::add_errors(remarks_, run.remarks);
    const auto failure = outputs.commit(
        {command_.summary, screening::summary_json(name, attrition), run}, attrition);
    if (failure) return system_failure(*failure, outputs.can_go_on());
    std::cerr << summary_text(attrition, pack, common_.locale);
    const bool partly = attrition.rejected > 0 || attrition.set_aside > 0 || remarks_.has_errors();
    return partly ? exit_partly : exit_done;
  }

  const Common& common_;
  const ScreenCommand& command_;
  const Engine& engine_;
  EvaluateOptions options_;
  bool database_;
  LogOfRun log_;
  RunDigests digests_;
  core::Sources sources_;
  std::optional<io::MappingFile> mapping_;
  core::Diagnostics remarks_;  // on the list as a whole
};

}  // namespace

int screen(const Common& common, const ScreenCommand& command) {
  const bool database = is_database(common, command);
  if (const std::string trouble = trouble_with_names(command, database); !trouble.empty()) {
    complain(trouble);
    return exit_usage;
  }
  std::shared_ptr<core::Sources> sources;
  const auto engine = open_engine(common, common.pack, common.safety, sources);
  if (engine == nullptr) return exit_bad_pack;
  EvaluateOptions options;
  if (const int status = read_options(common, command.how, *engine, options); status != exit_done)
    return status;
  return Screener(common, command, *engine, std::move(options), database).run();
}

}  // namespace regimen::embed::cli
