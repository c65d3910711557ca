// Entry: open_store. Test: tests/evidence/store_test.cpp.
#include "engine/evidence/store.h"

#include "engine/core/files.h"
#include "engine/evidence/load.h"

namespace regimen::evidence {

using core::Database;

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = std::size_t{64} << 20;

// Why the file cannot be used; empty where it can.
std::string defect(Database& store, const std::string& digest) {
  const auto version = store.value("PRAGMA user_version");
  if (!version) return "it is no database";
  if (*version != std::to_string(store_version())) return "it is of another version";
  if (store.value("SELECT value FROM meta WHERE key = 'digest'") != digest)
    return "it was made of something else";
  return {};
}

// Beside the store stands the digest of its bytes: SQLite's own checks do not see every damage.
fs::path seal_of(const fs::path& file) { return fs::path(file).concat(".sha256"); }

bool is_whole(const fs::path& file) {
  const auto bytes = core::read_file(file, most_bytes);
  const auto seal = core::read_file(seal_of(file), most_bytes);
  return bytes.ok() && seal.ok() && core::sha256(bytes.value()) + "\n" == seal.value();
}

std::string keep(const Database& store, const fs::path& file) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  const std::string bytes = store.serialised();
  // The digest first: a store without one would look damaged to whoever starts just now.
  auto failure = core::write_file(seal_of(file), core::sha256(bytes) + "\n");
  if (!failure) failure = core::write_file(file, bytes);
  return failure ? failure->message : "";
}

}  // namespace

StoreOpening open_store(const fs::path& directory, const fs::path& cache,
                        const facts::Knowledge& knowledge, core::Sources& texts,
                        core::Diagnostics& diagnostics) {
  StoreOpening opening;
  const std::string digest = core::sha256(knowledge.digest + evidence_digest(directory));
  const fs::path file = cache / ("evidence-" + digest.substr(0, 32) + ".sqlite");
  std::error_code error;
  if (!cache.empty() && fs::exists(file, error)) {
    const bool whole = is_whole(file);
    auto opened = Database::open(file, core::DatabaseMode::read_only);
    std::string why = !whole ? "it is damaged" : (opened.ok() ? "" : opened.failure().message);
    if (whole && opened.ok()) {
      Database store = std::move(opened).value();
      why = defect(store, digest);
      if (why.empty()) {
        opening.database = std::move(store);
        return opening;
      }
    }
    opening.note = "the evidence store is made anew: " + why;
  }
  const auto evidence = load_evidence(directory, knowledge, texts, diagnostics);
  if (evidence == nullptr) return opening;
  auto built = build_store(*evidence, knowledge, digest);
  if (!built.ok()) {
    opening.note = "the evidence store cannot be built: " + built.failure().message;
    return opening;
  }
  opening.database = std::move(built).value();
  opening.rebuilt = true;
  if (cache.empty()) return opening;
  const std::string trouble = keep(*opening.database, file);
  if (!trouble.empty()) {
    opening.note = "the evidence store cannot be kept in " + cache.string() + ": " + trouble +
                   "; it is built in memory each time";
  }
  return opening;
}

}  // namespace regimen::evidence
