// Workbench: what the tests of the language share: the knowledge of the invented garden
// (tests/conformance/knowledge), expressions from text, packs from texts.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/facts/knowledge.h"
#include "engine/language/check.h"

namespace regimen::language::testing {

std::filesystem::path project_root();
const facts::Knowledge& garden();
const facts::Knowledge& shipped();

// One expression, parsed into a pack of its own.
struct Parsed {
  core::Sources texts;
  Pack pack;
  ExprId root = no_expr;
  core::Diagnostics diagnostics;

  [[nodiscard]] std::string codes() const;  // `E0301 E0302`, by place
};
Parsed parsed(std::string_view expression, const facts::Knowledge& knowledge = garden());
// The scalar of a tree that was read from somewhere.
Parsed parsed(const core::Node& scalar, const facts::Knowledge& knowledge);

// Whether two trees say the same, apart from their places.
bool equal(const Ast& a, ExprId left, const Ast& b, ExprId right);

// The files of a pack: name -> text.
using Files = std::map<std::string, std::string>;
// A sound pack of one rule, with these files in place of its own.
Files with(const Files& changed);

struct Loaded {
  core::Sources texts;
  core::Diagnostics diagnostics;
  std::optional<Pack> pack;            // as it was read
  std::optional<CheckedPack> checked;  // nothing where there are errors

  [[nodiscard]] std::multiset<std::string> codes() const;
};
// Writes the files to a folder, loads and checks them.
Loaded loaded(const Files& files, const facts::Knowledge& knowledge = garden());

}  // namespace regimen::language::testing
