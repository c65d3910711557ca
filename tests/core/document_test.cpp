// A data file: what is read of it, the digest of its text, and where it is told that it cannot be
// read.
#include "engine/core/document.h"

#include <doctest/doctest.h>

#include <fstream>
#include <string>

#include "engine/core/files.h"
#include "engine/core/tree_cache.h"
#include "tests/support/temporary_folder.h"

namespace regimen::core {

namespace {

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string told(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& one : diagnostics.sorted())
    text += std::string(info(one.code).id) + " " + to_text(one.span) + "\n";
  return text;
}

}  // namespace

TEST_CASE("a file is read with the digest of its text") {
  const support::TemporaryFolder folder;
  write(folder / "a.yaml", "a: 1\n");
  Sources texts;
  Diagnostics diagnostics;
  const Document document = read_data_file({folder / "a.yaml", 100}, texts, diagnostics);
  REQUIRE(document.root.has_value());
  CHECK(document.root->find("a")->text == "1");
  CHECK(document.digest == sha256("a: 1\n"));
  CHECK(to_text(document.root->span) == (folder / "a.yaml").string() + ":1:1");
  CHECK(diagnostics.empty());
}

TEST_CASE("a file that is broken has a digest, and no root") {
  const support::TemporaryFolder folder;
  write(folder / "a.yaml", "a: 1\na: 2\n");
  Sources texts;
  Diagnostics diagnostics;
  const Document document = read_data_file({folder / "a.yaml", 100}, texts, diagnostics);
  CHECK_FALSE(document.root.has_value());
  CHECK(document.digest == sha256("a: 1\na: 2\n"));
  CHECK(told(diagnostics) == "E0105 " + (folder / "a.yaml").string() + ":2:1\n");
}

TEST_CASE("a file that cannot be read is told where it is named, else at itself") {
  const support::TemporaryFolder folder;
  write(folder / "long.yaml", "a: 1234\n");  // 8 bytes
  Sources texts;
  const Source& list = texts.add("list.yaml", "files: [none.yaml]\n", Privacy::open);
  Diagnostics named;
  const Document none = read_data_file(
      {folder / "none.yaml", 100, KeepTree::yes, {&list, 8, 17}, "none.yaml"}, texts, named);
  CHECK_FALSE(none.root.has_value());
  CHECK(none.digest.empty());
  CHECK(told(named) == "E0209 list.yaml:1:9\n");
  Diagnostics unnamed;
  CHECK_FALSE(read_data_file({folder / "long.yaml", 7}, texts, unnamed).root.has_value());
  CHECK(told(unnamed) == "E0209 " + (folder / "long.yaml").string() + ":1:1\n");
}

TEST_CASE("a tree is kept only where that is wanted") {
  const support::TemporaryFolder folder;
  write(folder / "a.yaml", "a: 1\n");
  for (const KeepTree keep : {KeepTree::no, KeepTree::yes}) {
    TreeCache trees(folder / "trees");
    Sources texts;
    texts.keep_trees(&trees);
    Diagnostics diagnostics;
    CHECK(read_data_file({folder / "a.yaml", 100, keep}, texts, diagnostics).root.has_value());
    CHECK_FALSE(trees.save().has_value());
    CHECK(std::filesystem::exists(folder / "trees") == (keep == KeepTree::yes));
  }
}

}  // namespace regimen::core
