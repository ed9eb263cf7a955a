#include "alpha_pulse/net/web_socket.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/error.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/net/beast_http.hpp"
#include "alpha_pulse/net/beast_stream.hpp"
#include "alpha_pulse/net/deadline.hpp"
#include "alpha_pulse/net/waiters.hpp"

namespace alpha_pulse::net {
namespace {

namespace websocket = boost::beast::websocket;
namespace http = boost::beast::http;

constexpr std::size_t kPingMax = 125;  // bytes, RFC 6455, 5.5
constexpr std::size_t kReasonMax = 123;
constexpr std::size_t kWriteBuffer = 16 * 1024;

WebSocketOptions with_wall(WebSocketOptions options, const Clock& clock) {
  for (Duration* d : {&options.silence, &options.write, &options.close}) *d = clock.at_least_wall(*d);
  if (options.ping_every > Duration{}) options.ping_every = clock.at_least_wall(options.ping_every);
  return options;
}

std::unexpected<Error> over(std::string why) {
  return fail(ErrorCode::kIo, std::move(why));
}

}  // namespace

/// The connection itself: shared by its owner and the coroutines that use it.
class WebSocket::State : public std::enable_shared_from_this<WebSocket::State> {
 public:
  State(std::unique_ptr<IStream> stream, std::string first, const Clock& clock, WebSocketOptions options)
      : clock_(clock),
        options_(with_wall(std::move(options), clock)),
        ws(std::move(stream), std::move(first)),
        silence_(ws.get_executor(), clock, [this] { end("neither a message nor a ping came for too long"); }),
        ping_time_(ws.get_executor(), clock, [this] { ping_by_itself(); }),
        write_time_(ws.get_executor(), clock, [this] { end("the other end takes nothing any more"); }) {
    ws.read_message_max(options_.message_limit);
    ws.write_buffer_bytes(kWriteBuffer);
    ws.auto_fragment(false);
    ws.control_callback(
        [this](websocket::frame_type kind, boost::beast::string_view payload) { on_control(kind, payload); });
  }

  void start() {
    open_ = true;
    heard();
    plan_ping();
  }

  bool open() const { return open_; }
  Duration close_limit() const { return options_.close; }
  const Clock& clock() const { return clock_; }
  void watch(std::function<void(ControlFrame, std::string_view)> told) { options_.on_control = std::move(told); }

  /// Cuts the connection; the first reason given is the one that everybody hears.
  void end(std::string why) {
    if (why_.empty()) why_ = std::move(why);
    open_ = false;
    silence_.clear();
    ping_time_.clear();
    write_time_.clear();
    ws.next_layer().close();
    turn_.wake_all();
    ping_turn_.wake_all();
  }

  static asio::awaitable<Result<std::string_view>> read(std::shared_ptr<State> self);
  static asio::awaitable<Result<void>> write(std::shared_ptr<State> self, std::string message, bool text);
  static asio::awaitable<Result<void>> ping(std::shared_ptr<State> self, std::string payload);
  static asio::awaitable<void> close(std::shared_ptr<State> self, std::uint16_t code, std::string reason);

 private:
  /// Gives the right to write to whoever waits longest, or to nobody.
  struct Turn {
    Waiters& next;
    bool& taken;
    ~Turn() {
      if (!next.wake_one()) taken = false;
    }
  };

  void heard() {
    if (options_.silence < Duration::nanoseconds(kForever)) silence_.set(clock_.now() + options_.silence);
  }
  void plan_ping() {
    if (options_.ping_every > Duration{}) ping_time_.set(clock_.now() + options_.ping_every);
  }
  void ping_by_itself();
  void on_control(websocket::frame_type kind, boost::beast::string_view payload);
  Error failure(const boost::system::error_code& error);

  static constexpr std::int64_t kForever = std::int64_t{1} << 61;  // some 73 years

  const Clock& clock_;
  WebSocketOptions options_;
  bool open_ = false, writing_ = false, pinging_ = false;
  std::string why_{};
  Waiters turn_{}, ping_turn_{};
  boost::beast::flat_buffer buffer_{};

 public:
  websocket::stream<BeastStream> ws;

