#include "alpha_pulse/net/http_connection.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>

#include "alpha_pulse/net/beast_http.hpp"
#include "alpha_pulse/net/beast_read.hpp"

namespace alpha_pulse::net {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t kWatchBytes = 16 * 1024;
constexpr int kInterimMax = 16;  // replies of 1xx before the real one

}  // namespace

HttpConnection::HttpConnection(std::unique_ptr<IStream> stream, const Clock& clock, const HttpClientOptions& options)
    : stream_(std::move(stream)),
      options_(options),
      deadline_(stream_.get_executor(), clock, [this] { stream_.close(); }) {}

asio::awaitable<Result<HttpResponse>> HttpConnection::exchange(const WrittenRequest& request, Timestamp deadline) {
  const auto self = shared_from_this();
  reusable_ = false;
  deadline_.set(deadline);
  const bool without_body = request.method() == "HEAD";
  const auto bytes = asio::buffer(request.text().data(), request.text().size());
  boost::system::error_code error;
  co_await asio::async_write(stream_, bytes, asio::redirect_error(asio::use_awaitable, error));
  Result<HttpResponse> reply;
  if (error) {
    reply = std::unexpected(failure(error));
  } else {
    reply = co_await read_reply(without_body);
  }
  deadline_.clear();
  if (!reusable_) close();
  co_return reply;
}

asio::awaitable<Result<HttpResponse>> HttpConnection::read_reply(bool without_body) {
  while (watching_) co_await news_.wait();
  if (watched_) {
    const bool ended = watched_ == asio::error::eof;
    co_return std::unexpected(failure(ended ? make_error_code(http::error::end_of_stream) : watched_));
  }
  for (int interim = 0; interim <= kInterimMax; ++interim) {
    http::response_parser<http::string_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(options_.header_limit));
    parser.body_limit(options_.body_limit);
    parser.skip(without_body);
    boost::system::error_code error = parse_buffered<false>(parser, buffer_, ReadUntil::MESSAGE_ENDS);
    if (!error && !parser.is_done()) error = co_await read_on<false>(stream_, buffer_, parser, ReadUntil::MESSAGE_ENDS);
    if (error) co_return std::unexpected(failure(error));
    const unsigned status = parser.get().result_int();
    if (status / 100 == 1 && status != 101) continue;
    reusable_ = parser.keep_alive() && status != 101 && buffer_.size() == 0;
    co_return response_of(parser.release());
  }
  co_return fail(ErrorCode::kBadData, "more than 16 interim replies came");
}

Error HttpConnection::failure(const boost::system::error_code& error) const {
  if (deadline_.expired()) return {ErrorCode::kIo, "no reply in time"};
  return http_error(error, options_.header_limit, options_.body_limit);
}

void HttpConnection::rest(Timestamp now, std::function<void()> on_spoiled) {
  resting_ = true;
  resting_since_ = now;
  on_spoiled_ = std::move(on_spoiled);
  watch();
}

asio::awaitable<bool> HttpConnection::resume() {
  const auto self = shared_from_this();
  const asio::any_io_executor executor = stream_.get_executor();
  // What the system knows by now is fetched behind the first of these and told before the second.
  co_await asio::post(executor, asio::use_awaitable);
  co_await asio::post(executor, asio::use_awaitable);
  resting_ = false;
  on_spoiled_ = {};
  co_return !spoiled_;
}

void HttpConnection::watch() {
  watching_ = true;
  const auto into = buffer_.prepare(kWatchBytes);
  stream_.async_read_some(into, [self = shared_from_this()](boost::system::error_code error, std::size_t size) {
    self->watching_ = false;
    self->watched_ = error;
    self->buffer_.commit(size);
    if (self->resting_) {
      self->spoiled_ = true;
      self->close();
      if (const auto tell = std::exchange(self->on_spoiled_, {})) tell();
    }
    self->news_.wake_all();
  });
}

void HttpConnection::close() {
  reusable_ = false;
  stream_.close();
}

}  // namespace alpha_pulse::net
