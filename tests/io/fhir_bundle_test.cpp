// Bundles: every type, what references lead to, several patients, further pages, other versions;
// and documents that are broken or hostile.
#include "engine/io/fhir/bundle.h"

#include <string>
#include <vector>

#include "tests/io/bundled.h"

namespace regimen::io {

using facts::ListState;

namespace {

const std::string weight =
    R"("code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
    "valueQuantity": {"value": 70, "code": "kg"})";

std::string weighed(const std::string& id, const std::string& subject) {
  return R"({"resourceType": "Observation", "id": ")" + id +
         R"(", "status": "final", "subject": {"reference": ")" + subject + R"("}, )" + weight + "}";
}

std::string entry(const std::string& url, const std::string& resource) {
  return R"({"fullUrl": ")" + url + R"(", "resource": )" + resource + "}";
}

std::string bundle(const std::string& head, const std::string& entries) {
  return R"({"resourceType": "Bundle", )" + head + R"(, "entry": [)" + entries + "]}";
}

const std::string collection = R"("type": "collection")";

}  // namespace

TEST_CASE("bundles of every type but the history") {
  for (const char* type : {"searchset", "collection", "transaction", "batch", "document", "message",
                           "transaction-response", "batch-response"}) {
    const Bundled read = sent(bundle_of({patient_p, weighed("1", "Patient/p")},
                                        R"("type": ")" + std::string(type) + "\""));
    CHECK(read.fact("patient.weight") == "70 kg - Observation/1");
  }
  CHECK(sent(bundle_of({patient_p}, R"("type": "history")")).codes() == "E0902");
}

TEST_CASE("in a transaction resources have no ids yet, and what is deleted no resource") {
  const Bundled read =
      sent(bundle(R"("type": "transaction")",
                  entry("urn:uuid:a", R"({"resourceType": "Patient"})") + ", " +
                      entry("urn:uuid:b", R"({"resourceType": "Observation", "status": "final",
              "subject": {"reference": "urn:uuid:a"}, )" +
                                              weight + "}") +
                      R"(, {"request": {"method": "DELETE", "url": "Observation/9"}})"));
  CHECK(read.patient().id == "urn:uuid:a");
  CHECK(read.fact("patient.weight") == "70 kg - urn:uuid:b");
}

TEST_CASE("references: relative, absolute, with a version, and to another server") {
  const std::string a = "http://a.example/fhir/";
  const auto found = [&](const std::string& reference) {
    const Bundled read =
        sent(bundle(collection, entry(a + "Patient/p", patient_p) + ", " +
                                    entry(a + "Observation/1", weighed("1", reference))));
    return !read.fact("patient.weight").empty();
  };
  CHECK(found("Patient/p"));
  CHECK(found("Patient/p/_history/3"));
  CHECK(found(a + "Patient/p"));
  CHECK(found(a + "Patient/p/_history/3"));
  CHECK_FALSE(found("http://b.example/fhir/Patient/p"));
  CHECK_FALSE(found("Patient/q"));
  CHECK_FALSE(found("Group/p"));
  CHECK_FALSE(found("p"));
  CHECK_FALSE(found(""));
  CHECK_FALSE(found("#p"));
}

TEST_CASE("one id on two servers is two patients") {
  const std::string a = "http://a.example/fhir/";
  const std::string b = "http://b.example/fhir/";
  const Bundled read = sent(bundle(
      collection, entry(a + "Patient/p", patient_p) + ", " + entry(b + "Patient/p", patient_p) +
                      ", " + entry(b + "Observation/1", weighed("1", "Patient/p"))));
  REQUIRE(read.reading.patients.size() == 2);
  CHECK(read.fact("patient.weight", 0).empty());
  CHECK(read.fact("patient.weight", 1) == "70 kg - Observation/1");
}

TEST_CASE("two patients are two, each with their own") {
  const Bundled read = sent(bundle_of({patient_p, R"({"resourceType": "Patient", "id": "q"})",
                                       weighed("1", "Patient/q"), weighed("2", "Patient/p")}));
  REQUIRE(read.reading.patients.size() == 2);
  CHECK(read.patient(0).id == "p");
  CHECK(read.patient(1).id == "q");
  CHECK(read.fact("patient.weight", 0) == "70 kg - Observation/2");
  CHECK(read.fact("patient.weight", 1) == "70 kg - Observation/1");
}

TEST_CASE("what stands twice is taken once; where it differs, that is told") {
  const Bundled same = sent(bundle_of({patient_p, patient_p, weighed("1", "Patient/p")}));
  CHECK(same.reading.patients.size() == 1);
  CHECK(same.ignored() == "Patient/p resource_doubled");
  CHECK(same.codes().empty());
  std::string other = weighed("1", "Patient/p");
  other.replace(other.find("70"), 2, "80");
  const Bundled differing = sent(bundle_of({patient_p, weighed("1", "Patient/p"), other}));
  CHECK(differing.fact("patient.weight") == "70 kg - Observation/1");
  CHECK(differing.codes() == "E0907");
}

