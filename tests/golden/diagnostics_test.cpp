// Holds what is shown for every mistake: diagnostics/README.md says how its folders are read. Holds
// rules/DIAGNOSTICS.md to the list of codes.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/mapping.h"
#include "engine/core/text.h"
#include "engine/core/yaml.h"
#include "engine/embed/pack_cases.h"
#include "engine/evidence/audit.h"
#include "engine/evidence/load.h"
#include "engine/io/list.h"
#include "engine/language/lint.h"
#include "tests/support/temporary_folder.h"

namespace regimen {

namespace {

namespace fs = std::filesystem;

fs::path project_root() { return REGIMEN_TEST_SOURCE_DIR; }
fs::path golden() { return project_root() / "tests/golden/diagnostics"; }

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The folders that hold something expected, sorted.
std::vector<fs::path> cases() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(golden())) {
    if (entry.path().filename() == "expected.txt") found.push_back(entry.path().parent_path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string code_of(const fs::path& folder) {
  return fs::relative(folder, golden()).begin()->string();
}

// A folder for what one case is made of.
class Workplace {
 public:
  [[nodiscard]] const fs::path& path() const { return folder_.path(); }
  void lay(const fs::path& from, const std::string& name) const {
    const auto how = fs::copy_options::recursive | fs::copy_options::overwrite_existing;
    if (fs::exists(from)) fs::copy(from, path() / name, how);
  }

 private:
  support::TemporaryFolder folder_;
};

core::Node read_node(core::Sources& texts, const fs::path& path) {
  core::Diagnostics diagnostics;
  const auto node = core::read_yaml(texts.add(path.string(), read_text(path), core::Privacy::open),
                                    {}, diagnostics);
  REQUIRE_MESSAGE(node.has_value(), path.string());
  return *node;
}

struct Input {
  std::string name;  // `text.yaml`, `profile.json`, ...; empty for a pack or knowledge
  std::string text;
  embed::EvaluateOptions options;
};

std::string generated(const core::Node& node, std::string& name) {
  core::Diagnostics diagnostics;
  core::Mapping mapping(node, {"file", "pieces"}, "generated text", diagnostics);
  name = mapping.text("file");
  std::string text;
  for (const core::Node* item : mapping.items("pieces")) {
    core::Mapping piece(*item, {"text", "times"}, "piece", diagnostics);
    const std::string part = piece.text("text");
    const std::size_t times = std::stoul(piece.text("times"));
    for (std::size_t i = 0; i < times; ++i) text += part;
  }
  REQUIRE(diagnostics.empty());
  return text;
}

Input input_of(const fs::path& folder) {
  Input input;
  core::Sources texts;
  for (const char* name :
       {"text.yaml", "text.json", "profile.yaml", "profile.json", "mapping.yaml", "list.csv"}) {
    if (!fs::exists(folder / name)) continue;
    input.name = name;
    input.text = read_text(folder / name);
  }
  if (fs::exists(folder / "generated.yaml"))
    input.text = generated(read_node(texts, folder / "generated.yaml"), input.name);
  if (fs::exists(folder / "options.yaml")) {
    core::Diagnostics diagnostics;
    const core::Node node = read_node(texts, folder / "options.yaml");
    core::Mapping mapping(node, {"as_of"}, "option", diagnostics);
    input.options.as_of = facts::parse_date(mapping.text("as_of"))->first;
    REQUIRE(diagnostics.empty());
  }
  return input;
}

// Everything else is as before: the places begin with the name of the file in the folder.
std::string without(std::string text, const std::string& prefix) {
  for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at))
    text.erase(at, prefix.size());
  return text;
}

std::string shown_for_text(const Input& input) {
  core::Sources texts;
  const core::Source& source = texts.add(input.name, input.text, core::Privacy::open);
  core::Diagnostics diagnostics;
  const auto node = input.name == "text.json" ? core::read_json(source, {}, diagnostics)
                                              : core::read_yaml(source, {}, diagnostics);
  CHECK_FALSE(node.has_value());
  return core::render(diagnostics, core::ShowValues::no);
}

std::string shown_for_profile(const embed::Engine& engine, const Input& input,
                              core::ShowValues values) {
  const embed::Evaluation evaluation = engine.evaluate(input.name, input.text, input.options);
  return core::render(evaluation.structure, values) + core::render(evaluation.values, values);
}

// Whether the studies follow from their counts. REQUIRES: an engine was opened on them.
core::Diagnostics audited(const fs::path& knowledge_folder, const facts::Knowledge& knowledge,
                          core::Sources& texts) {
  core::Diagnostics diagnostics;
  const auto evidence = evidence::load_evidence(knowledge_folder, knowledge, texts, diagnostics);
  REQUIRE(evidence != nullptr);
  diagnostics.append(evidence::diagnostics_of(evidence::audit(*evidence)));
  return diagnostics;
}

// Loads and checks as `regimen check` does, on 1 November 2026; runs the cases if asked to. Studies
// are audited, as `regimen evidence audit` does.
std::string shown_for_pack(const fs::path& workplace, bool with_cases) {
  const embed::Opening opening = embed::Engine::open(workplace / "knowledge", workplace / "pack");
  core::Diagnostics diagnostics = opening.diagnostics;
  core::Sources texts;
  if (opening.engine != nullptr) {
    language::LintOptions options;
    options.today = facts::parse_date("2026-11-01")->first;
    language::lint(opening.engine->pack(), options, diagnostics);
    if (with_cases) diagnostics.append(embed::run_cases(*opening.engine, texts).diagnostics);
    if (fs::exists(workplace / "knowledge/studies"))
      diagnostics.append(audited(workplace / "knowledge", opening.engine->knowledge(), texts));
  }
  return without(core::render(diagnostics, core::ShowValues::no), workplace.string() + "/");
}

// The mapping alone, or with it every row of the list.
std::string shown_for_list(const facts::Knowledge& knowledge, const Input& input,
                           const fs::path& folder) {
  core::Sources texts;
  core::Diagnostics diagnostics;
  io::ListOptions options;
  if (fs::exists(folder / "mapping.yaml")) {
    const core::Source& source =
        texts.add("mapping.yaml", read_text(folder / "mapping.yaml"), core::Privacy::open);
    options.mapping = io::read_mapping(source, knowledge, diagnostics);
  }
  std::string shown = core::render(diagnostics, core::ShowValues::yes);
  if (input.name != "list.csv") return shown;
  const support::TemporaryFolder place;
  std::ofstream(place / "list.csv", std::ios::binary) << input.text;
  io::ListOpening opening = io::List::open((place / "list.csv").string(), options, knowledge);
  shown += core::render(opening.diagnostics, core::ShowValues::yes);
  while (opening.list) {
    const auto chunk = opening.list->next();
    REQUIRE(chunk.ok());
    if (!chunk.value()) break;
    for (std::size_t i = 0; i < chunk.value()->rows.size(); ++i) {
      const io::RowReading row = opening.list->read(*chunk.value(), i, std::nullopt);
      shown += core::render(row.structure, core::ShowValues::yes) +
               core::render(row.values, core::ShowValues::yes);
    }
  }
  return without(shown, place.path().string() + "/");
}

// A bulk export, every row.
std::string shown_for_bulk(const embed::Engine& engine, const fs::path& folder) {
  io::ListOptions options;
  options.fhir = engine.fhir();
  io::ListOpening opening = io::List::open(folder.string(), options, engine.knowledge());
  std::string shown = core::render(opening.diagnostics, core::ShowValues::no) +
                      core::render(opening.remarks, core::ShowValues::no);
  while (opening.list) {
    const auto chunk = opening.list->next();
    REQUIRE(chunk.ok());
    if (!chunk.value()) break;
    for (std::size_t i = 0; i < chunk.value()->rows.size(); ++i) {
      const io::RowReading row = opening.list->read(*chunk.value(), i, facts::Day{20758});
      shown += core::render(row.structure, core::ShowValues::no);
    }
  }
  return without(shown, folder.parent_path().string() + "/");
}

void lay_base(const Workplace& workplace) {
  workplace.lay(project_root() / "tests/conformance/knowledge", "knowledge");
  workplace.lay(project_root() / "tests/golden/pack", "pack");
}

std::unique_ptr<embed::Engine> garden() {
  embed::Opening opening = embed::Engine::open(project_root() / "tests/conformance/knowledge",
                                               project_root() / "tests/golden/pack");
  REQUIRE(opening.engine != nullptr);
  return std::move(opening.engine);
}

std::string shown_for(const fs::path& folder) {
  if (fs::exists(folder / "bulk")) return shown_for_bulk(*garden(), folder / "bulk");
  const Input input = input_of(folder);
  if (input.name.substr(0, 4) == "text") return shown_for_text(input);
  if (input.name == "list.csv" || input.name == "mapping.yaml")
    return shown_for_list(garden()->knowledge(), input, folder);
  if (!input.name.empty()) return shown_for_profile(*garden(), input, core::ShowValues::yes);
  const Workplace workplace;
  lay_base(workplace);
  workplace.lay(folder / "knowledge", "knowledge");
  workplace.lay(folder / "pack", "pack");
  return shown_for_pack(workplace.path(), fs::exists(folder / "pack/cases.yaml"));
}

}  // namespace

