// What was decided is decided again: with the input that the log keeps, or with files found by
// their digest; by the same rules it comes out the same.
#include "engine/embed/log/replay.h"

#include <doctest/doctest.h>

#include <fstream>

#include "engine/embed/log/verdicts.h"
#include "tests/embed/log_entries.h"
#include "tests/support/temporary_folder.h"

namespace regimen::embed::log {

namespace {

namespace fs = std::filesystem;
using Folder = support::TemporaryFolder;
const fs::path root = REGIMEN_TEST_SOURCE_DIR;

const Engine& engine() {
  static const Opening opening =
      Engine::open(root / "knowledge", root / "rules" / "sonic", root / "rules" / "safety");
  REQUIRE(opening.engine);
  return *opening.engine;
}

std::string patient(const std::string& name) {
  return core::read_file(root / "examples" / "patients" / name, 1000000).value();
}

Entry decided(const std::string& text, const EvaluateOptions& options = {}) {
  const Evaluation evaluation = engine().evaluate("p", text, options);
  REQUIRE(evaluation.decision);
  Entry entry = entry_of(*evaluation.decision, options);
  entry.time = at(0);
  entry.source = "evaluate";
  entry.input_digest = core::sha256(text);
  entry.input = std::make_shared<const std::string>(text);
  return entry;
}

struct Told {
  std::vector<Replayed> all;
  ReplaySums sums;
};

Told replayed(const fs::path& path, const InputFiles& inputs = {}) {
  Told told;
  const auto result =
      replay(path, engine(), inputs, [&](const Replayed& one) { told.all.push_back(one); });
  REQUIRE_MESSAGE(result.ok(), (result.ok() ? "" : result.failure().message));
  told.sums = result.value();
  return told;
}

void write(const fs::path& path, const std::vector<Entry>& entries, bool keep) {
  LogOptions options;
  options.keep_inputs = keep;
  DecisionLog log = opened(path, options);
  REQUIRE(log.append_all(entries));
}

}  // namespace

TEST_CASE("what is kept is decided again with its own options") {
  const Folder folder;
  EvaluateOptions without;
  without.assumptions = false;
  without.weights = engine().pack().pack.model->presets.back();
  const std::string first = patient("first.yaml");
  // The same patient, eligible with assumptions and undecided without.
  write(folder / "log.db",
        {decided(first), decided(first, without), decided(patient("heart-failure.yaml"))}, true);
  const Told told = replayed(folder / "log.db");
  CHECK(told.sums.same == 3);
  CHECK(told.sums.different == 0);
  CHECK(told.sums.other == 0);
}

TEST_CASE("a verdict that is not that of now is told with its part") {
  const Folder folder;
  Entry other = decided(patient("first.yaml"));
  other.verdicts = decided(patient("heart-failure.yaml")).verdicts;
  other.pack.digest = "of an earlier pack";
  other.engine_version = "0.0.1";
  Entry rejected = decided(patient("first.yaml"));
  rejected.input = std::make_shared<const std::string>("no profile");
  rejected.input_digest = core::sha256("no profile");
  Entry strange = decided(patient("first.yaml"));
  strange.options = "nothing that is known";
  Entry absent = decided(patient("first.yaml"));
  absent.patient = 5;
  write(folder / "log.db", {other, rejected, strange, absent}, true);
  const Told told = replayed(folder / "log.db");
  REQUIRE(told.all.size() == 4);
  CHECK(told.all[0].outcome == ReplayOutcome::different);
  CHECK(std::ranges::count(told.all[0].parts, "eligibility.status") == 1);
  CHECK(told.all[0].other == std::vector<std::string>{"pack", "engine"});
  CHECK(told.all[1].parts == std::vector<std::string>{"rejected"});
  CHECK(told.all[2].outcome == ReplayOutcome::not_possible);
  CHECK(told.all[3].outcome == ReplayOutcome::not_possible);
  CHECK(told.sums.different == 2);
  CHECK(told.sums.not_possible == 2);
  CHECK(told.sums.other == 1);
}

TEST_CASE("what is not kept is found among files by its digest, whatever their names") {
  const Folder folder;
  const std::string first = patient("first.yaml");
  write(folder / "log.db", {decided(first), decided(patient("heart-failure.yaml"))}, false);
  CHECK(replayed(folder / "log.db").sums.no_input == 2);
  fs::create_directories(folder / "inputs" / "deep");
  std::ofstream(folder / "inputs" / "deep" / "some-name") << first;
  const auto inputs = find_inputs({folder / "inputs"});
  REQUIRE(inputs.ok());
  const Told told = replayed(folder / "log.db", inputs.value());
  CHECK(told.sums.same == 1);
  CHECK(told.sums.no_input == 1);
  CHECK(told.all[1].outcome == ReplayOutcome::no_input);
  CHECK_FALSE(find_inputs({folder / "nowhere"}).ok());
}

TEST_CASE("weights of a model that the pack has not cannot be decided with") {
  const Folder folder;
  EvaluateOptions options;
  Entry entry = decided(patient("first.yaml"));
  options.weights.emplace();
  options.weights->ranges["nothing-of-the-pack"] = {1, 1, 1};
  entry.options = options_json(options);
  write(folder / "log.db", {entry}, true);
  CHECK(replayed(folder / "log.db").sums.not_possible == 1);
}

}  // namespace regimen::embed::log
