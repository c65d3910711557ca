// Evaluates the patients of a file and prints the essence of each decision.
//   g++ -std=c++20 evaluate.cpp $(pkg-config --cflags --libs regimen) -o evaluate
//   ./evaluate patient.yaml [DATA]
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regimen.hpp>
#include <string>

namespace {

void complain(const regimen::Error& error) {
  std::cerr << regimen_status_name(error.status) << "\n";
  for (const regimen::Problem& problem : error.problems) {
    std::cerr << problem.where << ":" << problem.line << " " << problem.pointer << " "
              << problem.code << ": " << problem.message << "\n";
  }
}

void show(const nlohmann::json& decision) {
  const auto& eligibility = decision["eligibility"];
  std::cout << "eligibility: " << eligibility["status"].get<std::string>() << "\n";
  for (const auto& regimen : decision["regimens"]) {
    std::cout << regimen["id"].get<std::string>() << ": safety "
              << regimen["safety"]["status"].get<std::string>() << ", rank " << regimen["rank"]
              << "\n";
  }
  for (const auto& missing : eligibility["missing"])
    std::cout << "missing: " << missing["fact"].get<std::string>() << " "
              << missing.value("about", "") << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: evaluate FILE [DATA]\n";
    return 2;
  }
  std::ifstream file(argv[1], std::ios::binary);
  if (!file) {
    std::cerr << argv[1] << ": cannot be read\n";
    return 6;
  }
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  regimen::OpenOptions where;
  if (argc > 2) where.data = argv[2];

  // Open once, evaluate as often as there are patients, from any thread.
  const auto engine = regimen::Engine::open(where);
  if (!engine) {
    complain(engine.error());
    return 1;
  }
  const auto result = engine->evaluate(text, {.name = argv[1], .budget_us = 5'000'000});
  if (!result) {
    complain(result.error());
    return 1;
  }
  for (const regimen::Patient& patient : result->patients) {
    if (patient.error) complain(*patient.error);  // what was set aside
    if (!patient.text.empty()) show(nlohmann::json::parse(patient.text));
  }
  return 0;
}
