#include "tests/conformance/bench.h"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <utility>

#include "engine/core/yaml.h"
#include "engine/facts/settle.h"
#include "engine/io/profile.h"
#include "engine/language/parse.h"
#include "engine/program/compile.h"
#include "engine/program/run.h"

namespace regimen::conformance {

namespace {

std::string show(const facts::Interval& interval) {
  if (interval.is_point()) return facts::to_fraction(*interval.low.at);
  const auto end = [](const facts::Bound& bound, const std::string& unbounded) {
    return bound.at ? facts::to_fraction(*bound.at) : unbounded;
  };
  const bool low_belongs = interval.low.at && !interval.low.open;
  const bool high_belongs = interval.high.at && !interval.high.open;
  return (low_belongs ? "[" : "(") + end(interval.low, "-inf") + ", " + end(interval.high, "inf") +
         (high_belongs ? "]" : ")");
}

std::string show(const facts::DateRange& date) {
  if (date == facts::DateRange{}) return "unknown";
  const std::string first = facts::to_text(date.first);
  return date.is_point() ? first : first + ".." + facts::to_text(date.last);
}

struct Shower {
  const std::optional<language::Type>& type;
  const facts::Terminology& terminology;

  std::string operator()(facts::Truth truth) const { return std::string(facts::to_text(truth)); }
  std::string operator()(const facts::Interval& interval) const { return show(interval); }
  std::string operator()(const facts::Span& span) const {
    return "days " + show(span.days) + ", months " + show(span.months);
  }
  std::string operator()(const facts::DateRange& date) const { return show(date); }
  std::string operator()(const facts::Period& period) const {
    return show(period.first) + " until " + show(period.last);
  }
  std::string operator()(const facts::Word& word) const {
    if (!word.id || !type || type->declared == nullptr) return "unknown";
    return type->declared->words.words[*word.id];
  }
  std::string operator()(const facts::ConceptName& name) const {
    return name.id ? terminology.at(*name.id).id : "unknown";
  }
};

Causes causes_of(const facts::MissingSet& missing) {
  Causes causes;
  for (const facts::Missing& one : missing)
    causes[one.key].insert(std::string(facts::to_text(one.cause)));
  return causes;
}

void take_errors(const core::Diagnostics& diagnostics, Outcome& outcome) {
  for (const core::Diagnostic& diagnostic : diagnostics.sorted())
    outcome.errors.insert(std::string(core::info(diagnostic.code).id));
  outcome.rendered += core::render(diagnostics, core::ShowValues::yes);
}

}  // namespace

Bench::Bench(const std::filesystem::path& knowledge, const std::filesystem::path& pack) {
  embed::Opening opening = embed::Engine::open(knowledge, pack);
  sources_ = opening.sources;
  engine_ = std::move(opening.engine);
  const std::string complaints = core::render(opening.diagnostics, core::ShowValues::yes);
  REQUIRE_MESSAGE(engine_ != nullptr, complaints);
}

std::set<std::string> Bench::errors_of(const core::Node& expr) const {
  language::CheckedPack checked = pack();
  Outcome outcome;
  core::Diagnostics diagnostics;
  const language::ExprId root =
      language::parse(expr, knowledge().units, checked.pack.ast, diagnostics);
  if (root != language::no_expr) {
    static_cast<void>(
        language::check_expression(checked.pack, root, knowledge(), checked.nodes, diagnostics));
  }
  take_errors(diagnostics, outcome);
  return outcome.errors;
}

Outcome Bench::evaluate(const core::Node& expr, const core::Node& profile,
                        program::World world) const {
  language::CheckedPack checked = pack();  // a copy, to which the expression is added
  Outcome outcome;
  core::Diagnostics diagnostics;
  const language::ExprId root =
      language::parse(expr, knowledge().units, checked.pack.ast, diagnostics);
  std::optional<language::Type> type;
  if (root != language::no_expr) {
    type = language::check_expression(checked.pack, root, knowledge(), checked.nodes, diagnostics);
  }
  const io::ProfileReading reading = io::read_profile(profile, knowledge(), std::nullopt);
  diagnostics.append(reading.structure);
  take_errors(diagnostics, outcome);
  if (!outcome.errors.empty()) return outcome;
  const facts::Settled settled = facts::settle(*reading.record, knowledge().vocabulary,
                                               knowledge().terminology, checked.pack.stale);
  outcome.finding = program::walk_expression(checked, settled, world, root);
  // The columnar program holds to the same tables.
  if (const auto* truth = std::get_if<facts::Truth>(&outcome.finding->value)) {
    const program::Program program = program::compile_expression(checked, root);
    facts::Batch batch(program.reads);
    batch.add(settled);
    const facts::Truth found = program::run(program, batch).of(0, world).when.at(0);
    CHECK_MESSAGE(found == *truth, "the program says ", facts::to_text(found));
  }
  outcome.value = std::visit(Shower{type, knowledge().terminology}, outcome.finding->value);
  outcome.missing = causes_of(outcome.finding->decisive);
  outcome.other = causes_of(outcome.finding->other);
  return outcome;
}

std::filesystem::path project_root() { return REGIMEN_TEST_SOURCE_DIR; }

std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE_MESSAGE(file.good(), path.string());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

core::Node read_node(const core::Source& source) {
  core::Diagnostics diagnostics;
  auto node = core::read_yaml(source, core::TextLimits{}, diagnostics);
  const std::string complaints = core::render(diagnostics, core::ShowValues::yes);
  REQUIRE_MESSAGE(node.has_value(), complaints);
  return std::move(*node);
}

core::Node merged(const core::Node& base, const core::Node& over) {
  if (!base.is_mapping() || !over.is_mapping()) return over;
  core::Node result = base;
  for (std::size_t i = 0; i + 1 < over.items.size(); i += 2)
    set_at(result, over.items[i].text, over.items[i + 1]);
  return result;
}

void set_at(core::Node& root, std::string_view path, const core::Node& value) {
  root.kind = core::Node::Kind::mapping;
  const auto point = path.find('.');
  const std::string_view key = path.substr(0, point);
  const core::Node* found = root.find(key);
  if (found == nullptr) {
    core::Node name;
    name.kind = core::Node::Kind::scalar;
    name.text = std::string(key);
    name.span = value.span;
    root.items.push_back(name);
    root.items.emplace_back();
  }
  for (std::size_t i = 0; i + 1 < root.items.size(); i += 2) {
    if (root.items[i].text != key) continue;
    core::Node& place = root.items[i + 1];
    if (point != std::string_view::npos) {
      set_at(place, path.substr(point + 1), value);
    } else {
      place = found == nullptr ? value : merged(place, value);
    }
    return;
  }
}

core::Node scalar(const core::Source& source) {
  core::Node node;
  node.kind = core::Node::Kind::scalar;
  node.text = std::string(source.text());
  node.span = {&source, 0, static_cast<std::uint32_t>(source.text().size())};
  return node;
}

}  // namespace regimen::conformance
