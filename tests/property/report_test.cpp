// Every JSON report matches the schema, and every text report keeps to its page, whatever is known
// of the patient.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "engine/core/text.h"
#include "engine/io/json_report.h"
#include "engine/io/text_report.h"
#include "tests/embed/json_schema.h"
#include "tests/property/complaints.h"
#include "tests/property/shipped_world.h"

namespace regimen::property {

TEST_CASE("reports of random patients match the schema and the page") {
  const ShippedWorld world(Safety::with);
  std::ostringstream schema_text;
  schema_text << std::ifstream(std::string(REGIMEN_TEST_SOURCE_DIR) +
                               "/engine/io/decision.schema.json")
                     .rdbuf();
  const embed::JsonSchema schema(nlohmann::json::parse(schema_text.str()));
  Random random(80);
  Complaints complaints;
  for (int round = 0; round < 30; ++round) {
    Sketch patient = random_shipped_patient(random);
    for (int i = random.from_to(0, 12); i > 0; --i)
      forget(patient, world.engine().knowledge(), random);
    for (auto& [id, list] : patient.lists) {
      if (list.state == "complete" || list.state == "none")
        list.state = random.pick({"plain", "complete", "incomplete"});
    }
    const auto evaluation = world.engine().evaluate("<patient>", to_json(patient), {});
    REQUIRE(evaluation.decision);
    const auto document = nlohmann::json::parse(
        io::json_report(*evaluation.decision, evaluation.values, "0.1.0", "en"));
    for (const std::string& complaint : schema.complaints(document))
      complaints.add(complaint + "\n  " + to_json(patient));
    io::TextStyle style;
    style.locale = random.pick({"en", "de"});
    style.all = random.chance(50);
    std::istringstream lines(io::text_report(*evaluation.decision, world.engine().pack(), style,
                                             world.engine().safety()));
    for (std::string line; std::getline(lines, line);) {
      if (core::display_width(line) > 80) complaints.add("wider than 80 columns: " + line);
    }
  }
  complaints.report();
}

}  // namespace regimen::property
