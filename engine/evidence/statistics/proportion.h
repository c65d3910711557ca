// Proportion: so many events among so many patients, and the limits between which it may lie.
//
// What all of this folder share stands here too: the counts, a pair of limits, the critical value
// of a level and the search for a limit. Functions are pure and never return NaN; a `level` is
// that of a two-sided interval, such as 0.95. REQUIRES of every `level`: 0 < level < 1.
// Thread-safety: plain values.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

namespace regimen::evidence {

constexpr std::int64_t most_patients = 1'000'000'000;

struct Proportion {
  std::int64_t events;
  std::int64_t total;

  // REQUIRES: 0 <= events <= total <= most_patients. Counts from outside go through `make`.
  Proportion(std::int64_t some, std::int64_t all);
  // Nothing where the counts are none of a proportion.
  static std::optional<Proportion> make(std::int64_t some, std::int64_t all);

  [[nodiscard]] std::int64_t others() const { return total - events; }
  // The same patients, counted by what did not happen.
  [[nodiscard]] Proportion complement() const { return {others(), total}; }
  // Nothing where there are no patients.
  [[nodiscard]] std::optional<double> estimate() const;
  bool operator==(const Proportion&) const = default;
};

struct Limits {
  double low;
  double high;

  bool operator==(const Limits&) const = default;
};

// Each gives nothing where there are no patients; limits lie within 0 and 1, and are 0 below no
// events and 1 above nothing but events.

// The score interval. Wilson 1927, J Am Stat Assoc 22:209; method 3 of Newcombe 1998, Stat Med
// 17:857.
std::optional<Limits> proportion_wilson(const Proportion& p, double level);
// The tail method, also called exact. Clopper and Pearson 1934, Biometrika 26:404.
std::optional<Limits> proportion_clopper_pearson(const Proportion& p, double level);
// The tail method with half of the probability of what was seen. Lancaster 1949, Biometrika 36:370;
// compared in Newcombe 1998, Stat Med 17:857.
std::optional<Limits> proportion_mid_p(const Proportion& p, double level);
// Quantiles of the posterior under Jeffreys' prior, Beta(1/2, 1/2), set to 0 and 1 at the ends as
// Brown, Cai and DasGupta 2001, Stat Sci 16:101 do.
std::optional<Limits> proportion_jeffreys(const Proportion& p, double level);

// A count of patients, exact: most_patients is far below 2^53.
inline double real(std::int64_t count) { return static_cast<double>(count); }

// What a standard normal variable exceeds, in either direction together, with probability 1 -
// level: 1.96 at 0.95.
double critical_value(double level);

// Where f, positive at `outside`, turns negative on the way to `inside`, as closely as doubles
// allow; `outside` itself where it is nowhere positive. At `inside` f is taken to be negative and
// not asked: what is estimated lies within its limits, even where f is 0 or undefined there.
double limit_between(double outside, double inside, const std::function<double(double)>& f);

}  // namespace regimen::evidence
