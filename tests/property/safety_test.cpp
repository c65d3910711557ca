// Safety over all combinations of the facts that decide most of it: what is known to speak against
// a regimen is exactly what these facts say, none is cleared while a fact that gates its start is
// open, and learning a fact never leaves the bounds that were given before.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/decision/safety.h"
#include "engine/io/profile.h"
#include "tests/property/complaints.h"

namespace regimen::property {

namespace {

using decision::RegimenSafety;
using language::Severity;

// --- the facts ---

// A part of a profile: what one fact may be. What may be learnt of it: the positions of what it
// may turn out to be. Nothing else is learning: a repeated test is a new event.
struct Part {
  std::string name;
  std::string text;
  std::vector<std::size_t> learnt = {};
};

enum Dimension : std::size_t {
  tpmt,
  nudt15,
  tuberculosis,
  hbsag,
  heart,
  pregnant,
  sex,
  age,
  count
};
using State = std::array<std::size_t, Dimension::count>;

std::string heart_failure(const std::string& field) {
  return "conditions: {complete: yes, entries: [{condition: heart_failure, onset: 2022, "
         "status: active" +
         field + "}]}";
}

std::string test(const std::string& name, const std::string& result) {
  return "tests: [{test: " + name + ", result: " + result + ", date: 2026-09-30}]";
}

// The last one of each is the missing fact.
const std::array<std::vector<Part>, Dimension::count>& parts() {
  static const std::array<std::vector<Part>, Dimension::count> all = {{
      {{"normal", "labs: {tpmt_phenotype: normal}"},
       {"heterozygous", "labs: {tpmt_phenotype: heterozygous}"},
       {"homozygous_mutant", "labs: {tpmt_phenotype: homozygous_mutant}"},
       {"possible_intermediate", "labs: {tpmt_phenotype: possible_intermediate}"},
       {"missing", "", {0, 1, 2, 3}}},
      {{"normal", "labs: {nudt15_phenotype: normal}"},
       {"heterozygous", "labs: {nudt15_phenotype: heterozygous}"},
       {"homozygous_mutant", "labs: {nudt15_phenotype: homozygous_mutant}"},
       {"missing", "", {0, 1, 2}}},
      {{"negative", test("tuberculin_skin_test", "negative")},
       {"positive", test("tuberculin_skin_test", "positive")},
       {"indeterminate", test("tuberculin_skin_test", "indeterminate")},
       {"missing", "", {0, 1, 2}}},
      {{"negative", test("hbsag", "negative")},
       {"positive", test("hbsag", "positive")},
       {"missing", "", {0, 1}}},
      {{"absent", "conditions: none"},
       {"class I", heart_failure(", nyha: I")},
       {"class III", heart_failure(", nyha: III")},
       {"class IV", heart_failure(", nyha: IV")},
       {"class missing", heart_failure(""), {1, 2, 3}},
       {"list missing", "", {0, 1, 2, 3, 4}}},
      {{"no", "patient: {pregnant: no}"},
       {"yes", "patient: {pregnant: yes}"},
       {"missing", "", {0, 1}}},
      {{"female", "patient: {sex: female}"},
       {"male", "patient: {sex: male}"},
       {"missing", "", {0, 1}}},
      {{"20", "patient: {birth_date: 2006-03-14}"},
       {"30", "patient: {birth_date: 1996-03-14}"},
       {"50", "patient: {birth_date: 1976-03-14}"},
       {"missing", "", {0, 1, 2}}},
  }};
  return all;
}

constexpr std::array<const char*, Dimension::count> names = {
    "TPMT", "NUDT15", "tuberculosis test", "HBsAg", "heart failure", "pregnant", "sex", "age"};

std::string to_text(const State& state) {
  std::string text;
  for (std::size_t i = 0; i < state.size(); ++i) {
    text += (text.empty() ? "" : ", ") + std::string(names[i]) + " ";
    text += parts()[i][state[i]].name;
  }
  return text;
}

bool missing(const State& state, Dimension dimension) {
  return state[dimension] + 1 == parts()[dimension].size();
}

// --- the patients ---

class SafetyWorld {
 public:
  SafetyWorld() {
    const std::filesystem::path root = REGIMEN_TEST_SOURCE_DIR;
    core::Diagnostics diagnostics;
    knowledge_ = facts::load_knowledge(root / "knowledge", sources_, diagnostics);
    REQUIRE_MESSAGE(knowledge_, core::render(diagnostics, core::ShowValues::yes));
    auto pack = language::load_pack(root / "rules" / "safety", *knowledge_, sources_, diagnostics);
    REQUIRE_MESSAGE(pack, core::render(diagnostics, core::ShowValues::yes));
    auto checked = language::check(std::move(*pack), *knowledge_, diagnostics);
    REQUIRE_MESSAGE(checked, core::render(diagnostics, core::ShowValues::yes));
    pack_ = std::make_unique<language::CheckedPack>(std::move(*checked));
    REQUIRE(pack_->pack.regimens.size() == 3);
    REQUIRE(pack_->pack.regimens[azathioprine].id == "azathioprine");
    REQUIRE(pack_->pack.regimens[infliximab].id == "infliximab");
    REQUIRE(pack_->pack.regimens[combination].id == "combination");
    // Everything else that the rules ask for is known, and says nothing against a regimen.
    base_ = std::make_unique<facts::Record>(read(R"(
patient: {weight: 70.2 kg, height: 172 cm}
tests: [{test: chest_radiograph, result: negative, date: 2026-09-30},
        {test: anti_hbc, result: negative, date: 2026-09-30},
        {test: hcv_antibody, result: negative, date: 2026-09-30},
        {test: hiv_test, result: negative, date: 2026-09-30},
        {test: complete_blood_count, result: negative, date: 2026-10-20}]
therapies: {complete: yes, entries: [{drug: mesalamine, route: oral, dose: 3 g/day,
                                      start: 2026-05-01, ongoing: yes}]}
procedures: none
allergies: none
vaccinations: none
plan: {infliximab_dose: 5 mg/kg}
)"));
    for (std::size_t i = 0; i < parts().size(); ++i) {
      for (const Part& part : parts()[i]) read_[i].push_back(read(part.text));
    }
  }

  enum Regimen : std::size_t { azathioprine, infliximab, combination };

  [[nodiscard]] std::vector<RegimenSafety> decide(const State& state,
                                                  const decision::Options& options) const {
    facts::Record record = *base_;
    for (std::size_t i = 0; i < state.size(); ++i) {
      const facts::Record& part = read_[i][state[i]];
      for (std::size_t fact = 0; fact < record.facts.size(); ++fact) {
        if (!part.facts[fact].empty()) record.facts[fact] = part.facts[fact];
      }
      for (std::size_t list = 0; list < record.lists.size(); ++list) {
        const facts::ListRecord& from = part.lists[list];
        facts::ListRecord& to = record.lists[list];
        if (from.state != facts::ListState::missing) to.state = from.state;
        for (facts::Entry entry : from.entries) {
          entry.index = to.entries.size();
          to.entries.push_back(std::move(entry));
        }
      }
    }
    const facts::Settled patient =
        facts::settle(record, knowledge_->vocabulary, knowledge_->terminology, pack_->pack.stale);
    return decision::decide_safety(*pack_, patient, options);
  }

 private:
  facts::Record read(const std::string& text) {
    const core::Source& source = sources_.add(
        "part", "profile: \"1\"\nid: p\nas_of: 2026-11-01\n" + text + "\n", core::Privacy::open);
    io::ProfileReading reading = io::read_profile(source, *knowledge_, {});
    REQUIRE_MESSAGE(reading.record, core::render(reading.structure, core::ShowValues::yes));
    REQUIRE_MESSAGE(reading.values.sorted().empty(),
                    core::render(reading.values, core::ShowValues::yes));
    return std::move(*reading.record);
  }

  core::Sources sources_;
  std::unique_ptr<facts::Knowledge> knowledge_;
  std::unique_ptr<language::CheckedPack> pack_;
  std::unique_ptr<facts::Record> base_;
  std::array<std::vector<facts::Record>, Dimension::count> read_;
};

const SafetyWorld& world() {
  static const SafetyWorld made;
  return made;
}

// --- what the labels and the guidelines say of these facts, by hand ---

Severity worst(std::initializer_list<std::pair<bool, Severity>> findings) {
  Severity result = Severity::no_finding;
  for (const auto& [holds, severity] : findings) {
    if (holds) result = std::max(result, severity);
  }
  return result;
}

using Three = std::array<Severity, 3>;

bool is_young_man(const State& state) { return state[sex] == 1 && state[age] <= 1; }
bool may_be_young_man(const State& state) { return state[sex] != 0 && state[age] != 2; }

// What is known to speak against each regimen, at 5 mg/kg.
//   TPMT, NUDT15  poor: avoid; intermediate, possibly intermediate: caution (azathioprine)
//   pregnancy     avoid (azathioprine), caution (infliximab)
//   young man     caution (azathioprine, and the pair)
//   tuberculosis test positive: caution; with infliximab avoid, where no treated infection can be
//                 on record
//   HBsAg         positive: caution; with infliximab avoid
//   heart failure with infliximab: in the US avoid in any class, or none; in the EU contraindicated
//                 in III and IV, caution in I and II
Three known_against(const State& state, const std::string& jurisdiction) {
  const bool us = jurisdiction != "EU";
  const bool eu = jurisdiction != "US";
  const bool listed = !missing(state, heart);
  const bool failing = listed && state[heart] != 0;
  const bool grave = state[heart] == 2 || state[heart] == 3;
  const Severity of_azathioprine = worst({
      {state[tpmt] == 2 || state[nudt15] == 2, Severity::avoid},
      {state[tpmt] == 1 || state[tpmt] == 3 || state[nudt15] == 1, Severity::caution},
      {state[pregnant] == 1, Severity::avoid},
      {is_young_man(state), Severity::caution},
      {state[tuberculosis] == 1 || state[hbsag] == 1, Severity::caution},
  });
  const Severity of_infliximab = worst({
      {state[tuberculosis] == 1, listed ? Severity::avoid : Severity::caution},
      {state[hbsag] == 1, Severity::avoid},
      {failing && us, Severity::avoid},
      {grave && eu, Severity::contraindicated},
      {state[heart] == 1 && eu, Severity::caution},
      {state[pregnant] == 1, Severity::caution},
  });
  return {of_azathioprine, of_infliximab, std::max(of_azathioprine, of_infliximab)};
}

// The least that an open fact which must be known before a start holds up: a status that is not
// graver than this must be unknown. Nothing open: below all of them.
//   azathioprine  TPMT, pregnancy (of a man it is assumed, if that is allowed), the conditions
//                 (cancer, serious infection): avoid; young man: caution
//   infliximab    the tests for tuberculosis and hepatitis B, heart failure (in the EU only its
//                 class), the conditions: avoid or more; age (under 18): caution
Three open_against(const State& state, const decision::Options& options) {
  const bool not_asked = options.assumptions && state[sex] == 1;
  const bool unlisted = missing(state, heart);
  const Severity of_azathioprine = worst({
      {missing(state, tpmt) || unlisted, Severity::avoid},
      {missing(state, pregnant) && !not_asked, Severity::avoid},
      {may_be_young_man(state) && !is_young_man(state), Severity::caution},
  });
  const Severity of_infliximab = worst({
      {state[tuberculosis] >= 2 || missing(state, hbsag) || unlisted, Severity::avoid},
      {state[heart] == 4 && options.jurisdiction != "US", Severity::contraindicated},
      {missing(state, age), Severity::caution},
  });
  return {of_azathioprine, of_infliximab, std::max(of_azathioprine, of_infliximab)};
}

// --- all of them ---

using Space = std::array<std::vector<std::size_t>, Dimension::count>;

Space everything() {
  Space space;
  for (std::size_t i = 0; i < space.size(); ++i) {
    for (std::size_t value = 0; value < parts()[i].size(); ++value) space[i].push_back(value);
  }
  return space;
}

void visit(const Space& space, const std::function<void(const State&)>& seen) {
  State digits{};
  for (;;) {
    State state{};
    for (std::size_t i = 0; i < state.size(); ++i) state[i] = space[i][digits[i]];
    seen(state);
    std::size_t place = 0;
    while (place < digits.size() && ++digits[place] == space[place].size()) digits[place++] = 0;
    if (place == digits.size()) return;
  }
}

struct Bounds {
  std::optional<Severity> status;
  Severity at_least;
  Severity at_most;
};
using Verdicts = std::array<Bounds, 3>;

std::string to_text(const Bounds& bounds) {
  return std::string(decision::status_text(bounds.status)) + " [" +
         std::string(language::to_text(bounds.at_least)) + ", " +
         std::string(language::to_text(bounds.at_most)) + "]";
}

class Survey {
 public:
  Survey(const Space& space, decision::Options options)
      : space_(space), options_(std::move(options)), all_(51'840) {
    visit(space_, [&](const State& state) { look(state); });
  }

