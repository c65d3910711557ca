// Tls: certificate and key of the service, and what it accepts: TLS 1.2 and later, nothing
// compressed, nothing negotiated anew. Thread-safety: what is returned may be used by any thread.
#pragma once

#include <memory>
#include <string>

struct ssl_ctx_st;  // of OpenSSL

namespace regimen::embed::service {

using TlsContext = ssl_ctx_st;

// PEM files, the certificate with its chain. Null where they cannot be read or do not belong
// together.
std::shared_ptr<TlsContext> open_tls(const std::string& certificate, const std::string& key);

}  // namespace regimen::embed::service
