// The C library call by call: what is handed out, which status, and what errors tell and hold back.
#include <doctest/doctest.h>
#include <regimen.h>

#include <array>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/embed/c/calls.h"

namespace regimen::c_tests {

using Json = nlohmann::json;

TEST_CASE("a patient is evaluated to JSON and to text") {
  const Call json = evaluate(plain());
  CHECK(json.status == REGIMEN_OK);
  REQUIRE(regimen_result_count(json.result.get()) == 1);
  CHECK(regimen_result_status(json.result.get(), 0) == REGIMEN_OK);
  CHECK(regimen_result_error(json.result.get(), 0) == nullptr);
  CHECK(Json::parse(json.text())["eligibility"]["status"] == "eligible");
  std::size_t length = 0;
  const char* text = regimen_result_text(json.result.get(), 0, &length);
  CHECK(length == std::strlen(text));

  regimen_evaluate_options options = defaults();
  options.format = REGIMEN_FORMAT_TEXT;
  CHECK(evaluate(plain(), options).text().find("MATCHES the SONIC entry criteria") !=
        std::string::npos);
  options.locale = "de";
  const std::string german = evaluate(plain(), options).text();
  CHECK(german.find("SONIC") != std::string::npos);
  CHECK(german.find("MATCHES") == std::string::npos);
  options.all = 1;
  CHECK(evaluate(plain(), options).text().size() > german.size());
}

TEST_CASE("what is set aside is told beside the decision, with its place") {
  const std::string text = replaced(plain(), "weight: 70.2 kg", "weight: 70.2 miles");
  regimen_evaluate_options options = defaults();
  options.name = "letter 7";
  const Call call = evaluate(text, options);
  CHECK(call.status == REGIMEN_PARTLY);
  CHECK(regimen_result_status(call.result.get(), 0) == REGIMEN_PARTLY);
  const regimen_error* error = regimen_result_error(call.result.get(), 0);
  REQUIRE(regimen_error_count(error) == 1);
  CHECK(std::string(regimen_error_code(error, 0)) == "E0502");
  CHECK(regimen_error_severity(error, 0) == REGIMEN_SEVERITY_ERROR);
  CHECK(std::string(regimen_error_where(error, 0)) == "letter 7");
  CHECK(std::string(regimen_error_pointer(error, 0)) == "/patient/weight");
  CHECK(regimen_error_line(error, 0) == 8);  // counted in examples/patients/plain.yaml
  CHECK(regimen_error_column(error, 0) > 1);
  CHECK(std::strlen(regimen_error_message(error, 0)) > 0);
  CHECK(std::string(regimen_error_text(error)).find("letter 7:8:") == 0);

  options.strict = 1;
  const Call strict = evaluate(text, options);
  CHECK(strict.status == REGIMEN_REJECTED);
  CHECK(std::string(regimen_error_code(strict.error.get(), 0)) == "E0502");
}

TEST_CASE("the words of a patient stand in errors only if they are asked for") {
  const std::string text = replaced(plain(), "weight: 70.2 kg", "weight: Mustermann");
  regimen_evaluate_options options = defaults();
  const auto told = [&] {
    const Call call = evaluate(text, options);
    const regimen_error* error = regimen_result_error(call.result.get(), 0);
    REQUIRE(regimen_error_count(error) == 1);
    std::string all = regimen_error_text(error);
    all += regimen_error_message(error, 0);
    all += regimen_error_help(error, 0);
    all += regimen_error_pointer(error, 0);
    return all;
  };
  CHECK(told().find("Mustermann") == std::string::npos);
  options.show_values = 1;
  CHECK(told().find("Mustermann") != std::string::npos);

  // Nor does a key that nobody knows.
  const Call unknown = evaluate(plain() + "Mustermann: {Erika: 1}\n");
  CHECK(unknown.status == REGIMEN_REJECTED);
  CHECK(unknown.complaint().find("Muster") == std::string::npos);
  CHECK(std::string(regimen_error_pointer(unknown.error.get(), 0)).empty());
}

TEST_CASE("the options reach the engine") {
  regimen_evaluate_options options = defaults();
  options.jurisdiction = "US";
  options.no_assumptions = 1;
  options.weights = "cautious";
  options.as_of = "2026-11-01";
  const Json json = Json::parse(evaluate(plain(), options).text());
  CHECK(json["options"]["jurisdiction"] == "US");
  CHECK(json["options"]["assumptions"] == false);
  CHECK(json["options"]["weights"] == "cautious");
  options.weights = "{remission: 1, healing: 0, serious-adverse-event: 3, lymphoma: [50, 200]}";
  CHECK(evaluate(plain(), options).status == REGIMEN_OK);
  // The text says another day: no acceptable input, rather than a wrong call.
  options.as_of = "2026-11-02";
  const Call other = evaluate(plain(), options);
  CHECK(other.status == REGIMEN_REJECTED);
  CHECK(std::string(regimen_error_code(other.error.get(), 0)) == "E0512");
}

TEST_CASE("an option that has no meaning is a wrong call") {
  const auto refused = [](auto change) {
    regimen_evaluate_options options = defaults();
    change(options);
    const Call call = evaluate(plain(), options);
    CHECK(regimen_error_status(call.error.get()) == call.status);
    return call.status == REGIMEN_USAGE && regimen_error_count(call.error.get()) == 1 &&
           std::string(regimen_error_code(call.error.get(), 0)).empty();
  };
  CHECK(refused([](auto& options) { options.as_of = "2026-11"; }));
  CHECK(refused([](auto& options) { options.as_of = "31 February"; }));
  CHECK(refused([](auto& options) { options.jurisdiction = "XX"; }));
  CHECK(refused([](auto& options) { options.locale = "tlh"; }));
  CHECK(refused([](auto& options) { options.weights = "no such set"; }));
  CHECK(refused([](auto& options) { options.format = 2; }));
  CHECK(refused([](auto& options) { options.reserved = 1; }));
  CHECK(refused([](auto& options) { options.name = "\xff"; }));
  CHECK(refused([](auto& options) { options.name = "a\nb"; }));
  CHECK(refused([](auto& options) { options.size = 0; }));
  CHECK(refused([](auto& options) { options.size = 7; }));
  // Of weights that are written, their mistakes are told.
  regimen_evaluate_options options = defaults();
  options.weights = "{remission: -1}";
  const Call weights = evaluate(plain(), options);
  CHECK(weights.status == REGIMEN_USAGE);
  CHECK(std::string(regimen_error_where(weights.error.get(), 0)) == "weights");
}

TEST_CASE("options of another size: an older caller, and a newer one") {
  // Of the size before `weights`: what is beyond is not looked at.
  regimen_evaluate_options options = defaults();
  options.weights = "no such set";
  options.format = 99;
  options.size = offsetof(regimen_evaluate_options, weights);
  CHECK(evaluate(plain(), options).status == REGIMEN_OK);

  struct Newer {
    regimen_evaluate_options known;
    std::uint64_t beyond;
  } newer{defaults(), 0};
  newer.known.size = sizeof(Newer);
  CHECK(evaluate(plain(), newer.known).status == REGIMEN_OK);
  newer.beyond = 1;
  CHECK(evaluate(plain(), newer.known).status == REGIMEN_USAGE);
}

TEST_CASE("null where it may not be is a wrong call, and where it may be no matter") {
  const std::string text = plain();
  regimen_result* result = nullptr;
  regimen_error* error = nullptr;
  regimen_engine* engine = nullptr;
  regimen_info* info = nullptr;
  CHECK(regimen_evaluate(nullptr, text.data(), text.size(), nullptr, &result, &error) ==
        REGIMEN_USAGE);
  regimen_error_free(error);
  CHECK(result == nullptr);
  CHECK(regimen_evaluate(shared_engine(), nullptr, 5, nullptr, &result, nullptr) == REGIMEN_USAGE);
  CHECK(regimen_evaluate(shared_engine(), text.data(), text.size(), nullptr, nullptr, nullptr) ==
        REGIMEN_USAGE);
  CHECK(regimen_evaluate(shared_engine(), nullptr, 0, nullptr, &result, nullptr) ==
        REGIMEN_REJECTED);
  CHECK(regimen_open(nullptr, nullptr, nullptr) == REGIMEN_USAGE);
  regimen_open_options options = REGIMEN_OPEN_OPTIONS_INIT;
  options.size = 0;
  CHECK(regimen_open(&options, &engine, nullptr) == REGIMEN_USAGE);
  CHECK(engine == nullptr);
  CHECK(regimen_reload(nullptr, nullptr) == REGIMEN_USAGE);
  CHECK(regimen_engine_info(nullptr, &info, nullptr) == REGIMEN_USAGE);
  CHECK(regimen_engine_info(shared_engine(), nullptr, nullptr) == REGIMEN_USAGE);
  CHECK(regimen_evaluate_many(shared_engine(), nullptr, 1, nullptr, 1, &result, nullptr) ==
        REGIMEN_USAGE);
  CHECK(regimen_evaluate_many(shared_engine(), nullptr, 0, nullptr, 1, nullptr, nullptr) ==
        REGIMEN_OK);

  regimen_error_free(nullptr);
  regimen_result_free(nullptr);
  regimen_info_free(nullptr);
  regimen_cancel_free(nullptr);
  regimen_cancel_request(nullptr);
  regimen_close(nullptr);
  CHECK(regimen_error_status(nullptr) == REGIMEN_OK);
  CHECK(regimen_error_count(nullptr) == 0);
  CHECK(std::string(regimen_error_text(nullptr)).empty());
  CHECK(std::string(regimen_error_message(nullptr, 3)).empty());
  CHECK(regimen_result_count(nullptr) == 0);
  std::size_t length = 7;
  CHECK(std::string(regimen_result_text(nullptr, 0, &length)).empty());
  CHECK(length == 0);
  CHECK(std::string(regimen_info_text(nullptr, 0)).empty());
}

TEST_CASE("by number beyond the last: empty") {
  const Call call = evaluate(plain());
  CHECK(std::string(regimen_result_text(call.result.get(), 1, nullptr)).empty());
  CHECK(regimen_result_error(call.result.get(), 1) == nullptr);
  const Call bad = evaluate("{");
  CHECK(std::string(regimen_error_code(bad.error.get(), 1000)).empty());
  CHECK(regimen_error_line(bad.error.get(), 1000) == 0);
}

TEST_CASE("of a bundle each patient has a status") {
  const std::string bundle = R"({"resourceType": "Bundle", "type": "collection", "entry": [
      {"resource": {"resourceType": "Patient", "id": "a", "gender": "female"}},
      {"resource": {"resourceType": "Patient", "id": "b", "deceasedBoolean": true}},
      {"resource": {"resourceType": "Patient", "id": "c", "gender": "male"}}]})";
  regimen_evaluate_options options = defaults();
  options.as_of = "2026-11-01";
  const Call call = evaluate(bundle, options);
  CHECK(call.status == REGIMEN_PARTLY);
  REQUIRE(regimen_result_count(call.result.get()) == 3);
  CHECK(regimen_result_status(call.result.get(), 0) == REGIMEN_OK);
  CHECK(regimen_result_status(call.result.get(), 1) == REGIMEN_REJECTED);
  CHECK(std::string(regimen_result_text(call.result.get(), 1, nullptr)).empty());
  const regimen_error* error = regimen_result_error(call.result.get(), 1);
  CHECK(regimen_error_line(error, 0) == 3);
  CHECK(Json::parse(regimen_result_text(call.result.get(), 2, nullptr))["profile"]["id"] == "c");
}

