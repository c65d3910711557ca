// Entry: speak, printable. Test: tests/core/diagnostic_test.cpp.
#include "engine/core/spoken.h"

namespace regimen::core {

std::string printable(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
    if (c == 0xC2 && next >= 0x80 && next < 0xA0) {
      result += '?';
      ++i;
    } else if (c == '\t') {
      result += ' ';
    } else {
      result += c < 0x20 || c == 0x7F ? '?' : text[i];
    }
  }
  return result;
}

Spoken speak(const Diagnostic& diagnostic, ShowValues show_values) {
  Spoken spoken;
  spoken.open = diagnostic.span.source == nullptr ||
                diagnostic.span.source->privacy() == Privacy::open ||
                show_values == ShowValues::yes;
  spoken.message = diagnostic.message;
  if (spoken.open && !diagnostic.offender.empty())
    spoken.message += ": `" + printable(diagnostic.offender) + "`";
  // A guess at what was meant would tell what was written.
  const bool guess = diagnostic.help.rfind("did you mean", 0) == 0;
  if (spoken.open || !guess) spoken.help = diagnostic.help;
  return spoken;
}

}  // namespace regimen::core
