// Entry: rate_garwood. Test: tests/evidence/rate_test.cpp.
#include "engine/evidence/rate.h"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cassert>
#include <cmath>
#include <limits>

namespace regimen::evidence {

namespace {

namespace math = boost::math::policies;

using Quiet =
    math::policy<math::domain_error<math::ignore_error>, math::pole_error<math::ignore_error>,
                 math::overflow_error<math::ignore_error>,
                 math::evaluation_error<math::ignore_error>, math::promote_double<false>>;

double real(std::int64_t count) { return static_cast<double>(count); }

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

}  // namespace regimen::evidence
