#pragma once

#include <functional>
#include <memory>

#include "alpha_pulse/net/clock.hpp"
#include "alpha_pulse/net/http.hpp"
#include "alpha_pulse/net/listener.hpp"
#include "alpha_pulse/net/web_socket.hpp"

namespace alpha_pulse::net {

/// What a handler wants done: a reply, and how it reaches the client.
struct ServerReply {
  HttpResponse response{};
  Duration delay{};                                     ///< before its first byte
  std::optional<std::size_t> cut_after = std::nullopt;  ///< the connection is cut behind so many bytes of the reply
  bool silent = false;  ///< nothing is sent, and the connection stays until the client goes
};

/// What a server does with what comes in. Coroutines of the server's executor; they may run for several connections at
/// once.
struct ServerHandlers {
  std::function<asio::awaitable<ServerReply>(HttpRequest, Peer)> http{};
  /// Empty: requests to upgrade are answered with 426. When it returns, the connection is closed.
  std::function<asio::awaitable<void>(std::shared_ptr<WebSocket>, HttpRequest, Peer)> web_socket{};
};

/// Limits of an HttpServer. Times are the clock's.
struct HttpServerOptions {
  std::size_t connections = 1024;             ///< at once; more are closed as they come
  std::size_t body_limit = 16 * 1024 * 1024;  ///< bytes of a request's body; beyond: 413
  std::size_t header_limit = 64 * 1024;       ///< bytes of a request's headers; beyond: 431
  Duration handshake = Duration::seconds(10);
  Duration request = Duration::seconds(30);  ///< from a request's first byte to its last
  Duration write = Duration::seconds(30);    ///< for the client to take a reply
  Duration idle = Duration::seconds(120);    ///< between requests
  WebSocketOptions web_socket{};
};

/// Serves HTTP/1.1 and WebSocket on one listener, plain or TLS as that is. Connections are kept; chunked bodies and
/// `Expect: 100-continue` are understood. What is not HTTP is answered with 400 and closed.
///
/// Threading  one executor, on which everything runs, handlers too; call start and stop there.
/// Ownership  owns the listener; the clock must outlive it and what it started: run the executor until stop has
///            returned.
/// Tested by  net/http_server_test.cpp; net_bench (bench/net_bench.cpp) shows its speed.
class HttpServer {
 public:
  HttpServer(std::unique_ptr<IListener> listener, asio::any_io_executor executor, const Clock& clock,
             ServerHandlers handlers, HttpServerOptions options = {});
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  void start();
  /// Lets nobody in, closes idle connections, lets requests end and tells WebSockets (1001); what is left after `grace`
  /// is cut, its handler cancelled. Returns when no connection is left.
  asio::awaitable<void> stop(Duration grace);
  std::uint16_t port() const;
  std::size_t connections() const;  ///< open now

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace alpha_pulse::net
