// Bundled: a FHIR document of tests, read with the knowledge of this project on 1 November 2026.
// Thread-safety: for one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/yaml.h"
#include "engine/io/fhir/fhir.h"
#include "engine/io/fhir/map.h"
#include "tests/io/shipped.h"

namespace regimen::io {

inline const FhirMap& fhir_map() {
  static const FhirMap map = [] {
    core::Diagnostics diagnostics;
    REQUIRE(knowledge().fhir);
    auto result = read_fhir_map(*knowledge().fhir, knowledge(), diagnostics);
    REQUIRE_MESSAGE(result, core::render(diagnostics, core::ShowValues::yes));
    return std::move(*result);
  }();
  return map;
}

// What was read of a document, with the text that its places lead to.
struct Bundled {
  std::unique_ptr<core::Sources> sources = std::make_unique<core::Sources>();
  FhirReading reading;

  [[nodiscard]] const FhirPatient& patient(std::size_t index = 0) const {
    REQUIRE_MESSAGE(index < reading.patients.size(),
                    core::render(reading.structure, core::ShowValues::yes));
    return reading.patients[index];
  }
  [[nodiscard]] const facts::Record& record(std::size_t index = 0) const {
    const ProfileReading& profile = patient(index).profile;
    REQUIRE_MESSAGE(profile.record, core::render(profile.structure, core::ShowValues::yes));
    return *profile.record;
  }
  // `287 2026-10 Observation/7; unknown - Observation/8`: what is stated, when, and where.
  [[nodiscard]] std::string fact(const std::string& path, std::size_t index = 0) const {
    const auto id = knowledge().vocabulary.find_path(path);
    REQUIRE_MESSAGE(id, path);
    std::string text;
    for (const facts::Observation& one : record(index).facts[*id]) {
      text += (text.empty() ? "" : "; ") + one.stated.shown + " " +
              (one.date ? facts::to_text(*one.date) : "-") + " " + one.origin;
    }
    return text;
  }
  [[nodiscard]] const facts::ListRecord& list(const std::string& id, std::size_t index = 0) const {
    const auto found = knowledge().vocabulary.find_list(id);
    REQUIRE_MESSAGE(found, id);
    return record(index).lists[*found];
  }
  // The fields that are stated of an entry, as they are shown, and what is known of it itself.
  [[nodiscard]] std::string entry(const std::string& list_id, std::size_t number = 0) const {
    const facts::ListDef& def =
        knowledge().vocabulary.lists()[*knowledge().vocabulary.find_list(list_id)];
    REQUIRE(number < list(list_id).entries.size());
    const facts::Entry& entry = list(list_id).entries[number];
    std::string text;
    for (std::size_t i = 0; i < def.fields.size(); ++i) {
      if (entry.fields[i].shown.empty()) continue;
      text += def.fields[i].id + " " + entry.fields[i].shown + "; ";
    }
    if (entry.absent) text += "absent; ";
    if (entry.doubtful) text += "doubtful; ";
    return text + entry.origin;
  }
  // What was not used: `Observation/7 resource_status preliminary`, one a line.
  [[nodiscard]] std::string ignored(std::size_t index = 0) const {
    std::string text;
    for (const facts::Ignored& one : patient(index).ignored) {
      text += (text.empty() ? "" : "\n") + one.origin;
      for (const std::string* part : {&one.key, &one.reason, &one.detail})
        text += part->empty() ? "" : " " + *part;
    }
    return text;
  }
  // Codes of all that was complained of.
  [[nodiscard]] std::string codes() const {
    std::string text = codes_in(reading.structure);
    for (const FhirPatient& patient : reading.patients)
      text += codes_in(patient.profile.structure) + codes_in(patient.profile.values);
    return text.empty() ? text : text.substr(1);
  }

 private:
  static std::string codes_in(const core::Diagnostics& diagnostics) {
    std::string text;
    for (const core::Diagnostic& one : diagnostics.sorted())
      text += " " + std::string(core::info(one.code).id);
    return text;
  }
};

inline Bundled sent(const std::string& text,
                    const std::optional<facts::Day>& as_of = day("2026-11-01")) {
  Bundled result;
  const core::Source& source = result.sources->add("b", text, core::Privacy::patient);
  const auto root = core::read_json(source, fhir_limits, result.reading.structure);
  if (root && is_fhir(*root)) result.reading = read_fhir(*root, fhir_map(), knowledge(), as_of);
  return result;
}

// A bundle of these resources; `@` in them stands for the reference to the patient.
inline std::string bundle_of(const std::vector<std::string>& resources,
                             const std::string& head = R"("type": "collection")") {
  std::string text = R"({"resourceType": "Bundle", )" + head + R"(, "entry": [)";
  for (std::size_t i = 0; i < resources.size(); ++i) {
    std::string resource = resources[i];
    const auto mark = resource.find('@');
    if (mark != std::string::npos)
      resource.replace(mark, 1, R"("subject": {"reference": "Patient/p"})");
    text += (i == 0 ? "" : ", ") + (R"({"resource": )" + resource) + "}";
  }
  return text + "]}";
}

inline const std::string patient_p = R"({"resourceType": "Patient", "id": "p"})";

// The patient p with these resources.
inline Bundled with(std::vector<std::string> resources) {
  resources.insert(resources.begin(), patient_p);
  return sent(bundle_of(resources));
}

// An Observation of a LOINC code, with more elements after it.
inline std::string observed(const std::string& id, const std::string& loinc,
                            const std::string& more, const std::string& status = "final") {
  return R"({"resourceType": "Observation", "id": ")" + id + R"(", "status": ")" + status +
         R"(", @, "code": {"coding": [{"system": "http://loinc.org", "code": ")" + loinc +
         R"("}]}, )" + more + "}";
}

}  // namespace regimen::io
