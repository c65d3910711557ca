// Nothing stands under the final name before commit(), and nothing is left of what is not
// committed.
#include "engine/core/output_file.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/support/temporary_folder.h"

namespace regimen::core {

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("what is written stands under its name at the end, whole") {
  const support::TemporaryFolder folder;
  const fs::path path = folder / "rows.csv";
  std::ofstream(path) << "before";
  {
    auto opened = OutputFile::open(path);
    REQUIRE(opened.ok());
    OutputFile file = std::move(opened).value();
    CHECK_FALSE(file.write("one\n"));
    CHECK_FALSE(file.write("two\n"));
    CHECK(text_of(path) == "before");
    CHECK_FALSE(file.commit());
    CHECK(text_of(path) == "one\ntwo\n");
  }
  CHECK(text_of(path) == "one\ntwo\n");
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("what is not committed leaves nothing behind") {
  const support::TemporaryFolder folder;
  const fs::path path = folder / "rows.csv";
  {
    auto opened = OutputFile::open(path);
    REQUIRE(opened.ok());
    OutputFile file = std::move(opened).value();
    CHECK_FALSE(file.write("half"));
    CHECK(files_in(folder.path()) == 1);
  }
  CHECK(files_in(folder.path()) == 0);
}

TEST_CASE("a folder that is not there, and a device that is full, are failures") {
  const support::TemporaryFolder folder;
  const auto nowhere = OutputFile::open(folder / "no" / "rows.csv");
  REQUIRE_FALSE(nowhere.ok());
  CHECK(nowhere.failure().kind == FailureKind::cannot_write);
  if (!fs::exists("/dev/full")) return;
  auto opened = OutputFile::open("/dev/full");
  REQUIRE(opened.ok());
  OutputFile full = std::move(opened).value();
  const auto failure = full.write("text");
  REQUIRE(failure);
  CHECK(failure->message == "no space left on device");
}

}  // namespace regimen::core
