// FHIR: each resource that is read, each status, and the traps that real bundles set. What is
// expected follows from knowledge/fhir.yaml and from the pages of FHIR R4 that it names.
#include "engine/io/fhir/fhir.h"

#include <string>
#include <vector>

#include "tests/io/bundled.h"

namespace regimen::io {

using facts::Cause;
using facts::ListState;

namespace {

std::string crp(const std::string& id, const std::string& more,
                const std::string& status = "final") {
  return observed(id, "1988-5", more, status);
}

std::string quantity(const std::string& value, const std::string& unit) {
  return R"("valueQuantity": {"value": )" + value +
         R"(, "system": "http://unitsofmeasure.org", "code": ")" + unit + R"("})";
}

std::string on(const std::string& date) { return R"("effectiveDateTime": ")" + date + R"(")"; }

std::string condition(const std::string& more) {
  return R"({"resourceType": "Condition", "id": "c", @, )" + more + "}";
}
std::string snomed(const std::string& code, const std::string& more = "") {
  return R"("code": {"coding": [{"system": "http://snomed.info/sct", "code": ")" + code + R"("}])" +
         more + "}";
}
std::string coded(const std::string& element, const std::string& code) {
  return "\"" + element + R"(": {"coding": [{"code": ")" + code + R"("}]})";
}

// A resource of a drug: type, id 1, and what else it holds.
std::string drug(const std::string& type, const std::string& more) {
  return R"({"resourceType": ")" + type +
         R"(", "id": "1", @, "medicationCodeableConcept": {"coding": [{"system":
         "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "1256"}]}, )" +
         more + "}";
}

std::string request(const std::string& status, const std::string& intent) {
  return drug("MedicationRequest",
              R"("status": ")" + status + R"(", "intent": ")" + intent + R"(")");
}

}  // namespace

// --- the patient ---

TEST_CASE("a patient alone: birth date and gender") {
  const Bundled read =
      sent(R"({"resourceType": "Patient", "id": "p", "birthDate": "1991-03", "gender": "female"})");
  CHECK(read.patient().id == "p");
  CHECK(read.fact("patient.birth_date") == "1991-03 - Patient/p");
  CHECK(read.fact("patient.sex") == "female - Patient/p");
  CHECK(read.ignored().empty());
  for (const facts::ListRecord& list : read.record().lists) CHECK(list.state == ListState::missing);
}

TEST_CASE("a gender that is neither female nor male is asked and not known") {
  for (const char* gender : {"other", "unknown"}) {
    const Bundled read =
        sent(R"({"resourceType": "Patient", "gender": ")" + std::string(gender) + "\"}");
    CHECK(read.fact("patient.sex") == "unknown - Patient");
  }
}

TEST_CASE("a birth date may be partial; a false one is set aside") {
  CHECK(sent(R"({"resourceType": "Patient", "birthDate": "1991"})").fact("patient.birth_date") ==
        "1991 - Patient");
  CHECK(sent(R"({"resourceType": "Patient", "birthDate": "1991-02-31"})").codes() == "E0505");
}

TEST_CASE("who has died is not decided on, unless it was later") {
  const auto codes = [](const std::string& deceased) {
    return sent(R"({"resourceType": "Patient", )" + deceased + "}").codes();
  };
  CHECK(codes(R"("deceasedBoolean": true)") == "E0906");
  CHECK(codes(R"("deceasedBoolean": false)").empty());
  CHECK(codes(R"("deceasedDateTime": "2026-10-31T23:00:00Z")") == "E0906");
  CHECK(codes(R"("deceasedDateTime": "2026-11-02")").empty());
  CHECK_FALSE(sent(R"({"resourceType": "Patient", "deceasedBoolean": true})")
                  .patient()
                  .profile.record.has_value());
}

TEST_CASE("the day of evaluation must be given") {
  CHECK(sent(R"({"resourceType": "Patient"})", std::nullopt).codes() == "E0511");
}

// --- conditions ---

TEST_CASE("a condition is an entry, and the disease it is about is a fact too") {
  const Bundled read = with({condition(snomed("34000006") + R"(, "onsetDateTime": "2024-02", )" +
                                       coded("clinicalStatus", "active"))});
  CHECK(read.fact("disease.diagnosis") == "crohns_disease - Condition/c");
  CHECK(read.fact("disease.diagnosed") == "2024-02 - Condition/c");
  CHECK(read.entry("conditions") ==
        "condition crohns_disease; status active; onset 2024-02; Condition/c");
  CHECK(read.list("conditions").state == ListState::plain);
  CHECK(read.codes().empty());
}

TEST_CASE("codes of ICD-10-CM, with the complication they say") {
  const Bundled read = with({condition(
      R"("code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "K50.814"}]})")});
  CHECK(read.fact("disease.diagnosis") == "crohns_disease_with_abscess - Condition/c");
}

