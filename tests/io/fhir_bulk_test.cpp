// A bulk export is a list of the patients in it, each read as a bundle of what is theirs; what is
// wrong with it is told by file and line, and nothing is lost in silence.
#include <map>

#include "engine/io/fhir/bulk_files.h"
#include "tests/io/bundled.h"
#include "tests/io/listed.h"

namespace regimen::io {

namespace {

using Files = std::map<std::string, std::string>;  // name -> text

// Read on 1 November 2026.
Listed exported(const Files& files, RowLimits limits = {},
                const std::optional<facts::Day>& as_of = day("2026-11-01")) {
  Listed listed;
  const support::TemporaryFolder folder;
  listed.folder = folder.path().string() + "/";
  for (const auto& [name, text] : files) std::ofstream(folder / name, std::ios::binary) << text;
  ListOptions options;
  options.fhir = &fhir_map();
  options.limits = limits;
  listed.opening = List::open(folder.path().string(), options, knowledge());
  while (listed.opening.list) {
    auto chunk = listed.opening.list->next();
    REQUIRE(chunk.ok());
    if (!chunk.value()) break;
    for (std::size_t row = 0; row < chunk.value()->rows.size(); ++row)
      listed.rows.push_back(listed.opening.list->read(*chunk.value(), row, as_of));
  }
  return listed;
}

// `Condition.ndjson:2 E0102`, one a line, of the export as a whole or of a row.
std::string places(const core::Diagnostics& diagnostics) {
  std::string text;
  for (const core::Diagnostic& one : diagnostics.sorted()) {
    const std::string& path = one.span.source->name();
    text += path.substr(path.rfind('/') + 1) + ":" +
            std::to_string(one.span.source->place(one.span.begin).line) + " " +
            std::string(core::info(one.code).id) + "\n";
  }
  return text;
}

std::string patient(const std::string& id) {
  return R"({"resourceType": "Patient", "id": ")" + id + "\"}\n";
}

std::string condition(const std::string& id, const std::string& subject,
                      const std::string& code = "34000006") {
  return R"({"resourceType": "Condition", "id": ")" + id +
         R"(", "code": {"coding": [{"system": "http://snomed.info/sct", "code": ")" + code +
         R"("}]}, "subject": {"reference": ")" + subject + "\"}}\n";
}

std::string statement(const std::string& id, const std::string& subject,
                      const std::string& medication) {
  return R"({"resourceType": "MedicationStatement", "id": ")" + id +
         R"(", "status": "active", "medicationReference": {"reference": ")" + medication +
         R"("}, "subject": {"reference": ")" + subject + "\"}}\n";
}

std::string rxnorm(const std::string& code) {
  return R"({"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": ")" +
         code + "\"}]}";
}

const facts::ListRecord& list_of(const Listed& listed, std::size_t row, const std::string& id) {
  REQUIRE(row < listed.rows.size());
  REQUIRE_MESSAGE(listed.rows[row].record,
                  core::render(listed.rows[row].structure, core::ShowValues::yes));
  return listed.rows[row].record->lists[*knowledge().vocabulary.find_list(id)];
}

std::string ids(const Listed& listed) {
  std::string text;
  for (const RowReading& row : listed.rows)
    text += (text.empty() ? "" : " ") + (row.id.empty() ? "-" : row.id) + (row.record ? "" : "!");
  return text;
}

// The sources of the entries of a list.
std::string origins(const Listed& listed, std::size_t row, const std::string& id) {
  std::string text;
  for (const facts::Entry& entry : list_of(listed, row, id).entries)
    text += (text.empty() ? "" : " ") + entry.origin;
  return text;
}

}  // namespace

TEST_CASE("the name of a file says its type, in whatever case") {
  const std::set<std::string> types = {"Patient", "MedicationRequest"};
  CHECK(type_in("Patient.ndjson", types) == "Patient");
  CHECK(type_in("Patient.000.ndjson", types) == "Patient");
  CHECK(type_in("1.MedicationRequest.ndjson.gz", types) == "MedicationRequest");
  CHECK(type_in("patient_file_1.ndjson", types) == "Patient");
  CHECK(type_in("Clinic-Patient-3.ndjson", types) == "Patient");
  CHECK(type_in("Encounter.1.ndjson", types) == "Encounter");
  CHECK(type_in("everything.ndjson", types).empty());
  CHECK(before_by_number("Patient.2.ndjson", "Patient.10.ndjson"));
  CHECK_FALSE(before_by_number("Patient.10.ndjson", "Patient.2.ndjson"));
  CHECK_FALSE(before_by_number("a", "a"));
  CHECK(before_by_number("a.1", "a.01") != before_by_number("a.01", "a.1"));
}

