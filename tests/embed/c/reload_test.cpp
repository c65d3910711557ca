// One engine under many threads, while its packs are read again: good ones take the place of the
// old, bad ones leave it, and each evaluation stands on one of them throughout.
#include <doctest/doctest.h>
#include <regimen.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/embed/c/calls.h"
#include "tests/support/temporary_folder.h"

namespace regimen::c_tests {

namespace {

namespace fs = std::filesystem;

// Rules and knowledge that may be changed.
void copy_data(const fs::path& to) {
  for (const char* folder : {"rules", "knowledge"})
    fs::copy(root / folder, to / folder, fs::copy_options::recursive);
}

void write(const fs::path& file, const std::string& text) {
  const fs::path unfinished = file.string() + ".new";
  std::ofstream(unfinished, std::ios::binary) << text;
  fs::rename(unfinished, file);
}

std::string pack_digest(const regimen_engine* engine) {
  regimen_info* info = nullptr;
  REQUIRE(regimen_engine_info(engine, &info, nullptr) == REGIMEN_OK);
  const Owned<regimen_info> owned(info);
  return regimen_info_text(info, REGIMEN_INFO_PACK_DIGEST);
}

std::string digest_in(const Call& call) {
  return nlohmann::json::parse(call.text())["pack"]["digest"];
}

}  // namespace

TEST_CASE("packs that are acceptable take the place of the old, others leave it") {
  const support::TemporaryFolder folder;
  copy_data(folder.path());
  const Owned<regimen_engine> engine = opened(folder.path());
  const std::string first = pack_digest(engine.get());
  const Call before = evaluate(plain(), defaults(), engine.get());

  CHECK(regimen_reload(engine.get(), nullptr) == REGIMEN_OK);
  CHECK(pack_digest(engine.get()) == first);

  const fs::path pack = folder / "rules/sonic/pack.yaml";
  const std::string text = text_of(pack);
  write(pack, text + "nothing-known: 1\n");
  regimen_error* error = nullptr;
  CHECK(regimen_reload(engine.get(), &error) == REGIMEN_BAD_PACK);
  CHECK(std::string(regimen_error_code(error, 0)) == "E0113");
  CHECK(std::string(regimen_error_where(error, 0)) == pack.string());
  CHECK(regimen_error_line(error, 0) > 1);
  regimen_error_free(error);
  CHECK(pack_digest(engine.get()) == first);
  CHECK(evaluate(plain(), defaults(), engine.get()).text() == before.text());

  write(pack, text + "# another\n");
  CHECK(regimen_reload(engine.get(), nullptr) == REGIMEN_OK);
  CHECK(pack_digest(engine.get()) != first);
  CHECK(digest_in(evaluate(plain(), defaults(), engine.get())) == pack_digest(engine.get()));

  fs::remove_all(folder / "knowledge");
  CHECK(regimen_reload(engine.get(), nullptr) == REGIMEN_BAD_PACK);
  CHECK(evaluate(plain(), defaults(), engine.get()).status == REGIMEN_OK);
  // What was handed out before does not end with what it was made with.
  CHECK(digest_in(before) == first);
}

TEST_CASE("reloaded under load: every decision is that of one pack or the other") {
  const support::TemporaryFolder folder;
  copy_data(folder.path());
  const Owned<regimen_engine> engine = opened(folder.path());
  const fs::path pack = folder / "rules/sonic/pack.yaml";
  const std::string text = text_of(pack);
  const std::string patient = plain();

  constexpr std::size_t loads = 6;
  std::atomic<bool> over = false;
  std::vector<std::set<std::string>> seen(3);
  std::vector<std::size_t> failed(seen.size());
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < seen.size(); ++i) {
      threads.emplace_back([&, i] {
        while (!over) {
          regimen_result* result = nullptr;
          const regimen_status status = regimen_evaluate(engine.get(), patient.data(),
                                                         patient.size(), nullptr, &result, nullptr);
          const std::string json = regimen_result_text(result, 0, nullptr);
          if (status == REGIMEN_OK) {
            seen[i].insert(json);
          } else {
            ++failed[i];
          }
          regimen_result_free(result);
        }
      });
    }
    for (std::size_t load = 0; load < loads; ++load) {
      const bool bad = load % 3 == 2;
      write(pack, text + (bad ? "nothing-known: 1\n" : "# " + std::to_string(load) + "\n"));
      const regimen_status status = regimen_reload(engine.get(), nullptr);
      CHECK(status == (bad ? REGIMEN_BAD_PACK : REGIMEN_OK));
    }
    over = true;
  }
  std::set<std::string> all;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    CHECK(failed[i] == 0);
    all.merge(seen[i]);
  }
  // The first pack and the good ones; a decision that mixed two would be one more.
  CHECK(all.size() >= 1);
  CHECK(all.size() <= 1 + loads - loads / 3);
}

}  // namespace regimen::c_tests
