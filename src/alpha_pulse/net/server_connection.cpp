#include "alpha_pulse/net/server_connection.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/net/beast_http.hpp"
#include "alpha_pulse/net/beast_read.hpp"

namespace alpha_pulse::net {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t kReadBytes = 16 * 1024;
constexpr std::uint16_t kGoingAway = 1001;

/// True for as long as a coroutine lives, which may be destroyed with its io_context.
class Marked {
 public:
  explicit Marked(bool& mark) : mark_(mark) { mark_ = true; }
  ~Marked() { mark_ = false; }
  Marked(const Marked&) = delete;
  Marked& operator=(const Marked&) = delete;

 private:
  bool& mark_;
};

/// The bytes of a reply, without its body when only the head was asked for.
void write_reply(std::string& to, const HttpResponse& response, bool keep, bool head) {
  ensure(response.status >= 200 && response.status <= 999, "a reply's status lies between 200 and 999");
  ensure(check_headers(response.headers).has_value(), "a handler's headers can be sent");
  const auto reason = http::obsolete_reason(static_cast<http::status>(response.status));
  to.assign("HTTP/1.1 ").append(std::to_string(response.status)).append(" ").append(reason.data(), reason.size());
  for (const auto& [name, value] : response.headers) to.append("\r\n").append(name).append(": ").append(value);
  if (!keep) to.append("\r\nConnection: close");
  to.append("\r\nContent-Length: ").append(std::to_string(response.body.size())).append("\r\n\r\n");
  if (!head) to.append(response.body);
}

}  // namespace

ServerConnection::ServerConnection(Incoming incoming, std::shared_ptr<ServerContext> context)
    : context_(std::move(context)),
      stream_(std::move(incoming.stream)),
      peer_(std::move(incoming.peer)),
      deadline_(stream_.get_executor(), context_->clock, [this] { stream_.close(); }) {}

void ServerConnection::set_deadline(Duration d) {
  deadline_.set(context_->clock.now() + context_->clock.at_least_wall(d));
}

asio::awaitable<void> ServerConnection::serve(std::shared_ptr<ServerConnection> self) {
  const Marked serving(self->serving_);
  self->set_deadline(self->context_->options.handshake);
  const Result<void> shaken = co_await self->stream_.stream().handshake();
  bool more = shaken.has_value();
  while (more && !self->context_->stopping) {
    more = co_await self->first_byte();
    if (!more) break;
    std::optional<Request> request = co_await self->read_request();
    if (!request) break;
    if (request->upgrade && self->context_->handlers.web_socket) {
      co_await self->upgrade(std::move(request->value));
      break;
    }
    more = co_await self->answer(std::move(*request));
  }
  self->deadline_.clear();
  self->stream_.close();
}

/// Waits until a request begins. Clients come and go here without fault.
asio::awaitable<bool> ServerConnection::first_byte() {
  if (buffer_.size() > 0) co_return true;
  set_deadline(context_->options.idle);
  waiting_ = true;
  boost::system::error_code error;
  const auto into = buffer_.prepare(kReadBytes);
  const std::size_t size = co_await stream_.async_read_some(into, asio::redirect_error(asio::use_awaitable, error));
  waiting_ = false;
  buffer_.commit(size);
  co_return !error;
}

asio::awaitable<std::optional<ServerConnection::Request>> ServerConnection::read_request() {
  set_deadline(context_->options.request);
  http::request_parser<http::string_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(context_->options.header_limit));
  parser.body_limit(context_->options.body_limit);
  boost::system::error_code error = parse_buffered<true>(parser, buffer_, ReadUntil::HEADER_ENDS);
  if (!error && !parser.is_header_done())
    error = co_await read_on<true>(stream_, buffer_, parser, ReadUntil::HEADER_ENDS);
  const bool upgrade = !error && boost::beast::websocket::is_upgrade(parser.get());
  if (!error && same_name(to_text(parser.get()[http::field::expect]), "100-continue")) {
    const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    const asio::const_buffer bytes = asio::buffer(go_on);
    co_await asio::async_write(stream_, bytes, asio::redirect_error(asio::use_awaitable, error));
  }
  if (!error && !upgrade) error = parse_buffered<true>(parser, buffer_, ReadUntil::MESSAGE_ENDS);
  if (!error && !upgrade && !parser.is_done())
    error = co_await read_on<true>(stream_, buffer_, parser, ReadUntil::MESSAGE_ENDS);
  if (error) {
    co_await refuse(error);
    co_return std::nullopt;
  }
  const bool keep = parser.keep_alive();
  Request request{.value = request_of(parser.release()), .upgrade = upgrade, .keep = keep};
  co_return std::move(request);
}

