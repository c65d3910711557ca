// Entry: schema_text, with_kinds. Test: tests/embed/log_test.cpp.
#include "engine/embed/log/schema.h"

#include <array>
#include <utility>

namespace regimen::embed::log {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kinds = {
    {{"decision", decision_rows},
     {"card", card_rows},
     {"feedback", feedback_rows},
     {"gap", gap_rows}}};

}  // namespace

std::string schema_text() {
  std::string text(tables);
  for (const auto& [name, rows] : kinds)
    text.append("CREATE VIEW ").append(name).append(" AS ").append(rows).append(";\n");
  return text;
}

std::string with_kinds(std::string_view query) {
  std::string text;
  for (const auto& [name, rows] : kinds) {
    text.append(text.empty() ? "WITH " : ", ").append(name).append(" AS (").append(rows);
    text.append(")");
  }
  return text.append(" ").append(query);
}

}  // namespace regimen::embed::log
