// Entry: load_value_model, read_weights. Test: tests/language/value_model_test.cpp.
#include <algorithm>

#include "engine/core/mapping.h"
#include "engine/language/loading.h"

namespace regimen::language {

using core::Code;
using core::Mapping;
using core::Node;
using facts::Rational;

const WeightSet* ValueModel::preset(const std::string& id) const {
  const auto place = std::find_if(presets.begin(), presets.end(),
                                  [&](const WeightSet& one) { return one.id == id; });
  return place == presets.end() ? nullptr : &*place;
}

double ModelCriterion::width() const {
  return facts::to_double(knots.back().at) - facts::to_double(knots.front().at);
}

namespace {

constexpr std::uint32_t most_draws = 100'000;
constexpr std::size_t most_criteria = 12;  // the corners of the weights are 2 to the power of these
constexpr std::ptrdiff_t most_modified = 4;  // so are the cases that a patient may be in
constexpr std::int64_t most_weight = 1'000'000;

// A number from `low` to `high`; told and 0 where it is none.
Rational number(const Node& node, const Rational& low, const Rational& high,
                core::Diagnostics& diagnostics) {
  const auto value = node.is_scalar() ? Rational::parse(node.text) : std::nullopt;
  if (value && *value >= low && *value <= high) return *value;
  diagnostics.add({Code::bad_model, node.span,
                   "a number from " + facts::to_decimal(low) + " to " + facts::to_decimal(high) +
                       " is expected",
                   node.is_scalar() ? node.text : std::string()});
  return low;
}

// A number, a pair of limits, or limits around a reference.
WeightRange range(const Node& node, core::Diagnostics& diagnostics) {
  const auto one = [&](const Node& item) { return number(item, 0, most_weight, diagnostics); };
  if (node.is_scalar()) {
    const Rational value = one(node);
    return {value, value, value};
  }
  const std::size_t count = node.is_sequence() ? node.items.size() : 0;
  if (count != 2 && count != 3) {
    diagnostics.add({Code::bad_model, node.span,
                     "a weight is a number, `[low, high]` or `[low, reference, high]`"});
    return {};
  }
  WeightRange result{one(node.items.front()), {}, one(node.items.back())};
  const auto sum = facts::add(result.low, result.high);
  const auto middle = sum ? facts::divide(*sum, 2) : std::nullopt;
  result.reference = count == 3 ? one(node.items[1]) : middle.value_or(result.low);
  if (result.low > result.reference || result.reference > result.high)
    diagnostics.add({Code::empty_range, node.span, "the limits of a weight do not rise"});
  return result;
}

std::vector<std::string> ids_of(const ValueModel& model) {
  std::vector<std::string> ids;
  ids.reserve(model.criteria.size());
  for (const ModelCriterion& criterion : model.criteria) ids.push_back(criterion.id);
  return ids;
}

class ModelReader {
 public:
  explicit ModelReader(Loading& loading) : loading_(loading), diagnostics_(loading.diagnostics) {}

  void run(const Node& root) {
    Mapping mapping(
        root, {"horizon", "prior", "draws", "seed", "precedes_at", "unit", "criteria", "presets"},
        "value model", diagnostics_);
    if (!root.is_mapping()) return;
    model_.span = root.span;
    model_.horizon = mapping.text("horizon");
    read_prior(mapping);
    model_.draws = static_cast<std::uint32_t>(whole(mapping, "draws", 1, most_draws));
    model_.seed = static_cast<std::uint64_t>(whole(mapping, "seed", 0, most_weight));
    if (const Node* node = mapping.required("precedes_at"))
      model_.precedes_at = number(*node, *Rational::make(1, 2), 1, diagnostics_);
    for (const Node* node : mapping.items("criteria")) read_criterion(*node);
    if (model_.criteria.empty() || model_.criteria.size() > most_criteria) {
      diagnostics_.add({Code::bad_model, root.span,
                        "a value model has 1 to " + std::to_string(most_criteria) + " criteria"});
    }
    const auto modified = std::count_if(model_.criteria.begin(), model_.criteria.end(),
                                        [](const ModelCriterion& one) { return one.modified; });
    if (modified > most_modified) {
      diagnostics_.add(
          {Code::bad_model, root.span,
           "at most " + std::to_string(most_modified) + " criteria can be `modified`"});
    }
    model_.unit = mapping.text("unit");
    const auto ids = ids_of(model_);
    if (!model_.unit.empty() && std::find(ids.begin(), ids.end(), model_.unit) == ids.end()) {
      diagnostics_.add({Code::unknown_name, mapping.find("unit")->span, "no such criterion",
                        model_.unit, core::did_you_mean(model_.unit, ids)});
    }
    for (const Node* node : mapping.items("presets")) read_preset(*node);
    if (model_.presets.empty())
      diagnostics_.add({Code::bad_model, root.span, "a value model needs a set of weights"});
    loading_.pack.model = std::move(model_);
  }

 private:
  void read_prior(Mapping& mapping) {
    const std::string prior = mapping.text("prior");
    if (prior == "uniform") {
      model_.prior = PriorName::uniform;
    } else if (prior != "jeffreys" && !prior.empty()) {
      diagnostics_.add({Code::bad_model, mapping.find("prior")->span, "no such prior", prior,
                        "there are `jeffreys` and `uniform`"});
    }
  }

