// What one evaluation through the C library costs, JSON in and JSON out: latency when warm, and
// throughput of threads that share one engine, by the wall clock and in processor time, which says
// the same on a machine that others use too. Measures and asserts nothing: regimen_c_bench DATA
// FILE [COUNT].
#include <regimen.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
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

// Of all threads so far.
double processor_microseconds() {
  return static_cast<double>(std::clock()) * 1e6 / static_cast<double>(CLOCKS_PER_SEC);
}

void evaluate(const regimen_engine* engine, const std::string& text) {
  regimen_result* result = nullptr;
  if (regimen_evaluate(engine, text.data(), text.size(), nullptr, &result, nullptr) < 0)
    std::abort();
  regimen_result_free(result);
}

void latency(const regimen_engine* engine, const std::string& text, std::size_t count) {
  std::vector<double> times;
  const double used = processor_microseconds();
  for (std::size_t i = 0; i < count; ++i) {
    const auto begin = Clock::now();
    evaluate(engine, text);
    times.push_back(microseconds(Clock::now() - begin));
  }
  std::ranges::sort(times);
  const auto at = [&](double share) {
    return times[static_cast<std::size_t>(share * static_cast<double>(count - 1))];
  };
  std::printf("latency, us: p50 %.0f, p99 %.0f, most %.0f; processor %.0f (%zu evaluations)\n",
              at(0.5), at(0.99), times.back(),
              (processor_microseconds() - used) / static_cast<double>(count), count);
}

struct Throughput {
  double a_second = 0;
  double processor = 0;  // microseconds for each
};

Throughput throughput(const regimen_engine* engine, const std::string& text, std::size_t count,
                      std::size_t threads) {
  const auto begin = Clock::now();
  const double used = processor_microseconds();
  const std::size_t each = count / threads;
  {
    std::vector<std::jthread> working;
    for (std::size_t thread = 0; thread < threads; ++thread) {
      working.emplace_back([&] {
        for (std::size_t i = 0; i < each; ++i) evaluate(engine, text);
      });
    }
  }
  const auto done = static_cast<double>(each * threads);
  return {done * 1e6 / microseconds(Clock::now() - begin),
          (processor_microseconds() - used) / done};
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
  for (const std::size_t threads : {std::size_t{1}, std::size_t{2}}) {
    const Throughput found = throughput(engine, text, count, threads);
    std::printf("threads %zu: %.0f evaluations/s, processor %.0f us each\n", threads,
                found.a_second, found.processor);
  }
  regimen_close(engine);
  return 0;
}
