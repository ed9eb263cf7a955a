#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <expected>
#include <memory>
#include <optional>
#include <string>

#include "alpha_pulse/net/beast_stream.hpp"
#include "alpha_pulse/net/deadline.hpp"
#include "alpha_pulse/net/http_server.hpp"

namespace alpha_pulse::net {

/// What the connections of one server share.
struct ServerContext {
  const Clock& clock;
  ServerHandlers handlers;
  HttpServerOptions options;
  bool stopping = false;
};

/// One connection of an HttpServer, from its handshake to its end. For http_server.cpp.
class ServerConnection : public std::enable_shared_from_this<ServerConnection> {
 public:
  ServerConnection(Incoming incoming, std::shared_ptr<ServerContext> context);

  static asio::awaitable<void> serve(std::shared_ptr<ServerConnection> self);
  /// The server stops: closes what waits for a request, tells a WebSocket; a request under way is the last.
  void stop();
  /// Closes it, and cancels the handler that runs for it.
  void cut();
  asio::cancellation_slot slot() { return cancel_.slot(); }  ///< for who spawns serve

 private:
  /// What a client asked, and what becomes of the connection.
  struct Request {
    HttpRequest value;
    bool upgrade = false;
    bool keep = false;
  };
  asio::awaitable<bool> first_byte();
  asio::awaitable<std::optional<Request>> read_request();
  asio::awaitable<void> upgrade(HttpRequest request);
  /// False: the connection is over.
  asio::awaitable<bool> answer(Request request);
  asio::awaitable<bool> write(HttpResponse response, bool keep, bool head);
  asio::awaitable<void> write_cut(HttpResponse response, bool keep, std::size_t size);
  asio::awaitable<void> refuse(boost::system::error_code error);
  asio::awaitable<void> wait_for_end(bool watched);
  void set_deadline(Duration d);

  std::shared_ptr<ServerContext> context_;
  BeastStream stream_;
  Peer peer_;
  boost::beast::flat_buffer buffer_{};
  std::string reply_{};  // the last one's bytes: their memory serves the next
  Deadline deadline_;
  std::weak_ptr<WebSocket> web_socket_{};
  asio::cancellation_signal cancel_{};
  bool serving_ = false;
  bool waiting_ = false;  // for the client to begin, or to go
};

}  // namespace alpha_pulse::net
