#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "alpha_pulse/net/clock.hpp"
#include "alpha_pulse/simulator/face_exchange.hpp"
#include "alpha_pulse/simulator/face_state.hpp"
#include "alpha_pulse/simulator/fault_plan.hpp"

namespace alpha_pulse::simulator {

/// A customer as the server is told of him.
struct ServerUser {
  std::string api_key;
  SignatureCheck check;
  Money wallet;                      ///< of the futures account
  std::vector<Money> spot_balances;  ///< of the spot account
  bool hedge_mode = false;
};

/// What a simulated exchange is started with.
struct ServerSettings {
  ExchangeSettings exchange{};  ///< `opens` not given: the clock's time at the start
  FaceSettings face{};
  FaultPlan faults{};
  std::vector<ServerUser> users{};
  std::uint16_t futures_port = 0, spot_port = 0;       ///< 0: any that is free
  bool tls = false;                                    ///< https and wss, with an authority of its own
  bool shuffle_user_events = false;                    ///< the order between kinds of user events by the seed
  std::function<void(const std::string&)> on_fault{};  ///< told of each firing, on the server's thread
};

/// Where a server listens, by the configuration's names.
struct ServerUrls {
  std::string futures_rest, futures_public, futures_market, futures_private, futures_ws_api;
  std::string spot_rest, spot_ws, spot_ws_api;
  std::string authority_pem;  ///< what a client must trust; empty without TLS
};

/// The simulated exchange on loopback: REST, streams and WebSocket API of both products, with seeded faults.
///
/// Threading  one thread of its own from start to stop; `perform` is for any other.
/// Ownership  the clock must outlive it.
/// Tested by  simulator/exchange_server_test.cpp over real sockets, and by clients that are not ours in tests/ccxt.
class SimExchangeServer {
 public:
  /// Errors (kIo): a port is taken; kInvalidArgument: two users have one key.
  static Result<std::unique_ptr<SimExchangeServer>> start(ServerSettings settings, const net::Clock& clock);
  ~SimExchangeServer();
  SimExchangeServer(const SimExchangeServer&) = delete;
  SimExchangeServer& operator=(const SimExchangeServer&) = delete;

  const ServerUrls& urls() const;
  /// Says farewell to the clients and ends the thread. Again: nothing.
  void stop();
  /// Runs `work` on the server's thread, the exchange being advanced to the clock's time, and waits for it. What it
  /// leads to is told to the clients. Not after stop.
  void perform(const std::function<void(Exchange&)>& work);

 private:
  struct State;
  explicit SimExchangeServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace alpha_pulse::simulator
