// Document: one YAML file of rules/ or knowledge/, with the digest of its text.
//
// A file that cannot be read is told at the place that names it. Thread-safety: for one thread, as
// the registry of texts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/core/source.h"

namespace regimen::core {

enum class KeepTree : std::uint8_t { no, yes };

struct DocumentFile {
  std::filesystem::path path;
  std::size_t most_bytes;
  KeepTree keep = KeepTree::yes;  // among the trees of the registry, if it has some
  Span named_at = {};             // no place: the file itself is the place
  std::string name = {};          // as it is called there
};

struct Document {
  std::optional<Node> root;  // nothing where the file cannot be read or its structure is broken
  std::string digest;        // SHA-256 of the text; empty where it cannot be read
};

Document read_data_file(const DocumentFile& file, Sources& texts, Diagnostics& diagnostics);

}  // namespace regimen::core
