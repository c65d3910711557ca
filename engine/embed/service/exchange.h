// Exchange: one request to the service and its answer, free of any HTTP library, so that all that
// answers can be tested and fuzzed without a socket. Thread-safety: plain values.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/diagnostic.h"

namespace regimen::embed::service {

struct HttpRequest {
  std::string method;  // `POST`
  std::string path;    // decoded, without the query
  std::vector<std::pair<std::string, std::string>> query;
  std::string content_type;
  std::string authorization;
  std::string origin;
  std::string body;

  // Empty where it is not there.
  [[nodiscard]] std::string_view parameter(std::string_view name) const {
    for (const auto& [key, value] : query) {
      if (key == name) return value;
    }
    return {};
  }
};

struct HttpResponse {
  int status = 200;
  std::string content_type;  // empty: no body
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  // For metrics and logs; none of it is a patient's.
  std::string route;    // `cds-services/{id}`
  std::string outcome;  // `cards`, `silent`, or the code of a problem
};

// RFC 9457: a stable code and a sentence that holds nothing of what was sent.
HttpResponse problem(int status, std::string_view code, std::string_view sentence);

// The first mistake with its place, and how many there are; never a word of the text.
std::string told(const core::Diagnostics& diagnostics);

}  // namespace regimen::embed::service
