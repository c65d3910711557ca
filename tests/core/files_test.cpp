// Files: reading within a bound, writing that leaves the old file or the new one and nothing else,
// and the published vectors of SHA-256.
#include "engine/core/files.h"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "tests/support/temporary_folder.h"

namespace {

namespace fs = std::filesystem;
using regimen::core::FailureKind;
using regimen::core::read_file;
using regimen::core::sha256;
using regimen::core::write_file;
using Folder = regimen::support::TemporaryFolder;

std::set<std::string> names_in(const Folder& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder.path()))
    names.insert(entry.path().filename().string());
  return names;
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

constexpr std::size_t megabyte = 1'000'000;

}  // namespace

TEST_CASE("a file is read whole, byte for byte") {
  const Folder folder;
  std::string bytes;
  for (int i = 0; i < 200'000; ++i) bytes += static_cast<char>(i % 256);
  std::ofstream(folder / "a", std::ios::binary) << bytes;
  const auto read = read_file(folder / "a", bytes.size());  // as long as may be
  REQUIRE(read.ok());
  CHECK(read.value() == bytes);
  std::ofstream(folder / "empty", std::ios::binary).flush();
  REQUIRE(read_file(folder / "empty", 0).ok());
  CHECK(read_file(folder / "empty", 0).value().empty());
}

TEST_CASE("what cannot be read is a failure that names the path") {
  const Folder folder;
  const auto missing = read_file(folder / "nothing", megabyte);
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.failure().kind == FailureKind::cannot_read);
  CHECK(missing.failure().path == (folder / "nothing").string());
  CHECK_FALSE(missing.failure().message.empty());
  const auto directory = read_file(folder / "", megabyte);
  REQUIRE_FALSE(directory.ok());
  CHECK(directory.failure().kind == FailureKind::is_directory);
}

TEST_CASE("a file over the bound is not read, however large") {
  const Folder folder;
  std::ofstream(folder / "a", std::ios::binary) << "12345";
  const auto one_more = read_file(folder / "a", 4);
  REQUIRE_FALSE(one_more.ok());
  CHECK(one_more.failure().kind == FailureKind::too_large);
  // Sparse: it takes no room, and reading it would take long.
  std::ofstream(folder / "huge", std::ios::binary).flush();
  fs::resize_file(folder / "huge", std::uintmax_t{1} << 40U);
  const auto huge = read_file(folder / "huge", megabyte);
  REQUIRE_FALSE(huge.ok());
  CHECK(huge.failure().kind == FailureKind::too_large);
  // A device tells no size and never ends.
  const auto endless = read_file("/dev/zero", megabyte);
  REQUIRE_FALSE(endless.ok());
  CHECK(endless.failure().kind == FailureKind::too_large);
}

TEST_CASE("a file is written under its name, and nothing beside it") {
  const Folder folder;
  CHECK_FALSE(write_file(folder / "a", "first").has_value());
  CHECK(text_of(folder / "a") == "first");
  CHECK_FALSE(write_file(folder / "a", std::string(200'000, 'x')).has_value());
  CHECK(text_of(folder / "a") == std::string(200'000, 'x'));
  CHECK_FALSE(write_file(folder / "empty", "").has_value());
  CHECK(names_in(folder) == std::set<std::string>{"a", "empty"});
}

TEST_CASE("a failed write leaves no trace") {
  const Folder folder;
  const auto nowhere = write_file(folder / "missing" / "a", "text");
  REQUIRE(nowhere.has_value());
  CHECK(nowhere->kind == FailureKind::cannot_write);
  fs::create_directory(folder / "directory");
  const auto over = write_file(folder / "directory", "text");
  REQUIRE(over.has_value());
  CHECK(over->kind == FailureKind::cannot_write);
  CHECK(over->path == (folder / "directory").string());
  CHECK(names_in(folder) == std::set<std::string>{"directory"});
}

TEST_CASE("a write that breaks off half way leaves the old file as it was") {
  const Folder folder;
  REQUIRE_FALSE(write_file(folder / "a", "old").has_value());
  // No file may grow beyond so many bytes: the second write comes to an end in the middle.
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  rlimit small = before;
  small.rlim_cur = 1000;
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  const auto trouble = write_file(folder / "a", std::string(5000, 'x'));
  const bool restored = ::setrlimit(RLIMIT_FSIZE, &before) == 0;
  std::signal(SIGXFSZ, handler);
  REQUIRE(restored);
  REQUIRE(trouble.has_value());
  CHECK(trouble->kind == FailureKind::cannot_write);
  CHECK(text_of(folder / "a") == "old");
  CHECK(names_in(folder) == std::set<std::string>{"a"});
}

TEST_CASE("who may read a new file is said by the umask: results are about patients") {
  const Folder folder;
  const mode_t before = ::umask(0077);
  const bool failed = write_file(folder / "private", "x").has_value();
  ::umask(0022);
  const bool failed_again = write_file(folder / "common", "x").has_value();
  ::umask(before);
  REQUIRE_FALSE(failed);
  REQUIRE_FALSE(failed_again);
  const auto mode = [&](const std::string& name) {
    return static_cast<unsigned>(fs::status(folder / name).permissions()) & 0777U;
  };
  CHECK(mode("private") == 0600U);
  CHECK(mode("common") == 0644U);
}

TEST_CASE("SHA-256 gives the published digests") {
  // NIST, Cryptographic Standards and Guidelines, examples with intermediate values for FIPS 180-4,
  // and the further vectors of the same program; checked with sha256sum of GNU coreutils.
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
               "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu") ==
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  CHECK(sha256(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}
