// BulkList: a FHIR bulk export in a folder as a list: one row for each patient, in the order of the
// files of Patients, with all resources of theirs, and those that these refer to, as one bundle.
//
// The text of a row is not that of a file: each of its lines is a resource, after the number of its
// file and its line there, so that every place told is one of the export. Thread-safety: chunk()
// for one thread at a time, read() for any.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>

#include "engine/io/fhir/bulk_join.h"
#include "engine/io/list_chunk.h"
#include "engine/io/row_reading.h"

namespace regimen::io {

class BulkList {
 public:
  // `map` and `knowledge` must outlive it.
  BulkList(BulkJoin join, const FhirMap& map, const facts::Knowledge& knowledge,
           const RowLimits& limits)
      : join_(std::move(join)), map_(&map), knowledge_(&knowledge), limits_(limits) {}

  // Nothing at the end.
  core::Result<std::optional<ListChunk>> chunk();
  // REQUIRES: row < chunk.rows.size()
  [[nodiscard]] RowReading read(const ListChunk& chunk, std::size_t row,
                                const std::optional<facts::Day>& as_of) const;
  // The bundle of the patient; nothing where the export tells less than all.
  // REQUIRES: read() makes a record of it
  [[nodiscard]] std::optional<std::string> document(const ListChunk& chunk, std::size_t row) const;

 private:
  // Appends the row of the patient whose line is `next_`, and goes on to the next patient.
  std::optional<core::Failure> append_patient(std::string& text, RawRow& row);
  std::optional<core::Failure> append_shared(std::string& text, RawRow& row);
  std::optional<core::Failure> advance();

  BulkJoin join_;
  const FhirMap* map_;
  const facts::Knowledge* knowledge_;
  RowLimits limits_;
  bool begun_ = false;
  std::optional<BulkStore::Next> next_;  // the first line of the next patient
  std::set<std::string> referred_;       // by the patient
};

}  // namespace regimen::io
