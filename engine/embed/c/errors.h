// Errors: how trouble becomes a regimen_error, and how no exception leaves the library.
//
// Thread-safety: pure functions.
#pragma once

#include <memory>
#include <string>
#include <type_traits>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/core/stop.h"
#include "engine/embed/c/handles.h"

namespace regimen::embed::c {

using ErrorHandle = std::unique_ptr<regimen_error>;

// Trouble that stands in no text.
ErrorHandle complaint(regimen_status status, std::string message);

// `root` is the tree of a patient's text that the places lead to, or null.
ErrorHandle told(regimen_status status, const core::Diagnostics& diagnostics,
                 core::ShowValues show_values, const core::Node* root = nullptr);

// REQUIRES: reason is not `none`
ErrorHandle stopped(core::StopReason reason);

// What a call comes to.
struct Outcome {
  regimen_status status = REGIMEN_OK;
  ErrorHandle error;

  Outcome() = default;
  Outcome(regimen_status done) : status(done) {}  // NOLINT(google-explicit-constructor)
  Outcome(ErrorHandle trouble)                    // NOLINT(google-explicit-constructor)
      : status(trouble->status), error(std::move(trouble)) {}
};

// Runs the work of one call; what it throws becomes a status.
Outcome guarded(Outcome (*work)(void* context), void* context) noexcept;

// Hands the error over to the caller.
regimen_status hand_out(Outcome outcome, regimen_error** error) noexcept;

// The body of a function of regimen.h: `work` gives an Outcome.
template <typename Work>
regimen_status answer(regimen_error** error, Work work) noexcept {
  const auto call = [](void* context) { return (*static_cast<Work*>(context))(); };
  return hand_out(guarded(call, &work), error);
}

}  // namespace regimen::embed::c
