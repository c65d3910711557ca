// Instant: a point in time to the millisecond, as the claims of a token mean it (RFC 7519, section
// 2, NumericDate). What time it is comes from the caller. Thread-safety: plain values.
#pragma once

#include <chrono>

namespace regimen::embed {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

}  // namespace regimen::embed
