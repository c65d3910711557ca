// The reader of profiles: every key of the format, in all its forms; what is broken rejects the
// profile, with a place and, where there is one, a way out.
#include "engine/io/profile.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "tests/io/shipped.h"

namespace regimen::io {

namespace {

using facts::Cause;
using facts::ListState;
using facts::Truth;

// The format as it is documented, with the alternatives of the comments beside it.
constexpr const char* documented = R"(profile: "1"
id: R-0001
as_of: 2026-11-01
jurisdiction: EU
patient: {birth_date: 1991-03-14, age: 35 years, sex: female, weight: 70.2 kg, height: 172 cm,
          pregnant: no, nursing: no, planning_pregnancy: no}
disease:
  diagnosis: crohns_disease
  diagnosed: 2024-02
  duration: 2.3 years
  cdai: 287
  cdai_items: {liquid_stools_sum_7d: 28, abdominal_pain_sum_7d: 10, well_being_sum_7d: 12,
               complications: 1, antidiarrheal: yes, abdominal_mass: none, hematocrit: 41 %,
               standard_weight: 62 kg}
  steroid_dependent: no
  cdai_after_steroid_reduction: unknown
  second_steroid_course_within_12_months: yes
  mucosal_ulceration: yes
labs: {crp: 11 mg/L, tpmt_phenotype: normal, nudt15_phenotype: normal}
tests: [{test: chest_radiograph, result: negative, date: 2026-09-30},
        {test: tuberculin_skin_test, result: not_done}]
therapies: [{drug: mesalamine, route: oral, dose: 3 g/day, start: 2026-05-01, stop: 2026-07-01, response: none},
            {drug: prednisone, route: oral, dose: 20 mg/day, start: 2026-10-01, ongoing: yes},
            {drug: budesonide, duration: 8 weeks}]
conditions: [{condition: tuberculosis, onset: 2010, end: 2011, status: resolved},
             {condition: heart_failure, nyha: III, status: active},
             {condition: hiv_infection, status: absent}]
procedures: [{procedure: abdominal_surgery, date: 2026-08}]
allergies: [{substance: murine_protein, severity: severe}]
vaccinations: [{vaccine: yellow_fever, live: yes, date: 2026-10-20}]
plan: {start: 2026-11-15}
)";

std::string shown(const facts::Value& value, const facts::ValueType& type) {
  return facts::to_text(value, type, knowledge().terminology);
}

std::string fact_shown(const Read& read, const std::string& path) {
  const auto& observations = read.at(path);
  if (observations.size() != 1 || !observations[0].stated.value) return "nothing";
  const auto fact = knowledge().vocabulary.find_path(path);
  return shown(*observations[0].stated.value, knowledge().vocabulary.facts()[*fact].type);
}

std::string field_shown(const Read& read, const std::string& list, std::size_t entry,
                        const std::string& field) {
  const auto& stated = read.field(list, entry, field);
  if (!stated.value) return "nothing";
  const auto& def = knowledge().vocabulary.lists()[*knowledge().vocabulary.find_list(list)];
  return shown(*stated.value, def.fields[*def.find_field(field)].type);
}

std::string with_head(const std::string& rest) {
  return "profile: '1'\nas_of: 2026-11-01\n" + rest + "\n";
}

}  // namespace

