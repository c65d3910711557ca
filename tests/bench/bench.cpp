// Bench: how long it takes to load the knowledge, to open a pack, to evaluate one patient with both
// at hand, to cut and to read a list, and to weigh three alternatives by four criteria in 20,000
// draws.
//
//   regimen_bench [--runs N] [--pack FOLDER] [--patient FILE] [--output FILE]
//
// Each figure is the median of N runs in one process after one run that does not count, with the
// least and the most beside it; the table is Markdown. What a cold start costs is measured from
// outside, by tests/extended.sh.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/files.h"
#include "engine/decision/benefit_risk/smaa.h"
#include "engine/decision/benefit_risk/value_function.h"
#include "engine/decision/benefit_risk/weights.h"
#include "engine/embed/engine.h"
#include "engine/evidence/statistics/random.h"
#include "engine/facts/knowledge.h"
#include "engine/io/json_report.h"
#include "engine/io/list.h"
#include "engine/io/profile.h"
#include "engine/language/check.h"
#include "engine/language/pack.h"

namespace {

namespace fs = std::filesystem;
using regimen::core::Diagnostics;
using regimen::core::ShowValues;
using regimen::core::Sources;
using Clock = std::chrono::steady_clock;

struct Settings {
  std::size_t runs = 50;
  fs::path root = REGIMEN_TEST_SOURCE_DIR;
  fs::path pack = root / "rules" / "sonic";
  fs::path patient = root / "examples" / "patients" / "first.yaml";
  std::string output;  // empty: standard output
};

struct Figures {
  double median = 0;  // milliseconds
  double least = 0;
  double most = 0;
};

struct Measurement {
  std::string name;
  // False where the work could not be done.
  std::function<bool()> work;
};

std::optional<Figures> measure(const Measurement& measurement, std::size_t runs) {
  std::vector<double> times;
  if (!measurement.work()) return std::nullopt;
  for (std::size_t run = 0; run < runs; ++run) {
    const auto begin = Clock::now();
    const bool done = measurement.work();
    const std::chrono::duration<double, std::milli> taken = Clock::now() - begin;
    if (!done) return std::nullopt;
    times.push_back(taken.count());
  }
  std::sort(times.begin(), times.end());
  const std::size_t middle = times.size() / 2;
  const double median =
      times.size() % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
  return Figures{median, times.front(), times.back()};
}

std::string cell(double milliseconds) {
  std::string text(16, '\0');
  const int length = std::snprintf(text.data(), text.size(), "%.3f", milliseconds);
  text.resize(static_cast<std::size_t>(std::clamp(length, 0, 15)));
  return text;
}

std::optional<Settings> read_settings(const std::vector<std::string_view>& arguments) {
  Settings settings;
  for (std::size_t i = 0; i < arguments.size(); i += 2) {
    if (i + 1 == arguments.size()) return std::nullopt;
    const std::string_view value = arguments[i + 1];
    if (arguments[i] == "--runs") {
      const auto [end, error] =
          std::from_chars(value.data(), value.data() + value.size(), settings.runs);
      const bool read = error == std::errc() && end == value.data() + value.size();
      if (!read || settings.runs == 0) return std::nullopt;
    } else if (arguments[i] == "--pack") {
      settings.pack = value;
    } else if (arguments[i] == "--patient") {
      settings.patient = value;
    } else if (arguments[i] == "--output") {
      settings.output = value;
    } else {
      return std::nullopt;
    }
  }
  return settings;
}

constexpr std::size_t draws = 20'000;

struct Weighing {
  regimen::decision::Values values;
  std::vector<std::vector<double>> weights;
};

// Three alternatives by four criteria, each share anywhere in a range of its own, and any weights.
Weighing draw_weighing() {
  const auto worth = regimen::decision::ValueFunction::make({{0, 0}, {0.5, 0.75}, {1, 1}});
  Weighing weighing{{draws, 3, 4}, {}};
  weighing.weights.reserve(draws);
  for (std::size_t draw = 0; draw < draws; ++draw) {
    std::uint32_t number = 0;
    for (std::size_t a = 0; a < 3; ++a) {
      for (std::size_t c = 0; c < 4; ++c) {
        const double low = static_cast<double>(3 * c + a) / 20;
        const double share = low + regimen::evidence::draw_uniform({1, ++number}, draw) / 4;
        weighing.values.at(draw, a, c) = value_of(*worth, share);
      }
    }
    weighing.weights.push_back(regimen::decision::draw_simplex(4, {1, ++number}, draw));
  }
  return weighing;
}

// The example list, its rows so often that it has some 16 MB, in a file that is gone afterwards.
class LongList {
 public:
  LongList(const Settings& settings, const regimen::facts::Knowledge& knowledge)
      : path_(fs::temp_directory_path() / "regimen-bench.csv"), knowledge_(knowledge) {
    const fs::path folder = settings.root / "examples" / "lists";
    const auto text = regimen::core::read_file(folder / "referrals.csv", 1U << 20U);
    const auto mapping = regimen::core::read_file(folder / "referrals.mapping.yaml", 1U << 20U);
    if (!text.ok() || !mapping.ok()) return;
    const std::string_view all = text.value();
    const auto header = all.find('\n') + 1;
    std::string bytes(all.substr(0, header));
    while (bytes.size() < std::size_t{16} << 20U) bytes += all.substr(header);
    if (regimen::core::write_file(path_, bytes)) return;
    Diagnostics found;
    mapping_ = regimen::io::read_mapping(
        sources_.add("mapping", mapping.value(), regimen::core::Privacy::open), knowledge, found);
  }
  LongList(const LongList&) = delete;
  LongList& operator=(const LongList&) = delete;
  ~LongList() {
    std::error_code error;
    fs::remove(path_, error);
  }

