// Entry: Bundle::open, Bundle::find. Test: tests/io/fhir_bundle_test.cpp.
#include "engine/io/fhir/bundle.h"

#include <algorithm>

#include "engine/io/fhir/element.h"
#include "engine/io/fhir/sheet.h"
#include "engine/io/fhir/version.h"

namespace regimen::io {

using core::Code;
using core::Node;

namespace {

// A name that can stand in a report: letters, digits, `-` and `.`, as FHIR has it.
bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == '_';
  });
}

// Without the version it is of.
std::string unversioned(const std::string& reference) {
  return reference.substr(0, reference.find("/_history/"));
}

// `Type/id` at the end of it.
std::string tail_of(const std::string& url) {
  const auto last = url.rfind('/');
  if (last == std::string::npos || last == 0) return url;
  const auto before = url.rfind('/', last - 1);
  return before == std::string::npos ? url : url.substr(before + 1);
}

bool is_absolute(std::string_view reference) {
  return reference.find("://") != std::string_view::npos || reference.substr(0, 4) == "urn:";
}

}  // namespace

std::string local_name(const std::string& type, const std::string& id) {
  return is_id(type) && is_id(id) ? type + "/" + id : std::string();
}

std::string referred_name(const std::string& reference) {
  if (reference.empty() || reference.front() == '#') return {};
  const std::string wanted = unversioned(reference);
  return is_absolute(wanted) ? tail_of(wanted) : wanted;
}

core::Node collection_of(std::vector<Node> resources, const core::Span& span) {
  Node entries;
  entries.kind = Node::Kind::sequence;
  entries.span = span;
  for (Node& resource : resources) {
    Node entry = mapping_node(resource.span);
    put(entry, "resource", std::move(resource));
    entries.items.push_back(std::move(entry));
  }
  Node bundle = mapping_node(span);
  put(bundle, "resourceType", text_node("Bundle", span));
  put(bundle, "type", text_node("collection", span));
  put(bundle, "entry", std::move(entries));
  return bundle;
}

std::optional<Bundle> Bundle::open(const Node& root, const FhirMap& map,
                                   core::Diagnostics& structure, core::Diagnostics& values) {
  const std::size_t errors_before = structure.error_count();
  Bundle bundle;
  if (text_element(root, "resourceType", structure) == "Bundle") {
    bundle.add_bundle(root, structure, values);
  } else {
    bundle.add_resource(root, "", structure, values);
  }
  for (const BundledResource& resource : bundle.resources_) {
    const auto sign = foreign_version(resource, map);
    if (!sign) continue;
    structure.add({Code::unsupported_fhir_version, sign->span,
                   "this is FHIR " + sign->version + "; only R4 is read"});
    return std::nullopt;  // nothing of it means what it seems to
  }
  if (structure.error_count() > errors_before) return std::nullopt;
  return bundle;
}

void Bundle::add_bundle(const Node& bundle, core::Diagnostics& structure,
                        core::Diagnostics& values) {
  const std::string type = text_element(bundle, "type", structure);
  if (type == "history") {
    structure.add({Code::unsupported_resource, bundle.span,
                   "a history holds a resource as often as it was changed"});
    return;
  }
  add_links(bundle, structure, values);
  for (const Node* entry : elements(bundle, {"entry"}, structure)) {
    if (!entry->is_mapping()) {
      structure.add({Code::bad_element, entry->span, "an entry of a bundle must be a structure"});
      continue;
    }
    const Node* resource = element(*entry, "resource");
    if (resource == nullptr) continue;  // such as one that is to be deleted
    if (!resource->is_mapping()) {
      structure.add({Code::bad_element, resource->span, "a resource must be a structure"});
    } else if (text_element(*resource, "resourceType", structure) == "Bundle") {
      add_bundle(*resource, structure, values);
    } else {
      add_resource(*resource, text_element(*entry, "fullUrl", structure), structure, values);
    }
  }
}

