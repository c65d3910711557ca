// The cases that a pack carries: a wrong expectation fails and says what came instead, what no case
// shows is listed with its place, and a case that cannot be run is a mistake of its own.
#include "engine/embed/pack_cases.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.h"

namespace regimen::embed {

namespace {

namespace fs = std::filesystem;

const fs::path foreign = fs::path(REGIMEN_TEST_SOURCE_DIR) / "tests" / "foreign";

// A copy of the foreign pack with other cases.
class PackWith {
 public:
  explicit PackWith(const std::string& cases) {
    fs::copy(foreign / "rules" / "asthma", folder_.path());
    std::ofstream(folder_ / "cases.yaml", std::ios::binary | std::ios::trunc)
        << "suite: asthma\n"
           "base:\n"
           "  profile: '1'\n"
           "  as_of: 2026-11-01\n"
           "  airways: {disorder: asthma, spirometry: {reversibility: 350 mL}}\n"
           "  inhalers: none\n"
           "cases:\n"
        << cases;
    opening_ = Engine::open(foreign / "knowledge", folder_.path());
    REQUIRE_MESSAGE(opening_.engine, core::render(opening_.diagnostics, core::ShowValues::yes));
    report_ = run_cases(*opening_.engine, *opening_.sources);
  }

  [[nodiscard]] const CaseReport& report() const { return report_; }

  // `what; what`, in order.
  [[nodiscard]] std::string failures() const {
    std::string text;
    for (const CaseFailure& failure : report_.failures)
      text += (text.empty() ? "" : "; ") + failure.what;
    return text;
  }
  // `id: verdict, verdict; ...`
  [[nodiscard]] std::string uncovered() const {
    std::string text;
    for (const Uncovered& one : report_.uncovered) {
      text += (text.empty() ? "" : "; ") + one.criterion + ":";
      for (const std::string& verdict : one.verdicts) text += " " + verdict;
    }
    return text;
  }
  // Codes and lines of what cannot be run; what no case shows is in `uncovered`.
  [[nodiscard]] std::string mistakes() const {
    std::string text;
    for (const core::Diagnostic& diagnostic : report_.diagnostics.sorted()) {
      if (core::info(diagnostic.code).severity == core::Severity::warning) continue;
      text += (text.empty() ? "" : "; ") + std::string(core::info(diagnostic.code).id);
      if (diagnostic.span.source != nullptr)
        text += " " + std::to_string(diagnostic.span.source->place(diagnostic.span.begin).line);
    }
    return text;
  }

