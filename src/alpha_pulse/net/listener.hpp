#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "alpha_pulse/net/stream.hpp"

namespace alpha_pulse::net {

/// Who is at the other end of an accepted connection.
struct Peer {
  std::string address;           ///< a literal address, or a name where there is no network
  std::uint16_t port = 0;        ///< of the other end
  std::uint64_t connection = 0;  ///< counted from 1 by the server
};

/// A connection that came in; its handshake is still to be done.
struct Incoming {
  std::unique_ptr<IStream> stream;
  Peer peer;
};

/// Takes connections in. Implemented by TcpListener and MemoryNetwork's listeners.
class IListener {
 public:
  virtual ~IListener() = default;
  /// Errors (kIo): closed; the system has no room for a connection (worth another try, after a rest).
  virtual asio::awaitable<Result<Incoming>> accept() = 0;
  /// Ends a waiting accept; nobody gets in any more.
  virtual void close() noexcept = 0;
  virtual bool closed() const = 0;
  virtual std::uint16_t port() const = 0;
};

}  // namespace alpha_pulse::net
