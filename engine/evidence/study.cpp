// Entry: parse_figure and the look-ups. Test: tests/evidence/study_test.cpp.
#include "engine/evidence/study.h"

#include <algorithm>

namespace regimen::evidence {

std::string in_locale(const Localized& text, std::string_view locale) {
  for (const std::string_view wanted : {locale, std::string_view("en")}) {
    const auto place = text.find(std::string(wanted));
    if (place != text.end()) return place->second;
  }
  return {};
}

std::optional<Figure> parse_figure(std::string_view text) {
  Figure figure;
  figure.printed = text;
  figure.below = !text.empty() && text.front() == '<';
  if (figure.below) text.remove_prefix(1);
  if (text.find('/') != std::string_view::npos) return std::nullopt;  // a Rational may have one
  const auto value = facts::Rational::parse(text);
  if (!value) return std::nullopt;
  figure.value = *value;
  const auto point = text.find('.');
  if (point != std::string_view::npos) figure.decimals = static_cast<int>(text.size() - point) - 1;
  return figure;
}

namespace {

template <typename T>
const T* by_id(const std::vector<T>& all, std::string_view id) {
  const auto place =
      std::find_if(all.begin(), all.end(), [&](const T& one) { return one.id == id; });
  return place == all.end() ? nullptr : &*place;
}

}  // namespace

const Count* Row::count(std::string_view arm) const {
  const auto place =
      std::find_if(counts.begin(), counts.end(), [&](const Count& one) { return one.arm == arm; });
  return place == counts.end() ? nullptr : &*place;
}

const Row* Study::row(std::string_view wanted) const { return by_id(rows, wanted); }
const AnalysisSet* Study::set(std::string_view wanted) const { return by_id(sets, wanted); }
const Arm* Study::arm(std::string_view wanted) const { return by_id(arms, wanted); }

const Arm* Study::arm_of(std::string_view regimen) const {
  const auto place = std::find_if(arms.begin(), arms.end(),
                                  [&](const Arm& one) { return one.regimen == regimen; });
  return place == arms.end() ? nullptr : &*place;
}

const Outcome* Evidence::outcome(std::string_view wanted) const { return by_id(outcomes, wanted); }
const Study* Evidence::study(std::string_view wanted) const { return by_id(studies, wanted); }

}  // namespace regimen::evidence
