// Entry: read_options: how patients are evaluated. Test: tests/embed/cli_test.sh.
#include <algorithm>

#include "engine/core/files.h"
#include "engine/embed/cli/commands.h"
#include "engine/io/profile.h"

namespace regimen::embed::cli {

namespace {

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
  std::error_code error;
  if (!text.ok() && std::filesystem::exists(given, error)) {
    complain(given + ": " + text.failure().message);
    const bool input = text.failure().kind != core::FailureKind::cannot_read;
    return input ? exit_bad_input : exit_system;
  }
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

int read_options(const Common& common, const HowCommand& how, const Engine& engine,
                 EvaluateOptions& options) {
  options.jurisdiction = how.jurisdiction;
  options.assumptions = !how.no_assumptions;
  options.strict = how.strict;
  options.groups = how.groups;
  if (!how.as_of.empty()) {
    const auto date = facts::parse_date(how.as_of);
    if (!date || !date->is_point()) {
      complain("--as-of needs a full date such as 2026-11-01");
      return exit_usage;
    }
    options.as_of = date->first;
  }
  const auto& groups = engine.pack().pack.groups;
  for (const std::string& group : how.groups) {
    if (std::none_of(groups.begin(), groups.end(),
                     [&](const language::Group& g) { return g.id == group; })) {
      complain("the pack has no group `" + group + "`");
      return exit_usage;
    }
  }
  const auto& jurisdictions = engine.knowledge().vocabulary.jurisdictions();
  if (!how.jurisdiction.empty() && std::find(jurisdictions.begin(), jurisdictions.end(),
                                             how.jurisdiction) == jurisdictions.end()) {
    complain("no such jurisdiction `" + how.jurisdiction + "`");
    return exit_usage;
  }
  return how.weights.empty() ? exit_done : read_weights(common, how.weights, engine, options);
}

}  // namespace regimen::embed::cli
