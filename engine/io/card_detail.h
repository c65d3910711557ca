// Card detail: Decision -> the Markdown behind a card: why, what is missing, the regimens side by
// side, sources. Every word that is not ours is escaped. Thread-safety: pure functions.
#pragma once

#include <string>
#include <vector>

#include "engine/decision/decision.h"
#include "engine/evidence/study.h"
#include "engine/io/speaker.h"
#include "engine/language/check.h"

namespace regimen::io {

struct DetailContext {
  const decision::Decision& decision;
  const Speaker& speaker;
  const facts::Knowledge& knowledge;
  const evidence::Evidence& evidence;
};

// Whether the trial speaks about the patient, what speaks against the regimens, and how they
// compare.
std::string trial_detail(const DetailContext& context);
// What speaks against those regimens, known and not yet known.
std::string safety_detail(const DetailContext& context, const std::vector<std::string>& regimens);

}  // namespace regimen::io
