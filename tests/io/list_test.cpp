// List: every kind of list gives the same records; broken rows and broken lists are told with their
// places, and counts add up.
#include "engine/io/list.h"

#include <string>

#include "engine/core/database.h"
#include "engine/io/cell_text.h"
#include "tests/io/listed.h"

namespace regimen::io {

namespace {

using namespace std::string_literals;
using facts::Cause;
using facts::ListState;

constexpr const char* mapping = R"(mapping: "1"
decimal: ","
dates: dmy
yes: [ja]
no: [nein]
unknown: ["?"]
empty: [k.A.]
as_of: 2026-11-01
complete: {therapies: plain, conditions: "yes"}
columns:
  Nr: id
  Geboren: patient.birth_date
  kg: {path: patient.weight, unit: kg}
  CDAI: disease.cdai
  vom: {date_of: disease.cdai}
  schwanger: patient.pregnant
  mg: {list: therapies, key: p, entry: {drug: prednisolone}, field: dose, unit: mg/day, zero: absent}
  seit: {list: therapies, key: p, field: start}
  Aza: {list: therapies, entry: {drug: azathioprine}, yes: present, no: absent, empty: nothing}
  HI: {list: conditions, entry: {condition: heart_failure}, yes: present, no: absent, empty: unknown}
  Notiz: ignore
)";
const std::string header = "Nr;Geboren;kg;CDAI;vom;schwanger;mg;seit;Aza;HI;Notiz\n";

// One row, read with the mapping.
Listed row(const std::string& cells) {
  Listed listed = list(header + cells + "\n", mapping);
  REQUIRE_MESSAGE(listed.rows.size() == 1, listed.told());
  return listed;
}

const facts::Record& record(const Listed& listed) {
  REQUIRE_MESSAGE(listed.rows.front().record,
                  core::render(listed.rows.front().structure, core::ShowValues::yes));
  return *listed.rows.front().record;
}

const facts::Observation& fact(const facts::Record& record, const std::string& path) {
  const auto& found = record.facts[*knowledge().vocabulary.find_path(path)];
  REQUIRE_MESSAGE(found.size() == 1, path);
  return found.front();
}

std::string value(const facts::Record& record, const std::string& path) {
  const auto id = *knowledge().vocabulary.find_path(path);
  if (record.facts[id].empty()) return "nothing";
  const facts::Stated& stated = fact(record, path).stated;
  if (!stated.value) return std::string(stated.cause == Cause::not_known ? "not known" : "invalid");
  return facts::to_text(*stated.value, knowledge().vocabulary.facts()[id].type,
                        knowledge().terminology);
}

const facts::ListRecord& list_of(const facts::Record& record, const std::string& id) {
  return record.lists[*knowledge().vocabulary.find_list(id)];
}

// The entries of a list as `!` for absent, then the fields that have a text.
std::string entries(const facts::Record& record, const std::string& id) {
  std::string text;
  for (const facts::Entry& entry : list_of(record, id).entries) {
    text += entry.absent ? "[!" : "[";
    std::string fields;
    for (const facts::Stated& field : entry.fields) {
      if (!field.shown.empty()) fields += (fields.empty() ? "" : ", ") + field.shown;
    }
    text += fields + "]";
  }
  return text;
}

}  // namespace

TEST_CASE("cells become what a profile would say") {
  const Listed listed =
      row("A-1;14.03.1991;70,2;287;20.10.2026;nein;12,5;1.10.2026;ja;nein;\"x;y\"");
  const facts::Record& read = record(listed);
  CHECK(listed.told().empty());
  CHECK(read.id == "A-1");
  CHECK(listed.rows.front().id == "A-1");
  CHECK(read.as_of == day("2026-11-01"));
  CHECK(value(read, "patient.birth_date") == "1991-03-14");
  CHECK(value(read, "patient.weight") == "70.2 kg");
  CHECK(value(read, "patient.pregnant") == "no");
  CHECK(value(read, "disease.cdai") == "287");
  CHECK(fact(read, "disease.cdai").date->first == day("2026-10-20"));
  CHECK(entries(read, "therapies") == "[prednisolone, 12.5 mg/day, 2026-10-01][azathioprine]");
  CHECK(list_of(read, "therapies").state == ListState::plain);
  CHECK(entries(read, "conditions") == "[!heart_failure]");
  CHECK(list_of(read, "conditions").state == ListState::complete);
}

