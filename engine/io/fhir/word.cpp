// Entry: word_value. Test: tests/io/fhir_test.cpp.
#include "engine/io/fhir/word.h"

#include <algorithm>
#include <set>

#include "engine/core/mapping.h"
#include "engine/core/text.h"
#include "engine/io/fhir/element.h"
#include "engine/io/fhir/sheet.h"

namespace regimen::io {

using core::Node;

namespace {

// Empty where it has none.
std::string meaning_of(const std::string& word, const WordQuestion& question) {
  const auto known = question.value.means.find(core::fold_name(word));
  if (known != question.value.means.end()) return known->second;
  if (question.type.kind == facts::Kind::truth) {
    const auto flag = core::parse_yes_no(word);
    if (flag) return *flag ? "yes" : "no";
  }
  if (question.type.kind == facts::Kind::word) {
    const auto found = question.type.words.find(word);
    if (found) return question.type.words.words[*found];
  }
  return {};
}

}  // namespace

std::optional<Node> word_value(const std::vector<const Node*>& found, const WordQuestion& question,
                               const WordTrouble& trouble) {
  std::set<std::string> meanings;
  std::string other;
  for (const std::string& code : question.codes) {
    const auto known = question.value.by_code.find(code);
    if (known != question.value.by_code.end()) meanings.insert(known->second);
  }
  for (const Node* node : found) {
    for (const std::string& word : words_of(*node, trouble.broken)) {
      const std::string meaning = meaning_of(word, question);
      if (!meaning.empty()) meanings.insert(meaning);
      if (meaning.empty() && (node == found.front() || other.empty())) other = word;
    }
  }
  const core::Span span = found.empty() ? question.span : found.front()->span;
  if (meanings.size() == 1) return text_node(*meanings.begin(), span);
  for (const std::string& first : question.value.order) {
    if (meanings.count(first) > 0) return text_node(first, span);
  }
  if (!meanings.empty()) {
    trouble.values.add(
        {core::Code::codes_disagree, span, "the words of this mean different things"});
    return text_node("unknown", span);
  }
  if (other.empty() || !question.value.keep_others) return std::nullopt;
  return text_node(other, span);
}

}  // namespace regimen::io
