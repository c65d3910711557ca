// Bulk files: the files of a FHIR bulk export in a folder, with the type of resource that the name
// of each says: `Patient.ndjson`, `Observation.12.ndjson.gz`, `1.Condition.ndjson`.
//
// In the order of their names, numbers within a name as numbers. Thread-safety: pure functions.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/core/result.h"

namespace regimen::io {

struct BulkFile {
  std::string path;
  std::string type;  // empty: the name says none
};

struct BulkFolder {
  std::vector<BulkFile> files;
  std::vector<std::string> others;  // what is no NDJSON, by its path
};

// `types` are those that are told whatever the case they are written in.
core::Result<BulkFolder> find_bulk_files(const std::string& folder,
                                         const std::set<std::string>& types);

// The type that the name of a file says.
std::string type_in(const std::string& name, const std::set<std::string>& types);

// Whether the name comes before the other: `a.2` before `a.10`.
bool before_by_number(const std::string& a, const std::string& b);

}  // namespace regimen::io
