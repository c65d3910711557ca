// Entry: request_line. Test: tests/service/http_test.py.
#include "engine/embed/service/request_log.h"

#include <array>
#include <cstdio>

namespace regimen::embed::service {

std::string request_line(const RequestLine& line) {
  std::array<char, 32> took{};
  std::snprintf(took.data(), took.size(), "%.3f", line.milliseconds);
  return R"({"at":")" + log::to_text(line.at) + R"(","method":")" + line.method + R"(","route":")" +
         line.route + R"(","status":)" + std::to_string(line.status) + R"(,"outcome":")" +
         line.outcome + R"(","ms":)" + took.data() + R"(,"bytes_in":)" +
         std::to_string(line.bytes_in) + R"(,"bytes_out":)" + std::to_string(line.bytes_out) + "}";
}

}  // namespace regimen::embed::service