TEST_CASE("one row for each patient, in the order of their files, with what is theirs") {
  const Listed read =
      exported({{"Patient.10.ndjson", patient("c")},
                {"Patient.2.ndjson", patient("b") + "\n" + patient("a")},
                {"Condition.1.ndjson", condition("1", "Patient/a") + condition("2", "Patient/c") +
                                           condition("3", "Patient/a")}});
  CHECK(ids(read) == "b a c");
  CHECK(read.opening.remarks.empty());
  CHECK(read.rows[0].number == 1);
  CHECK(read.rows[1].line == 3);
  CHECK(origins(read, 1, "conditions") == "Condition/1 Condition/3");
  CHECK(origins(read, 2, "conditions") == "Condition/2");
  CHECK(list_of(read, 0, "conditions").state == facts::ListState::missing);
}

TEST_CASE("a row is what a bundle of the same resources is") {
  const std::string a = patient("p");
  const std::string b = condition("1", "https://example.org/fhir/Patient/p/_history/3");
  const std::string c = statement("2", "Patient/p", "Medication/m");
  const std::string d =
      R"({"resourceType": "Medication", "id": "m", "code": )" + rxnorm("1256") + "}\n";
  const Listed read = exported({{"Patient.ndjson", a},
                                {"Condition.ndjson", b},
                                {"MedicationStatement.ndjson", c},
                                {"Medication.ndjson", d}});
  const Bundled bundle = sent(bundle_of({a, b, c, d}));
  REQUIRE(read.rows.size() == 1);
  REQUIRE(read.rows[0].record);
  for (const char* list : {"conditions", "therapies"}) {
    REQUIRE(list_of(read, 0, list).entries.size() == 1);
    const facts::Entry& one = list_of(read, 0, list).entries[0];
    const facts::Entry& other = bundle.list(list).entries.at(0);
    CHECK(one.origin == other.origin);
    for (std::size_t i = 0; i < one.fields.size(); ++i)
      CHECK(one.fields[i].shown == other.fields[i].shown);
  }
  CHECK(bundle.entry("therapies") == "drug azathioprine; ongoing yes; MedicationStatement/2");
}

TEST_CASE("any size of chunk gives the same rows") {
  const Files files = {{"Patient.ndjson", patient("a") + patient("b") + patient("c")},
                       {"Condition.ndjson", condition("1", "Patient/b")}};
  RowLimits small;
  small.chunk_bytes = 1;
  CHECK(ids(exported(files)) == ids(exported(files, small)));
  CHECK(origins(exported(files, small), 1, "conditions") == "Condition/1");
}

TEST_CASE("what is of no patient of the export is told with its place") {
  const Listed read =
      exported({{"Patient.ndjson", patient("a")},
                {"Condition.ndjson", condition("1", "Patient/a") + condition("2", "Patient/other") +
                                         condition("3", "Group/a") + condition("4", "#inside") +
                                         R"({"resourceType": "Condition", "id": "5"})"}});
  CHECK(places(read.opening.remarks) ==
        "Condition.ndjson:2 W0902\nCondition.ndjson:3 W0902\nCondition.ndjson:4 W0902\n"
        "Condition.ndjson:5 W0902\n");
  CHECK(list_of(read, 0, "conditions").state == facts::ListState::plain);
}

