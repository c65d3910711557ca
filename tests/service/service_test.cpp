// What is answered to each request, without a socket.
#include "engine/embed/service/service.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/service/small.h"

namespace regimen::embed::service {

using nlohmann::json;

namespace {

HttpResponse view(const std::string& prefetch) {
  return service().answer(
      post("/cds-services/sonic-patient-view", call_of("patient-view", prefetch)));
}

std::string code_of(const HttpResponse& response) { return json::parse(response.body).at("code"); }

std::string crohns() { return "\"conditions\": " + search_of(condition("Crohn's disease")); }

}  // namespace

TEST_CASE("the discovery names a service for each hook, with its prefetch") {
  const HttpResponse response = service().answer(get("/cds-services"));
  CHECK(response.status == 200);
  const json services = json::parse(response.body).at("services");
  REQUIRE(services.size() == 3);
  for (const json& one : services) {
    CHECK(one.at("prefetch").at("patient") == "Patient/{{context.patientId}}");
    CHECK(one.at("prefetch").size() > 10);
    CHECK_FALSE(one.at("description").get<std::string>().empty());
  }
  CHECK(services[0].at("hook") == "patient-view");
  CHECK(services[2].at("id") == "sonic-order-sign");
}

TEST_CASE("412 only where the patient is absent") {
  CHECK(view("{}").status == 412);
  CHECK(view(R"({"patient": null})").status == 412);
  CHECK(view(R"({"patient": {"resourceType": "OperationOutcome", "issue": []}})").status == 412);
  // That of somebody else.
  CHECK(view(R"({"patient": {"resourceType": "Patient", "id": "q"}})").status == 412);
  CHECK(code_of(view("{}")) == "patient_absent");
  CHECK(view("{" + std::string(patient) + "}").status == 200);
  CHECK(view("{" + std::string(patient) + R"(, "crp": null})").status == 200);
}

TEST_CASE("a patient out of scope has no card") {
  const HttpResponse nothing = view("{" + std::string(patient) + "}");
  CHECK(nothing.status == 200);
  CHECK(json::parse(nothing.body) == json::parse(R"({"cards": []})"));
  CHECK(nothing.outcome == "silent");
  const HttpResponse other = view("{" + std::string(patient) + ", \"conditions\": " +
                                  search_of(condition("ulcerative colitis")) + "}");
  CHECK(json::parse(other.body).at("cards").empty());
}

TEST_CASE("a patient in scope has one card, whole") {
  const HttpResponse response = view("{" + std::string(patient) + ", " + crohns() + "}");
  REQUIRE(response.status == 200);
  const json cards = json::parse(response.body).at("cards");
  REQUIRE(cards.size() == 1);
  const json& card = cards[0];
  CHECK(card.at("indicator") == "info");
  CHECK(card.at("summary").get<std::string>().size() < 140);
  CHECK(card.at("source").at("url").get<std::string>().starts_with("https://"));
  CHECK(card.at("uuid").get<std::string>().size() == 36);
  CHECK(card.at("overrideReasons").size() == 5);
  // Nothing is known to be safe yet, so that nothing is suggested.
  CHECK(card.count("suggestions") == 0);
  CHECK(card.count("selectionBehavior") == 0);
  CHECK(response.body.find("systemActions") == std::string::npos);
}

TEST_CASE("omitted, null and failed are told apart") {
  const auto missing = [&](const std::string& more) {
    const HttpResponse response = view("{" + std::string(patient) + ", " + crohns() + more + "}");
    return json::parse(response.body).at("cards")[0].at("detail").get<std::string>();
  };
  CHECK(missing("").find("CDAI \\(not stated\\)") != std::string::npos);
  CHECK(missing(R"(, "cdai": null)").find("CDAI \\(asked, not known\\)") != std::string::npos);
  CHECK(missing(R"(, "cdai": {"resourceType": "Bundle", "type": "searchset", "total": 0})")
            .find("CDAI \\(asked, not known\\)") != std::string::npos);
  CHECK(missing(R"(, "cdai": {"resourceType": "OperationOutcome"})")
            .find("CDAI \\(the system that was asked failed\\)") != std::string::npos);
  // A list of which a part could not be had may hold more than what was sent.
  const std::string failed =
      missing(R"(, "medication_requests": {"resourceType": "OperationOutcome"})");
  CHECK(failed.find("the system that was asked failed") != std::string::npos);
}

TEST_CASE("what is signed is held against the safety rules, and nothing else is said") {
  const auto sign = [](const std::string& conditions, const std::string& orders) {
    const HttpResponse response = service().answer(post(
        "/cds-services/sonic-order-sign",
        call_of("order-sign",
                "{" + std::string(patient) + ", \"conditions\": " + search_of(conditions) + "}",
                drafts(orders))));
    REQUIRE(response.status == 200);
    return json::parse(response.body).at("cards");
  };
  const json cards =
      sign(condition("Crohn's disease") + ", " + condition("tuberculosis"), order_of("infliximab"));
  REQUIRE(cards.size() == 1);
  CHECK(cards[0].at("indicator") == "critical");
  CHECK(cards[0].at("summary").get<std::string>().find("infliximab") != std::string::npos);
  // Another drug, no drug, and somebody else's order.
  CHECK(sign(condition("tuberculosis"), order_of("paracetamol")).empty());
  CHECK(sign(condition("tuberculosis"), "").empty());
  std::string foreign = order_of("infliximab");
  foreign.replace(foreign.find("Patient/p"), 9, "Patient/q");
  CHECK(sign(condition("tuberculosis"), foreign).empty());
  // Nothing is known against it, but the tests that must come first are not there.
  const json unknown = sign(condition("Crohn's disease"), order_of("infliximab"));
  REQUIRE(unknown.size() == 1);
  CHECK(unknown[0].at("indicator") == "warning");
}

TEST_CASE("a drug that is ordered beside one that is taken is judged as both") {
  const auto summary = [](const std::string& statement) {
    const HttpResponse response = service().answer(
        post("/cds-services/sonic-order-sign",
             call_of("order-sign",
                     "{" + std::string(patient) + ", " + crohns() +
                         R"(, "medication_statements": )" + search_of(statement) + "}",
                     drafts(order_of("infliximab")))));
    REQUIRE(response.status == 200);
    return json::parse(response.body).at("cards")[0].at("summary").get<std::string>();
  };
  const auto statement = [](const std::string& drug, const std::string& period) {
    return R"({"resource": {"resourceType": "MedicationStatement", "id": "s", "status": "active", )"
           R"("subject": {"reference": "Patient/p"}, "medicationCodeableConcept": {"text": ")" +
           drug + R"("}, "effectivePeriod": )" + period + "}}";
  };
  const std::string alone = summary("");
  CHECK(alone.find("ombination") == std::string::npos);
  CHECK(summary(statement("azathioprine", R"({"start": "2026-01-05"})")).find("azathioprine") !=
        std::string::npos);
  // No longer, and another drug.
  CHECK(summary(statement("azathioprine", R"({"start": "2026-01-05", "end": "2026-02-01"})")) ==
        alone);
  CHECK(summary(statement("mesalamine", R"({"start": "2026-01-05"})")) == alone);
}