TEST_CASE("every key of the documented profile is read") {
  const Read read = io::read(documented);
  CHECK(told(read.reading.structure) == "");
  CHECK(told(read.reading.values) == "");
  CHECK(read.record().id == "R-0001");
  CHECK(read.record().as_of == day("2026-11-01"));
  CHECK(read.record().jurisdiction == "EU");
  const std::vector<std::pair<std::string, std::string>> facts_of = {
      {"patient.birth_date", "1991-03-14"},
      {"patient.age", "35 a"},  // at least 35 years and under 36
      {"patient.sex", "female"},
      {"patient.weight", "70.2 kg"},
      {"patient.height", "172 cm"},
      {"patient.pregnant", "no"},
      {"patient.nursing", "no"},
      {"patient.planning_pregnancy", "no"},
      {"disease.diagnosis", "crohns_disease"},
      {"disease.diagnosed", "2024-02"},
      {"disease.duration", "2 a"},  // 2.3 years, told in complete years
      {"disease.cdai", "287"},
      {"disease.cdai_items.liquid_stools_sum_7d", "28"},
      {"disease.cdai_items.abdominal_pain_sum_7d", "10"},
      {"disease.cdai_items.well_being_sum_7d", "12"},
      {"disease.cdai_items.complications", "1"},
      {"disease.cdai_items.antidiarrheal", "yes"},
      {"disease.cdai_items.abdominal_mass", "none"},
      {"disease.cdai_items.hematocrit", "41 %"},
      {"disease.cdai_items.standard_weight", "62 kg"},
      {"disease.steroid_dependent", "no"},
      {"disease.second_steroid_course_within_12_months", "yes"},
      {"disease.mucosal_ulceration", "yes"},
      {"labs.crp", "11 mg/L"},
      {"labs.tpmt_phenotype", "normal"},
      {"labs.nudt15_phenotype", "normal"},
      {"plan.start", "2026-11-15"}};
  for (const auto& [path, value] : facts_of) {
    const auto& told_path = path;
    CAPTURE(told_path);
    CHECK(fact_shown(read, path) == value);
  }
  const auto& unknown = read.at("disease.cdai_after_steroid_reduction");
  REQUIRE(unknown.size() == 1);
  CHECK(!unknown[0].stated.value);
  CHECK(unknown[0].stated.cause == Cause::not_known);
  const std::vector<std::tuple<std::string, std::size_t, std::string, std::string>> fields_of = {
      {"tests", 0, "test", "chest_radiograph"},
      {"tests", 0, "result", "negative"},
      {"tests", 0, "date", "2026-09-30"},
      {"tests", 1, "test", "tuberculin_skin_test"},
      {"tests", 1, "result", "not_done"},
      {"tests", 1, "date", "nothing"},
      {"therapies", 0, "drug", "mesalamine"},
      {"therapies", 0, "route", "oral"},
      {"therapies", 0, "dose", "3000 mg/d"},  // 3 g
      {"therapies", 0, "start", "2026-05-01"},
      {"therapies", 0, "stop", "2026-07-01"},
      {"therapies", 0, "response", "none"},
      {"therapies", 1, "ongoing", "yes"},
      {"therapies", 2, "duration", "56 d"},  // 8 * 7
      {"conditions", 0, "condition", "tuberculosis"},
      {"conditions", 0, "onset", "2010"},
      {"conditions", 0, "end", "2011"},
      {"conditions", 0, "status", "resolved"},
      {"conditions", 1, "nyha", "III"},
      {"conditions", 1, "status", "active"},
      {"conditions", 2, "condition", "hiv_infection"},
      {"conditions", 2, "status", "nothing"},  // `absent` is no status of the entry
      {"procedures", 0, "procedure", "abdominal_surgery"},
      {"procedures", 0, "date", "2026-08"},
      {"allergies", 0, "substance", "murine_protein"},
      {"allergies", 0, "severity", "severe"},
      {"vaccinations", 0, "vaccine", "yellow_fever"},
      {"vaccinations", 0, "live", "yes"},
      {"vaccinations", 0, "date", "2026-10-20"}};
  for (const auto& [list, entry, field, value] : fields_of) {
    const auto& told_list = list;
    const auto& told_field = field;
    INFO(told_list, " ", told_field);
    CHECK(field_shown(read, list, entry, field) == value);
  }
  CHECK(read.list("conditions").entries[2].absent);
  CHECK(!read.list("conditions").entries[1].absent);
}

TEST_CASE("every list has an example, which is a good entry of it") {
  for (const facts::ListDef& list : knowledge().vocabulary.lists()) {
    CAPTURE(list.id);
    REQUIRE(!list.example.empty());
    const Read read = io::read(with_head(list.id + ": [" + list.example + "]"));
    CHECK(told(read.reading.structure) == "");
    CHECK(told(read.reading.values) == "");
    CHECK(read.list(list.id).entries.size() == 1);
  }
}

