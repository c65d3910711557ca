// Entry: read_fhir. Test: tests/io/fhir_test.cpp.
#include "engine/io/fhir/fhir.h"

#include <map>
#include <string>
#include <utility>

#include "engine/io/fhir/bundle.h"
#include "engine/io/fhir/element.h"
#include "engine/io/fhir/patient.h"

namespace regimen::io {

using core::Code;
using core::Node;

bool may_be_fhir(std::string_view text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '{' &&
         text.find("\"resourceType\"", first) != std::string_view::npos;
}

bool is_fhir(const Node& root) { return root.is_mapping() && root.find("resourceType") != nullptr; }

namespace {

constexpr std::string_view patient_type = "Patient";

// The resources, parted by their patients.
class Ward {
 public:
  Ward(const Bundle& bundle, const FhirMap& map, core::Diagnostics& broken)
      : bundle_(bundle), map_(map), broken_(broken) {
    for (const BundledResource& resource : bundle.resources()) {
      if (resource.type != patient_type) continue;
      places_.emplace(resource.node, patients_.size());
      patients_.push_back(&resource);
    }
    resources_.resize(patients_.size());
    for (const BundledResource& resource : bundle.resources()) sort(resource);
    for (const BundledResource& resource : bundle.doubled())
      leave_out(resource, "resource_doubled");
    for (const auto& [left_out, count] : counted_)
      ignored_.push_back({"", left_out.second, left_out.first, std::to_string(count)});
  }

  [[nodiscard]] const std::vector<const BundledResource*>& patients() const { return patients_; }
  [[nodiscard]] const std::vector<const BundledResource*>& resources(std::size_t patient) const {
    return resources_[patient];
  }
  // What belongs to none, or to all.
  [[nodiscard]] const std::vector<facts::Ignored>& ignored() const { return ignored_; }

 private:
  void sort(const BundledResource& resource) {
    if (resource.type == patient_type || map_.followed.count(resource.type) > 0) return;
    const FhirResource* rule = map_.find(resource.type);
    if (rule == nullptr) {
      count("resource_type", resource.type);
      return;
    }
    const Node* reference = first_element(*resource.node, rule->subject, broken_);
    const bool is_text = reference != nullptr && reference->is_scalar();
    const Node* subject = is_text ? bundle_.find(reference->text, resource, broken_) : nullptr;
    const auto place = places_.find(subject);
    if (place == places_.end()) {
      leave_out(resource, "resource_without_patient");
    } else {
      resources_[place->second].push_back(&resource);
    }
  }

  // Each patient is told of it, so it must not be much: by their names, or else by their number.
  void leave_out(const BundledResource& resource, const char* reason) {
    if (ignored_.size() < most_named) {
      ignored_.push_back({"", reason, resource.name, ""});
    } else {
      count(reason, resource.type);
    }
  }

  void count(const char* reason, const std::string& type) {
    const auto known = counted_.find({type, reason});
    const bool room = known != counted_.end() || counted_.size() < most_named;
    ++counted_[{room ? type : "Resource", reason}];
  }

  static constexpr std::size_t most_named = 200;

  const Bundle& bundle_;
  const FhirMap& map_;
  core::Diagnostics& broken_;
  std::vector<const BundledResource*> patients_;
  std::map<const Node*, std::size_t> places_;
  std::vector<std::vector<const BundledResource*>> resources_;
  std::map<std::pair<std::string, std::string>, std::size_t> counted_;  // by type and reason
  std::vector<facts::Ignored> ignored_;
};

}  // namespace

FhirReading read_fhir(const Node& root, const FhirMap& map, const facts::Knowledge& knowledge,
                      const std::optional<facts::Day>& as_of,
                      const std::set<std::string>& incomplete) {
  FhirReading reading;
  core::Diagnostics values;
  const auto bundle = Bundle::open(root, map, reading.structure, values);
  if (!bundle) return reading;
  core::Diagnostics broken;
  const Ward ward(*bundle, map, broken);
  if (ward.patients().empty()) {
    const bool single = text_element(root, "resourceType", broken) != "Bundle";
    reading.structure.add({single ? Code::unsupported_resource : Code::bundle_without_patient,
                           root.span,
                           "whose record this is, no Patient says",
                           {},
                           "send a Bundle with the Patient and what is known of them"});
  }
  if (ward.patients().size() > most_patients) {
    reading.structure.add({Code::too_many_nodes,
                           ward.patients()[most_patients]->node->span,
                           "more than " + std::to_string(most_patients) + " patients",
                           {},
                           "send them in several bundles"});
  }
  if (!as_of) {
    reading.structure.add({Code::missing_as_of,
                           root.span,
                           "FHIR has no day of evaluation",
                           {},
                           "give it, such as --as-of 2026-11-01"});
  }
  if (reading.structure.has_errors()) return reading;
  const FhirContext context{*bundle, map, knowledge, *as_of, incomplete, broken};
  for (std::size_t i = 0; i < ward.patients().size(); ++i) {
    FhirPatient patient = read_patient(*ward.patients()[i], ward.resources(i), context);
    patient.profile.values.append(values);
    patient.ignored.insert(patient.ignored.end(), ward.ignored().begin(), ward.ignored().end());
    reading.patients.push_back(std::move(patient));
  }
  if (broken.has_errors()) {
    reading.structure.append(broken);
    reading.patients.clear();
  }
  return reading;
}

}  // namespace regimen::io
