// Entry: what the commands share. Test: tests/embed/cli_test.sh.
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "engine/embed/cli/commands.h"

namespace regimen::embed::cli {

std::filesystem::path Common::pack_folder(const std::string& name) const {
  std::error_code error;
  const bool path =
      name.find('/') != std::string::npos || std::filesystem::is_directory(name, error);
  return path ? std::filesystem::path(name) : data / "rules" / name;
}

bool Common::in_colour() const {
  if (colour != When::automatic) return colour == When::always;
  return ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
}

core::ShowValues Common::values() const {
  return show_values || ::isatty(STDERR_FILENO) == 1 ? core::ShowValues::yes : core::ShowValues::no;
}

void complain(const Common& common, const core::Diagnostics& diagnostics) {
  std::cerr << core::render(diagnostics, common.values());
}

void complain(const std::string& line) { std::cerr << "regimen: " << line << "\n"; }

std::unique_ptr<Engine> open_engine(const Common& common, const std::string& pack,
                                    const std::string& safety,
                                    std::shared_ptr<core::Sources>& sources) {
  if (common.data.empty()) {
    complain("no rules/ and knowledge/ found: say where they are with --data DIR");
    return nullptr;
  }
  std::filesystem::path beside;
  std::error_code error;
  const bool wanted = !safety.empty() && safety != "none";
  const bool standard = safety == Common{}.safety;
  if (wanted) beside = common.pack_folder(safety);
  // Data without safety rules are no mistake, as long as nobody asks for them.
  if (wanted && standard && !std::filesystem::exists(beside / "pack.yaml", error)) beside.clear();
  Opening opening =
      Engine::open(common.knowledge_folder(), common.pack_folder(pack), beside, find_cache());
  sources = opening.sources;
  if (!opening.note.empty()) complain(opening.note);
  complain(common, opening.diagnostics);
  return std::move(opening.engine);
}

}  // namespace regimen::embed::cli
