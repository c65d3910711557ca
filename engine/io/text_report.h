// Text report: Decision -> a page for a terminal: the verdict first, then why, then what is
// missing.
//
// 80 columns, readable without colour. Its words come from the wording of the knowledge and the
// pack. Thread-safety: pure function.
#pragma once

#include <string>

#include "engine/decision/decision.h"
#include "engine/language/check.h"

namespace regimen::io {

enum class Colour : std::uint8_t { no, yes };

struct TextStyle {
  std::string locale = "en";
  Colour colour = Colour::no;
  bool all =
      false;  // also the criteria that pass, each with what was seen, and what would change nothing
};

std::string text_report(const decision::Decision& decision, const language::CheckedPack& pack,
                        const TextStyle& style);

}  // namespace regimen::io
