// What a writer of JSON writes, as text and as a tree.
#pragma once

#include <string>

#include "engine/io/json_parts.h"
#include "engine/io/json_writer.h"

namespace regimen::support {

template <typename Write>
std::string written(const Write& write) {
  io::JsonWriter out;
  write(out);
  return out.take();
}

template <typename Write>
io::Json tree(const Write& write) {
  return io::Json::parse(written(write));
}

}  // namespace regimen::support
