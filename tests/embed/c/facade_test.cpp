// The C++ facade says what the C library says.
#include <doctest/doctest.h>
#include <regimen.hpp>

#include <string>

#include "tests/embed/c/calls.h"

namespace regimen::c_tests {

namespace {

Engine& engine() {
  static Outcome<Engine> opened = Engine::open({.data = root.string()});
  REQUIRE(opened);
  return *opened;
}

}  // namespace

TEST_CASE("a decision, and what was set aside") {
  const auto result = engine().evaluate(plain());
  REQUIRE(result);
  CHECK(result->status == REGIMEN_OK);
  REQUIRE(result->patients.size() == 1);
  CHECK(result->patients[0].text == evaluate(plain()).text());
  CHECK_FALSE(result->patients[0].error);

  const auto partly = engine().evaluate(replaced(plain(), "weight: 70.2 kg", "weight: 70.2 miles"));
  REQUIRE(partly);
  CHECK(partly->status == REGIMEN_PARTLY);
  REQUIRE(partly->patients[0].error);
  CHECK(partly->patients[0].error->problems[0].pointer == "/patient/weight");
}

TEST_CASE("an error is a value") {
  const auto rejected = engine().evaluate("{", {.name = "n"});
  REQUIRE_FALSE(rejected);
  CHECK(rejected.error().status == REGIMEN_REJECTED);
  CHECK(rejected.error().problems[0].where == "n");
  const auto closed = Engine::open({.data = "/no/such/folder"});
  REQUIRE_FALSE(closed);
  CHECK(closed.error().status == REGIMEN_BAD_PACK);
}

TEST_CASE("many, in their order") {
  const std::string text = plain();
  const Many many = engine().evaluate_many({{text}, {"{", "second"}, {text}}, {}, 2);
  CHECK(many.status == REGIMEN_PARTLY);
  REQUIRE(many.texts.size() == 3);
  CHECK(many.texts[0]);
  REQUIRE_FALSE(many.texts[1]);
  CHECK(many.texts[1].error().problems[0].where == "second");
  REQUIRE(many.texts[2]);
  CHECK(many.texts[2]->patients[0].text == many.texts[0]->patients[0].text);
}

TEST_CASE("stopping, reloading, and what the engine stands on") {
  const Cancel cancel;
  cancel.request();
  CHECK(engine().evaluate(plain(), {.cancel = &cancel}).error().status == REGIMEN_CANCELLED);
  CHECK_FALSE(engine().reload());
  const auto info = engine().info();
  REQUIRE(info);
  CHECK(info->engine_version == regimen_version());
  CHECK(info->pack_digest.size() == 64);
  CHECK_FALSE(info->warnings);
}

}  // namespace regimen::c_tests
