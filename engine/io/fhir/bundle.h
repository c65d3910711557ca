// Bundle: the resources of a FHIR document, out of whatever bundles they lie in, and what their
// references lead to.
//
// Every type of bundle but the history is taken: there a resource stands as often as it was
// changed. Bundles within bundles are opened. A resource that stands twice is taken once. What is
// of another version of FHIR is refused by its name. Thread-safety: immutable after opening; refers
// to the tree it was opened on.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/io/fhir/map.h"

namespace regimen::io {

struct BundledResource {
  const core::Node* node = nullptr;
  std::string type;
  std::string id;        // empty: it has none
  std::string full_url;  // likewise
  std::string name;      // `Observation/7`; the URL, or the type alone, where there is no id
};

// `Patient/7`, as a resource is referred to on its own server; empty where it has no type or no id
// that can stand in a report.
std::string local_name(const std::string& type, const std::string& id);
// What the reference calls a resource of which no URL is known, whatever version and server it
// names; empty where it leads into the resource that it stands in.
std::string referred_name(const std::string& reference);

// A Bundle of these resources, at a place of the text.
core::Node collection_of(std::vector<core::Node> resources, const core::Span& span);

class Bundle {
 public:
  // Nothing where the structure is broken. `values` is told what stands twice and differs, and that
  // there are further pages.
  static std::optional<Bundle> open(const core::Node& root, const FhirMap& map,
                                    core::Diagnostics& structure, core::Diagnostics& values);

  [[nodiscard]] const std::vector<BundledResource>& resources() const { return resources_; }
  // What was left out because it stands twice.
  [[nodiscard]] const std::vector<BundledResource>& doubled() const { return doubled_; }
  [[nodiscard]] bool has_further_pages() const { return further_pages_; }
  // Whether the type was searched for, if in vain.
  [[nodiscard]] bool searched(const std::string& type) const { return searched_.count(type) > 0; }

  // What `from` means by a reference: a resource of the bundle, or one contained in `from`. Null
  // where it is not here.
  [[nodiscard]] const core::Node* find(const std::string& reference, const BundledResource& from,
                                       core::Diagnostics& broken) const;

 private:
  void add_bundle(const core::Node& bundle, core::Diagnostics& structure,
                  core::Diagnostics& values);
  void add_links(const core::Node& bundle, core::Diagnostics& structure, core::Diagnostics& values);
  void add_resource(const core::Node& node, std::string full_url, core::Diagnostics& structure,
                    core::Diagnostics& values);

  std::vector<BundledResource> resources_;
  std::vector<BundledResource> doubled_;
  std::map<std::string, std::size_t> by_url_;
  std::map<std::string, std::size_t> by_name_;  // `Type/id`; the first of it
  std::set<std::string> searched_;
  bool further_pages_ = false;
};

}  // namespace regimen::io
