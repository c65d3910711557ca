// Result: what a function returns that can fail for reasons outside the text it was given.
//
// A Failure is trouble with the world (a file that cannot be read, a limit that was passed).
// Mistakes in a text are Diagnostics (diagnostic.h); facts that are not known are values of the
// language (facts/truth.h). Thread-safety: plain values.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace regimen::core {

enum class FailureKind {
  cannot_read,
  cannot_write,
  too_large,
  is_directory,
  damaged,  // read, but not what it says it is
};

struct Failure {
  FailureKind kind;
  std::string path;
  std::string message;  // lower case, no period, never patient data
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}            // NOLINT(google-explicit-constructor)
  Result(Failure failure) : state_(std::move(failure)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return std::holds_alternative<T>(state_); }
  // REQUIRES: ok()
  [[nodiscard]] const T& value() const& { return *std::get_if<T>(&state_); }
  [[nodiscard]] T&& value() && { return std::move(*std::get_if<T>(&state_)); }
  // REQUIRES: !ok()
  [[nodiscard]] const Failure& failure() const { return *std::get_if<Failure>(&state_); }

 private:
  std::variant<T, Failure> state_;
};

}  // namespace regimen::core
