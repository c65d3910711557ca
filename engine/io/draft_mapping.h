// DraftMapping: the mapping that a table probably needs, for a person to read and correct.
//
// Headers are compared with the names of facts, lists, fields and concepts in all languages of the
// knowledge, and their last words with units; dates and decimals are judged by some rows. What was
// not understood says so and is never guessed: such a draft is refused until it is completed.
// Thread-safety: pure function.
#pragma once

#include <cstddef>
#include <string>

#include "engine/facts/knowledge.h"
#include "engine/io/list.h"

namespace regimen::io {

struct DraftMapping {
  std::string text;  // YAML
  std::size_t columns = 0;
  std::size_t not_understood = 0;
};

DraftMapping draft_mapping(const TableHead& head, const facts::Knowledge& knowledge,
                           const RowLimits& limits);

}  // namespace regimen::io