TEST_CASE("of several drafts only what is selected counts") {
  const auto select = [](const std::string& selections) {
    const HttpResponse response = service().answer(post(
        "/cds-services/sonic-order-select",
        call_of("order-select", "{" + std::string(patient) + "}",
                R"(, "selections": [)" + selections + "]" +
                    drafts(order_of("infliximab", "d1") + ", " + order_of("ibuprofen", "d2")))));
    REQUIRE(response.status == 200);
    return response.outcome;
  };
  CHECK(select(R"("MedicationRequest/d2")") == "silent");
  CHECK(select(R"("ServiceRequest/9")") == "silent");  // nothing of what is ordered here
  CHECK(select("") == "silent");  // out of scope, and nothing known speaks against it
}

TEST_CASE("an order that is being signed is no treatment that was taken") {
  const auto card = [](const std::string& prefetched) {
    const std::string prefetch = "{" + std::string(patient) + ", " + crohns() +
                                 ", \"medication_requests\": " + search_of(prefetched) + "}";
    const HttpResponse response = service().answer(
        post("/cds-services/sonic-order-select",
             call_of("order-select", prefetch,
                     ", \"selections\": []" + drafts(order_of("azathioprine", "d1")))));
    REQUIRE(response.status == 200);
    const json cards = json::parse(response.body).at("cards");
    REQUIRE(cards.size() == 1);
    return cards[0].at("detail").get<std::string>();
  };
  // The same order, kept by the EHR, and another one that is not certain.
  const std::string same = card(order_of("azathioprine", "d1"));
  const std::string other = card(order_of("azathioprine", "d2"));
  CHECK(same.find("therapies 1") == std::string::npos);
  CHECK(other.find("therapies 1") != std::string::npos);
}

