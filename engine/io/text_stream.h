// TextStream: a list as UTF-8, piece by piece, whatever its encoding and its line breaks were.
//
// A byte order mark decides over the declared encoding and is taken off. Where lines end with a
// lone carriage return, it becomes a line feed. Thread-safety: for one thread at a time.
#pragma once

#include <optional>
#include <string>

#include "engine/core/encoding.h"
#include "engine/core/input.h"
#include "engine/core/result.h"

namespace regimen::io {

class TextStream {
 public:
  TextStream(core::Input input, core::Encoding declared)
      : input_(std::move(input)), transcoder_(declared) {}

  // Appends some more to `text`; false at the end.
  core::Result<bool> more(std::string& text);
  [[nodiscard]] const std::string& name() const { return input_.name(); }

 private:
  core::Input input_;
  core::Transcoder transcoder_;
  std::string bytes_;
  bool begun_ = false;
  bool ended_ = false;
  // Not known before the first line break, which may stand at the end of a piece.
  std::optional<bool> lone_returns_;
};

}  // namespace regimen::io
