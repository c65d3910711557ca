// Plain patient: examples/patients/plain.yaml and examples/fhir/plain.json are one patient; what
// has to be set aside before their decisions can be compared.
//
// Thread-safety: pure functions.
#pragma once

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace regimen::support {

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  return text.replace(at, from.size(), to);
}

// The profile with its lists said as plain ones, of the entries that the bundle has: a bundle
// cannot say that a list is all there is.
inline std::string with_plain_lists(std::string text) {
  text = replaced(text, "therapies:\n  complete: yes\n  entries:\n    - {", "therapies:\n    - {");
  text = replaced(text, "conditions: none",
                  "conditions: [{condition: crohns_disease, status: active, onset: 2024-02}]");
  text = replaced(text, "procedures: none",
                  "procedures: [{procedure: colonoscopy, date: 2026-09-15}]");
  text = replaced(text, "allergies: none", "allergies: [{substance: pollen, status: absent}]");
  return replaced(text, "vaccinations: none", "vaccinations: []");
}

// Where a value comes from, and how it was typed.
inline void forget_origins(nlohmann::json& value) {
  if (value.is_object()) {
    value.erase("origin");
    if (value.contains("dose") && value["dose"] == "3 g/day") value["dose"] = "3 g/d";
  }
  if (!value.is_structured()) return;
  for (nlohmann::json& item : value) forget_origins(item);
}

}  // namespace regimen::support