 private:
  Deadline silence_, ping_time_, write_time_;
};

void WebSocket::State::on_control(websocket::frame_type kind, boost::beast::string_view payload) {
  heard();
  if (!options_.on_control) return;
  const std::string_view text(payload.data(), payload.size());
  if (kind == websocket::frame_type::ping) options_.on_control(ControlFrame::PING_RECEIVED, text);
  if (kind == websocket::frame_type::pong) options_.on_control(ControlFrame::PONG_RECEIVED, text);
  if (kind == websocket::frame_type::close) options_.on_control(ControlFrame::CLOSE_RECEIVED, text);
}

/// A ping that is still on its way makes another needless.
void WebSocket::State::ping_by_itself() {
  plan_ping();
  if (pinging_) return;
  pinging_ = true;
  if (options_.on_control) options_.on_control(ControlFrame::PING_SENT, {});
  ws.async_ping({}, [self = shared_from_this()](boost::system::error_code error) {
    const Turn turn{self->ping_turn_, self->pinging_};
    if (error && self->open_) self->end(self->failure(error).message);
  });
}

Error WebSocket::State::failure(const boost::system::error_code& error) {
  if (!why_.empty()) return {ErrorCode::kIo, why_};
  if (error == websocket::error::closed) {
    const websocket::close_reason& said = ws.reason();
    return {ErrorCode::kIo, "closed by the other end: " + std::to_string(said.code) + " " +
                                std::string(said.reason.data(), said.reason.size())};
  }
  if (error == websocket::error::message_too_big || error == websocket::error::buffer_overflow)
    return {ErrorCode::kBadData, "a message is longer than " + std::to_string(options_.message_limit) + " bytes"};
  if (error.category() == make_error_code(websocket::error::closed).category())
    return {ErrorCode::kBadData, "what came is against the protocol of WebSockets: " + error.message()};
  if (error == asio::error::eof) return {ErrorCode::kIo, "the connection ended without a farewell"};
  return {ErrorCode::kIo, error.message()};
}

asio::awaitable<Result<std::string_view>> WebSocket::State::read(std::shared_ptr<State> self) {
  if (!self->open_) co_return over(self->why_);
  self->buffer_.consume(self->buffer_.size());
  boost::system::error_code error;
  co_await self->ws.async_read(self->buffer_, asio::redirect_error(asio::use_awaitable, error));
  if (error) {
    Error told = self->failure(error);
    self->end(told.message);
    co_return std::unexpected(std::move(told));
  }
  self->heard();
  const auto bytes = self->buffer_.cdata();
  co_return std::string_view(static_cast<const char*>(bytes.data()), bytes.size());
}

asio::awaitable<Result<void>> WebSocket::State::write(std::shared_ptr<State> self, std::string message, bool text) {
  if (!self->open_) co_return over(self->why_);
  if (self->turn_.size() >= self->options_.writes_waiting)
    co_return over("already " + std::to_string(self->turn_.size()) + " messages wait to be sent");
  if (self->writing_) {
    co_await self->turn_.wait();
  }
  self->writing_ = true;
  const Turn turn{self->turn_, self->writing_};
  if (!self->open_) co_return over(self->why_);
  self->ws.text(text);
  self->write_time_.set(self->clock_.now() + self->options_.write);
  boost::system::error_code error;
  const asio::const_buffer bytes = asio::buffer(message);
  co_await self->ws.async_write(bytes, asio::redirect_error(asio::use_awaitable, error));
  self->write_time_.clear();
  if (!error) co_return Result<void>{};
  Error told = self->failure(error);
  self->end(told.message);
  co_return std::unexpected(std::move(told));
}

asio::awaitable<Result<void>> WebSocket::State::ping(std::shared_ptr<State> self, std::string payload) {
  ensure(payload.size() <= kPingMax, "a ping carries at most 125 bytes");
  if (!self->open_) co_return over(self->why_);
  if (self->pinging_) {
    co_await self->ping_turn_.wait();
  }
  self->pinging_ = true;
  const Turn turn{self->ping_turn_, self->pinging_};
  if (!self->open_) co_return over(self->why_);
  if (self->options_.on_control) self->options_.on_control(ControlFrame::PING_SENT, payload);
  const websocket::ping_data data(boost::beast::string_view(payload.data(), payload.size()));
  boost::system::error_code error;
  co_await self->ws.async_ping(data, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return std::unexpected(self->failure(error));
  co_return Result<void>{};
}

asio::awaitable<void> WebSocket::State::close(std::shared_ptr<State> self, std::uint16_t code, std::string reason) {
  ensure(reason.size() <= kReasonMax, "a farewell has at most 123 bytes");
  if (!self->open_) co_return;
  const asio::any_io_executor executor = self->ws.get_executor();
  Deadline limit(executor, self->clock_, [raw = self.get()] { raw->end("the other end did not say farewell"); });
  limit.set(self->clock_.now() + self->options_.close);
  self->open_ = false;
  if (self->why_.empty()) self->why_ = "closed by this end";
  websocket::close_reason farewell(static_cast<websocket::close_code>(code));
  farewell.reason.assign(reason.data(), reason.size());
  boost::system::error_code ignored;  // it is over either way
  co_await self->ws.async_close(farewell, asio::redirect_error(asio::use_awaitable, ignored));
  self->end({});
}

WebSocket::WebSocket(std::shared_ptr<State> state) : state_(std::move(state)) {}
WebSocket::~WebSocket() {
  cut();
}

asio::awaitable<Result<std::string_view>> WebSocket::read() {
  return State::read(state_);
}
asio::awaitable<Result<void>> WebSocket::write(std::string message) {
  return State::write(state_, std::move(message), true);
}
asio::awaitable<Result<void>> WebSocket::write_binary(std::string message) {
  return State::write(state_, std::move(message), false);
}
asio::awaitable<Result<void>> WebSocket::ping(std::string payload) {
  return State::ping(state_, std::move(payload));
}
asio::awaitable<void> WebSocket::close(std::uint16_t code, std::string reason) {
  return State::close(state_, code, std::move(reason));
}
void WebSocket::watch(std::function<void(ControlFrame, std::string_view)> told) {
  state_->watch(std::move(told));
}
void WebSocket::cut() {
  state_->end("closed by this end");
}
bool WebSocket::open() const {
  return state_->open();
}

asio::awaitable<Result<std::shared_ptr<WebSocket>>> accept_web_socket(std::unique_ptr<IStream> stream,
                                                                      std::string first, HttpRequest upgrade,
                                                                      const Clock& clock, WebSocketOptions options,
                                                                      Timestamp deadline) {
  const auto state = std::make_shared<WebSocket::State>(std::move(stream), std::move(first), clock, std::move(options));
  const asio::any_io_executor executor = state->ws.get_executor();
  Deadline limit(executor, clock, [raw = state.get()] { raw->end("not in time"); });
  limit.set(deadline);
  http::request<http::empty_body> request;
  request.version(11);
  request.method_string(upgrade.method);
  request.target(upgrade.target);
  for (const auto& [name, value] : upgrade.headers) request.insert(name, value);
  boost::system::error_code error;
  co_await state->ws.async_accept(request, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return fail(ErrorCode::kBadData, "cannot upgrade to a WebSocket: " + error.message());
  limit.clear();
  state->start();
  co_return std::make_shared<WebSocket>(state);
}

asio::awaitable<std::expected<std::shared_ptr<WebSocket>, ConnectFailure>> connect_web_socket(
    IDialer& dialer, const Clock& clock, Url base, HttpRequest upgrade, WebSocketOptions options, Duration timeout) {
  const Timestamp deadline = clock.now() + clock.at_least_wall(timeout);
  if (const auto checked = check_request(upgrade); !checked)
    co_return std::unexpected(ConnectFailure{.error = checked.error()});
  const std::string about = to_string(base.endpoint) + base.path + std::string(upgrade.path()) + ": ";
  auto stream = co_await dialer.dial(base.endpoint, deadline);
  if (!stream) co_return std::unexpected(ConnectFailure{.error = stream.error()});

  const auto state = std::make_shared<WebSocket::State>(std::move(*stream), std::string{}, clock, std::move(options));
  const asio::any_io_executor executor = state->ws.get_executor();
  Deadline limit(executor, clock, [raw = state.get()] { raw->end("no answer to the upgrade in time"); });
  limit.set(deadline);
  state->ws.set_option(websocket::stream_base::decorator([headers = upgrade.headers](websocket::request_type& request) {
    for (const auto& [name, value] : headers) request.insert(name, value);
  }));
  const std::string host = host_header(base.endpoint);
  const std::string target = base.path + upgrade.target;
  websocket::response_type reply;
  boost::system::error_code error;
  co_await state->ws.async_handshake(reply, host, target, asio::redirect_error(asio::use_awaitable, error));
  if (limit.expired())
    co_return std::unexpected(ConnectFailure{.error = {ErrorCode::kIo, about + "no answer to the upgrade in time"}});
  limit.clear();
  if (error == websocket::error::upgrade_declined) {
    HttpResponse said = response_of(std::move(reply));
    Error told{ErrorCode::kIo, about + "answered " + std::to_string(said.status) + " instead of upgrading"};
    co_return std::unexpected(ConnectFailure{.error = std::move(told), .reply = std::move(said)});
  }
  if (error) {
    const bool broken = error.category() == make_error_code(websocket::error::closed).category();
    Error told = http_error(error, 0, 0);
    if (broken) told = {ErrorCode::kBadData, "the upgrade was not answered as it must be: " + error.message()};
    told.message.insert(0, about);
    co_return std::unexpected(ConnectFailure{.error = std::move(told)});
  }
  state->start();
  co_return std::make_shared<WebSocket>(state);
}

}  // namespace alpha_pulse::net
