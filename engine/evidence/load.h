// Load: knowledge/outcomes.yaml and knowledge/studies/*/*.yaml -> Evidence, or located diagnostics.
//
// The files of one folder are one study. Whatever is wrong is reported together: an unknown arm,
// set, outcome or row, a count above its denominator, a number without its place in the source.
// Whether the figures agree with each other is the audit's question (audit.h). Thread-safety: pure
// functions over the file system.
#pragma once

#include <filesystem>
#include <memory>

#include "engine/core/diagnostic.h"
#include "engine/evidence/study.h"
#include "engine/facts/knowledge.h"

namespace regimen::evidence {

// `directory` is knowledge/. Without a folder of studies there is no evidence, which is no mistake.
// Nothing where something is not acceptable; why stands in `diagnostics`.
std::unique_ptr<Evidence> load_evidence(const std::filesystem::path& directory,
                                        const facts::Knowledge& knowledge, core::Sources& texts,
                                        core::Diagnostics& diagnostics);

// SHA-256 over the names and texts of all files that load_evidence would read; what cannot be read
// is left out.
std::string evidence_digest(const std::filesystem::path& directory);

}  // namespace regimen::evidence
