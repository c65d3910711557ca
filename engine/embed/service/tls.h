// Tls: certificate and key of the service, and what it accepts: TLS 1.2 and later, nothing
// compressed, nothing negotiated anew. Thread-safety: what is returned may be used by any thread.
#pragma once

#include <openssl/types.h>

#include <memory>
#include <string>

namespace regimen::embed::service {

// PEM files, the certificate with its chain. Null where they cannot be read or do not belong
// together.
std::shared_ptr<SSL_CTX> open_tls(const std::string& certificate, const std::string& key);

}  // namespace regimen::embed::service
