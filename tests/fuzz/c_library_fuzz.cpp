// Any text with any options through the C library: a result or an error, as the header says, and
// whatever is handed out can be read and freed. The first two bytes choose the options; where they
// ask for weights, those are the first line of what follows, but for its `#`.
#include <regimen.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "tests/fuzz/fuzz_world.h"

namespace {

using regimen::fuzz::require;

const regimen_engine* shared_engine() {
  static regimen_engine* const engine = [] {
    regimen_open_options options = REGIMEN_OPEN_OPTIONS_INIT;
    options.data = REGIMEN_TEST_SOURCE_DIR;
    regimen_engine* opened = nullptr;
    require(regimen_open(&options, &opened, nullptr) == REGIMEN_OK, "cannot be opened");
    return opened;
  }();
  return engine;
}

// Reads all of it.
void read(const regimen_error* error) {
  require(!std::string(regimen_error_text(error)).empty(), "an error without a text");
  const std::size_t count = regimen_error_count(error);
  require(count > 0, "an error that tells nothing");
  for (std::size_t i = 0; i < count; ++i) {
    require(!std::string(regimen_error_message(error, i)).empty(), "a mistake without a message");
    std::string all = regimen_error_code(error, i);
    all += regimen_error_help(error, i);
    all += regimen_error_where(error, i);
    const std::string pointer = regimen_error_pointer(error, i);
    require(pointer.empty() || pointer.front() == '/', "no JSON pointer");
    require((regimen_error_line(error, i) == 0) == (regimen_error_column(error, i) == 0),
            "half a place");
  }
}

void read(const regimen_result* result, regimen_status status) {
  const std::size_t count = regimen_result_count(result);
  require(count > 0, "a result of nobody");
  bool all_well = true;
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t length = 0;
    const std::string text = regimen_result_text(result, i, &length);
    require(text.size() == length, "a length that is not that of the text");
    const regimen_status one = regimen_result_status(result, i);
    require(text.empty() == (one == REGIMEN_REJECTED), "neither decided nor rejected, or both");
    require((regimen_result_error(result, i) == nullptr) == (one == REGIMEN_OK),
            "nothing said of what was set aside");
    if (one != REGIMEN_OK) read(regimen_result_error(result, i));
    all_well = all_well && one == REGIMEN_OK;
  }
  require(status == (all_well ? REGIMEN_OK : REGIMEN_PARTLY), "the status of all");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const unsigned first = data[0];
  const unsigned second = data[1];
  std::string text(reinterpret_cast<const char*>(data) + 2, size - 2);
  std::string weights;
  regimen_evaluate_options options = REGIMEN_EVALUATE_OPTIONS_INIT;
  options.format = (first & 1U) != 0 ? REGIMEN_FORMAT_TEXT : REGIMEN_FORMAT_JSON;
  options.all = static_cast<std::int32_t>(first & 2U);
  options.no_assumptions = static_cast<std::int32_t>(first & 4U);
  options.strict = static_cast<std::int32_t>(first & 8U);
  options.show_values = static_cast<std::int32_t>(first & 16U);
  options.locale = (first & 32U) != 0 ? "de" : nullptr;
  options.jurisdiction = (first & 64U) != 0 ? "US" : nullptr;
  options.as_of = (first & 128U) != 0 ? "2026-11-01" : nullptr;
  if ((second & 1U) != 0) {
    weights = text.substr(0, text.find('\n'));
    weights.erase(0, 1);
    options.weights = weights.c_str();
  }
  if ((second & 2U) != 0) options.budget_us = second;
  options.name = (second & 4U) != 0 ? weights.c_str() : nullptr;

  regimen_result* result = nullptr;
  regimen_error* error = nullptr;
  const regimen_status status =
      regimen_evaluate(shared_engine(), text.data(), text.size(), &options, &result, &error);
  require((status >= 0) == (result != nullptr), "a result and a status that differ");
  require((status < 0) == (error != nullptr), "an error and a status that differ");
  require(status != REGIMEN_INTERNAL && status != REGIMEN_IO, "our own fault");
  if (error != nullptr) {
    require(regimen_error_status(error) == status, "two statuses");
    read(error);
  } else {
    read(result, status);
  }
  regimen_error_free(error);
  regimen_result_free(result);
  return 0;
}
