// Holds the chain of folders in engine/, and keeps foreign libraries in the files that wrap them,
// by the #include lines.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/architecture/project_files.h"

namespace {

using regimen::architecture::lines_of;
using regimen::architecture::project_root;
using regimen::architecture::ProjectFile;
using regimen::architecture::read_file;
using regimen::architecture::read_files;

// A folder includes from itself and from those before it.
constexpr std::array<std::string_view, 9> chain = {
    "core", "facts", "language", "program", "evidence", "decision", "io", "screening", "embed"};

// Every header that is not C++'s own, by how it begins, with the only files that may include it.
const std::map<std::string, std::set<std::string>> wrappers = {
    {"yaml-cpp/", {"engine/core/yaml.cpp"}},
    {"simdjson.h",
     {"engine/core/json.cpp", "engine/core/plain_text.cpp", "engine/io/json_pieces.cpp"}},
    {"unicode/", {"engine/core/encoding.cpp", "engine/core/text.cpp"}},
    {"openssl/",
     {"engine/core/digest.cpp", "engine/core/random.cpp",
      "engine/embed/service/auth/openssl_key.cpp", "engine/embed/service/auth/verify.cpp",
      "engine/embed/service/connection.cpp", "engine/embed/service/tls.cpp"}},
    {"sqlite3.h", {"engine/core/database.cpp"}},
    {"zlib.h", {"engine/core/input.cpp"}},
    {"boost/",
     {"engine/evidence/statistics/bayes.cpp", "engine/evidence/statistics/exact_test.cpp",
      "engine/evidence/statistics/power.cpp", "engine/evidence/statistics/proportion.cpp",
      "engine/evidence/statistics/quiet.h", "engine/evidence/statistics/rate.cpp"}},
    {"nlohmann/", {"engine/io/json_parts.h"}},
    {"CLI/", {"engine/embed/cli/main.cpp"}},
    {"httplib.h", {"engine/embed/service/http.cpp"}},
    {"dlfcn.h", {"engine/embed/c/folders.cpp"}},
    // The C library is written in C, and its facade stands on it alone.
    {"regimen.h", {"engine/embed/c/regimen.hpp"}},
    {"stddef.h", {"engine/embed/c/regimen.h"}},
    {"stdint.h", {"engine/embed/c/regimen.h"}},
    {"fcntl.h",
     {"engine/core/files.cpp", "engine/core/output_file.cpp", "engine/embed/service/connection.cpp",
      "engine/screening/journal_file.cpp"}},
    {"poll.h", {"engine/embed/service/connection.cpp"}},
    {"sys/socket.h", {"engine/embed/service/connection.cpp"}},
    {"sys/file.h", {"engine/screening/journal_file.cpp"}},
    {"sys/stat.h", {"engine/core/files.cpp", "engine/screening/journal_file.cpp"}},
    {"unistd.h",
     {"engine/screening/journal_file.cpp", "engine/core/files.cpp", "engine/core/output_file.cpp",
      "engine/embed/cli/common.cpp", "engine/embed/cli/screen.cpp",
      "engine/embed/service/connection.cpp"}},
};

struct Include {
  std::size_t line = 0;
  bool quoted = false;
  std::string target;
};

std::string without_blanks(std::string_view line) {
  std::string text(line);
  std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
  return text;
}

std::vector<Include> includes_of(const ProjectFile& file) {
  std::vector<Include> includes;
  const std::vector<std::string> lines = lines_of(file.text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string line = without_blanks(lines[i]);
    constexpr std::string_view directive = "#include";
    if (!line.starts_with(directive) || line.size() <= directive.size()) continue;
    const bool quoted = line[directive.size()] == '"';
    const std::size_t begin = directive.size() + 1;
    includes.push_back(
        {i + 1, quoted, line.substr(begin, line.find(quoted ? '"' : '>', begin) - begin)});
  }
  return includes;
}

// The place in the chain of a path such as `engine/facts/truth.h`; the length of the chain where it
// has none.
std::size_t place_in_chain(std::string_view path) {
  constexpr std::string_view engine = "engine/";
  if (!path.starts_with(engine)) return chain.size();
  path.remove_prefix(engine.size());
  const std::string_view layer = path.substr(0, path.find('/'));
  return static_cast<std::size_t>(std::ranges::find(chain, layer) - chain.begin());
}

const std::pair<const std::string, std::set<std::string>>* wrapper_of(std::string_view target) {
  const auto found = std::ranges::find_if(
      wrappers, [&](const auto& entry) { return target.starts_with(entry.first); });
  return found == wrappers.end() ? nullptr : &*found;
}

// What is wrong with the includes of one file, each with its place.
std::vector<std::string> complaints_about(const ProjectFile& file) {
  std::vector<std::string> complaints;
  const std::size_t own = place_in_chain(file.path);
  if (own == chain.size()) return {file.path + ": stands in no folder of the chain"};
  for (const Include& include : includes_of(file)) {
    const std::string where =
        file.path + ":" + std::to_string(include.line) + ": \"" + include.target + "\" ";
    if (include.quoted) {
      const std::size_t other = place_in_chain(include.target);
      if (other == chain.size())
        complaints.push_back(where + "is not written from the root, `engine/<folder>/...`");
      if (other != chain.size() && other > own)
        complaints.push_back(where + "stands later in the chain");
    } else if (include.target.find_first_of("./") != std::string::npos) {
      const auto* wrapper = wrapper_of(include.target);
      if (wrapper == nullptr || !wrapper->second.contains(file.path)) {
        complaints.push_back(where + "is foreign, and this file is not one of those that wrap it");
      }
    }
  }
  return complaints;
}

std::vector<ProjectFile> engine_files() {
  return read_files("engine", {".h", ".hpp", ".cpp", ".def"});
}

}  // namespace

