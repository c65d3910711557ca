// TokenAdmission: lets in who bears a signed token of a listed client (auth/), for the very address
// that is called.
//
// The list and its keys can be read again while calls come; tokens that were used stay used.
// Thread-safety: all functions, for any number of threads.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "engine/embed/service/auth/authenticate.h"
#include "engine/embed/service/exchange.h"

namespace regimen::embed::service {

class TokenAdmission {
 public:
  // Null where the list is not acceptable: `why` says it. Of one that is, it names the keys that
  // are left out. `public_url` is how clients call the service, without what follows:
  // `https://cds.example`.
  static std::unique_ptr<TokenAdmission> open(std::filesystem::path list, std::string public_url,
                                              std::string& why);

  // Nothing: let in.
  std::optional<HttpResponse> admit(const HttpRequest& request, Instant now);
  // False where the list is not acceptable now: the last good one stays.
  bool reload(std::string& why);

 private:
  TokenAdmission(std::filesystem::path list, std::string public_url)
      : list_(std::move(list)), public_url_(std::move(public_url)) {}

  std::filesystem::path list_;
  std::string public_url_;
  std::mutex mutex_;
  std::shared_ptr<const Clients> clients_;
  ReplayGuard guard_;
};

}  // namespace regimen::embed::service
