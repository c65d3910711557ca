// Hostile texts through the C library: a status and an error, and the engine answers as before.
#include <doctest/doctest.h>
#include <regimen.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "tests/embed/c/calls.h"

namespace regimen::c_tests {

namespace {

std::string times(std::size_t count, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

std::string profile(const std::string& rest) {
  return R"({"profile": "1", "id": "h", "as_of": "2026-11-01", )" + rest + "}";
}

}  // namespace

TEST_CASE("broken structure is rejected, with a code") {
  const std::vector<std::pair<std::string, std::string>> texts = {
      {"", "E0104"},
      {"   \n", "E0104"},
      {"{", ""},
      {times(100'000, "["), ""},
      {times(100'000, "{\"a\":"), ""},
      {times(100'000, "- "), ""},
      {profile("\"patient\": " + times(1000, "[") + times(1000, "]")), "E0109"},
      {profile(R"("patient": {"sex": "female", "sex": "male"})"), "E0105"},
      {"profile: \"1\"\nid: a\nid: b\n", "E0105"},
      {"profile: \"1\"\nid: \xff\xfe\n", "E0103"},
      {profile("\"patient\": {\"sex\": \"\xc3\x28\"}"), "E0103"},
      {std::string("profile: \0 \"1\"\n", 15), "E0103"},
      {profile(R"("patient": [1, 2, 3])"), ""},
      {profile(R"("patient": {"weight": {"value": {"value": 1}}})"), ""},
      {profile(R"("therapies": 7)"), ""},
      {profile(R"("nothing-known": 7)"), "E0113"},
      {"a: &a [*a, *a]\n", "E0106"},
      {"!!binary aGVsbG8=", "E0107"},
      {R"({"resourceType": "Bundle", "entry": 7})", ""},
      {R"({"resourceType": ["Bundle"]})", ""},
      {R"({"resourceType": "Patient")", ""},
      {times(3 << 20, "a"), "E0117"},
  };
  for (const auto& [text, code] : texts) {
    const auto& told_text = text;
    CAPTURE(told_text.substr(0, 60));
    const Call call = evaluate(text);
    CHECK(call.status == REGIMEN_REJECTED);
    REQUIRE(regimen_error_count(call.error.get()) > 0);
    const std::string told = regimen_error_code(call.error.get(), 0);
    CHECK_FALSE(told.empty());
    if (!code.empty()) CHECK(told == code);
  }
  CHECK(evaluate(plain()).status == REGIMEN_OK);
}

TEST_CASE("bad values in good structure are set aside") {
  for (const std::string value :
       {"1e400 kg", "-1e-400 kg", "99999999999999999999999999999999999999999999 kg", "NaN", "kg",
        "0x10 kg", "1/0 kg"}) {
    CAPTURE(value);
    const Call call = evaluate(profile(R"("patient": {"weight": ")" + value + "\"}"));
    CHECK(call.status == REGIMEN_PARTLY);
    const regimen_error* error = regimen_result_error(call.result.get(), 0);
    CHECK(std::string(regimen_error_pointer(error, 0)) == "/patient/weight");
  }
}

TEST_CASE("a text cut off anywhere is rejected or decided, and never both") {
  for (const char* file : {"examples/patients/plain.yaml", "examples/fhir/plain.json"}) {
    const std::string text = text_of(root / file);
    regimen_evaluate_options options = defaults();
    options.as_of = "2026-11-01";
    for (std::size_t length = 0; length < text.size(); length += 97) {
      const Call call = evaluate(text.substr(0, length), options);
      CHECK((call.status >= 0 || call.status == REGIMEN_REJECTED));
    }
  }
}

TEST_CASE("a length beyond all limits is refused before the text is read") {
  const std::string text = "a";
  regimen_result* result = nullptr;
  regimen_error* error = nullptr;
  CHECK(regimen_evaluate(shared_engine(), text.data(), SIZE_MAX, nullptr, &result, &error) ==
        REGIMEN_REJECTED);
  CHECK(result == nullptr);
  regimen_error_free(error);
}

TEST_CASE("a text need not end in a zero byte, and nothing beyond its length is read") {
  const std::string text = plain();
  const std::string longer = text + "nothing-known: 1\n";
  regimen_result* result = nullptr;
  CHECK(regimen_evaluate(shared_engine(), longer.data(), text.size(), nullptr, &result, nullptr) ==
        REGIMEN_OK);
  regimen_result_free(result);
}

}  // namespace regimen::c_tests
