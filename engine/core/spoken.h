// Spoken: what may be said of a diagnostic to whoever asks: the words of a patient's text are held
// back unless they are asked for.
//
// The one place where this is decided. Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/diagnostic.h"

namespace regimen::core {

struct Spoken {
  bool open = false;    // the text at the place may be shown too
  std::string message;  // with the offending text, where that may be shown
  std::string help;     // empty where there is none, or where it would tell what was written
};

Spoken speak(const Diagnostic& diagnostic, ShowValues show_values);

// Without control characters, which could steer a terminal; U+0080 to U+009F are some as well.
std::string printable(std::string_view text);

}  // namespace regimen::core
