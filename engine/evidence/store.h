// Store: the evidence compiled into one SQLite file, which any number of processes read at once.
//
// The YAML stays the one source of truth: the file's name carries the digest of what it was made
// of, and it is made anew when that changes, when its bytes do not match the digest beside it, or
// when it is of another version.
// It is built in memory, written beside its final name and renamed, so nobody ever sees half of it,
// and two processes that start at once both succeed. Sums, declarations
// and sensitivities are the audit's alone and stay in the YAML. Schema: schema.sql and migrations/.
// Thread-safety: a Store belongs to one thread at a time.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/database.h"
#include "engine/core/diagnostic.h"
#include "engine/evidence/study.h"
#include "engine/facts/knowledge.h"

namespace regimen::evidence {

// The version that this program writes and reads.
int store_version();

// An empty store; a Failure where SQLite refuses.
core::Result<core::Database> build_store(const Evidence& evidence,
                                         const facts::Knowledge& knowledge,
                                         const std::string& digest);

struct StoreOpening {
  std::optional<core::Database> database;  // nothing where the YAML is not acceptable
  bool rebuilt = false;
  std::string note;  // why the store could not be used or kept; empty where all went well
};

// `directory` is knowledge/; `cache` is the folder for the file, made where it is missing; empty:
// the store is kept in memory alone.
StoreOpening open_store(const std::filesystem::path& directory, const std::filesystem::path& cache,
                        const facts::Knowledge& knowledge, core::Sources& texts,
                        core::Diagnostics& diagnostics);

// All that build_store was given but sums, declarations and places.
Evidence read_store(core::Database& store);

struct Hit {
  std::string kind;  // `outcome`, `remark`, `source`
  std::string ref;
  std::string locale;
  std::string excerpt;  // with the words that were found between `[` and `]`
};

// Every word must be there; the best first, at most `most`. A word may be the beginning of one.
std::vector<Hit> search_store(core::Database& store, const std::string& words, std::size_t most);

}  // namespace regimen::evidence
