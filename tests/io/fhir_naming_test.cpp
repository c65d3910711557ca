// What the codes, displays and texts of one CodeableConcept mean together.
#include "engine/io/fhir/naming.h"

#include <string>

#include "tests/io/bundled.h"

namespace regimen::io {

namespace {

// The concept; `disagree`, or nothing.
std::string named(const std::string& codeable, const std::string& domain = "condition") {
  core::Sources sources;
  core::Diagnostics broken;
  const auto root =
      core::read_json(sources.add("n", codeable, core::Privacy::patient), fhir_limits, broken);
  REQUIRE(root);
  const Naming naming = naming_of(*root, *knowledge().terminology.domain(domain),
                                  knowledge().terminology, fhir_map(), broken);
  if (naming.disagree) return "disagree";
  return naming.concept_id ? knowledge().terminology.at(*naming.concept_id).id : "";
}

std::string coding(const std::string& system, const std::string& code,
                   const std::string& display = "") {
  return R"({"system": ")" + system + R"(", "code": ")" + code + R"(", "display": ")" + display +
         "\"}";
}

const std::string sct = "http://snomed.info/sct";
const std::string icd = "http://hl7.org/fhir/sid/icd-10-cm";

}  // namespace

TEST_CASE("a code by the URI or the OID of its system") {
  CHECK(named(R"({"coding": [)" + coding(sct, "34000006") + "]}") == "crohns_disease");
  CHECK(named(R"({"coding": [)" + coding("urn:oid:2.16.840.1.113883.6.96", "34000006") + "]}") ==
        "crohns_disease");
  CHECK(named(R"({"coding": [)" + coding("urn:else", "34000006") + "]}").empty());
  CHECK(named(R"({"coding": [{"code": "34000006"}]})").empty());
}

TEST_CASE("of codes of which one is a kind of the other the narrower") {
  CHECK(named(R"({"coding": [)" + coding(sct, "34000006") + ", " + coding(icd, "K50.012") + "]}") ==
        "crohns_disease_with_obstruction");
  CHECK(named(R"({"coding": [)" + coding(sct, "34000006") + ", " + coding(icd, "K51.90") + "]}") ==
        "disagree");
}

TEST_CASE("a text that is a name speaks where no code does, and may not contradict one") {
  CHECK(named(R"({"text": "Crohn's disease"})") == "crohns_disease");
  CHECK(named(R"({"text": "Crohn's disease, rather sure"})").empty());
  CHECK(named(R"({"coding": [)" + coding("urn:else", "1", "Colitis ulcerosa") + "]}") ==
        "ulcerative_colitis");
  CHECK(named(R"({"coding": [)" + coding(sct, "34000006") + R"(], "text": "IBD"})") ==
        "crohns_disease");
  CHECK(named(R"({"coding": [)" + coding(sct, "34000006") + R"(], "text": "UC"})") == "disagree");
  CHECK(named(R"({"coding": [)" + coding(sct, "34000006", "Crohn disease (disorder)") + "]}") ==
        "crohns_disease");
  // A number is a code without its system.
  CHECK(named(R"({"text": "103"})", "drug").empty());
}

TEST_CASE("an unconfirmed code means nothing") {
  CHECK(named(R"({"coding": [)" + coding(sct, "7620006") + "]}").empty());
}

}  // namespace regimen::io
