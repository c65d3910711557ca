// Call options: the size-tagged structs of regimen.h as what the engine takes, checked.
//
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <optional>
#include <string>

#include "engine/embed/c/errors.h"
#include "engine/embed/c/handles.h"
#include "engine/embed/engine.h"
#include "engine/io/text_report.h"

namespace regimen::embed::c {

// A caller's struct as this library knows it; nothing where its size means nothing: less than the
// size itself, or with something set beyond what is known.
template <typename Options>
std::optional<Options> known_part(const Options* given) {
  Options options{};
  options.size = sizeof(Options);
  if (given == nullptr) return options;
  std::size_t size = 0;
  std::memcpy(&size, given, sizeof size);
  if (size < sizeof size) return std::nullopt;
  const auto* bytes = reinterpret_cast<const unsigned char*>(given);
  for (std::size_t i = sizeof(Options); i < size; ++i) {
    if (bytes[i] != 0) return std::nullopt;
  }
  std::memcpy(&options, given, size < sizeof(Options) ? size : sizeof(Options));
  return options;
}

// How texts are to be evaluated.
struct Asked {
  EvaluateOptions how;
  bool json = true;
  io::TextStyle style;
  std::string name = "<text>";
  core::ShowValues show_values = core::ShowValues::no;
};

struct Asking {
  Asked asked;
  ErrorHandle error;  // what is wrong with the options
};

// The budget begins to run.
Asking read_options(const regimen_evaluate_options* given, const Engine& engine);

// Fit to be said in errors: UTF-8 without control characters, and not endless.
bool is_name(const std::string& name);

}  // namespace regimen::embed::c
