// Any text as an expression: it is refused with a place, or it prints, parses back to what prints
// the same, and, where its types fit, has a value for a patient of whom something is known.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "engine/core/text.h"
#include "engine/facts/settle.h"
#include "engine/io/profile.h"
#include "engine/language/parse.h"
#include "engine/language/print.h"
#include "engine/program/walk.h"
#include "tests/fuzz/fuzz_world.h"

namespace {

using regimen::fuzz::engine;
using regimen::fuzz::require;
namespace core = regimen::core;
namespace facts = regimen::facts;
namespace language = regimen::language;
namespace program = regimen::program;

constexpr const char* patient_text = R"({"profile": "1", "as_of": "2026-11-01",
  "patient": {"birth_date": "1991-03", "sex": "female", "weight": "70.2 kg"},
  "disease": {"diagnosis": "crohns_disease", "cdai": "287", "steroid_dependent": "unknown"},
  "tests": [{"test": "igra", "result": "positive", "date": "2026-09"}],
  "therapies": [{"drug": "prednisone", "dose": "20 mg/day", "start": "2026"}, {"drug": "what"}],
  "conditions": {"complete": false, "entries": [{"condition": "cancer", "status": "absent"}]},
  "procedures": "none"})";

const facts::Settled& patient() {
  static const facts::Settled settled = [] {
    core::Sources sources;
    const core::Source& source = sources.add("<patient>", patient_text, core::Privacy::patient);
    const auto reading = regimen::io::read_profile(source, engine().knowledge(), std::nullopt);
    require(reading.record.has_value(), "the patient of the target is not acceptable");
    return facts::settle(*reading.record, engine().knowledge().vocabulary,
                         engine().knowledge().terminology, {});
  }();
  return settled;
}

core::Node scalar_of(core::Sources& sources, const std::string& text) {
  const core::Source& source = sources.add("<expression>", text, core::Privacy::open);
  core::Node node;
  node.kind = core::Node::Kind::scalar;
  node.text = text;
  node.span = {&source, 0, static_cast<std::uint32_t>(text.size())};
  return node;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (core::first_invalid_utf8(text)) return 0;  // the readers of files let none of it through
  core::Sources sources;
  core::Diagnostics diagnostics;
  const facts::Knowledge& knowledge = engine().knowledge();
  language::CheckedPack checked;
  checked.knowledge = &knowledge;
  checked.score_of.resize(knowledge.vocabulary.facts().size());
  checked.assumption_of.resize(knowledge.vocabulary.facts().size());
  language::Ast& ast = checked.pack.ast;
  const auto root = language::parse(scalar_of(sources, text), knowledge.units, ast, diagnostics);
  core::render(diagnostics, core::ShowValues::yes);
  require((root == language::no_expr) == diagnostics.has_errors(), "refused without a reason");
  if (root == language::no_expr) return 0;

  const std::string printed = language::print(ast, root);
  language::Ast again;
  core::Diagnostics trouble;
  const auto back = language::parse(scalar_of(sources, printed), knowledge.units, again, trouble);
  // Printing may add parentheses and so pass the limit of nesting.
  if (back == language::no_expr) {
    for (const core::Diagnostic& diagnostic : trouble.sorted())
      require(diagnostic.code == core::Code::expression_too_deep, "does not parse: " + printed);
    return 0;
  }
  require(language::print(again, back) == printed, "prints otherwise: " + printed);

  const auto type =
      language::check_expression(checked.pack, root, knowledge, checked.nodes, trouble);
  core::render(trouble, core::ShowValues::yes);
  if (!type || trouble.has_errors()) return 0;
  for (const auto world : {program::World::open, program::World::assumed}) {
    const program::Finding finding = program::walk_expression(checked, patient(), world, root);
    if (type->kind == facts::Kind::truth) {
      const bool known = std::get<facts::Truth>(finding.value) != facts::Truth::unknown;
      require(!known || finding.decisive.empty(), "known, and something decides: " + printed);
    }
  }
  return 0;
}
