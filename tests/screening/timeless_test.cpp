// What holds on every day is what no date stands in and nothing is counted from one. What is said
// to hold is settled on two days, and must come to the same.
#include "engine/screening/timeless.h"

#include <doctest/doctest.h>

#include "engine/facts/knowledge.h"
#include "engine/facts/parts.h"
#include "engine/facts/settle.h"
#include "engine/io/profile.h"

namespace regimen::screening {

namespace {

using facts::Knowledge;

const Knowledge& knowledge() {
  static core::Sources sources;
  static core::Diagnostics diagnostics;
  static const std::unique_ptr<Knowledge> loaded = facts::load_knowledge(
      std::filesystem::path(REGIMEN_TEST_SOURCE_DIR) / "knowledge", sources, diagnostics);
  REQUIRE(loaded);
  return *loaded;
}

facts::Record record(const std::string& text, const char* day) {
  const core::Source source("p", "profile: \"1\"\n" + text, core::Privacy::open);
  auto reading = io::read_profile(source, knowledge(), facts::parse_date(day)->first);
  REQUIRE(reading.record);
  REQUIRE(reading.values.empty());
  return *std::move(reading.record);
}

std::vector<facts::FactId> part_of(const char* fact) {
  const facts::Vocabulary& vocabulary = knowledge().vocabulary;
  const auto id = vocabulary.find_path(fact);
  REQUIRE(id.has_value());
  const facts::Parts parts(vocabulary);
  return parts.facts_of(parts.of_fact(*id));
}

// Whether the part is timeless; where it is, both days must agree.
bool timeless(const char* fact, const std::string& text) {
  const facts::Vocabulary& vocabulary = knowledge().vocabulary;
  const std::vector<facts::FactId> facts = part_of(fact);
  if (!may_be_timeless(vocabulary, facts)) return false;
  const facts::Record one = record(text, "2026-11-01");
  if (!is_timeless(one, facts)) return false;
  const facts::Record other = record(text, "2027-06-15");
  for (const facts::FactId id : facts) {
    const auto settled = [&](const facts::Record& of) {
      return facts::settle(of, vocabulary, knowledge().terminology, {}).facts[id];
    };
    CHECK(settled(one).value == settled(other).value);
    CHECK(settled(one).missing == settled(other).missing);
  }
  return true;
}

bool timeless_list(const char* list, const std::string& text) {
  const auto id = knowledge().vocabulary.find_list(list);
  REQUIRE(id.has_value());
  return is_timeless(record(text, "2026-11-01").lists[*id]);
}

}  // namespace

TEST_CASE("a value without a date holds on every day") {
  CHECK(timeless("labs.crp", "labs: {crp: 5 mg/L}"));
  CHECK(timeless("disease.diagnosis", "disease: {diagnosis: crohns_disease}"));
  CHECK(timeless("disease.cdai", "disease: {cdai: unknown}"));
  CHECK(timeless("disease.cdai", ""));
}

TEST_CASE("a dated value may grow stale, or lie in the future of another day") {
  CHECK_FALSE(timeless("labs.crp", "labs: {crp: {value: 5 mg/L, date: 2026-10-01}}"));
}

TEST_CASE("what is counted from a date hangs on the day, and so does the date") {
  CHECK_FALSE(timeless("patient.age", "patient: {age: 35 years}"));
  CHECK_FALSE(timeless("patient.birth_date", "patient: {birth_date: 1990-01-01}"));
  CHECK_FALSE(timeless("disease.duration", "disease: {diagnosed: 2020}"));
}

TEST_CASE("of a list, what is stated to be absent holds on every day, unless it is dated") {
  CHECK(timeless_list("conditions", ""));
  CHECK(timeless_list("conditions", "conditions: none"));
  CHECK(timeless_list("conditions", "conditions: [{condition: heart_failure, status: absent}]"));
  CHECK_FALSE(timeless_list("conditions", "conditions: [{condition: heart_failure}]"));
  CHECK_FALSE(timeless_list(
      "conditions", "conditions: [{condition: heart_failure, status: absent, onset: 2026-10-01}]"));
  CHECK_FALSE(timeless_list("conditions",
                            "conditions: [{condition: heart_failure, status: absent}, "
                            "{condition: tuberculosis}]"));
}

}  // namespace regimen::screening
