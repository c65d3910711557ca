// Entry: main: the command line of the program `regimen`. The only file that sees CLI11. Test:
// tests/embed/cli_test.sh.
#include <CLI/CLI.hpp>
#include <exception>
#include <map>

#include "engine/embed/cli/commands.h"

namespace regimen::embed::cli {

namespace {

void add_common(CLI::App& app, Common& common) {
  app.add_option("--data", common.data, "the folder that holds rules/ and knowledge/")
      ->check(CLI::ExistingDirectory);
  app.add_option("--format", common.format, "text or json")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, Format>{{"text", Format::text}, {"json", Format::json}}));
  app.add_option("--locale", common.locale, "the language of the report: en or de");
  app.add_option("--color", common.colour, "auto, always or never")
      ->transform(CLI::CheckedTransformer(std::map<std::string, When>{
          {"auto", When::automatic}, {"always", When::always}, {"never", When::never}}));
  app.add_flag("--show-values", common.show_values,
               "show the offending text of a profile in error messages");
}

void add_evidence(CLI::App& app, Common& common, EvidenceCommand& command) {
  using What = EvidenceCommand::What;
  app.require_subcommand(1);
  const auto add = [&](const char* name, const char* about, What what) {
    CLI::App* one = app.add_subcommand(name, about);
    add_common(*one, common);
    one->callback([&command, what] { command.what = what; });
    return one;
  };
  add("list", "the studies, or the rows of one", What::list)
      ->add_option("study", command.ref, "a study");
  add("show", "a study, a row (study/row) or an outcome, in full", What::show)
      ->add_option("what", command.ref, "a study, study/row, or an outcome")
      ->required();
  add("compare", "the regimens of a row, by every method", What::compare)
      ->add_option("row", command.ref, "study/row")
      ->required();
  add("search", "words in outcomes, remarks and citations", What::search)
      ->add_option("words", command.words, "all of them must be there")
      ->required();
  CLI::App* audit =
      add("audit", "recompute what is printed; 1 if an undeclared figure disagrees", What::audit);
  audit->add_option("study", command.ref, "a study");
  audit->add_flag("--all", command.all, "also what agrees");
}

int run(int argc, char** argv) {
  CLI::App app{
      "regimen: does the evidence of a trial speak about this patient? Decision support for "
      "clinicians; it advises, it never decides."};
  app.set_version_flag("--version", std::string(engine_version()));
  app.require_subcommand(1);
  Common common;
  EvaluateCommand command;
  std::vector<std::string> packs;

  CLI::App* evaluating = app.add_subcommand(
      "evaluate", "evaluate patient profiles (YAML or JSON; - is standard input)");
  add_common(*evaluating, common);
  evaluating->add_option("files", command.files, "profiles")->required();
  evaluating->add_option("--pack", common.pack, "the rule pack: a folder, or a name in rules/");
  evaluating->add_option("--safety", common.safety,
                         "the safety pack: a folder, a name in rules/, or none");
  evaluating->add_option("--as-of", command.as_of, "the day of evaluation, such as 2026-11-01");
  evaluating->add_option("--jurisdiction", command.jurisdiction, "whose labels apply: US or EU");
  evaluating->add_option("--group", command.groups,
                         "a group of criteria that decides although the pack leaves it open");
  evaluating->add_option("--weights", command.weights,
                         "how benefits and harms are weighed: a set of the pack, a file, or "
                         "weights such as '{one: 1, other: [0.5, 2]}'");
  evaluating->add_flag("--no-assumptions", command.no_assumptions,
                       "what is not said is unknown, never assumed to be absent");
  evaluating->add_flag("--strict", command.strict, "reject a profile that has a bad value");
  evaluating->add_flag("--all", command.all,
                       "say everything, also what would not change the result");
  evaluating->add_option("--output,-o", command.output, "write to this file");

  CLI::App* checking = app.add_subcommand("check", "check rule packs for mistakes");
  add_common(*checking, common);
  CheckCommand checked;
  checking->add_option("packs", checked.packs, "folders, or names in rules/")->required();
  checking->add_flag("--program", checked.program,
                     "print the instructions that whole lists of patients are screened with");
  checking
      ->add_option("--stale-after", checked.stale_months,
                   "warn of sources that were last read more than so many months ago")
      ->check(CLI::Range(1, 1200));

  CLI::App* testing =
      app.add_subcommand("test", "run the cases that rule packs carry, with coverage");
  add_common(*testing, common);
  testing->add_option("packs", packs, "folders, or names in rules/")->required();

  CLI::App* evidencing =
      app.add_subcommand("evidence", "what is known, and whether its figures agree");
  EvidenceCommand asked;
  add_evidence(*evidencing, common, asked);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    return status == 0 ? exit_done : exit_usage;
  }
  if (common.data.empty()) common.data = find_data();
  if (evaluating->parsed()) return evaluate(common, command);
  if (evidencing->parsed()) return evidence(common, asked);
  if (checking->parsed()) return check(common, checked);
  return test(common, packs);
}

}  // namespace

}  // namespace regimen::embed::cli

int main(int argc, char** argv) {
  using regimen::embed::cli::complain;
  try {
    return regimen::embed::cli::run(argc, argv);
  } catch (const std::exception& error) {
    // The text of a foreign exception may hold what it choked on, so it stays out.
    complain("an error of our own has occurred");
  } catch (...) {
    complain("an error of our own has occurred");
  }
  return regimen::embed::cli::exit_our_fault;
}
