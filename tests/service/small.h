// What the tests of the service share: one engine with its offer, and the example patient as a call
// of a hook. The patient is invented.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>

#include "engine/embed/service/service.h"

namespace regimen::embed::service {

inline std::filesystem::path project_root() { return REGIMEN_TEST_SOURCE_DIR; }

inline std::string text_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

inline std::unique_ptr<Service> open_service(Admission admission = {}) {
  ServiceOptions options;
  options.folders = {project_root() / "knowledge",
                     project_root() / "rules/sonic",
                     project_root() / "rules/safety",
                     {}};
  options.evaluate = [](const Engine&) {
    EvaluateOptions how;
    how.as_of = facts::parse_date("2026-11-01")->first;
    return std::optional(how);
  };
  options.origins = {"https://ehr.example"};
  options.admission = std::move(admission);
  options.clock = [] { return std::chrono::system_clock::time_point(); };
  options.uuid = [] { return std::string("00000000-0000-4000-8000-000000000000"); };
  std::string why;
  return Service::open(std::move(options), why);
}

inline Service& service() {
  static const std::unique_ptr<Service> one = open_service();
  return *one;
}

inline HttpRequest post(std::string path, std::string body) {
  HttpRequest request;
  request.method = "POST";
  request.path = std::move(path);
  request.content_type = "application/json";
  request.body = std::move(body);
  return request;
}

inline HttpRequest get(std::string path) {
  HttpRequest request;
  request.method = "GET";
  request.path = std::move(path);
  return request;
}

constexpr std::string_view instance = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea";

// The body of a call, with what stands in the context beside user and patient, and the prefetch.
inline std::string call_of(std::string_view hook, const std::string& prefetch,
                           const std::string& context = {}) {
  return std::string(R"({"hook": ")") + std::string(hook) + R"(", "hookInstance": ")" +
         std::string(instance) + R"(", "context": {"userId": "Practitioner/1", "patientId": "p")" +
         context + R"(}, "prefetch": )" + prefetch + "}";
}

constexpr std::string_view patient =
    R"("patient": {"resourceType": "Patient", "id": "p", "birthDate": "1991-03-14", "gender": "female"})";

inline std::string condition(std::string_view name) {
  return R"({"resource": {"resourceType": "Condition", "id": ")" + std::string(name.substr(0, 3)) +
         R"(", "subject": {"reference": "Patient/p"}, "clinicalStatus": {"coding": [{"code": "active"}]}, "code": {"text": ")" +
         std::string(name) + R"("}}})";
}

inline std::string search_of(const std::string& entries) {
  return R"({"resourceType": "Bundle", "type": "searchset", "entry": [)" + entries + "]}";
}

inline std::string order_of(std::string_view drug, std::string_view id = "d1") {
  return R"({"resource": {"resourceType": "MedicationRequest", "id": ")" + std::string(id) +
         R"(", "status": "draft", "intent": "order", "subject": {"reference": "Patient/p"}, "medicationCodeableConcept": {"text": ")" +
         std::string(drug) + R"("}}})";
}

inline std::string drafts(const std::string& orders) {
  return R"(, "draftOrders": {"resourceType": "Bundle", "entry": [)" + orders + "]}";
}

}  // namespace regimen::embed::service
