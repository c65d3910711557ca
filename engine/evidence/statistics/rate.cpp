// Entry: rate_garwood. Test: tests/evidence/statistics/rate_test.cpp.
#include "engine/evidence/statistics/rate.h"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cassert>
#include <cmath>
#include <limits>

#include "engine/evidence/statistics/quiet.h"

namespace regimen::evidence {

namespace {

bool is_rate(std::int64_t events, double time) {
  return events >= 0 && events <= most_patients && std::isfinite(time) && time >= 0;
}

}  // namespace

Rate::Rate(std::int64_t some, double time) : events(some), person_time(time) {
  assert(is_rate(some, time));
}

std::optional<Rate> Rate::make(std::int64_t some, double time) {
  if (!is_rate(some, time)) return std::nullopt;
  return Rate(some, time);
}

std::optional<double> Rate::estimate() const {
  if (person_time == 0) return std::nullopt;
  return real(events) / person_time;
}

std::optional<Limits> rate_garwood(const Rate& rate, double level) {
  assert(level > 0 && level < 1);
  if (rate.person_time == 0) return std::nullopt;
  const double tail = (1 - level) / 2;
  const double events = real(rate.events);
  const double low = rate.events == 0 ? 0 : boost::math::gamma_p_inv(events, tail, Quiet());
  const double high = boost::math::gamma_q_inv(events + 1, tail, Quiet());
  return Limits{low / rate.person_time, high / rate.person_time};
}

std::optional<double> rate_quantile(const Rate& rate, Prior prior, double probability) {
  assert(probability >= 0 && probability <= 1);
  if (rate.person_time == 0) return std::nullopt;
  if (probability == 1) return std::numeric_limits<double>::infinity();
  const double shape = real(rate.events) + (prior == Prior::jeffreys ? 0.5 : 1.0);
  return boost::math::gamma_p_inv(shape, probability, Quiet()) / rate.person_time;
}

}  // namespace regimen::evidence
