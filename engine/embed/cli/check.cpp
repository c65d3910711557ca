// Entry: check and test: a pack's mistakes, the program made of it, and its own cases. Test:
// tests/embed/cli_test.sh.
#include <chrono>
#include <iostream>

#include "engine/embed/cli/commands.h"
#include "engine/embed/pack_cases.h"
#include "engine/language/lint.h"
#include "engine/program/compile.h"
#include "engine/program/print.h"

namespace regimen::embed::cli {

namespace {

std::string plural(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

// The day by the system's clock: rules are checked today, patients are evaluated on the day that is
// given.
facts::Day today() {
  const auto now = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  return static_cast<facts::Day>(now.time_since_epoch().count());
}

bool missing(const Common& common, const std::string& pack) {
  std::error_code error;
  if (std::filesystem::exists(common.pack_folder(pack) / "pack.yaml", error)) return false;
  complain("there is no pack `" + pack + "`");
  return true;
}

// Prints the failures and what is not covered; whether all is well.
bool report(const Common& common, const std::string& pack, const CaseReport& cases) {
  complain(common, cases.diagnostics);
  for (const CaseFailure& failure : cases.failures) {
    std::cout << core::to_text(failure.place) << ": " << failure.name << ": " << failure.what
              << "\n";
  }
  const std::size_t covered = cases.criteria - cases.uncovered.size();
  std::cout << pack << ": " << plural(cases.run, "case") << ", " << cases.failures.size()
            << " failed; " << covered << " of " << cases.criteria
            << (cases.criteria == 1 ? " rule" : " rules") << " covered\n";
  return cases.failures.empty() && cases.uncovered.empty() && !cases.diagnostics.has_errors();
}

}  // namespace

int check(const Common& common, const CheckCommand& command) {
  int status = exit_done;
  for (const std::string& pack : command.packs) {
    if (missing(common, pack)) return exit_bad_pack;
    std::shared_ptr<core::Sources> sources;
    const auto engine = open_engine(common, pack, "none", sources);
    if (engine == nullptr) {
      status = exit_did_not_hold;
      continue;
    }
    core::Diagnostics findings;
    language::lint(engine->pack(), {today(), command.stale_months}, findings);
    complain(common, findings);
    const language::Pack& checked = engine->pack().pack;
    std::cout << pack << ": " << checked.id << " " << checked.version << ", "
              << plural(checked.rules.size(), "rule") << ", "
              << plural(checked.definitions.size(), "definition") << ", digest " << checked.digest
              << "\n";
    if (command.program) std::cout << program::print(program::compile(engine->pack()));
  }
  return status;
}

int test(const Common& common, const std::vector<std::string>& packs) {
  int status = exit_done;
  for (const std::string& pack : packs) {
    std::shared_ptr<core::Sources> sources;
    if (missing(common, pack)) return exit_bad_pack;
    const auto engine = open_engine(common, pack, "none", sources);
    if (engine == nullptr) return exit_bad_pack;
    if (!report(common, pack, run_cases(*engine, *sources))) status = exit_did_not_hold;
  }
  return status;
}

}  // namespace regimen::embed::cli
