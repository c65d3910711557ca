// Entry: elements, words_of, quantity_text. Test: tests/io/fhir_element_test.cpp.
#include "engine/io/fhir/element.h"

#include <algorithm>
#include <span>

#include "engine/facts/dates.h"
#include "engine/facts/rational.h"

namespace regimen::io {

using core::Code;
using core::Node;

const Node* element(const Node& resource, std::string_view key) {
  const Node* value = resource.find(key);
  return value == nullptr || value->is_null() ? nullptr : value;
}

namespace {

void tell(const Node& node, std::string_view key, const std::string& wanted,
          core::Diagnostics& broken) {
  broken.add({Code::bad_element, node.span, "`" + std::string(key) + "` must be " + wanted});
}

// Goes the rest of a path from one node, and from each that a step leads to.
class Follower {
 public:
  Follower(core::Diagnostics& broken, std::vector<const Node*>& reached)
      : broken_(broken), reached_(reached) {}

  void follow(const Node& node, std::span<const std::string> path) {
    if (path.empty()) {
      reached_.push_back(&node);
      return;
    }
    const std::string& step = path.front();
    if (!node.is_mapping()) {
      tell(node, step, "an element of a structure", broken_);
      return;
    }
    constexpr std::string_view choice = "[x]";
    if (step.size() > choice.size() && step.ends_with(choice)) {
      const std::string_view name = std::string_view(step).substr(0, step.size() - choice.size());
      follow_choice(node, name, path.subspan(1));
    } else if (const Node* found = element(node, step)) {
      follow_each(*found, step, path.subspan(1));
    }
  }

 private:
  // One element of each type.
  void follow_choice(const Node& node, std::string_view name, std::span<const std::string> rest) {
    for (std::size_t i = 0; i + 1 < node.items.size(); i += 2) {
      const std::string_view key = node.items[i].text;
      const bool typed = key.size() > name.size() && key.starts_with(name) &&
                         key[name.size()] >= 'A' && key[name.size()] <= 'Z';
      if (typed && !node.items[i + 1].is_null()) follow_each(node.items[i + 1], key, rest);
    }
  }

  void follow_each(const Node& found, std::string_view step, std::span<const std::string> rest) {
    if (!found.is_sequence()) {
      follow(found, rest);
      return;
    }
    for (const Node& item : found.items) {
      if (item.is_sequence()) {
        tell(item, step, "no list of lists", broken_);
      } else if (!item.is_null()) {
        follow(item, rest);
      }
    }
  }

