// regimen for C++20: the C library (regimen.h) with handles that free themselves, std::string, and
// answers that are either a value or an error. Header only; throws nothing of its own.
//
//   auto engine = regimen::Engine::open();
//   if (!engine) return complain(engine.error().text);
//   auto result = engine->evaluate(text);
//   if (result) show(result->patients.front().text); else complain(result.error().text);
//
// What is true of ownership, threads, privacy and stopping is said in regimen.h. Thread-safety: an
// Engine and a Cancel may be used by any number of threads; all else are plain values.
#ifndef REGIMEN_HPP
#define REGIMEN_HPP

#include <regimen.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace regimen {

// One mistake, with its place; line and column are 0 where none is known.
struct Problem {
  std::string code;
  bool warning = false;
  std::string message;
  std::string help;
  std::string where;
  std::string pointer;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

struct Error {
  regimen_status status = REGIMEN_OK;
  std::string text;  // all of it, for people
  std::vector<Problem> problems;
};

// A value, or why there is none.
template <typename T>
class [[nodiscard]] Outcome {
 public:
  Outcome(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Outcome(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] explicit operator bool() const { return std::holds_alternative<T>(state_); }
  // REQUIRES: there is a value
  [[nodiscard]] T& operator*() { return *std::get_if<T>(&state_); }
  [[nodiscard]] const T& operator*() const { return *std::get_if<T>(&state_); }
  [[nodiscard]] T* operator->() { return std::get_if<T>(&state_); }
  [[nodiscard]] const T* operator->() const { return std::get_if<T>(&state_); }
  // REQUIRES: there is none
  [[nodiscard]] const Error& error() const { return *std::get_if<Error>(&state_); }

 private:
  std::variant<T, Error> state_;
};

namespace detail {

struct Freeing {
  void operator()(regimen_error* error) const noexcept { regimen_error_free(error); }
  void operator()(regimen_result* result) const noexcept { regimen_result_free(result); }
  void operator()(regimen_info* info) const noexcept { regimen_info_free(info); }
  void operator()(regimen_engine* engine) const noexcept { regimen_close(engine); }
  void operator()(regimen_cancel* cancel) const noexcept { regimen_cancel_free(cancel); }
};

template <typename Handle>
using Owned = std::unique_ptr<Handle, Freeing>;

inline Error copy(const regimen_error* error, regimen_status status) {
  Error copied{status, regimen_error_text(error), {}};
  for (std::size_t i = 0; i < regimen_error_count(error); ++i) {
    copied.problems.push_back({regimen_error_code(error, i),
                               regimen_error_severity(error, i) != REGIMEN_SEVERITY_ERROR,
                               regimen_error_message(error, i), regimen_error_help(error, i),
                               regimen_error_where(error, i), regimen_error_pointer(error, i),
                               regimen_error_line(error, i), regimen_error_column(error, i)});
  }
  return copied;
}

inline const char* text_or_null(const std::optional<std::string>& text) {
  return text ? text->c_str() : nullptr;
}

}  // namespace detail

// A flag by which evaluations can be stopped; once raised it stays so.
class Cancel {
 public:
  Cancel() : handle_(regimen_cancel_new()) {}
  void request() const noexcept { regimen_cancel_request(handle_.get()); }
  [[nodiscard]] const regimen_cancel* handle() const noexcept { return handle_.get(); }

 private:
  detail::Owned<regimen_cancel> handle_;
};

// As regimen_open_options; nothing: the default.
struct OpenOptions {
  std::optional<std::string> data = {};
  std::optional<std::string> pack = {};
  std::optional<std::string> safety = {};
  std::optional<std::string> cache = {};
};

// As regimen_evaluate_options.
struct EvaluateOptions {
  std::optional<std::string> as_of = {};
  std::optional<std::string> jurisdiction = {};
  std::optional<std::string> locale = {};
  std::optional<std::string> name = {};
  std::optional<std::string> weights = {};
  std::int32_t format = REGIMEN_FORMAT_JSON;
  bool all = false;
  bool assumptions = true;
  bool strict = false;
  bool show_values = false;
  std::uint64_t budget_us = 0;
  const Cancel* cancel = nullptr;
};

// What is said of one patient.
struct Patient {
  regimen_status status = REGIMEN_OK;
  std::string text;            // empty where the patient was rejected
  std::optional<Error> error;  // what was set aside, or why the patient was rejected
};

struct Result {
  regimen_status status = REGIMEN_OK;  // OK or PARTLY
  std::vector<Patient> patients;       // at least one
};

struct Text {
  std::string_view text;
  std::optional<std::string> name = {};
};

struct Many {
  regimen_status status = REGIMEN_OK;
  std::vector<Outcome<Result>> texts;  // in their order
};

struct Info {
  std::string engine_version, pack_id, pack_version, pack_digest, safety_id, safety_version,
      safety_digest, knowledge_digest, data;
  std::optional<Error> warnings;
};

namespace detail {

inline regimen_evaluate_options raw(const EvaluateOptions& options) {
  regimen_evaluate_options raw = REGIMEN_EVALUATE_OPTIONS_INIT;
  raw.as_of = text_or_null(options.as_of);
  raw.jurisdiction = text_or_null(options.jurisdiction);
  raw.locale = text_or_null(options.locale);
  raw.name = text_or_null(options.name);
  raw.weights = text_or_null(options.weights);
  raw.format = options.format;
  raw.all = options.all ? 1 : 0;
  raw.no_assumptions = options.assumptions ? 0 : 1;
  raw.strict = options.strict ? 1 : 0;
  raw.show_values = options.show_values ? 1 : 0;
  raw.budget_us = options.budget_us;
  raw.cancel = options.cancel == nullptr ? nullptr : options.cancel->handle();
  return raw;
}

inline Result copy(const regimen_result* result) {
  Result copied;
  for (std::size_t i = 0; i < regimen_result_count(result); ++i) {
    Patient patient;
    patient.status = regimen_result_status(result, i);
    std::size_t length = 0;
    const char* text = regimen_result_text(result, i, &length);
    patient.text.assign(text, length);
    if (const regimen_error* error = regimen_result_error(result, i))
      patient.error = copy(error, patient.status);
    if (patient.status != REGIMEN_OK) copied.status = REGIMEN_PARTLY;
    copied.patients.push_back(std::move(patient));
  }
  return copied;
}

}  // namespace detail

class Engine {
 public:
  [[nodiscard]] static Outcome<Engine> open(const OpenOptions& options = {}) {
    regimen_open_options raw = REGIMEN_OPEN_OPTIONS_INIT;
    raw.data = detail::text_or_null(options.data);
    raw.pack = detail::text_or_null(options.pack);
    raw.safety = detail::text_or_null(options.safety);
    raw.cache = detail::text_or_null(options.cache);
    regimen_engine* engine = nullptr;
    regimen_error* error = nullptr;
    const regimen_status status = regimen_open(&raw, &engine, &error);
    const detail::Owned<regimen_error> owned(error);
    if (status < 0) return detail::copy(error, status);
    return Engine(engine);
  }