  // Holds each of them against what is known by hand.
  // Returns how often each status was seen, unknown last.
  std::array<std::size_t, 5> check_known() {
    Complaints complaints;
    std::array<std::size_t, 5> seen{};
    visit(space_, [&](const State& state) {
      const Three known = known_against(state, options_.jurisdiction);
      const Three open = open_against(state, options_);
      for (std::size_t i = 0; i < 3; ++i) {
        const Bounds& bounds = at(state)[i];
        ++seen[bounds.status ? static_cast<std::size_t>(*bounds.status) : 4];
        const bool held_up = open[i] > known[i] && known[i] != Severity::contraindicated;
        const bool right = bounds.at_least == known[i] && (!held_up || !bounds.status) &&
                           bounds.at_most >= std::max(known[i], open[i]) &&
                           (!bounds.status || *bounds.status == bounds.at_least);
        if (!right) complaints.add(told(state, i));
      }
    });
    complaints.report();
    return seen;
  }

  // Learning one fact, unless `leave_out` says that an assumption stood in for it.
  void check_learning(const std::function<bool(const State&, std::size_t)>& leave_out) {
    Complaints complaints;
    std::size_t steps = 0;
    visit(space_, [&](const State& state) {
      for (std::size_t i = 0; i < state.size(); ++i) {
        if (leave_out(state, i)) continue;
        for (const std::size_t value : parts()[i][state[i]].learnt) {
          State after = state;
          after[i] = value;
          const auto& values = space_[i];
          if (std::find(values.begin(), values.end(), value) == values.end()) continue;
          ++steps;
          for (std::size_t regimen = 0; regimen < 3; ++regimen) {
            const Bounds& before = at(state)[regimen];
            const Bounds& now = at(after)[regimen];
            const bool within =
                now.at_least >= before.at_least && now.at_most <= before.at_most &&
                (!now.status || (*now.status >= before.at_least && *now.status <= before.at_most));
            if (!within) complaints.add(told(state, regimen) + "\n  then " + told(after, regimen));
          }
        }
      }
    });
    complaints.report();
    CHECK(steps > 1000);
  }