TEST_CASE("every mistake is shown as expected") {
  for (const fs::path& folder : cases()) {
    const std::string expected = read_text(folder / "expected.txt");
    const std::string shown = shown_for(folder);
    const std::string what = "\n" + fs::relative(folder, golden()).string() + "\n--- expected\n" +
                             expected + "--- shown\n" + shown;
    CHECK_MESSAGE(shown == expected, what);
  }
}

TEST_CASE("the pack under the mistakes is sound") {
  const Workplace workplace;
  lay_base(workplace);
  CHECK(shown_for_pack(workplace.path(), true) == "");
}

TEST_CASE("every code has a mistake that is shown, and no mistake is without a code") {
  std::set<std::string> codes;
  for (const core::CodeInfo& info : core::all_codes()) codes.insert(std::string(info.id));
  std::set<std::string> seen;
  for (const fs::path& folder : cases()) {
    const std::string code = code_of(folder);
    CHECK_MESSAGE(codes.count(code) == 1, folder.string());
    const std::string severity = code.front() == 'W' ? "warning " : "error ";
    const bool names_it =
        read_text(folder / "expected.txt").find(severity + code + ": ") != std::string::npos;
    CHECK_MESSAGE(names_it, folder.string());
    if (names_it) seen.insert(code);
  }
  for (const std::string& code : codes)
    CHECK_MESSAGE(seen.count(code) == 1, code << " has no golden mistake");
}

