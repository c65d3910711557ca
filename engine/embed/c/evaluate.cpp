// Entry: regimen_evaluate, regimen_result_*, regimen_cancel_*, the versions. Test:
// tests/embed/c/library_test.cpp.
#include <new>
#include <utility>

#include "engine/embed/build_config.h"
#include "engine/embed/c/evaluate_text.h"

namespace regimen::embed::c {

namespace {

Outcome evaluate(const regimen_engine* engine, const char* text, std::size_t length,
                 const regimen_evaluate_options* options, regimen_result** out) {
  if (out == nullptr) return complaint(REGIMEN_USAGE, "`out` is null");
  *out = nullptr;
  if (engine == nullptr) return complaint(REGIMEN_USAGE, "`engine` is null");
  const auto opening = engine->take();
  Asking asking = read_options(options, *opening->engine);
  if (asking.error) return std::move(asking.error);
  std::unique_ptr<regimen_result> result;
  Outcome outcome =
      evaluate_text(*opening->engine, asking.asked, asking.asked.name, text, length, result);
  *out = result.release();
  return outcome;
}

const PatientResult* at(const regimen_result* result, std::size_t i) {
  return result != nullptr && i < result->patients.size() ? &result->patients[i] : nullptr;
}

}  // namespace

}  // namespace regimen::embed::c

namespace c = regimen::embed::c;

const char* regimen_status_name(regimen_status status) noexcept {
  switch (status) {
    case REGIMEN_OK:
      return "OK";
    case REGIMEN_PARTLY:
      return "PARTLY";
    case REGIMEN_REJECTED:
      return "REJECTED";
    case REGIMEN_USAGE:
      return "USAGE";
    case REGIMEN_BAD_PACK:
      return "BAD_PACK";
    case REGIMEN_IO:
      return "IO";
    case REGIMEN_CANCELLED:
      return "CANCELLED";
    case REGIMEN_TIMEOUT:
      return "TIMEOUT";
    case REGIMEN_OUT_OF_MEMORY:
      return "OUT_OF_MEMORY";
    case REGIMEN_INTERNAL:
      return "INTERNAL";
    default:
      return "UNKNOWN";  // an int, of any caller
  }
}

uint32_t regimen_api_version() noexcept { return REGIMEN_API_VERSION; }

// The constant is a literal, so it ends in a zero byte.
const char* regimen_version() noexcept { return regimen::embed::build_config::version.data(); }

regimen_cancel* regimen_cancel_new() noexcept { return new (std::nothrow) regimen_cancel; }

void regimen_cancel_request(regimen_cancel* cancel) noexcept {
  if (cancel != nullptr) cancel->requested.store(true, std::memory_order_relaxed);
}

void regimen_cancel_free(regimen_cancel* cancel) noexcept {
  const std::unique_ptr<regimen_cancel> freed(cancel);
}

regimen_status regimen_evaluate(const regimen_engine* engine, const char* text, size_t length,
                                const regimen_evaluate_options* options, regimen_result** out,
                                regimen_error** error) noexcept {
  return c::answer(error, [&] { return c::evaluate(engine, text, length, options, out); });
}

size_t regimen_result_count(const regimen_result* result) noexcept {
  return result == nullptr ? 0 : result->patients.size();
}

regimen_status regimen_result_status(const regimen_result* result, size_t i) noexcept {
  const auto* patient = c::at(result, i);
  return patient == nullptr ? REGIMEN_OK : patient->status;
}

const char* regimen_result_text(const regimen_result* result, size_t i, size_t* length) noexcept {
  const auto* patient = c::at(result, i);
  if (length != nullptr) *length = patient == nullptr ? 0 : patient->text.size();
  return patient == nullptr ? "" : patient->text.c_str();
}

const regimen_error* regimen_result_error(const regimen_result* result, size_t i) noexcept {
  const auto* patient = c::at(result, i);
  return patient == nullptr ? nullptr : patient->error.get();
}

void regimen_result_free(regimen_result* result) noexcept {
  const std::unique_ptr<regimen_result> freed(result);
}
