// Entry: screen: a whole list. Test: tests/embed/screen_test.sh.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <iostream>

#include "engine/core/files.h"
#include "engine/core/output_file.h"
#include "engine/embed/cli/commands.h"
#include "engine/io/json_report.h"
#include "engine/io/list.h"
#include "engine/io/page.h"
#include "engine/screening/screen.h"

namespace regimen::embed::cli {

namespace {

using screening::Attrition;

constexpr std::size_t most_mapping_bytes = std::size_t{4} << 20;

std::atomic<bool> stopped = false;

// Once: at the end of what is being done; twice: at once.
void stop(int /*signal*/) {
  if (stopped.exchange(true)) ::_exit(exit_interrupted);
}

// How far it has come, on one line of a terminal that is written over.
class Progress {
 public:
  explicit Progress(bool shown) : shown_(shown) {}

  void operator()(std::uint64_t rows) {
    if (!shown_) return;
    const auto now = Clock::now();
    if (now - last_ < std::chrono::milliseconds(200)) return;
    last_ = now;
    told_ = true;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    std::fprintf(stderr, "\r%llu rows, %.0f a second ", static_cast<unsigned long long>(rows),
                 static_cast<double>(rows) / std::max(seconds, 0.001));
  }
  void end() const {
    if (told_) std::fputs("\r\033[K", stderr);
  }

 private:
  using Clock = std::chrono::steady_clock;

  bool shown_;
  bool told_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = start_;
};

std::vector<std::string> deciding(const language::Pack& pack,
                                  const std::vector<std::string>& groups) {
  std::vector<std::string> ids;
  for (const language::Rule& rule : pack.rules) {
    if (!rule.is_criterion()) continue;
    const language::Group& group = pack.groups[rule.group];
    const bool asked = std::find(groups.begin(), groups.end(), group.id) != groups.end();
    if (group.decides || asked) ids.push_back(rule.id);
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
    std::string label = title(one.id);
    constexpr std::size_t longest = 42;
    if (label.size() > longest) label = one.id;
    page.columns(label,
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

class Screener {
 public:
  Screener(const Common& common, const ScreenCommand& command, const Engine& engine,
           EvaluateOptions options)
      : common_(common), command_(command), engine_(engine), options_(std::move(options)) {}

  int run() {
    if (const int status = read_mapping(); status != exit_done) return status;
    io::ListOptions how;
    how.mapping = std::move(mapping_);
    how.table = command_.table;
    how.query = command_.query;
    io::ListOpening opening = io::List::open(command_.list, std::move(how), engine_.knowledge());
    complain(common_, opening.diagnostics);
    if (opening.failure) {
      complain(opening.failure->path + ": " + opening.failure->message);
      return exit_system;
    }
    if (!opening.list) return exit_bad_input;
    return screen(*opening.list);
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
    const core::Source& source =
        sources_.add(command_.mapping, std::move(text).value(), core::Privacy::open);
    mapping_ = io::read_mapping(source, engine_.knowledge(), diagnostics);
    complain(common_, diagnostics);
    return mapping_ ? exit_done : exit_bad_input;
  }

  int system_failure(const core::Failure& failure) {
    complain(failure.path + ": " + failure.message);
    return exit_system;
  }

  int screen(io::List& list) {
    auto rows = core::OutputFile::open(command_.output.empty() ? "-" : command_.output);
    if (!rows.ok()) return system_failure(rows.failure());
    core::OutputFile output = std::move(rows).value();
    std::optional<core::OutputFile> errors;
    if (!command_.errors.empty()) {
      auto opened = core::OutputFile::open(command_.errors);
      if (!opened.ok()) return system_failure(opened.failure());
      errors.emplace(std::move(opened).value());
    }
    screening::ScreenOptions how;
    how.threads = std::max<std::size_t>(command_.threads, 1);
    how.format =
        common_.format == Format::json ? screening::RowFormat::ndjson : screening::RowFormat::csv;
    how.deciding = deciding(engine_.pack().pack, options_.groups);
    if (engine_.safety() != nullptr) {
      for (const language::Regimen& one : engine_.safety()->pack.regimens)
        how.regimens.push_back(one.id);
    }
    screening::Deciding decide_rows = engine_.deciding(options_);
    screening::Explain explain;
    if (command_.explain) {
      decide_rows.one_by_one();
      explain = [&](const facts::Record& record) {
        return io::json_report(engine_.decide(record, options_, true), {}, engine_version(),
                               common_.locale);
      };
    }
    std::signal(SIGINT, stop);
    std::signal(SIGTERM, stop);
    std::signal(SIGPIPE, SIG_IGN);
    Progress progress(::isatty(STDERR_FILENO) == 1 || command_.progress);
    const screening::ScreenResult result =
        screening::screen(list, decide_rows, explain, how, {output, errors ? &*errors : nullptr},
                          stopped, [&](std::uint64_t done) { progress(done); });
    progress.end();
    if (result.failure) return system_failure(*result.failure);
    if (result.interrupted) {
      complain("interrupted after " + std::to_string(result.attrition.rows) +
               " rows: nothing was written under the final names");
      return exit_interrupted;
    }
    return finish(result.attrition, output, errors);
  }

  int finish(const Attrition& attrition, core::OutputFile& output,
             std::optional<core::OutputFile>& errors) {
    const language::Pack& pack = engine_.pack().pack;
    const screening::RunName name{command_.list,
                                  pack.id + " " + pack.version,
                                  pack.digest,
                                  engine_.safety() == nullptr ? "" : engine_.safety()->pack.digest,
                                  engine_.knowledge().digest,
                                  std::string(engine_version())};
    if (errors) {
      if (const auto failure = errors->commit()) return system_failure(*failure);
    }
    if (!command_.summary.empty()) {
      const auto failure =
          core::write_file(command_.summary, screening::summary_json(name, attrition));
      if (failure) return system_failure(*failure);
    }
    // Last, so that who waits for it finds everything else.
    if (const auto failure = output.commit()) return system_failure(*failure);
    std::cerr << summary_text(attrition, pack, common_.locale);
    return attrition.rejected > 0 || attrition.set_aside > 0 ? exit_partly : exit_done;
  }

  const Common& common_;
  const ScreenCommand& command_;
  const Engine& engine_;
  EvaluateOptions options_;
  core::Sources sources_;
  std::optional<io::MappingFile> mapping_;
};

}  // namespace

int screen(const Common& common, const ScreenCommand& command) {
  std::shared_ptr<core::Sources> sources;
  const auto engine = open_engine(common, common.pack, common.safety, sources);
  if (engine == nullptr) return exit_bad_pack;
  EvaluateOptions options;
  if (const int status = read_options(common, command.how, *engine, options); status != exit_done)
    return status;
  return Screener(common, command, *engine, std::move(options)).run();
}

}  // namespace regimen::embed::cli
