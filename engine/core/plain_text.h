// Plain text: UTF-8 in which nothing controls anything, said of long texts at once.
// Thread-safety: pure function.
#pragma once

#include <string_view>

namespace regimen::core {

// Whether the text is UTF-8 without control characters (C0 but tab and line breaks, DEL, C1).
bool is_plain_text(std::string_view text);

}  // namespace regimen::core
