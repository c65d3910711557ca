// Input: the bytes of a file or of standard input, piece by piece; what gzip has packed comes out
// unpacked.
//
// Only as much is held as one piece; how long the whole is does not matter. Thread-safety: for one
// thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "engine/core/result.h"

namespace regimen::core {

class Input {
 public:
  // `-` is standard input.
  static Result<Input> open(const std::string& path);

  // Writes at most `size` bytes to `room` and says how many; none at the end.
  Result<std::size_t> read(char* room, std::size_t size);
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  class State;
  struct Close {
    void operator()(State* state) const;
  };
  Input(std::string name, State* state) : name_(std::move(name)), state_(state) {}

  std::string name_;
  std::unique_ptr<State, Close> state_;
};

}  // namespace regimen::core