// 200 patients, the most that are accepted, take many times the budget.
TEST_CASE("a bundle is stopped between its patients, and then nothing is handed out") {
  std::string bundle = R"({"resourceType": "Bundle", "type": "collection", "entry": [)";
  for (int i = 0; i < 200; ++i) {
    bundle += i == 0 ? "" : ",";
    bundle += R"({"resource": {"resourceType": "Patient", "id": ")" + std::to_string(i) + "\"}}";
  }
  bundle += "]}";
  regimen_evaluate_options options = defaults();
  options.as_of = "2026-11-01";
  options.budget_us = 20'000;
  const Call late = evaluate(bundle, options);
  CHECK(late.status == REGIMEN_TIMEOUT);
  options.budget_us = 0;
  CHECK(regimen_result_count(evaluate(bundle, options).result.get()) == 200);
}

// Programs that were compiled before have them as numbers; abidiff does not see them.
TEST_CASE("the constants keep their numbers") {
  const std::array<std::int32_t, 10> statuses = {
      REGIMEN_OK, REGIMEN_PARTLY,    REGIMEN_REJECTED, REGIMEN_USAGE,         REGIMEN_BAD_PACK,
      REGIMEN_IO, REGIMEN_CANCELLED, REGIMEN_TIMEOUT,  REGIMEN_OUT_OF_MEMORY, REGIMEN_INTERNAL};
  CHECK(statuses == std::array<std::int32_t, 10>{0, 1, -1, -2, -3, -4, -5, -6, -7, -8});
  const std::array<std::int32_t, 9> fields = {
      REGIMEN_INFO_ENGINE_VERSION, REGIMEN_INFO_PACK_ID,          REGIMEN_INFO_PACK_VERSION,
      REGIMEN_INFO_PACK_DIGEST,    REGIMEN_INFO_SAFETY_ID,        REGIMEN_INFO_SAFETY_VERSION,
      REGIMEN_INFO_SAFETY_DIGEST,  REGIMEN_INFO_KNOWLEDGE_DIGEST, REGIMEN_INFO_DATA};
  CHECK(fields == std::array<std::int32_t, 9>{0, 1, 2, 3, 4, 5, 6, 7, 8});
  const std::array<std::int32_t, 4> others = {REGIMEN_SEVERITY_ERROR, REGIMEN_SEVERITY_WARNING,
                                              REGIMEN_FORMAT_JSON, REGIMEN_FORMAT_TEXT};
  CHECK(others == std::array<std::int32_t, 4>{0, 1, 0, 1});
}

