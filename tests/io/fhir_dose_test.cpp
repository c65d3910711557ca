// Doses a day out of dosage instructions; each expected dose is worked by hand.
#include "engine/io/fhir/dose.h"

#include <string>

#include "engine/io/fhir/element.h"
#include "tests/io/bundled.h"

namespace regimen::io {

namespace {

// Of the instructions in the list.
std::string dose_of(const std::string& instructions) {
  core::Sources sources;
  core::Diagnostics broken;
  const auto root = core::read_json(
      sources.add("d", R"({"dosage": [)" + instructions + "]}", core::Privacy::patient),
      fhir_limits, broken);
  REQUIRE(root);
  const auto unit = knowledge().units.parse("mg/d");
  const auto dose = daily_dose(elements(*root, {"dosage"}, broken), unit->dimension,
                               knowledge().units, fhir_map(), broken);
  CHECK(broken.empty());
  return dose;
}

std::string repeated(const std::string& repeat) {
  return R"("timing": {"repeat": {)" + repeat + "}}";
}

std::string amount(const std::string& value, const std::string& unit) {
  return R"("doseAndRate": [{"doseQuantity": {"value": )" + value + R"(, "unit": ")" + unit +
         "\"}}]";
}

const std::string daily = repeated(R"("frequency": 1, "period": 1, "periodUnit": "d")");

}  // namespace

TEST_CASE("amount and frequency make a dose") {
  CHECK(dose_of("{" + daily + ", " + amount("150", "mg") + "}") == "150 mg/d");
  CHECK(dose_of("{" + repeated(R"("frequency": 3, "period": 1, "periodUnit": "d")") + ", " +
                amount("0.5", "g") + "}") == "1.5 g/d");
  CHECK(dose_of("{" + repeated(R"("frequency": 1, "period": 1, "periodUnit": "wk")") + ", " +
                amount("25", "mg") + "}") == "25 mg/wk");
  CHECK(dose_of("{" + repeated(R"("frequency": 1, "period": 8, "periodUnit": "wk")") + ", " +
                amount("350", "mg") + "}") == "43.75 mg/wk");
  CHECK(dose_of("{" + repeated(R"("frequency": 1, "period": 8, "periodUnit": "h")") + ", " +
                amount("1", "g") + "}") == "0.125 g/h");
  // A frequency that is not given is 1 (FHIR R4, Timing).
  CHECK(dose_of("{" + repeated(R"("period": 2, "periodUnit": "d")") + ", " + amount("100", "mg") +
                "}") == "50 mg/d");
  CHECK(dose_of(R"({"timing": {"code": {"coding": [{"code": "TID"}]}}, )" + amount("1", "g") +
                "}") == "3 g/d");
}

TEST_CASE("what gives no single dose a day gives none") {
  CHECK(dose_of("").empty());
  CHECK(dose_of(R"({"text": "as directed"})").empty());
  CHECK(dose_of("{" + daily + "}").empty());
  CHECK(dose_of("{" + amount("150", "mg") + "}").empty());
  CHECK(dose_of("{" + daily + ", " + amount("2", "tablet") + "}").empty());
  CHECK(
      dose_of("{" + daily + R"(, "asNeededBoolean": true, )" + amount("150", "mg") + "}").empty());
  CHECK(dose_of("{" + daily + R"(, "asNeededBoolean": false, )" + amount("150", "mg") + "}") ==
        "150 mg/d");
  CHECK(
      dose_of("{" + daily + R"(, "doseAndRate": [{"doseRange": {"low": {"value": 1}}}]})").empty());
  const std::string taper =
      "{" + daily + ", " + amount("40", "mg") + "}, {" + daily + ", " + amount("20", "mg") + "}";
  CHECK(dose_of(taper).empty());
  for (const char* repeat :
       {R"("frequency": 1, "frequencyMax": 2, "period": 1, "periodUnit": "d")",
        R"("frequency": 1, "period": 1, "periodUnit": "d", "dayOfWeek": ["mon"])",
        R"("frequency": 1, "period": 0, "periodUnit": "d")",
        R"("frequency": 1, "period": 1, "periodUnit": "mo")", R"("frequency": 1, "period": 1)",
        // 100 / 3 has no end, and nothing is rounded.
        R"("frequency": 1, "period": 3, "periodUnit": "d")"}) {
    CAPTURE(repeat);
    CHECK(dose_of("{" + repeated(repeat) + ", " + amount("100", "mg") + "}").empty());
  }
}

}  // namespace regimen::io
