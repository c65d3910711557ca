// Entry: problem, told. Test: tests/service/service_test.cpp.
#include "engine/embed/service/exchange.h"

#include "engine/core/spoken.h"
#include "engine/io/json_writer.h"

namespace regimen::embed::service {

HttpResponse problem(int status, std::string_view code, std::string_view sentence) {
  io::JsonWriter out;
  {
    const auto object = out.object();
    out.field("type", "about:blank");
    out.field("status", status);
    out.field("code", code);
    out.field("detail", sentence);
  }
  HttpResponse response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.body = out.take();
  response.outcome = code;
  return response;
}

std::string told(const core::Diagnostics& diagnostics) {
  const auto sorted = diagnostics.sorted();
  if (sorted.empty()) return "the input is not acceptable";
  const core::Diagnostic& first = sorted.front();
  std::string text = core::to_text(first.span);
  if (!text.empty()) text += ": ";
  text += std::string(core::info(first.code).id) + ": " +
          core::speak(first, core::ShowValues::no).message;
  const std::size_t others = diagnostics.error_count() - (diagnostics.has_errors() ? 1 : 0);
  if (others > 0) text += "; and " + std::to_string(others) + " more";
  return text;
}

}  // namespace regimen::embed::service
