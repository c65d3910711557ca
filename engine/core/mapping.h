// Mapping: a strict view of a mapping Node: it knows which keys may stand there, and reports what
// is wrong.
//
// Every reader of rules, knowledge and profiles goes through it, so that an unknown key, a missing
// one and a wrong shape are told in the same way everywhere. A getter that finds nothing usable
// reports it once and returns nothing. Thread-safety: for one thread; holds references to the node
// and the diagnostics.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"

namespace regimen::core {

class Mapping {
 public:
  // Reports unknown keys. `what` names the thing for messages: `rule`, `concept`.
  Mapping(const Node& node, std::vector<std::string> allowed, std::string_view what,
          Diagnostics& diagnostics);

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] const Node& node() const { return node_; }
  // The value at the key, or null; null too where YAML says null.
  [[nodiscard]] const Node* find(std::string_view key) const;
  [[nodiscard]] const Node* required(std::string_view key);
  [[nodiscard]] std::string text(std::string_view key);  // required; empty where it is missing
  [[nodiscard]] std::string text_or(std::string_view key, std::string_view otherwise);
  // `yes`, `no`, `true`, `false`.
  [[nodiscard]] bool flag_or(std::string_view key, bool otherwise);
  // Nothing where the key is absent.
  [[nodiscard]] std::vector<const Node*> items(std::string_view key);
  [[nodiscard]] std::vector<std::string> texts(std::string_view key);

 private:
  const Node& node_;
  std::string what_;
  Diagnostics& diagnostics_;
  bool ok_ = true;
};

// The key and value nodes of a mapping, or nothing with a diagnostic.
std::vector<std::pair<const Node*, const Node*>> pairs(const Node& node, std::string_view what,
                                                       Diagnostics& diagnostics);

// A suggestion as help text: `did you mean `x`?`, or empty.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

// `yes`, `no`, `true`, `false`, in any case.
std::optional<bool> parse_yes_no(std::string_view text);

}  // namespace regimen::core