TEST_CASE("versions and digests are those of the results") {
  regimen_info* info = nullptr;
  REQUIRE(regimen_engine_info(shared_engine(), &info, nullptr) == REGIMEN_OK);
  const Owned<regimen_info> owned(info);
  const Json json = Json::parse(evaluate(plain()).text());
  const auto field = [&](std::int32_t which) {
    return std::string(regimen_info_text(info, which));
  };
  CHECK(field(REGIMEN_INFO_ENGINE_VERSION) == json["engine"]["version"]);
  CHECK(field(REGIMEN_INFO_PACK_ID) == json["pack"]["id"]);
  CHECK(field(REGIMEN_INFO_PACK_VERSION) == json["pack"]["version"]);
  CHECK(field(REGIMEN_INFO_PACK_DIGEST) == json["pack"]["digest"]);
  CHECK(field(REGIMEN_INFO_SAFETY_DIGEST) == json["safety_pack"]["digest"]);
  CHECK(field(REGIMEN_INFO_KNOWLEDGE_DIGEST) == json["knowledge"]["digest"]);
  CHECK(field(REGIMEN_INFO_DATA) == root.string());
  CHECK(field(-1).empty());
  CHECK(field(1000).empty());
  CHECK(regimen_info_warnings(info) == nullptr);
  CHECK(std::string(regimen_version()) == json["engine"]["version"]);
  CHECK(regimen_api_version() == REGIMEN_API_VERSION);
  CHECK(std::string(regimen_status_name(REGIMEN_TIMEOUT)) == "TIMEOUT");
  CHECK(std::string(regimen_status_name(12345)) == "UNKNOWN");
}

