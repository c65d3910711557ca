// The map of FHIR is held to the knowledge: what it names must be there, located where it is not.
#include "engine/io/fhir/map.h"

#include <string>
#include <vector>

#include "tests/io/bundled.h"

namespace regimen::io {

namespace {

// Codes of the shipped map with one thing changed.
std::string changed(const std::string& from, const std::string& to) {
  static const std::string shipped = text_of(project_root() / "knowledge/fhir.yaml");
  std::string text = shipped;
  const auto at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  text.replace(at, from.size(), to);
  core::Sources sources;
  core::Diagnostics diagnostics;
  const auto root =
      core::read_yaml(sources.add("m", text, core::Privacy::open), core::TextLimits{}, diagnostics);
  REQUIRE(root);
  const auto map = read_fhir_map(*root, knowledge(), diagnostics);
  CHECK(map.has_value() != diagnostics.has_errors());
  std::string codes;
  for (const core::Diagnostic& one : diagnostics.sorted()) {
    CHECK(one.span.source != nullptr);
    codes += (codes.empty() ? "" : " ") + std::string(core::info(one.code).id);
  }
  return codes;
}

}  // namespace

TEST_CASE("the shipped map is sound, and reads every resource that is promised") {
  for (const char* type : {"Condition", "Observation", "MedicationRequest", "MedicationStatement",
                           "MedicationAdministration", "MedicationDispense", "AllergyIntolerance",
                           "Procedure", "Immunization"})
    CHECK(fhir_map().find(type) != nullptr);
  CHECK(fhir_map().find("Patient") == nullptr);
  CHECK(changed("fhir: \"1\"", "fhir: \"1\"").empty());
}

TEST_CASE("each mistake is told") {
  struct Row {
    std::string from;
    std::string to;
    std::string code;
  };
  const std::vector<Row> rows = {
      {"fhir: \"1\"", "fhir: \"2\"", "E0908"},
      {"signs:", "sings:", "E0113"},
      {"source: fhir-r4", "source: fhir-r6", "E0204"},
      {"fact: birth_date", "fact: birthdate", "E0908"},
      {"list: conditions", "list: condition", "E0908"},
      {"field: onset", "field: begin", "E0908"},
      {"field: onset", "field: present", "E0908"},
      {"female: female", "female: woman", "E0908"},
      {"unknown: unknown}, else: nothing", "unknown: unknown}, else: kept", "E0908"},
      {"missing: counts", "missing: perhaps", "E0908"},
      {"refuted: absent", "refuted: gone", "E0908"},
      {"is: inflammatory_bowel_disease, named", "is: inflammation, named", "E0908"},
      {"disease, named: yes", "disease, named: maybe", "E0116"},
      {"\"29463-7\": ohdsi", "\"29463-8\": ohdsi", "E0605"},
      {"\"29463-7\": ohdsi", "\"29463-7\": hearsay", "E0204"},
      {"{code: \"snomed:420913000\"", "{code: \"420913000\"", "E0908"},
      {"{code: \"snomed:420913000\"", "{code: \"snowmed:420913000\"", "E0908"},
      {"is: III", "is: V", "E0908"},
      {"QD: 1", "QD: often", "E0908"},
      {"type: Procedure", "type: Condition", "E0908"},
      {"date: [birthDate]", "word: [birthDate], words: {x: never}", "E0908"},
      {"{fact: sex, word: [gender]", "{fact: sex, date: [gender]", "E0908"},
      {"    names: [vaccineCode]\n", "", "E0114"},
      {"uris: [\"http://www.whocc.no/atc\"]", "uris: [\"http://loinc.org\"]", "E0908"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.to);
    CHECK(changed(row.from, row.to) == row.code);
  }
}

}  // namespace regimen::io
