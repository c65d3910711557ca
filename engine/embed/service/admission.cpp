// Entry: TokenAdmission. Test: tests/service/admission_test.cpp and tests/service/http_test.py.
#include "engine/embed/service/admission.h"

#include <utility>
#include <variant>

#include "engine/core/diagnostic.h"

namespace regimen::embed::service {

namespace {

std::shared_ptr<const Clients> load(const std::filesystem::path& list, std::string& why) {
  core::Sources texts;
  core::Diagnostics diagnostics;
  auto clients = read_clients(list, texts, diagnostics);
  why = core::render(diagnostics, core::ShowValues::no);
  if (!clients) return nullptr;
  // A key that is left out is told: whoever signs with it would never be let in.
  for (const Client& client : clients->clients) {
    for (const SkippedKey& key : client.keys.skipped)
      why += core::to_text(key.span) + ": this key is left out: " + key.reason + "\n";
  }
  return std::make_shared<const Clients>(*std::move(clients));
}

}  // namespace

std::unique_ptr<TokenAdmission> TokenAdmission::open(std::filesystem::path list,
                                                     std::string public_url, std::string& why) {
  while (public_url.ends_with('/')) public_url.pop_back();
  std::unique_ptr<TokenAdmission> admission(
      new TokenAdmission(std::move(list), std::move(public_url)));
  admission->clients_ = load(admission->list_, why);
  if (admission->clients_ == nullptr) return nullptr;
  return admission;
}

bool TokenAdmission::reload(std::string& why) {
  auto loaded = load(list_, why);
  if (loaded == nullptr) return false;
  const std::scoped_lock lock(mutex_);
  clients_.swap(loaded);
  return true;
}

std::optional<HttpResponse> TokenAdmission::admit(const HttpRequest& request, Instant now) {
  std::shared_ptr<const Clients> clients;
  {
    const std::scoped_lock lock(mutex_);
    clients = clients_;
  }
  const auto result =
      authenticate(request.authorization, {public_url_ + request.path}, now, *clients, guard_);
  const auto* refusal = std::get_if<Refusal>(&result);
  if (refusal == nullptr) return std::nullopt;
  HttpResponse response = problem(http_status(*refusal), word(*refusal), sentence(*refusal));
  response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

}  // namespace regimen::embed::service
