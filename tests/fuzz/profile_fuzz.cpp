// Any text as a profile, YAML or JSON: it is rejected with a reason, or it is decided and reported
// in both forms; and nothing is decisive for what is known.
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/io/json_report.h"
#include "engine/io/text_report.h"
#include "tests/fuzz/fuzz_world.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using regimen::fuzz::engine;
  using regimen::fuzz::require;
  using regimen::program::Verdict;
  namespace core = regimen::core;
  namespace io = regimen::io;
  const std::string text(reinterpret_cast<const char*>(data), size);
  regimen::embed::EvaluateOptions options;
  // A profile without its day is evaluated on one, so that more than its head is read.
  if (text.find("as_of") == std::string::npos) options.as_of = 20393;
  const auto evaluation = engine().evaluate("<profile>", text, options);
  for (const auto show : {core::ShowValues::no, core::ShowValues::yes}) {
    core::render(evaluation.structure, show);
    core::render(evaluation.values, show);
  }
  require(evaluation.decision.has_value() != evaluation.structure.has_errors(),
          "neither decided nor rejected, or both");
  if (!evaluation.decision) return 0;
  for (const auto& criterion : evaluation.decision->eligibility.criteria) {
    require(criterion.verdict == Verdict::unknown || criterion.missing.empty(),
            "known, and something decides: " + criterion.id);
  }
  const std::string json = io::json_report(*evaluation.decision, evaluation.values, "0", "en");
  require(json.size() > 100, "no report");
  for (const char* locale : {"en", "de"}) {
    io::TextStyle style;
    style.locale = locale;
    style.all = true;
    require(!io::text_report(*evaluation.decision, engine().pack(), style).empty(), "no report");
  }
  return 0;
}
