#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "alpha_pulse/net/http_server.hpp"
#include "alpha_pulse/simulator/exchange_server.hpp"
#include "alpha_pulse/simulator/face.hpp"
#include "alpha_pulse/simulator/face_streams.hpp"
#include "alpha_pulse/simulator/face_ws_api.hpp"

namespace alpha_pulse::simulator {

/// The parts of a running exchange and what connects them to sockets: time moves the market, requests meet the fault
/// plan, frames find their connections. Lives on the server's executor. Tested by simulator/exchange_server_test.cpp.
class ExchangeDesk {
 public:
  ExchangeDesk(ServerSettings settings, const net::Clock& clock, net::asio::any_io_executor executor);

  /// Advances everything to the clock's time and tells what happened. `telling` false: nobody hears of it.
  void settle(bool telling = true);
  /// Settles whenever something is due; ends with the executor.
  net::asio::awaitable<void> keep_time();

  net::ServerHandlers handlers(Product product);
  Exchange& exchange() { return exchange_; }

 private:
  struct Connection {
    std::shared_ptr<net::WebSocket> socket;
    Timestamp opened{};
    Timestamp silent_until{};
    std::optional<std::string> held{};  ///< REORDER: goes behind the next one
  };

  net::asio::awaitable<net::ServerReply> serve(Product product, net::HttpRequest request, net::Peer peer);
  net::asio::awaitable<void> serve_socket(Product product, std::shared_ptr<net::WebSocket> socket,
                                          net::HttpRequest upgrade, net::Peer peer);
  net::asio::awaitable<void> serve_stream(ConnectionId id, std::shared_ptr<net::WebSocket> socket);
  net::asio::awaitable<void> serve_api(ConnectionId id, Product product, std::shared_ptr<net::WebSocket> socket,
                                       net::HttpRequest upgrade, net::Peer peer);
  void count_control_frames(ConnectionId id, const std::shared_ptr<net::WebSocket>& socket);
  HttpAnswer execute(Product product, const HttpCall& call, const std::optional<Firing>& fault);
  std::optional<Firing> request_fault(std::string_view method, std::string_view path);
  void deliver(Frame frame);
  void write(const std::shared_ptr<net::WebSocket>& socket, std::string text, Duration delay);
  void end_old_connections(Timestamp now);
  void report(const Firing& firing) const;

  ServerSettings settings_;
  const net::Clock& clock_;
  net::asio::any_io_executor executor_;
  Exchange exchange_;
  Face face_;
  StreamHub hub_;
  WsApi api_;
  std::map<ConnectionId, Connection> connections_;
  ConnectionId next_connection_ = 1;
};

/// How a server of the venue treats its connections; sheet 6.1 and 7.5: how often it pings, and how long it waits for a
/// pong.
net::HttpServerOptions server_options(Product product);

/// What a fault says instead of the venue; none when the fault leaves the answer as it is.
std::optional<HttpAnswer> fault_answer(const Firing& firing, Timestamp now);
/// What a fault takes away for a time, from `now` on.
void restrict_by(const Firing& firing, Timestamp now, Restrictions& restrictions);
/// An answer that does not know what is younger than `lag`.
HttpAnswer lagging(HttpAnswer answer, Duration lag, Timestamp now);
/// The request was carried out before the fault.
bool executes(FaultKind kind);

}  // namespace alpha_pulse::simulator