TEST_CASE("a line that cannot be read may be anybody's: its list is open for all") {
  const std::string good = condition("1", "Patient/a");
  const std::string weight = R"({"resourceType": "Procedure", "id": "x", "status": "completed",)"
                             R"( "code": {"text": "y"}, "subject": {"reference": "Patient/a"}})";
  for (const std::string& bad :
       {std::string("{\"resourceType\": \"Condition\""), std::string("[1]"),
        std::string("{\"id\": \"1\"}"), std::string("{\"resourceType\": [\"Condition\"]}"),
        std::string("{\"resourceType\": \"Bundle\", \"entry\": []}"), std::string("\xFF"),
        std::string("{\"a\": 1, \"a\": 1}")}) {
    CAPTURE(bad);
    const Listed read = exported({{"Patient.ndjson", patient("a")},
                                  {"Condition.ndjson", good + bad + "\n" + good},
                                  {"Procedure.ndjson", weight}});
    REQUIRE(read.rows.size() == 1);
    CHECK(read.opening.remarks.has_errors());
    CHECK(places(read.opening.remarks).find("Condition.ndjson:2 E") != std::string::npos);
    CHECK(places(read.opening.remarks).find("Condition.ndjson:1 E0910") != std::string::npos);
    CHECK(list_of(read, 0, "conditions").state == facts::ListState::incomplete);
    CHECK(list_of(read, 0, "procedures").state == facts::ListState::plain);
    CHECK(read.opening.list);
  }
  // A file whose name says no type may have held anything.
  const Listed read = exported({{"Patient.ndjson", patient("a")},
                                {"all.ndjson", good + "{\n"},
                                {"Procedure.ndjson", weight}});
  CHECK(list_of(read, 0, "procedures").state == facts::ListState::incomplete);
}

TEST_CASE("a line of another type than its file is taken for what it is, and told") {
  const Listed read = exported({{"Patient.ndjson", patient("a") + condition("1", "Patient/a")},
                                {"everything.ndjson", condition("2", "Patient/a")}});
  CHECK(places(read.opening.remarks) == "Patient.ndjson:2 W0903\n");
  CHECK(origins(read, 0, "conditions") == "Condition/1 Condition/2");
}

TEST_CASE("patients that cannot be read are rows all the same") {
  const Listed read =
      exported({{"Patient.ndjson", patient("a") + "{\n" + "{\"id\": \"x\"}\n" +
                                       R"({"resourceType": "Patient"})" + "\n" + patient("b")}});
  CHECK(ids(read) == "a -! x! - b");
  CHECK(places(read.rows[1].structure) == "Patient.ndjson:2 E0102\n");
  CHECK(places(read.rows[2].structure) == "Patient.ndjson:3 E0904\n");
  CHECK(read.opening.remarks.empty());
}

TEST_CASE("the same patient twice is one row") {
  const Listed same = exported({{"Patient.ndjson", patient("a") + patient("b") + patient("a")}});
  CHECK(ids(same) == "a b");
  CHECK_FALSE(same.rows[0].values.has_errors());
  const Listed differs = exported(
      {{"Patient.1.ndjson", patient("a")},
       {"Patient.2.ndjson", R"({"resourceType": "Patient", "id": "a", "gender": "male"})"}});
  CHECK(ids(differs) == "a");
  CHECK(places(differs.rows[0].values) == "Patient.2.ndjson:1 E0907\n");
}

TEST_CASE("another version of FHIR is refused, patient by patient") {
  const std::string stu3 = R"({"resourceType": "Condition", "id": "1", "clinicalStatus": "active",)"
                           R"( "subject": {"reference": "Patient/a"}})";
  const std::string dstu2 = R"({"resourceType": "MedicationOrder", "id": "1",)"
                            R"( "patient": {"reference": "Patient/b"}})";
  const Listed read = exported({{"Patient.ndjson", patient("a") + patient("b") + patient("c")},
                                {"Condition.ndjson", stu3},
                                {"MedicationOrder.ndjson", dstu2}});
  CHECK(ids(read) == "a! b! c");
  CHECK(places(read.rows[0].structure) == "Condition.ndjson:1 E0901\n");
  CHECK(places(read.rows[1].structure) == "MedicationOrder.ndjson:1 E0901\n");
}

TEST_CASE("types and files that are not read are told, with their number") {
  const std::string visit = "{\"resourceType\": \"Encounter\"}\n";
  const Listed read = exported({{"Patient.ndjson", patient("a")},
                                {"Encounter.ndjson", visit + visit},
                                {"manifest.json", "{}"}});
  CHECK(core::render(read.opening.remarks, core::ShowValues::no)
            .find("resources of type Encounter, which is not read: 2") != std::string::npos);
  CHECK(places(read.opening.remarks).find("manifest.json:1 W0905") != std::string::npos);
}

