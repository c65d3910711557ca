// Holds the tables of this folder: README.md says how they are written.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/mapping.h"
#include "tests/conformance/bench.h"

namespace regimen::conformance {

namespace {

using core::Mapping;
using core::Node;

// One file each, in the order of the chapters of rules/LANGUAGE.md.
constexpr std::array<std::string_view, 9> chapters = {"logic",    "comparison", "arithmetic",
                                                      "quantity", "date",       "list",
                                                      "concept",  "definition", "cql"};

const Bench& garden() {
  static const Bench bench(project_root() / "tests/conformance/knowledge",
                           project_root() / "tests/conformance/pack");
  return bench;
}

std::string show(const Causes& causes) {
  std::string text;
  for (const auto& [key, reasons] : causes) {
    for (const std::string& reason : reasons)
      text.append(text.empty() ? "" : ", ").append(key).append(": ").append(reason);
  }
  return "{" + text + "}";
}

std::string show(const std::vector<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) joined.append(joined.empty() ? "" : ", ").append(text);
  return "[" + joined + "]";
}

class Chapter {
 public:
  explicit Chapter(std::string_view name)
      : name_(name),
        source_(texts_.add("tests/conformance/" + name_ + ".yaml",
                           read_text(project_root() / "tests/conformance" / (name_ + ".yaml")),
                           core::Privacy::open)),
        root_(read_node(source_)) {}

  void run() {
    Mapping file(root_, {"conformance", "record", "tables", "cases"}, "file", diagnostics_);
    CHECK(file.text("conformance") == name_);
    const Node* record = file.required("record");
    if (record != nullptr) {
      for (const Node* table : file.items("tables")) run_table(*table, *record);
      for (const Node* one : file.items("cases")) run_case(*one, *record);
    }
    const std::string complaints = core::render(diagnostics_, core::ShowValues::yes);
    CHECK_MESSAGE(diagnostics_.empty(), complaints);
    CHECK(ran_ > 0);
  }

 private:
  void unique(const Node& node, const std::string& name) {
    if (!names_.insert(name).second)
      diagnostics_.add({core::Code::duplicate_id, node.span, "this name stands twice", name});
  }

  program::World world_of(Mapping& mapping) {
    const std::string text = mapping.text_or("world", "open");
    if (text == "assumed") return program::World::assumed;
    if (text != "open") {
      diagnostics_.add({core::Code::bad_value, mapping.find("world")->span, "no such world", text});
    }
    return program::World::open;
  }

  // Which columns are set: the first that names a fact or a list.
  static std::vector<std::string> paths_of(const std::vector<std::string>& columns) {
    const facts::Vocabulary& vocabulary = garden().knowledge().vocabulary;
    std::vector<std::string> paths;
    std::set<std::string> seen;
    for (const std::string& column : columns) {
      std::string path;
      if (const auto fact = vocabulary.find_fact(column)) path = vocabulary.facts()[*fact].at;
      if (vocabulary.find_list(column)) path = column;
      paths.push_back(seen.insert(column).second ? path : "");
    }
    return paths;
  }

  void run_table(const Node& node, const Node& shared) {
    Mapping table(node, {"name", "world", "record", "columns", "rows"}, "table", diagnostics_);
    const std::string name = table.text("name");
    unique(node, name);
    const program::World world = world_of(table);
    Node base = shared;
    if (const Node* record = table.find("record")) base = merged(base, *record);
    const std::vector<std::string> columns = table.texts("columns");
    const std::vector<std::string> paths = paths_of(columns);
    const std::vector<const Node*> cells = table.items("columns");
    CHECK(std::count(paths.begin(), paths.end(), "") > 0);
    for (const Node* row : table.items("rows")) {
      const std::string where = core::to_text(row->span) + " (" + name + ")";
      CHECK_MESSAGE(row->items.size() == columns.size(), where);
      if (row->items.size() != columns.size()) continue;
      Node profile = base;
      for (std::size_t i = 0; i < paths.size(); ++i) {
        if (!paths[i].empty()) set_at(profile, paths[i], row->items[i]);
      }
      for (std::size_t i = 0; i < paths.size(); ++i) {
        if (!paths[i].empty()) continue;
        const Outcome outcome = garden().evaluate(*cells[i], profile, world);
        const std::string what = where + ": " + columns[i] + " is " + outcome.value +
                                 outcome.rendered + ", not " + row->items[i].text;
        CHECK_MESSAGE(outcome.value == row->items[i].text, what);
        ++ran_;
      }
    }
  }

