// Entry: request_line, utc_text. Test: tests/service/http_test.py.
#include "engine/embed/service/request_log.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace regimen::embed::service {

std::string utc_text(std::chrono::system_clock::time_point at) {
  const auto whole = std::chrono::floor<std::chrono::milliseconds>(at);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(whole);
  const std::time_t time = std::chrono::system_clock::to_time_t(seconds);
  std::tm parts{};
  gmtime_r(&time, &parts);
  std::array<char, 40> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  const auto rest = static_cast<int>((whole - seconds).count());
  std::snprintf(text.data() + length, text.size() - length, ".%03dZ", rest);
  return text.data();
}

std::string request_line(const RequestLine& line) {
  std::array<char, 32> took{};
  std::snprintf(took.data(), took.size(), "%.3f", line.milliseconds);
  return R"({"at":")" + utc_text(line.at) + R"(","method":")" + line.method + R"(","route":")" +
         line.route + R"(","status":)" + std::to_string(line.status) + R"(,"outcome":")" +
         line.outcome + R"(","ms":)" + took.data() + R"(,"bytes_in":)" +
         std::to_string(line.bytes_in) + R"(,"bytes_out":)" + std::to_string(line.bytes_out) + "}";
}

}  // namespace regimen::embed::service
