// Holds rules/LANGUAGE.md: its expressions load, its mistakes are mistakes, every row of its tables
// comes out, its grammar and its reserved words are those of the parser, and its worked pack runs.
#include <doctest/doctest.h>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decision/plan.h"
#include "engine/embed/pack_cases.h"
#include "engine/io/profile.h"
#include "engine/language/lex.h"
#include "engine/language/pack.h"
#include "tests/conformance/bench.h"
#include "tests/support/temporary_folder.h"

namespace regimen::conformance {

namespace {

struct Block {
  std::size_t line = 0;  // of its first line
  std::string kind;      // what stands behind the fence: `expr`, `error E0305`, `yaml pack.yaml`
  std::string text;
};

struct Table {
  std::size_t line = 0;
  std::string chapter;
  program::World world = program::World::open;
  std::vector<std::vector<std::string>> rows;  // the first holds the headings
};

struct Page {
  std::vector<Block> blocks;
  std::vector<Table> tables;
  std::set<std::string> chapters;
};

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  line.remove_prefix(1);
  for (auto bar = line.find('|'); bar != std::string_view::npos; bar = line.find('|')) {
    cells.push_back(trimmed(line.substr(0, bar)));
    line.remove_prefix(bar + 1);
  }
  return cells;
}

Page read_page() {
  Page page;
  std::istringstream lines(read_text(project_root() / "rules/LANGUAGE.md"));
  std::string chapter;
  bool in_block = false;
  bool in_table = false;
  program::World world = program::World::open;
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.substr(0, 3) == "```") {
      if (!in_block) page.blocks.push_back({number + 1, line.substr(3), ""});
      in_block = !in_block;
      continue;
    }
    if (in_block) {
      page.blocks.back().text += line + "\n";
      continue;
    }
    if (line.substr(0, 3) == "## ") {
      chapter = line.substr(3);
      page.chapters.insert(chapter);
    }
    if (line == "<!-- world: assumed -->") world = program::World::assumed;
    const bool row = !line.empty() && line.front() == '|';
    if (row && !in_table) {
      page.tables.push_back({number, chapter, world, {}});
      world = program::World::open;
    }
    if (row && line.find_first_not_of("|- ") != std::string::npos)
      page.tables.back().rows.push_back(cells_of(line));
    in_table = row;
  }
  return page;
}

const Page& page() {
  static const Page read = read_page();
  return read;
}

const Bench& sonic() {
  static const Bench bench(project_root() / "knowledge", project_root() / "rules/sonic");
  return bench;
}

// `in this type` -> in this type; nothing where it is not.
std::optional<std::string> code(const std::string& cell) {
  if (cell.size() < 3 || cell.front() != '`' || cell.back() != '`') return std::nullopt;
  return cell.substr(1, cell.size() - 2);
}

// A table that is run has code in every heading.
bool is_run(const Table& table) {
  const auto& headings = table.rows.front();
  return std::all_of(headings.begin(), headings.end(),
                     [](const std::string& cell) { return code(cell).has_value(); });
}

bool is_of_verdicts(const Table& table) {
  return table.rows.front() ==
         std::vector<std::string>{"`applies_when`", "`when`", "inclusion", "exclusion"};
}

bool is_of_plans(const Table& table) {
  return table.rows.front() ==
         std::vector<std::string>{"`applies_when`", "`when`", "dose, schedule", "limit"};
}

std::string place(std::size_t line) { return "rules/LANGUAGE.md:" + std::to_string(line); }

std::vector<std::string> paragraphs(const std::string& text) {
  std::vector<std::string> result = {""};
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!trimmed(line).empty()) {
      result.back() += line + "\n";
    } else if (!result.back().empty()) {
      result.emplace_back();
    }
  }
  if (result.back().empty()) result.pop_back();
  return result;
}

std::string joined(const std::set<std::string>& texts) {
  std::string result;
  for (const std::string& text : texts) result += (result.empty() ? "" : ", ") + text;
  return result.empty() ? "nothing" : result;
}

std::set<std::string> errors_of(const std::string& expression) {
  core::Sources texts;
  return sonic().errors_of(scalar(texts.add("expression", expression, core::Privacy::open)));
}

