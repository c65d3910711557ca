// Input: bytes as they are, and unpacked where gzip has packed them; what is damaged is told. The
// packed bytes were made with gzip 1.12 (`printf 'one\ntwo\n' | gzip -n`), not with this program.
#include "engine/core/input.h"

#include <doctest/doctest.h>

#include <array>
#include <fstream>
#include <string>

#include "tests/support/temporary_folder.h"

namespace {

using regimen::core::FailureKind;
using regimen::core::Input;
using Folder = regimen::support::TemporaryFolder;
using namespace std::string_literals;

const std::string packed =
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\xcf\x4b\xe5\x2a\x29\xcf\xe7\x02\x00"
    "\xe6\x0b\xba\x12\x08\x00\x00\x00"s;

struct Read {
  std::string text;
  std::optional<regimen::core::Failure> failure;
};

Read read(const Folder& folder, const std::string& bytes, std::size_t piece = 5) {
  std::ofstream(folder / "a", std::ios::binary) << bytes;
  auto input = Input::open((folder / "a").string());
  REQUIRE(input.ok());
  Input open = std::move(input).value();
  Read result;
  std::string room(piece, ' ');
  while (true) {
    const auto got = open.read(room.data(), room.size());
    if (!got.ok()) {
      result.failure = got.failure();
      return result;
    }
    if (got.value() == 0) return result;
    result.text += room.substr(0, got.value());
  }
}

}  // namespace

TEST_CASE("a file that is not packed comes as it is, whatever the size of the pieces") {
  const Folder folder;
  std::string bytes;
  for (int i = 0; i < 200'000; ++i) bytes += static_cast<char>(i % 251);
  CHECK(read(folder, bytes, 1000).text == bytes);
  CHECK(read(folder, "").text.empty());
  CHECK(read(folder, "a").text == "a");
  CHECK(read(folder, "\x1f").text == "\x1f");
}

TEST_CASE("what gzip has packed comes unpacked, several members as one text") {
  const Folder folder;
  CHECK(read(folder, packed).text == "one\ntwo\n");
  CHECK(read(folder, packed, 3).text == "one\ntwo\n");
  CHECK(read(folder, packed + packed).text == "one\ntwo\none\ntwo\n");
}

TEST_CASE("packed data that are cut off, changed or followed by something are told") {
  const Folder folder;
  for (std::size_t length = 2; length < packed.size(); ++length) {
    const Read cut = read(folder, packed.substr(0, length));
    REQUIRE_MESSAGE(cut.failure, length);
    CHECK(cut.failure->kind == FailureKind::damaged);
  }
  std::string changed = packed;
  changed[changed.size() - 5] ^= 1;  // of the check sum
  CHECK(read(folder, changed).failure->message == "the packed data are damaged");
  CHECK(read(folder, packed + "more").failure->message == "something follows the packed data");
}

TEST_CASE("what is no file is told") {
  const Folder folder;
  CHECK(Input::open((folder / "none").string()).failure().kind == FailureKind::cannot_read);
  CHECK(Input::open(folder.path().string()).failure().kind == FailureKind::is_directory);
}