TEST_CASE("K51 is ulcerative colitis") {
  const Bundled read = with({condition(
      R"("code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "K51.90"}]})")});
  CHECK(read.fact("disease.diagnosis") == "ulcerative_colitis - Condition/c");
}

TEST_CASE("verification of a condition") {
  const auto entry = [](const std::string& status) {
    return with({condition(snomed("56717001") + ", " + coded("verificationStatus", status))});
  };
  CHECK(entry("confirmed").entry("conditions") == "condition tuberculosis; Condition/c");
  CHECK(entry("refuted").entry("conditions") == "condition tuberculosis; absent; Condition/c");
  for (const char* word : {"unconfirmed", "provisional", "differential"}) {
    CHECK(entry(word).entry("conditions") == "condition tuberculosis; doubtful; Condition/c");
    CHECK(entry(word).ignored() == "Condition/c resource_doubtful " + std::string(word));
  }
  CHECK(entry("entered-in-error").list("conditions").entries.empty());
  CHECK(entry("entered-in-error").list("conditions").state == ListState::plain);
  CHECK(entry("entered-in-error").ignored() == "Condition/c resource_status entered-in-error");
  // A word that FHIR does not have is doubtful, and is not repeated.
  CHECK(entry("surely").ignored() == "Condition/c resource_doubtful");
}

TEST_CASE("a refuted, doubtful or inactive disease is not the disease of the patient") {
  for (const char* status : {"refuted", "provisional", "entered-in-error"}) {
    const Bundled read =
        with({condition(snomed("34000006") + ", " + coded("verificationStatus", status))});
    CHECK(read.fact("disease.diagnosis").empty());
  }
  for (const char* status : {"inactive", "resolved"}) {
    const Bundled read =
        with({condition(snomed("34000006") + ", " + coded("clinicalStatus", status))});
    CHECK(read.fact("disease.diagnosis").empty());
    CHECK(read.ignored().find("Condition/c disease.diagnosis resource_status " +
                              std::string(status)) == 0);
  }
  for (const char* status : {"active", "recurrence", "relapse", "remission"}) {
    const Bundled read =
        with({condition(snomed("34000006") + ", " + coded("clinicalStatus", status))});
    CHECK(read.fact("disease.diagnosis") == "crohns_disease - Condition/c");
  }
}

TEST_CASE("clinical status, onset and end of a condition") {
  const auto entry = [](const std::string& more) {
    return with({condition(snomed("56717001") + ", " + more)}).entry("conditions");
  };
  CHECK(entry(coded("clinicalStatus", "relapse")) ==
        "condition tuberculosis; status active; Condition/c");
  CHECK(entry(coded("clinicalStatus", "resolved")) ==
        "condition tuberculosis; status resolved; Condition/c");
  // These leave open whether it is over.
  CHECK(entry(coded("clinicalStatus", "inactive")) == "condition tuberculosis; Condition/c");
  CHECK(entry(coded("clinicalStatus", "remission")) == "condition tuberculosis; Condition/c");
  CHECK(entry(R"("onsetPeriod": {"start": "2010"}, "abatementDateTime": "2011-05-01T08:00:00Z")") ==
        "condition tuberculosis; onset 2010; end 2011-05-01; Condition/c");
}

TEST_CASE("the class of a failing heart is a code") {
  CHECK(with({condition(snomed("420913000"))}).entry("conditions") ==
        "condition heart_failure; nyha III; Condition/c");
}

