// What a list says of a row is what an evaluation says of the patient alone: of random patients,
// and of tables whose cells are mixed at random, whatever the chunks and the options; and a row as
// a document of its own is decided alike.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "engine/core/files.h"
#include "engine/embed/log/verdicts.h"
#include "engine/io/list.h"
#include "engine/screening/row_decider.h"
#include "engine/screening/write.h"
#include "tests/property/complaints.h"
#include "tests/property/shipped_world.h"
#include "tests/support/temporary_folder.h"

namespace regimen::property {

namespace {

namespace fs = std::filesystem;

struct HowRead {
  std::optional<io::MappingFile> mapping;
  std::size_t chunk_bytes = std::size_t{1} << 20;
};

// What a row is as a document of its own decides the same.
void compare_document(const io::List& list, const io::ListChunk& chunk,
                      const screening::WholeRow& row, const embed::Engine& engine,
                      const embed::EvaluateOptions& options, Complaints& complaints) {
  const auto document = list.document(chunk, row.place);
  REQUIRE(document);
  const auto patients = engine.evaluate_all("row", *document, options);
  const bool decided = patients.size() == 1 && patients.front().decision;
  if (!decided) return complaints.add("no decision on " + *document);
  const std::string alone = embed::log::verdicts_json(*patients.front().decision);
  const std::string listed = embed::log::verdicts_json(*row.decision);
  if (alone != listed) complaints.add(*document + ": " + alone + " in the list " + listed);
}

// A line for each row: what is written of it and of its mistakes.
std::vector<std::string> rows_of(const fs::path& path, const HowRead& how,
                                 const embed::Engine& engine, const screening::Deciding& deciding,
                                 const embed::EvaluateOptions& how_decided,
                                 Complaints& complaints) {
  io::ListOptions options;
  options.mapping = how.mapping;
  options.limits.chunk_bytes = how.chunk_bytes;
  io::ListOpening opening = io::List::open(path.string(), options, engine.knowledge());
  REQUIRE(opening.list);
  std::vector<std::string> regimens;
  for (const language::Regimen& one : engine.safety()->pack.regimens) regimens.push_back(one.id);
  screening::RowDecider decider(deciding, *opening.list);
  std::vector<std::string> rows;
  while (true) {
    auto next = opening.list->next();
    REQUIRE(next.ok());
    std::optional<io::ListChunk> chunk = std::move(next).value();
    if (!chunk) return rows;
    decider.decide(
        *chunk, [&](const screening::ScreenedRow& row, const screening::WholeRow* whole) {
          std::string text;
          screening::add_row(screening::RowFormat::ndjson, row, regimens, "", text);
          for (const screening::Outcome outcome : row.outcomes)
            text += std::to_string(static_cast<int>(outcome));
          text += " line " + std::to_string(row.line) + "\n";
          if (whole != nullptr) {
            text += screening::error_rows(row, whole->reading.structure);
            text += screening::error_rows(row, whole->reading.values);
            if (whole->decision != nullptr)
              compare_document(*opening.list, *chunk, *whole, engine, how_decided, complaints);
          }
          rows.push_back(std::move(text));
        });
  }
}

void compare(const fs::path& path, const HowRead& how, const embed::Engine& engine,
             const embed::EvaluateOptions& options, Complaints& complaints) {
  screening::Deciding deciding = engine.deciding(options);
  REQUIRE(deciding.columnar);
  const std::vector<std::string> together =
      rows_of(path, how, engine, deciding, options, complaints);
  REQUIRE(deciding.columnar);
  deciding.columnar.reset();
  const std::vector<std::string> alone = rows_of(path, how, engine, deciding, options, complaints);
  REQUIRE(together.size() == alone.size());
  for (std::size_t i = 0; i < alone.size(); ++i) {
    if (together[i] != alone[i])
      complaints.add("together " + together[i] + "  alone    " + alone[i]);
  }
}

std::vector<embed::EvaluateOptions> some_options() {
  std::vector<embed::EvaluateOptions> all(4);
  all[1].assumptions = false;
  all[2].jurisdiction = "US";
  all[3].strict = true;
  return all;
}

std::string read(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// A profile on one line, with an id, and now and then something that is wrong.
std::string line_of(int number, Random& random, const facts::Knowledge& knowledge) {
  Sketch patient = random_shipped_patient(random);
  for (int i = random.from_to(0, 8); i > 0; --i) forget(patient, knowledge, random);
  std::string text = to_json(patient);
  std::string head = "{\"id\": \"P-" + std::to_string(number) + "\", ";
  if (random.chance(20))
    head += "\"jurisdiction\": \"" + random.pick({"EU", "US", "nowhere"}) + "\", ";
  if (random.chance(3)) head += "\"unheard_of\": 1, ";
  return head + text.substr(1) + "\n";
}

}  // namespace

TEST_CASE("a list of random patients says of each what an evaluation says") {
  const ShippedWorld world(Safety::with);
  const support::TemporaryFolder folder;
  Random random(81);
  Complaints complaints;
  std::string text;
  for (int number = 0; number < 250; ++number)
    text += line_of(number, random, world.engine().knowledge());
  std::ofstream(folder / "list") << text;
  HowRead how;
  for (const embed::EvaluateOptions& options : some_options()) {
    compare(folder / "list", how, world.engine(), options, complaints);
    how.chunk_bytes = how.chunk_bytes > 4096 ? 4096 : std::size_t{1} << 20;
  }
  complaints.report();
}

TEST_CASE("a table of mixed cells says of each row what an evaluation says") {
  const ShippedWorld world(Safety::with);
  const support::TemporaryFolder folder;
  const fs::path lists = fs::path(REGIMEN_TEST_SOURCE_DIR) / "examples" / "lists";
  core::Sources sources;
  core::Diagnostics diagnostics;
  HowRead how;
  how.mapping = io::read_mapping(
      sources.add("mapping", read(lists / "referrals.mapping.yaml"), core::Privacy::open),
      world.engine().knowledge(), diagnostics);
  REQUIRE(how.mapping);
  std::istringstream example(read(lists / "referrals.csv"));
  std::string header;
  std::getline(example, header);
  std::vector<std::vector<std::string>> columns;  // the cells that stand in each
  for (std::string line; std::getline(example, line);) {
    if (line.find('"') != std::string::npos) continue;
    std::istringstream cells(line);
    std::size_t column = 0;
    for (std::string cell; std::getline(cells, cell, ';'); ++column) {
      if (columns.size() == column) columns.emplace_back();
      if (!cell.empty() && cell.back() == '\r') cell.pop_back();
      columns[column].push_back(cell);
    }
  }
  Random random(82);
  Complaints complaints;
  std::string text = header + "\n";
  for (int number = 0; number < 400; ++number) {
    for (std::size_t column = 0; column < columns.size(); ++column) {
      if (column > 0) text += ';';
      std::string cell = random.pick(columns[column]);
      if (column > 1 && random.chance(10)) cell.clear();
      if (column > 1 && random.chance(1))
        cell = random.pick({"#N/A", "ja", "unbekannt", "31.02.2026", "-3", "x", "0", "\"a;b\""});
      text += cell;
    }
    text += random.chance(1) ? ";too;many\n" : "\n";
  }
  std::ofstream(folder / "list") << text;
  for (const embed::EvaluateOptions& options : some_options()) {
    compare(folder / "list", how, world.engine(), options, complaints);
    how.chunk_bytes = how.chunk_bytes > 4096 ? 4096 : std::size_t{1} << 20;
  }
  complaints.report();
}

}  // namespace regimen::property