void run_table(const Table& table) {
  const facts::Vocabulary& vocabulary = sonic().knowledge().vocabulary;
  std::vector<std::string> columns;
  std::vector<std::string> paths;  // of those that are set
  for (const std::string& heading : table.rows.front()) {
    columns.push_back(*code(heading));
    std::string path;
    if (const auto fact = vocabulary.find_fact(columns.back())) path = vocabulary.facts()[*fact].at;
    if (vocabulary.find_list(columns.back())) path = columns.back();
    paths.push_back(path);
  }
  CHECK_MESSAGE(std::count(paths.begin(), paths.end(), "") > 0, place(table.line));
  for (std::size_t i = 1; i < table.rows.size(); ++i) {
    const auto& row = table.rows[i];
    const std::string where = place(table.line + i + 1);
    CHECK_MESSAGE(row.size() == columns.size(), where);
    if (row.size() != columns.size()) continue;
    core::Sources texts;
    core::Node profile =
        read_node(texts.add("profile", "profile: \"1\"\nas_of: 2026-11-01\n", core::Privacy::open));
    for (std::size_t j = 0; j < columns.size(); ++j) {
      if (paths[j].empty()) continue;
      const std::string value = code(row[j]).value_or(row[j]);
      set_at(profile, paths[j], read_node(texts.add(where, value, core::Privacy::open)));
    }
    for (std::size_t j = 0; j < columns.size(); ++j) {
      if (!paths[j].empty()) continue;
      const core::Node expr = scalar(texts.add(where, columns[j], core::Privacy::open));
      const Outcome outcome = sonic().evaluate(expr, profile, table.world);
      const std::string what =
          where + ": " + columns[j] + " is " + outcome.value + outcome.rendered + ", not " + row[j];
      CHECK_MESSAGE(outcome.value == row[j], what);
    }
  }
}

// A folder for the files of a pack.
class Folder {
 public:
  [[nodiscard]] const std::filesystem::path& path() const { return own_.path(); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(own_ / name) << text;
  }

 private:
  support::TemporaryFolder own_;
};

}  // namespace

TEST_CASE("every expression of LANGUAGE.md loads") {
  std::size_t seen = 0;
  for (const Block& block : page().blocks) {
    if (block.kind != "expr") continue;
    for (const std::string& expression : paragraphs(block.text)) {
      const auto errors = errors_of(expression);
      const std::string what = place(block.line) + ": " + expression + joined(errors);
      CHECK_MESSAGE(errors.empty(), what);
      ++seen;
    }
  }
  CHECK(seen > 5);
}

TEST_CASE("every mistake of LANGUAGE.md is the one that is named") {
  std::size_t seen = 0;
  for (const Block& block : page().blocks) {
    if (block.kind.substr(0, 6) != "error ") continue;
    const auto errors = errors_of(block.text);
    const std::string what = place(block.line) + ": " + joined(errors);
    CHECK_MESSAGE(errors == std::set<std::string>{block.kind.substr(6)}, what);
    ++seen;
  }
  CHECK(seen > 5);
}

TEST_CASE("every row of the tables of LANGUAGE.md comes out") {
  for (const Table& table : page().tables) {
    if (is_run(table)) run_table(table);
  }
}

TEST_CASE("each chapter of LANGUAGE.md with tables has a file of cases, and each file a chapter") {
  const std::array<std::string, 8> chapters = {"Logic", "Comparison", "Arithmetic", "Quantity",
                                               "Date",  "List",       "Concept",    "Definition"};
  std::set<std::string> with_tables;
  for (const Table& table : page().tables) {
    if (is_run(table)) with_tables.insert(table.chapter);
  }
  CHECK(with_tables == std::set<std::string>(chapters.begin(), chapters.end()));
  for (const std::string& chapter : chapters) {
    std::string file = chapter + ".yaml";
    file.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(file.front())));
    CHECK_MESSAGE(std::filesystem::exists(project_root() / "tests/conformance" / file), file);
  }
}

