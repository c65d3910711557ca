// Entry: Rational::make, add, multiply. Test: tests/facts/rational_test.cpp.
#include "engine/facts/rational.h"

#include <limits>
#include <numeric>

namespace regimen::facts {

namespace {

__extension__ using Wide = __int128;

Wide magnitude(Wide value) { return value < 0 ? -value : value; }

Wide gcd(Wide a, Wide b) {
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

std::optional<Rational> reduce(Wide numerator, Wide denominator) {
  if (denominator == 0) return std::nullopt;
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  // What fits is reduced there, by narrow and so much faster division.
  if (magnitude(numerator) <= largest && denominator <= largest) {
    return Rational::make(static_cast<std::int64_t>(numerator),
                          static_cast<std::int64_t>(denominator));
  }
  const Wide divisor = numerator == 0 ? denominator : gcd(magnitude(numerator), denominator);
  numerator /= divisor;
  denominator /= divisor;
  if (magnitude(numerator) > largest || denominator > largest) return std::nullopt;
  return Rational::make(static_cast<std::int64_t>(numerator),
                        static_cast<std::int64_t>(denominator));
}

}  // namespace

std::optional<Rational> Rational::make(std::int64_t numerator, std::int64_t denominator) {
  // The lowest value has no magnitude of its own.
  if (denominator == 0 || numerator < -largest || denominator < -largest) return std::nullopt;
  if (denominator == 1) return Rational(numerator);
  const std::int64_t divisor = std::gcd(numerator, denominator);
  const std::int64_t sign = denominator < 0 ? -1 : 1;
  Rational result;
  result.numerator_ = sign * (numerator / divisor);
  result.denominator_ = sign * (denominator / divisor);
  return result;
}

std::optional<Rational> Rational::parse(std::string_view text) {
  const auto slash = text.find('/');
  if (slash != std::string_view::npos) {
    if (text.find('/', slash + 1) != std::string_view::npos) return std::nullopt;
    const auto numerator = parse(text.substr(0, slash));
    const auto denominator = parse(text.substr(slash + 1));
    if (!numerator || !denominator || !numerator->is_whole() || !denominator->is_whole())
      return std::nullopt;
    return make(numerator->numerator(), denominator->numerator());
  }
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  constexpr std::size_t most_digits = 18;
  std::int64_t digits = 0;
  std::int64_t scale = 1;
  std::size_t count = 0;
  bool pointed = false;
  bool digit_last = false;
  for (const char c : text) {
    if (c == '.' && !pointed && digit_last) {
      pointed = true;
      digit_last = false;
      continue;
    }
    if (c < '0' || c > '9' || ++count > most_digits) return std::nullopt;
    digits = digits * 10 + (c - '0');
    if (pointed) scale *= 10;
    digit_last = true;
  }
  if (!digit_last) return std::nullopt;
  // `010` is read as eight by some and as ten by others.
  if (text.size() > 1 && text[0] == '0' && text[1] != '.') return std::nullopt;
  return make(negative ? -digits : digits, scale);
}

std::int64_t Rational::floor() const {
  const std::int64_t quotient = numerator_ / denominator_;
  return numerator_ % denominator_ < 0 ? quotient - 1 : quotient;
}

Rational Rational::negated() const {
  Rational result = *this;
  result.numerator_ = -result.numerator_;
  return result;
}

std::strong_ordering operator<=>(const Rational& a, const Rational& b) {
  const Wide left = static_cast<Wide>(a.numerator_) * b.denominator_;
  const Wide right = static_cast<Wide>(b.numerator_) * a.denominator_;
  if (left < right) return std::strong_ordering::less;
  return left > right ? std::strong_ordering::greater : std::strong_ordering::equal;
}

std::optional<Rational> add(const Rational& a, const Rational& b) {
  // Each product is below 2^126, so their sum fits.
  const Wide numerator = static_cast<Wide>(a.numerator()) * b.denominator() +
                         static_cast<Wide>(b.numerator()) * a.denominator();
  return reduce(numerator, static_cast<Wide>(a.denominator()) * b.denominator());
}

std::optional<Rational> subtract(const Rational& a, const Rational& b) {
  return add(a, b.negated());
}

std::optional<Rational> multiply(const Rational& a, const Rational& b) {
  return reduce(static_cast<Wide>(a.numerator()) * b.numerator(),
                static_cast<Wide>(a.denominator()) * b.denominator());
}

std::optional<Rational> divide(const Rational& a, const Rational& b) {
  if (b.numerator() == 0) return std::nullopt;
  return reduce(static_cast<Wide>(a.numerator()) * b.denominator(),
                static_cast<Wide>(a.denominator()) * b.numerator());
}

std::string to_decimal(const Rational& value, int places) {
  constexpr int most_places = 6;
  Wide scale = 1;
  int used = 0;
  while (used < most_places &&
         (static_cast<Wide>(value.numerator()) * scale) % value.denominator() != 0) {
    scale *= 10;
    ++used;
  }
  Wide scaled = static_cast<Wide>(value.numerator()) * scale;
  if (scaled % value.denominator() != 0) {
    scale = 1;
    for (used = 0; used < places; ++used) scale *= 10;
    scaled = static_cast<Wide>(value.numerator()) * scale * 2;
    scaled = (scaled + (scaled < 0 ? -value.denominator() : value.denominator())) /
             (static_cast<Wide>(value.denominator()) * 2);
  } else {
    scaled /= value.denominator();
  }
  const bool negative = scaled < 0;
  Wide rest = magnitude(scaled);
  std::string digits;
  for (int i = 0; rest > 0 || i <= used; ++i) {
    if (i == used && used > 0) digits.insert(digits.begin(), '.');
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(rest % 10)));
    rest /= 10;
  }
  return negative ? "-" + digits : digits;
}

std::string to_fraction(const Rational& value) {
  std::string text = std::to_string(value.numerator());
  if (!value.is_whole()) text += "/" + std::to_string(value.denominator());
  return text;
}

double to_double(const Rational& value) {
  return static_cast<double>(value.numerator()) / static_cast<double>(value.denominator());
}

}  // namespace regimen::facts
