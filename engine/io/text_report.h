// Text report: Decision -> a page for a terminal: the verdict first, then why, then what is
// missing.
//
// 80 columns, readable without colour. Its words come from the wording of the knowledge and the
// packs. Thread-safety: pure function.
#pragma once

#include <string>

#include "engine/decision/decision.h"
#include "engine/evidence/study.h"
#include "engine/io/page.h"
#include "engine/language/check.h"

namespace regimen::io {

struct TextStyle {
  std::string locale = "en";
  Colour colour = Colour::no;
  bool all = false;  // also what was seen for criteria that are met, and what would change nothing
};

// `safety` is the pack of the safety rules, `evidence` what the effects are of; each may be null.
std::string text_report(const decision::Decision& decision, const language::CheckedPack& pack,
                        const TextStyle& style, const language::CheckedPack* safety = nullptr,
                        const evidence::Evidence* evidence = nullptr);

}  // namespace regimen::io