// The table of guards, with a pack of one inclusion and one exclusion.
TEST_CASE("the table of verdicts of LANGUAGE.md comes out") {
  const Folder pack;
  const std::string rest =
      "    applies_when: pregnant\n    when: nursing\n"
      "    cites: [{source: project, at: here, stance: supports}]\n";
  pack.write("pack.yaml",
             "pack: verdicts\nversion: \"1\"\nlanguage: \"1\"\nrules: [rules.yaml]\n"
             "messages: {en: en.yaml}\n");
  pack.write("rules.yaml", "rules:\n  - id: inclusion.one\n    kind: inclusion\n" + rest +
                               "  - id: exclusion.one\n    kind: exclusion\n" + rest);
  pack.write("en.yaml",
             "messages: verdicts\nlocale: en\nrules:\n  inclusion.one: {title: one, fail: no}\n"
             "  exclusion.one: {title: one, fail: no}\n");
  const embed::Opening opening = embed::Engine::open(project_root() / "knowledge", pack.path());
  const std::string complaints = core::render(opening.diagnostics, core::ShowValues::yes);
  REQUIRE_MESSAGE(opening.engine != nullptr, complaints);
  std::size_t seen = 0;
  for (const Table& table : page().tables) {
    if (!is_of_verdicts(table)) continue;
    for (std::size_t i = 1; i < table.rows.size(); ++i) {
      const auto& row = table.rows[i];
      const embed::Evaluation evaluation = opening.engine->evaluate(
          "profile",
          "profile: \"1\"\nas_of: 2026-11-01\npatient: {pregnant: " + row[0] +
              ", nursing: " + row[1] + "}\n",
          {});
      REQUIRE(evaluation.decision);
      const auto& criteria = evaluation.decision->eligibility.criteria;
      CHECK_MESSAGE(program::to_text(criteria.at(0).verdict) == row[2], place(table.line + i + 1));
      CHECK_MESSAGE(program::to_text(criteria.at(1).verdict) == row[3], place(table.line + i + 1));
      ++seen;
    }
  }
  CHECK(seen == 9);
}

// The same table for what is given, with a dose, a schedule and a limit.
TEST_CASE("the table of plans of LANGUAGE.md comes out") {
  const Folder pack;
  const std::string rest =
      "    regimens: [one]\n    applies_when: pregnant\n    when: nursing\n"
      "    cites: [{source: project, at: here, stance: supports}]\n";
  const std::string criterion =
      "  - id: inclusion.one\n    kind: inclusion\n    when: pregnant\n"
      "    cites: [{source: project, at: here, stance: supports}]\n";
  pack.write("pack.yaml",
             "pack: plans\nversion: \"1\"\nlanguage: \"1\"\nregimens: [{id: one, drugs: "
             "[prednisone]}]\nrules: [rules.yaml]\nmessages: {en: en.yaml}\n");
  pack.write("rules.yaml",
             "rules:\n" + criterion +
                 "  - id: dose.one\n    kind: dose\n    drug: prednisone\n    amount: 1 mg/kg\n"
                 "    of: weight\n    basis: trial\n    verified: 2026-11-01\n" +
                 rest + "  - id: schedule.one\n    kind: schedule\n    at: [1 week]\n" + rest +
                 "  - id: limit.one\n    kind: limit\n    amount: 9 mg/day\n    until: 1 week\n"
                 "    then: {less: 1 mg/day, every: 1 week, to: 0 mg/day}\n" +
                 rest);
  pack.write("en.yaml",
             "messages: plans\nlocale: en\nrules:\n  inclusion.one: {title: one, fail: no}\n"
             "  dose.one: {title: one, finding: so, provided: so}\n"
             "  schedule.one: {title: one, finding: so, provided: so}\n"
             "  limit.one: {title: one, finding: so, provided: so, withheld: no}\n");
  const embed::Opening opening = embed::Engine::open(project_root() / "knowledge", pack.path());
  const std::string complaints = core::render(opening.diagnostics, core::ShowValues::yes);
  REQUIRE_MESSAGE(opening.engine != nullptr, complaints);
  const facts::Knowledge& knowledge = opening.engine->knowledge();
  std::size_t seen = 0;
  for (const Table& table : page().tables) {
    if (!is_of_plans(table)) continue;
    for (std::size_t i = 1; i < table.rows.size(); ++i) {
      const auto& row = table.rows[i];
      core::Sources texts;
      const io::ProfileReading reading = io::read_profile(
          texts.add("profile",
                    "profile: \"1\"\nas_of: 2026-11-01\npatient: {pregnant: " + row[0] +
                        ", nursing: " + row[1] + "}\n",
                    core::Privacy::open),
          knowledge, std::nullopt);
      REQUIRE(reading.record);
      const facts::Settled patient =
          facts::settle(*reading.record, knowledge.vocabulary, knowledge.terminology, {});
      const auto found = decision::find_plan_rules(opening.engine->pack(), patient, {});
      REQUIRE(found.size() == 3);
      const std::string where = place(table.line + i + 1);
      CHECK_MESSAGE(decision::to_text(found[0].state) == row[2], where);
      CHECK_MESSAGE(decision::to_text(found[1].state) == row[2], where);
      CHECK_MESSAGE(decision::to_text(found[2].state) == row[3], where);
      ++seen;
    }
  }
  CHECK(seen == 9);
}

