// Entry: load_scores. Test: tests/language/load_pack_test.cpp.
#include <algorithm>

#include "engine/core/mapping.h"
#include "engine/language/loading.h"

namespace regimen::language {

using core::Code;
using core::Mapping;
using core::Node;

namespace {

class ScoreReader {
 public:
  explicit ScoreReader(Loading& loading) : loading_(loading) {}

  void run() {
    const auto& all = loading_.knowledge.vocabulary.facts();
    for (facts::FactId id = 0; id < all.size(); ++id) {
      if (!all[id].assume) continue;
      facts::read_citations(&all[id].assume->cites, all[id].place, loading_.knowledge,
                            loading_.diagnostics);
      loading_.pack.assumptions.push_back(
          {all[id].assume->id, id, read_expression(&all[id].assume->expression, loading_)});
    }
    if (!loading_.knowledge.scores) return;
    Mapping mapping(*loading_.knowledge.scores, {"scores"}, "list of scores", loading_.diagnostics);
    for (const Node* node : mapping.items("scores")) read_score(*node);
  }

 private:
  void read_score(const Node& node) {
    Mapping mapping(node, {"id", "fact", "items", "rounded_to", "cites", "terms", "policies"},
                    "score", loading_.diagnostics);
    Score score;
    score.id = mapping.text("id");
    const std::string fact_name = mapping.text("fact");
    const auto fact = loading_.knowledge.vocabulary.find_fact(fact_name);
    if (!fact) {
      loading_.diagnostics.add({Code::unknown_name, node.span, "no such fact", fact_name});
      return;
    }
    score.fact = *fact;
    score.items_path = mapping.text("items");
    const auto& all = loading_.knowledge.vocabulary.facts();
    for (facts::FactId id = 0; id < all.size(); ++id) {
      if (all[id].at.rfind(score.items_path + ".", 0) == 0) score.items.push_back(id);
    }
    const std::string rounding = mapping.text_or("rounded_to", "");
    if (!rounding.empty()) score.rounded_to = facts::Rational::parse(rounding);
    score.cites = facts::read_citations(mapping.find("cites"), node.span, loading_.knowledge,
                                        loading_.diagnostics);
    for (const Node* item : mapping.items("terms")) {
      Mapping term(*item, {"id", "value"}, "term", loading_.diagnostics);
      score.terms.push_back({term.text("id"), read_expression(term.required("value"), loading_)});
    }
    for (const Node* item : mapping.items("policies")) read_policy(*item, score);
    if (score.policies.empty()) score.policies.push_back({"as-defined", {}, true});
    loading_.pack.scores.push_back(std::move(score));
  }

  void read_policy(const Node& node, Score& score) {
    Mapping mapping(node, {"id", "floors", "status"}, "policy", loading_.diagnostics);
    Policy policy;
    policy.id = mapping.text("id");
    policy.confirmed = mapping.text_or("status", "confirmed") == "confirmed";
    if (const Node* floors = mapping.required("floors")) {
      for (const auto& [term, floor] : core::pairs(*floors, "floors", loading_.diagnostics)) {
        const std::string& name = term->text;
        const auto place = std::find_if(score.terms.begin(), score.terms.end(),
                                        [&](const Term& t) { return t.id == name; });
        const auto value = facts::Rational::parse(floor->text);
        if (place == score.terms.end() || !value) {
          loading_.diagnostics.add({Code::bad_value, term->span,
                                    "a floor needs a term of the score and a number", term->text});
        } else {
          policy.floors.emplace(static_cast<std::size_t>(place - score.terms.begin()), *value);
        }
      }
    }
    score.policies.push_back(std::move(policy));
  }

  Loading& loading_;
};

}  // namespace

void load_scores(Loading& loading) { ScoreReader(loading).run(); }

}  // namespace regimen::language
