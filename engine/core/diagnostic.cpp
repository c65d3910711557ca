// Entry: Diagnostics::add, render. Test: tests/core/diagnostic_test.cpp and the golden files of
// tests/golden.
#include "engine/core/diagnostic.h"

#include <algorithm>
#include <utility>

#include "engine/core/spoken.h"
#include "engine/core/text.h"

namespace regimen::core {

const std::vector<CodeInfo>& all_codes() {
  static const std::vector<CodeInfo> codes = {
#define REGIMEN_DIAGNOSTIC(id, name, severity, sentence) \
  {Code::name, #id, #name, Severity::severity, sentence},
#include "engine/core/diagnostics.def"
#undef REGIMEN_DIAGNOSTIC
  };
  return codes;
}

const CodeInfo& info(Code code) { return all_codes()[static_cast<std::size_t>(code)]; }

void Diagnostics::add(Diagnostic diagnostic) {
  if (info(diagnostic.code).severity == Severity::error) ++errors_;
  if (kept_.size() < most_kept) {
    kept_.push_back(std::move(diagnostic));
  } else {
    ++dropped_;
  }
}

void Diagnostics::append(const Diagnostics& other) {
  const std::size_t errors = errors_ + other.errors_;  // with those that were dropped
  for (const Diagnostic& diagnostic : other.kept_) add(diagnostic);
  dropped_ += other.dropped_;
  errors_ = errors;
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  std::vector<Diagnostic> result = kept_;
  std::stable_sort(result.begin(), result.end(), [](const Diagnostic& a, const Diagnostic& b) {
    const std::string_view a_name =
        a.span.source != nullptr ? std::string_view(a.span.source->name()) : "";
    const std::string_view b_name =
        b.span.source != nullptr ? std::string_view(b.span.source->name()) : "";
    if (a_name != b_name) return a_name < b_name;
    return a.span.begin < b.span.begin;
  });
  return result;
}

namespace {

// Long lines are shown around the place only.
constexpr std::size_t most_columns = 100;

std::string excerpt(const Span& span) {
  const Place place = span.source->place(span.begin);
  const std::string number = std::to_string(place.line);
  const std::string margin(number.size(), ' ');
  std::string line(span.source->line(place.line));
  // A byte that is not UTF-8 would spoil the whole line.
  while (const auto bad = first_invalid_utf8(line)) line[*bad] = '?';
  std::size_t first = 0;
  if (place.column > most_columns) first = place.column - most_columns / 2;
  std::string shown;
  std::string before;  // of what is shown, what stands before the place
  std::size_t column = 0;
  for (const char byte : line) {
    const bool starts_a_character = (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    if (starts_a_character) ++column;
    if (column <= first || column > first + most_columns) continue;
    shown += byte;
    if (column < place.column) before += byte;
  }
  std::size_t carets = 1;
  if (span.end > span.begin + 1) {
    const Place end = span.source->place(span.end);
    if (end.line == place.line) carets = end.column - place.column;
  }
  return margin + " |\n" + number + " | " + printable(shown) + "\n" + margin + " | " +
         std::string(display_width(printable(before)), ' ') +
         std::string(std::min(carets, most_columns), '^') + "\n";
}

}  // namespace

std::string render(const Diagnostic& diagnostic, ShowValues show_values) {
  const CodeInfo& code = info(diagnostic.code);
  const Spoken spoken = speak(diagnostic, show_values);
  std::string text = to_text(diagnostic.span);
  if (!text.empty()) text += ": ";
  text += code.severity == Severity::error ? "error " : "warning ";
  text += std::string(code.id) + ": " + spoken.message + "\n";
  if (spoken.open && diagnostic.span.source != nullptr) text += excerpt(diagnostic.span);
  if (!spoken.help.empty()) text += "  help: " + spoken.help + "\n";
  return text;
}

std::string render(const Diagnostics& diagnostics, ShowValues show_values) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics.sorted()) text += render(diagnostic, show_values);
  if (diagnostics.dropped() > 0) text += "and " + std::to_string(diagnostics.dropped()) + " more\n";
  return text;
}

}  // namespace regimen::core
