// Handles: what stands behind the opaque types of regimen.h.
//
// They hold plain values and point into nothing, so that each may be freed before or after any
// other. Thread-safety: all but the engine and the flag are immutable once they are handed out;
// those two say it themselves.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/embed/c/folders.h"
#include "engine/embed/c/regimen.h"
#include "engine/embed/engine.h"

namespace regimen::embed::c {

// One mistake, told.
struct Told {
  std::string code;
  std::int32_t severity = REGIMEN_SEVERITY_ERROR;
  std::string message;
  std::string help;
  std::string where;
  std::string pointer;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

struct PatientResult {
  regimen_status status = REGIMEN_OK;
  std::string text;
  std::unique_ptr<regimen_error> error;
};

}  // namespace regimen::embed::c

struct regimen_error {
  regimen_status status = REGIMEN_OK;
  std::string text;
  std::vector<regimen::embed::c::Told> told;
};

struct regimen_result {
  std::vector<regimen::embed::c::PatientResult> patients;
};

struct regimen_info {
  std::array<std::string, REGIMEN_INFO_DATA + 1> fields;
  std::unique_ptr<regimen_error> warnings;
};

// Lock-free, so that a signal handler may raise it.
struct regimen_cancel {
  std::atomic<bool> requested = false;
  static_assert(std::atomic<bool>::is_always_lock_free);
};

// Thread-safety: `reloading` is held while the folders are read, `mutex` only while `current` is
// taken or changed: whoever has taken it keeps what it leads to alive.
struct regimen_engine {
  regimen::embed::c::Folders folders;
  std::mutex reloading;
  mutable std::mutex mutex;
  std::shared_ptr<const regimen::embed::Opening> current;

  [[nodiscard]] std::shared_ptr<const regimen::embed::Opening> take() const {
    const std::scoped_lock lock(mutex);
    return current;
  }
};
