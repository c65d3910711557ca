// Files: bounded reading, and writing that never leaves half a file under the final name.
// Thread-safety: pure functions over the file system.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/result.h"

namespace regimen::core {

// The whole file, or a Failure: not readable, a directory, larger than `most_bytes` (then it is not
// read at all).
Result<std::string> read_file(const std::filesystem::path& path, std::size_t most_bytes);

// Standard input to its end, at most `most_bytes`.
Result<std::string> read_standard_input(std::size_t most_bytes);

// Why the last call to the system failed, as our messages are written: `no space left on device`.
std::string last_error();

// Writes beside the final name, flushes, then renames. Nothing where all went well. (In
// output_file.cpp.)
std::optional<Failure> write_file(const std::filesystem::path& path, std::string_view text);

// SHA-256 in lower-case hexadecimal. (In digest.cpp.)
std::string sha256(std::string_view bytes);

}  // namespace regimen::core
