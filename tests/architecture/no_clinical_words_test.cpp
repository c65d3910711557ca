// No criterion, drug or finding stands in C++, nor a trial: the names that knowledge/ defines are
// searched for in engine/, comments and all.
#include <doctest/doctest.h>

#include <cctype>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/architecture/project_files.h"

namespace {

using regimen::architecture::lines_of;
using regimen::architecture::ProjectFile;
using regimen::architecture::read_files;

// Names of knowledge/ that say nothing about medicine: the shape of a profile, and words of
// everyday.
const std::set<std::string> everyday = {
    "as-defined", "age",          "allergies", "condition", "conditions", "date",     "dose",
    "drug",       "duration",     "end",       "live",      "onset",      "ongoing",  "present",
    "procedure",  "procedures",   "response",  "result",    "route",      "severity", "start",
    "status",     "stop",         "substance", "taken",     "test",       "tests",    "therapies",
    "vaccine",    "vaccinations", "weight",
};

bool is_word_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

// The values of all `id:` keys, in block or in flow style, that begin an entry of a list.
std::set<std::string> ids_of(std::string_view yaml) {
  std::set<std::string> ids;
  for (const std::string& line : lines_of(yaml)) {
    for (const std::string_view opening : {"- id: ", "- {id: "}) {
      const std::size_t dash = line.find_first_not_of(' ');
      if (dash == std::string::npos || !std::string_view(line).substr(dash).starts_with(opening))
        continue;
      std::size_t begin = dash + opening.size();
      if (begin < line.size() && (line[begin] == '"' || line[begin] == '\'')) ++begin;
      std::size_t end = begin;
      while (end < line.size() && (is_word_character(line[end]) || line[end] == '-')) ++end;
      if (end > begin) ids.insert(lower_case(std::string_view(line).substr(begin, end - begin)));
    }
  }
  return ids;
}

std::set<std::string> clinical_names() {
  std::set<std::string> names;
  for (const ProjectFile& file : read_files("knowledge/terminology", {".yaml"}))
    names.merge(ids_of(file.text));
  for (const ProjectFile& file : read_files("knowledge", {".yaml"})) {
    if (file.path == "knowledge/vocabulary.yaml" || file.path == "knowledge/scores.yaml")
      names.merge(ids_of(file.text));
  }
  for (const std::string& word : everyday) names.erase(word);
  return names;
}

// A study is called as its folder is.
std::set<std::string> study_names() {
  constexpr std::string_view studies = "knowledge/studies/";
  std::set<std::string> names;
  for (const ProjectFile& file : read_files(studies, {".yaml"})) {
    const std::string rest = file.path.substr(studies.size());
    names.insert(rest.substr(0, rest.find('/')));
  }
  return names;
}

// Whether the name stands in the line, whole or between what is no letter or digit: `crp`,
// `crp_limit`, `last_crp_`.
bool holds(std::string_view line, std::string_view name) {
  const auto is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  for (std::size_t at = line.find(name); at != std::string_view::npos;
       at = line.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || !is_part(line[at - 1])) && (end == line.size() || !is_part(line[end])))
      return true;
  }
  return false;
}

std::vector<std::string> found_in(const ProjectFile& file, const std::set<std::string>& names) {
  std::vector<std::string> found;
  const std::vector<std::string> lines = lines_of(lower_case(file.text));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (const std::string& name : names) {
      if (holds(lines[i], name))
        found.push_back(file.path + ":" + std::to_string(i + 1) + ": `" + name + "`");
    }
  }
  return found;
}

}  // namespace

TEST_CASE("no name that knowledge/ defines stands in the engine") {
  std::set<std::string> names = clinical_names();
  REQUIRE(names.size() > 50);
  names.merge(study_names());
  for (const ProjectFile& file :
       read_files("engine", {".h", ".hpp", ".cpp", ".def", ".in", ".sql", ".json"})) {
    for (const std::string& place : found_in(file, names)) FAIL_CHECK(place);
  }
}

TEST_CASE("the names are read from both ways of writing an entry") {
  CHECK(ids_of("concepts:\n  - id: crp\n    is_a: [lab]\n") == std::set<std::string>{"crp"});
  CHECK(ids_of("  - {id: weight, at: patient.weight}\n") == std::set<std::string>{"weight"});
  CHECK(ids_of("  - id: \"[lb_av]\"\n# - id: x\n").empty());
}

TEST_CASE("a clinical name would be found") {
  const std::set<std::string> names = clinical_names();
  for (const std::string name : {"cdai", "infliximab", "tpmt_phenotype", "crohns_disease"}) {
    CAPTURE(name);
    CHECK(names.contains(name));
    CHECK(found_in({"engine/core/a.cpp", "int x;\nif (name == \"" + name + "\") return;\n"},
                   names) == std::vector<std::string>{"engine/core/a.cpp:2: `" + name + "`"});
  }
  CHECK(found_in({"a.h", "double last_CDAI_value;"}, names).size() == 1);
  CHECK(study_names().contains("sonic"));
  CHECK(found_in({"a.h", "pack = \"sonic\"; // lemaitre-2017"}, study_names()).size() == 2);
  CHECK(found_in({"a.h", "std::string decimals, crppy;"}, {"crp", "cdai"}).empty());
}