// This program stands in the build tree of the library, as the library does.
TEST_CASE("the data that belong to the library are found without being named") {
  regimen_engine* engine = nullptr;
  REQUIRE(regimen_open(nullptr, &engine, nullptr) == REGIMEN_OK);
  const Owned<regimen_engine> owned(engine);
  regimen_info* info = nullptr;
  REQUIRE(regimen_engine_info(engine, &info, nullptr) == REGIMEN_OK);
  CHECK(std::string(regimen_info_text(info, REGIMEN_INFO_DATA)) == root.string());
  regimen_info_free(info);
}

TEST_CASE("what cannot be opened says why") {
  const auto refused = [](const char* data, const char* pack, const char* safety) {
    regimen_open_options options = REGIMEN_OPEN_OPTIONS_INIT;
    options.data = data;
    options.pack = pack;
    options.safety = safety;
    regimen_engine* engine = nullptr;
    regimen_error* error = nullptr;
    const regimen_status status = regimen_open(&options, &engine, &error);
    CHECK(engine == nullptr);
    CHECK(std::strlen(regimen_error_text(error)) > 0);
    CHECK(regimen_error_count(error) > 0);
    regimen_error_free(error);
    return status;
  };
  const std::string here = root.string();
  CHECK(refused("/no/such/folder", nullptr, nullptr) == REGIMEN_BAD_PACK);
  CHECK(refused(here.c_str(), "nothing", nullptr) == REGIMEN_BAD_PACK);
  CHECK(refused(here.c_str(), nullptr, "nothing") == REGIMEN_BAD_PACK);
  CHECK(refused((here + "/tests").c_str(), nullptr, nullptr) == REGIMEN_BAD_PACK);
}

TEST_CASE("without safety rules nothing is said of safety") {
  regimen_open_options options = REGIMEN_OPEN_OPTIONS_INIT;
  const std::string here = root.string();
  options.data = here.c_str();
  options.safety = "";
  regimen_engine* engine = nullptr;
  REQUIRE(regimen_open(&options, &engine, nullptr) == REGIMEN_OK);
  const Owned<regimen_engine> owned(engine);
  regimen_info* info = nullptr;
  REQUIRE(regimen_engine_info(engine, &info, nullptr) == REGIMEN_OK);
  CHECK(std::string(regimen_info_text(info, REGIMEN_INFO_SAFETY_ID)).empty());
  regimen_info_free(info);
}

TEST_CASE("a wish and a budget end an evaluation") {
  regimen_evaluate_options options = defaults();
  const Owned<regimen_cancel> cancel(regimen_cancel_new());
  options.cancel = cancel.get();
  CHECK(evaluate(plain(), options).status == REGIMEN_OK);
  regimen_cancel_request(cancel.get());
  const Call cancelled = evaluate(plain(), options);
  CHECK(cancelled.status == REGIMEN_CANCELLED);
  CHECK(regimen_error_status(cancelled.error.get()) == REGIMEN_CANCELLED);
  options.cancel = nullptr;
  options.budget_us = 1;
  CHECK(evaluate(plain(), options).status == REGIMEN_TIMEOUT);
  options.budget_us = 60'000'000;
  CHECK(evaluate(plain(), options).status == REGIMEN_OK);
  options.budget_us = UINT64_MAX;
  CHECK(evaluate(plain(), options).status == REGIMEN_OK);
}

}  // namespace regimen::c_tests