/// What is no request gets a reply that says so; what is broken off gets none.
asio::awaitable<void> ServerConnection::refuse(boost::system::error_code error) {
  const Error told = http_error(error, context_->options.header_limit, context_->options.body_limit);
  if (told.code != ErrorCode::kBadData) co_return;
  HttpResponse reply{.status = 400, .headers = {{"Content-Type", "text/plain"}}, .body = told.message + "\n"};
  if (error == http::error::body_limit) reply.status = 413;
  if (error == http::error::header_limit || error == http::error::buffer_overflow) reply.status = 431;
  const bool written = co_await write(std::move(reply), false, false);
  if (written) co_await wait_for_end(true);
}

asio::awaitable<bool> ServerConnection::answer(Request request) {
  deadline_.clear();
  const bool head = request.value.method == "HEAD";
  ServerReply reply;
  if (request.upgrade) {
    reply.response =
        HttpResponse{.status = 426, .headers = {{"Content-Type", "text/plain"}}, .body = "no WebSocket here\n"};
    request.keep = false;
  } else {
    reply = co_await context_->handlers.http(std::move(request.value), peer_);
  }
  if (reply.delay > Duration{}) co_await context_->clock.sleep_until(context_->clock.now() + reply.delay);
  if (reply.silent) {
    co_await wait_for_end(false);
    co_return false;
  }
  const bool keep = request.keep && !context_->stopping;
  if (reply.cut_after) {
    co_await write_cut(std::move(reply.response), keep, *reply.cut_after);
    co_return false;
  }
  const bool written = co_await write(std::move(reply.response), keep, head);
  co_return written&& keep;
}

asio::awaitable<bool> ServerConnection::write(HttpResponse response, bool keep, bool head) {
  set_deadline(context_->options.write);
  write_reply(reply_, response, keep, head);
  const asio::const_buffer bytes = asio::buffer(reply_);
  boost::system::error_code error;
  co_await asio::async_write(stream_, bytes, asio::redirect_error(asio::use_awaitable, error));
  co_return !error;
}

asio::awaitable<void> ServerConnection::write_cut(HttpResponse response, bool keep, std::size_t size) {
  set_deadline(context_->options.write);
  write_reply(reply_, response, keep, false);
  const asio::const_buffer part = asio::buffer(reply_.data(), std::min(size, reply_.size()));
  boost::system::error_code ignored;  // the connection is cut either way
  co_await asio::async_write(stream_, part, asio::redirect_error(asio::use_awaitable, ignored));
}

/// Reads on without looking: closing with bytes unread would take the reply away from the client.
asio::awaitable<void> ServerConnection::wait_for_end(bool watched) {
  if (watched) set_deadline(context_->options.write);
  waiting_ = true;
  boost::system::error_code error;
  while (!error) {
    buffer_.clear();
    const auto into = buffer_.prepare(kReadBytes);
    co_await stream_.async_read_some(into, asio::redirect_error(asio::use_awaitable, error));
  }
}

asio::awaitable<void> ServerConnection::upgrade(HttpRequest request) {
  deadline_.clear();
  const auto surplus = buffer_.cdata();
  std::string first(static_cast<const char*>(surplus.data()), surplus.size());
  const Clock& clock = context_->clock;
  const Timestamp deadline = clock.now() + clock.at_least_wall(context_->options.handshake);
  std::unique_ptr<IStream> stream = stream_.release();
  Result<std::shared_ptr<WebSocket>> accepted = co_await accept_web_socket(
      std::move(stream), std::move(first), request, clock, context_->options.web_socket, deadline);
  if (!accepted) co_return;
  const std::shared_ptr<WebSocket> socket = std::move(*accepted);
  web_socket_ = socket;
  if (!context_->stopping) co_await context_->handlers.web_socket(socket, std::move(request), peer_);
  co_await socket->close(context_->stopping ? kGoingAway : std::uint16_t{1000}, {});
}

void ServerConnection::stop() {
  if (waiting_) stream_.close();
  const auto socket = web_socket_.lock();
  if (!socket) return;
  const asio::any_io_executor executor = deadline_.executor();
  asio::co_spawn(executor, socket->close(kGoingAway, {}), asio::detached);
}

void ServerConnection::cut() {
  stream_.close();
  if (const auto socket = web_socket_.lock()) socket->cut();
  if (serving_) cancel_.emit(asio::cancellation_type::all);
}

}  // namespace alpha_pulse::net