// Whatever a text holds, what is shown of it is text that a terminal can show.
TEST_CASE("what is shown is UTF-8 without control characters") {
  for (const fs::path& folder : cases()) {
    const std::string shown = shown_for(folder);
    CHECK_MESSAGE(!core::first_invalid_utf8(shown), folder.string());
    const bool clean = std::none_of(shown.begin(), shown.end(), [](char c) {
      return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F;
    });
    CHECK_MESSAGE(clean, folder.string());
  }
}

// A patient's words stay out unless they are asked for: neither the line nor the offending text.
TEST_CASE("mistakes of a profile are shown without the patient's words") {
  const auto engine = garden();
  std::size_t seen = 0;
  for (const fs::path& folder : cases()) {
    const Input input = input_of(folder);
    if (input.name.substr(0, 7) != "profile") continue;
    const embed::Evaluation evaluation = engine->evaluate(input.name, input.text, input.options);
    for (const core::Diagnostics* diagnostics : {&evaluation.structure, &evaluation.values}) {
      for (const core::Diagnostic& diagnostic : diagnostics->sorted()) {
        const std::string shown = core::render(diagnostic, core::ShowValues::no);
        CHECK_MESSAGE(shown.find(" | ") == std::string::npos, shown);
        const bool held_back = diagnostic.offender.empty() ||
                               shown.find("`" + diagnostic.offender + "`") == std::string::npos;
        CHECK_MESSAGE(held_back, shown);
        ++seen;
      }
    }
  }
  CHECK(seen > 15);
}

namespace {

struct Entry {
  std::string id;
  std::string name;
  std::string sentence;
  std::string rest;
};

// `### E0101 yaml_syntax`, a blank line, the sentence, a blank line, what to do.
std::vector<Entry> entries() {
  std::vector<Entry> found;
  std::istringstream lines(read_text(project_root() / "rules/DIAGNOSTICS.md"));
  for (std::string line; std::getline(lines, line);) {
    if (line.substr(0, 3) == "## ") found.emplace_back();  // a chapter ends an entry
    if (line.substr(0, 4) == "### ") {
      const auto blank = line.find(' ', 4);
      found.push_back({line.substr(4, blank - 4),
                       blank == std::string::npos ? "" : line.substr(blank + 1), "", ""});
    } else if (!found.empty() && !line.empty()) {
      (found.back().sentence.empty() ? found.back().sentence : found.back().rest) += line;
    }
  }
  found.erase(std::remove_if(found.begin(), found.end(),
                             [](const Entry& entry) { return entry.id.empty(); }),
              found.end());
  return found;
}

}  // namespace

TEST_CASE("DIAGNOSTICS.md has every code in order, with its sentence and what to do") {
  const std::vector<Entry> listed = entries();
  const auto& codes = core::all_codes();
  REQUIRE(listed.size() == codes.size());
  std::vector<core::CodeInfo> ordered = codes;
  std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) {
    // As in the page: by hundred, errors before warnings.
    const std::string_view hundred_a = a.id.substr(1, 2);
    const std::string_view hundred_b = b.id.substr(1, 2);
    return hundred_a != hundred_b ? hundred_a < hundred_b : a.id < b.id;
  });
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    CHECK(listed[i].id == ordered[i].id);
    CHECK(listed[i].name == ordered[i].name);
    CHECK(listed[i].sentence == ordered[i].sentence);
    CHECK_MESSAGE(!listed[i].rest.empty(), listed[i].id);
  }
}

}  // namespace regimen
