// Lists through the engine: a spreadsheet with its mapping and NDJSON of the same patients are
// decided alike, to the last byte of the result.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "engine/embed/engine.h"
#include "engine/io/json_report.h"
#include "engine/io/list.h"

namespace regimen::embed {

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// The result of each patient as JSON.
std::vector<std::string> decided(const Engine& engine, const fs::path& path,
                                 io::ListOptions options) {
  io::ListOpening opening = io::List::open(path.string(), std::move(options), engine.knowledge());
  REQUIRE_MESSAGE(opening.list, core::render(opening.diagnostics, core::ShowValues::yes));
  std::vector<std::string> results;
  while (true) {
    const auto chunk = opening.list->next();
    REQUIRE(chunk.ok());
    if (!chunk.value()) return results;
    for (std::size_t i = 0; i < chunk.value()->rows.size(); ++i) {
      const io::RowReading row = opening.list->read(*chunk.value(), i, std::nullopt);
      REQUIRE_MESSAGE(row.record, core::render(row.structure, core::ShowValues::yes));
      results.push_back(
          io::json_report(engine.decide(*row.record, {}), row.values, engine_version(), "en"));
    }
  }
}

}  // namespace

TEST_CASE("the example list is decided as the same patients in NDJSON are") {
  const fs::path root = REGIMEN_TEST_SOURCE_DIR;
  const Opening opening =
      Engine::open(root / "knowledge", root / "rules/sonic", root / "rules/safety");
  REQUIRE(opening.engine);
  core::Sources sources;
  core::Diagnostics diagnostics;
  io::ListOptions options;
  options.mapping =
      io::read_mapping(sources.add("m", text_of(root / "examples/lists/referrals.mapping.yaml"),
                                   core::Privacy::open),
                       opening.engine->knowledge(), diagnostics);
  REQUIRE(options.mapping);
  const auto table = decided(*opening.engine, root / "examples/lists/referrals.csv", options);
  const auto lines = decided(*opening.engine, root / "examples/lists/referrals.ndjson", {});
  CHECK(table.size() == 20);
  REQUIRE(table.size() == lines.size());
  for (std::size_t i = 0; i < table.size(); ++i) CHECK_MESSAGE(table[i] == lines[i], i);
}

}  // namespace regimen::embed