TEST_CASE("two names of one disease are one; of two diseases they contradict each other") {
  const auto two = [](const std::string& a, const std::string& b) {
    return with({condition(snomed(a)),
                 R"({"resourceType": "Condition", "id": "d", @, )" + snomed(b) + "}"})
        .fact("disease.diagnosis");
  };
  CHECK(two("34000006", "38106008") == "crohns_disease - Condition/c, Condition/d");
  CHECK(two("38106008", "3815005") == "crohns_disease - Condition/c, Condition/d");
  CHECK(two("34000006", "64766004") ==
        "crohns_disease - Condition/c; ulcerative_colitis - Condition/d");
}

TEST_CASE("of several onsets the earliest") {
  const Bundled read = with({condition(snomed("34000006") + R"(, "onsetDateTime": "2025-01-01")"),
                             R"({"resourceType": "Condition", "id": "d", @, )" +
                                 snomed("38106008") + R"(, "onsetDateTime": "2024"})"});
  CHECK(read.fact("disease.diagnosed") == "2024 - Condition/d");
}

TEST_CASE("a code that nobody knows keeps its entry; a text that is a name is read") {
  const Bundled unknown =
      with({condition(R"("code": {"coding": [{"system": "http://snomed.info/sct",
      "code": "195662009", "display": "Acute viral pharyngitis"}]})")});
  REQUIRE(unknown.list("conditions").entries.size() == 1);
  CHECK(unknown.list("conditions").entries[0].fields[0].cause == Cause::unresolved_name);
  CHECK(unknown.list("conditions").entries[0].fields[0].shown ==
        "Acute viral pharyngitis (snomed:195662009)");
  CHECK(unknown.codes() == "E0507");
  CHECK(with({condition(R"("code": {"text": "Morbus Crohn"})")}).entry("conditions") ==
        "condition crohns_disease; Condition/c");
  // No code at all: it may be anything.
  CHECK(with({condition(R"("recordedDate": "2026")")}).entry("conditions") ==
        "condition unknown; Condition/c");
}

TEST_CASE("code and display that disagree mean nothing") {
  // The codes of confirmed value sets: 26629001 is short bowel syndrome; some table calls it
  // another disease.
  const Bundled read = with({condition(R"("code": {"coding": [{"system": "http://snomed.info/sct",
      "code": "26629001", "display": "Asthma"}]})")});
  CHECK(read.entry("conditions") == "condition unknown; Condition/c");
  CHECK(read.codes() == "E0905");
}

TEST_CASE("a code of another system is no code") {
  // `103` is a drug in RxNorm alone.
  const Bundled read = with({R"({"resourceType": "MedicationStatement", "id": "1", @,
      "status": "active", "medicationCodeableConcept": {"coding": [{"system": "urn:shop",
      "code": "103"}]}})"});
  CHECK(read.entry("therapies") == "drug unknown; ongoing yes; MedicationStatement/1");
}

// --- observations ---

TEST_CASE("a measurement, its unit converted on reading") {
  const Bundled read =
      with({crp("1", quantity("1.1", "mg/dL") + ", " + on("2026-10-20T08:00:00Z"))});
  CHECK(read.fact("labs.crp") == "1.1 mg/dL 2026-10-20 Observation/1");
  const auto id = *knowledge().vocabulary.find_path("labs.crp");
  CHECK(read.record().facts[id][0].stated.converted == "11 mg/L");
  CHECK(with({crp("1", R"("valueString": "<5 mg/L")")}).fact("labs.crp") ==
        "<5 mg/L - Observation/1");
}

TEST_CASE("weight in kg, g and pounds") {
  const auto weight = [](const std::string& value, const std::string& unit) {
    const Bundled read = with({observed("1", "29463-7", quantity(value, unit))});
    const auto id = *knowledge().vocabulary.find_path("patient.weight");
    const auto& stated = read.record().facts[id].at(0).stated;
    return stated.converted.empty() ? stated.shown : stated.converted;
  };
  CHECK(weight("70.2", "kg") == "70.2 kg");
  CHECK(weight("70200", "g") == "70.2 kg");
  CHECK(weight("7.02e1", "kg") == "70.2 kg");
  CHECK(weight("150", "[lb_av]") == "68.04 kg");  // 150 * 0.45359237 = 68.0388555
}

