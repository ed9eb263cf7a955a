#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/net/stream.hpp"

namespace alpha_pulse::net {

/// Where a server is reached.
struct Endpoint {
  std::string host;  ///< a name or a literal address, without brackets
  std::uint16_t port = 0;
  bool secure = true;  ///< TLS; false only for a loopback address

  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// `[::1]:8080`: for people, and for the Host header (which leaves out the scheme's own port).
std::string to_string(const Endpoint& endpoint);

/// Opens connections. Implemented by TcpDialer and MemoryNetwork; must outlive the coroutines it runs.
class IDialer {
 public:
  virtual ~IDialer() = default;
  /// A stream whose handshake is done, at `deadline` at the latest. Errors: kIo (no such host, nobody listens, not in
  /// time), kRefused (the certificate is not to be trusted; plain to another host than this one). No byte of a caller's
  /// has gone anywhere then.
  virtual asio::awaitable<Result<std::unique_ptr<IStream>>> dial(Endpoint to, Timestamp deadline) = 0;
};

}  // namespace alpha_pulse::net