TEST_CASE("YAML and JSON of one shape say the same") {
  const Read yaml = io::read(
      "profile: '1'\nid: A\nas_of: 2026-11-01\n"
      "patient: {pregnant: no, weight: 70.2 kg}\ndisease: {cdai: 287}\n"
      "therapies: {complete: yes, entries: [{drug: mesalamine, ongoing: yes}]}\nconditions: "
      "none\n");
  const Read json = io::read(
      R"({"profile": "1", "id": "A", "as_of": "2026-11-01",
          "patient": {"pregnant": false, "weight": "70.2 kg"}, "disease": {"cdai": 287},
          "therapies": {"complete": true, "entries": [{"drug": "mesalamine", "ongoing": true}]},
          "conditions": "none", "procedures": null})");
  for (const Read* read : {&yaml, &json}) {
    CHECK(told(read->reading.structure) == "");
    CHECK(told(read->reading.values) == "");
    CHECK(fact_shown(*read, "patient.pregnant") == "no");
    CHECK(fact_shown(*read, "patient.weight") == "70.2 kg");
    CHECK(fact_shown(*read, "disease.cdai") == "287");
    CHECK(read->list("therapies").state == ListState::complete);
    CHECK(field_shown(*read, "therapies", 0, "ongoing") == "yes");
    CHECK(read->list("conditions").state == ListState::none);
    CHECK(read->list("procedures").state == ListState::missing);
  }
}

TEST_CASE("yes and no may be written in several ways, and quoted") {
  for (const char* text : {"yes", "true", "Yes", "TRUE", "\"yes\"", "'true'"})
    CHECK_MESSAGE(fact_shown(io::read(with_head(std::string("patient: {pregnant: ") + text + "}")),
                             "patient.pregnant") == "yes",
                  text);
  for (const char* text : {"no", "false", "No", "FALSE", "\"no\""})
    CHECK_MESSAGE(fact_shown(io::read(with_head(std::string("patient: {pregnant: ") + text + "}")),
                             "patient.pregnant") == "no",
                  text);
  // A one is no yes, and an empty text is nothing.
  CHECK(told(io::read(with_head("patient: {pregnant: 1}")).reading.values) == "E0510 p:3:21");
}

TEST_CASE("a value may stand plainly, with its circumstances, or several times") {
  const Read read = io::read(
      with_head("patient: {weight: {value: 70.2 kg, date: 2026-10, source: \"clinic letter\"}}\n"
                "disease:\n"
                "  cdai: [287, {value: 300, date: 2026-10-20}, {value: unknown, source: fax}]\n"
                "  mucosal_ulceration: {value: inconclusive}\n"
                "labs: {crp: []}"));
  CHECK(told(read.reading.structure) == "");
  CHECK(told(read.reading.values) == "");
  const auto& weight = read.at("patient.weight");
  REQUIRE(weight.size() == 1);
  CHECK(weight[0].origin == "clinic letter");
  REQUIRE(weight[0].date);
  CHECK(facts::to_text(*weight[0].date) == "2026-10");
  const auto& cdai = read.at("disease.cdai");
  REQUIRE(cdai.size() == 3);
  CHECK(!cdai[0].date);
  CHECK(cdai[0].origin.empty());
  CHECK(cdai[1].stated.shown == "300");
  REQUIRE(cdai[1].date);
  CHECK(facts::to_text(*cdai[1].date) == "2026-10-20");
  CHECK(!cdai[2].stated.value);
  CHECK(cdai[2].stated.cause == Cause::not_known);
  CHECK(cdai[2].origin == "fax");
  CHECK(read.at("disease.mucosal_ulceration").size() == 1);
  CHECK(read.at("labs.crp").empty());  // no result is nothing stated
}

TEST_CASE("a list says whether it is complete, or does not") {
  const std::vector<std::tuple<std::string, ListState, std::size_t>> forms = {
      {"", ListState::missing, 0},
      {"conditions:", ListState::missing, 0},
      {"conditions: ~", ListState::missing, 0},
      {"conditions: unknown", ListState::asked, 0},
      {"conditions: none", ListState::none, 0},
      {"conditions: None", ListState::none, 0},
      {"conditions: []", ListState::plain, 0},
      {"conditions: [{condition: cancer}]", ListState::plain, 1},
      {"conditions: [cancer, lymphoma]", ListState::plain, 2},
      {"conditions: {complete: yes}", ListState::complete, 0},
      {"conditions: {complete: yes, entries: []}", ListState::complete, 0},
      {"conditions: {complete: true, entries: [cancer]}", ListState::complete, 1},
      {"conditions: {complete: no, entries: [cancer]}", ListState::incomplete, 1},
      {"conditions: {complete: no}", ListState::incomplete, 0}};
  for (const auto& [text, state, entries] : forms) {
    const auto& told_text = text;
    CAPTURE(told_text);
    const Read read = io::read(with_head(text));
    CHECK(told(read.reading.structure) == "");
    CHECK(read.list("conditions").state == state);
    CHECK(read.list("conditions").entries.size() == entries);
  }
  // An entry that is only named is the entry of that name.
  const Read named = io::read(with_head("conditions: [Crohn's disease, {condition: K50.90}]"));
  CHECK(field_shown(named, "conditions", 0, "condition") == "crohns_disease");
  CHECK(field_shown(named, "conditions", 1, "condition") == "crohns_disease");
}

