#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "alpha_pulse/net/clock.hpp"
#include "alpha_pulse/net/dialer.hpp"
#include "alpha_pulse/net/listener.hpp"

namespace alpha_pulse::net {

/// What goes wrong on one connection of a MemoryNetwork. Bytes are counted from its start.
struct PipeFaults {
  static constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

  bool refuse = false;                ///< nobody listens
  bool hang = false;                  ///< the dial does not end before its deadline
  std::uint64_t cut_up = kNever;      ///< so many bytes reach the server, then both ends find the connection reset
  std::uint64_t cut_down = kNever;    ///< the same on the way to the client
  std::uint64_t swallow_up = kNever;  ///< so many bytes reach the server, the rest is lost without a word
  std::uint64_t swallow_down = kNever;
  std::size_t chunk = 64 * 1024;  ///< bytes one read gets at most; at least 1
};

/// Servers and clients of one process without sockets: `listen`, then dial any host at that port. The scheme is
/// ignored, there is nothing to encrypt. A writer waits while 256 KiB are unread. An end that is closed or destroyed
/// reads as the end of the bytes at the other. Nothing in it knows time (but a dial that hangs) or chance: the same
/// calls give the same order.
///
/// Threading  one executor, for both ends.
/// Ownership  when it ends, so does what waits in its pipes, without a word: its io_context must not run afterwards,
///            and must live until then.
/// Tested by  net/memory_network_test.cpp.
class MemoryNetwork final : public IDialer {
 public:
  /// Asked for each dial, with its number counted from 1: what shall go wrong with it.
  using Plan = std::function<PipeFaults(const Endpoint& to, std::uint64_t number)>;

  MemoryNetwork(asio::any_io_executor executor, const Clock& clock);
  ~MemoryNetwork() override;

  /// `port` 0: the next free one. Errors (kIo): somebody listens there.
  Result<std::unique_ptr<IListener>> listen(std::uint16_t port);
  asio::awaitable<Result<std::unique_ptr<IStream>>> dial(Endpoint to, Timestamp deadline) override;
  void set_plan(Plan plan) { plan_ = std::move(plan); }
  std::uint64_t dials() const { return dials_; }  ///< so far, refused ones too

 private:
  struct Port;
  struct Wire;
  class End;
  class Listener;

  asio::any_io_executor executor_;
  const Clock& clock_;
  Plan plan_;
  std::uint64_t dials_ = 0;
  std::map<std::uint16_t, std::shared_ptr<Port>> ports_;
  std::vector<std::weak_ptr<Wire>> wires_;
};

}  // namespace alpha_pulse::net
