// Profile: the text of a profile (YAML or JSON) -> Record, or located diagnostics.
//
// Broken structure (not readable, an unknown or doubled key, no day of evaluation) rejects the
// profile. A bad value in good structure (a lab value without its unit, 31 February) is set aside:
// it is reported and stands in the record as invalid. Which keys there are is said by the
// vocabulary alone. Thread-safety: pure functions. Spans in the record and the diagnostics refer to
// `source`.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/core/yaml.h"
#include "engine/facts/knowledge.h"
#include "engine/facts/record.h"

namespace regimen::io {

struct ProfileReading {
  std::optional<facts::Record> record;  // nothing where the structure is broken
  core::Diagnostics structure;
  core::Diagnostics values;
};

// Wide enough for any referral, and for a bundle of documents that was sent by mistake.
constexpr core::TextLimits profile_limits{std::size_t{1} << 20, 16, 20'000};

// More entries in one list are no referral; each is looked at by every rule.
constexpr std::size_t most_entries = 1000;

// `as_of` is the day asked for, if one was; one that differs from the profile's is refused.
ProfileReading read_profile(const core::Source& source, const facts::Knowledge& knowledge,
                            const std::optional<facts::Day>& as_of);

// The same from a tree that was read already.
ProfileReading read_profile(const core::Node& root, const facts::Knowledge& knowledge,
                            const std::optional<facts::Day>& as_of);

// What stands at single facts and lists of a profile, each read into a tree of its own.
struct ProfileParts {
  std::vector<std::pair<facts::FactId, core::Node>> facts;
  std::vector<std::pair<facts::ListId, core::Node>> lists;
};

// A profile that says nothing else. `as_of` is its day.
ProfileReading read_profile_parts(const ProfileParts& parts, const facts::Knowledge& knowledge,
                                  facts::Day as_of);

}  // namespace regimen::io
