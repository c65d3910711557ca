// Entry: read_options. Test: tests/embed/c/library_test.cpp.
#include "engine/embed/c/call_options.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/core/text.h"
#include "engine/facts/dates.h"

namespace regimen::embed::c {

namespace {

// Longer waits are none: a clock counts nanoseconds in 64 bits.
constexpr std::uint64_t longest_budget_us = 1'000'000'000'000'000;  // some 30 years

constexpr std::size_t longest_name = 4096;

class Reader {
 public:
  Reader(const regimen_evaluate_options& given, const Engine& engine)
      : given_(given), engine_(engine) {}

  Asking run() {
    read_format();
    read_day();
    read_jurisdiction();
    read_locale();
    read_name();
    read_weights();
    asked().how.assumptions = given_.no_assumptions == 0;
    asked().how.strict = given_.strict != 0;
    asked().show_values = given_.show_values != 0 ? core::ShowValues::yes : core::ShowValues::no;
    if (given_.budget_us > 0 && given_.budget_us < longest_budget_us) {
      asked().how.stop.deadline =
          std::chrono::steady_clock::now() + std::chrono::microseconds(given_.budget_us);
    }
    if (given_.cancel != nullptr) asked().how.stop.cancelled = &given_.cancel->requested;
    return std::move(asking_);
  }

 private:
  Asked& asked() { return asking_.asked; }

  void refuse(std::string message) {
    if (!asking_.error) asking_.error = complaint(REGIMEN_USAGE, std::move(message));
  }

  void read_format() {
    if (given_.format != REGIMEN_FORMAT_JSON && given_.format != REGIMEN_FORMAT_TEXT)
      refuse("`format` is none that this library knows");
    if (given_.reserved != 0) refuse("`reserved` is not 0");
    asked().json = given_.format == REGIMEN_FORMAT_JSON;
    asked().style.all = given_.all != 0;
  }

  void read_day() {
    if (given_.as_of == nullptr) return;
    const auto date = facts::parse_date(given_.as_of);
    if (!date || !date->is_point()) return refuse("`as_of` is no full date such as 2026-11-01");
    asked().how.as_of = date->first;
  }

  void read_jurisdiction() {
    if (given_.jurisdiction == nullptr) return;
    asked().how.jurisdiction = given_.jurisdiction;
    const auto& known = engine_.knowledge().vocabulary.jurisdictions();
    if (std::ranges::find(known, asked().how.jurisdiction) == known.end())
      refuse("`jurisdiction` is none that the knowledge names");
  }

  void read_locale() {
    if (given_.locale == nullptr) return;
    asked().style.locale = given_.locale;
    if (!engine_.knowledge().wording.contains(asked().style.locale))
      refuse("`locale` is none that the knowledge has words for");
  }

  void read_name() {
    if (given_.name == nullptr) return;
    asked().name = given_.name;
    if (!is_name(asked().name)) refuse("`name` is no line of UTF-8, or is too long");
  }

  void read_weights() {
    if (given_.weights == nullptr) return;
    const std::string weights = given_.weights;
    const auto& model = engine_.pack().pack.model;
    if (!model) return refuse("`weights` has no meaning: the pack weighs nothing");
    if (const language::WeightSet* preset = model->preset(weights)) {
      asked().how.weights = *preset;
      return;
    }
    if (!weights.starts_with('{') && weights != "free")
      return refuse("`weights` is neither a set of the pack nor written as {...}");
    WeightsReading reading = engine_.read_weights("weights", weights);
    if (!reading.weights) {
      if (!asking_.error)
        asking_.error = told(REGIMEN_USAGE, reading.diagnostics, core::ShowValues::yes);
      return;
    }
    asked().how.weights = std::move(reading.weights);
  }

  const regimen_evaluate_options& given_;
  const Engine& engine_;
  Asking asking_;
};

}  // namespace

bool is_name(const std::string& name) {
  const auto steers = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  return name.size() <= longest_name && !core::first_invalid_utf8(name) &&
         std::ranges::none_of(name, steers);
}

Asking read_options(const regimen_evaluate_options* given, const Engine& engine) {
  const auto known = known_part(given);
  if (!known) return {{}, complaint(REGIMEN_USAGE, "`size` of the options means nothing")};
  return Reader(*known, engine).run();
}

}  // namespace regimen::embed::c