TEST_CASE("a comparator is a bound") {
  const Bundled read =
      with({crp("1", R"("valueQuantity": {"value": 5, "comparator": "<", "code": "mg/L"})")});
  CHECK(read.fact("labs.crp") == "<5 mg/L - Observation/1");
  CHECK(with({crp("1", R"("valueQuantity": {"value": 5, "comparator": "ad", "code": "mg/L"})")})
            .codes() == "E0503");
}

TEST_CASE("a unit that cannot be converted, and none") {
  CHECK(with({crp("1", quantity("105", "nmol/L"))}).codes() == "E0502");
  CHECK(with({crp("1", R"("valueQuantity": {"value": 11})")}).codes() == "E0501");
  // Moles are another quantity, of another code.
  CHECK(with({observed("1", "76485-2", quantity("105", "nmol/L"))}).ignored() ==
        "Observation/1 resource_unmapped");
}

TEST_CASE("statuses of an observation") {
  for (const char* status : {"final", "amended", "corrected"})
    CHECK(with({crp("1", quantity("11", "mg/L"), status)}).fact("labs.crp") ==
          "11 mg/L - Observation/1");
  for (const char* status : {"registered", "cancelled", "entered-in-error"}) {
    const Bundled read = with({crp("1", quantity("11", "mg/L"), status)});
    CHECK(read.fact("labs.crp").empty());
    CHECK(read.ignored() == "Observation/1 resource_status " + std::string(status));
  }
  for (const char* status : {"preliminary", "unknown"}) {
    const Bundled read = with({crp("1", quantity("11", "mg/L"), status)});
    CHECK(read.fact("labs.crp").empty());
    CHECK(read.ignored() == "Observation/1 labs.crp resource_doubtful " + std::string(status));
  }
}

TEST_CASE("the newest is by its time, not by its order; what does not count sets nothing aside") {
  const Bundled read =
      with({crp("new", quantity("11", "mg/L") + ", " + on("2026-10-20")),
            crp("old", quantity("30", "mg/L") + ", " + on("2026-09-01")),
            crp("wrong", quantity("99", "mg/L") + ", " + on("2026-10-30"), "entered-in-error"),
            crp("later", quantity("50", "mg/L") + ", " + on("2026-11-20"))});
  CHECK(read.fact("labs.crp") ==
        "11 mg/L 2026-10-20 Observation/new; 50 mg/L 2026-11-20 Observation/later");
  CHECK(read.ignored() ==
        "Observation/wrong resource_status entered-in-error\nObservation/old labs.crp superseded");
}

TEST_CASE("of one day the later; the same minute of the world, or no time, are of one day") {
  const auto both = [](const std::string& a, const std::string& b) {
    return with({crp("a", quantity("11", "mg/L") + ", " + on(a)),
                 crp("b", quantity("30", "mg/L") + ", " + on(b))})
        .fact("labs.crp");
  };
  CHECK(both("2026-10-20T08:00:00Z", "2026-10-20T09:00:00Z") == "30 mg/L 2026-10-20 Observation/b");
  CHECK(both("2026-10-20T09:00:00+02:00", "2026-10-20T08:00:00Z") ==
        "30 mg/L 2026-10-20 Observation/b");
  CHECK(both("2026-10-20", "2026-10-20T08:00:00Z") ==
        "11 mg/L 2026-10-20 Observation/a; 30 mg/L 2026-10-20 Observation/b");
  // A month may hold the day, so neither is surely newer.
  CHECK(both("2026-10", "2026-10-20") ==
        "11 mg/L 2026-10 Observation/a; 30 mg/L 2026-10-20 Observation/b");
}

TEST_CASE("a value that is absent is no value, and hides none") {
  const Bundled read =
      with({crp("1", R"("dataAbsentReason": {"coding": [{"code": "error"}]}, )" + on("2026-10-20")),
            crp("2", quantity("11", "mg/L") + ", " + on("2026-09-20"))});
  CHECK(read.fact("labs.crp") == "11 mg/L 2026-09-20 Observation/2");
  CHECK(read.ignored() == "Observation/1 labs.crp resource_without_value");
}