  // Cuts all of it; makes records of the rows of the first `chunks` chunks.
  [[nodiscard]] bool read(std::size_t chunks) const {
    regimen::io::ListOptions options;
    options.mapping = mapping_;
    auto opening = regimen::io::List::open(path_.string(), options, knowledge_);
    if (!opening.list) return false;
    while (true) {
      const auto chunk = opening.list->next();
      if (!chunk.ok()) return false;
      if (!chunk.value()) return true;
      if (chunks == 0) continue;
      for (std::size_t row = 0; row < chunk.value()->rows.size(); ++row) {
        if (!opening.list->read(*chunk.value(), row, std::nullopt).record) return false;
      }
      if (--chunks == 0) return true;
    }
  }

 private:
  fs::path path_;
  const regimen::facts::Knowledge& knowledge_;
  Sources sources_;
  std::optional<regimen::io::MappingFile> mapping_;
};

int run(const Settings& settings) {
  constexpr std::size_t most_bytes = std::size_t{1} << 20U;
  const fs::path knowledge_folder = settings.root / "knowledge";

  Sources sources;
  Diagnostics diagnostics;
  const auto knowledge = regimen::facts::load_knowledge(knowledge_folder, sources, diagnostics);
  const auto opening = regimen::embed::Engine::open(knowledge_folder, settings.pack);
  if (knowledge == nullptr || opening.engine == nullptr) {
    std::cerr << render(opening.diagnostics, ShowValues::yes);
    return 1;
  }
  const auto patient = regimen::core::read_file(settings.patient, most_bytes);
  if (!patient.ok()) {
    std::cerr << settings.patient.string() << ": " << patient.failure().message << "\n";
    return 1;
  }

  const Weighing weighing = draw_weighing();
  const LongList list(settings, *knowledge);
  const std::vector<Measurement> measurements = {
      {"load the knowledge",
       [&] {
         Sources texts;
         Diagnostics found;
         return regimen::facts::load_knowledge(knowledge_folder, texts, found) != nullptr;
       }},
      {"load and check the pack",
       [&] {
         Sources texts;
         Diagnostics found;
         auto pack = regimen::language::load_pack(settings.pack, *knowledge, texts, found);
         return pack && regimen::language::check(std::move(*pack), *knowledge, found);
       }},
      {"read one profile",
       [&] {
         const regimen::core::Source source(settings.patient.string(), patient.value(),
                                            regimen::core::Privacy::patient);
         const auto reading =
             regimen::io::read_profile(source, opening.engine->knowledge(), std::nullopt);
         return reading.record.has_value();
       }},
      {"cut a table of 16 MB into rows", [&] { return list.read(0); }},
      {"records of the rows of 1 MB of a table", [&] { return list.read(1); }},
      {"draw values and weights, 3 x 4 x 20,000",
       [] { return draw_weighing().weights.size() == draws; }},
      {"acceptability, 3 x 4 x 20,000",
       [&] { return !acceptability(weighing.values, weighing.weights).rank.empty(); }},
      {"evaluate one patient, warm",
       [&] {
         const auto evaluation =
             opening.engine->evaluate(settings.patient.string(), patient.value(), {});
         return evaluation.decision.has_value();
       }},
      {"the same, with its decision written as JSON", [&] {
         const auto evaluation =
             opening.engine->evaluate(settings.patient.string(), patient.value(), {});
         return evaluation.decision &&
                !regimen::io::json_report(*evaluation.decision, evaluation.values, "", "en")
                     .empty();
       }}};

  std::string table = "| what | median, ms | least, ms | most, ms | runs |\n";
  table += "| --- | ---: | ---: | ---: | ---: |\n";
  for (const Measurement& measurement : measurements) {
    const auto figures = measure(measurement, settings.runs);
    if (!figures) {
      std::cerr << measurement.name << ": this failed\n";
      return 1;
    }
    table += "| " + measurement.name + " | " + cell(figures->median) + " | " +
             cell(figures->least) + " | " + cell(figures->most) + " | " +
             std::to_string(settings.runs) + " |\n";
  }
  if (settings.output.empty()) {
    std::cout << table;
    return 0;
  }
  if (const auto failure = regimen::core::write_file(settings.output, table)) {
    std::cerr << failure->path << ": " << failure->message << "\n";
    return 1;
  }
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const auto settings = read_settings({arguments + 1, arguments + count});
  if (!settings) {
    std::cerr << "regimen_bench [--runs N] [--pack FOLDER] [--patient FILE] [--output FILE]\n";
    return 2;
  }
  return run(*settings);
}
