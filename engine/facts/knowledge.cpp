// Entry: load_knowledge. Test: tests/facts/knowledge_test.cpp.
#include "engine/facts/knowledge.h"

#include <algorithm>

#include "engine/core/document.h"
#include "engine/core/files.h"
#include "engine/core/mapping.h"

namespace regimen::facts {

using core::Code;
using core::Diagnostics;
using core::Mapping;
using core::Node;

namespace {

constexpr std::size_t most_bytes = std::size_t{8} << 20;

class Reader {
 public:
  Reader(const std::filesystem::path& directory, core::Sources& texts, Diagnostics& diagnostics)
      : directory_(directory), texts_(texts), diagnostics_(diagnostics) {}

  std::optional<Node> read(const std::string& name) {
    auto document = core::read_data_file({directory_ / name, most_bytes}, texts_, diagnostics_);
    if (!document.digest.empty()) digested_ += name + "\n" + document.digest + "\n";
    return std::move(document.root);
  }

  // The YAML files of a folder, in the order of their names.
  std::vector<std::string> list(const std::string& folder) const {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(directory_ / folder, error)) {
      if (entry.path().extension() == ".yaml")
        names.push_back(folder + "/" + entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  [[nodiscard]] std::string digest() const { return core::sha256(digested_); }

 private:
  const std::filesystem::path& directory_;
  core::Sources& texts_;
  Diagnostics& diagnostics_;
  std::string digested_;
};

void read_sources(const Node& root, Knowledge& knowledge, Diagnostics& diagnostics) {
  Mapping mapping(root, {"sources"}, "list of sources", diagnostics);
  for (const Node* node : mapping.items("sources")) {
    Mapping entry(*node, {"id", "title", "citation", "provenance", "read", "url"}, "source",
                  diagnostics);
    SourceEntry source{entry.text("id"), entry.text("title"), entry.text_or("citation", ""),
                       entry.text("provenance"), entry.text_or("read", "")};
    const std::vector<std::string> grades = {"primary", "copy", "secondary", "convention"};
    if (std::find(grades.begin(), grades.end(), source.provenance) == grades.end()) {
      diagnostics.add({Code::bad_value, node->span, "no such provenance", source.provenance,
                       core::did_you_mean(source.provenance, grades)});
    }
    const std::string id = source.id;
    if (!knowledge.cited.emplace(id, std::move(source)).second) {
      diagnostics.add({Code::duplicate_id, node->span, "this source stands twice", id});
    }
  }
}

void read_wording(const Node& root, Knowledge& knowledge, Diagnostics& diagnostics) {
  const Node* locale = root.is_mapping() ? root.find("wording") : nullptr;
  if (locale == nullptr || !locale->is_scalar()) {
    diagnostics.add(
        {Code::missing_key, root.span, "a wording needs the key `wording` with its locale"});
    return;
  }
  Wording& wording = knowledge.wording[locale->text];
  for (const auto& [section, entries] : core::pairs(root, "wording", diagnostics)) {
    if (section->text == "wording") continue;
    for (const auto& [key, text] : core::pairs(*entries, "wording", diagnostics))
      wording[section->text][key->text] = text->text;
  }
}

}  // namespace

std::string Knowledge::word(std::string_view locale, std::string_view section,
                            std::string_view key) const {
  for (const std::string_view wanted : {locale, std::string_view("en")}) {
    const auto language = wording.find(std::string(wanted));
    if (language == wording.end()) continue;
    const auto part = language->second.find(std::string(section));
    if (part == language->second.end()) continue;
    const auto text = part->second.find(std::string(key));
    if (text != part->second.end()) return text->second;
  }
  return std::string(key);
}

std::unique_ptr<Knowledge> load_knowledge(const std::filesystem::path& directory,
                                          core::Sources& texts, Diagnostics& diagnostics) {
  auto knowledge = std::make_unique<Knowledge>();
  Reader reader(directory, texts, diagnostics);
  const std::size_t errors_before = diagnostics.error_count();
  if (const auto root = reader.read("sources.yaml")) read_sources(*root, *knowledge, diagnostics);
  if (const auto root = reader.read("units.yaml"))
    knowledge->units = Units::load(*root, diagnostics);
  // The nodes stay until the classes are linked.
  std::vector<std::optional<Node>> terminologies;
  for (const std::string& name : reader.list("terminology"))
    terminologies.push_back(reader.read(name));
  for (const auto& root : terminologies) {
    if (root) knowledge->terminology.add_file(*root, diagnostics);
  }
  knowledge->terminology.finish(diagnostics);
  if (const auto root = reader.read("vocabulary.yaml")) {
    knowledge->vocabulary =
        Vocabulary::load(*root, knowledge->units, knowledge->terminology, diagnostics);
  }
  std::error_code error;
  if (std::filesystem::exists(directory / "scores.yaml", error))
    knowledge->scores = reader.read("scores.yaml");
  if (std::filesystem::exists(directory / "fhir.yaml", error))
    knowledge->fhir = reader.read("fhir.yaml");
  for (const std::string& name : reader.list("wording")) {
    if (const auto root = reader.read(name)) read_wording(*root, *knowledge, diagnostics);
  }
  knowledge->digest = reader.digest();
  for (ConceptId id = 0; id < knowledge->terminology.size(); ++id) {
    for (const ConceptCode& code : knowledge->terminology.at(id).codes) {
      if (code.confirmed && knowledge->cited.count(code.source) == 0) {
        diagnostics.add({Code::unknown_source,
                         {},
                         "the code " + code.code + " of " + knowledge->terminology.at(id).id +
                             " names no known source",
                         code.source});
      }
    }
  }
  if (diagnostics.error_count() > errors_before) return nullptr;
  return knowledge;
}

std::vector<Citation> read_citations(const Node* node, const core::Span& owner,
                                     const Knowledge& knowledge, Diagnostics& diagnostics) {
  std::vector<Citation> citations;
  if (node == nullptr || !node->is_sequence() || node->items.empty()) {
    diagnostics.add({Code::missing_citation,
                     node == nullptr ? owner : node->span,
                     "this does not say where it comes from",
                     {},
                     "add `cites: [{source: ..., at: ..., stance: supports}]`"});
    return citations;
  }
  for (const Node& item : node->items) {
    Mapping mapping(item, {"source", "at", "stance"}, "citation", diagnostics);
    Citation citation{mapping.text("source"), mapping.text("at"),
                      mapping.text_or("stance", "supports")};
    if (citation.at.empty() && mapping.find("at") != nullptr) {
      diagnostics.add(
          {Code::missing_citation, item.span, "a citation needs the place in its source"});
    }
    if (citation.stance != "supports" && citation.stance != "refutes") {
      diagnostics.add(
          {Code::bad_value, item.span, "a stance is `supports` or `refutes`", citation.stance});
    }
    if (!citation.source.empty() && knowledge.cited.count(citation.source) == 0) {
      std::vector<std::string> known;
      for (const auto& [id, entry] : knowledge.cited) known.push_back(id);
      diagnostics.add({Code::unknown_source, item.find("source")->span, "no such source",
                       citation.source, core::did_you_mean(citation.source, known)});
    }
    citations.push_back(std::move(citation));
  }
  return citations;
}

}  // namespace regimen::facts