TEST_CASE("bundles within a bundle, as a batch of searches gives them") {
  const std::string inner =
      bundle_of({patient_p, weighed("1", "Patient/p")}, R"("type": "searchset", "total": 2)");
  CHECK(sent(bundle_of({inner}, R"("type": "batch-response")")).fact("patient.weight") ==
        "70 kg - Observation/1");
}

TEST_CASE("a list is plain where something of its types was sent or searched for, else missing") {
  CHECK(sent(bundle_of({patient_p})).list("conditions").state == ListState::missing);
  const std::string searched = bundle(
      R"("type": "searchset", "link": [{"relation": "self",
         "url": "http://a.example/fhir/Condition?patient=p"}])",
      "");
  const Bundled read = sent(bundle_of({patient_p, searched}));
  CHECK(read.list("conditions").state == ListState::plain);
  CHECK(read.list("conditions").entries.empty());
  CHECK(read.list("allergies").state == ListState::missing);
}

TEST_CASE("with further pages nothing is complete, and the page is named") {
  const Bundled read = sent(bundle_of(
      {patient_p, R"({"resourceType": "Condition", "id": "1", @, "code": {"text": "asthma"}})",
       R"({"resourceType": "Observation", "id": "2", "status": "final", @,
           "code": {"text": "HBsAg"}, "valueString": "negative"})"},
      R"("type": "searchset", "link": [{"relation": "next", "url": "http://a.example/2"}])"));
  CHECK(read.list("conditions").state == ListState::incomplete);
  CHECK(read.list("conditions").entries.size() == 1);
  CHECK(read.list("tests").state == ListState::plain);  // it can never be closed
  CHECK(read.list("allergies").state == ListState::missing);
  CHECK(read.codes() == "W0901");
}

TEST_CASE("a bundle without a patient, and resources that are no record") {
  CHECK(sent(bundle_of({})).codes() == "E0903");
  CHECK(sent(bundle_of({weighed("1", "Patient/p")})).codes() == "E0903");
  CHECK(sent(weighed("1", "Patient/p")).codes() == "E0902");
  CHECK(sent(R"({"resourceType": "Bundle"})").codes() == "E0903");
}

TEST_CASE("other versions are refused by their names") {
  const auto refused = [](const std::string& resource) {
    const Bundled read = sent(bundle_of({patient_p, resource}));
    CHECK(read.codes() == "E0901");
    const auto told = read.reading.structure.sorted();
    return told.empty() ? std::string() : told.front().message;
  };
  const std::string stu3 = "this is FHIR STU3; only R4 is read";
  const std::string dstu2 = "this is FHIR DSTU2; only R4 is read";
  const std::string r5 = "this is FHIR R5; only R4 is read";
  CHECK(refused(R"({"resourceType": "Condition", @, "clinicalStatus": "active"})") == stu3);
  CHECK(refused(R"({"resourceType": "AllergyIntolerance", "clinicalStatus": "active"})") == stu3);
  CHECK(refused(R"({"resourceType": "MedicationStatement", @, "taken": "y"})") == stu3);
  CHECK(refused(R"({"resourceType": "Immunization", "notGiven": false})") == stu3);
  CHECK(refused(R"({"resourceType": "Procedure", @, "notDone": false})") == stu3);
  CHECK(refused(R"({"resourceType": "MedicationOrder"})") == dstu2);
  CHECK(refused(R"({"resourceType": "Condition", "patient": {}, "clinicalStatus": "active"})") ==
        dstu2);
  CHECK(refused(R"({"resourceType": "Immunization", "wasNotGiven": false})") == dstu2);
  CHECK(refused(R"({"resourceType": "MedicationRequest", "medication": {"concept": {}}})") == r5);
}

// --- broken and hostile ---

TEST_CASE("elements of another form than FHIR's refuse the document, located") {
  const std::vector<std::string> broken = {
      R"({"resourceType": "Bundle", "entry": ["x"]})",
      R"({"resourceType": "Bundle", "entry": [[[]]]})",
      R"({"resourceType": "Bundle", "entry": [{"resource": 7}]})",
      R"({"resourceType": "Bundle", "entry": [{"resource": {"resourceType": []}}]})",
      R"({"resourceType": "Bundle", "link": "next"})",
      R"({"resourceType": "Bundle", "link": [{"relation": {}}]})",
      R"({"resourceType": {"a": 1}})",
      bundle_of({patient_p, R"({"resourceType": "Condition", @, "code": "x"})"}),
      bundle_of({patient_p, R"({"resourceType": "Condition", @, "code": {"coding": ["x"]}})"}),
      bundle_of({patient_p, R"({"resourceType": "Condition", @, "code": {"text": {}}})"}),
      bundle_of({patient_p, R"({"resourceType": "Condition", @,
                                "code": {"coding": [{"code": []}]}})"}),
      bundle_of({patient_p, R"({"resourceType": "Condition", "subject": "Patient/p"})"}),
      bundle_of({R"({"resourceType": "Patient", "birthDate": {"year": 1991}})"}),
      bundle_of({patient_p, R"({"resourceType": "MedicationRequest", @,
                                "dosageInstruction": "daily"})"}),
  };
  for (const std::string& text : broken) {
    CAPTURE(text);
    const Bundled read = sent(text);
    CHECK(read.codes().find("E0904") != std::string::npos);
    CHECK(read.reading.patients.empty());
    for (const core::Diagnostic& one : read.reading.structure.sorted())
      CHECK(one.span.source != nullptr);
  }
}

TEST_CASE("text that is no JSON, or too much of it") {
  CHECK(sent("{\"resourceType\": \"Bundle\", \"entry\": [").codes() == "E0102");
  CHECK(sent("{\"resourceType\": \"Patient\", \"id\": \"\xFF\"}").codes() == "E0103");
  CHECK(sent(R"({"resourceType": "Patient", "id": "a", "id": "b"})").codes() == "E0105");
  std::string deep = R"({"resourceType": "Bundle", "entry": )";
  for (int i = 0; i < 1000; ++i) deep += "[";
  CHECK(sent(deep).codes() == "E0109");
  std::string nested = patient_p;
  for (int i = 0; i < 60; ++i) nested = bundle_of({nested});
  CHECK(sent(nested).codes() == "E0109");
}

TEST_CASE("every prefix of a bundle is refused or read, never worse") {
  const std::string whole = bundle_of({patient_p, weighed("1", "Patient/p")});
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const Bundled read = sent(whole.substr(0, length));
    CHECK(read.reading.patients.empty());
    CHECK(read.reading.structure.has_errors());
  }
}