  core::Diagnostics& broken_;
  std::vector<const Node*>& reached_;
};

}  // namespace

std::vector<const Node*> elements(const Node& resource, const FhirPath& path,
                                  core::Diagnostics& broken) {
  std::vector<const Node*> reached;
  Follower(broken, reached).follow(resource, path);
  return reached;
}

const Node* first_element(const Node& resource, const std::vector<FhirPath>& paths,
                          core::Diagnostics& broken) {
  for (const FhirPath& path : paths) {
    const auto found = elements(resource, path, broken);
    if (!found.empty()) return found.size() == 1 ? found.front() : nullptr;
  }
  return nullptr;
}

std::string text_element(const Node& resource, std::string_view key, core::Diagnostics& broken) {
  const Node* node = element(resource, key);
  if (node == nullptr) return {};
  if (node->is_scalar()) return node->text;
  tell(*node, key, "text", broken);
  return {};
}

std::vector<std::string> codes_of(const Node& node, core::Diagnostics& broken) {
  std::vector<std::string> result;
  const auto add = [&result](std::string text) {
    if (!text.empty()) result.push_back(std::move(text));
  };
  if (node.is_scalar()) add(node.text);
  if (!node.is_mapping()) return result;
  add(text_element(node, "code", broken));
  for (const Node* coding : elements(node, {"coding"}, broken)) {
    if (coding->is_mapping()) {
      add(text_element(*coding, "code", broken));
    } else {
      tell(*coding, "coding", "a structure", broken);
    }
  }
  return result;
}

std::vector<std::string> words_of(const Node& node, core::Diagnostics& broken) {
  if (node.is_mapping() && element(node, "value") != nullptr) return {quantity_text(node, broken)};
  std::vector<std::string> result = codes_of(node, broken);
  if (!node.is_mapping()) return result;
  const auto add = [&](const Node& from, std::string_view key) {
    std::string text = from.is_mapping() ? text_element(from, key, broken) : std::string();
    if (!text.empty()) result.push_back(std::move(text));
  };
  add(node, "display");
  for (const Node* coding : elements(node, {"coding"}, broken)) add(*coding, "display");
  add(node, "text");
  return result;
}

std::string date_text(std::string_view date_time) {
  return std::string(date_time.substr(0, date_time.find('T')));
}

namespace {

// Two digits at the place, below the bound.
std::optional<std::int64_t> two_digits(std::string_view text, std::size_t at, std::int64_t below) {
  if (at + 2 > text.size()) return std::nullopt;
  const auto digit = [&](std::size_t i) { return static_cast<std::int64_t>(text[i] - '0'); };
  for (const std::size_t i : {at, at + 1}) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  }
  const std::int64_t value = digit(at) * 10 + digit(at + 1);
  return value < below ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> instant(std::string_view date_time) {
  const auto day = facts::parse_date(date_text(date_time));
  const auto mark = date_time.find('T');
  if (!day || !day->is_point() || mark == std::string_view::npos) return std::nullopt;
  const std::string_view time = date_time.substr(mark + 1);
  const auto hour = two_digits(time, 0, 24);
  const auto minute = two_digits(time, 3, 60);
  const auto zone = time.find_first_of("Z+-");
  if (!hour || !minute || zone == std::string_view::npos) return std::nullopt;
  std::int64_t offset = 0;
  if (time[zone] != 'Z') {
    const auto hours = two_digits(time, zone + 1, 24);
    const auto minutes = two_digits(time, zone + 4, 60);
    if (!hours || !minutes) return std::nullopt;
    offset = (time[zone] == '-' ? -1 : 1) * (*hours * 60 + *minutes);
  }
  return std::int64_t{day->first} * 24 * 60 + *hour * 60 + *minute - offset;
}

std::string plain_decimal(std::string_view decimal) {
  const auto mark = decimal.find_first_of("eE");
  if (mark == std::string_view::npos) return std::string(decimal);
  std::string_view digits = decimal.substr(mark + 1);
  const bool down = !digits.empty() && digits.front() == '-';
  if (!digits.empty() && (digits.front() == '-' || digits.front() == '+')) digits.remove_prefix(1);
  // More places than any number of a profile has: it is left as it is, and no number.
  constexpr std::size_t most = 18;
  std::size_t places = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9' || places > most) return std::string(decimal);
    places = places * 10 + static_cast<std::size_t>(c - '0');
  }
  if (digits.empty() || places > most) return std::string(decimal);
  std::string whole(decimal.substr(0, std::min(mark, decimal.find('.'))));
  std::string part;
  if (const auto point = decimal.find('.'); point < mark)
    part = decimal.substr(point + 1, mark - point - 1);
  std::string sign;
  if (!whole.empty() && whole.front() == '-') {
    sign = "-";
    whole.erase(0, 1);
  }
  if (down) {
    whole.insert(0, places, '0');
    part.insert(0, whole.substr(whole.size() - places));
    whole.erase(whole.size() - places);
  } else {
    part.append(places, '0');
    whole += part.substr(0, places);
    part.erase(0, places);
  }
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
  while (!part.empty() && part.back() == '0') part.pop_back();
  std::string result = sign + (whole.empty() ? "0" : whole);
  if (!part.empty()) result += "." + part;
  return result;
}

namespace {

// UCUM, 2.2: what stands in braces is for the reader, and 1 is the unit of a plain number.
std::string plain_unit(std::string unit) {
  const auto open = unit.find('{');
  const auto close = unit.find('}', open == std::string::npos ? 0 : open);
  if (open != std::string::npos && close != std::string::npos) unit.erase(open, close - open + 1);
  return unit == "1" ? std::string() : unit;
}

}  // namespace

std::string quantity_text(const Node& quantity, core::Diagnostics& broken) {
  const std::string value = text_element(quantity, "value", broken);
  std::string unit = text_element(quantity, "code", broken);
  if (unit.empty()) unit = text_element(quantity, "unit", broken);
  unit = plain_unit(std::move(unit));
  std::string text = text_element(quantity, "comparator", broken) + plain_decimal(value);
  if (!unit.empty()) text += " " + unit;
  return text;
}

bool same(const Node& a, const Node& b) {
  return a.kind == b.kind && a.text == b.text && a.items.size() == b.items.size() &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), same);
}

}  // namespace regimen::io
