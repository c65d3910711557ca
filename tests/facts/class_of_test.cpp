// Class of: a field that follows from the class of a concept (whether a vaccine is live), and the
// period of an entry that is said to be over.
#include <string>
#include <vector>

#include "engine/facts/settle.h"
#include "tests/facts/fixture.h"

namespace regimen::facts {

using facts_tests::day;
using facts_tests::shipped;

namespace {

// One entry of a list, in the words of a profile.
SettledEntry settled(const std::string& list_name,
                     const std::vector<std::pair<std::string, std::string>>& fields,
                     const std::string& as_of = "2026-11-01") {
  const Vocabulary& vocabulary = shipped().vocabulary;
  const auto list_id = vocabulary.find_list(list_name);
  REQUIRE(list_id);
  const ListDef& list = vocabulary.lists()[*list_id];
  Record record(vocabulary);
  record.as_of = day(as_of);
  Entry entry;
  entry.fields.resize(list.fields.size());
  for (const auto& [id, text] : fields) {
    const auto field = list.find_field(id);
    const auto& told_id = id;
    REQUIRE_MESSAGE(field, told_id);
    const ValueType& type = list.fields[*field].type;
    Stated& stated = entry.fields[*field];
    stated.shown = text;
    if (type.kind == Kind::concept_name) {
      const auto found = shipped().terminology.find_id(type.domain, text);
      if (!found) {
        stated.cause = Cause::unresolved_name;
        continue;
      }
      stated.value = ConceptName{found};
    } else if (type.kind == Kind::truth) {
      stated.value = truth(text == "yes");
    } else if (type.kind == Kind::date) {
      stated.value = facts_tests::date(text);
    } else {
      REQUIRE(type.kind == Kind::word);
      stated.value = Word{type.words.find_exactly(text)};
    }
  }
  record.lists[*list_id].state = ListState::plain;
  record.lists[*list_id].entries.push_back(entry);
  const Settled all = settle(record, vocabulary, shipped().terminology, {});
  REQUIRE(all.lists[*list_id].entries.size() == 1);
  return all.lists[*list_id].entries.front();
}

FieldId field(const std::string& list, const std::string& id) {
  return *shipped().vocabulary.lists()[*shipped().vocabulary.find_list(list)].find_field(id);
}

}  // namespace

TEST_CASE("whether a vaccine is live follows from its class") {
  struct Row {
    std::string vaccine;
    std::string stated;  // empty: not stated
    Truth live;
    std::optional<Cause> cause;
  };
  const std::vector<Row> rows = {
      {"mmr", "", Truth::yes, {}},
      {"mmr", "yes", Truth::yes, {}},
      {"mmr", "no", Truth::unknown, Cause::conflicting},
      {"zoster_recombinant", "", Truth::no, {}},
      {"zoster_recombinant", "no", Truth::no, {}},
      {"zoster_recombinant", "yes", Truth::unknown, Cause::conflicting},
      {"live_vaccine", "", Truth::yes, {}},
      {"non_live_vaccine", "", Truth::no, {}},
      // Of two kinds that the name leaves open, and of no kind at all: as it is stated.
      {"zoster", "", Truth::unknown, Cause::not_supplied},
      {"zoster", "yes", Truth::yes, {}},
      {"zoster", "no", Truth::no, {}},
      {"dengue", "", Truth::unknown, Cause::not_supplied},
      {"dengue", "yes", Truth::yes, {}},
      // A name that nobody knows keeps what is stated beside it.
      {"elixir", "", Truth::unknown, Cause::not_supplied},
      {"elixir", "yes", Truth::yes, {}},
  };
  const FieldId live = field("vaccinations", "live");
  for (const Row& row : rows) {
    CAPTURE(row.vaccine);
    CAPTURE(row.stated);
    std::vector<std::pair<std::string, std::string>> fields = {{"vaccine", row.vaccine}};
    if (!row.stated.empty()) fields.emplace_back("live", row.stated);
    const SettledEntry entry = settled("vaccinations", fields);
    CHECK(to_text(std::get<Truth>(entry.values[live])) == to_text(row.live));
    CHECK(entry.causes[live] == row.cause);
  }
}

// An entry that is over has ended on the day before the evaluation at the latest, however coarsely
// its end is given.
TEST_CASE("what is over does not reach today") {
  struct Row {
    std::string status;
    std::string end;
    std::string as_of;
    std::string first_end;
    std::string last_end;
    Truth today;
  };
  const std::vector<Row> rows = {
      {"resolved", "2026", "2026-11-01", "2026-01-01", "2026-10-31", Truth::no},
      {"resolved", "2026-11", "2026-11-15", "2026-11-01", "2026-11-14", Truth::no},
      {"resolved", "2025", "2026-11-01", "2025-01-01", "2025-12-31", Truth::no},
      // What is not said to be over may last.
      {"", "2026", "2026-11-01", "2026-01-01", "2026-12-31", Truth::unknown},
      {"", "2025-06", "2026-11-01", "2025-06-01", "2025-06-30", Truth::no},
  };
  const FieldId present = field("conditions", "present");
  for (const Row& row : rows) {
    CAPTURE(row.status);
    CAPTURE(row.end);
    std::vector<std::pair<std::string, std::string>> fields = {
        {"condition", "heart_failure"}, {"onset", "2020-05-01"}, {"end", row.end}};
    if (!row.status.empty()) fields.emplace_back("status", row.status);
    const SettledEntry entry = settled("conditions", fields, row.as_of);
    const auto period = std::get<Period>(entry.values[present]);
    CHECK(to_text(period.last.first) == row.first_end);
    CHECK(to_text(period.last.last) == row.last_end);
    const DateRange today{day(row.as_of), day(row.as_of)};
    CHECK(to_text(overlaps(period, today, today)) == to_text(row.today));
  }
}

// Without an end, too: what is resolved is over by yesterday.
TEST_CASE("what is resolved without an end does not reach today") {
  const SettledEntry entry =
      settled("conditions",
              {{"condition", "heart_failure"}, {"onset", "2020-05-01"}, {"status", "resolved"}});
  const auto period = std::get<Period>(entry.values[field("conditions", "present")]);
  CHECK(to_text(period.last.first) == "2020-05-01");
  CHECK(to_text(period.last.last) == "2026-10-31");
}

}  // namespace regimen::facts