  void check_open() const { unsafe_.report(); }
  [[nodiscard]] const Verdicts& at(const State& state) const { return all_[place(state)]; }

 private:
  static std::size_t place(const State& state) {
    std::size_t result = 0;
    for (std::size_t i = 0; i < state.size(); ++i) result = result * parts()[i].size() + state[i];
    return result;
  }

  // What the findings say must agree with the status that stands above them.
  void look(const State& state) {
    const auto regimens = world().decide(state, options_);
    Verdicts& verdicts = all_[place(state)];
    for (std::size_t i = 0; i < 3; ++i) {
      const RegimenSafety& safety = regimens[i];
      verdicts[i] = {safety.status, safety.at_least, safety.at_most};
      const bool lenient = safety.status && *safety.status <= Severity::caution;
      for (const decision::SafetyFinding& finding : safety.findings) {
        const bool open = finding.holds == facts::Truth::unknown &&
                          finding.gate == language::Gate::gating &&
                          finding.severity > safety.at_least;
        if (lenient && open) unsafe_.add(told(state, i) + ": " + finding.id + " is open");
      }
    }
  }

  [[nodiscard]] std::string told(const State& state, std::size_t regimen) const {
    return std::string(std::array{"azathioprine ", "infliximab ", "combination "}[regimen]) +
           to_text(at(state)[regimen]) + " of " + to_text(state) + ", jurisdiction `" +
           options_.jurisdiction + "`";
  }

