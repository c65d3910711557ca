// Random: bytes that nobody can guess, for names that must not meet. Empty where the system gives
// none. Thread-safety: may be called from any thread.
#pragma once

#include <cstddef>
#include <string>

namespace regimen::core {

// In lower-case hexadecimal, two digits a byte.
std::string random_hex(std::size_t bytes);

// A UUID of version 4 (RFC 9562, 5.4).
std::string random_uuid();

}  // namespace regimen::core
