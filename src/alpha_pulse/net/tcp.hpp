#pragma once

#include <memory>
#include <string>
#include <vector>

#include "alpha_pulse/net/clock.hpp"
#include "alpha_pulse/net/dialer.hpp"
#include "alpha_pulse/net/listener.hpp"

namespace alpha_pulse::net {

/// Whom a dialer trusts: the system's authorities, and these.
struct Trust {
  std::vector<std::string> authorities_pem;  ///< additional certificates, e.g. a LoopbackCa's
  std::string authorities_file;              ///< a PEM file of more; empty: none
};

/// Dials over the network: name to addresses, each tried in turn, TCP without delay of small pieces, TLS 1.2 or newer.
/// The chain and the host's name are always checked, there is no way to leave that out; certificates that were revoked
/// are not recognised. A name that is being looked up when time is up is given up; the system's look-up, which nobody
/// can stop, then holds up the end of the io_context. Tested by net/tcp_test.cpp.
class TcpDialer final : public IDialer {
 public:
  /// Errors (kInvalidArgument): an authority that cannot be read. The clock must outlive it.
  static Result<std::unique_ptr<TcpDialer>> create(const Clock& clock, const Trust& trust);
  ~TcpDialer() override;

  asio::awaitable<Result<std::unique_ptr<IStream>>> dial(Endpoint to, Timestamp deadline) override;

 private:
  struct Context;
  TcpDialer(const Clock& clock, std::shared_ptr<Context> context);
  const Clock& clock_;
  std::shared_ptr<Context> context_;
};

/// What a server with TLS shows and signs with.
struct ServerIdentity {
  std::string certificate_pem;  ///< its own first, then those between it and the authority
  std::string key_pem;
};

/// Listens on 127.0.0.1 alone. Tested by net/tcp_test.cpp.
class TcpListener final : public IListener {
 public:
  /// `port` 0: any that is free. `identity` empty: plain. Errors: kIo (the port is taken), kInvalidArgument (the
  /// identity cannot be read).
  static Result<std::unique_ptr<TcpListener>> open(asio::any_io_executor executor, std::uint16_t port,
                                                   const ServerIdentity* identity = nullptr);
  ~TcpListener() override;

  asio::awaitable<Result<Incoming>> accept() override;
  void close() noexcept override;
  bool closed() const override;
  std::uint16_t port() const override;

 private:
  struct State;
  explicit TcpListener(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

}  // namespace alpha_pulse::net
