// Metrics: what the service has done, as Prometheus reads it. No label comes from a request.
// Thread-safety: all functions, for any number of threads.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>

namespace regimen::embed::service {

class Metrics {
 public:
  // An answer to a route, with its status, what came of it, and how long it took.
  void answered(const std::string& route, int status, const std::string& outcome, double seconds);
  void logged(bool good) { (good ? logged_ : unlogged_) += 1; }
  void reloaded(bool good) { (good ? reloads_ : failed_reloads_) += 1; }

  // The text format of Prometheus, version 0.0.4.
  [[nodiscard]] std::string text() const;

 private:
  // Upper ends of the classes of the histogram, in seconds.
  static constexpr std::array<double, 10> classes = {0.0005, 0.001, 0.0025, 0.005, 0.01,
                                                     0.025,  0.05,  0.1,    0.5,   2.5};
  struct Times {
    std::array<std::uint64_t, classes.size() + 1> counts{};
    double sum = 0;
  };

  mutable std::mutex mutex_;
  std::map<std::tuple<std::string, int, std::string>, std::uint64_t> answers_;
  std::map<std::string, Times> times_;
  std::atomic<std::uint64_t> logged_ = 0;
  std::atomic<std::uint64_t> unlogged_ = 0;
  std::atomic<std::uint64_t> reloads_ = 0;
  std::atomic<std::uint64_t> failed_reloads_ = 0;
};

}  // namespace regimen::embed::service
