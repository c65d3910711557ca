// Entry: main: the command line of the program `regimen`. The only file that sees CLI11. Test:
// tests/embed/cli_test.sh.
#include <CLI/CLI.hpp>
#include <exception>
#include <map>

#include "engine/embed/cli/commands.h"

namespace regimen::embed::cli {

namespace {

using Formats = std::map<std::string, Format>;

void add_common(CLI::App& app, Common& common,
                const Formats& formats = {{"text", Format::text}, {"json", Format::json}}) {
  app.add_option("--data", common.data, "the folder that holds rules/ and knowledge/")
      ->check(CLI::ExistingDirectory);
  app.add_option("--format", common.format, "how the result is written")
      ->transform(CLI::CheckedTransformer(formats));
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

void add_log(CLI::App& app, Common& common, LogCommand& command) {
  using What = LogCommand::What;
  app.require_subcommand(1);
  const auto add = [&](const char* name, const char* about, What what) {
    CLI::App* one = app.add_subcommand(name, about);
    add_common(*one, common);
    one->add_option("file", command.file, "a decision log, as --log writes it")->required();
    one->callback([&command, what] { command.what = what; });
    return one;
  };
  add("verify",
      "whether it is what was written: every record is held against the one before it; prints the "
      "last sequence and hash, to be noted elsewhere",
      What::verify)
      ->add_option("--expect", command.expected,
                   "a hash that was noted earlier, or SEQUENCE:HASH: the log must still have it; "
                   "else a log whose end was cut off, or that was written anew, holds");
  CLI::App* replaying =
      add("replay",
          "decide again by the rules of now, where the input is kept or given, and compare; 1 if a "
          "verdict differs",
          What::replay);
  replaying->add_option("inputs", command.inputs,
                        "files and folders of what was decided, found by their digest");
  replaying->add_option("--pack", common.pack, "the rule pack: a folder, or a name in rules/");
  replaying->add_option("--safety", common.safety,
                        "the safety pack: a folder, a name in rules/, or none");
  add("stats",
      "decisions by source and status; for each rule how often it was shown, and how often it was "
      "overridden by those who answered",
      What::stats);
}

// How patients are evaluated, one or many.
void add_how(CLI::App& app, Common& common, HowCommand& how) {
  app.add_option("--pack", common.pack, "the rule pack: a folder, or a name in rules/");
  app.add_option("--safety", common.safety, "the safety pack: a folder, a name in rules/, or none");
  app.add_option("--as-of", how.as_of, "the day of evaluation, such as 2026-11-01");
  app.add_option("--jurisdiction", how.jurisdiction, "whose labels apply: US or EU");
  app.add_option("--group", how.groups,
                 "a group of criteria that decides although the pack leaves it open");
  app.add_option("--weights", how.weights,
                 "how benefits and harms are weighed: a set of the pack, a file, or "
                 "weights such as '{one: 1, other: [0.5, 2]}'");
  app.add_flag("--no-assumptions", how.no_assumptions,
               "what is not said is unknown, never assumed to be absent");
  app.add_flag("--strict", how.strict, "reject a profile that has a bad value");
}

void add_log_options(CLI::App& app, std::string& file, bool& inputs) {
  CLI::Option* log = app.add_option(
      "--log", file,
      "add each decision to this log (SQLite): verdicts and digests, nothing of the patient; made "
      "where it is missing");
  app.add_flag("--log-inputs", inputs,
               "keep what was read, and the id of the patient, in the log, for replay: then it is "
               "a health record")
      ->needs(log);
}

void add_map(CLI::App& app, Common& common, MapCommand& command) {
  add_common(app, common);
  app.add_option("list", command.list,
                 "CSV or SQLite, perhaps packed with gzip; - is standard input")
      ->required();
  auto* table = app.add_option("--table", command.table, "the table of a database");
  app.add_option("--query", command.query, "a query on a database")->excludes(table);
  app.add_option("--encoding", command.encoding, "utf-8 or windows-1252");
}

void add_serve(CLI::App& app, Common& common, ServeCommand& command) {
  add_common(app, common);
  add_how(app, common, command.how);
  app.add_option("--host", command.host, "the address to listen on");
  app.add_option("--port", command.port, "0: any that is free")->check(CLI::Range(0, 65535));
  app.add_option("--tls-cert", command.certificate, "a certificate, or a chain of them (PEM)");
  app.add_option("--tls-key", command.key, "its key (PEM)");
  app.add_option("--allow-origin", command.origins,
                 "where pages that call from a browser come from; * for any");
  auto* clients =
      app.add_option("--clients", command.clients,
                     "who may call, with their keys (YAML); a call bears a signed token");
  app.add_option(
         "--public-url", command.public_url,
         "how clients call the service, such as https://cds.example: the audience of tokens")
      ->needs(clients);
  app.add_flag("--no-client-auth", command.no_client_auth, "whoever calls is answered")
      ->excludes(clients);
  add_log_options(app, command.log, command.log_inputs);
  app.add_flag("--quiet", command.quiet, "no line for each request");
  app.add_option("--most-bytes", command.most_bytes, "of a request")
      ->check(CLI::Range(std::size_t{1024}, std::size_t{32} << 20));
  app.add_option("--most-seconds", command.most_seconds,
                 "until a request has come; as long again for the answer to be taken")
      ->check(CLI::Range(1, 600));
  app.add_option("--most-connections", command.most_connections, "at one time")
      ->check(CLI::Range(1, 4096));
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
      "evaluate", "evaluate patients: profiles (YAML or JSON) or FHIR R4; - is standard input");
  add_common(*evaluating, common);
  evaluating->add_option("files", command.files, "profiles, or FHIR resources")->required();
  add_how(*evaluating, common, command.how);
  evaluating->add_flag("--all", command.all,
                       "say everything, also what would not change the result");
  evaluating->add_option("--output,-o", command.output, "write to this file");
  add_log_options(*evaluating, command.log, command.log_inputs);

  ScreenCommand screened;
  CLI::App* screening = app.add_subcommand(
      "screen",
      "evaluate a whole list: NDJSON of profiles, a table with its mapping, or the "
      "folder of a FHIR R4 bulk export");
  add_common(*screening, common,
             {{"text", Format::text}, {"json", Format::json}, {"sqlite", Format::sqlite}});
  add_how(*screening, common, screened.how);
  screening
      ->add_option("list", screened.list,
                   "the list, or the folder of an export; - is standard input")
      ->required();
  screening->add_option("--mapping", screened.mapping, "what the columns of a table mean (YAML)");
  screening->add_option("--table", screened.table, "a table of an SQLite database");
  screening->add_option("--query", screened.query, "a query to an SQLite database");
  screening->add_option("--output,-o", screened.output,
                        "the rows: CSV, NDJSON by --format json, or SQLite by --format sqlite or "
                        "where the name ends in .sqlite or .db");
  screening->add_option("--errors", screened.errors, "what was rejected or set aside, as CSV");
  screening->add_option("--summary", screened.summary, "the sums, as JSON");
  screening->add_option("--threads", screened.threads, "how many")->check(CLI::Range(1, 256));
  screening->add_flag("--explain", screened.explain, "the whole decision with every row (NDJSON)");
  screening->add_flag(
      "--resume", screened.resume,
      "go on where the same command was interrupted; else begin; an export is joined "
      "anew, and must be the same");
  screening->add_flag("--progress", screened.progress, "say how far it has come");
  add_log_options(*screening, screened.log, screened.log_inputs);

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

  ServeCommand served;
  CLI::App* serving = app.add_subcommand("serve",
                                         "answer an EHR: CDS Hooks 2.0 and /evaluate over HTTP, "
                                         "until SIGTERM; SIGHUP reads packs and knowledge again");
  add_serve(*serving, common, served);
  LogCommand logged;
  CLI::App* logging = app.add_subcommand("log", "the log of decisions: verify, replay, stats");
  add_log(*logging, common, logged);

  MapCommand mapped;
  CLI::App* mapping =
      app.add_subcommand("map", "draft the mapping of a list by the names of its columns");
  add_map(*mapping, common, mapped);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    return status == 0 ? exit_done : exit_usage;
  }
  if (common.data.empty()) common.data = find_data();
  if (evaluating->parsed()) return evaluate(common, command);
  screened.format_given = screening->get_option("--format")->count() > 0;
  if (screening->parsed()) return screen(common, screened);
  if (serving->parsed()) return serve(common, served);
  if (logging->parsed()) return embed::cli::log(common, logged);
  if (mapping->parsed()) return map(common, mapped);
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
