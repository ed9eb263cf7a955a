#include "alpha_pulse/venues/kept_stream.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

namespace alpha_pulse::venues {
namespace {

namespace asio = net::asio;

/// Cuts a socket on which no message came for `silence`. It owns no stream: that may go before it.
asio::awaitable<void> cut_when_silent(std::weak_ptr<net::WebSocket> watched, const net::Clock* clock,
                                      std::shared_ptr<Timestamp> last_message, Duration silence) {
  while (true) {
    const Timestamp due = *last_message + silence;
    if (clock->now() >= due) break;
    co_await clock->sleep_until(due);
    const auto socket = watched.lock();
    if (!socket || !socket->open()) co_return;
  }
  if (const auto socket = watched.lock()) socket->cut();
}

}  // namespace

KeptStream::KeptStream(net::IDialer& dialer, const net::Clock& clock, KeptStreamSettings settings,
                       IStreamListener& listener)
    : dialer_(dialer), clock_(clock), settings_(std::move(settings)), listener_(listener) {}

asio::awaitable<void> KeptStream::run() {
  while (!stopped_) {
    const auto connected = co_await connect();
    if (stopped_) break;
    if (connected) {
      const Timestamp since = clock_.now();
      listener_.on_open();
      const Error why = co_await read_until_lost();
      socket_ = nullptr;
      if (stopped_) break;
      listener_.on_lost(why);
      if (clock_.now() - since > settings_.backoff.most) failures_ = 0;
    } else {
      listener_.on_lost(connected.error());
    }
    const Timestamp again = clock_.now() + clock_.at_least_wall(settings_.backoff.delay(failures_));
    ++failures_;
    co_await clock_.sleep_until(again);
  }
  if (socket_) socket_->cut();
  socket_ = nullptr;
}

asio::awaitable<Result<void>> KeptStream::connect() {
  auto target = co_await settings_.target();
  if (!target) co_return std::unexpected(target.error());
  net::HttpRequest upgrade;
  upgrade.target = *target;
  net::WebSocketOptions options;
  options.silence = clock_.at_least_wall(options.ping_every) * 3;  // two answers may be lost, however fast time runs
  auto connected =
      co_await net::connect_web_socket(dialer_, clock_, settings_.base, upgrade, options, settings_.timeout);
  if (!connected) co_return std::unexpected(connected.error().error);
  socket_ = *connected;
  last_message_ = std::make_shared<Timestamp>(clock_.now());
  if (settings_.silence) {
    const auto executor = co_await asio::this_coro::executor;
    const Duration silence = clock_.at_least_wall(*settings_.silence);
    asio::co_spawn(executor, cut_when_silent(socket_, &clock_, last_message_, silence), asio::detached);
  }
  co_return Result<void>();
}

asio::awaitable<Error> KeptStream::read_until_lost() {
  const std::shared_ptr<net::WebSocket> socket = socket_;
  while (true) {
    const auto frame = co_await socket->read();
    if (!frame) co_return frame.error();
    if (stopped_) co_return Error{ErrorCode::kIo, "stopped"};  // the frame was on its way already
    *last_message_ = clock_.now();
    listener_.on_frame(*frame);
  }
}

asio::awaitable<Result<void>> KeptStream::write(std::string message) {
  const std::shared_ptr<net::WebSocket> socket = socket_;
  if (!socket) co_return fail(ErrorCode::kIo, "no connection stands");
  auto written = co_await socket->write(std::move(message));
  co_return written;
}

void KeptStream::stop() {
  stopped_ = true;
  renew();
}

void KeptStream::renew() {
  if (socket_) socket_->cut();
}

}  // namespace alpha_pulse::venues
