// Timeless: whether what a piece of a row says is the same on every day of evaluation, so that it
// need be worked out for one of them only.
//
// It is where no date stands in it and nothing is counted from one: settling (facts/settle.h) looks
// at the day for nothing else. Thread-safety: pure functions.
#pragma once

#include <vector>

#include "engine/facts/record.h"
#include "engine/facts/vocabulary.h"

namespace regimen::screening {

// False where what is read of these facts hangs on the day whatever is stated of them.
bool may_be_timeless(const facts::Vocabulary& vocabulary, const std::vector<facts::FactId>& facts);

// REQUIRES: may_be_timeless, and reading found nothing out of the ordinary
bool is_timeless(const facts::Record& record, const std::vector<facts::FactId>& facts);

// Of a list: where there is nothing in it but concepts that are stated to be absent.
bool is_timeless(const facts::ListRecord& list);

}  // namespace regimen::screening