  // A profile, or FHIR, of one patient or several.
  [[nodiscard]] Outcome<Result> evaluate(std::string_view text,
                                         const EvaluateOptions& options = {}) const {
    const regimen_evaluate_options raw = detail::raw(options);
    regimen_result* result = nullptr;
    regimen_error* error = nullptr;
    const regimen_status status =
        regimen_evaluate(handle_.get(), text.data(), text.size(), &raw, &result, &error);
    const detail::Owned<regimen_error> owned_error(error);
    const detail::Owned<regimen_result> owned(result);
    if (status < 0) return detail::copy(error, status);
    return detail::copy(result);
  }

  [[nodiscard]] Many evaluate_many(const std::vector<Text>& texts,
                                   const EvaluateOptions& options = {},
                                   std::uint32_t threads = 0) const {
    const regimen_evaluate_options raw = detail::raw(options);
    std::vector<regimen_text> raw_texts;
    for (const Text& one : texts)
      raw_texts.push_back({one.text.data(), one.text.size(), detail::text_or_null(one.name)});
    std::vector<regimen_result*> results(texts.size());
    std::vector<regimen_error*> errors(texts.size());
    Many many;
    many.status = regimen_evaluate_many(handle_.get(), raw_texts.data(), texts.size(), &raw,
                                        threads, results.data(), errors.data());
    std::vector<detail::Owned<regimen_result>> owned(results.begin(), results.end());
    std::vector<detail::Owned<regimen_error>> owned_errors(errors.begin(), errors.end());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (results[i] != nullptr) {
        many.texts.emplace_back(detail::copy(results[i]));
      } else {
        const regimen_status status = regimen_error_status(errors[i]);
        many.texts.emplace_back(detail::copy(errors[i], status < 0 ? status : many.status));
      }
    }
    return many;
  }

  // Why the packs were not acceptable; the engine then goes on with those it has.
  [[nodiscard]] std::optional<Error> reload() {
    regimen_error* error = nullptr;
    const regimen_status status = regimen_reload(handle_.get(), &error);
    const detail::Owned<regimen_error> owned(error);
    if (status < 0) return detail::copy(error, status);
    return std::nullopt;
  }

  [[nodiscard]] Outcome<Info> info() const {
    regimen_info* info = nullptr;
    regimen_error* error = nullptr;
    const regimen_status status = regimen_engine_info(handle_.get(), &info, &error);
    const detail::Owned<regimen_error> owned_error(error);
    const detail::Owned<regimen_info> owned(info);
    if (status < 0) return detail::copy(error, status);
    const auto field = [info](std::int32_t which) {
      return std::string(regimen_info_text(info, which));
    };
    Info copied{field(REGIMEN_INFO_ENGINE_VERSION), field(REGIMEN_INFO_PACK_ID),
                field(REGIMEN_INFO_PACK_VERSION),   field(REGIMEN_INFO_PACK_DIGEST),
                field(REGIMEN_INFO_SAFETY_ID),      field(REGIMEN_INFO_SAFETY_VERSION),
                field(REGIMEN_INFO_SAFETY_DIGEST),  field(REGIMEN_INFO_KNOWLEDGE_DIGEST),
                field(REGIMEN_INFO_DATA),           std::nullopt};
    if (const regimen_error* warnings = regimen_info_warnings(info))
      copied.warnings = detail::copy(warnings, REGIMEN_OK);
    return copied;
  }

 private:
  explicit Engine(regimen_engine* engine) : handle_(engine) {}

  detail::Owned<regimen_engine> handle_;
};

}  // namespace regimen

#endif  // REGIMEN_HPP