TEST_CASE("empty cells say nothing, or what the mapping says that they mean") {
  const Listed listed = row("A-1;;k.A.;;;;;;;;");
  const facts::Record& read = record(listed);
  CHECK(listed.told().empty());
  CHECK(value(read, "patient.weight") == "nothing");
  CHECK(value(read, "disease.cdai") == "nothing");
  CHECK(entries(read, "therapies").empty());
  CHECK(list_of(read, "therapies").state == ListState::plain);
  CHECK(entries(read, "conditions").empty());
  CHECK(list_of(read, "conditions").state == ListState::incomplete);  // `empty: unknown`
}

TEST_CASE("what is not known leaves the list open, a nought may be a no") {
  CHECK(list_of(record(row("A;;;;;;;;?;nein;")), "therapies").state == ListState::incomplete);
  CHECK(list_of(record(row("A;;;;;;?;;;nein;")), "therapies").state == ListState::incomplete);
  CHECK(entries(record(row("A;;;;;;0;;;nein;")), "therapies") == "[!prednisolone]");
  CHECK(entries(record(row("A;;;;;;?;2026;;nein;")), "therapies") ==
        "[prednisolone, unknown, 2026]");
  CHECK(value(record(row("A;;?;;;?;;;;nein;")), "patient.weight") == "not known");
}

TEST_CASE("cells that contradict each other are set aside, and the list is open") {
  const Listed listed = row("A;;;;;;0;01.10.2026;;nein;");
  CHECK(listed.told() == "E0815 l:2:8");
  CHECK(entries(record(listed), "therapies").empty());
  CHECK(list_of(record(listed), "therapies").state == ListState::incomplete);
}

TEST_CASE("bad values are set aside with row and column") {
  struct Case {
    const char* cells;
    const char* path;
    const char* told;
  };
  for (const Case& one : {
           Case{"A;;#N/A;;;;;;;nein;", "patient.weight", "E0503 l:2:4"},
           Case{"A;;#WERT!;;;;;;;nein;", "patient.weight", "E0503 l:2:4"},
           Case{"A;;1.234;;;;;;;nein;", "patient.weight", "E0503 l:2:4"},
           Case{"A;;1.070,2;;;;;;;nein;", "patient.weight", "E0503 l:2:4"},
           Case{"A;;7,0,2;;;;;;;nein;", "patient.weight", "E0503 l:2:4"},
           Case{"A;;70 l;;;;;;;nein;", "patient.weight", "E0502 l:2:4"},
           Case{"A;;;4000;;;;;;nein;", "disease.cdai", "E0504 l:2:5"},
           Case{"A;31.02.1991;;;;;;;;nein;", "patient.birth_date", "E0505 l:2:3"},
           Case{"A;03/25/1991;;;;;;;;nein;", "patient.birth_date", "E0505 l:2:3"},
           Case{"A;14.03.91;;;;;;;;nein;", "patient.birth_date", "E0505 l:2:3"},
           Case{"A;;;;;vielleicht;;;;nein;", "patient.pregnant", "E0510 l:2:7"},
       }) {
    CAPTURE(one.cells);
    const Listed listed = row(one.cells);
    CHECK(listed.told() == one.told);
    CHECK(value(record(listed), one.path) == "invalid");
  }
  const Listed listed = row("A;;#N/A;;;;;;;nein;");
  const std::string shown = core::render(listed.rows.front().values, core::ShowValues::no);
  CHECK(shown.substr(listed.folder.size()) ==
        "l:2:4: error E0503: `patient.weight`: this is no number (row 1, column `kg`)\n");
}

