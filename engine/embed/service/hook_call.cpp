// Entry: read_call. Test: tests/service/service_test.cpp.
#include "engine/embed/service/hook_call.h"

#include <algorithm>
#include <utility>

#include "engine/core/pointer.h"
#include "engine/core/yaml.h"
#include "engine/io/fhir/fhir.h"

namespace regimen::embed::service {

using core::Node;

namespace {

std::string_view type_of(const Node& resource) {
  const Node* type = resource.is_mapping() ? resource.find("resourceType") : nullptr;
  return type != nullptr && type->is_scalar() ? std::string_view(type->text) : std::string_view();
}

// UUID of RFC 4122, as the standard asks of a hook's instance.
bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[i];
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !hex) return false;
  }
  return true;
}

// The form of an id in FHIR R4: 1 to 64 of A-Z, a-z, 0-9, - and `.`.
bool is_fhir_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.';
  });
}

bool is_empty_search(const Node& resource) {
  if (type_of(resource) != "Bundle") return false;
  const Node* entries = resource.find("entry");
  return entries == nullptr || entries->items.empty();
}

// A tree keeps the text of a number as that of a string: the source tells them apart.
bool is_string(const Node& scalar) {
  const std::string_view text = scalar.span.source->text();
  const std::size_t begin = scalar.span.begin;
  return begin < text.size() && (text[begin] == '"' || (begin > 0 && text[begin - 1] == '"'));
}

class CallReader {
 public:
  CallReader(const Offer& offer, Hook hook) : offer_(offer), hook_(hook) {}

  std::variant<HookCall, HttpResponse> run(Node root) {
    if (!root.is_mapping()) return refuse("the body is a JSON object");
    const std::string hook = text(root, "hook");
    if (!refused_ && hook != to_text(hook_)) complain("/hook", "is not the hook of this service");
    const std::string instance = text(root, "hookInstance");
    if (!refused_ && !is_uuid(instance)) complain("/hookInstance", "is a UUID");
    check_authorization(root);
    const Node* context = member(root, "context", Node::Kind::mapping, "/context");
    if (context == nullptr && !refused_) complain("/context", "is required");
    if (refused_) return std::move(*refused_);
    read_context(*context);
    read_prefetch(root);
    if (refused_) return std::move(*refused_);
    return std::move(call_);
  }

 private:
  static HttpResponse refuse(const std::string& sentence) {
    return problem(400, "bad_request", sentence);
  }
  void complain(const std::string& pointer, const std::string& what) {
    if (!refused_) refused_ = refuse(pointer + " " + what);
  }

  // Null where it is not there; told where it is of another kind.
  const Node* member(const Node& node, std::string_view key, Node::Kind kind,
                     const std::string& pointer) {
    const Node* value = node.find(key);
    if (value == nullptr || value->is_null()) return nullptr;
    if (value->kind == kind) return value;
    complain(pointer, "has the wrong type");
    return nullptr;
  }

  std::string text(const Node& node, std::string_view key, const std::string& base = {}) {
    const std::string pointer = base + "/" + std::string(key);
    const Node* value = member(node, key, Node::Kind::scalar, pointer);
    if (value == nullptr || value->text.empty()) {
      complain(pointer, "is required");
      return {};
    }
    if (!is_string(*value)) complain(pointer, "has the wrong type");
    return value->text;
  }

  // Never used: nothing is fetched. A client that sends it must still send it whole.
  void check_authorization(const Node& root) {
    const Node* given =
        member(root, "fhirAuthorization", Node::Kind::mapping, "/fhirAuthorization");
    const Node* server = member(root, "fhirServer", Node::Kind::scalar, "/fhirServer");
    if (given != nullptr && server == nullptr)
      complain("/fhirServer", "is required beside fhirAuthorization");
  }

  void read_context(const Node& context) {
    text(context, "userId", "/context");  // required, and of no use here
    call_.patient_id = text(context, "patientId", "/context");
    if (!refused_ && !is_fhir_id(call_.patient_id))
      complain("/context/patientId", "is the id of a FHIR resource");
    if (hook_ == Hook::patient_view) return;
    const Node* orders =
        member(context, "draftOrders", Node::Kind::mapping, "/context/draftOrders");
    if (orders == nullptr || type_of(*orders) != "Bundle") {
      complain("/context/draftOrders", "is a Bundle, and required");
      return;
    }
    call_.orders = *orders;
    if (hook_ != Hook::order_select) return;
    const Node* selections =
        member(context, "selections", Node::Kind::sequence, "/context/selections");
    if (selections == nullptr) {
      complain("/context/selections", "is required");
      return;
    }
    for (const Node& one : selections->items) {
      if (!one.is_scalar()) complain("/context/selections", "has the wrong type");
      call_.selections.push_back(one.text);
    }
  }

  void read_prefetch(Node& root) {
    call_.prefetch.resize(offer_.prefetch.size());
    if (member(root, "prefetch", Node::Kind::mapping, "/prefetch") == nullptr) return;
    Node& prefetch = child(root, "prefetch");
    for (std::size_t i = 0; i < offer_.prefetch.size(); ++i) {
      const PrefetchKey& key = offer_.prefetch[i];
      for (std::size_t at = 0; at + 1 < prefetch.items.size(); at += 2) {
        if (prefetch.items[at].text == key.name)
          read_key(key, std::move(prefetch.items[at + 1]), call_.prefetch[i]);
      }
    }
  }

  void read_key(const PrefetchKey& key, Node value, FetchedKey& into) {
    if (value.is_null()) {
      into.fetched = Fetched::no_data;
    } else if (type_of(value).empty()) {
      complain("/prefetch/" + key.name, "is a FHIR resource or null");
    } else if (type_of(value) == "OperationOutcome") {
      into.fetched = Fetched::failed;
    } else {
      into.fetched = key.search && is_empty_search(value) ? Fetched::no_data : Fetched::sent;
      into.resource = std::move(value);
    }
  }

  static Node& child(Node& node, std::string_view key) {
    std::size_t at = 0;
    while (node.items[at].text != key) at += 2;
    return node.items[at + 1];
  }

  const Offer& offer_;
  Hook hook_;
  HookCall call_;
  std::optional<HttpResponse> refused_;
};

}  // namespace

std::variant<HookCall, HttpResponse> read_call(const core::Source& body, const Offer& offer,
                                               Hook hook) {
  core::Diagnostics broken;
  std::optional<Node> root = core::read_json(body, io::fhir_limits, broken);
  if (!root) return problem(400, "bad_json", told(broken));
  return CallReader(offer, hook).run(std::move(*root));
}

}  // namespace regimen::embed::service
