// Tree cache: documents as they were parsed, kept between starts by the digest of their texts.
//
// Scanning YAML is most of what a start takes. The text stays the one source of truth: a tree is
// found only under the SHA-256 of the very text it was made of, and a file that is damaged or of
// another version holds nothing. Only documents without a mistake are kept. Thread-safety: for one
// thread.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/core/result.h"
#include "engine/core/yaml.h"

namespace regimen::core {

class TreeCache {
 public:
  // What the file holds; nothing where it cannot be read.
  explicit TreeCache(std::filesystem::path file);

  // As read_yaml; from the cache where the text is known. `digest` is the SHA-256 of the text.
  std::optional<Node> read(const Source& source, const std::string& digest,
                           const TextLimits& limits, Diagnostics& diagnostics);

  // Writes what is new. Nothing where all went well, or nothing was new.
  std::optional<Failure> save();

 private:
  std::filesystem::path file_;
  std::map<std::string, std::string> trees_;  // by digest, packed
  bool changed_ = false;
};

// From the trees of the registry where it has some, else parsed.
std::optional<Node> read_yaml(const Sources& sources, const Source& source,
                              const std::string& digest, const TextLimits& limits,
                              Diagnostics& diagnostics);

}  // namespace regimen::core
