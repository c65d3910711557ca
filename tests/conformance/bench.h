// Bench: one expression, one profile, one world -> what comes of it, the whole way through parse,
// check, read, settle and walk.
//
// Thread-safety: immutable after construction.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/embed/engine.h"
#include "engine/program/walk.h"

namespace regimen::conformance {

// Missing facts: path -> causes.
using Causes = std::map<std::string, std::set<std::string>>;

struct Outcome {
  std::set<std::string> errors;  // codes: why the expression or the profile was refused
  std::string rendered;          // those errors, for a message
  std::optional<program::Finding> finding;
  std::string value;  // as README.md writes values
  Causes missing;
  Causes other;
};

class Bench {
 public:
  Bench(const std::filesystem::path& knowledge, const std::filesystem::path& pack);

  [[nodiscard]] const facts::Knowledge& knowledge() const { return engine_->knowledge(); }
  [[nodiscard]] const language::CheckedPack& pack() const { return engine_->pack(); }
  // The expression alone: what is wrong with it.
  [[nodiscard]] std::set<std::string> errors_of(const core::Node& expr) const;
  [[nodiscard]] Outcome evaluate(const core::Node& expr, const core::Node& profile,
                                 program::World world) const;

 private:
  std::unique_ptr<embed::Engine> engine_;
  std::shared_ptr<core::Sources> sources_;
};

// Where the tests find the project's files.
std::filesystem::path project_root();
std::string read_text(const std::filesystem::path& path);
// REQUIRES: the text is sound YAML
core::Node read_node(const core::Source& source);
// `over` laid over `base`, mappings key by key.
core::Node merged(const core::Node& base, const core::Node& over);
// Sets the value at a path such as `plain.p`.
void set_at(core::Node& root, std::string_view path, const core::Node& value);
core::Node scalar(const core::Source& source);

}  // namespace regimen::conformance
