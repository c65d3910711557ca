// DraftMapping: what is understood of headers, what is not, and that a draft that was understood
// whole is a mapping.
#include "engine/io/draft_mapping.h"

#include <string>

#include "tests/io/listed.h"

namespace regimen::io {

namespace {

DraftMapping drafted(const std::string& bytes) {
  const support::TemporaryFolder folder;
  std::ofstream(folder / "l", std::ios::binary) << bytes;
  core::Diagnostics diagnostics;
  const auto head = read_table_head((folder / "l").string(), {}, 200, diagnostics);
  REQUIRE(head.ok());
  REQUIRE(head.value());
  return draft_mapping(*head.value(), knowledge(), {});
}

bool says(const DraftMapping& draft, const std::string& line) {
  return draft.text.find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("names, paths, synonyms, prefixes, fields and units are understood") {
  const DraftMapping draft = drafted(
      "patient_id;as_of;Körpergewicht;weight_kg;crp_mg_l;mesalamine_dose_g_per_day;"
      "prior_azathioprine;igra result;igra date;Herzinsuffizienz;disease_duration (years)\n"
      "1;13.10.2026;70,5;70,5;1;3;yes;neg;1.10.2026;no;2\n");
  CHECK(draft.columns == 11);
  CHECK(draft.not_understood == 1);  // the weight stands twice
  CHECK(says(draft, "delimiter: \";\""));
  CHECK(says(draft, "decimal: \",\""));
  CHECK(says(draft, "dates: dmy"));
  CHECK(says(draft, "  \"patient_id\": id"));
  CHECK(says(draft, "  \"as_of\": as_of"));
  CHECK(says(draft, "  \"Körpergewicht\": patient.weight"));
  CHECK(says(draft, "  \"weight_kg\":    # not understood"));
  CHECK(says(draft, "  \"crp_mg_l\": {path: labs.crp, unit: mg/l}"));
  CHECK(says(draft,
             "  \"mesalamine_dose_g_per_day\": {list: therapies, key: mesalamine, entry: {drug: "
             "mesalamine}, field: dose, unit: g/day}"));
  CHECK(says(draft,
             "  \"prior_azathioprine\": {list: therapies, key: azathioprine, entry: {drug: "
             "azathioprine}, yes: present, no: absent, empty: nothing}"));
  CHECK(says(draft, "  \"igra date\": {list: tests, key: igra, entry: {test: igra}, field: date}"));
  CHECK(says(draft, "complete: {conditions: \"no\", therapies: \"no\"}"));
}

TEST_CASE("what is not understood says so, and the draft is refused until it is completed") {
  const DraftMapping draft = drafted("id,remarks,response mesalamine\n1,x,y\n");
  CHECK(draft.not_understood == 2);
  CHECK(says(draft, "  \"remarks\":    # not understood"));
  core::Sources sources;
  core::Diagnostics diagnostics;
  CHECK_FALSE(mapping_of(sources, draft.text, diagnostics));
}

TEST_CASE("a draft that was understood whole is a mapping, whatever the headers hold") {
  const DraftMapping draft = drafted("\"id\",weight kg,\"\"\"cdai\"\"\"\n1,70,287\n");
  core::Sources sources;
  core::Diagnostics diagnostics;
  CHECK(draft.not_understood == 1);  // quotes are not taken off
  CHECK(says(draft, "  \"\\\"cdai\\\"\":    # not understood"));
  const DraftMapping whole = drafted("id,weight kg,cdai\n1,70,287\n");
  CHECK(whole.not_understood == 0);
  CHECK_MESSAGE(mapping_of(sources, whole.text, diagnostics),
                core::render(diagnostics, core::ShowValues::yes));
}

TEST_CASE("dates that fit both orders are left to the reader") {
  CHECK(says(drafted("id,cdai\n1,02/03/2026\n"), "dates:   # dmy or mdy? the first rows fit both"));
  CHECK(says(drafted("id,cdai\n1,02/13/2026\n"), "dates: mdy"));
  CHECK(says(drafted("id,cdai\n1,2026-02-13\n"), "dates: iso"));
}

}  // namespace regimen::io
