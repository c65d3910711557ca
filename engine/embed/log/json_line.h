// JSON on one line, as the records of the log hold it. Thread-safety: pure functions.
#pragma once

#include <string>

#include "engine/io/json_parts.h"

namespace regimen::embed::log {

// What was invalid in a text is replaced: it is not worth the loss of a record.
inline std::string one_line(const io::Json& json) {
  return json.dump(-1, ' ', false, io::Json::error_handler_t::replace);
}

}  // namespace regimen::embed::log
