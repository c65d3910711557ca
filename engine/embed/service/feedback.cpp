// Entry: read_feedback. Test: tests/service/feedback_test.cpp.
#include "engine/embed/service/feedback.h"

#include <algorithm>
#include <optional>

#include "engine/core/yaml.h"

namespace regimen::embed::service {

using core::Node;

namespace {

constexpr core::TextLimits limits{std::size_t{1} << 20, 16, 50'000};
constexpr std::size_t longest = 256;

class FeedbackReader {
 public:
  std::variant<std::vector<CardFeedback>, HttpResponse> run(const Node& root) {
    const Node* all = root.is_mapping() ? root.find("feedback") : nullptr;
    if (all == nullptr || !all->is_sequence() || all->items.empty()) {
      complain("`feedback` is a list, and not empty");
    } else if (all->items.size() > most_feedback) {
      complain("more than " + std::to_string(most_feedback) + " feedbacks");
    } else {
      for (const Node& one : all->items) read(one);
    }
    if (refused_) return std::move(*refused_);
    return std::move(feedback_);
  }

 private:
  void complain(const std::string& sentence) {
    if (!refused_) refused_ = problem(400, "bad_request", sentence);
  }

  std::string text(const Node& node, std::string_view key, bool required) {
    const Node* value = node.is_mapping() ? node.find(key) : nullptr;
    const bool here = value != nullptr && !value->is_null();
    if (!here && required) complain("`" + std::string(key) + "` is required");
    if (!here) return {};
    if (value->is_scalar() && !value->text.empty() && value->text.size() <= longest)
      return value->text;
    complain("`" + std::string(key) + "` is text, of at most " + std::to_string(longest) +
             " bytes");
    return {};
  }

  void read(const Node& node) {
    CardFeedback one;
    one.card = text(node, "card", true);
    const std::string outcome = text(node, "outcome", true);
    one.accepted = outcome == "accepted";
    if (!one.accepted && outcome != "overridden") complain("`outcome` is accepted or overridden");
    one.at = text(node, "outcomeTimestamp", true);
    if (!node.is_mapping()) return;
    if (const Node* suggestions = node.find("acceptedSuggestions")) {
      if (!suggestions->is_sequence()) complain("`acceptedSuggestions` is a list");
      for (const Node& item : suggestions->items) one.suggestions.push_back(text(item, "id", true));
    }
    if (const Node* override_reason = node.find("overrideReason");
        override_reason != nullptr && override_reason->is_mapping()) {
      if (const Node* reason = override_reason->find("reason"))
        one.reason = text(*reason, "code", true);
    }
    feedback_.push_back(std::move(one));
  }

  std::vector<CardFeedback> feedback_;
  std::optional<HttpResponse> refused_;
};

}  // namespace

std::variant<std::vector<CardFeedback>, HttpResponse> read_feedback(const core::Source& body) {
  core::Diagnostics broken;
  const std::optional<Node> root = core::read_json(body, limits, broken);
  if (!root) return problem(400, "bad_json", told(broken));
  return FeedbackReader().run(*root);
}

}  // namespace regimen::embed::service