TEST_CASE("tests cannot be closed") {
  const std::vector<std::pair<std::string, std::string>> forms = {
      {"tests: none", "E0513 p:3:8"},
      {"tests: {complete: yes, entries: [igra]}", "E0513 p:3:8"},
      {"tests: {complete: no, entries: [igra]}", "E0513 p:3:8"},
      {"tests: unknown", ""},
      {"tests: []", ""},
      {"tests: [igra]", ""}};
  for (const auto& [text, expected] : forms) {
    const auto& told_text = text;
    CAPTURE(told_text);
    CHECK(told(io::read(with_head(text)).reading.structure) == expected);
  }
}

TEST_CASE("a stated no may stand in any list, and an origin in any entry") {
  const Read read =
      io::read(with_head("therapies: [{drug: infliximab, status: absent, source: letter}]\n"
                         "conditions: [{condition: cancer, status: Absent}]\n"
                         "procedures: [{procedure: abdominal_surgery, status: absent}]\n"
                         "tests: [{test: igra, status: absent}]\n"
                         "allergies: [{substance: murine_protein, status: absent}]\n"
                         "vaccinations: [{vaccine: yellow_fever, status: absent}]"));
  CHECK(told(read.reading.structure) == "");
  CHECK(told(read.reading.values) == "");
  for (const char* list :
       {"therapies", "conditions", "procedures", "tests", "allergies", "vaccinations"})
    CHECK_MESSAGE(read.list(list).entries.at(0).absent, list);
  CHECK(read.list("therapies").entries[0].origin == "letter");
  // Elsewhere a status is a word like others.
  const Read status = io::read(with_head(
      "conditions: [{condition: cancer, status: unknown}, {condition: cancer, status: gone}]\n"
      "therapies: [{drug: infliximab, status: resolved}]"));
  CHECK(told(status.reading.values) == "E0506 p:3:80; E0506 p:4:40");
  CHECK(status.field("conditions", 0, "status").cause == Cause::not_known);
  CHECK(status.field("conditions", 1, "status").cause == Cause::invalid);
}

TEST_CASE("the day of evaluation is an input") {
  const facts::Day asked = day("2026-11-01");
  struct Form {
    const char* text;
    std::optional<facts::Day> asked;
    std::string structure;
  };
  const std::vector<Form> forms = {
      {"profile: '1'\nas_of: 2026-11-01\n", std::nullopt, ""},
      {"profile: '1'\nas_of: 2026-11-01\n", asked, ""},
      {"profile: '1'\n", asked, ""},
      {"profile: '1'\n", std::nullopt, "E0511 p:1:1"},
      {"profile: '1'\nas_of:\n", std::nullopt, "E0511 p:1:1"},
      {"profile: '1'\nas_of: 2026-11-02\n", asked, "E0512 p:2:8"},
      {"profile: '1'\nas_of: 2026-11\n", std::nullopt, "E0517 p:2:8"},
      {"profile: '1'\nas_of: 2026-11\n", asked, "E0517 p:2:8"},
      {"profile: '1'\nas_of: 2026-02-29\n", std::nullopt, "E0517 p:2:8"},
      {"profile: '1'\nas_of: today\n", std::nullopt, "E0517 p:2:8"},
      {"profile: '1'\nas_of: [2026-11-01]\n", std::nullopt, "E0517 p:2:8"},
  };
  for (const Form& form : forms) {
    CAPTURE(form.text);
    const Read read = io::read(form.text, form.asked);
    CHECK(told(read.reading.structure) == form.structure);
    CHECK(read.reading.record.has_value() == form.structure.empty());
    if (read.reading.record) CHECK(read.record().as_of == asked);
  }
}

