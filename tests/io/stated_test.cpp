// Single values: each in its forms, and each way of being wrong with its code and its cause. A bad
// value never rejects the profile.
#include "engine/io/stated.h"

#include <string>
#include <vector>

#include "tests/io/shipped.h"

namespace regimen::io {

namespace {

using facts::Cause;

std::string with_head(const std::string& rest) {
  return "profile: '1'\nas_of: 2026-11-01\n" + rest + "\n";
}

struct BadFact {
  std::string path;  // `section.fact`
  std::string text;
  std::string code;
  Cause cause;
  std::string help = {};  // a part of it
};

// `a.b.c: x` as nested flow mappings.
std::string nested(const std::string& path, const std::string& value) {
  const auto point = path.find('.');
  if (point == std::string::npos) return path + ": " + value;
  return path.substr(0, point) + ": {" + nested(path.substr(point + 1), value) + "}";
}

}  // namespace

TEST_CASE("a bad value is set aside, with a code, a cause and a way out") {
  const std::vector<BadFact> bad = {
      // Quantities.
      {"patient.weight", "70", "E0501", Cause::invalid, "`kg`"},
      {"labs.crp", "11", "E0501", Cause::invalid, "`mg/L`"},
      {"disease.cdai_items.hematocrit", "41", "E0501", Cause::invalid, "`%`"},
      {"patient.weight", "70 mg/L", "E0502", Cause::unit_not_convertible, "`kg`"},
      {"patient.weight", "70 kgs", "E0502", Cause::unit_not_convertible, "`kg`"},
      {"patient.weight", "70 years", "E0502", Cause::unit_not_convertible, "`kg`"},
      {"labs.crp", "11 mmol/L", "E0502", Cause::unit_not_convertible, "`mg/L`"},
      {"disease.cdai", "287 points", "E0502", Cause::unit_not_convertible, "without a unit"},
      {"patient.weight", "heavy", "E0503", Cause::invalid},
      {"patient.weight", "\"70,2 kg\"", "E0503", Cause::invalid, "point"},
      {"patient.weight", "\"\"", "E0503", Cause::invalid},
      {"patient.weight", "70.2.1 kg", "E0503", Cause::invalid},
      {"patient.weight", "--70 kg", "E0503", Cause::invalid},
      {"patient.weight", "1e2 kg", "E0503", Cause::invalid},
      {"disease.cdai", "2.87e2", "E0503", Cause::invalid},
      {"disease.cdai", "NaN", "E0503", Cause::invalid},
      {"disease.cdai", "99999999999999999999", "E0503", Cause::invalid},
      {"disease.cdai_items.liquid_stools_sum_7d", "2.5", "E0503", Cause::invalid},
      {"disease.cdai_items.liquid_stools_sum_7d", "<3", "E0503", Cause::invalid},
      // One beyond the range of entry, on either side.
      {"patient.weight", "19.9 kg", "E0504", Cause::invalid, "20 to 400 kg"},
      {"patient.weight", "400.1 kg", "E0504", Cause::invalid},
      {"patient.weight", "\"> 400 kg\"", "E0504", Cause::invalid},
      {"labs.crp", "-1 mg/L", "E0504", Cause::invalid},
      {"disease.cdai", "4000", "E0504", Cause::invalid},
      {"disease.cdai", "-201", "E0504", Cause::invalid},
      // Spans of time.
      {"patient.age", "35", "E0501", Cause::invalid, "`years`"},
      {"patient.age", "35 kg", "E0502", Cause::unit_not_convertible},
      {"patient.age", "-3 years", "E0504", Cause::invalid},
      {"patient.age", "130 years", "E0504", Cause::invalid},
      {"patient.age", "5000 years", "E0504", Cause::invalid},
      {"disease.duration", "-1 years", "E0504", Cause::invalid},
      {"disease.duration", "-2 months", "E0504", Cause::invalid},
      {"disease.duration", "5000 years", "E0504", Cause::invalid},
      {"patient.age", "adult", "E0503", Cause::invalid},
      {"patient.age", "\"> 35 years\"", "E0503", Cause::invalid},
      {"disease.duration", "-1 days", "E0504", Cause::invalid},
      // Dates.
      {"patient.birth_date", "1991-02-31", "E0505", Cause::invalid},
      {"patient.birth_date", "1991-02-29", "E0505", Cause::invalid},
      {"patient.birth_date", "14.03.1991", "E0505", Cause::invalid, "`2026-11-01`"},
      {"patient.birth_date", "1991-3-14", "E0505", Cause::invalid},
      {"patient.birth_date", "1991-13", "E0505", Cause::invalid},
      {"patient.birth_date", "0000", "E0505", Cause::invalid},
      {"patient.birth_date", "2026-11-02", "E0509", Cause::invalid},
      {"patient.birth_date", "2027", "E0509", Cause::invalid},
      {"disease.diagnosed", "2026-02-31", "E0505", Cause::invalid},
      {"disease.diagnosed", "2026-12", "E0509", Cause::invalid},
      // Words, names, yes and no.
      {"patient.sex", "femal", "E0506", Cause::invalid, "`female`"},
      {"patient.sex", "x", "E0506", Cause::invalid, "one of `female`, `male`"},
      {"labs.tpmt_phenotype", "norml", "E0506", Cause::invalid, "`normal`"},
      {"disease.mucosal_ulceration", "perhaps", "E0506", Cause::invalid},
      {"patient.pregnant", "maybe", "E0510", Cause::invalid},
      {"disease.diagnosis", "crohns_diseas", "E0507", Cause::unresolved_name, "`crohns_disease`"},
      {"disease.diagnosis", "nobody-knows-it", "E0507", Cause::unresolved_name},
      {"disease.diagnosis", "mesalamine", "E0507", Cause::unresolved_name},
      // The fifth letter is U+043D, CYRILLIC SMALL LETTER EN; the first U+0441, ES.
      {"disease.diagnosis", "croh\xD0\xBDs_disease", "E0507", Cause::unresolved_name},
      {"disease.diagnosis", "\xD1\x81rohns_disease", "E0508", Cause::unresolved_name,
       "`crohns_disease`"}};
  for (const BadFact& form : bad) {
    INFO(form.path, ": ", form.text);
    const Read read = io::read(with_head(nested(form.path, form.text)));
    CHECK(!read.reading.structure.has_errors());
    const auto& observations = read.at(form.path);
    REQUIRE(observations.size() == 1);
    CHECK(!observations[0].stated.value);
    CHECK(observations[0].stated.cause == form.cause);
    const auto diagnostics = read.reading.values.sorted();
    CHECK(diagnostics.size() == 1);
    if (diagnostics.empty()) continue;
    CHECK(core::info(diagnostics[0].code).id == form.code);
    CHECK(diagnostics[0].help.find(form.help) != std::string::npos);
    // The place of the value itself, on the third line.
    CHECK(diagnostics[0].span.source->place(diagnostics[0].span.begin).line == 3);
    // What was written stands apart from the message, so that it can be held back.
    if (form.text.size() > 2) CHECK(diagnostics[0].message.find(form.text) == std::string::npos);
  }
}

TEST_CASE("a bad field of an entry keeps the entry") {
  struct BadField {
    std::string text;
    std::string list;
    std::string field;
    std::string code;
    Cause cause;
  };
  const std::vector<BadField> bad = {
      // The first letter is U+0430, CYRILLIC SMALL LETTER A.
      {"therapies: [{drug: \xD0\xB0zathioprine, route: oral}]", "therapies", "drug", "E0508",
       Cause::unresolved_name},
      {"therapies: [{drug: nobody-knows-it, route: oral}]", "therapies", "drug", "E0507",
       Cause::unresolved_name},
      {"therapies: [{drug: mesalamine, dose: 3}]", "therapies", "dose", "E0501", Cause::invalid},
      {"therapies: [{drug: mesalamine, dose: 3 g}]", "therapies", "dose", "E0502",
       Cause::unit_not_convertible},
      {"therapies: [{drug: mesalamine, dose: 5 mg/kg/d}]", "therapies", "dose", "E0502",
       Cause::unit_not_convertible},
      {"therapies: [{drug: mesalamine, route: sideways}]", "therapies", "route", "E0506",
       Cause::invalid},
      {"therapies: [{drug: mesalamine, start: 2026-06-31}]", "therapies", "start", "E0505",
       Cause::invalid},
      {"therapies: [{drug: mesalamine, duration: 8}]", "therapies", "duration", "E0501",
       Cause::invalid},
      {"therapies: [{drug: mesalamine, ongoing: perhaps}]", "therapies", "ongoing", "E0510",
       Cause::invalid},
      {"conditions: [{condition: heart_failure, nyha: V}]", "conditions", "nyha", "E0506",
       Cause::invalid},
      {"tests: [{test: igra, result: good}]", "tests", "result", "E0506", Cause::invalid},
      {"vaccinations: [{vaccine: yellow_fever, live: 2}]", "vaccinations", "live", "E0510",
       Cause::invalid}};
  for (const BadField& form : bad) {
    CAPTURE(form.text);
    const Read read = io::read(with_head(form.text));
    CHECK(!read.reading.structure.has_errors());
    REQUIRE(read.list(form.list).entries.size() == 1);
    CHECK(!read.field(form.list, 0, form.field).value);
    CHECK(read.field(form.list, 0, form.field).cause == form.cause);
    const auto diagnostics = read.reading.values.sorted();
    REQUIRE(diagnostics.size() == 1);
    CHECK(core::info(diagnostics[0].code).id == form.code);
  }
  // An end before its beginning leaves neither.
  const Read turned =
      io::read(with_head("therapies: [{drug: mesalamine, start: 2026-07-01, stop: 2026-06-30}]"));
  CHECK(told(turned.reading.values) == "E0515 p:3:57");
  CHECK(turned.field("therapies", 0, "start").cause == Cause::invalid);
  CHECK(turned.field("therapies", 0, "stop").cause == Cause::invalid);
  // Within one month it is not known which came first, and the same day is a day.
  for (const char* dates : {"start: 2026-07-01, stop: 2026-07", "start: 2026-07, stop: 2026-07",
                            "start: 2026-07-01, stop: 2026-07-01"})
    CHECK_MESSAGE(io::read(with_head("therapies: [{drug: mesalamine, " + std::string(dates) + "}]"))
                      .reading.values.empty(),
                  dates);
}

TEST_CASE("a bad date of a value and a bad jurisdiction are told") {
  const Read read =
      io::read(with_head("jurisdiction: UE\ndisease: {cdai: {value: 287, date: 2026-02-31}}"));
  CHECK(told(read.reading.values) == "E0506 p:3:15; E0505 p:4:36");
  CHECK(read.record().jurisdiction.empty());
  REQUIRE(read.at("disease.cdai").size() == 1);
  CHECK(read.at("disease.cdai")[0].bad_date);
  CHECK(!read.at("disease.cdai")[0].date);
}

TEST_CASE("quantities are converted exactly, and shown as given") {
  struct Good {
    std::string path;
    std::string text;
    std::string converted;  // empty: in the unit of the fact already
    facts::Rational value;  // in base units: grams, metres, days
  };
  const auto ratio = [](std::int64_t a, std::int64_t b) { return *facts::Rational::make(a, b); };
  const std::vector<Good> good = {
      {"patient.weight", "70.2 kg", "", ratio(70200, 1)},
      {"patient.weight", "70200 g", "70.2 kg", ratio(70200, 1)},
      // A pound is 453.59237 g; 154 of them 69853.22498 g, so 69.85 kg.
      {"patient.weight", "154 lb", "69.85 kg", ratio(6985322498, 100000)},
      {"patient.weight", "154 [lb_av]", "69.85 kg", ratio(6985322498, 100000)},
      {"patient.height", "1.72 m", "172 cm", ratio(172, 100)},
      // 68 inches of 2.54 cm.
      {"patient.height", "68 inches", "172.72 cm", ratio(17272, 10000)},
      // 11 mg/L is 0.011 g in 0.001 m3; 1.1 mg/dL the same.
      {"labs.crp", "11 mg/L", "", ratio(11, 1)},
      {"labs.crp", "1.1 mg/dL", "11 mg/L", ratio(11, 1)},
      {"labs.crp", "1.1mg/dl", "11 mg/L", ratio(11, 1)},
      {"disease.cdai_items.hematocrit", "41 %", "", ratio(41, 100)},
      {"disease.cdai", "286.5", "", ratio(573, 2)},
      {"disease.cdai", "-12", "", ratio(-12, 1)},
      // The ends of the range belong to it.
      {"patient.weight", "20 kg", "", ratio(20000, 1)},
      {"patient.weight", "400 kg", "", ratio(400000, 1)},
      {"disease.cdai", "1000", "", ratio(1000, 1)}};
  for (const Good& form : good) {
    INFO(form.path, ": ", form.text);
    const Read read = io::read(with_head(nested(form.path, "\"" + form.text + "\"")));
    CHECK(read.reading.values.empty());
    const facts::Stated& stated = read.at(form.path).at(0).stated;
    CHECK(stated.shown == form.text);
    CHECK(stated.converted == form.converted);
    REQUIRE(stated.value);
    CHECK(std::get<facts::Interval>(*stated.value) == facts::Interval::point(form.value));
  }
}

TEST_CASE("a bound in place of a number is an interval within the range of the fact") {
  const Read below = io::read(with_head("labs: {crp: <0.5 mg/dL}"));
  const auto value = std::get<facts::Interval>(*below.at("labs.crp").at(0).stated.value);
  REQUIRE(value.low.at);
  REQUIRE(value.high.at);
  CHECK(*value.low.at == facts::Rational(0));
  CHECK(*value.high.at == facts::Rational(5));  // mg/L
  CHECK(value.high.open);
  const Read above = io::read(with_head("labs: {crp: '>= 5 mg/L'}"));
  const auto from = std::get<facts::Interval>(*above.at("labs.crp").at(0).stated.value);
  CHECK(*from.low.at == facts::Rational(5));
  CHECK(!from.low.open);
  CHECK(*from.high.at == facts::Rational(1000));
}

TEST_CASE("words and names are matched in their spellings") {
  const std::vector<std::tuple<std::string, std::string, std::string>> forms = {
      {"patient.sex", "F", "female"},
      {"patient.sex", "weiblich", "female"},
      {"patient.sex", "M\xC3\x84NNLICH", "male"},  // with a capital A with diaeresis
      {"labs.tpmt_phenotype", "Poor Metabolizer", "homozygous_mutant"},
      {"labs.tpmt_phenotype", "intermediate metabolizer", "heterozygous"},
      {"labs.nudt15_phenotype", "normal  metaboliser", "normal"},
      {"disease.cdai_items.abdominal_mass", "2", "questionable"},
      {"disease.mucosal_ulceration", "true", "yes"},
      {"disease.diagnosis", "CROHN'S DISEASE", "crohns_disease"},
      {"disease.diagnosis", "Crohn\xE2\x80\x99s disease", "crohns_disease"},  // U+2019
      {"disease.diagnosis", "Morbus Crohn", "crohns_disease"},
      {"disease.diagnosis", "snomed:34000006", "crohns_disease"},
      {"disease.diagnosis", "34000006", "crohns_disease"},
      {"disease.diagnosis", "icd10cm:K50.90", "crohns_disease"},
      {"disease.diagnosis", "k5090", "crohns_disease"},
      {"disease.diagnosis", "UC", "ulcerative_colitis"}};
  for (const auto& [path, text, expected] : forms) {
    const auto& told_text = text;
    const auto& told_path = path;
    INFO(told_path, ": ", told_text);
    const Read read = io::read(with_head(nested(path, "\"" + text + "\"")));
    CHECK(read.reading.values.empty());
    const auto fact = knowledge().vocabulary.find_path(path);
    REQUIRE(read.at(path).at(0).stated.value);
    CHECK(facts::to_text(*read.at(path)[0].stated.value, knowledge().vocabulary.facts()[*fact].type,
                         knowledge().terminology) == expected);
  }
}

TEST_CASE("a plan may lie ahead, and unknown is unknown for every kind") {
  const Read read = io::read(with_head("plan: {start: 2027-01-01}"));
  CHECK(read.reading.values.empty());
  for (const facts::FactDef& fact : knowledge().vocabulary.facts()) {
    CAPTURE(fact.at);
    const Read asked = io::read(with_head(nested(fact.at, "unknown")));
    CHECK(asked.reading.values.empty());
    REQUIRE(asked.at(fact.at).size() == 1);
    CHECK(!asked.at(fact.at)[0].stated.value);
    CHECK(asked.at(fact.at)[0].stated.cause == Cause::not_known);
    // And its example is a good value of it.
    const Read example = io::read(with_head(nested(fact.at, "\"" + fact.example + "\"")));
    CHECK(example.reading.values.empty());
  }
}

}  // namespace regimen::io
