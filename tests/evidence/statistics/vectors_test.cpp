// Holds engine/evidence against published values: the rows of vectors/*.yaml, each with its counts,
// what was printed, how far off it may be (half a unit of the last digit) and where it stands.
#include <doctest/doctest.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/mapping.h"
#include "engine/core/yaml.h"
#include "engine/evidence/statistics/exact_test.h"
#include "engine/evidence/statistics/fragility.h"
#include "engine/evidence/statistics/odds_ratio.h"
#include "engine/evidence/statistics/proportion.h"
#include "engine/evidence/statistics/risk_difference.h"
#include "engine/evidence/statistics/risk_ratio.h"
#include "engine/evidence/statistics/stratified.h"

namespace {

namespace core = regimen::core;
namespace evidence = regimen::evidence;
using evidence::Limits;
using evidence::Proportion;

using Values = std::vector<double>;

Values values(const std::optional<Limits>& limits) {
  return limits ? Values{limits->low, limits->high} : Values{};
}
Values values(const std::optional<evidence::ChiSquare>& test) {
  return test ? Values{test->statistic, test->p} : Values{};
}
Values values(const std::optional<double>& value) { return value ? Values{*value} : Values{}; }
Values values(double value) { return {value}; }
Values values(const std::optional<std::int64_t>& count) {
  return count ? Values{static_cast<double>(*count)} : Values{};
}

constexpr double level = 0.95;

using OneArm = std::optional<Limits> (*)(const Proportion&, double);
using TwoArms = std::optional<Limits> (*)(const Proportion&, const Proportion&, double);

const std::map<std::string, OneArm> of_one = {
    {"proportion_wilson", &evidence::proportion_wilson},
    {"proportion_clopper_pearson", &evidence::proportion_clopper_pearson},
    {"proportion_mid_p", &evidence::proportion_mid_p},
};

const std::map<std::string, TwoArms> of_two = {
    {"risk_difference_newcombe", &evidence::risk_difference_newcombe},
    {"risk_difference_miettinen_nurminen", &evidence::risk_difference_miettinen_nurminen},
    {"risk_difference_mee", &evidence::risk_difference_mee},
    {"risk_ratio_koopman", &evidence::risk_ratio_koopman},
    {"risk_ratio_katz", &evidence::risk_ratio_katz},
    {"odds_ratio_miettinen_nurminen", &evidence::odds_ratio_miettinen_nurminen},
    {"odds_ratio_woolf", &evidence::odds_ratio_woolf},
    {"odds_ratio_exact", &evidence::odds_ratio_exact},
    {"odds_ratio_mid_p", &evidence::odds_ratio_mid_p},
};

// Nothing where there is no such method.
Values run(const std::string& method, const std::vector<Proportion>& arms) {
  if (of_one.contains(method) && arms.size() == 1) return values(of_one.at(method)(arms[0], level));
  if (arms.size() < 2 || arms.size() % 2 != 0) return {};
  if (of_two.contains(method)) return values(of_two.at(method)(arms[0], arms[1], level));
  if (method == "fisher_p") return values(fisher_p(arms[0], arms[1]));
  if (method == "mid_p_value") return values(mid_p_value(arms[0], arms[1]));
  if (method == "fragility_index") return values(fragility_index(arms[0], arms[1]));
  std::vector<evidence::Stratum> strata;
  for (std::size_t i = 0; i + 1 < arms.size(); i += 2) strata.push_back({arms[i], arms[i + 1]});
  if (method == "cochran_mantel_haenszel") return values(cochran_mantel_haenszel(strata));
  if (method == "cochran_mantel_haenszel_corrected")
    return values(cochran_mantel_haenszel(strata, evidence::Correction::continuity));
  if (method == "mantel_haenszel_odds_ratio") return values(mantel_haenszel_odds_ratio(strata));
  if (method == "mantel_haenszel_limits") return values(mantel_haenszel_limits(strata, level));
  return {};
}

template <typename Number>
std::vector<Number> numbers(const std::vector<std::string>& texts) {
  std::vector<Number> result;
  for (const std::string& text : texts) {
    Number value{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    REQUIRE_MESSAGE(read.ec == std::errc(), text);
    REQUIRE_MESSAGE(read.ptr == text.data() + text.size(), text);
    result.push_back(value);
  }
  return result;
}

std::string show(const Values& list) {
  std::ostringstream text;
  text.precision(12);
  for (const double value : list) text << value << " ";
  return text.str();
}

void check_row(const core::Node& node, core::Diagnostics& diagnostics) {
  core::Mapping row(node, {"method", "counts", "expect", "tolerance", "where"}, "row", diagnostics);
  const std::string place = core::to_text(node.span);
  const auto counts = numbers<std::int64_t>(row.texts("counts"));
  REQUIRE_MESSAGE(counts.size() % 2 == 0, place);
  std::vector<Proportion> arms;
  for (std::size_t i = 0; i + 1 < counts.size(); i += 2) {
    const auto arm = Proportion::make(counts[i], counts[i + 1]);
    REQUIRE_MESSAGE(arm.has_value(), place);
    arms.push_back(*arm);
  }
  const Values expected = numbers<double>(row.texts("expect"));
  const Values tolerance = numbers<double>(row.texts("tolerance"));
  const Values found = run(row.text("method"), arms);
  CHECK_MESSAGE(!row.text("where").empty(), place);
  REQUIRE_MESSAGE(found.size() == expected.size(), place);
  REQUIRE_MESSAGE(tolerance.size() == expected.size(), place);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::string what = place + ": " + row.text("method") + " is " + show(found);
    // 1 + 1e-9: a printed digit may be rounded from just half a unit away.
    CHECK_MESSAGE(std::abs(found[i] - expected[i]) <= tolerance[i] * (1 + 1e-9), what);
  }
}

std::size_t check_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE_MESSAGE(file.good(), path.string());
  std::ostringstream text;
  text << file.rdbuf();
  core::Sources sources;
  const core::Source& source =
      sources.add(path.filename().string(), text.str(), core::Privacy::open);
  core::Diagnostics diagnostics;
  const auto root = core::read_document(source, core::TextLimits{}, diagnostics);
  std::size_t rows = 0;
  if (root) {
    core::Mapping mapping(*root, {"vectors", "rows"}, "file", diagnostics);
    CHECK(mapping.text("vectors") == path.stem().string());
    for (const core::Node* row : mapping.items("rows")) {
      check_row(*row, diagnostics);
      ++rows;
    }
  }
  const std::string complaints = core::render(diagnostics, core::ShowValues::yes);
  CHECK_MESSAGE(diagnostics.empty(), complaints);
  return rows;
}

}  // namespace

TEST_CASE("published values come out") {
  const std::filesystem::path folder =
      std::filesystem::path(REGIMEN_TEST_SOURCE_DIR) / "tests/evidence/statistics/vectors";
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".yaml") continue;
    names.insert(entry.path().stem().string());
    CHECK(check_file(entry.path()) > 0);
  }
  CHECK(names ==
        std::set<std::string>{"proportion", "ratio", "risk_difference", "stratified", "test"});
}

TEST_CASE("two things are called MN, and these rows tell them apart") {
  // What Fagerland prints as Miettinen and Nurminen's low limit is .028: with their factor it is
  // .027 (PropCIs).
  const Proportion a(7, 34);
  const Proportion b(1, 34);
  CHECK(std::abs(risk_difference_mee(a, b, level)->low - 0.028) < 0.0005);
  CHECK(std::abs(risk_difference_miettinen_nurminen(a, b, level)->low - 0.028) > 0.0005);
}
