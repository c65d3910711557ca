// Other harms: rates turned into risks over a horizon. Expected values by hand: 1 - exp(-x) for
// small x is x - x^2/2 + x^3/6.
#include "engine/evidence/harms.h"

#include <doctest/doctest.h>

namespace regimen::evidence {

namespace {

Row rate(const std::string& value, const std::string& low, const std::string& high,
         const std::string& per) {
  Row row;
  Estimate estimate;
  estimate.statistic = "rate";
  estimate.per = per;
  estimate.value = *parse_figure(value);
  estimate.low = parse_figure(low);
  estimate.high = parse_figure(high);
  row.estimate = estimate;
  return row;
}

}  // namespace

TEST_CASE("a rate becomes a risk over the horizon") {
  // 0.54 per 1000 patient-years over one year: x = 0.00054, so 0.00054 - 1.458e-7 + 2.6e-11.
  const auto one = converted_to(rate("0.54", "0.41", "0.67", "1000 patient-years"), 1);
  REQUIRE(one);
  CHECK(one->per_1000 == doctest::Approx(0.539854226).epsilon(1e-8));
  // 0.41: 0.00041 - 8.405e-8 + 1.15e-11; 0.67: 0.00067 - 2.24450e-7 + 5.01e-11.
  CHECK(*one->low == doctest::Approx(0.409915962).epsilon(1e-8));
  CHECK(*one->high == doctest::Approx(0.669775600).epsilon(1e-8));
  // ln 2 per patient-year over one year: half of them.
  const auto half = converted_to(rate("0.693147180559945", "", "", "1 patient-years"), 1);
  REQUIRE(half);
  CHECK(half->per_1000 == doctest::Approx(500));
  CHECK(!half->low);
  CHECK(!half->high);
}

TEST_CASE("what is no rate per patient-years is not converted") {
  CHECK(!converted_to(rate("0.54", "", "", "100 patients"), 1));
  CHECK(!converted_to(rate("0.54", "", "", ""), 1));
  CHECK(!converted_to(rate("0.54", "", "", "0 patient-years"), 1));
  Row ratio = rate("2.35", "1.31", "4.22", "1000 patient-years");
  ratio.estimate->statistic = "hazard_ratio";
  CHECK(!converted_to(ratio, 1));
  CHECK(!converted_to(Row{}, 1));
}

TEST_CASE("a horizon is counted in years") {
  CHECK(*years_of("1 year") == 1);
  CHECK(*years_of("2.5 years") == 2.5);
  CHECK(*years_of("26 weeks") == doctest::Approx(182.0 / 365.25));
  for (const char* text : {"", "year", "1", "1 month", "0 years", "-1 years", "one year"})
    CHECK(!years_of(text));
}

}  // namespace regimen::evidence