TEST_CASE("dates as spreadsheets and databases write them") {
  CHECK(profile_date("1.2.2026", DateOrder::dmy, "./-") == "2026-02-01");
  CHECK(profile_date("1/2/2026", DateOrder::mdy, "./-") == "2026-01-02");
  CHECK(profile_date("02.2026", DateOrder::dmy, "./-") == "2026-02");
  CHECK(profile_date("2026", DateOrder::dmy, "./-") == "2026");
  CHECK(profile_date("2026-02-01 00:00:00", DateOrder::mdy, "./-") == "2026-02-01");
  CHECK_FALSE(profile_date("2026-02-01 10:30", DateOrder::mdy, "./-"));
  CHECK_FALSE(profile_date("1/2/2026", DateOrder::dmy, "."));
  CHECK_FALSE(profile_date("1.2/2026", DateOrder::dmy, "./-"));
  CHECK_FALSE(profile_date("1.2.26", DateOrder::dmy, "./-"));
  CHECK_FALSE(profile_date("1/2/2026", DateOrder::iso, "./-"));
  CHECK_FALSE(profile_date("..", DateOrder::dmy, "./-"));
  CHECK_FALSE(profile_date("", DateOrder::dmy, "./-"));
}

TEST_CASE("errors of spreadsheets are told from text") {
  for (const char* cell : {"#N/A", "#NV", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#BEZUG!"})
    CHECK_MESSAGE(is_spreadsheet_error(cell), cell);
  for (const char* cell : {"", "#", "#1", "# 12", "N/A", "#Tag"})
    CHECK_MESSAGE(!is_spreadsheet_error(cell), cell);
}

TEST_CASE("broken rows are rejected each for itself; the others are read, and counts add up") {
  const std::string good = ";14.03.1991;70,2;287;;nein;;;;nein;\n";
  std::string bytes = header + "1" + good;                  // 2
  bytes += "2;x\n";                                         // 3: ragged
  bytes += "3" + good.substr(0, good.size() - 1) + ";;\n";  // 4: empty cells too many are none
  bytes += "4" + good.substr(0, good.size() - 1) + ";x\n";  // 5: one cell too many
  bytes += "5\xFC" + good;                                  // 6: no UTF-8
  bytes += "6\0"s + good;                                   // 7: a NUL byte
  bytes += "\"7" + good;                                    // 8: a quote that is never closed
  bytes += "#N/A" + good;                                   // 9: no name for the row
  bytes += "\n;;;;;;;;;;\n";                                // 10, 11: blank
  bytes += "9" + good;                                      // 12
  const Listed listed = list(bytes, mapping);
  CHECK(listed.told() ==
        "E0810 l:3:1; E0810 l:5:1; E0103 l:6:2; E0103 l:7:2; E0812 l:8:1; E0814 l:9:1");
  std::string read;
  for (const RowReading& row : listed.rows) {
    CHECK(row.record.has_value() != row.structure.has_errors());
    if (row.record) read += std::to_string(row.number) + "@" + std::to_string(row.line) + " ";
  }
  CHECK(read == "1@2 3@4 9@12 ");
  CHECK(listed.rows.size() == 9);
}

TEST_CASE("a header and a mapping that do not fit are told on both sides") {
  CHECK(
      list("Nr;neu;kg\n", "mapping: \"1\"\ncolumns: {Nr: id, kg: ignore, alt: ignore}\n").told() ==
      "E0805 l:1:4; E0806 m:2:31");
  CHECK(list("Nr;nr\n", "mapping: \"1\"\ncolumns: {Nr: id}\n").told() == "E0807 l:1:4");
  CHECK(list("", "mapping: \"1\"\ncolumns: {Nr: id}\n").told() == "E0808 l:1:1");
  CHECK(list("Nr\n1\n", "").told() == "E0816 l:1:1");
  CHECK(list("\xFC;Nr\n1\n", "mapping: \"1\"\ncolumns: {Nr: id}\n").told() == "E0103 l:1:1");
}

TEST_CASE("spelling of headers, a mark, an encoding and columns left empty do not matter") {
  const std::string small =
      "mapping: \"1\"\nas_of: 2026-11-01\nencoding: windows-1252\ncolumns: {\"Größe\": "
      "{path: patient.height, unit: cm}, Nr: id}\n";
  const Listed listed = list(
      "nr ;GR\xD6\xDF"
      "E;;\n1;172;;\n",
      small);
  CHECK(listed.told().empty());
  CHECK(value(record(listed), "patient.height") == "172 cm");
  const Listed marked = list(
      "\xEF\xBB\xBFNr,Gr\xC3\xB6\xC3\x9F"
      "e\n1,172\n",
      small);
  CHECK(marked.told().empty());
  CHECK(value(record(marked), "patient.height") == "172 cm");
}

TEST_CASE(
    "the day of evaluation is given by the mapping, a column or the caller, and must be one") {
  const std::string column = "mapping: \"1\"\ndates: dmy\nas_of: Tag\ncolumns: {Nr: id}\n";
  CHECK(record(list("Nr;Tag\n1;1.11.2026\n", column)).as_of == day("2026-11-01"));
  CHECK(list("Nr;Tag\n1;\n", column).told() == "E0511 l:2:1");
  CHECK(list("Nr;Tag\n1;11.2026\n", column).told() == "E0517 l:2:3");
  CHECK(list("Nr;Tag\n1;#REF!\n", column).told() == "E0814 l:2:3");
}

TEST_CASE("NDJSON: one profile a line, blank lines left out, broken ones told by their line") {
  const std::string good = R"({"profile": "1", "id": "A", "as_of": "2026-11-01"})";
  const Listed listed =
      list(good + "\n\n{\"profile\": \"1\", \"id\": \"B\"}\r\n{broken\n" + good, "");
  CHECK(listed.told() == "E0511 l:3:1; E0102 l:4:1");
  REQUIRE(listed.rows.size() == 4);
  CHECK(listed.rows[1].id == "B");
  CHECK(listed.rows[3].number == 4);
  CHECK(listed.rows[3].line == 5);
  CHECK(listed.rows[3].record);
}

TEST_CASE("NDJSON: a line that is too long costs itself") {
  const std::string good = R"({"profile": "1", "id": "A", "as_of": "2026-11-01"})";
  const Listed listed = list(good + "\n{\"" + std::string(3'000'000, 'x') + "\n" + good + "\n", "");
  CHECK(listed.told() == "E0811 l:2:1");
  REQUIRE(listed.rows.size() == 3);
  CHECK(listed.rows[2].line == 3);
}

TEST_CASE("a database is read as a table is: a table, a query, the only table") {
  const support::TemporaryFolder folder;
  const std::string path = (folder / "d.db").string();
  {
    auto database = core::Database::open(path, core::DatabaseMode::create);
    REQUIRE(database.ok());
    core::Database open = std::move(database).value();
    CHECK_FALSE(
        open.execute("CREATE TABLE p (Nr TEXT, kg REAL, Notiz TEXT);"
                     "INSERT INTO p VALUES ('A', 70.5, 'x,\"y\"'), ('B', NULL, ''),"
                     "('C', x'FF', NULL);"));
  }
  const auto read = [&path](const std::string& table, const std::string& query) {
    Listed listed;
    ListOptions options;
    options.table = table;
    options.query = query;
    options.mapping = mapping_of(*listed.sources,
                                 "mapping: \"1\"\nas_of: 2026-11-01\ncolumns: {Nr: id, kg: {path: "
                                 "patient.weight, unit: kg}, Notiz: ignore}\n",
                                 listed.opening.diagnostics);
    listed.opening = List::open(path, options, knowledge());
    if (!listed.opening.list) return listed;
    const auto chunk = listed.opening.list->next();
    REQUIRE(chunk.ok());
    for (std::size_t i = 0; i < chunk.value()->rows.size(); ++i)
      listed.rows.push_back(listed.opening.list->read(*chunk.value(), i, std::nullopt));
    CHECK_FALSE(listed.opening.list->next().value());
    return listed;
  };
  for (const char* table : {"", "p"}) {
    const Listed listed = read(table, "");
    REQUIRE(listed.rows.size() == 3);
    CHECK(value(record(listed), "patient.weight") == "70.5 kg");
    CHECK(value(*listed.rows[1].record, "patient.weight") == "nothing");
    CHECK_FALSE(listed.rows[2].record);
  }
  CHECK(read("", "SELECT * FROM p WHERE Nr = 'B'").rows.front().id == "B");
  CHECK(read("none", "").opening.failure);
  CHECK(read("p\" --", "").opening.failure);
  CHECK(read("", "DELETE FROM p").opening.failure);
  CHECK(read("", "SELECT").opening.failure);
}

TEST_CASE("the example list is read whole, and as the same profiles in NDJSON are") {
  Listed table;
  const auto root = project_root() / "examples/lists";
  ListOptions options;
  options.mapping = mapping_of(*table.sources, text_of(root / "referrals.mapping.yaml"),
                               table.opening.diagnostics);
  REQUIRE_MESSAGE(options.mapping, core::render(table.opening.diagnostics, core::ShowValues::yes));
  auto csv = List::open((root / "referrals.csv").string(), options, knowledge());
  auto json = List::open((root / "referrals.ndjson").string(), {}, knowledge());
  REQUIRE_MESSAGE(csv.list, core::render(csv.diagnostics, core::ShowValues::yes));
  REQUIRE(json.list);
  const auto rows = csv.list->next();
  const auto lines = json.list->next();
  REQUIRE(rows.value()->rows.size() == 20);
  REQUIRE(lines.value()->rows.size() == 20);
  for (std::size_t i = 0; i < 20; ++i) {
    const RowReading one = csv.list->read(*rows.value(), i, std::nullopt);
    const RowReading other = json.list->read(*lines.value(), i, std::nullopt);
    CAPTURE(core::render(one.structure, core::ShowValues::yes));
    CAPTURE(core::render(one.values, core::ShowValues::yes));
    REQUIRE(one.record);
    REQUIRE(other.record);
    CHECK(one.values.empty());
    CHECK(other.values.empty());
    CHECK(one.id == other.id);
    for (const facts::FactDef& fact : knowledge().vocabulary.facts())
      CHECK(value(*one.record, fact.at) == value(*other.record, fact.at));
    for (const facts::ListDef& list : knowledge().vocabulary.lists()) {
      CHECK(list_of(*one.record, list.id).state == list_of(*other.record, list.id).state);
      CHECK(entries(*one.record, list.id) == entries(*other.record, list.id));
    }
  }
}

TEST_CASE("a row is also a document of its own") {
  const auto document = [](const std::string& bytes, const std::string& of) {
    core::Sources sources;
    core::Diagnostics diagnostics;
    const support::TemporaryFolder folder;
    std::ofstream(folder / "l", std::ios::binary) << bytes;
    ListOptions options;
    if (!of.empty()) options.mapping = mapping_of(sources, of, diagnostics);
    ListOpening opening = List::open((folder / "l").string(), std::move(options), knowledge());
    REQUIRE(opening.list);
    const auto chunk = opening.list->next();
    REQUIRE((chunk.ok() && chunk.value()));
    return opening.list->document(*chunk.value(), 0).value_or("none");
  };
  // By hand, from the mapping above: dates turned, commas read, units added, words translated; what
  // is no number stays a text that is none.
  CHECK(document(header + "7;3.2.1990;\"70,5\";1.234;1.10.2026;nein;20;;nein;;x\n", mapping) ==
        R"({"profile":"1","id":"7","as_of":"2026-11-01",)"
        R"("patient":{"birth_date":"1990-02-03","weight":"70.5 kg","pregnant":"no"},)"
        R"("disease":{"cdai":{"value":"\"1.234\"","date":"2026-10-01"}},)"
        R"("therapies":[{"dose":"20 mg/day","drug":"prednisolone"},)"
        R"({"drug":"azathioprine","status":"absent"}],)"
        R"("conditions":{"complete":"no","entries":[]}})");
  const std::string line = R"({"profile": "1", "patient": {"weight": "70 kg"}})";
  CHECK(document(line + "\n", "") == line);
}

}  // namespace regimen::io
