// Entry: replay. Test: tests/embed/log_replay_test.cpp.
#include "engine/embed/log/replay.h"

#include <algorithm>
#include <optional>

#include "engine/core/files.h"
#include "engine/embed/log/log_file.h"
#include "engine/embed/log/schema.h"
#include "engine/embed/log/verdicts.h"
#include "engine/io/fhir/fhir.h"

namespace regimen::embed::log {

namespace {

namespace fs = std::filesystem;
using core::Database;
using core::Statement;

constexpr const char* decisions =
    "SELECT decision.sequence, decision.id, options, input_digest, patient, verdicts, pack_digest, "
    "coalesce(safety_digest, ''), knowledge_digest, engine, input.text, decision.source "
    "FROM decision LEFT JOIN input ON input.digest = input_digest ORDER BY decision.sequence";

class Replayer {
 public:
  Replayer(const Engine& engine, const InputFiles& inputs, const Redecide& redecide)
      : engine_(engine), inputs_(inputs), redecide_(redecide) {}

  Replayed one(const Statement& row) {
    Replayed replayed;
    replayed.sequence = row.number(0);
    replayed.id = row.text(1);
    replayed.other = other(row);
    if (!evaluate(row.text(3), row.text(2), row, replayed.outcome)) return replayed;
    const auto patient = static_cast<std::size_t>(row.number(4));
    if (patient >= last_.size()) {
      replayed.outcome = ReplayOutcome::not_possible;
    } else if (const auto& decision = last_[patient].decision) {
      replayed.parts = differences(row.text(5), verdicts_json(*decision));
      if (!replayed.parts.empty()) replayed.outcome = ReplayOutcome::different;
    } else {
      replayed.outcome = ReplayOutcome::different;
      replayed.parts = {"rejected"};
    }
    return replayed;
  }

 private:
  std::vector<std::string> other(const Statement& row) const {
    const language::CheckedPack* safety = engine_.safety();
    std::vector<std::string> names;
    if (row.text(6) != engine_.pack().pack.digest) names.emplace_back("pack");
    if (row.text(7) != (safety == nullptr ? "" : safety->pack.digest))
      names.emplace_back("safety_pack");
    if (row.text(8) != engine_.knowledge().digest) names.emplace_back("knowledge");
    if (row.text(9) != engine_version()) names.emplace_back("engine");
    return names;
  }

  // Those of one text stand one after the other: it is read once for all of them.
  bool evaluate(const std::string& digest, const std::string& options, const Statement& row,
                ReplayOutcome& outcome) {
    const std::string source = row.text(11);
    if (digest == digest_ && options == options_ && source == source_) return true;
    digest_.clear();
    std::optional<EvaluateOptions> how = read_options(options);
    if (!how || !fits(*how)) {
      outcome = ReplayOutcome::not_possible;
      return false;
    }
    std::optional<std::string> text = text_of(digest, row);
    if (!text) {
      outcome = ReplayOutcome::no_input;
      return false;
    }
    last_ = redecide_ ? redecide_(source, std::move(*text), *how)
                      : engine_.evaluate_all("input", std::move(*text), *how);
    source_ = source;
    digest_ = digest;
    options_ = options;
    return true;
  }

  // Weights must be those of the model that the pack has now.
  [[nodiscard]] bool fits(const EvaluateOptions& options) const {
    if (!options.weights) return true;
    const auto& model = engine_.pack().pack.model;
    if (!model) return false;
    const auto& ranges = options.weights->ranges;
    if (options.weights->free) return ranges.empty();
    return ranges.size() == model->criteria.size() &&
           std::ranges::all_of(model->criteria,
                               [&](const auto& one) { return ranges.contains(one.id); });
  }

  std::optional<std::string> text_of(const std::string& digest, const Statement& row) const {
    if (!row.is_nothing(10)) return row.text(10);
    const auto file = inputs_.find(digest);
    if (file == inputs_.end()) return std::nullopt;
    auto text = core::read_file(file->second, io::fhir_limits.bytes);
    // It may have been changed since it was looked at.
    if (!text.ok() || core::sha256(text.value()) != digest) return std::nullopt;
    return std::move(text).value();
  }

  const Engine& engine_;
  const InputFiles& inputs_;
  const Redecide& redecide_;
  std::string source_;
  std::string digest_;  // of what was evaluated last
  std::string options_;
  std::vector<Evaluation> last_;
};

void count(const Replayed& replayed, ReplaySums& sums) {
  if (!replayed.other.empty()) ++sums.other;
  switch (replayed.outcome) {
    case ReplayOutcome::same:
      ++sums.same;
      return;
    case ReplayOutcome::different:
      ++sums.different;
      return;
    case ReplayOutcome::no_input:
      ++sums.no_input;
      return;
    case ReplayOutcome::not_possible:
      ++sums.not_possible;
      return;
  }
}

std::optional<core::Failure> add_file(const fs::path& path, InputFiles& files) {
  const auto text = core::read_file(path, io::fhir_limits.bytes);
  if (text.ok()) {
    files.emplace(core::sha256(text.value()), path);
    return std::nullopt;
  }
  // What is too large to be evaluated was never decided.
  if (text.failure().kind == core::FailureKind::too_large) return std::nullopt;
  return core::Failure{text.failure().kind, path.string(), text.failure().message};
}

}  // namespace

std::string_view to_text(ReplayOutcome outcome) {
  switch (outcome) {
    case ReplayOutcome::same:
      return "same";
    case ReplayOutcome::different:
      return "different";
    case ReplayOutcome::no_input:
      return "no_input";
    case ReplayOutcome::not_possible:
      return "not_possible";
  }
  return {};
}

core::Result<InputFiles> find_inputs(const std::vector<fs::path>& places) {
  InputFiles files;
  for (const fs::path& place : places) {
    std::error_code error;
    if (!fs::is_directory(place, error)) {
      if (const auto failure = add_file(place, files)) return *failure;
      continue;
    }
    fs::recursive_directory_iterator walk(place, error);
    for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
      if (!walk->is_regular_file(error)) continue;
      if (const auto failure = add_file(walk->path(), files)) return *failure;
    }
    if (error)
      return core::Failure{core::FailureKind::cannot_read, place.string(), error.message()};
  }
  return files;
}

core::Result<ReplaySums> replay(const fs::path& path, const Engine& engine,
                                const InputFiles& inputs,
                                const std::function<void(const Replayed&)>& tell,
                                const Redecide& redecide) {
  auto opening = LogFile::open_to_read(path);
  if (!opening.ok()) return opening.failure();
  Database database = std::move(opening).value();
  ReplaySums sums;
  Replayer replayer(engine, inputs, redecide);
  Statement row = database.prepare(with_kinds(decisions));
  while (row.step()) {
    const Replayed replayed = replayer.one(row);
    count(replayed, sums);
    tell(replayed);
  }
  if (row.failed())
    return core::Failure{core::FailureKind::cannot_read, path.string(), database.error()};
  return sums;
}

}  // namespace regimen::embed::log
