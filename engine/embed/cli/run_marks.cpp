// Entry: run_marks, why_not_resumable. Test: tests/embed/screen_test.sh.
#include "engine/embed/cli/run_marks.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "engine/core/digest.h"
#include "engine/core/output_file.h"

namespace regimen::embed::cli {

namespace {

constexpr const char* the_list = "the list";
constexpr const char* the_mapping = "the mapping";
constexpr const char* the_pack = "the pack";
constexpr const char* the_safety_pack = "the safety pack";
constexpr const char* the_knowledge = "the knowledge";
constexpr const char* the_program = "the program";

std::string said(bool flag) { return flag ? "yes" : "no"; }

}  // namespace

std::string digest_of_file(const std::string& path) {
  constexpr std::size_t piece = std::size_t{1} << 20;
  std::ifstream file(path, std::ios::binary);
  if (!file) return {};
  core::Digest digest;
  std::string room(piece, '\0');
  while (file) {
    file.read(room.data(), static_cast<std::streamsize>(room.size()));
    digest.add(std::string_view(room).substr(0, static_cast<std::size_t>(file.gcount())));
  }
  return file.bad() ? std::string() : digest.take();
}

std::string why_not_resumable(const ScreenCommand& command) {
  if (command.list == "-") return "standard input cannot be read a second time";
  std::error_code error;  // an export is joined anew, and is the same if its digest is
  if (!core::OutputFile::is_file(command.list) &&
      !std::filesystem::is_directory(command.list, error))
    return "the list is no file, and cannot be read a second time";
  if (command.output.empty() || command.output == "-")
    return "of standard output nothing is kept to go on with: --output names a file";
  if (!core::OutputFile::is_file(command.output) ||
      (!command.errors.empty() && !core::OutputFile::is_file(command.errors)))
    return "a pipe or a device keeps nothing to go on with";
  return {};
}

screening::RunMarks option_marks(const ScreenCommand& command) {
  const HowCommand& how = command.how;
  std::string groups;
  for (const std::string& group : how.groups) groups += (groups.empty() ? "" : " ") + group;
  const std::string weights = digest_of_file(how.weights);  // of a file; else they say it all
  return {{"--as-of", how.as_of},
          {"--jurisdiction", how.jurisdiction},
          {"--no-assumptions", said(how.no_assumptions)},
          {"--strict", said(how.strict)},
          {"--group", groups},
          {"--weights", weights.empty() ? how.weights : how.weights + " " + weights},
          {"--table", command.table},
          {"--query", command.query},
          {"--explain", said(command.explain)}};
}

screening::RunMarks run_marks(const Common& common, const ScreenCommand& command,
                              const Engine& engine, const RunDigests& digests, bool database) {
  const language::Pack& pack = engine.pack().pack;
  const language::CheckedPack* safety = engine.safety();
  // The version alone does not tell two builds apart.
  screening::RunMarks marks{
      {the_program, std::string(engine_version()) + " " + digest_of_file("/proc/self/exe")},
      {the_pack, pack.id + " " + pack.version + " " + pack.digest},
      {the_safety_pack, safety == nullptr ? "" : safety->pack.digest},
      {the_knowledge, engine.knowledge().digest},
      {the_mapping, digests.mapping},
      // A text output is held against the list piece by piece.
      {the_list, digests.header + " " + (database ? digests.input : "")},
      {"--format", database                        ? "sqlite"
                   : common.format == Format::json ? "json"
                                                   : "text"},
      {"--locale", command.explain ? common.locale : ""},
      {"--errors", command.errors}};
  for (auto& mark : option_marks(command)) marks.push_back(std::move(mark));
  return marks;
}

int refuse_changed(const std::vector<std::string>& changed) {
  std::string names;
  bool input = false;
  bool rules = false;
  for (const std::string& name : changed) {
    names += (names.empty() ? "" : ", ") + name;
    input = input || name == the_list || name == the_mapping;
    rules = rules || name == the_pack || name == the_safety_pack || name == the_knowledge;
  }
  complain("cannot go on, for what was begun was begun with something else: " + names +
           "; without --resume it begins anew");
  return input ? exit_bad_input : rules ? exit_bad_pack : exit_usage;
}

}  // namespace regimen::embed::cli
