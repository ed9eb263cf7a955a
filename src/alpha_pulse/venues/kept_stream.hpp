#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "alpha_pulse/net/clock.hpp"
#include "alpha_pulse/net/dialer.hpp"
#include "alpha_pulse/net/reconnect.hpp"
#include "alpha_pulse/net/url.hpp"
#include "alpha_pulse/net/web_socket.hpp"

namespace alpha_pulse::venues {

/// Who listens to a KeptStream. Called on its executor, never from inside its constructor.
class IStreamListener {
 public:
  virtual ~IStreamListener() = default;
  /// A connection stands; what came while there was none is to be asked for.
  virtual void on_open() = 0;
  virtual void on_frame(std::string_view frame) = 0;
  /// Told once for each `on_open`, and for each attempt that failed; not of what `stop` ends.
  virtual void on_lost(const Error& why) = 0;
};

/// What a KeptStream connects to.
struct KeptStreamSettings {
  net::Url base;
  /// Path and query behind it, asked for at every attempt (a key may have to be made first).
  std::function<net::asio::awaitable<Result<std::string>>()> target;
  /// No message for so long, pings apart: the stream is silent although its socket lives, and is connected anew.
  /// Nothing: a stream that may be quiet.
  std::optional<Duration> silence{};
  net::Backoff backoff{};
  Duration timeout = Duration::seconds(10);  ///< of one attempt
};

/// A web socket that is opened again whenever it is lost, with jittered pauses, until `stop`.
/// Threading: one executor. Dialer and listener outlive the run, the clock the executor's work. Proven by
/// venues/kept_stream_test.cpp.
class KeptStream {
 public:
  KeptStream(net::IDialer& dialer, const net::Clock& clock, KeptStreamSettings settings, IStreamListener& listener);
  /// Returns after `stop`. Once.
  net::asio::awaitable<void> run();
  /// Cuts the connection; `run` returns at its next step, and the listener is told nothing any more.
  void stop();
  /// Cuts the connection; it is opened again.
  void renew();
  /// Sends a message over the present connection. Errors (kIo): there is none, or it broke.
  net::asio::awaitable<Result<void>> write(std::string message);
  bool open() const { return socket_ != nullptr && socket_->open(); }

 private:
  net::asio::awaitable<Result<void>> connect();
  net::asio::awaitable<Error> read_until_lost();

  net::IDialer& dialer_;
  const net::Clock& clock_;
  KeptStreamSettings settings_;
  IStreamListener& listener_;
  std::shared_ptr<net::WebSocket> socket_;
  std::shared_ptr<Timestamp> last_message_;
  std::uint32_t failures_ = 0;
  bool stopped_ = false;
};

}  // namespace alpha_pulse::venues
