// Calls: what the tests of the C library share: handles that free themselves, and the patients of
// examples/.
//
// Thread-safety: plain values; the shared engine is the library's.
#pragma once

#include <doctest/doctest.h>
#include <regimen.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

namespace regimen::c_tests {

inline const std::filesystem::path root = REGIMEN_TEST_SOURCE_DIR;

struct Freeing {
  void operator()(regimen_error* error) const { regimen_error_free(error); }
  void operator()(regimen_result* result) const { regimen_result_free(result); }
  void operator()(regimen_info* info) const { regimen_info_free(info); }
  void operator()(regimen_engine* engine) const { regimen_close(engine); }
  void operator()(regimen_cancel* cancel) const { regimen_cancel_free(cancel); }
};

template <typename Handle>
using Owned = std::unique_ptr<Handle, Freeing>;

struct Call {
  regimen_status status = REGIMEN_INTERNAL;
  Owned<regimen_result> result;
  Owned<regimen_error> error;

  [[nodiscard]] std::string text() const { return regimen_result_text(result.get(), 0, nullptr); }
  [[nodiscard]] std::string complaint() const { return regimen_error_text(error.get()); }
};

inline std::string text_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

inline std::string plain() { return text_of(root / "examples/patients/plain.yaml"); }

inline Owned<regimen_engine> opened(const std::filesystem::path& data = root) {
  regimen_open_options options = REGIMEN_OPEN_OPTIONS_INIT;
  const std::string folder = data.string();
  options.data = folder.c_str();
  regimen_engine* engine = nullptr;
  regimen_error* error = nullptr;
  const regimen_status status = regimen_open(&options, &engine, &error);
  const Owned<regimen_error> owned(error);
  REQUIRE_MESSAGE(status == REGIMEN_OK, regimen_error_text(error));
  return Owned<regimen_engine>(engine);
}

// One for all tests that do not change it.
inline const regimen_engine* shared_engine() {
  static const Owned<regimen_engine> engine = opened();
  return engine.get();
}

inline regimen_evaluate_options defaults() { return REGIMEN_EVALUATE_OPTIONS_INIT; }

inline Call evaluate(const std::string& text, const regimen_evaluate_options& options = defaults(),
                     const regimen_engine* engine = shared_engine()) {
  regimen_result* result = nullptr;
  regimen_error* error = nullptr;
  Call call;
  call.status = regimen_evaluate(engine, text.data(), text.size(), &options, &result, &error);
  call.result.reset(result);
  call.error.reset(error);
  CHECK((call.status >= 0) == (result != nullptr));
  CHECK((call.status < 0) == (error != nullptr));
  return call;
}

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  return text.replace(at, from.size(), to);
}

}  // namespace regimen::c_tests
