// Entry: evaluate: one profile or FHIR bundle, several, or standard input. Test:
// tests/embed/cli_test.sh.
#include <algorithm>
#include <iostream>

#include "engine/core/files.h"
#include "engine/embed/cli/commands.h"
#include "engine/embed/cli/logged.h"
#include "engine/io/fhir/fhir.h"
#include "engine/io/json_report.h"
#include "engine/io/profile.h"
#include "engine/io/text_report.h"

namespace regimen::embed::cli {

namespace {

// Somebody waits for the result.
constexpr std::chrono::milliseconds most_wait_for_log{250};

// What became of the files so far.
struct Tally {
  std::size_t done = 0;
  std::size_t rejected = 0;
  std::size_t unreadable = 0;
  bool set_aside = false;

  [[nodiscard]] int exit() const {
    if (unreadable > 0) return exit_system;
    if (done == 0 && rejected > 0) return exit_bad_input;
    return rejected > 0 || set_aside ? exit_partly : exit_done;
  }
};

class Evaluator {
 public:
  Evaluator(const Common& common, const EvaluateCommand& command, const Engine& engine,
            EvaluateOptions options)
      : common_(common),
        command_(command),
        engine_(engine),
        options_(std::move(options)),
        log_(command.log, command.log_inputs, "evaluate", most_wait_for_log) {}

  void one(const std::string& file) {
    const bool standard_input = file == "-";
    const std::string name = standard_input ? "<stdin>" : file;
    auto text = standard_input ? core::read_standard_input(io::fhir_limits.bytes)
                               : core::read_file(file, io::fhir_limits.bytes);
    if (!text.ok()) {
      complain(name + ": " + text.failure().message);
      // A directory or a giant is no profile; a file that cannot be read is the system's trouble.
      const bool input = text.failure().kind == core::FailureKind::too_large ||
                         text.failure().kind == core::FailureKind::is_directory;
      ++(input ? tally_.rejected : tally_.unreadable);
      return;
    }
    const bool fhir = io::may_be_fhir(text.value());
    if (text.value().size() > io::profile_limits.bytes && !fhir) {
      complain(name + ": larger than " + std::to_string(io::profile_limits.bytes) + " bytes");
      ++tally_.rejected;
      return;
    }
    const LoggedText logged = log_.begin(text.value());
    const std::vector<Evaluation> patients =
        engine_.evaluate_all(name, std::move(text).value(), options_);
    several_ = several_ || patients.size() > 1;
    if (log_.open()) log(logged, patients);
    for (const Evaluation& evaluation : patients) one_patient(name, evaluation);
  }

  int finish() {
    const int status = finish_output();
    log_.end();  // the last: nobody waits for it
    return status;
  }

 private:
  void log(const LoggedText& logged, const std::vector<Evaluation>& patients) {
    std::vector<log::Entry> entries;
    for (std::size_t i = 0; i < patients.size(); ++i) {
      if (patients[i].decision) {
        entries.push_back(
            log_.entry(logged, *patients[i].decision, options_, static_cast<std::uint32_t>(i)));
      }
    }
    log_.add(entries);
  }

  // Several JSON results are one array.
  int finish_output() {
    // What is there is not replaced by nothing.
    if (tally_.done == 0) return tally_.exit();
    if (common_.format == Format::json && (several_ || command_.files.size() > 1))
      output_ = "[\n" + output_ + "]\n";
    if (command_.output.empty()) {
      std::cout << output_ << std::flush;
      if (!std::cout) {
        complain("standard output cannot be written");
        return exit_system;
      }
    } else if (const auto failure = core::write_file(command_.output, output_)) {
      complain(failure->path + ": " + failure->message);
      return exit_system;
    }
    return tally_.exit();
  }

  void one_patient(const std::string& name, const Evaluation& evaluation) {
    complain(common_, evaluation.structure);
    complain(common_, evaluation.values);
    if (!evaluation.decision) {
      complain(name + ": rejected");
      ++tally_.rejected;
      return;
    }
    ++tally_.done;
    tally_.set_aside = tally_.set_aside || !evaluation.values.empty();
    write(evaluation);
  }

  void write(const Evaluation& evaluation) {
    if (common_.format == Format::json) {
      if (!output_.empty()) output_ += ",\n";
      output_ += io::json_report(*evaluation.decision, evaluation.values, engine_version(),
                                 common_.locale);
      return;
    }
    if (!output_.empty()) output_ += "\n";
    io::TextStyle style;
    style.locale = common_.locale;
    style.colour =
        command_.output.empty() && common_.in_colour() ? io::Colour::yes : io::Colour::no;
    style.all = command_.all;
    output_ += io::text_report(*evaluation.decision, engine_.pack(), style, engine_.safety(),
                               &engine_.evidence());
  }

  const Common& common_;
  const EvaluateCommand& command_;
  const Engine& engine_;
  EvaluateOptions options_;
  LogOfRun log_;
  Tally tally_;
  bool several_ = false;  // some text held several patients
  std::string output_;
};

}  // namespace

int evaluate(const Common& common, const EvaluateCommand& command) {
  std::shared_ptr<core::Sources> sources;
  const auto engine = open_engine(common, common.pack, common.safety, sources);
  if (engine == nullptr) return exit_bad_pack;
  EvaluateOptions options;
  if (const int status = read_options(common, command.how, *engine, options); status != exit_done)
    return status;
  Evaluator evaluator(common, command, *engine, options);
  for (const std::string& file : command.files) evaluator.one(file);
  return evaluator.finish();
}

}  // namespace regimen::embed::cli