// Each rule of the grammar is a function of the parser.
TEST_CASE("the grammar of LANGUAGE.md names the functions of the parser") {
  const std::string parser = read_text(project_root() / "engine/language/parse.cpp");
  std::set<std::string> functions;
  for (const std::string_view result : {"  ExprId ", "  void ", "  NameAt ", "> "}) {
    for (auto at = parser.find(result); at != std::string::npos; at = parser.find(result, at + 1)) {
      const auto begin = at + result.size();
      const auto end = parser.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", begin);
      if (end > begin && parser[end] == '(') functions.insert(parser.substr(begin, end - begin));
    }
  }
  std::size_t seen = 0;
  for (const Block& block : page().blocks) {
    if (block.kind != "grammar") continue;
    std::istringstream lines(block.text);
    for (std::string line; std::getline(lines, line);) {
      if (line.front() == ' ') continue;
      const std::string rule = line.substr(0, line.find(' '));
      CHECK_MESSAGE(functions.count(rule) == 1, rule);
      ++seen;
    }
  }
  CHECK(seen == 18);
}

TEST_CASE("the reserved words of LANGUAGE.md are those of the language") {
  std::set<std::string> listed;
  for (const Block& block : page().blocks) {
    if (block.kind != "words") continue;
    std::istringstream words(block.text);
    for (std::string word; words >> word;) listed.insert(word);
  }
  for (const std::string& word : listed) CHECK_MESSAGE(language::is_keyword(word), word);
  // All that the parser asks for by name are among them.
  const std::string parser = read_text(project_root() / "engine/language/parse.cpp") +
                             read_text(project_root() / "engine/language/lex.cpp");
  for (auto at = parser.find('"'); at != std::string::npos; at = parser.find('"', at + 1)) {
    const auto end = parser.find_first_not_of("abcdefghijklmnopqrstuvwxyz", at + 1);
    const std::string word = parser.substr(at + 1, end - at - 1);
    if (end != std::string::npos && parser[end] == '"' && language::is_keyword(word))
      CHECK_MESSAGE(listed.count(word) == 1, word);
  }
}

TEST_CASE("the worked pack of LANGUAGE.md runs and is covered") {
  const Folder pack;
  for (const Block& block : page().blocks) {
    if (block.kind.substr(0, 5) == "yaml ") pack.write(block.kind.substr(5), block.text);
  }
  const embed::Opening opening = embed::Engine::open(project_root() / "knowledge", pack.path());
  const std::string complaints = core::render(opening.diagnostics, core::ShowValues::yes);
  REQUIRE_MESSAGE(opening.engine != nullptr, complaints);
  CHECK_MESSAGE(opening.diagnostics.empty(), complaints);
  core::Sources texts;
  const embed::CaseReport report = embed::run_cases(*opening.engine, texts);
  const std::string problems = core::render(report.diagnostics, core::ShowValues::yes);
  CHECK_MESSAGE(report.diagnostics.empty(), problems);
  for (const embed::CaseFailure& failure : report.failures)
    FAIL_CHECK(failure.name << ": " << failure.what);
  CHECK(report.run == 6);
  CHECK(report.uncovered.empty());
}

}  // namespace regimen::conformance
