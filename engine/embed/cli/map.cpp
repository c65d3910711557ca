// Entry: map: drafts the mapping of a table by its header. Test: tests/embed/map_cli_test.sh.
#include <iostream>

#include "engine/embed/cli/commands.h"
#include "engine/io/draft_mapping.h"

namespace regimen::embed::cli {

namespace {

// Rows that dates and decimals are judged by.
constexpr std::size_t sample = 200;

}  // namespace

int map(const Common& common, const MapCommand& command) {
  if (common.data.empty()) {
    complain("no rules/ and knowledge/ found: say where they are with --data DIR");
    return exit_bad_pack;
  }
  core::Sources sources;
  core::Diagnostics diagnostics;
  const auto knowledge = facts::load_knowledge(common.knowledge_folder(), sources, diagnostics);
  complain(common, diagnostics);
  if (knowledge == nullptr) return exit_bad_pack;
  io::ListOptions options;
  options.table = command.table;
  options.query = command.query;
  if (!command.encoding.empty()) {
    const auto encoding = core::find_encoding(command.encoding);
    if (!encoding) {
      complain("--encoding is utf-8 or windows-1252");
      return exit_usage;
    }
    options.mapping.emplace().encoding = *encoding;
  }
  core::Diagnostics trouble;
  const auto head = io::read_table_head(command.list, options, sample, trouble);
  if (!head.ok()) {
    complain(head.failure().path + ": " + head.failure().message);
    return head.failure().kind == core::FailureKind::cannot_read ? exit_system : exit_bad_input;
  }
  complain(common, trouble);
  if (trouble.has_errors()) return exit_bad_input;
  if (!head.value()) {
    complain("there is no header to map: the list is empty, or NDJSON, which needs no mapping");
    return exit_bad_input;
  }
  const io::DraftMapping draft = io::draft_mapping(*head.value(), *knowledge, options.limits);
  std::cout << draft.text << std::flush;
  if (!std::cout) {
    complain("standard output cannot be written");
    return exit_system;
  }
  if (draft.not_understood == 0) return exit_done;
  complain(std::to_string(draft.not_understood) + " of " + std::to_string(draft.columns) +
           " columns were not understood");
  return exit_partly;
}

}  // namespace regimen::embed::cli
