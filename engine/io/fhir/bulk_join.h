// Bulk join: the files of an export -> a store of their lines, joined by patients, and what is to
// be said of the export as a whole.
//
// Each line is read once here, to find out what it is and whose; what it says is for whoever reads
// the patient. A line of a file of Patients is a patient, also where it cannot be read. Any other
// line that cannot be read may be anybody's: its type is told as incomplete. Thread-safety: one
// call an export.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/io/fhir/bulk_remarks.h"
#include "engine/io/fhir/bulk_store.h"
#include "engine/io/fhir/fhir.h"

namespace regimen::io {

struct BulkJoin {
  BulkStore store;                 // filled
  std::vector<std::string> files;  // by number
  std::set<std::string> incomplete;
  std::string digest;  // SHA-256 of all that was read
};

// Nothing where the folder is no export: `remarks` says why.
core::Result<std::optional<BulkJoin>> join_bulk(const std::string& folder, const FhirMap& map,
                                                BulkRemarks& remarks);

}  // namespace regimen::io