TEST_CASE("components are observations of the day of the whole") {
  const Bundled read = with({R"({"resourceType": "Observation", "id": "1", "status": "final", @,
      "code": {"text": "panel"}, "effectiveDateTime": "2026-10-20", "component": [
      {"code": {"coding": [{"system": "http://loinc.org", "code": "1988-5"}]},
       "valueQuantity": {"value": 11, "unit": "mg/L"}},
      {"code": {"coding": [{"system": "http://loinc.org", "code": "5195-3"}]},
       "valueString": "Negative"},
      {"code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]},
       "valueString": "x"}]})"});
  CHECK(read.fact("labs.crp") == "11 mg/L 2026-10-20 Observation/1");
  CHECK(read.entry("tests") == "test hbsag; result negative; date 2026-10-20; Observation/1");
  CHECK(read.ignored() == "Observation/1 resource_unmapped");
}

TEST_CASE("the index of activity has no code: letters alone are not it, our own code is") {
  CHECK(with({R"({"resourceType": "Observation", "id": "1", "status": "final", @,
      "code": {"text": "CDAI"}, "valueInteger": 287})"})
            .ignored() == "Observation/1 resource_unmapped");
  CHECK(with({R"({"resourceType": "Observation", "id": "1", "status": "final", @,
      "code": {"coding": [{"system": "urn:regimen:fact", "code": "cdai"}]},
      "valueQuantity": {"value": 287, "code": "{score}"}})"})
            .fact("disease.cdai") == "287 - Observation/1");
}

TEST_CASE("our own codes carry every kind of fact") {
  const auto own = [](const std::string& fact, const std::string& value) {
    return with({R"({"resourceType": "Observation", "id": "1", "status": "final", @,
        "code": {"coding": [{"system": "urn:regimen:fact", "code": ")" +
                 fact + R"("}]}, )" + value + "}"});
  };
  CHECK(own("steroid_dependent", R"("valueBoolean": false)").fact("disease.steroid_dependent") ==
        "no - Observation/1");
  CHECK(own("plan_start", R"("valueDateTime": "2026-11-15")").fact("plan.start") ==
        "2026-11-15 - Observation/1");
  CHECK(
      own("diagnosis", R"("valueCodeableConcept": {"text": "Crohn"})").fact("disease.diagnosis") ==
      "crohns_disease - Observation/1");
  CHECK(own("disease_duration", R"("valueQuantity": {"value": 2, "code": "a"})")
            .fact("disease.duration") == "2 a - Observation/1");
  CHECK(own("no_such_fact", R"("valueBoolean": true)").ignored() ==
        "Observation/1 resource_unmapped");
}

TEST_CASE("a phenotype by its answer code or its name; words that disagree are unknown") {
  const auto tpmt = [](const std::string& value) {
    return with({observed("1", "79713-4", R"("valueCodeableConcept": )" + value)});
  };
  CHECK(tpmt(R"({"coding": [{"system": "http://loinc.org", "code": "LA10317-8",
      "display": "Intermediate metabolizer"}]})")
            .fact("labs.tpmt_phenotype") == "heterozygous - Observation/1");
  CHECK(tpmt(R"({"text": "Poor metabolizer"})").fact("labs.tpmt_phenotype") ==
        "homozygous_mutant - Observation/1");
  const Bundled disagreeing = tpmt(R"({"coding": [{"code": "LA25391-6",
      "display": "Poor metabolizer"}]})");
  CHECK(disagreeing.fact("labs.tpmt_phenotype") == "unknown - Observation/1");
  CHECK(disagreeing.codes() == "E0905");
}

TEST_CASE("tests with their results, as code, text or interpretation") {
  const auto result = [](const std::string& value) {
    return with({observed("1", "5195-3", value)}).entry("tests");
  };
  CHECK(result(R"("valueCodeableConcept": {"coding": [{"code": "LA6577-6"}]})") ==
        "test hbsag; result negative; Observation/1");
  CHECK(result(R"("valueString": "Non-reactive")") == "test hbsag; result negative; Observation/1");
  CHECK(result(R"("valueString": "Not detected")") == "test hbsag; result negative; Observation/1");
  CHECK(result(R"("interpretation": [{"coding": [{"code": "POS"}]}])") ==
        "test hbsag; result positive; Observation/1");
  CHECK(
      result(
          R"("valueQuantity": {"value": 0.1}, "interpretation": [{"coding": [{"code": "NEG"}]}])") ==
      "test hbsag; result negative; Observation/1");
  // A quantity and a remark are no verdict: the entry stays, its result cannot be read.
  CHECK(result(R"("valueString": "see comment")") ==
        "test hbsag; result see comment; Observation/1");
  CHECK(result(R"("valueString": "negative", "interpretation": [{"coding": [{"code": "POS"}]}])") ==
        "test hbsag; result unknown; Observation/1");
  CHECK(with({observed("1", "5195-3", R"("note": [])")}).ignored() ==
        "Observation/1 resource_without_value");
  CHECK(with({observed("1", "5195-3", R"("valueString": "negative")", "preliminary")})
            .entry("tests") == "test hbsag; result negative; doubtful; Observation/1");
}

