#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "alpha_pulse/net/clock.hpp"
#include "alpha_pulse/net/dialer.hpp"
#include "alpha_pulse/net/http.hpp"
#include "alpha_pulse/net/url.hpp"

namespace alpha_pulse::net {

/// Frames that carry no message.
enum class ControlFrame { PING_RECEIVED, PONG_RECEIVED, PING_SENT, CLOSE_RECEIVED };

/// Limits of a WebSocket, each in the clock's time and never under 250 ms of the wall's.
struct WebSocketOptions {
  std::size_t message_limit = 16 * 1024 * 1024;  ///< bytes of a received message, however many frames it comes in
  std::size_t writes_waiting = 1024;             ///< more are refused
  /// The connection is dead when neither a whole message nor a ping or pong came for so long; never(): not watched.
  Duration silence = Duration::seconds(30);
  Duration ping_every = Duration::seconds(10);  ///< pings of our own; zero: none
  Duration write = Duration::seconds(10);       ///< a message must be handed to the system by then
  Duration close = Duration::seconds(5);        ///< for the other end's farewell
  /// Told of each control frame and its payload (of CLOSE_RECEIVED: its reason), on the executor, while reading or
  /// pinging. Must not call the WebSocket.
  std::function<void(ControlFrame, std::string_view)> on_control{};
};

/// Messages both ways; the same for the client's end and the server's. Fragments are put together, pings are answered
/// with their payload; both happen while somebody reads, so somebody always should.
///
/// Threading  one executor. One coroutine reads, any number write.
/// Ownership  clock must outlive it. When the last owner lets go without close, the connection is cut.
/// Tested by  net/web_socket_test.cpp.
class WebSocket {
 public:
  class State;
  explicit WebSocket(std::shared_ptr<State> state);  ///< for the two functions below
  ~WebSocket();
  WebSocket(const WebSocket&) = delete;
  WebSocket& operator=(const WebSocket&) = delete;

  /// The next message, text or binary; valid until the next read. Errors, after which the connection is over: kIo
  /// (closed, with code and reason; cut; silent), kBadData (against the protocol, or too long).
  asio::awaitable<Result<std::string_view>> read();
  /// Sends a text message; those of several callers go one after the other, in the order of the calls. Errors (kIo):
  /// the connection is over, or too many wait.
  asio::awaitable<Result<void>> write(std::string message);
  asio::awaitable<Result<void>> write_binary(std::string message);
  /// Sends a ping; `payload` of at most 125 bytes. Errors (kIo).
  asio::awaitable<Result<void>> ping(std::string payload);
  /// Says farewell and waits for the other's, if nobody reads; at the latest at the deadline the connection is cut.
  asio::awaitable<void> close(std::uint16_t code = 1000, std::string reason = {});
  /// Tells `told` of control frames from now on, instead of the options' `on_control` and under its rules.
  void watch(std::function<void(ControlFrame, std::string_view)> told);
  /// Cuts the connection without farewell: the read fails. From anywhere on the executor.
  void cut();
  bool open() const;

 private:
  std::shared_ptr<State> state_;
};

/// Why there is no connection. Where the server answered with something else than the upgrade, what it was.
struct ConnectFailure {
  Error error;
  std::optional<HttpResponse> reply{};
};

/// The server's end: answers a request to upgrade that was read from this stream already, and `first` behind it.
/// Errors (kIo, kBadData): it is none as RFC 6455 wants it; not in time. For HttpServer.
asio::awaitable<Result<std::shared_ptr<WebSocket>>> accept_web_socket(std::unique_ptr<IStream> stream,
                                                                      std::string first, HttpRequest upgrade,
                                                                      const Clock& clock, WebSocketOptions options,
                                                                      Timestamp deadline);

/// Dials and upgrades, within `timeout`. `target`: path and query behind the base's path.
asio::awaitable<std::expected<std::shared_ptr<WebSocket>, ConnectFailure>> connect_web_socket(
    IDialer& dialer, const Clock& clock, Url base, HttpRequest upgrade, WebSocketOptions options, Duration timeout);

}  // namespace alpha_pulse::net
