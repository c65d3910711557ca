// What the fuzz targets share: the knowledge and the pack of the project, loaded once.
// Thread-safety: for one thread.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "engine/embed/engine.h"

namespace regimen::fuzz {

// Ends the run as a crash, so that the input is kept.
inline void require(bool holds, const std::string& what) {
  if (holds) return;
  std::fputs((what + "\n").c_str(), stderr);
  std::abort();
}

inline const embed::Engine& engine() {
  static const embed::Opening opening = [] {
    const std::filesystem::path root = REGIMEN_TEST_SOURCE_DIR;
    embed::Opening opened = embed::Engine::open(root / "knowledge", root / "rules" / "sonic");
    require(opened.engine != nullptr, core::render(opened.diagnostics, core::ShowValues::yes));
    return opened;
  }();
  return *opening.engine;
}

}  // namespace regimen::fuzz
