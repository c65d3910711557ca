// Any text as files of a pack: it is refused with reasons, or it is a pack that decides a patient.
//
// The input is cut at lines `%%%`; each part becomes the file that its first key speaks of
// (`pack:`, `messages:`, `suite:`), else the file of rules. What is not given is taken from a small
// sound pack. Files stand in memory where the machine has a place for that.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "engine/decision/decide.h"
#include "engine/embed/pack_cases.h"
#include "engine/facts/settle.h"
#include "engine/io/profile.h"
#include "engine/io/text_report.h"
#include "tests/fuzz/fuzz_world.h"

namespace {

using regimen::fuzz::engine;
using regimen::fuzz::require;
namespace core = regimen::core;
namespace facts = regimen::facts;
namespace language = regimen::language;

using Files = std::map<std::string, std::string>;

const Files& sound() {
  static const Files files = {
      {"pack.yaml",
       "pack: small\nversion: \"1\"\nlanguage: \"1\"\nrules: [rules.yaml]\n"
       "messages: {en: en.yaml}\ncases: [cases.yaml]\n"},
      {"rules.yaml",
       "rules:\n  - id: inclusion.age\n    kind: inclusion\n    when: age >= 21 years\n"
       "    cites: [{source: sonic-2010, at: Methods, stance: supports}]\n"},
      {"en.yaml",
       "messages: small\nlocale: en\nrules:\n  inclusion.age: {title: of age, fail: "
       "\"{observed}\"}\n"},
      {"cases.yaml",
       "suite: small\nbase: {profile: \"1\", as_of: 2026-11-01, patient: {age: 30 years}}\n"
       "cases: [{name: of-age, why: 30 is above 21, expect: {eligibility: eligible}}]\n"}};
  return files;
}

std::string file_of(const std::string& part) {
  const auto begins = [&part](const std::string& key) {
    const auto place = part.find(key);
    return place != std::string::npos && (place == 0 || part[place - 1] == '\n');
  };
  if (begins("pack:")) return "pack.yaml";
  if (begins("messages:")) return "en.yaml";
  if (begins("suite:")) return "cases.yaml";
  return "rules.yaml";
}

Files files_of(const std::string& input) {
  Files files = sound();
  const std::string cut = "\n%%%\n";
  std::size_t at = 0;
  while (at <= input.size()) {
    const std::size_t end = std::min(input.find(cut, at), input.size());
    const std::string part = input.substr(at, end - at);
    files[file_of(part)] = part;
    at = end + cut.size();
  }
  return files;
}

class Folder {
 public:
  Folder() {
    std::error_code error;
    const std::filesystem::path memory = "/dev/shm";
    const auto base = std::filesystem::is_directory(memory, error)
                          ? memory
                          : std::filesystem::temp_directory_path();
    path_ = base / ("regimen-pack-fuzz-" + std::to_string(::getpid()));
    std::filesystem::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }

  // Writes only what has changed.
  void write(const Files& files) {
    for (const auto& [name, text] : files) {
      if (written_.count(name) > 0 && written_[name] == text) continue;
      std::ofstream(path_ / name, std::ios::binary) << text;
      written_[name] = text;
    }
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  Files written_;
};

// An engine over the sound pack. Its file of cases is read anew each time that they are run.
const regimen::embed::Engine& engine_with_cases(Folder& folder) {
  static const regimen::embed::Opening opening = [&folder] {
    folder.write(sound());
    const std::filesystem::path root = REGIMEN_TEST_SOURCE_DIR;
    auto opened = regimen::embed::Engine::open(root / "knowledge", folder.path());
    require(opened.engine != nullptr, core::render(opened.diagnostics, core::ShowValues::yes));
    return opened;
  }();
  return *opening.engine;
}

constexpr const char* patient_text = R"({"profile": "1", "as_of": "2026-11-01",
  "patient": {"age": "35 years"}, "disease": {"diagnosis": "crohns_disease", "cdai": "287"},
  "therapies": [{"drug": "prednisone", "dose": "20 mg/day", "start": "2026"}]})";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Folder folder;
  const regimen::embed::Engine& with_cases = engine_with_cases(folder);
  const std::string input(reinterpret_cast<const char*>(data), size);
  const Files files = files_of(input);
  folder.write(files);
  const facts::Knowledge& knowledge = engine().knowledge();
  core::Sources sources;
  core::Diagnostics diagnostics;
  auto pack = language::load_pack(folder.path(), knowledge, sources, diagnostics);
  require(pack.has_value() || diagnostics.has_errors(), "no pack, and no reason");
  if (pack) {
    const auto checked = language::check(std::move(*pack), knowledge, diagnostics);
    require(checked.has_value() || diagnostics.has_errors(), "refused without a reason");
    if (checked && !diagnostics.has_errors()) {
      const core::Source& source = sources.add("<patient>", patient_text, core::Privacy::patient);
      const auto reading = regimen::io::read_profile(source, knowledge, std::nullopt);
      require(reading.record.has_value(), "the patient of the target is not acceptable");
      const auto settled = facts::settle(*reading.record, knowledge.vocabulary,
                                         knowledge.terminology, checked->pack.stale);
      const auto decision = regimen::decision::decide(*checked, settled, {});
      regimen::io::TextStyle style;
      style.all = true;
      require(!regimen::io::text_report(decision, *checked, style).empty(), "no report");
    }
  }
  core::render(diagnostics, core::ShowValues::yes);
  if (files.at("cases.yaml") != sound().at("cases.yaml")) {
    core::Sources texts;
    const auto report = regimen::embed::run_cases(with_cases, texts);
    core::render(report.diagnostics, core::ShowValues::yes);
  }
  return 0;
}
