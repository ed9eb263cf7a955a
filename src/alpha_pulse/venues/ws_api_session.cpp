#include "alpha_pulse/venues/ws_api_session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>
#include <utility>

#include "alpha_pulse/exchanges/wire_number.hpp"
#include "alpha_pulse/net/deadline.hpp"
#include "alpha_pulse/net/waiters.hpp"

namespace alpha_pulse::venues {
namespace {

namespace asio = net::asio;
using exchanges::JsonKind;
using exchanges::JsonValue;
using exchanges::binance::Transport;

constexpr Duration kLongest = Duration::hours(23);  // the venue cuts after 24

asio::awaitable<Result<std::string>> always(std::string target) {
  co_return target;
}

/// The address is a whole one: nothing is to be asked for before connecting.
KeptStreamSettings stream_settings(net::Url base) {
  std::string path = std::exchange(base.path, {});
  if (path.empty()) path = "/";
  return {.base = std::move(base), .target = [path = std::move(path)] { return always(path); }};
}

}  // namespace

/// A call whose answer has not come yet.
struct WsApiSession::Waiting {
  WsAnswer answer{.transport = Transport::BROKEN_AFTER_SEND};
  bool over = false;
  net::Waiters done{};

  void end() {
    over = true;
    done.wake_all();
  }
  void end(const std::string& why) {
    if (over) return;
    answer.detail = why;
    end();
  }
};

WsApiSession::WsApiSession(net::IDialer& dialer, const net::Clock& clock, WsApiSettings settings)
    : clock_(clock), settings_(std::move(settings)), stream_(dialer, clock, stream_settings(settings_.base), *this) {}

asio::awaitable<void> WsApiSession::run() {
  executor_ = co_await asio::this_coro::executor;
  co_await stream_.run();
}

void WsApiSession::stop() {
  stream_.stop();
  end_all("the session was closed");
}

void WsApiSession::renew() {
  leaving_ = true;
  if (waiting_.empty()) stream_.renew();
}

asio::awaitable<WsAnswer> WsApiSession::ask(std::int64_t id, std::string frame, Duration timeout) {
  if (stream_.open() && clock_.now() - opened_at_ > kLongest) renew();
  if (!ready()) co_return WsAnswer{.detail = "no session is open"};
  const auto executor = co_await asio::this_coro::executor;
  const auto call = std::make_shared<Waiting>();
  waiting_.emplace(id, call);
  bool late = false;
  net::Deadline limit(executor, clock_, [&late, call] {
    late = !call->over;
    call->end("the exchange did not answer in time");
  });
  limit.set(clock_.now() + clock_.at_least_wall(timeout));
  const auto written = co_await stream_.write(std::move(frame));
  if (!written) call->end(written.error().message);
  while (!call->over) co_await call->done.wait();
  waiting_.erase(id);
  if (late || leaving_) renew();
  co_return std::move(call->answer);
}

asio::awaitable<void> WsApiSession::greet() {
  const std::int64_t id = next_id();
  std::string frame = settings_.greeting(id);
  const WsAnswer answer = co_await ask(id, std::move(frame), settings_.timeout);
  if (settings_.on_greeted) settings_.on_greeted(answer);
}

void WsApiSession::on_open() {
  opened_at_ = clock_.now();
  leaving_ = false;
  if (settings_.greeting) asio::co_spawn(executor_, greet(), asio::detached);
}

/// `{"event":{"e":"serverShutdown",...}}`, with or without the wrapping.
bool WsApiSession::told_to_leave(JsonValue message) const {
  const JsonValue event = message.member("event").is_object() ? message.member("event") : message;
  return event.member("e").text() == "serverShutdown";
}

void WsApiSession::on_frame(std::string_view frame) {
  const auto message = document_.read(frame);
  if (!message) return stream_.renew();  // whose answer it was nobody knows
  const JsonValue id = message->member("id");
  if (id.kind() != JsonKind::NUMBER) {
    if (told_to_leave(*message)) renew();
    if (settings_.on_event) settings_.on_event(frame);
    return;
  }
  const auto number = exchanges::parse_integer(id.text());
  const auto call = number ? waiting_.find(*number) : waiting_.end();
  if (call == waiting_.end() || call->second->over) return;
  call->second->answer = {.transport = Transport::ANSWERED, .frame = std::string(frame)};
  call->second->end();
}

void WsApiSession::on_lost(const Error& why) {
  end_all(why.message);
  if (settings_.on_lost) settings_.on_lost();
}

void WsApiSession::end_all(const std::string& why) {
  for (const auto& [id, call] : waiting_) call->end(why);
}

}  // namespace alpha_pulse::venues
