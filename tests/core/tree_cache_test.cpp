// Documents kept between starts: equal to the parsed ones, and never of another text.
#include "engine/core/tree_cache.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "engine/core/files.h"
#include "tests/support/temporary_folder.h"

namespace regimen::core {

namespace {

namespace fs = std::filesystem;

using Folder = support::TemporaryFolder;

// In a folder that the cache has to make.
fs::path file_in(const Folder& folder) { return folder.path() / "deeper" / "trees"; }

bool same(const Node& a, const Node& b) {
  bool equal = a.kind == b.kind && a.text == b.text && a.span.source == b.span.source &&
               a.span.begin == b.span.begin && a.span.end == b.span.end &&
               a.items.size() == b.items.size();
  for (std::size_t i = 0; equal && i < a.items.size(); ++i) equal = same(a.items[i], b.items[i]);
  return equal;
}

std::optional<Node> read(TreeCache& cache, const Source& source, Diagnostics& diagnostics) {
  return cache.read(source, sha256(source.text()), {}, diagnostics);
}

constexpr const char* document =
    "a: [1, 'x: y', \"\\u00e4\", ~]\n"
    "b:\n"
    "  when: |\n"
    "    p\n"
    "    and q\n"
    "empty: {}\n";

}  // namespace

TEST_CASE("what is kept is what was parsed, places and all") {
  const Folder folder;
  Sources sources;
  const Source& source = sources.add("doc.yaml", document, Privacy::open);
  Diagnostics diagnostics;
  const auto parsed = read_yaml(source, {}, diagnostics);
  REQUIRE(parsed);
  {
    TreeCache first(file_in(folder));
    const auto fresh = read(first, source, diagnostics);
    REQUIRE(fresh);
    CHECK(same(*fresh, *parsed));
    CHECK(!first.save());
  }
  TreeCache second(file_in(folder));
  const auto kept = read(second, source, diagnostics);
  REQUIRE(kept);
  CHECK(same(*kept, *parsed));
  CHECK(diagnostics.empty());
}

TEST_CASE("a file that is damaged in any byte, or cut off, holds nothing") {
  const Folder folder;
  Sources sources;
  const Source& source = sources.add("doc.yaml", document, Privacy::open);
  Diagnostics diagnostics;
  TreeCache cache(file_in(folder));
  REQUIRE(read(cache, source, diagnostics));
  REQUIRE(!cache.save());
  const std::string whole = read_file(file_in(folder), 1 << 20).value();
  const auto parsed = read_yaml(source, {}, diagnostics);
  const auto held = [&](const std::string& bytes) {
    REQUIRE(!write_file(file_in(folder), bytes));
    TreeCache damaged(file_in(folder));
    const auto root = read(damaged, source, diagnostics);
    return root && same(*root, *parsed);
  };
  for (std::size_t i = 0; i < whole.size(); i += 7) {
    std::string other = whole;
    other[i] = static_cast<char>(other[i] ^ 0x15);
    CHECK(held(other));
    CHECK(held(whole.substr(0, i)));
  }
  CHECK(held(""));
}

TEST_CASE("a text with a mistake is not kept, and is told each time") {
  const Folder folder;
  Sources sources;
  const Source& source = sources.add("doc.yaml", "a: 1\na: 2\n", Privacy::open);
  for (int start = 0; start < 2; ++start) {
    Diagnostics diagnostics;
    TreeCache cache(file_in(folder));
    CHECK(!read(cache, source, diagnostics));
    CHECK(diagnostics.error_count() == 1);
    CHECK(!cache.save());
  }
}

TEST_CASE("a folder that cannot be made is a failure, and no more") {
  const Folder folder;
  Sources sources;
  const Source& source = sources.add("doc.yaml", document, Privacy::open);
  fs::create_directories(file_in(folder).parent_path());
  std::ofstream(file_in(folder).string()) << "a file";
  Diagnostics diagnostics;
  TreeCache cache(file_in(folder) / "below");
  CHECK(read(cache, source, diagnostics));
  CHECK(cache.save());
}

}  // namespace regimen::core
