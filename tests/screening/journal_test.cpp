// What a journal says is read back as it was written, or not at all.
#include <doctest/doctest.h>

#include "engine/core/files.h"
#include "engine/screening/journal_entry.h"
#include "engine/screening/journal_file.h"
#include "tests/io/shipped.h"
#include "tests/support/temporary_folder.h"

namespace regimen::screening {

namespace {

using Lines = std::vector<std::string>;

JournalFile journal(const std::filesystem::path& path) {
  auto opened = JournalFile::open(path);
  REQUIRE(opened.ok());
  return std::move(opened).value();
}

Lines lines(const std::filesystem::path& path) {
  JournalFile file = journal(path);
  auto read = file.lines();
  REQUIRE(read.ok());
  return std::move(read).value();
}

void write(const std::filesystem::path& path, const Lines& all) {
  JournalFile file = journal(path);
  CHECK_FALSE(file.keep(0));
  for (const std::string& line : all) CHECK_FALSE(file.add(line));
}

JournalEntry sample() {
  Attrition sums({"a", "b"});
  sums.rows = 9;
  sums.rejected = 2;
  sums.set_aside = 1;
  sums.eligibility = {{"eligible", 4}, {"indeterminate", 3}};
  sums.criteria[1] = {"b", 1, 2, 3, 4, 5, 6};
  sums.missing = {{"tests (x, y)", {3, 1}}};
  sums.safety["r"]["caution"] = 7;
  sums.first["r"]["alone"] = 5;
  return {{9, 12, "d0"}, {100, "d1"}, {0, "d2"}, {0, 1, 0xFEDCBA9876543210}, sums};
}

}  // namespace

TEST_CASE("an entry is read back as it was written") {
  const std::string text = entry_text(sample());
  CHECK(text.find('\n') == std::string::npos);
  CHECK(text.find("00000000000000000000000000000001fedcba9876543210") != std::string::npos);
  const auto read = read_entry(text, {"a", "b"});
  REQUIRE(read);
  CHECK(read->stretch.last_row == 9);
  CHECK(read->stretch.last_line == 12);
  CHECK(read->stretch.digest == "d0");
  CHECK(read->rows.bytes == 100);
  CHECK(read->rows.digest == "d1");
  CHECK(read->errors.digest == "d2");
  CHECK(read->ids == sample().ids);
  CHECK(read->attrition.rows == 9);
  CHECK(read->attrition.rejected == 2);
  CHECK(read->attrition.set_aside == 1);
  CHECK(read->attrition.criteria[1].id == "b");
  CHECK(read->attrition.criteria[1].unknown_alone == 6);
  CHECK(read->attrition.missing.at("tests (x, y)").alone == 1);
  CHECK(entry_text(*read) == text);
}

TEST_CASE("what is not an entry is none, whatever it is") {
  const std::string text = entry_text(sample());
  for (std::size_t size = 0; size < text.size(); ++size)
    CHECK_FALSE(read_entry(std::string_view(text).substr(0, size), {"a", "b"}));
  CHECK_FALSE(read_entry(text, {"a"}));  // other criteria
  for (const char* other :
       {"", "[]", "{}", "null", R"({"row": -1})", R"({"row": {"row": 1}})", R"({"end":true})"})
    CHECK_FALSE(read_entry(other, {}));
  for (const char* other : {"", "[]", R"({"run": [1]})", R"({"run": {"a": 1}})"})
    CHECK_FALSE(read_head(other));
  std::string odd = text;
  odd.replace(odd.find("\"ids\":\"0"), 8, "\"ids\":\"x");
  CHECK_FALSE(read_entry(odd, {"a", "b"}));
}

TEST_CASE("what is not as it was is named") {
  const RunMarks before{{"a", "1"}, {"b", "2"}, {"c", "3"}};
  const auto head = read_head(head_text(before));
  REQUIRE(head);
  CHECK(changed(*head, before).empty());
  CHECK(changed(*head, {{"a", "1"}, {"b", "x"}, {"d", ""}}) == Lines{"b", "d", "c"});
}

TEST_CASE("lines are read as far as they are whole, one after the other") {
  const support::TemporaryFolder folder;
  const auto path = folder / "j";
  const Lines all = {"one", "two", "three"};
  write(path, all);
  const std::string bytes = io::text_of(path);
  CHECK(lines(path) == all);
  // Cut off anywhere: the whole lines before it.
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    std::ofstream(path, std::ios::binary) << bytes.substr(0, size);
    const auto whole = std::count(bytes.begin(), bytes.begin() + static_cast<long>(size), '\n');
    CHECK(lines(path) == Lines(all.begin(), all.begin() + whole));
  }
  // A byte that is not what was written: nothing from there on.
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string other = bytes;
    other[at] = static_cast<char>(other[at] ^ 1);
    std::ofstream(path, std::ios::binary) << other;
    const auto whole = std::count(bytes.begin(), bytes.begin() + static_cast<long>(at), '\n');
    CHECK(lines(path) == Lines(all.begin(), all.begin() + whole));
  }
  // A line that is left out is missed.
  const auto second = bytes.find('\n') + 1;
  const auto third = bytes.find('\n', second) + 1;
  std::ofstream(path, std::ios::binary) << bytes.substr(0, second) + bytes.substr(third);
  CHECK(lines(path) == Lines{"one"});
}

TEST_CASE("lines are added behind those that are kept") {
  const support::TemporaryFolder folder;
  const auto path = folder / "j";
  write(path, {"one", "two", "three"});
  std::ofstream(path, std::ios::app) << "torn";
  {
    JournalFile file = journal(path);
    REQUIRE(file.lines().ok());
    CHECK_FALSE(file.keep(2));
    CHECK_FALSE(file.add("four"));
  }
  CHECK(lines(path) == Lines{"one", "two", "four"});
  CHECK_FALSE(journal(path).remove());
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("a journal is for one run at a time") {
  const support::TemporaryFolder folder;
  {
    const JournalFile held = journal(folder / "j");
    const auto second = JournalFile::open(folder / "j");
    REQUIRE_FALSE(second.ok());
    CHECK(second.failure().message == "another run is writing these outputs");
  }
  CHECK(JournalFile::open(folder / "j").ok());
  CHECK_FALSE(JournalFile::open(folder / "no" / "j").ok());
}

}  // namespace regimen::screening