TEST_CASE(
    "no file of the engine includes against the chain, relatively, or a foreign header it does not "
    "wrap") {
  const std::vector<ProjectFile> files = engine_files();
  REQUIRE_FALSE(files.empty());
  for (const ProjectFile& file : files) {
    for (const std::string& complaint : complaints_about(file)) FAIL_CHECK(complaint);
  }
}

TEST_CASE("every header that is included from the project exists") {
  for (const ProjectFile& file : engine_files()) {
    for (const Include& include : includes_of(file)) {
      if (!include.quoted) continue;
      const bool exists = std::filesystem::exists(project_root() / include.target) ||
                          std::filesystem::exists(project_root() / (include.target + ".in"));
      CHECK_MESSAGE(exists, file.path << ":" << include.line << ": " << include.target);
    }
  }
}

TEST_CASE("every wrapper that is named still includes what it wraps") {
  const std::vector<ProjectFile> files = engine_files();
  for (const auto& wrapper : wrappers) {
    const std::string& header = wrapper.first;
    for (const std::string& path : wrapper.second) {
      const bool used = std::ranges::any_of(files, [&](const ProjectFile& file) {
        return file.path == path &&
               std::ranges::any_of(includes_of(file), [&](const Include& include) {
                 return !include.quoted && include.target.starts_with(header);
               });
      });
      CHECK_MESSAGE(used,
                    path << " does not include " << header << " any more: take it off the list");
    }
  }
}

TEST_CASE("the chain that is tested is the chain that is built") {
  std::string order = "set(regimen_chain";
  for (const std::string_view layer : chain) order.append(" ").append(layer);
  CHECK(read_file("CMakeLists.txt").text.find(order + ")") != std::string::npos);
}

TEST_CASE("what these tests forbid would be found") {
  const auto complains = [](std::string path, std::string text) {
    return complaints_about({std::move(path), std::move(text)}).size();
  };
  CHECK(complains("engine/core/a.h", "#include \"engine/facts/truth.h\"\n") == 1);
  CHECK(complains("engine/core/a.h", "  #  include  \"engine/embed/facade.h\"\n") == 1);
  CHECK(complains("engine/facts/a.cpp", "#include \"truth.h\"\n") == 1);
  CHECK(complains("engine/facts/a.cpp", "#include \"../core/result.h\"\n") == 1);
  CHECK(complains("engine/facts/a.cpp", "#include \"tests/core/a.h\"\n") == 1);
  CHECK(complains("engine/facts/a.cpp", "#include \"engine/elsewhere/a.h\"\n") == 1);
  CHECK(complains("engine/facts/a.cpp", "#include <yaml-cpp/yaml.h>\n") == 1);
  CHECK(complains("engine/core/a.cpp", "#include <sqlite3.h>\n") == 1);
  CHECK(complains("engine/core/a.cpp", "#include <boost/rational.hpp>\n") == 1);
  CHECK(complains("engine/elsewhere/a.cpp", "") == 1);
  CHECK(complains("engine/core/yaml.cpp", "#include <yaml-cpp/parser.h>\n#include <string>\n") ==
        0);
  CHECK(complains("engine/io/a.cpp",
                  "#include \"engine/core/result.h\"\n#include \"engine/io/b.h\"\n") == 0);
}