TEST_CASE("a body that is no call is refused by its place") {
  const auto refused = [](const std::string& body) {
    return service().answer(post("/cds-services/sonic-patient-view", body));
  };
  const std::string good = call_of("patient-view", "{}");
  CHECK(code_of(refused("")) == "bad_json");
  CHECK(code_of(refused("{\"hook\": ")) == "bad_json");
  CHECK(code_of(refused("[]")) == "bad_request");
  CHECK(code_of(refused(R"({"hook": "patient-view", "hook": "patient-view"})")) == "bad_json");
  CHECK(code_of(refused(std::string(100'000, '['))) == "bad_json");
  CHECK(code_of(refused("{\"hook\": \"\xff\"}")) == "bad_json");
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string body = good;
    body.replace(body.find(from), from.size(), to);
    const HttpResponse response = refused(body);
    CHECK(response.status == 400);
    return json::parse(response.body).at("detail").get<std::string>();
  };
  CHECK(with("patient-view", "order-sign") == "/hook is not the hook of this service");
  CHECK(with("d1577c69", "x1577c69") == "/hookInstance is a UUID");
  CHECK(with("\"p\"", "\"<b>\"") == "/context/patientId is the id of a FHIR resource");
  CHECK(with("\"p\"", "7e400000") == "/context/patientId has the wrong type");
  CHECK(with("\"patientId\"", "\"patient\"") == "/context/patientId is required");
  CHECK(with("\"prefetch\": {}", "\"prefetch\": []") == "/prefetch has the wrong type");
  CHECK(with("\"prefetch\": {}", "\"prefetch\": {\"crp\": 7}") ==
        "/prefetch/crp is a FHIR resource or null");
  CHECK(with("\"prefetch\"", "\"fhirAuthorization\": {}, \"prefetch\"") ==
        "/fhirServer is required beside fhirAuthorization");
}

TEST_CASE("fields of later drafts are let by") {
  std::string body = call_of("patient-view", "{" + std::string(patient) + "}");
  body.insert(1, R"("extension": {"x": [1, 2]}, "later": null, )");
  CHECK(service().answer(post("/cds-services/sonic-patient-view", body)).status == 200);
}

TEST_CASE("methods, paths and types") {
  CHECK(service().answer(get("/cds-services/sonic-patient-view")).status == 405);
  CHECK(service().answer(post("/cds-services", "{}")).status == 405);
  CHECK(service().answer(post("/cds-services/none", "{}")).status == 404);
  CHECK(service().answer(get("/")).status == 404);
  HttpRequest form = post("/cds-services/sonic-patient-view", "a=b");
  form.content_type = "application/x-www-form-urlencoded";
  CHECK(service().answer(form).status == 415);
  CHECK(service().answer(get("/healthz")).body == "ok\n");
  CHECK(service()
            .answer(get("/metrics"))
            .body.find("regimen_requests_total{route=\"cds-services\"") != std::string::npos);
}

TEST_CASE("browsers are answered by their origin") {
  HttpRequest request;
  request.method = "OPTIONS";
  request.path = "/cds-services";
  request.origin = "https://ehr.example";
  const auto header = [](const HttpResponse& response, std::string_view name) {
    for (const auto& one : response.headers) {
      if (one.first == name) return one.second;
    }
    return std::string();
  };
  const HttpResponse preflight = service().answer(request);
  CHECK(preflight.status == 204);
  CHECK(header(preflight, "Access-Control-Allow-Origin") == "https://ehr.example");
  CHECK(header(preflight, "Access-Control-Allow-Headers") == "authorization, content-type");
  request.origin = "https://attacker.example";
  CHECK(header(service().answer(request), "Access-Control-Allow-Origin").empty());
}

TEST_CASE("who is not admitted learns nothing, and may still ask whether we live") {
  const auto closed = open_service(
      [](const HttpRequest&) { return problem(401, "no_token", "a token is needed"); });
  REQUIRE(closed);
  CHECK(closed->answer(get("/cds-services")).status == 401);
  CHECK(closed->answer(post("/cds-services/none", "{}")).status == 401);
  CHECK(closed->answer(post("/evaluate", "{}")).status == 401);
  CHECK(closed->answer(get("/healthz")).status == 200);
}

TEST_CASE("one document is evaluated as by the program") {
  const HttpResponse profile =
      service().answer(post("/evaluate", text_of(project_root() / "examples/patients/first.yaml")));
  CHECK(profile.status == 200);
  CHECK(json::parse(profile.body).at("profile").at("id") == "R-0001");
  const HttpResponse fhir =
      service().answer(post("/evaluate", text_of(project_root() / "examples/fhir/plain.json")));
  CHECK(json::parse(fhir.body).at("eligibility").at("status") == "eligible_with_assumptions");
  HttpRequest text = post("/evaluate", text_of(project_root() / "examples/patients/first.yaml"));
  text.query = {{"format", "text"}};
  CHECK(service().answer(text).body.starts_with("R-0001"));
  text.query = {{"as_of", "yesterday"}};
  CHECK(service().answer(text).status == 400);
  CHECK(service().answer(post("/evaluate", "profile: [")).status == 422);
}

TEST_CASE("a patient sent by prefetch and as a bundle is decided alike") {
  const json bundle = json::parse(text_of(project_root() / "examples/fhir/plain.json"));
  json prefetch;
  const std::map<std::string, std::string> keys = {{"Condition", "conditions"},
                                                   {"Procedure", "procedures"},
                                                   {"AllergyIntolerance", "allergies"},
                                                   {"Immunization", "vaccinations"},
                                                   {"MedicationStatement", "medication_statements"},
                                                   {"Observation", "activity"}};
  for (const json& entry : bundle.at("entry")) {
    const json& resource = entry.at("resource");
    const std::string type = resource.at("resourceType");
    if (type == "Patient") {
      prefetch["patient"] = resource;
      continue;
    }
    REQUIRE(keys.count(type) == 1);
    json& search = prefetch[keys.at(type)];
    search["resourceType"] = "Bundle";
    search["type"] = "searchset";
    search["entry"].push_back({{"resource", resource}});
  }
  json call;
  call["hook"] = "patient-view";
  call["hookInstance"] = instance;
  call["context"] = {{"userId", "Practitioner/1"}, {"patientId", "R-0016"}};
  call["prefetch"] = prefetch;
  const HttpResponse response =
      service().answer(post("/cds-services/sonic-patient-view", call.dump()));
  REQUIRE(response.status == 200);
  const json card = json::parse(response.body).at("cards").at(0);
  // As tests/embed/fhir_test.cpp has it of the bundle.
  CHECK(card.at("summary") == "Matches the SONIC entry criteria, with assumptions.");
  // A regimen each; 5 mg/kg and 2.5 mg/kg a day of 70.2 kg, by hand.
  REQUIRE(card.at("suggestions").size() == 3);
  CHECK(card.at("selectionBehavior") == "at-most-one");
  const json& both = card.at("suggestions")[2].at("actions");
  REQUIRE(both.size() == 2);
  const auto dose = [](const json& action) {
    return action.at("resource").at("dosageInstruction")[0].at("doseAndRate")[0].at("doseQuantity");
  };
  CHECK(dose(both[0]).at("value") == 351);
  CHECK(dose(both[1]).at("value") == 175.5);
  CHECK(dose(both[1]).at("unit") == "mg");
  CHECK(both[0].at("resource").at("subject").at("reference") == "Patient/R-0016");
}

TEST_CASE("nothing that was sent can be markup") {
  std::string hostile = condition("x");
  const std::string text = R"(<script>alert(1)</script> [x](http://evil) **y** | z)";
  hostile.replace(hostile.find("\"x\""), 3, "\"" + text + "\"");
  hostile.replace(hostile.rfind("\"x\""), 3, "\"" + text + "\"");
  const std::string both = condition("Crohn's disease") + ", " + hostile;
  const HttpResponse response =
      view("{" + std::string(patient) + ", \"conditions\": " + search_of(both) + "}");
  REQUIRE(response.status == 200);
  const json cards = json::parse(response.body).at("cards");
  REQUIRE(cards.size() == 1);
  const std::string detail = cards[0].at("detail");
  CHECK(detail.find("<script") == std::string::npos);
  CHECK(detail.find("](http") == std::string::npos);
  CHECK(detail.find("http://") == std::string::npos);
}

TEST_CASE("options that the packs do not have are not taken either") {
  ServiceOptions options;
  options.folders = {project_root() / "knowledge",
                     project_root() / "rules/sonic",
                     project_root() / "rules/safety",
                     {}};
  bool fit = true;
  options.evaluate = [&fit](const Engine&) {
    return fit ? std::optional(EvaluateOptions()) : std::nullopt;
  };
  std::string why;
  const auto one = Service::open(options, why);
  REQUIRE(one);
  const auto before = one->serving();
  fit = false;
  CHECK_FALSE(one->reload(why));
  CHECK_FALSE(why.empty());
  CHECK(one->serving() == before);
  CHECK(Service::open(std::move(options), why) == nullptr);
}

TEST_CASE("packs that are not acceptable are not taken; the last good ones stay") {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / "regimen-service-test";
  std::filesystem::remove_all(folder);
  std::filesystem::copy(project_root() / "rules", folder, std::filesystem::copy_options::recursive);
  ServiceOptions options;
  options.folders = {project_root() / "knowledge", folder / "sonic", folder / "safety", {}};
  options.evaluate = [](const Engine&) {
    EvaluateOptions how;
    how.as_of = facts::parse_date("2026-11-01")->first;
    return std::optional(how);
  };
  options.clock = [] { return std::chrono::system_clock::time_point(); };
  options.uuid = [] { return std::string(36, '0'); };
  std::string why;
  const auto one = Service::open(std::move(options), why);
  REQUIRE(one);
  const auto before = one->serving();
  std::ofstream(folder / "sonic/service.yaml") << "service: \"2\"\n";
  CHECK_FALSE(one->reload(why));
  CHECK_FALSE(why.empty());
  CHECK(one->serving() == before);
  CHECK(one->answer(get("/cds-services")).status == 200);
  std::filesystem::copy(project_root() / "rules/sonic/service.yaml", folder / "sonic/service.yaml",
                        std::filesystem::copy_options::overwrite_existing);
  CHECK(one->reload(why));
  CHECK(one->serving() != before);
  CHECK(one->metrics().text().find("regimen_failed_reloads_total 1\n") != std::string::npos);
  std::filesystem::remove_all(folder);
}

}  // namespace regimen::embed::service