TEST_CASE("of many remarks the first are told, and how many there are") {
  std::string strays;
  for (int i = 0; i < 100; ++i) strays += condition(std::to_string(i), "Patient/nobody");
  const Listed read = exported({{"Patient.ndjson", patient("a")}, {"Condition.ndjson", strays}});
  const std::string shown = core::render(read.opening.remarks, core::ShowValues::no);
  CHECK(shown.find("and 70 more of these") != std::string::npos);  // 100 - 30
  CHECK(shown.find("nobody") == std::string::npos);
}

TEST_CASE("a folder without patients is no export") {
  for (const Files& files : {Files{}, Files{{"Condition.ndjson", condition("1", "Patient/a")}},
                             Files{{"Patient.ndjson", "\n"}}, Files{{"list.csv", "id\n1\n"}}}) {
    const Listed read = exported(files);
    CHECK_FALSE(read.opening.list);
    CHECK_FALSE(read.opening.failure);
    CHECK(core::render(read.opening.diagnostics, core::ShowValues::no).find("E0909") !=
          std::string::npos);
  }
}

TEST_CASE("packed files are read, and without a day no row is") {
  const Listed read = exported({{"Patient.ndjson", patient("a")}}, {}, std::nullopt);
  CHECK(ids(read) == "a!");
  CHECK(places(read.rows[0].structure) == "Patient.ndjson:1 E0511\n");
}

TEST_CASE("the digest is that of what is read") {
  const Files files = {{"Patient.ndjson", patient("a")}};
  const std::string digest = exported(files).opening.digest;
  CHECK(digest.size() == 64);
  CHECK(digest == exported(files).opening.digest);
  CHECK(digest != exported({{"Patient.ndjson", patient("b")}}).opening.digest);
}

TEST_CASE("what a medication is made of says what it is where its code does not") {
  const auto drug = [](const std::string& medication) {
    return with({R"({"resourceType": "Medication", "id": "m", )" + medication + "}",
                 R"({"resourceType": "MedicationStatement", "id": "1", "status": "active", @,
                     "medicationReference": {"reference": "Medication/m"}})"})
        .entry("therapies");
  };
  const std::string rest = "; ongoing yes; MedicationStatement/1";
  const auto ingredient = [](const std::string& item, const std::string& more = "") {
    return R"({"itemCodeableConcept": )" + item + more + "}";
  };
  const std::string aza = ingredient(rxnorm("1256"));
  const std::string mtx = ingredient(rxnorm("6851"));
  const std::string water = R"({"text": "Water"})";
  CHECK(drug("\"ingredient\": [" + aza + "]") == "drug azathioprine" + rest);
  CHECK(drug(R"("code": {"text": "Anything"}, "ingredient": [)" + aza + "]") ==
        "drug azathioprine" + rest);
  // Its own code says more.
  CHECK(drug("\"code\": " + rxnorm("6851") + ", \"ingredient\": [" + aza + "]") ==
        "drug methotrexate" + rest);
  CHECK(drug("\"ingredient\": [" + aza + ", " + ingredient(water, ", \"isActive\": false") + "]") ==
        "drug azathioprine" + rest);
  CHECK(drug("\"ingredient\": [" + aza + ", " + aza + "]") == "drug azathioprine" + rest);
  // Several, or one that is not known: all of them are named.
  CHECK(drug("\"ingredient\": [" + aza + ", " + mtx + "]") ==
        "drug rxnorm:1256 + rxnorm:6851" + rest);
  CHECK(drug("\"ingredient\": [" + aza + ", " + ingredient(water) + "]") ==
        "drug rxnorm:1256 + Water" + rest);
  CHECK(drug(R"("code": {"text": "Anything"}, "ingredient": [)" + aza + ", " + mtx + "]") ==
        "drug Anything" + rest);
  CHECK(drug(R"("ingredient": [{"itemReference": {"reference": "Substance/1"}}])") ==
        "drug unknown" + rest);
}

}  // namespace regimen::io