  Space space_;
  decision::Options options_;
  std::vector<Verdicts> all_;
  Complaints unsafe_;
};

bool nothing_left_out(const State&, std::size_t) { return false; }

}  // namespace

// The whole product has 51,840 patients; these two take all of the genes and the person, and all of
// the infections and the heart, with what the others are at their best and missing.
namespace {

std::array<Space, 2> spaces() {
  Space genes = everything();
  genes[tuberculosis] = {0, 3};
  genes[hbsag] = {0, 2};
  genes[heart] = {0, 5};
  Space infections = everything();
  infections[tpmt] = {0, 4};
  infections[nudt15] = {0};
  infections[sex] = {0, 1};
  infections[age] = {1, 2, 3};
  return {genes, infections};
}

}  // namespace

TEST_CASE("safety of all patients, open-world") {
  std::array<std::size_t, 5> seen{};
  for (const Space& space : spaces()) {
    Survey all(space, {"", false, {}});
    all.check_open();
    const auto statuses = all.check_known();
    for (std::size_t i = 0; i < seen.size(); ++i) seen[i] += statuses[i];
    all.check_learning(nothing_left_out);
  }
  for (const std::size_t number : seen) CHECK(number > 0);
}

// What a man is not asked is assumed of him; learning it corrects an assumption.
TEST_CASE("safety of all patients with the declared assumptions") {
  for (Space space : spaces()) {
    space[age] = {1, 3};
    Survey all(space, {"", true, {}});
    all.check_open();
    all.check_known();
    all.check_learning([](const State& state, std::size_t dimension) {
      return dimension == pregnant && state[sex] == 1;
    });
  }
}

// A jurisdiction drops rules of the other one and adds none.
TEST_CASE("safety of one jurisdiction is never worse than that of all") {
  Space space = spaces()[1];
  space[tpmt] = {0};
  space[pregnant] = {0, 2};
  const Survey stricter(space, {"", false, {}});
  for (const char* jurisdiction : {"US", "EU"}) {
    CAPTURE(jurisdiction);
    Survey one(space, {jurisdiction, false, {}});
    one.check_open();
    one.check_known();
    one.check_learning(nothing_left_out);
    Complaints complaints;
    std::size_t milder = 0;
    visit(space, [&](const State& state) {
      for (std::size_t i = 0; i < 3; ++i) {
        const Bounds& all = stricter.at(state)[i];
        const Bounds& here = one.at(state)[i];
        milder += here.at_most < all.at_most ? 1 : 0;
        if (here.at_most > all.at_most || here.at_least > all.at_least)
          complaints.add(to_text(state) + ": " + to_text(here) + ", of all " + to_text(all));
      }
    });
    complaints.report();
    CHECK(milder > 0);
  }
}

}  // namespace regimen::property