 private:
  support::TemporaryFolder folder_;
  Opening opening_;
  CaseReport report_;
};

std::string one_case(const std::string& expectation, const std::string& change = {}) {
  return "  - {name: one, why: shown, " + (change.empty() ? "" : change + ", ") + "expect: {" +
         expectation + "}}\n";
}

constexpr const char* inclusion = "inclusion.reversible-asthma";
constexpr const char* exclusion = "exclusion.reliever";

}  // namespace

TEST_CASE("the cases of the foreign pack hold and cover it") {
  const Opening opening = Engine::open(foreign / "knowledge", foreign / "rules" / "asthma");
  REQUIRE(opening.engine);
  const CaseReport report = run_cases(*opening.engine, *opening.sources);
  CHECK(report.run == 7);
  CHECK(report.criteria == 2);
  CHECK(report.failures.empty());
  CHECK(report.uncovered.empty());
  CHECK(report.diagnostics.empty());
}

TEST_CASE("a wrong expectation fails, and says what came instead") {
  struct Wrong {
    std::string expectation;
    std::string failure;
  };
  const std::string in = inclusion;
  const std::string out = exclusion;
  const std::vector<Wrong> cases = {
      {"eligibility: eligible", ""},
      {"eligibility: ineligible", "eligibility: expected ineligible, got eligible"},
      {"criteria: {" + in + ": pass, " + out + ": pass}", ""},
      {"criteria: {" + in + ": fail}", in + ": expected fail, got pass"},
      {"criteria: {" + in + ": unknown, " + out + ": fail}",
       in + ": expected unknown, got pass; " + out + ": expected fail, got pass"},
      {"missing: {" + in + ": []}", ""},
      {"missing: {" + in + ": [airways.disorder]}",
       in + " missing: expected airways.disorder, got nothing"}};
  for (const Wrong& form : cases) {
    CAPTURE(form.expectation);
    const PackWith pack(one_case(form.expectation));
    CHECK(pack.report().run == 1);
    CHECK(pack.failures() == form.failure);
    CHECK(pack.mistakes() == "");
    for (const CaseFailure& failure : pack.report().failures) {
      CHECK(failure.name == "one");
      REQUIRE(failure.place.source != nullptr);
      CHECK(failure.place.source->place(failure.place.begin).line == 8);
    }
  }
}

TEST_CASE("what is missing has to be told exactly") {
  const std::string change = "unset: [airways.spirometry.reversibility, inhalers]";
  const std::string in = inclusion;
  CHECK(PackWith(one_case("missing: {" + in + ": [airways.spirometry.reversibility]}", change))
            .failures() == "");
  CHECK(PackWith(one_case("missing: {" + in + ": []}", change)).failures() ==
        in + " missing: expected nothing, got airways.spirometry.reversibility");
  CHECK(PackWith(one_case("missing: {" + std::string(exclusion) + ": [inhalers]}", change))
            .failures() == "");
}

TEST_CASE("a criterion that no case shows with each verdict is listed by its place") {
  const PackWith nothing(one_case("eligibility: eligible"));
  CHECK(nothing.uncovered() ==
        "inclusion.reversible-asthma: pass fail unknown; exclusion.reliever: pass fail unknown");
  for (const Uncovered& uncovered : nothing.report().uncovered) {
    REQUIRE(uncovered.place.source != nullptr);
    CHECK(uncovered.place.source->name().find("rules.yaml") != std::string::npos);
  }
  // A verdict counts as seen only where the expectation held.
  const PackWith some(
      one_case("criteria: {inclusion.reversible-asthma: pass, exclusion.reliever: fail}"));
  CHECK(some.uncovered() ==
        "inclusion.reversible-asthma: fail unknown; exclusion.reliever: pass fail unknown");
}

TEST_CASE("set, unset and options change the base of their case alone") {
  const PackWith pack(
      "  - {name: a, why: w, set: {airways: {spirometry: {reversibility: 199 mL}}}, expect: "
      "{eligibility: ineligible}}\n"
      "  - {name: b, why: w, expect: {eligibility: eligible}}\n"
      "  - {name: c, why: w, unset: [inhalers], set: {inhalers: []}, expect: {eligibility: "
      "eligible_with_assumptions}}\n"
      "  - {name: d, why: w, set: {inhalers: []}, options: {assumptions: no}, expect: "
      "{eligibility: indeterminate}}\n"
      "  - {name: e, why: w, set: {inhalers: [{inhaler: salbutamol, first: 2026-10-31}]}, expect: "
      "{eligibility: ineligible}}\n"
      "  - {name: f, why: w, expect: {criteria: {exclusion.reliever: pass}}}\n");
  CHECK(pack.failures() == "");
  CHECK(pack.mistakes() == "");
  CHECK(pack.report().run == 6);
}

TEST_CASE("a case that cannot be run is told, with its place") {
  struct Mistake {
    std::string cases;
    std::string told;
  };
  const std::vector<Mistake> mistakes = {
      {one_case("criteria: {inclusion.nobody: pass}"), "E0701 8"},
      {one_case("missing: {inclusion.nobody: []}"), "E0701 8"},
      {one_case("notes: {note.nobody: yes}"), "E0701 8"},
      {one_case("eligibility: eligible", "unset: [airways.nothing]"), "E0701 8"},
      {one_case("eligible: yes"), "E0113 8"},
      {one_case("eligibility: eligible", "sets: {}"), "E0113 8"},
      {one_case("eligibility: eligible", "options: {assumption: no}"), "E0113 8"},
      {one_case("eligibility: eligible", "set: {airway: {}}"), "E0113 8"},
      {"  - {name: one, why: '', expect: {}}\n", "E0701 8"},
      {"  - {name: one, expect: {}}\n", "E0114 8; E0701 8"},
      {"  - {name: one, why: shown}\n", "E0114 8"},
      {one_case("eligibility: eligible") + one_case("eligibility: eligible"), "E0201 9"},
      {"  - [one]\n", "E0115 8"}};
  for (const Mistake& form : mistakes) {
    CAPTURE(form.cases);
    const PackWith pack(form.cases);
    CHECK(pack.report().diagnostics.has_errors());
    CHECK(pack.mistakes().rfind(form.told, 0) == 0);
  }
  // An expectation that the format does not know is no expectation that holds.
  const PackWith word(one_case("eligibility: maybe"));
  CHECK(!word.report().failures.empty());
}

TEST_CASE("a bad value in a case is unknown, as in a profile") {
  // 350 without its unit is unknown, so the criterion is unknown as well.
  const PackWith pack(one_case("criteria: {inclusion.reversible-asthma: unknown}",
                               "set: {airways: {spirometry: {reversibility: 350}}}"));
  CHECK(pack.failures() == "");
}

TEST_CASE("what a case expects of a plan is held, and each of its outcomes is asked for") {
  const fs::path root = REGIMEN_TEST_SOURCE_DIR;
  const fs::path folder =
      fs::temp_directory_path() / ("regimen-plan-cases-" + std::to_string(::getpid()));
  fs::remove_all(folder);
  fs::copy(root / "rules" / "sonic", folder, fs::copy_options::recursive);
  std::ostringstream manifest;
  manifest << std::ifstream(folder / "pack.yaml", std::ios::binary).rdbuf();
  const std::string text = manifest.str();
  std::ofstream(folder / "pack.yaml", std::ios::binary | std::ios::trunc)
      << text.substr(0, text.find("\ncases:")) << "\ncases: [own.yaml]\n";
  std::ofstream(folder / "own.yaml", std::ios::binary)
      << "suite: own\n"
         "base: {profile: '1', as_of: 2026-11-01, patient: {age: 40 years},\n"
         "  disease: {diagnosis: crohns_disease}}\n"
         "cases:\n"
         "  - {name: right, why: shown, expect: {plan: {dose.infliximab: given}}}\n"
         "  - {name: wrong, why: shown, expect: {plan: {dose.azathioprine: given}}}\n"
         "  - {name: none, why: shown, expect: {plan: {dose.lime: given}}}\n"
         "  - {name: elsewhere, why: shown, expect: {findings: {dose.infliximab: given}}}\n"
         "  - {name: criterion, why: shown, expect: {plan: {inclusion.age: given}}}\n";
  const Opening opening = Engine::open(root / "knowledge", folder);
  REQUIRE_MESSAGE(opening.engine, core::render(opening.diagnostics, core::ShowValues::yes));
  const CaseReport report = run_cases(*opening.engine, *opening.sources);
  fs::remove_all(folder);
  REQUIRE(report.failures.size() == 1);
  CHECK(report.failures.front().what == "dose.azathioprine: expected given, got withheld");
  std::size_t mistakes = 0;
  for (const core::Diagnostic& diagnostic : report.diagnostics.sorted())
    mistakes += diagnostic.code == core::Code::bad_case ? std::size_t{1} : 0;
  CHECK(mistakes == 3);
  std::string asked;
  for (const Uncovered& one : report.uncovered) {
    if (one.criterion != "dose.infliximab" && one.criterion != "limit.budesonide") continue;
    asked += one.criterion + ":";
    for (const std::string& state : one.verdicts) asked += " " + state;
    asked += "; ";
  }
  CHECK(asked ==
        "dose.infliximab: withheld dropped; "
        "limit.budesonide: given withheld conditional dropped; ");
}

}  // namespace regimen::embed
