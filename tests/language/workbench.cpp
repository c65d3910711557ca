#include "tests/language/workbench.h"

#include <doctest/doctest.h>

#include <fstream>
#include <memory>
#include <utility>

#include "engine/language/parse.h"
#include "tests/support/temporary_folder.h"

namespace regimen::language::testing {

namespace fs = std::filesystem;

fs::path project_root() { return REGIMEN_TEST_SOURCE_DIR; }

namespace {

const facts::Knowledge& read_knowledge(const fs::path& folder) {
  static core::Sources texts;
  static std::vector<std::unique_ptr<facts::Knowledge>> kept;
  core::Diagnostics diagnostics;
  kept.push_back(facts::load_knowledge(folder, texts, diagnostics));
  const std::string complaints = core::render(diagnostics, core::ShowValues::yes);
  REQUIRE_MESSAGE(kept.back() != nullptr, complaints);
  return *kept.back();
}

}  // namespace

const facts::Knowledge& garden() {
  static const facts::Knowledge& knowledge =
      read_knowledge(project_root() / "tests/conformance/knowledge");
  return knowledge;
}

const facts::Knowledge& shipped() {
  static const facts::Knowledge& knowledge = read_knowledge(project_root() / "knowledge");
  return knowledge;
}

std::string Parsed::codes() const {
  std::string codes;
  for (const core::Diagnostic& diagnostic : diagnostics.sorted())
    codes.append(codes.empty() ? "" : " ").append(core::info(diagnostic.code).id);
  return codes;
}

Parsed parsed(std::string_view expression, const facts::Knowledge& knowledge) {
  Parsed result;
  const core::Source& source =
      result.texts.add("expression", std::string(expression), core::Privacy::open);
  core::Node scalar;
  scalar.kind = core::Node::Kind::scalar;
  scalar.text = std::string(expression);
  scalar.span = {&source, 0, static_cast<std::uint32_t>(expression.size())};
  result.root = parse(scalar, knowledge.units, result.pack.ast, result.diagnostics);
  return result;
}

Parsed parsed(const core::Node& scalar, const facts::Knowledge& knowledge) {
  Parsed result;
  result.root = parse(scalar, knowledge.units, result.pack.ast, result.diagnostics);
  return result;
}

bool equal(const Ast& a, ExprId left, const Ast& b, ExprId right) {
  const Expr& x = a.at(left);
  const Expr& y = b.at(right);
  const auto names = [](const Expr& expr) {
    std::vector<std::string> texts;
    for (const NameAt& name : expr.names) texts.push_back(name.text);
    return texts;
  };
  const bool alike = x.kind == y.kind && x.op == y.op && x.negated == y.negated &&
                     x.braced == y.braced && x.text == y.text && x.number == y.number &&
                     x.unit.text == y.unit.text && x.unit.factor == y.unit.factor &&
                     x.unit.dimension == y.unit.dimension && x.unit.calendar == y.unit.calendar &&
                     x.date == y.date && names(x) == names(y) &&
                     x.children.size() == y.children.size();
  if (!alike) return false;
  for (std::size_t i = 0; i < x.children.size(); ++i) {
    if (!equal(a, x.children[i], b, y.children[i])) return false;
  }
  return true;
}

Files with(const Files& changed) {
  Files files = {{"pack.yaml",
                  "pack: garden\nversion: \"1.0.0\"\nlanguage: \"1\"\nrules: [rules.yaml]\n"
                  "messages: {en: en.yaml}\n"},
                 {"rules.yaml",
                  "rules:\n  - id: inclusion.tall\n    kind: inclusion\n    when: height >= 10 cm\n"
                  "    cites: [{source: garden-book, at: page 1}]\n"},
                 {"en.yaml",
                  "messages: garden\nlocale: en\nrules:\n"
                  "  inclusion.tall: {title: At least 10 cm high, fail: It is not.}\n"}};
  for (const auto& [name, text] : changed) files[name] = text;
  return files;
}

std::multiset<std::string> Loaded::codes() const {
  std::multiset<std::string> codes;
  for (const core::Diagnostic& diagnostic : diagnostics.sorted())
    codes.insert(std::string(core::info(diagnostic.code).id));
  return codes;
}

Loaded loaded(const Files& files, const facts::Knowledge& knowledge) {
  const support::TemporaryFolder folder;
  for (const auto& [name, text] : files) {
    fs::create_directories((folder / name).parent_path());
    std::ofstream(folder / name, std::ios::binary) << text;
  }
  Loaded result;
  result.pack = load_pack(folder.path(), knowledge, result.texts, result.diagnostics);
  if (result.pack) {
    Pack copy = *result.pack;
    result.checked = check(std::move(copy), knowledge, result.diagnostics);
    if (result.diagnostics.has_errors()) result.checked.reset();
  }
  return result;
}

}  // namespace regimen::language::testing