TEST_CASE("an unknown key rejects the profile, with its place and what was probably meant") {
  struct Form {
    std::string text;
    std::string told;
    std::string help;  // empty: none
  };
  const std::vector<Form> forms = {
      {"patinet: {}", "E0113 p:3:1", "did you mean `patient`?"},
      {"patient: {wieght: 70 kg}", "E0113 p:3:11", "did you mean `weight`?"},
      {"patient: {cdai: 287}", "E0113 p:3:11", ""},
      {"disease: {cdai_items: {hematocrit_value: 41 %}}", "E0113 p:3:24", ""},
      {"disease: {cdai_items: {haematocrit: 41 %}}", "E0113 p:3:24", "did you mean `hematocrit`?"},
      {"labs: {crp: {vlaue: 11 mg/L}}", "E0113 p:3:14", "did you mean `value`?"},
      {"therapies: [{drug: mesalamine, doze: 3 g/day}]", "E0113 p:3:32", "did you mean `dose`?"},
      {"therapies: [{drug: mesalamine, taken: yes}]", "E0113 p:3:32", ""},
      {"therapies: {complet: yes}", "E0113 p:3:13", "did you mean `complete`?"},
      {"conditions: [{condition: cancer, nyah: I}]", "E0113 p:3:34", "did you mean `nyha`?"}};
  for (const Form& form : forms) {
    CAPTURE(form.text);
    const Read read = io::read(with_head(form.text));
    CHECK(!read.reading.record);
    bool found = false;
    for (const core::Diagnostic& diagnostic : read.reading.structure.sorted()) {
      if (diagnostic.code != core::Code::unknown_key) continue;
      found = true;
      CHECK("E0113 " + core::to_text(diagnostic.span) == form.told);
      CHECK(diagnostic.help == form.help);
    }
    CHECK(found);
  }
  // In JSON the place is that of the key, too.
  CHECK(told(io::read("{\"profile\": \"1\", \"as_of\": \"2026-11-01\",\n  \"patinet\": {}}")
                 .reading.structure) == "E0113 p:2:3");
}

