// What one evaluation through the C library costs, JSON in and JSON out: latency when warm, and
// throughput of threads that share one engine. Measures and asserts nothing: regimen_c_bench
// DATA FILE [COUNT].
#include <regimen.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double microseconds(Clock::duration duration) {
  return std::chrono::duration<double, std::micro>(duration).count();
}

void evaluate(const regimen_engine* engine, const std::string& text) {
  regimen_result* result = nullptr;
  if (regimen_evaluate(engine, text.data(), text.size(), nullptr, &result, nullptr) < 0)
    std::abort();
  regimen_result_free(result);
}

void latency(const regimen_engine* engine, const std::string& text, std::size_t count) {
  std::vector<double> times;
  for (std::size_t i = 0; i < count; ++i) {
    const auto begin = Clock::now();
    evaluate(engine, text);
    times.push_back(microseconds(Clock::now() - begin));
  }
  std::ranges::sort(times);
  const auto at = [&](double share) {
    return times[static_cast<std::size_t>(share * static_cast<double>(count - 1))];
  };
  std::printf("latency, us: p50 %.0f, p99 %.0f, most %.0f (%zu evaluations)\n", at(0.5), at(0.99),
              times.back(), count);
}

double throughput(const regimen_engine* engine, const std::string& text, std::size_t count,
                  std::size_t threads) {
  const auto begin = Clock::now();
  {
    std::vector<std::jthread> working;
    for (std::size_t thread = 0; thread < threads; ++thread) {
      working.emplace_back([&] {
        for (std::size_t i = 0; i < count / threads; ++i) evaluate(engine, text);
      });
    }
  }
  return static_cast<double>(count / threads * threads) * 1e6 / microseconds(Clock::now() - begin);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  regimen_open_options options = REGIMEN_OPEN_OPTIONS_INIT;
  options.data = argv[1];
  regimen_engine* engine = nullptr;
  const auto begin = Clock::now();
  if (regimen_open(&options, &engine, nullptr) < 0) return 4;
  std::printf("opening, ms: %.0f\n", microseconds(Clock::now() - begin) / 1000);
  std::ifstream file(argv[2], std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::size_t count = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 5000;

  const auto cold = Clock::now();
  evaluate(engine, text);
  std::printf("the first evaluation, us: %.0f\n", microseconds(Clock::now() - cold));
  for (std::size_t i = 0; i < 100; ++i) evaluate(engine, text);
  latency(engine, text, count);
  const double one = throughput(engine, text, count, 1);
  const double two = throughput(engine, text, count, 2);
  std::printf("evaluations/s: one thread %.0f, two threads %.0f (%.2f times)\n", one, two,
              two / one);
  regimen_close(engine);
  return 0;
}
