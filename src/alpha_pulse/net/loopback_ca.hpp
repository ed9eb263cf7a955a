#pragma once

#include <string>
#include <vector>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/net/tcp.hpp"

namespace alpha_pulse::net {

/// For whom, and from when to when, a certificate is made.
struct CertificateTerms {
  std::vector<std::string> names{"127.0.0.1", "localhost"};  ///< addresses and host names
  Timestamp not_before;
  Timestamp not_after;
};

/// An authority for one server on this machine, and that server's identity. The authority's key is thrown away, so it
/// signs nothing else.
struct LoopbackCa {
  std::string authority_pem;  ///< what a client must trust; holds no secret
  ServerIdentity server;
};

/// Makes both in memory, with new P-256 keys. Errors (kIo): OpenSSL's. Tested by net/tcp_test.cpp.
Result<LoopbackCa> make_loopback_ca(const CertificateTerms& terms);

}  // namespace alpha_pulse::net
