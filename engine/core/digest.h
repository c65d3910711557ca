// Digest: SHA-256 of what is added piece by piece, where the whole is too long to be held.
// Thread-safety: for one thread at a time.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace regimen::core {

class Digest {
 public:
  Digest();

  void add(std::string_view bytes);
  // In lower-case hexadecimal, as sha256() (files.h) writes it; then it begins anew.
  std::string take();

 private:
  struct Close {
    void operator()(evp_md_ctx_st* state) const;
  };

  std::unique_ptr<evp_md_ctx_st, Close> state_;
};

}  // namespace regimen::core