TEST_CASE("a code that was never confirmed stands for nothing") {
  CHECK(with({observed("1", "1648-5", R"("valueString": "negative")")}).ignored() ==
        "Observation/1 resource_unmapped");
}

// --- drugs ---

TEST_CASE("an order counts only as an order that was begun") {
  for (const char* status : {"active", "completed", "stopped"})
    CHECK(with({request(status, "order")}).list("therapies").entries.at(0).doubtful == false);
  for (const char* status : {"on-hold", "cancelled", "draft", "unknown", "entered-in-error"}) {
    CHECK(with({request(status, "order")}).list("therapies").entries.at(0).doubtful);
    CHECK(with({request(status, "order")}).ignored() ==
          "MedicationRequest/1 resource_doubtful " + std::string(status));
  }
  for (const char* intent : {"proposal", "plan", "original-order", "reflex-order", "filler-order",
                             "instance-order", "option"})
    CHECK(with({request("active", intent)}).list("therapies").entries.at(0).doubtful);
  CHECK(with({drug("MedicationRequest", R"("status": "active")")})
            .list("therapies")
            .entries.at(0)
            .doubtful);
  CHECK(with({drug("MedicationRequest",
                   R"("status": "active", "intent": "order", "doNotPerform": true)")})
            .ignored() == "MedicationRequest/1 resource_status true");
}

