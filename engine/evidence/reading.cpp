// Entry: Reading. Test: tests/evidence/load_test.cpp.
#include "engine/evidence/reading.h"

#include <algorithm>
#include <charconv>

namespace regimen::evidence {

using core::Code;
using core::Mapping;
using core::Node;

Localized Reading::localized(const Node* node) const {
  Localized result;
  if (node == nullptr) return result;
  for (const auto& [locale, text] : core::pairs(*node, "text by language", diagnostics)) {
    if (!text->is_scalar()) fail(*text, "a text is expected");
    result[locale->text] = text->text;
  }
  if (result.count("en") == 0) fail(*node, "the English text is missing");
  return result;
}

std::string Reading::source(Mapping& mapping) const {
  const Node* node = mapping.find("source");
  if (node == nullptr) return study.source;
  if (knowledge.cited.count(node->text) == 0) {
    std::vector<std::string> known;
    for (const auto& [id, entry] : knowledge.cited) known.push_back(id);
    diagnostics.add({Code::unknown_source, node->span, "no such source", node->text,
                     core::did_you_mean(node->text, known)});
  }
  return node->text;
}

std::string Reading::at(Mapping& mapping) const {
  const Node* node = mapping.find("at");
  if (node != nullptr && node->is_scalar() && !node->text.empty()) return node->text;
  diagnostics.add({Code::missing_citation,
                   mapping.node().span,
                   "this does not say where in its source it stands",
                   {},
                   "add `at: ...`"});
  return {};
}

std::optional<Figure> Reading::figure(const Node& node) const {
  auto figure = node.is_scalar() ? parse_figure(node.text) : std::nullopt;
  if (!figure) {
    diagnostics.add({Code::bad_study, node.span, "a figure is expected, as printed", node.text});
  }
  return figure;
}

std::optional<std::int64_t> Reading::whole(const Node& node) const {
  std::int64_t value = 0;
  const char* stop = node.text.data() + node.text.size();
  const auto read = std::from_chars(node.text.data(), stop, value);
  const bool good = node.is_scalar() && !node.text.empty() && read.ec == std::errc() &&
                    read.ptr == stop && value >= 0 && value <= 1'000'000'000;
  if (good) return value;
  diagnostics.add({Code::bad_study, node.span, "a whole number is expected", node.text});
  return std::nullopt;
}

void Reading::unknown(const Node& node, const std::string& what,
                      const std::vector<std::string>& known) const {
  diagnostics.add({Code::unknown_in_study, node.span, "no such " + what, node.text,
                   core::did_you_mean(node.text, known)});
}

void Reading::fail(const Node& node, const std::string& message) const {
  diagnostics.add({Code::bad_study, node.span, message});
}

std::vector<std::string> Reading::arm_ids() const {
  std::vector<std::string> ids;
  ids.reserve(study.arms.size());
  for (const Arm& arm : study.arms) ids.push_back(arm.id);
  return ids;
}

}  // namespace regimen::evidence
