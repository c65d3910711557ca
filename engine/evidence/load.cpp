// Entry: load_evidence. Test: tests/evidence/load_test.cpp.
#include "engine/evidence/load.h"

#include <algorithm>

#include "engine/core/document.h"
#include "engine/core/files.h"
#include "engine/evidence/reading.h"

namespace regimen::evidence {

using core::Code;
using core::Diagnostics;
using core::Mapping;
using core::Node;

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = std::size_t{8} << 20;

// The entries of a folder that are wanted, sorted by name.
template <typename Wanted>
std::vector<fs::path> sorted_entries(const fs::path& folder, const Wanted& wanted) {
  std::vector<fs::path> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (wanted(entry)) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<fs::path> study_folders(const fs::path& directory) {
  return sorted_entries(directory / "studies", [](const fs::directory_entry& entry) {
    std::error_code error;
    return entry.is_directory(error);
  });
}

std::vector<fs::path> study_files(const fs::path& folder) {
  return sorted_entries(
      folder, [](const fs::directory_entry& entry) { return entry.path().extension() == ".yaml"; });
}

std::string digest_line(const fs::path& path, const fs::path& directory, std::string_view text) {
  return path.lexically_relative(directory).string() + "\n" + core::sha256(text) + "\n";
}

class Loader {
 public:
  Loader(fs::path directory, const facts::Knowledge& knowledge, core::Sources& texts,
         Diagnostics& diagnostics)
      : directory_(std::move(directory)),
        knowledge_(knowledge),
        texts_(texts),
        diagnostics_(diagnostics) {}

  Evidence run() {
    if (const auto root = read(directory_ / "outcomes.yaml")) outcomes(*root);
    for (const fs::path& folder : study_folders(directory_)) study(folder);
    evidence_.digest = evidence_digest(directory_);
    return std::move(evidence_);
  }

 private:
  std::optional<Node> read(const fs::path& path) {
    // What is read is kept in the store, not among the trees.
    return core::read_data_file({path, most_bytes, core::KeepTree::no}, texts_, diagnostics_).root;
  }

  void outcomes(const Node& root) {
    Study none;
    const Reading reading{evidence_, none, knowledge_, diagnostics_};
    Mapping list(root, {"outcomes"}, "list of outcomes", diagnostics_);
    for (const Node* node : list.items("outcomes")) {
      Mapping mapping(
          *node,
          {"id", "name", "kind", "direction", "part_of", "mirrors", "definition", "defined_at"},
          "outcome", diagnostics_);
      Outcome outcome;
      outcome.span = node->span;
      outcome.id = mapping.text("id");
      outcome.name = reading.localized(mapping.required("name"));
      outcome.kind = word(mapping, "kind", {"event", "count", "amount"}, reading);
      outcome.direction = word(mapping, "direction", {"benefit", "harm", "neutral"}, reading);
      outcome.part_of = mapping.texts("part_of");
      outcome.mirrors = mapping.text_or("mirrors", "");
      outcome.definition = reading.localized(mapping.find("definition"));
      if (const Node* place = mapping.find("defined_at")) {
        Mapping cited(*place, {"source", "at"}, "place", diagnostics_);
        outcome.source = reading.source(cited);
        outcome.at = reading.at(cited);
      } else if (!outcome.definition.empty()) {
        reading.fail(*node, "a definition says where it stands: `defined_at`");
      }
      if (evidence_.outcome(outcome.id) != nullptr) {
        diagnostics_.add({Code::duplicate_id, node->span, "this outcome stands twice", outcome.id});
      }
      evidence_.outcomes.push_back(std::move(outcome));
    }
    for (const Outcome& outcome : evidence_.outcomes) {
      std::vector<std::string> others = outcome.part_of;
      if (!outcome.mirrors.empty()) others.push_back(outcome.mirrors);
      for (const std::string& other : others) {
        if (evidence_.outcome(other) == nullptr) {
          diagnostics_.add({Code::unknown_in_study, outcome.span, "no such outcome", other});
        }
      }
    }
  }

  static std::string word(Mapping& mapping, const char* key, const std::vector<std::string>& words,
                          const Reading& reading) {
    const Node* node = mapping.required(key);
    if (node == nullptr) return {};
    if (std::find(words.begin(), words.end(), node->text) == words.end())
      reading.unknown(*node, key, words);
    return node->text;
  }

  void study(const fs::path& folder) {
    Study study;
    study.id = folder.filename().string();
    Reading reading{evidence_, study, knowledge_, diagnostics_};
    std::vector<Node> roots;
    // study.yaml declares the names that the other files use.
    if (auto head = read(folder / "study.yaml")) roots.push_back(std::move(*head));
    for (const fs::path& file : study_files(folder)) {
      if (file.filename() == "study.yaml") continue;
      if (auto root = read(file)) roots.push_back(std::move(*root));
    }
    for (const Node& root : roots) read_head(root, reading);
    if (!roots.empty() && study.title.empty())
      reading.fail(roots.front(), "a study starts with `study`, `source` and `title`");
    each(roots, "rows", [&](const Node& node) { read_row(node, reading); });
    each(roots, "sums", [&](const Node& node) { read_sum(node, reading); });
    each(roots, "sensitivity", [&](const Node& node) { read_sensitivity(node, reading); });
    evidence_.studies.push_back(std::move(study));
  }

  template <typename Read>
  static void each(const std::vector<Node>& roots, std::string_view key, const Read& read_one) {
    for (const Node& root : roots) {
      const Node* list = root.is_mapping() ? root.find(key) : nullptr;
      if (list == nullptr || !list->is_sequence()) continue;
      for (const Node& node : list->items) read_one(node);
    }
  }

  fs::path directory_;
  const facts::Knowledge& knowledge_;
  core::Sources& texts_;
  Diagnostics& diagnostics_;
  Evidence evidence_;
};

}  // namespace

std::string evidence_digest(const fs::path& directory) {
  std::string digested;
  std::vector<fs::path> files = {directory / "outcomes.yaml"};
  for (const fs::path& folder : study_folders(directory)) {
    const auto own = study_files(folder);
    files.insert(files.end(), own.begin(), own.end());
  }
  for (const fs::path& file : files) {
    const auto text = core::read_file(file, most_bytes);
    if (text.ok()) digested += digest_line(file, directory, text.value());
  }
  return core::sha256(digested);
}

std::unique_ptr<Evidence> load_evidence(const fs::path& directory,
                                        const facts::Knowledge& knowledge, core::Sources& texts,
                                        Diagnostics& diagnostics) {
  std::error_code error;
  if (!fs::exists(directory / "studies", error)) return std::make_unique<Evidence>();
  const std::size_t errors_before = diagnostics.error_count();
  Evidence evidence = Loader(directory, knowledge, texts, diagnostics).run();
  if (diagnostics.error_count() > errors_before) return nullptr;
  return std::make_unique<Evidence>(std::move(evidence));
}

}  // namespace regimen::evidence