TEST_CASE("broken structure rejects the profile") {
  const std::vector<std::pair<std::string, std::string>> forms = {
      {"", "E0104 p:1:1"},
      {" \n\n", "E0104 p:1:1"},
      {"# nothing but a comment\n", "E0104 p:1:1"},
      {"just a text", "E0115 p:1:1"},
      {"[profile]", "E0115 p:1:1"},
      {"profile: '1'\nas_of: 2026-11-01\nid: a\nid: b\n", "E0105 p:4:1"},
      {"{\"profile\": \"1\", \"as_of\": \"2026-11-01\",\n\"profile\": \"1\"}", "E0105 p:2:1"},
      {"as_of: 2026-11-01\n", "E0114 p:1:1"},
      {"profile: '2'\nas_of: 2026-11-01\n", "E0514 p:1:10"},
      {"profile: '1'\nas_of: 2026-11-01\nid: [a]\n", "E0115 p:3:5"},
      {"profile: '1'\nas_of: 2026-11-01\npatient: yes\n", "E0115 p:3:10"},
      {"profile: '1'\nas_of: 2026-11-01\npatient: [weight]\n", "E0115 p:3:10"},
      {"profile: '1'\nas_of: 2026-11-01\npatient: {weight: {value: [70 kg]}}\n", "E0115 p:3:27"},
      {"profile: '1'\nas_of: 2026-11-01\npatient: {weight: [[70 kg]]}\n", "E0115 p:3:20"},
      {"profile: '1'\nas_of: 2026-11-01\npatient: {weight: {date: 2026}}\n", "E0114 p:3:19"},
      {"profile: '1'\nas_of: 2026-11-01\nconditions: some\n", "E0115 p:3:13"},
      {"profile: '1'\nas_of: 2026-11-01\nconditions: {entries: []}\n", "E0114 p:3:13"},
      {"profile: '1'\nas_of: 2026-11-01\nconditions: {complete: perhaps}\n", "E0116 p:3:24"},
      {"profile: '1'\nas_of: 2026-11-01\nconditions: {complete: no, entries: none}\n",
       "E0115 p:3:37"},
      {"profile: '1'\nas_of: 2026-11-01\nconditions: [{status: active}]\n", "E0114 p:3:14"},
      {"profile: '1'\nas_of: 2026-11-01\nconditions: [[cancer]]\n", "E0115 p:3:14"},
      {"profile: '1'\nas_of: 2026-11-01\nconditions: [{condition: {name: cancer}}]\n",
       "E0115 p:3:26"},
      {"profile: &a '1'\nas_of: 2026-11-01\n", "E0106 p:1:10"},
      {"profile: '1'\nas_of: !!str 2026-11-01\n", "E0107 p:2:8"},
      {"profile: '1'\nas_of: 2026-11-01\n<<: {}\n", "E0108 p:3:1"},
      {"profile: '1'\nas_of: 2026-11-01\n---\nprofile: '1'\n", "E0111 p:4:1"},
      {"profile: '1'\nas_of: 2026-11-01\nid: \"A", "E0101 p:3:7"},
      {"profile: '1'\nas_of: 2026-11-01\nid: 'A\n", "E0101 p:3:"},
      {"profile: '1'\nas_of: 2026-11-01\npatient: {weight: 70 kg\n", "E0101 p:4:1"},
      {"profile: '1'\nas_of: 2026-11-01\npatient: }\n", "E0101 p:3:10"},
      {"{\"profile\": \"1\", \"as_of\": \"2026-11-01\"", "E0102 p:1:1"},
      {"profile: '1'\nid: a\x01\n", "E0103 p:2:6"},
      {"profile: '1'\nid: \xC3\x28\n", "E0103 p:2:5"}};
  for (const auto& [text, expected] : forms) {
    const auto& told_text = text;
    CAPTURE(told_text);
    const Read read = io::read(text);
    CHECK(!read.reading.record);
    const std::string found = told(read.reading.structure);
    CHECK_MESSAGE(found.find(expected) != std::string::npos,
                  core::render(read.reading.structure, core::ShowValues::yes));
  }
}

TEST_CASE("all mistakes of a structure are told at once, in the order of their places") {
  const Read read = io::read(
      "profile: '3'\nas_of: 2026-11-01\npatient: {wieght: 70 kg, sox: f}\ntests: none\n"
      "conditions: [{onset: 2020}]\n");
  CHECK(told(read.reading.structure) ==
        "E0514 p:1:10; E0113 p:3:11; E0113 p:3:26; E0513 p:4:8; E0114 p:5:14");
}

TEST_CASE("what is read is bounded") {
  std::string many = "profile: '1'\nas_of: 2026-11-01\nconditions: [";
  for (int i = 0; i < 21000; ++i) many += "cancer, ";
  many += "]\n";
  std::string deep = "profile: '1'\nas_of: 2026-11-01\nconditions: ";
  for (int i = 0; i < 20; ++i) deep += "[";
  for (int i = 0; i < 20; ++i) deep += "]";
  std::string deep_json = "{\"profile\": ";
  for (int i = 0; i < 20; ++i) deep_json += "[";
  for (int i = 0; i < 20; ++i) deep_json += "]";
  deep_json += "}";
  const std::vector<std::pair<std::string, std::string>> forms = {
      {many, "E0110"},
      {deep, "E0109"},
      {deep_json, "E0109"},
      {"profile: '1'\nas_of: 2026-11-01\nid: " + std::string(std::size_t{1} << 20, 'a'), "E0117"}};
  for (const auto& [text, code] : forms) {
    const Read read = io::read(text);
    const auto& told_code = code;
    CAPTURE(told_code);
    CHECK(!read.reading.record);
    REQUIRE(!read.reading.structure.empty());
    CHECK(core::info(read.reading.structure.sorted()[0].code).id == code);
  }
}

TEST_CASE("a byte order mark and line breaks of other systems do no harm") {
  const Read marked = io::read("\xEF\xBB\xBFprofile: '1'\r\nas_of: 2026-11-01\r\nid: A\r\n");
  CHECK(told(marked.reading.structure) == "");
  CHECK(marked.record().id == "A");
}

}  // namespace regimen::io