  void run_case(const Node& node, const Node& shared) {
    Mapping one(node, {"name", "cql", "expr", "world", "record", "expect"}, "case", diagnostics_);
    const std::string name = one.text("name");
    unique(node, name);
    CHECK((name_ == "cql") == (one.find("cql") != nullptr));
    const program::World world = world_of(one);
    const Node* record = one.find("record");
    const Node* expr = one.required("expr");
    const Node* expect = one.required("expect");
    if (expr == nullptr || expect == nullptr) return;
    const Node profile = record == nullptr ? shared : merged(shared, *record);
    const Outcome outcome = garden().evaluate(*expr, profile, world);
    ++ran_;
    const std::string where = core::to_text(node.span) + " (" + name + ")";
    if (expect->is_scalar()) {
      compare_value(where, outcome, expect->text);
      compare_default_missing(where, outcome);
      compare_assumed(where, outcome, {});
      return;
    }
    Mapping expected(*expect, {"value", "missing", "other", "assumed", "error"}, "expectation",
                     diagnostics_);
    if (const Node* error = expected.find("error")) {
      const std::string what = where + ": " + outcome.value + outcome.rendered;
      CHECK_MESSAGE(outcome.errors == std::set<std::string>{error->text}, what);
      return;
    }
    compare_value(where, outcome, expected.text("value"));
    if (const Node* missing = expected.find("missing")) {
      compare_causes(where + " missing", outcome.missing, *missing);
    } else {
      compare_default_missing(where, outcome);
    }
    if (const Node* other = expected.find("other"))
      compare_causes(where + " other", outcome.other, *other);
    compare_assumed(where, outcome, expected.texts("assumed"));
  }

  static void compare_value(const std::string& where, const Outcome& outcome,
                            const std::string& expected) {
    const std::string what =
        where + ": is " + outcome.value + outcome.rendered + ", not " + expected;
    CHECK_MESSAGE(outcome.value == expected, what);
  }

  // A yes or no misses nothing, an unknown something.
  static void compare_default_missing(const std::string& where, const Outcome& outcome) {
    if (!outcome.finding) return;
    const auto* truth = std::get_if<facts::Truth>(&outcome.finding->value);
    if (truth == nullptr) return;
    const std::string what = where + ": misses " + show(outcome.missing);
    CHECK_MESSAGE(outcome.missing.empty() == (*truth != facts::Truth::unknown), what);
  }

  void compare_causes(const std::string& where, const Causes& got, const Node& expected) {
    Causes causes;
    for (const auto& [key, cause] : core::pairs(expected, "missing facts", diagnostics_)) {
      if (cause->is_scalar()) causes[key->text].insert(cause->text);
      for (const Node& item : cause->items) causes[key->text].insert(item.text);
    }
    const std::string what = where + ": " + show(got) + ", not " + show(causes);
    CHECK_MESSAGE(got == causes, what);
  }

  static void compare_assumed(const std::string& where, const Outcome& outcome,
                              const std::vector<std::string>& expected) {
    if (!outcome.finding) return;
    const std::string what =
        where + " assumed: " + show(outcome.finding->assumed) + ", not " + show(expected);
    CHECK_MESSAGE(outcome.finding->assumed == expected, what);
  }

  std::string name_;
  core::Sources texts_;
  const core::Source& source_;
  Node root_;
  core::Diagnostics diagnostics_;
  std::set<std::string> names_;
  std::size_t ran_ = 0;
};

}  // namespace

TEST_CASE("conformance: logic") { Chapter("logic").run(); }
TEST_CASE("conformance: comparison") { Chapter("comparison").run(); }
TEST_CASE("conformance: arithmetic") { Chapter("arithmetic").run(); }
TEST_CASE("conformance: quantity") { Chapter("quantity").run(); }
TEST_CASE("conformance: date") { Chapter("date").run(); }
TEST_CASE("conformance: list") { Chapter("list").run(); }
TEST_CASE("conformance: concept") { Chapter("concept").run(); }
TEST_CASE("conformance: definition") { Chapter("definition").run(); }
TEST_CASE("conformance: cql") { Chapter("cql").run(); }

TEST_CASE("every file of tables is run") {
  std::set<std::string> found;
  for (const auto& entry :
       std::filesystem::directory_iterator(project_root() / "tests/conformance")) {
    if (entry.path().extension() == ".yaml") found.insert(entry.path().stem().string());
  }
  CHECK(found == std::set<std::string>(chapters.begin(), chapters.end()));
}

}  // namespace regimen::conformance
