// Entry: complaint, told, guarded; regimen_error_*. Test: tests/embed/c/library_test.cpp.
#include "engine/embed/c/errors.h"

#include <new>
#include <system_error>
#include <utility>

#include "engine/core/pointer.h"
#include "engine/core/spoken.h"

namespace regimen::embed::c {

ErrorHandle complaint(regimen_status status, std::string message) {
  auto error = std::make_unique<regimen_error>();
  error->status = status;
  error->text = "error: " + message + "\n";
  error->told.push_back({"", REGIMEN_SEVERITY_ERROR, std::move(message), "", "", "", 0, 0});
  return error;
}

namespace {

Told tell(const core::Diagnostic& diagnostic, core::ShowValues show_values,
          const core::Node* root) {
  const core::CodeInfo& code = core::info(diagnostic.code);
  Told told;
  told.code = code.id;
  told.severity =
      code.severity == core::Severity::error ? REGIMEN_SEVERITY_ERROR : REGIMEN_SEVERITY_WARNING;
  core::Spoken spoken = core::speak(diagnostic, show_values);
  told.message = std::move(spoken.message);
  told.help = std::move(spoken.help);
  if (const core::Source* source = diagnostic.span.source) {
    const core::Place place = source->place(diagnostic.span.begin);
    told.where = source->name();
    told.line = place.line;
    told.column = place.column;
    if (root != nullptr) told.pointer = core::pointer_to(*root, diagnostic.span);
  }
  return told;
}

}  // namespace

ErrorHandle told(regimen_status status, const core::Diagnostics& diagnostics,
                 core::ShowValues show_values, const core::Node* root) {
  auto error = std::make_unique<regimen_error>();
  error->status = status;
  error->text = core::render(diagnostics, show_values);
  for (const core::Diagnostic& diagnostic : diagnostics.sorted())
    error->told.push_back(tell(diagnostic, show_values, root));
  return error;
}

ErrorHandle stopped(core::StopReason reason) {
  return reason == core::StopReason::cancelled
             ? complaint(REGIMEN_CANCELLED, "stopped, as was asked for")
             : complaint(REGIMEN_TIMEOUT, "stopped: the budget of time is used up");
}

Outcome guarded(Outcome (*work)(void* context), void* context) noexcept {
  regimen_status status = REGIMEN_INTERNAL;
  const char* message = "a fault of this library";
  // What an exception says might be a patient's.
  try {
    return work(context);
  } catch (const std::bad_alloc&) {
    status = REGIMEN_OUT_OF_MEMORY;
    message = "there is no memory left";
  } catch (const std::system_error&) {
    status = REGIMEN_IO;
    message = "the system refused";
  } catch (...) {
  }
  Outcome outcome(status);
  try {
    outcome.error = complaint(status, message);
  } catch (...) {
    // The status alone must do.
  }
  return outcome;
}

regimen_status hand_out(Outcome outcome, regimen_error** error) noexcept {
  if (error != nullptr) *error = outcome.error.release();
  return outcome.status;
}

namespace {

const Told* at(const regimen_error* error, std::size_t i) {
  return error != nullptr && i < error->told.size() ? &error->told[i] : nullptr;
}

}  // namespace

}  // namespace regimen::embed::c

using regimen::embed::c::at;

void regimen_error_free(regimen_error* error) noexcept {
  const std::unique_ptr<regimen_error> freed(error);
}

regimen_status regimen_error_status(const regimen_error* error) noexcept {
  return error == nullptr ? REGIMEN_OK : error->status;
}

const char* regimen_error_text(const regimen_error* error) noexcept {
  return error == nullptr ? "" : error->text.c_str();
}

size_t regimen_error_count(const regimen_error* error) noexcept {
  return error == nullptr ? 0 : error->told.size();
}

const char* regimen_error_code(const regimen_error* error, size_t i) noexcept {
  const auto* told = at(error, i);
  return told == nullptr ? "" : told->code.c_str();
}

int32_t regimen_error_severity(const regimen_error* error, size_t i) noexcept {
  const auto* told = at(error, i);
  return told == nullptr ? REGIMEN_SEVERITY_ERROR : told->severity;
}

const char* regimen_error_message(const regimen_error* error, size_t i) noexcept {
  const auto* told = at(error, i);
  return told == nullptr ? "" : told->message.c_str();
}

const char* regimen_error_help(const regimen_error* error, size_t i) noexcept {
  const auto* told = at(error, i);
  return told == nullptr ? "" : told->help.c_str();
}

const char* regimen_error_where(const regimen_error* error, size_t i) noexcept {
  const auto* told = at(error, i);
  return told == nullptr ? "" : told->where.c_str();
}

uint32_t regimen_error_line(const regimen_error* error, size_t i) noexcept {
  const auto* told = at(error, i);
  return told == nullptr ? 0 : told->line;
}

uint32_t regimen_error_column(const regimen_error* error, size_t i) noexcept {
  const auto* told = at(error, i);
  return told == nullptr ? 0 : told->column;
}

const char* regimen_error_pointer(const regimen_error* error, size_t i) noexcept {
  const auto* told = at(error, i);
  return told == nullptr ? "" : told->pointer.c_str();
}
