// Node: a document as it was written: scalars are text, and everything knows its place.
//
// Both readers (yaml.h, json.h) yield this one tree; nothing is converted yet. A scalar becomes a
// number, a date or a name only when somebody who knows the declared type asks for it, so `010`,
// `no` and `1e3` mean what was typed. Thread-safety: plain values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/source.h"

namespace regimen::core {

struct Node {
  enum class Kind { null, scalar, sequence, mapping };

  Kind kind = Kind::null;
  std::string text;         // of a scalar
  std::vector<Node> items;  // of a sequence; of a mapping: key, value, key, value, ...
  Span span;                // a scalar's own text, or where a collection begins

  [[nodiscard]] bool is_scalar() const { return kind == Kind::scalar; }
  [[nodiscard]] bool is_sequence() const { return kind == Kind::sequence; }
  [[nodiscard]] bool is_mapping() const { return kind == Kind::mapping; }
  [[nodiscard]] bool is_null() const { return kind == Kind::null; }
  // The value at a key of a mapping, or null. Keys are unique.
  [[nodiscard]] const Node* find(std::string_view key) const;
};

// Maps offsets in a scalar's value back to the text it stands in: a block scalar loses its
// indentation, a quoted one its escapes. Exact for all that keeps its characters; the scalar's own
// place where it does not.
class ScalarMap {
 public:
  explicit ScalarMap(const Node& scalar);
  [[nodiscard]] Span span(std::size_t begin, std::size_t end) const;

 private:
  Span whole_;
  std::vector<std::uint32_t> offsets_;  // one for each byte of the value
};

}  // namespace regimen::core
