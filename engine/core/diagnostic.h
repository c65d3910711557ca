// Diagnostic: a mistake of an author or a sender, with a stable code, a place and, where there is
// one, a way out.
//
// All mistakes of a text are collected and shown at once, sorted by place. Codes are listed in
// diagnostics.def and never change their meaning. Messages are lower case, without a period or a
// line break. The offending text stands apart from the message, so that it can be held back where
// it is a patient's. Thread-safety: plain values; a Diagnostics is filled by one thread at a time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/source.h"

namespace regimen::core {

enum class Severity { error, warning };

enum class Code {
#define REGIMEN_DIAGNOSTIC(id, name, severity, sentence) name,
#include "engine/core/diagnostics.def"
#undef REGIMEN_DIAGNOSTIC
};

struct CodeInfo {
  Code code;
  std::string_view id;    // `E0101`
  std::string_view name;  // `yaml_syntax`
  Severity severity;
  std::string_view sentence;  // what it means, for the docs
};

// Every code, in the order of diagnostics.def.
const std::vector<CodeInfo>& all_codes();
const CodeInfo& info(Code code);

struct Diagnostic {
  Code code;
  Span span;
  std::string message;
  std::string offender = {};  // the offending text, empty where the message says it all
  std::string help = {};      // "did you mean ...", or what is accepted
};

class Diagnostics {
 public:
  static constexpr std::size_t most_kept = 200;

  void add(Diagnostic diagnostic);
  void append(const Diagnostics& other);
  [[nodiscard]] bool has_errors() const { return errors_ > 0; }
  [[nodiscard]] bool empty() const { return kept_.empty(); }
  [[nodiscard]] std::size_t error_count() const { return errors_; }
  // Those beyond the most that are kept.
  [[nodiscard]] std::size_t dropped() const { return dropped_; }
  // Sorted by file and place.
  [[nodiscard]] std::vector<Diagnostic> sorted() const;

 private:
  std::vector<Diagnostic> kept_;
  std::size_t errors_ = 0;
  std::size_t dropped_ = 0;
};

enum class ShowValues { no, yes };

// One diagnostic as `file:line:column: error E0101: message`, with the line and a caret under the
// place, and the help. The line and the offender of a patient's text appear only with
// ShowValues::yes.
std::string render(const Diagnostic& diagnostic, ShowValues show_values);
std::string render(const Diagnostics& diagnostics, ShowValues show_values);

}  // namespace regimen::core
