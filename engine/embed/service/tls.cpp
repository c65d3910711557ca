// Entry: open_tls. Test: tests/service/http_test.py.
#include "engine/embed/service/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace regimen::embed::service {

std::shared_ptr<TlsContext> open_tls(const std::string& certificate, const std::string& key) {
  std::shared_ptr<TlsContext> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (context == nullptr) return nullptr;
  SSL_CTX* const raw = context.get();
  SSL_CTX_set_options(raw, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  // What is written again after a wait may lie elsewhere.
  SSL_CTX_set_mode(raw, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  const bool good = SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION) == 1 &&
                    SSL_CTX_use_certificate_chain_file(raw, certificate.c_str()) == 1 &&
                    SSL_CTX_use_PrivateKey_file(raw, key.c_str(), SSL_FILETYPE_PEM) == 1 &&
                    SSL_CTX_check_private_key(raw) == 1;
  ERR_clear_error();
  return good ? context : nullptr;
}

}  // namespace regimen::embed::service
