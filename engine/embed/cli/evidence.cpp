// Entry: evidence: what the knowledge base holds. Test: tests/embed/evidence_cli_test.sh.
#include <algorithm>
#include <iostream>

#include "engine/core/mapping.h"
#include "engine/embed/cli/commands.h"
#include "engine/evidence/load.h"
#include "engine/io/evidence_report.h"

namespace regimen::embed::cli {

namespace {

struct Loaded {
  core::Sources sources;
  std::unique_ptr<facts::Knowledge> knowledge;
  std::unique_ptr<evidence::Evidence> evidence;
  std::optional<core::Database> store;
};

// What the store holds is enough for everything but the audit, which asks for places too.
bool open(const Common& common, bool from_yaml, Loaded& loaded) {
  if (common.data.empty()) {
    complain("no rules/ and knowledge/ found: say where they are with --data DIR");
    return false;
  }
  core::Diagnostics diagnostics;
  loaded.knowledge = facts::load_knowledge(common.knowledge_folder(), loaded.sources, diagnostics);
  if (loaded.knowledge != nullptr && from_yaml) {
    loaded.evidence = evidence::load_evidence(common.knowledge_folder(), *loaded.knowledge,
                                              loaded.sources, diagnostics);
  } else if (loaded.knowledge != nullptr) {
    auto opening = evidence::open_store(common.knowledge_folder(), find_cache(), *loaded.knowledge,
                                        loaded.sources, diagnostics);
    if (!opening.note.empty()) complain(opening.note);
    loaded.store = std::move(opening.database);
    if (loaded.store)
      loaded.evidence = std::make_unique<evidence::Evidence>(evidence::read_store(*loaded.store));
  }
  complain(common, diagnostics);
  return loaded.evidence != nullptr;
}

int no_such(const Loaded& loaded, const std::string& ref) {
  const std::string meant = core::did_you_mean(ref, io::evidence_refs(*loaded.evidence));
  complain("there is no such study, row or outcome: `" + ref + "`" +
           (meant.empty() ? "" : "; " + meant));
  return exit_usage;
}

int print(const std::string& text) {
  std::cout << text << std::flush;
  if (std::cout) return exit_done;
  complain("standard output cannot be written");
  return exit_system;
}

int audit(const Common& common, const EvidenceCommand& command, const Loaded& loaded,
          const io::EvidenceView& view) {
  std::vector<evidence::AuditCheck> checks = evidence::audit(*loaded.evidence);
  std::vector<evidence::Robustness> robustness;
  for (const evidence::Study& study : loaded.evidence->studies) {
    if (command.ref.empty() || study.id == command.ref)
      robustness.push_back(evidence::robustness(*loaded.evidence, study));
  }
  if (!command.ref.empty()) {
    checks.erase(
        std::remove_if(checks.begin(), checks.end(),
                       [&](const evidence::AuditCheck& one) { return one.study != command.ref; }),
        checks.end());
  }
  const core::Diagnostics disagreements = evidence::diagnostics_of(checks);
  const int printed = print(io::evidence_audit(view, checks, robustness, command.all));
  complain(common, disagreements);
  if (printed != exit_done) return printed;
  return disagreements.has_errors() ? exit_did_not_hold : exit_done;
}

}  // namespace

int evidence(const Common& common, const EvidenceCommand& command) {
  const bool auditing = command.what == EvidenceCommand::What::audit;
  Loaded loaded;
  if (!open(common, auditing, loaded)) return exit_bad_pack;
  const io::EvidenceView view{
      *loaded.evidence, *loaded.knowledge, common.locale,
      common.format == Format::json ? io::ReportFormat::json : io::ReportFormat::text};
  const bool of_a_study = auditing || command.what == EvidenceCommand::What::list;
  if (of_a_study && !command.ref.empty() && loaded.evidence->study(command.ref) == nullptr)
    return no_such(loaded, command.ref);
  switch (command.what) {
    case EvidenceCommand::What::list:
      return print(io::evidence_list(view, command.ref));
    case EvidenceCommand::What::show: {
      const auto text = io::evidence_show(view, command.ref);
      return text ? print(*text) : no_such(loaded, command.ref);
    }
    case EvidenceCommand::What::compare: {
      const auto text = io::evidence_compare(view, command.ref);
      return text ? print(*text) : no_such(loaded, command.ref);
    }
    case EvidenceCommand::What::search: {
      constexpr std::size_t most = 20;
      return print(
          io::evidence_hits(view, evidence::search_store(*loaded.store, command.words, most)));
    }
    case EvidenceCommand::What::audit:
      return audit(common, command, loaded, view);
  }
  return exit_our_fault;
}

}  // namespace regimen::embed::cli
