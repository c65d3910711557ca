// Entry: read_offer. Test: tests/service/offer_test.cpp.
#include "engine/embed/service/offer.h"

#include <algorithm>

#include "engine/core/document.h"
#include "engine/core/mapping.h"

namespace regimen::embed::service {

using core::Code;
using core::Mapping;
using core::Node;

std::string_view to_text(Hook hook) {
  switch (hook) {
    case Hook::patient_view:
      return "patient-view";
    case Hook::order_select:
      return "order-select";
    case Hook::order_sign:
      return "order-sign";
  }
  return {};
}

std::optional<Hook> hook_of(std::string_view name) {
  for (const Hook one : {Hook::patient_view, Hook::order_select, Hook::order_sign}) {
    if (to_text(one) == name) return one;
  }
  return std::nullopt;
}

const OfferedService* Offer::find(std::string_view id) const {
  const auto place = std::ranges::find(services, id, &OfferedService::id);
  return place == services.end() ? nullptr : &*place;
}

namespace {

constexpr std::size_t most_bytes = std::size_t{256} << 10;

class OfferReader {
 public:
  OfferReader(const language::Pack& pack, const facts::Knowledge& knowledge,
              core::Diagnostics& diagnostics)
      : pack_(pack), vocabulary_(knowledge.vocabulary), diagnostics_(diagnostics) {}

  Offer run(const Node& root) {
    Mapping mapping(root, {"service", "source", "scope", "services", "prefetch", "overrides"},
                    "offer", diagnostics_);
    if (mapping.text("service") != "1")
      diagnostics_.add({Code::unsupported_version, root.span, "`service: \"1\"` is expected", {}});
    if (const Node* source = mapping.required("source")) read_source(*source);
    offer_.scope = mapping.texts("scope");
    for (const std::string& id : offer_.scope) {
      const bool known = std::ranges::any_of(pack_.rules, [&](const language::Rule& rule) {
        return rule.is_criterion() && rule.id == id;
      });
      if (!known) complain(root, "the scope names `" + id + "`, which is no criterion of the pack");
    }
    for (const Node* node : mapping.items("services")) read_service(*node);
    if (offer_.services.empty()) complain(root, "no service is offered");
    if (const Node* prefetch = mapping.required("prefetch")) read_prefetch(*prefetch);
    for (const Node* node : mapping.items("overrides")) read_override(*node);
    return std::move(offer_);
  }

 private:
  void complain(const Node& node, std::string message) {
    diagnostics_.add({Code::bad_value, node.span, std::move(message), {}});
  }

  void read_source(const Node& node) {
    Mapping mapping(node, {"label", "url"}, "source", diagnostics_);
    offer_.source_label = mapping.text("label");
    offer_.source_url = mapping.text("url");
    if (!offer_.source_url.starts_with("https://")) complain(node, "`url` begins with https://");
  }

  void read_service(const Node& node) {
    Mapping mapping(node, {"id", "hook", "title", "description", "usage"}, "service", diagnostics_);
    OfferedService service;
    service.id = mapping.text("id");
    const std::string hook = mapping.text("hook");
    service.title = mapping.text("title");
    service.description = mapping.text("description");
    service.usage = mapping.text_or("usage", "");
    const std::optional<Hook> known = hook_of(hook);
    if (!known) complain(node, "`hook` is patient-view, order-select or order-sign");
    service.hook = known.value_or(Hook::patient_view);
    const bool plain = !service.id.empty() && std::ranges::all_of(service.id, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
    if (!plain) complain(node, "an `id` is made of a-z, 0-9 and -");
    if (offer_.find(service.id) != nullptr) complain(node, "two services have this id");
    offer_.services.push_back(std::move(service));
  }

  void read_prefetch(const Node& node) {
    for (const auto& [name, value] : core::pairs(node, "prefetch", diagnostics_)) {
      Mapping mapping(*value, {"query", "answers"}, "prefetch", diagnostics_);
      PrefetchKey key;
      key.name = name->text;
      key.query = mapping.text("query");
      const auto end = key.query.find_first_of("?/");
      key.type = key.query.substr(0, end);
      key.search = end != std::string::npos && key.query[end] == '?';
      if (end == std::string::npos || end == 0)
        complain(*value, "a query reads or searches a type");
      for (const std::string& answer : mapping.texts("answers")) {
        if (const auto fact = vocabulary_.find_path(answer)) {
          key.facts.push_back(*fact);
        } else if (const auto list = vocabulary_.find_list(answer)) {
          key.lists.push_back(*list);
        } else {
          complain(*value, "`" + answer + "` is no fact and no list of a profile");
        }
      }
      offer_.prefetch.push_back(std::move(key));
    }
  }

  void read_override(const Node& node) {
    Mapping mapping(node, {"code", "display"}, "override", diagnostics_);
    OverrideReason reason;
    reason.code = mapping.text("code");
    if (const Node* display = mapping.required("display")) {
      for (const auto& [locale, text] : core::pairs(*display, "display", diagnostics_))
        reason.display.emplace(locale->text, text->text);
    }
    if (reason.display.count("en") == 0) complain(node, "`display` has a text in English");
    offer_.overrides.push_back(std::move(reason));
  }

  const language::Pack& pack_;
  const facts::Vocabulary& vocabulary_;
  core::Diagnostics& diagnostics_;
  Offer offer_;
};

}  // namespace

std::optional<Offer> read_offer(const std::filesystem::path& pack_folder,
                                const language::Pack& pack, const facts::Knowledge& knowledge,
                                core::Sources& sources, core::Diagnostics& diagnostics) {
  const core::Document document =
      core::read_data_file({pack_folder / "service.yaml", most_bytes}, sources, diagnostics);
  if (!document.root) return std::nullopt;
  core::Diagnostics found;
  Offer offer = OfferReader(pack, knowledge, found).run(*document.root);
  const bool good = !found.has_errors();
  diagnostics.append(found);
  if (!good) return std::nullopt;
  return offer;
}

}  // namespace regimen::embed::service