  std::int64_t whole(Mapping& mapping, std::string_view key, std::int64_t low, std::int64_t high) {
    const Node* node = mapping.required(key);
    if (node == nullptr) return low;
    const Rational value = number(*node, low, high, diagnostics_);
    if (!value.is_whole())
      diagnostics_.add({Code::bad_model, node->span, "a whole number is expected", node->text});
    return value.floor();
  }

  void read_criterion(const Node& node) {
    Mapping mapping(node, {"id", "row", "rates", "value", "modified"}, "criterion", diagnostics_);
    if (!node.is_mapping()) return;
    ModelCriterion criterion;
    criterion.span = node.span;
    criterion.id = mapping.text("id");
    if (!criterion.id.empty() && !is_id(criterion.id, "-_"))
      diagnostics_.add({Code::bad_id, node.span, "this is no id", criterion.id});
    const auto ids = ids_of(model_);
    if (std::find(ids.begin(), ids.end(), criterion.id) != ids.end()) {
      diagnostics_.add(
          {Code::duplicate_id, node.span, "this criterion stands twice", criterion.id});
    }
    criterion.row = mapping.text_or("row", "");
    const Node* rates = mapping.find("rates");
    if (criterion.row.empty() == (rates == nullptr)) {
      diagnostics_.add(
          {Code::missing_key, node.span, "either `row` or `rates` is needed, not both"});
    }
    if (rates != nullptr) read_rates(*rates, criterion.rates);
    criterion.modified = mapping.flag_or("modified", false);
    read_knots(mapping, criterion);
    model_.criteria.push_back(std::move(criterion));
  }

  void read_rates(const Node& node, RateUse& rates) {
    Mapping mapping(node, {"study", "rows", "cases"}, "use of rates", diagnostics_);
    rates.study = mapping.text("study");
    rates.cases = mapping.text("cases");
    const Node* rows = mapping.required("rows");
    if (rows == nullptr) return;
    for (const auto& [regimen, row] : core::pairs(*rows, "rows", diagnostics_))
      rates.rows[regimen->text] = row->text;
  }

  void read_knots(Mapping& mapping, ModelCriterion& criterion) {
    static_cast<void>(mapping.required("value"));
    for (const Node* node : mapping.items("value")) {
      Mapping knot(*node, {"at", "worth"}, "knot", diagnostics_);
      const Node* at = knot.required("at");
      const Node* worth = knot.required("worth");
      if (at == nullptr || worth == nullptr) continue;
      criterion.knots.push_back(
          {number(*at, 0, 1, diagnostics_), number(*worth, 0, 1, diagnostics_)});
    }
    // As they are reckoned with: two numerals may be one number then.
    std::vector<std::pair<double, double>> knots;
    for (const Knot& knot : criterion.knots)
      knots.emplace_back(facts::to_double(knot.at), facts::to_double(knot.worth));
    bool rises = true;
    bool falls = true;
    bool in_order = true;
    for (std::size_t i = 1; i < knots.size(); ++i) {
      in_order = in_order && knots[i - 1].first < knots[i].first;
      rises = rises && knots[i - 1].second <= knots[i].second;
      falls = falls && knots[i - 1].second >= knots[i].second;
    }
    if (knots.size() < 2 || !in_order || rises == falls) {
      diagnostics_.add({Code::bad_model, criterion.span,
                        "a value function needs knots in order, whose worth only rises or only "
                        "falls",
                        criterion.id});
    }
  }

  void read_preset(const Node& node) {
    Mapping mapping(node, {"id", "weights", "cites"}, "set of weights", diagnostics_);
    if (!node.is_mapping()) return;
    const std::string id = mapping.text("id");
    if (!id.empty() && !is_id(id, "-_"))
      diagnostics_.add({Code::bad_id, node.span, "this is no id", id});
    if (model_.preset(id) != nullptr)
      diagnostics_.add({Code::duplicate_id, node.span, "this set of weights stands twice", id});
    const Node* weights = mapping.required("weights");
    if (weights == nullptr) return;
    WeightSet set = read_weights(*weights, model_, diagnostics_);
    set.id = id;
    set.span = node.span;
    set.cites =
        facts::read_citations(mapping.find("cites"), node.span, loading_.knowledge, diagnostics_);
    model_.presets.push_back(std::move(set));
  }

  Loading& loading_;
  core::Diagnostics& diagnostics_;
  ValueModel model_;
};

}  // namespace

WeightSet read_weights(const Node& node, const ValueModel& model, core::Diagnostics& diagnostics) {
  WeightSet set;
  set.span = node.span;
  if (node.is_scalar() && node.text == "free") {
    set.free = true;
    return set;
  }
  const auto ids = ids_of(model);
  bool any = false;
  for (const auto& [name, value] : core::pairs(node, "weights", diagnostics)) {
    if (std::find(ids.begin(), ids.end(), name->text) == ids.end()) {
      diagnostics.add({Code::unknown_name, name->span, "no such criterion", name->text,
                       core::did_you_mean(name->text, ids)});
      continue;
    }
    set.ranges[name->text] = range(*value, diagnostics);
    any = any || set.ranges[name->text].low > Rational(0);
  }
  for (const std::string& id : ids) {
    if (set.ranges.count(id) == 0)
      diagnostics.add(
          {Code::missing_key, node.span, "every criterion needs a weight: `" + id + "`"});
  }
  if (!any && node.is_mapping())
    diagnostics.add({Code::bad_model, node.span, "one weight at least must be above 0"});
  return set;
}

void load_value_model(const Node& root, Loading& loading) { ModelReader(loading).run(root); }

}  // namespace regimen::language
