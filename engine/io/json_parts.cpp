// Entry: figure_json, contrast_json. Test: tests/io/json_effects_test.cpp.
#include "engine/io/json_parts.h"

#include <cmath>

#include "engine/io/json_layers.h"

namespace regimen::io {

Json figure_json(double value) {
  if (std::isinf(value)) return value > 0 ? "infinity" : "-infinity";
  return rounded_figure(value);
}

Json contrast_json(const evidence::Contrast& contrast) {
  JsonWriter out;
  {
    const auto object = out.object();
    write_contrast(contrast, out);
  }
  return Json::parse(out.take());
}

}  // namespace regimen::io
