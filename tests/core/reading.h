// Reading: what the tests of the readers share: a text, what came of it, and both written down in
// one line, so that they can be compared.
#pragma once

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/core/yaml.h"

namespace regimen::core_tests {

struct Reading {
  core::Sources sources;  // a deque: what points into it stays valid when it moves
  core::Diagnostics diagnostics;
  std::optional<core::Node> root;
};

using Reader = std::optional<core::Node> (*)(const core::Source&, const core::TextLimits&,
                                             core::Diagnostics&);

inline Reading read(Reader reader, std::string text, core::TextLimits limits = {},
                    core::Privacy privacy = core::Privacy::open) {
  Reading reading;
  const core::Source& source = reading.sources.add("t", std::move(text), privacy);
  reading.root = reader(source, limits, reading.diagnostics);
  return reading;
}

inline Reading yaml(std::string text, core::TextLimits limits = {}) {
  return read(&core::read_yaml, std::move(text), limits);
}
inline Reading json(std::string text, core::TextLimits limits = {}) {
  return read(&core::read_json, std::move(text), limits);
}

// `E0105 2:1, E0106 3:4`, in the order of their places.
inline std::string codes(const core::Diagnostics& diagnostics) {
  std::string text;
  for (const core::Diagnostic& one : diagnostics.sorted()) {
    if (!text.empty()) text += ", ";
    text += std::string(core::info(one.code).id) + " " + core::to_text(one.span).substr(2);
  }
  return text;
}

// The code of the first diagnostic alone.
inline std::string first_code(const core::Diagnostics& diagnostics) {
  if (diagnostics.empty()) return "none";
  return std::string(core::info(diagnostics.sorted().front().code).id);
}

// `{a: 'x', b: ['1', ~]}`: scalars in quotes, null as `~`.
inline std::string outline(const core::Node& node) {
  switch (node.kind) {
    case core::Node::Kind::null:
      return "~";
    case core::Node::Kind::scalar:
      return "'" + node.text + "'";
    case core::Node::Kind::sequence: {
      std::string text = "[";
      for (const core::Node& item : node.items) {
        if (text.size() > 1) text += ", ";
        text += outline(item);
      }
      return text + "]";
    }
    case core::Node::Kind::mapping: {
      std::string text = "{";
      for (std::size_t i = 0; i + 1 < node.items.size(); i += 2) {
        if (i > 0) text += ", ";
        text += node.items[i].text + ": " + outline(node.items[i + 1]);
      }
      return text + "}";
    }
  }
  return "?";
}

inline std::string outline(const std::optional<core::Node>& node) {
  return node ? outline(*node) : "nothing";
}

inline std::string repeat(std::string_view text, std::size_t times) {
  std::string result;
  result.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

// The characters that a span covers.
inline std::string covered(const core::Span& span) {
  if (span.source == nullptr) return "no place";
  return std::string(span.source->text().substr(span.begin, span.end - span.begin));
}

}  // namespace regimen::core_tests