TEST_CASE("an order: dates, whether it goes on, dose and route") {
  CHECK(with({drug("MedicationRequest", R"("status": "active", "intent": "order",
      "authoredOn": "2026-05-01T10:00:00+02:00", "dosageInstruction": [{"timing": {"repeat":
      {"frequency": 2, "period": 1, "periodUnit": "d"}}, "route": {"coding": [{"display":
      "Oral route"}]}, "doseAndRate": [{"doseQuantity": {"value": 75, "code": "mg"}}]}])")})
            .entry("therapies") ==
        "drug azathioprine; route oral; dose 150 mg/d; start 2026-05-01; ongoing yes; "
        "MedicationRequest/1");
  CHECK(with({drug("MedicationRequest", R"("status": "completed", "intent": "order",
      "authoredOn": "2026-05-01", "dosageInstruction": [{"timing": {"repeat": {"boundsPeriod":
      {"start": "2026-05-03", "end": "2026-06"}}}}])")})
            .entry("therapies") ==
        "drug azathioprine; start 2026-05-03; stop 2026-06; MedicationRequest/1");
}

TEST_CASE("statements, administrations and dispenses by their statuses") {
  struct Row {
    std::string type;
    std::vector<std::string> counts;
    std::vector<std::string> doubtful;
    std::vector<std::string> ignored;
  };
  const std::vector<Row> rows = {{"MedicationStatement",
                                  {"active", "completed", "stopped", "on-hold"},
                                  {"intended", "unknown", "entered-in-error"},
                                  {"not-taken"}},
                                 {"MedicationAdministration",
                                  {"completed", "in-progress", "stopped", "on-hold"},
                                  {"unknown"},
                                  {"not-done", "entered-in-error"}},
                                 {"MedicationDispense",
                                  {"completed"},
                                  {"preparation", "in-progress", "on-hold", "stopped", "unknown"},
                                  {"cancelled", "declined", "entered-in-error"}}};
  for (const Row& row : rows) {
    CAPTURE(row.type);
    const auto entries = [&](const std::string& status) {
      CAPTURE(status);
      return with({drug(row.type, R"("status": ")" + status + "\"")}).list("therapies").entries;
    };
    for (const std::string& status : row.counts) CHECK_FALSE(entries(status).at(0).doubtful);
    for (const std::string& status : row.doubtful) CHECK(entries(status).at(0).doubtful);
    for (const std::string& status : row.ignored) CHECK(entries(status).empty());
  }
}

TEST_CASE("when a drug was given and handed over") {
  CHECK(with({drug("MedicationAdministration",
                   R"("status": "completed", "effectiveDateTime": "2026-05-01T10:00:00Z")")})
            .entry("therapies") ==
        "drug azathioprine; start 2026-05-01; stop 2026-05-01; MedicationAdministration/1");
  CHECK(
      with({drug("MedicationDispense", R"("status": "completed", "whenHandedOver": "2026-05-01")")})
          .entry("therapies") == "drug azathioprine; start 2026-05-01; MedicationDispense/1");
}

TEST_CASE("a drug by reference: bundled, contained, or only by its name") {
  const std::string medication = R"({"resourceType": "Medication", "id": "m",
      "code": {"coding": [{"system": "http://www.whocc.no/atc", "code": "L04AB02"}]}})";
  const auto statement = [](const std::string& reference, const std::string& more = "") {
    return R"({"resourceType": "MedicationStatement", "id": "1", "status": "unknown", @, )" + more +
           R"("medicationReference": {)" + reference + "}}";
  };
  const std::string expected = "drug infliximab; doubtful; MedicationStatement/1";
  CHECK(with({medication, statement(R"("reference": "Medication/m")")}).entry("therapies") ==
        expected);
  CHECK(with({statement(R"("reference": "#m")", R"("contained": [)" + medication + "], ")})
            .entry("therapies") == expected);
  CHECK(with({statement(R"("reference": "Medication/x", "display": "Remicade")")})
            .entry("therapies") == expected);
  CHECK(with({statement(R"("reference": "Medication/x")")}).entry("therapies") ==
        "drug unknown; doubtful; MedicationStatement/1");
}

TEST_CASE("product codes and biosimilars lead to the ingredient") {
  const auto drug_of = [](const std::string& code) {
    return with({R"({"resourceType": "MedicationStatement", "id": "1", "status": "unknown", @,
        "medicationCodeableConcept": {"coding": [{"system":
        "http://www.nlm.nih.gov/research/umls/rxnorm", "code": ")" +
                 code + R"("}]}})"})
        .entry("therapies");
  };
  for (const char* code : {"191831", "310994", "1790541", "1927285"})
    CHECK(drug_of(code) == "drug infliximab; doubtful; MedicationStatement/1");
}

TEST_CASE("budesonide that is inhaled is not taken by mouth") {
  const auto entry = [](const std::string& atc, const std::string& dosage) {
    return with({R"({"resourceType": "MedicationStatement", "id": "1", "status": "on-hold", @,
        "medicationCodeableConcept": {"coding": [{"system": "http://www.whocc.no/atc", "code": ")" +
                 atc + R"("}]})" + dosage + "}"})
        .entry("therapies");
  };
  CHECK(entry("R03BA02", "") == "drug budesonide; route inhaled; MedicationStatement/1");
  CHECK(entry("R01AD05", "") == "drug budesonide; route nasal; MedicationStatement/1");
  CHECK(entry("A07EA06", "") == "drug budesonide; MedicationStatement/1");
  CHECK(entry("A07EA06", R"(, "dosage": [{"route": {"text": "oral"}}])") ==
        "drug budesonide; route oral; MedicationStatement/1");
  CHECK(entry("R03BA02", R"(, "dosage": [{"route": {"text": "oral"}}])") ==
        "drug budesonide; route unknown; MedicationStatement/1");
}

TEST_CASE("a field that FHIR lacks is an extension of ours") {
  CHECK(with({drug("MedicationStatement", R"("status": "on-hold", "extension": [
      {"url": "urn:regimen:field:response", "valueCode": "none"},
      {"url": "http://example.org/else", "valueCode": "full"}])")})
            .entry("therapies") == "drug azathioprine; response none; MedicationStatement/1");
}

// --- allergies, procedures, vaccinations ---

TEST_CASE("allergies: verification, status, the worst reaction") {
  const auto allergy = [](const std::string& more) {
    return with({R"({"resourceType": "AllergyIntolerance", "id": "1",
        "patient": {"reference": "Patient/p"}, "code": {"text": "murine protein"})" +
                 more + "}"});
  };
  CHECK(allergy(R"(, "reaction": [{"severity": "mild"}, {"severity": "severe"}])")
            .entry("allergies") ==
        "substance murine_protein; severity severe; AllergyIntolerance/1");
  CHECK(allergy(", " + coded("verificationStatus", "unconfirmed")).entry("allergies") ==
        "substance murine_protein; doubtful; AllergyIntolerance/1");
  CHECK(allergy(", " + coded("verificationStatus", "refuted")).entry("allergies") ==
        "substance murine_protein; absent; AllergyIntolerance/1");
  CHECK(allergy(", " + coded("clinicalStatus", "resolved")).entry("allergies") ==
        "substance murine_protein; doubtful; AllergyIntolerance/1");
  CHECK(allergy(", " + coded("verificationStatus", "entered-in-error"))
            .list("allergies")
            .entries.empty());
}

TEST_CASE("procedures: statuses and dates") {
  const auto procedure = [](const std::string& status, const std::string& more = "") {
    return with({R"({"resourceType": "Procedure", "id": "1", @, "status": ")" + status + R"(", )" +
                 snomed("23968004") + more + "}"});
  };
  CHECK(procedure("completed", R"(, "performedDateTime": "2026-08")").entry("procedures") ==
        "procedure colectomy; date 2026-08; Procedure/1");
  // The last day counts in a window that ends today.
  CHECK(
      procedure("completed", R"(, "performedPeriod": {"start": "2026-07-31", "end": "2026-08-01"})")
          .entry("procedures") == "procedure colectomy; date 2026-08-01; Procedure/1");
  for (const char* status : {"stopped", "on-hold", "unknown"})
    CHECK(procedure(status).list("procedures").entries.at(0).doubtful);
  for (const char* status : {"preparation", "not-done", "entered-in-error"})
    CHECK(procedure(status).list("procedures").entries.empty());
}

TEST_CASE("an operation that makes a stoma is no stoma of today") {
  const Bundled read =
      with({R"({"resourceType": "Procedure", "id": "1", @, "status": "completed", )" +
            snomed("301784005") + "}"});
  CHECK(read.entry("procedures") == "procedure ileostomy_operation; Procedure/1");
  CHECK(read.list("conditions").state == ListState::missing);
}

TEST_CASE("vaccinations: statuses and codes") {
  const auto shot = [](const std::string& status) {
    return with({R"({"resourceType": "Immunization", "id": "1", "status": ")" + status +
                 R"(", "patient": {"reference": "Patient/p"}, "vaccineCode": {"coding": [{"system":
        "http://hl7.org/fhir/sid/cvx", "code": "37"}]}, "occurrenceDateTime": "2026-10-20"})"});
  };
  CHECK(shot("completed").entry("vaccinations") ==
        "vaccine yellow_fever; date 2026-10-20; Immunization/1");
  CHECK(shot("not-done").ignored() == "Immunization/1 resource_status not-done");
  CHECK(shot("entered-in-error").list("vaccinations").entries.empty());
}

// --- what is ignored ---

TEST_CASE("a resource with an extension that changes its meaning is not used") {
  CHECK(with({crp("1", quantity("11", "mg/L") + R"(, "modifierExtension": [{"url": "urn:x"}])")})
            .ignored() == "Observation/1 resource_modified modifierExtension");
  CHECK(with({crp("1", quantity("11", "mg/L") + R"(, "implicitRules": "urn:x")")}).ignored() ==
        "Observation/1 resource_modified implicitRules");
}

TEST_CASE("types that are not read are counted; what is nobody's is named") {
  const Bundled read = with({R"({"resourceType": "Encounter", "id": "1"})",
                             R"({"resourceType": "Encounter", "id": "2"})",
                             R"({"resourceType": "Medication", "id": "3"})",
                             R"({"resourceType": "Observation", "id": "4", "status": "final",
                                 "subject": {"reference": "Patient/someone-else"}})",
                             R"({"resourceType": "Observation", "id": "5", "status": "final"})"});
  CHECK(read.ignored() ==
        "Observation/4 resource_without_patient\nObservation/5 resource_without_patient\n"
        "Encounter resource_type 2");
}

}  // namespace regimen::io