void Bundle::add_links(const Node& bundle, core::Diagnostics& structure,
                       core::Diagnostics& values) {
  for (const Node* link : elements(bundle, {"link"}, structure)) {
    if (!link->is_mapping()) {
      structure.add({Code::bad_element, link->span, "a link must be a structure"});
      continue;
    }
    const std::string relation = text_element(*link, "relation", structure);
    const std::string url = text_element(*link, "url", structure);
    if (relation == "next") {
      further_pages_ = true;
      values.add({Code::further_pages, link->span,
                  "this is one page of several; what is not in it is not known to be absent", url,
                  "read the pages one after another, and evaluate them together as one bundle"});
    }
    if (relation == "self") {
      const std::string path = url.substr(0, url.find('?'));
      searched_.insert(path.substr(path.rfind('/') + 1));
    }
  }
}

void Bundle::add_resource(const Node& node, std::string full_url, core::Diagnostics& structure,
                          core::Diagnostics& values) {
  BundledResource resource{&node, text_element(node, "resourceType", structure),
                           text_element(node, "id", structure), std::move(full_url), ""};
  if (!is_id(resource.type)) {
    structure.add({Code::bad_element, node.span, "a resource needs its `resourceType`"});
    return;
  }
  if (!is_id(resource.id)) resource.id.clear();
  const std::string local = resource.type + "/" + resource.id;
  resource.name = resource.type;
  if (!resource.full_url.empty()) resource.name = resource.full_url;
  if (!resource.id.empty()) resource.name = local;
  const auto url = by_url_.find(resource.full_url);
  const auto named = by_name_.find(local);
  const BundledResource* before = nullptr;
  if (!resource.full_url.empty() && url != by_url_.end()) before = &resources_[url->second];
  if (before == nullptr && !resource.id.empty() && named != by_name_.end()) {
    const BundledResource& other = resources_[named->second];
    // Two servers may give one id to two resources.
    if (other.full_url.empty() || resource.full_url.empty()) before = &other;
  }
  if (before != nullptr) {
    if (!same(*before->node, node)) {
      values.add({Code::doubled_resource, node.span,
                  "a resource of this name stands before, and says something else", resource.name});
    }
    doubled_.push_back(std::move(resource));
    return;
  }
  if (!resource.full_url.empty()) by_url_.emplace(resource.full_url, resources_.size());
  if (!resource.id.empty()) by_name_.emplace(local, resources_.size());
  resources_.push_back(std::move(resource));
}

const Node* Bundle::find(const std::string& reference, const BundledResource& from,
                         core::Diagnostics& broken) const {
  if (reference.empty()) return nullptr;
  if (reference.front() == '#') {
    for (const Node* contained : elements(*from.node, {"contained"}, broken)) {
      if (contained->is_mapping() && text_element(*contained, "id", broken) == reference.substr(1))
        return contained;
    }
    return nullptr;
  }
  const std::string wanted = unversioned(reference);
  const auto at_url = [&](const std::string& url) -> const Node* {
    const auto place = by_url_.find(url);
    return place == by_url_.end() ? nullptr : resources_[place->second].node;
  };
  const auto at_name = [&](const std::string& name) -> const BundledResource* {
    const auto place = by_name_.find(name);
    return place == by_name_.end() ? nullptr : &resources_[place->second];
  };
  if (is_absolute(wanted)) {
    if (const Node* found = at_url(wanted)) return found;
    const BundledResource* named = at_name(referred_name(reference));
    return named != nullptr && named->full_url.empty() ? named->node : nullptr;
  }
  // A relative reference is one to the server that the resource itself came from.
  const std::string own_tail = "/" + from.type + "/" + from.id;
  const bool from_server =
      from.full_url.size() > own_tail.size() &&
      from.full_url.compare(from.full_url.size() - own_tail.size(), own_tail.size(), own_tail) == 0;
  if (from_server) {
    const std::string base = from.full_url.substr(0, from.full_url.size() - own_tail.size() + 1);
    if (const Node* found = at_url(base + wanted)) return found;
  }
  const BundledResource* named = at_name(wanted);
  if (named == nullptr) return nullptr;
  const bool elsewhere = from_server && named->full_url.find("://") != std::string::npos;
  return elsewhere ? nullptr : named->node;
}

}  // namespace regimen::io
