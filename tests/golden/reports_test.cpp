// Holds the reports of some example patients to files that were read line by line:
// reports/<patient>.<locale>.txt, with all there is to say <patient>.<locale>.all.txt, and
// reports/<patient>.json. Digests stand in them as <digest>,
// since they change with every comment of a rule.
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "engine/embed/engine.h"
#include "engine/io/json_report.h"
#include "engine/io/text_report.h"

namespace regimen {

namespace {

namespace fs = std::filesystem;

fs::path project_root() { return REGIMEN_TEST_SOURCE_DIR; }

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

bool is_hex(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0 || (c >= 'a' && c <= 'f');
}

// A run of 12 (text) or 64 (JSON) hexadecimal digits is a digest.
std::string without_digests(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t stop = i;
    while (stop < text.size() && is_hex(text[stop])) ++stop;
    const std::size_t length = stop - i;
    if (length == 12 || length == 64) {
      result += "<digest>";
      i = stop;
    } else if (length > 0) {
      result += text.substr(i, length);
      i = stop;
    } else {
      result += text[i++];
    }
  }
  return result;
}

const embed::Engine& engine() {
  static const embed::Opening opening = [] {
    const fs::path root = project_root();
    return embed::Engine::open(root / "knowledge", root / "rules/sonic", root / "rules/safety");
  }();
  REQUIRE(opening.engine);
  return *opening.engine;
}

std::string shown(const fs::path& golden) {
  const std::string name = golden.filename().string();
  const std::string patient = name.substr(0, name.find('.'));
  const fs::path profile = project_root() / "examples/patients" / (patient + ".yaml");
  const embed::Evaluation evaluation = engine().evaluate(patient, text_of(profile), {});
  REQUIRE(evaluation.decision);
  if (golden.extension() == ".json")
    return io::json_report(*evaluation.decision, evaluation.values, "<version>", "en");
  io::TextStyle style;
  style.locale = name.substr(patient.size() + 1, 2);
  style.all = name.find(".all.") != std::string::npos;
  return io::text_report(*evaluation.decision, engine().pack(), style, engine().safety(),
                         &engine().evidence());
}

}  // namespace

TEST_CASE("the reports of the example patients are as they were read") {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(project_root() / "tests/golden/reports"))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  CHECK(files.size() >= 4);
  for (const fs::path& file : files) {
    const std::string expected = text_of(file);
    const std::string told = without_digests(shown(file));
    CHECK_MESSAGE(told == expected, file.filename().string(), "\n--- shown\n", told);
  }
}

}  // namespace regimen