TEST_CASE("numbers of any size") {
  for (const char* number : {"1e400", "-1e400", "1e-400", "99999999999999999999999999", "1e18",
                             "0.0000000000000000000000000001"}) {
    CAPTURE(number);
    const Bundled read = sent(
        bundle_of({patient_p, R"({"resourceType": "Observation", "id": "1", "status": "final", @,
            "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
            "valueQuantity": {"value": )" +
                                  std::string(number) + R"(, "code": "kg"}})"}));
    const auto id = *knowledge().vocabulary.find_path("patient.weight");
    CHECK_FALSE(read.record().facts[id].at(0).stated.value.has_value());
  }
}

TEST_CASE("more values of one fact than anybody has: the newest are read") {
  std::vector<std::string> many = {patient_p};
  for (int i = 0; i < 3000; ++i) {
    const std::string date = std::to_string(1900 + i / 30) + "-01-" + (i % 30 < 9 ? "0" : "") +
                             std::to_string(i % 30 + 1);
    std::string one = weighed(std::to_string(i), "Patient/p");
    one.insert(one.size() - 1, R"(, "effectiveDateTime": ")" + date + "\"");
    many.push_back(one);
  }
  CHECK(sent(bundle_of(many)).fact("patient.weight") == "70 kg 1999-01-30 Observation/2999");
  // None newer than another.
  many = {patient_p};
  for (int i = 0; i < 1001; ++i) many.push_back(weighed(std::to_string(i), "Patient/p"));
  const Bundled undated = sent(bundle_of(many));
  CHECK_FALSE(undated.patient().profile.record.has_value());
}

TEST_CASE("many patients, and much that is nobody's") {
  std::vector<std::string> many;
  for (std::size_t i = 0; i < most_patients; ++i)
    many.push_back(R"({"resourceType": "Patient", "id": ")" + std::to_string(i) + "\"}");
  CHECK(sent(bundle_of(many)).reading.patients.size() == most_patients);
  many.push_back(patient_p);
  const Bundled refused = sent(bundle_of(many));
  CHECK(refused.reading.patients.empty());
  CHECK(refused.reading.structure.has_errors());
  many = {patient_p};
  for (int i = 0; i < 1000; ++i) many.push_back(weighed(std::to_string(i), "Patient/q"));
  const Bundled lost = sent(bundle_of(many));
  REQUIRE(lost.patient().ignored.size() == 201);
  CHECK(lost.patient().ignored.back().origin == "Observation");
  CHECK(lost.patient().ignored.back().detail == "800");
}

TEST_CASE("a patient with an element that changes the meaning of all is not read") {
  CHECK(sent(R"({"resourceType": "Patient", "implicitRules": "urn:x"})").codes() == "E0902");
}

TEST_CASE("what is FHIR is told by its resourceType") {
  CHECK(may_be_fhir(" \n{\"resourceType\": \"Patient\"}"));
  CHECK(may_be_fhir("\xEF\xBB\xBF{\"resourceType\": \"Patient\"}"));
  CHECK_FALSE(may_be_fhir("resourceType: Patient"));
  CHECK_FALSE(may_be_fhir("{\"profile\": \"1\"}"));
  CHECK_FALSE(may_be_fhir(""));
}

}  // namespace regimen::io
