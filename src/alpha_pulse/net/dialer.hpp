#pragma once

#include <memory>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/net/endpoint.hpp"
#include "alpha_pulse/net/stream.hpp"

namespace alpha_pulse::net {

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
