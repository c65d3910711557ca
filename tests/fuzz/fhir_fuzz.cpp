// Any text as FHIR: it is refused with a reason, or each of its patients is decided and reported in
// both forms.
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/io/json_report.h"
#include "engine/io/text_report.h"
#include "tests/fuzz/fuzz_world.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using regimen::fuzz::engine;
  using regimen::fuzz::require;
  namespace core = regimen::core;
  namespace io = regimen::io;
  const std::string text(reinterpret_cast<const char*>(data), size);
  regimen::embed::EvaluateOptions options;
  options.as_of = 20758;  // 1 November 2026
  const auto all = engine().evaluate_all("<bundle>", text, options);
  require(!all.empty(), "no answer");
  for (const auto& evaluation : all) {
    for (const auto show : {core::ShowValues::no, core::ShowValues::yes}) {
      core::render(evaluation.structure, show);
      core::render(evaluation.values, show);
    }
    require(evaluation.decision.has_value() != evaluation.structure.has_errors(),
            "neither decided nor rejected, or both");
    if (!evaluation.decision) continue;
    require(io::json_report(*evaluation.decision, evaluation.values, "0", "en").size() > 100,
            "no report");
    for (const char* locale : {"en", "de"}) {
      io::TextStyle style;
      style.locale = locale;
      require(!io::text_report(*evaluation.decision, engine().pack(), style).empty(), "no report");
    }
  }
  return 0;
}
