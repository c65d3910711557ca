#include "engine/embed/service/auth/clients.h"

#include <doctest/doctest.h>

#include <fstream>

#include "tests/service/auth/outside_tokens.h"
#include "tests/support/temporary_folder.h"

namespace regimen::embed {

namespace {

struct Reading {
  std::optional<Clients> clients;
  std::string errors;
};

Reading read(const std::string& yaml) {
  const support::TemporaryFolder folder;
  std::ofstream(folder / "clients.yaml") << yaml;
  std::ofstream(folder / "ehr.jwks.json") << outside::key_set;
  std::ofstream(folder / "broken.json") << R"({"keys":[{"kty":"oct","k":"c2VjcmV0"}]})";
  core::Sources texts;
  core::Diagnostics diagnostics;
  Reading reading;
  reading.clients = read_clients(folder / "clients.yaml", texts, diagnostics);
  reading.errors = core::render(diagnostics, core::ShowValues::yes);
  CHECK(reading.clients.has_value() != diagnostics.has_errors());
  return reading;
}

bool is_told(const std::string& yaml, std::string_view place, std::string_view what) {
  const Reading reading = read(yaml);
  INFO(reading.errors);
  const bool told = reading.errors.find("clients.yaml" + std::string(place)) != std::string::npos &&
                    reading.errors.find(what) != std::string::npos;
  CHECK(told);
  return told;
}

}  // namespace

TEST_CASE("the list of clients is read with their keys") {
  const Reading reading = read(R"(skew: 30 s
max_lifetime: 10 min
clients:
  - issuer: https://ehr.example/issuer
    keys: ehr.jwks.json
    jku: [https://ehr.example/jwks.json]
    tenants: [north, "007"]
  - {issuer: "urn:other", keys: ehr.jwks.json}
)");
  INFO(reading.errors);
  REQUIRE(reading.clients.has_value());
  const Clients& clients = *reading.clients;
  CHECK(clients.skew == std::chrono::seconds(30));
  CHECK(clients.max_lifetime == std::chrono::minutes(10));
  REQUIRE(clients.clients.size() == 2);
  const Client* client = clients.find("https://ehr.example/issuer");
  REQUIRE(client != nullptr);
  CHECK(client->key_set_urls == std::vector<std::string>{"https://ehr.example/jwks.json"});
  CHECK(client->tenants == std::vector<std::string>{"north", "007"});
  CHECK(client->keys.keys.size() == 2);
  CHECK(clients.find("https://ehr.example/issuer/") == nullptr);
  CHECK(clients.find("HTTPS://ehr.example/issuer") == nullptr);
}

TEST_CASE("times that are not given are those of the docs") {
  const Reading reading = read("clients: [{issuer: i, keys: ehr.jwks.json}]\n");
  REQUIRE(reading.clients.has_value());
  CHECK(reading.clients->skew == std::chrono::seconds(60));
  CHECK(reading.clients->max_lifetime == std::chrono::minutes(5));
}

TEST_CASE("mistakes in the list are told with their places") {
  const std::string good = "clients: [{issuer: i, keys: ehr.jwks.json}]\n";
  is_told("clients: []\n", ":1:10", "names no client");
  is_told("skew: 60 s\n", ":1:1", "needs the key `clients`");
  is_told("clients: 3\n", ":1:10", "must be a list");
  is_told("clients: [3]\n", ":1:11", "must be a mapping");
  is_told(good + "extra: 1\n", ":2:1", "no such key");
  is_told("clients: [{issuer: i, keys: ehr.jwks.json, url: x}]\n", ":1:", "no such key");
  is_told("clients: [{keys: ehr.jwks.json}]\n", ":1:11", "needs the key `issuer`");
  is_told("clients: [{issuer: i}]\n", ":1:11", "needs the key `keys`");
  is_told("clients: [{issuer: 'a b', keys: ehr.jwks.json}]\n", ":1:20", "without blanks");
  is_told("clients: [{issuer: '', keys: ehr.jwks.json}]\n", ":1:20", "without blanks");
  is_told("clients: [{issuer: i, keys: none.json}]\n", ":1:29", "cannot be read");
  is_told("clients: [{issuer: i, keys: ehr.jwks.json, jku: [http://a]}]\n", ":1:50", "https://");
  is_told("clients: [{issuer: i, keys: ehr.jwks.json, tenants: []}]\n", ":1:53", "no tenant");
  is_told("clients: [{issuer: i, keys: ehr.jwks.json}, {issuer: i, keys: ehr.jwks.json}]\n",
          ":1:54", "one issuer");
  for (const char* time :
       {"60", "60s", "s", "-1 s", "1.5 s", "6 min", "301 s", "9999999999 s", "1 d"})
    is_told(good + "skew: " + time + "\n", ":2:7", "must be a time from 0 to 300 s");
  for (const char* time : {"0 s", "25 h", "[5 min]"})
    is_told(good + "max_lifetime: " + time + "\n", ":2:15", "must be a time from 1 to 86400 s");
}

TEST_CASE("a mistake in a key set is told there, and a secret in it is not shown") {
  const Reading reading = read("clients: [{issuer: i, keys: broken.json}]\n");
  CHECK_FALSE(reading.clients.has_value());
  CHECK(reading.errors.find("broken.json:1:10: error") != std::string::npos);
}

TEST_CASE("a list that cannot be read is told") {
  core::Sources texts;
  core::Diagnostics diagnostics;
  CHECK_FALSE(read_clients("/nowhere/clients.yaml", texts, diagnostics).has_value());
  CHECK(diagnostics.has_errors());
}

}  // namespace regimen::embed
