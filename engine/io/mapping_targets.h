// Mapping targets: whether the columns of a mapping fill every value once, and know of whom.
// Used by mapping_file.cpp only. Thread-safety: pure function.
#pragma once

#include "engine/core/diagnostic.h"
#include "engine/facts/vocabulary.h"
#include "engine/io/mapping_file.h"

namespace regimen::io {

// Says nothing where the diagnostics hold an error already.
void check_targets(const MappingFile& file, const facts::Vocabulary& vocabulary,
                   core::Diagnostics& diagnostics);

}  // namespace regimen::io
