// MappingFile: every key in its forms; what does not fit is told with its place.
#include "engine/io/mapping_file.h"

#include <string>

#include "tests/io/listed.h"

namespace regimen::io {

namespace {

const std::string head = "mapping: \"1\"\n";

// Codes and places of a mapping, or nothing where it is acceptable.
std::string told_of(const std::string& text) {
  core::Sources sources;
  core::Diagnostics diagnostics;
  const auto mapping = mapping_of(sources, text, diagnostics);
  CHECK(mapping.has_value() != diagnostics.has_errors());
  return told(diagnostics);
}

// Of one column, described in line 3 from column 6 on.
std::string told_of_column(const std::string& description, const std::string& more = {}) {
  return told_of(head + "columns:\n  a: " + description + "\n" + more);
}

const std::string complete = "complete: {therapies: plain}\n";

}  // namespace

TEST_CASE("every key is read") {
  core::Sources sources;
  core::Diagnostics diagnostics;
  const auto mapping = mapping_of(sources, head + R"(delimiter: tab
encoding: windows-1252
decimal: ","
dates: mdy
separator: "/"
yes: [ja, X]
no: [nein]
unknown: ["?"]
empty: ["-"]
as_of: 2026-11-01
jurisdiction: EU
complete: {therapies: "yes", conditions: "no"}
columns:
  a: id
  b: ignore
  c: {ignore: yes}
  d: {path: patient.weight, unit: kg}
  e: {date_of: patient.weight}
  f: {list: therapies, key: k, entry: {drug: mesalamine}, field: dose, unit: g/day, zero: absent}
  g: {list: therapies, key: k, field: duration, unit: weeks, empty: unknown}
  h: {list: conditions, entry: {condition: cancer}, yes: present, no: absent, empty: nothing}
  i: {path: patient.sex, words: {Frau: female}}
)",
                                  diagnostics);
  REQUIRE_MESSAGE(mapping, core::render(diagnostics, core::ShowValues::yes));
  CHECK(mapping->delimiter == '\t');
  CHECK(mapping->encoding == core::Encoding::windows_1252);
  CHECK(mapping->decimal == ',');
  CHECK(mapping->dates == DateOrder::mdy);
  CHECK(mapping->separators == "/");
  CHECK(mapping->words.at("x") == CellWord::yes);
  CHECK(mapping->as_of == "2026-11-01");
  CHECK(mapping->jurisdiction == "EU");
  CHECK(mapping->columns.size() == 9);
  CHECK(mapping->entries.size() == 2);
  CHECK(mapping->columns[5].entry == mapping->columns[6].entry);
  CHECK(mapping->columns[8].words.at("frau") == "female");
  REQUIRE(mapping->lists.size() == 2);
  CHECK(mapping->lists[0].state == facts::ListState::complete);
  CHECK(mapping->lists[1].state == facts::ListState::incomplete);
}

TEST_CASE("the keys of the file are held to their words") {
  const std::string columns = "columns: {a: id}\n";
  CHECK(told_of(head + columns).empty());
  CHECK(told_of(head) == "E0114 m:1:1");
  CHECK(told_of("columns: {a: id}\n") == "E0114 m:1:1");
  CHECK(told_of(head + columns + "delimiter: \"|\"\n") == "E0116 m:3:12");
  CHECK(told_of(head + columns + "encoding: klingon\n") == "E0116 m:3:11");
  CHECK(told_of(head + columns + "decimal: \"'\"\n") == "E0116 m:3:10");
  CHECK(told_of(head + columns + "dates: ymd\n") == "E0116 m:3:8");
  CHECK(told_of(head + columns + "separator: \"|\"\n") == "E0116 m:3:12");
  CHECK(told_of(head + columns + "dezimal: \",\"\n") == "E0113 m:3:1");
  CHECK(told_of(head + columns + "as_of: 2026-11\n") == "E0517 m:3:8");
  CHECK(told_of(head + columns + "yes: [x, X]\n") == "E0809 m:3:10");
  CHECK(told_of(head + columns + "yes: x\n") == "E0115 m:3:6");
}

TEST_CASE("columns are held to what a profile has") {
  CHECK(told_of_column("patient.wight") == "E0802 m:3:6");
  CHECK(told_of_column("weight") == "E0802 m:3:6");
  CHECK(told_of_column("{list: drugs, field: dose}") == "E0802 m:3:13");
  CHECK(told_of_column("{list: therapies, entry: {drug: mesalamine}, field: dosis}", complete) ==
        "E0802 m:3:58");
  // Derived fields cannot be stated.
  CHECK(told_of_column("{list: therapies, entry: {drug: mesalamine}, field: taken}", complete) ==
        "E0802 m:3:58");
  CHECK(told_of_column("{path: patient.sex, unit: kg}") == "E0803 m:3:32");
  CHECK(told_of_column("{path: patient.weight, unit: stone}") == "E0803 m:3:35");
  CHECK(told_of_column("{path: patient.sex, words: {x: neither}}") == "E0506 m:3:37");
  CHECK(told_of_column("{path: patient.weight, list: therapies}") == "E0803 m:3:6");
  CHECK(told_of_column("{path: \"\"}") == "E0802 m:3:13");
  CHECK(told_of_column("{path: [id]}") == "E0115 m:3:13");
  CHECK(told_of_column("{path: id, words: {x: y}}") == "E0803 m:3:24");
  CHECK(told_of_column("{ignore: no}") == "E0803 m:3:6");
  CHECK(told_of_column("{path: patient.weight, empty: absent}") == "E0803 m:3:36");
  CHECK(told_of_column("{date_of: patient.weight}") == "E0803 m:3:3");
  CHECK(told_of_column("") == "E0803 m:3:3");
}

TEST_CASE("entries must say what they are, and what no and nothing mean") {
  CHECK(told_of_column("{list: therapies, field: dose, unit: mg/day}", complete) == "E0803 m:3:3");
  CHECK(told_of_column("{list: therapies, field: drug}", complete).empty());
  CHECK(told_of_column("{list: therapies, entry: {drug: nonesuch}, field: start}", complete) ==
        "E0507 m:3:38");
  CHECK(told_of_column("{list: therapies, entry: {drug: mesalamine}, no: absent}", complete) ==
        "E0803 m:3:6");
  CHECK(told_of_column("{list: therapies, entry: {drug: mesalamine}, no: absent, empty: perhaps}",
                       complete) == "E0116 m:3:70");
  CHECK(told_of_column("{list: therapies, field: drug}") == "E0114 m:1:1");
  CHECK(told_of_column("id", "complete: {therapies: plain}\n") == "E0803 m:4:23");
  CHECK(told_of_column("{list: tests, field: test}").empty());
  CHECK(told_of_column("{list: tests, field: test}", "complete: {tests: \"yes\"}\n") ==
        "E0513 m:4:19");
}

TEST_CASE("no value is filled twice") {
  CHECK(told_of_column("id", "  b: id\n") == "E0804 m:4:3");
  CHECK(told_of_column("id", "  A: ignore\n") == "E0804 m:4:3");
  CHECK(told_of_column("as_of", "as_of: 2026-11-01\n") == "E0804 m:3:3");
  CHECK(told_of_column("as_of", "as_of: a\n").empty());
  CHECK(told_of_column("{list: therapies, key: k, field: drug}",
                       "  b: {list: therapies, key: k, entry: {drug: mesalamine}, field: dose}\n" +
                           complete) == "E0804 m:3:3");
}

}  // namespace regimen::io
