// Rows as CSV and NDJSON, byte for byte by hand.
#include "engine/screening/write.h"

#include <doctest/doctest.h>

namespace regimen::screening {

namespace {

ScreenedRow sample() {
  ScreenedRow row;
  row.number = 7;
  row.line = 8;
  row.id = "A";
  row.eligibility = "indeterminate";
  row.failed = {};
  row.unknown = {"one", "two"};
  row.missing = {"labs.x", "tests (a, b)"};
  RowRegimen regimen{"r", "unknown", "no_finding", "avoid", {{}, 1, 2, true, {}}};
  regimen.rank.score = RowScore{"0.5", "0.25", "0.5"};
  row.regimens = {regimen};
  row.set_aside = 1;
  return row;
}

std::string text_of(RowFormat format, const ScreenedRow& row,
                    const std::vector<std::string>& regimens, const std::string& explanation) {
  std::string text;
  add_row(format, row, regimens, explanation, text);
  return text;
}

}  // namespace

TEST_CASE("a row of CSV") {
  CHECK(row_head(RowFormat::csv, {"r"}) ==
        "row,id,eligibility,failed,unknown,missing,assumptions,r_safety,r_rank,r_rank_conditional,"
        "r_score,set_aside\r\n");
  CHECK(text_of(RowFormat::csv, sample(), {"r"}, "") ==
        "7,A,indeterminate,,one; two,\"labs.x; tests (a, b)\",,unknown,1 to 2,yes,0.5,1\r\n");
}

TEST_CASE("a cell that a spreadsheet would take for a formula is text") {
  ScreenedRow row = sample();
  for (const char* id : {"=1+1", "+1", "-1", "@x", "\tx"}) {
    row.id = id;
    const std::string line = text_of(RowFormat::csv, row, {}, "");
    CHECK(line.find("7,\"'" + std::string(id) + "\",") == 0);
  }
  row.id = "say \"a\"\nb";
  CHECK(text_of(RowFormat::csv, row, {}, "").find("7,\"say \"\"a\"\"\nb\",") == 0);
}

TEST_CASE("a rejected row has its number and its id") {
  ScreenedRow row;
  row.number = 3;
  row.id = "B";
  row.rejected = true;
  CHECK(text_of(RowFormat::csv, row, {"r"}, "") == "3,B,rejected,,,,,,,,,0\r\n");
}

TEST_CASE("a row of NDJSON") {
  CHECK(row_head(RowFormat::ndjson, {"r"}).empty());
  CHECK(text_of(RowFormat::ndjson, sample(), {"r"}, "") ==
        "{\"row\":7,\"id\":\"A\",\"eligibility\":\"indeterminate\",\"failed\":[],"
        "\"unknown\":[\"one\",\"two\"],\"missing\":[\"labs.x\",\"tests (a, b)\"],"
        "\"assumptions\":[],\"regimens\":[{\"id\":\"r\",\"safety\":{\"status\":\"unknown\","
        "\"at_least\":\"no_finding\",\"at_most\":\"avoid\"},\"rank\":null,"
        "\"rank_range\":{\"best\":1,\"worst\":2},\"rank_conditional\":true,"
        "\"score\":{\"value\":0.5,\"low\":0.25,\"high\":0.5}}],\"set_aside\":1}\n");
  CHECK(text_of(RowFormat::ndjson, sample(), {}, "{\"schema\": \"1\"}")
            .find("\"decision\":{\"schema\":\"1\"}}\n") != std::string::npos);
}

TEST_CASE("what was rejected or set aside has its place and never its text") {
  const core::Source source("list.csv", "id;weight\nA;70 stone\n", core::Privacy::patient);
  core::Diagnostics diagnostics;
  diagnostics.add({core::Code::value_wrong_unit, {&source, 12, 20}, "no such unit", "70 stone"});
  const std::string text = error_rows(sample(), diagnostics);
  CHECK(text == "7,8,A,no,2,3,E0502,no such unit,list.csv\r\n");
  CHECK(text.find("stone") == std::string::npos);
  CHECK(remark_rows(diagnostics) == ",,,,2,3,E0502,no such unit,list.csv\r\n");
}

}  // namespace regimen::screening
