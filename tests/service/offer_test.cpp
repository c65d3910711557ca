// What the shipped pack offers, and what an offer may not say.
#include "engine/embed/service/offer.h"

#include <doctest/doctest.h>

#include "engine/io/fhir/map.h"
#include "tests/service/small.h"

namespace regimen::embed::service {

namespace {

std::vector<std::string> codes_of(const std::string& query) {
  std::vector<std::string> codes;
  const auto begin = query.find("code=");
  if (begin == std::string::npos) return codes;
  std::istringstream all(query.substr(begin + 5, query.find('&', begin) - begin - 5));
  for (std::string one; std::getline(all, one, ',');) codes.push_back(one);
  return codes;
}

std::optional<Offer> read(const std::string& text, core::Diagnostics& diagnostics) {
  const auto folder = std::filesystem::temp_directory_path() / "regimen-offer-test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "service.yaml") << text;
  core::Sources sources;
  const auto serving = service().serving();
  const Engine& engine = *serving->opening.engine;
  return read_offer(folder, engine.pack().pack, engine.knowledge(), sources, diagnostics);
}

}  // namespace

TEST_CASE("every code that is asked for is one that is read") {
  const auto serving = service().serving();
  const Engine& engine = *serving->opening.engine;
  const io::FhirResource* observation = engine.fhir()->find("Observation");
  REQUIRE(observation != nullptr);
  REQUIRE(observation->measured);
  const auto& knowledge = engine.knowledge();
  const facts::ListDef& tests = knowledge.vocabulary.lists()[observation->list];
  const facts::DomainId domain = tests.fields[tests.identity].type.domain;
  std::size_t asked = 0;
  for (const PrefetchKey& key : serving->offer.prefetch) {
    for (const std::string& token : codes_of(key.query)) {
      CAPTURE(token);
      ++asked;
      const auto bar = token.find('|');
      REQUIRE(bar != std::string::npos);
      const std::string system = token.substr(0, bar);
      const std::string code = token.substr(bar + 1);
      if (system == engine.fhir()->own_facts) {
        CHECK(knowledge.vocabulary.find_fact(code));
        continue;
      }
      REQUIRE(engine.fhir()->systems.count(system) == 1);
      const std::string full = engine.fhir()->systems.at(system) + ":" + code;
      const bool measured = observation->measured->facts.count(full) == 1;
      const bool known = knowledge.terminology.resolve(domain, full).match == facts::Match::found;
      CHECK((measured || known));
    }
  }
  CHECK(asked > 30);
}

TEST_CASE("queries keep to what CDS Hooks recommends") {
  for (const PrefetchKey& key : service().serving()->offer.prefetch) {
    CAPTURE(key.query);
    CHECK(key.query.find("{{context.patientId}}") != std::string::npos);
    CHECK(key.query.find("_include") == std::string::npos);
    CHECK(key.query.find("._") == std::string::npos);
    CHECK((key.search || key.query == "Patient/{{context.patientId}}"));
    CHECK(service().serving()->opening.engine->fhir() != nullptr);
  }
}

TEST_CASE("mistakes of an offer are told") {
  const std::string good = text_of(project_root() / "rules/sonic/service.yaml");
  const auto refused = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const auto place = text.find(from);
    REQUIRE(place != std::string::npos);
    text.replace(place, from.size(), to);
    core::Diagnostics diagnostics;
    const auto offer = read(text, diagnostics);
    return !offer && diagnostics.has_errors();
  };
  core::Diagnostics diagnostics;
  CHECK(read(good, diagnostics));
  CHECK(diagnostics.empty());
  CHECK(refused("inclusion.diagnosis", "inclusion.no-such"));
  CHECK(refused("hook: patient-view", "hook: patient-viewed"));
  CHECK(refused("id: sonic-order-select", "id: sonic-patient-view"));
  CHECK(refused("id: sonic-order-select", "id: \"a/b\""));
  CHECK(refused("labs.crp", "labs.crq"));
  CHECK(refused("service: \"1\"", "service: \"2\""));
  CHECK(refused("https://", "http://"));
  CHECK(refused("prefetch:", "prefetched:"));
  CHECK(refused("Patient/{{", "{{"));
}

}  // namespace regimen::embed::service
