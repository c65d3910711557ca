// Entry: evaluate: one profile, several, or standard input. Test: tests/embed/cli_test.sh.
#include <algorithm>
#include <iostream>

#include "engine/core/files.h"
#include "engine/embed/cli/commands.h"
#include "engine/io/json_report.h"
#include "engine/io/profile.h"
#include "engine/io/text_report.h"

namespace regimen::embed::cli {

namespace {

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
      : common_(common), command_(command), engine_(engine), options_(std::move(options)) {}

  void one(const std::string& file) {
    const bool standard_input = file == "-";
    const std::string name = standard_input ? "<stdin>" : file;
    auto text = standard_input ? core::read_standard_input(io::profile_limits.bytes)
                               : core::read_file(file, io::profile_limits.bytes);
    if (!text.ok()) {
      complain(name + ": " + text.failure().message);
      // A directory or a giant is no profile; a file that cannot be read is the system's trouble.
      const bool input = text.failure().kind == core::FailureKind::too_large ||
                         text.failure().kind == core::FailureKind::is_directory;
      ++(input ? tally_.rejected : tally_.unreadable);
      return;
    }
    const Evaluation evaluation = engine_.evaluate(name, std::move(text).value(), options_);
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

  // Several JSON results are one array.
  int finish() {
    // What is there is not replaced by nothing.
    if (tally_.done == 0) return tally_.exit();
    if (common_.format == Format::json && command_.files.size() > 1)
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

 private:
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
  Tally tally_;
  std::string output_;
};

// Where the exit status is not `exit_done`, why has been said.
int read_weights(const Common& common, const std::string& given, const Engine& engine,
                 EvaluateOptions& options) {
  const auto& model = engine.pack().pack.model;
  if (!model) {
    complain("the pack weighs nothing: --weights has no meaning");
    return exit_usage;
  }
  if (const language::WeightSet* preset = model->preset(given)) {
    options.weights = *preset;
    return exit_done;
  }
  const bool written = given.front() == '{' || given == "free";
  const std::string name = written ? "--weights" : given;
  auto text =
      written ? core::Result<std::string>(given) : core::read_file(given, io::profile_limits.bytes);
  if (!text.ok()) {
    std::string known;
    for (const language::WeightSet& preset : model->presets) known += " " + preset.id;
    complain("no such set of weights, and no such file: " + given + "; the pack has:" + known);
    return exit_usage;
  }
  WeightsReading reading = engine.read_weights(name, std::move(text).value());
  complain(common, reading.diagnostics);
  if (!reading.weights) return written ? exit_usage : exit_bad_input;
  options.weights = std::move(reading.weights);
  return exit_done;
}

}  // namespace

int evaluate(const Common& common, const EvaluateCommand& command) {
  EvaluateOptions options;
  options.jurisdiction = command.jurisdiction;
  options.assumptions = !command.no_assumptions;
  options.strict = command.strict;
  options.groups = command.groups;
  if (!command.as_of.empty()) {
    const auto date = facts::parse_date(command.as_of);
    if (!date || !date->is_point()) {
      complain("--as-of needs a full date such as 2026-11-01");
      return exit_usage;
    }
    options.as_of = date->first;
  }
  std::shared_ptr<core::Sources> sources;
  const auto engine = open_engine(common, common.pack, common.safety, sources);
  if (engine == nullptr) return exit_bad_pack;
  const auto& groups = engine->pack().pack.groups;
  for (const std::string& group : command.groups) {
    if (std::none_of(groups.begin(), groups.end(),
                     [&](const language::Group& g) { return g.id == group; })) {
      complain("the pack has no group `" + group + "`");
      return exit_usage;
    }
  }
  const auto& jurisdictions = engine->knowledge().vocabulary.jurisdictions();
  if (!command.jurisdiction.empty() && std::find(jurisdictions.begin(), jurisdictions.end(),
                                                 command.jurisdiction) == jurisdictions.end()) {
    complain("no such jurisdiction `" + command.jurisdiction + "`");
    return exit_usage;
  }
  if (!command.weights.empty()) {
    const int status = read_weights(common, command.weights, *engine, options);
    if (status != exit_done) return status;
  }
  Evaluator evaluator(common, command, *engine, options);
  for (const std::string& file : command.files) evaluator.one(file);
  return evaluator.finish();
}

}  // namespace regimen::embed::cli
