// Suggestions: the regimens that stand, as orders that could be drafted, with the doses of the
// trial.
//
// A regimen stands where its safety is known and does not advise against it. It is left out where a
// dose of one of its drugs is not known, or hangs on a missing fact. Thread-safety: pure function.
#pragma once

#include <vector>

#include "engine/embed/service/cards.h"

namespace regimen::embed::service {

std::vector<Suggestion> suggestions(const CardContext& context);

}  // namespace regimen::embed::service
