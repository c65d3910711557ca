// Knowledge: everything in knowledge/ that rules and profiles speak with: units, terminology,
// vocabulary, sources, wording.
//
// Loaded once from YAML; whatever is wrong is reported together. Studies and their numbers live
// elsewhere (evidence/). Thread-safety: immutable after loading.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/facts/terminology.h"
#include "engine/facts/units.h"
#include "engine/facts/vocabulary.h"

namespace regimen::facts {

// Where a fact was read, and how near to its origin.
struct SourceEntry {
  std::string id;
  std::string title;
  std::string citation;
  std::string provenance;  // `primary`, `copy`, `secondary`, `convention`
  std::string read;        // what of it was read
};

struct Citation {
  std::string source;
  std::string at;      // `Methods, Study Design and Patients`
  std::string stance;  // `supports`, `refutes`
};

// The words of one language for what the knowledge names: section -> key -> text.
using Wording = std::map<std::string, std::map<std::string, std::string>>;

struct Knowledge {
  Units units;
  Terminology terminology;
  Vocabulary vocabulary;
  std::map<std::string, SourceEntry> cited;
  std::map<std::string, Wording> wording;  // by locale
  std::optional<core::Node> scores;        // read by the language
  std::optional<core::Node> fhir;          // how FHIR is read; read by io
  std::string digest;                      // SHA-256 over the names and texts of all files

  // The text of a key in a locale, else in English, else the key itself.
  [[nodiscard]] std::string word(std::string_view locale, std::string_view section,
                                 std::string_view key) const;
};

// Nothing where a file is missing or not acceptable; why stands in `diagnostics`.
std::unique_ptr<Knowledge> load_knowledge(const std::filesystem::path& directory,
                                          core::Sources& texts, core::Diagnostics& diagnostics);

// A list of citations; every one must name a known source and a place in it.
std::vector<Citation> read_citations(const core::Node* node, const core::Span& owner,
                                     const Knowledge& knowledge, core::Diagnostics& diagnostics);

}  // namespace regimen::facts
