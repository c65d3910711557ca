// Request log: one line of JSON for a request: when, which route, with what outcome, how long.
// Nothing of what was sent stands in it, not even the address. Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <string>

#include "engine/embed/log/entry.h"

namespace regimen::embed::service {

struct RequestLine {
  log::Time at;
  std::string method;
  std::string route;
  int status = 0;
  std::string outcome;
  double milliseconds = 0;
  std::size_t bytes_in = 0;
  std::size_t bytes_out = 0;
};

// Without a line break. `method` is one of HTTP's, `-` where it is none.
std::string request_line(const RequestLine& line);

}  // namespace regimen::embed::service
