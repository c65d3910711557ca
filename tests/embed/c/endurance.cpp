// Evaluates so many patients that a leak would show: regimen_c_endurance DATA COUNT. Ends with 1 if
// memory grows after a tenth of them. The patients of examples/ in turn, whole and cut short, in
// both formats, weighed anew and by many threads, with errors read and packs read again. Run by
// tests/extended.sh, also under valgrind.
#include <regimen.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <unistd.h>

namespace {

// Growth that is no leak: arenas of threads, and what is kept of weights.
constexpr std::size_t most_growth = std::size_t{8} << 20;

std::size_t resident_bytes() {
  std::size_t pages = 0;
  std::size_t resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

std::vector<std::string> patients(const std::filesystem::path& data) {
  std::vector<std::string> texts;
  for (const char* folder : {"examples/patients", "examples/fhir"}) {
    for (const auto& entry : std::filesystem::directory_iterator(data / folder)) {
      std::ifstream file(entry.path(), std::ios::binary);
      texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
  }
  return texts;
}

void one(const regimen_engine* engine, const std::string& text, std::size_t i) {
  regimen_evaluate_options options = REGIMEN_EVALUATE_OPTIONS_INIT;
  options.format = i % 3 == 0 ? REGIMEN_FORMAT_TEXT : REGIMEN_FORMAT_JSON;
  options.show_values = i % 2 == 0 ? 1 : 0;
  options.as_of = "2026-11-01";
  const std::string weights = "{remission: 1, healing: " + std::to_string(i % 5000) +
                              ", serious-adverse-event: 3, lymphoma: [50, 200]}";
  if (i % 500 == 0) options.weights = weights.c_str();
  const std::size_t length = i % 7 == 0 ? text.size() * (i % 97) / 97 : text.size();
  regimen_result* result = nullptr;
  regimen_error* error = nullptr;
  const regimen_status status =
      regimen_evaluate(engine, text.data(), length, &options, &result, &error);
  if (status < 0 && status != REGIMEN_REJECTED) {
    std::fputs(regimen_error_text(error), stderr);
    std::exit(1);
  }
  regimen_result_free(result);
  regimen_error_free(error);
}

void many(const regimen_engine* engine, const std::vector<std::string>& texts) {
  std::vector<regimen_text> raw;
  for (const std::string& text : texts) raw.push_back({text.data(), text.size(), nullptr});
  std::vector<regimen_result*> results(raw.size());
  std::vector<regimen_error*> errors(raw.size());
  regimen_evaluate_many(engine, raw.data(), raw.size(), nullptr, 2, results.data(), errors.data());
  for (regimen_result* result : results) regimen_result_free(result);
  for (regimen_error* error : errors) regimen_error_free(error);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const std::size_t count = std::strtoul(argv[2], nullptr, 10);
  const std::vector<std::string> texts = patients(argv[1]);
  regimen_open_options options = REGIMEN_OPEN_OPTIONS_INIT;
  options.data = argv[1];
  regimen_engine* engine = nullptr;
  if (regimen_open(&options, &engine, nullptr) < 0) return 4;
  std::size_t warm = 0;
  for (std::size_t i = 0; i < count; ++i) {
    one(engine, texts[i % texts.size()], i);
    if (i % 1000 == 999) many(engine, texts);
    if (i % 10'000 == 9'999 && regimen_reload(engine, nullptr) < 0) return 4;
    if (i == count / 10) warm = resident_bytes();
  }
  const std::size_t end = resident_bytes();
  regimen_close(engine);
  std::printf("%zu evaluations; resident memory, KB: %zu after a tenth, %zu at the end\n", count,
              warm / 1024, end / 1024);
  return end > warm + most_growth ? 1 : 0;
}
