#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <expected>
#include <functional>
#include <memory>

#include "alpha_pulse/net/beast_stream.hpp"
#include "alpha_pulse/net/deadline.hpp"
#include "alpha_pulse/net/http_client.hpp"
#include "alpha_pulse/net/waiters.hpp"

namespace alpha_pulse::net {

/// One kept connection of an HttpClient: one request at a time. Between requests it reads all the same, so that the
/// server's farewell, or bytes nobody asked for, are noticed when they come. For http_client.cpp.
class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(std::unique_ptr<IStream> stream, const Clock& clock, const HttpClientOptions& options);

  /// Writes the request and reads the reply; the connection is closed at the deadline, and on every failure. Errors are
  /// clauses without their subject; the request may have been sent whatever they are.
  asio::awaitable<Result<HttpResponse>> exchange(const WrittenRequest& request, Timestamp deadline);
  /// After an exchange: whether another may follow.
  bool reusable() const { return reusable_; }

  /// From now until `resume` nothing is expected to come. `on_spoiled` is called when something does.
  void rest(Timestamp now, std::function<void()> on_spoiled);
  /// An exchange will follow. False: it is no longer good for one. Lets what has happened meanwhile be noticed first.
  asio::awaitable<bool> resume();
  Timestamp resting_since() const { return resting_since_; }
  void close();

 private:
  asio::awaitable<Result<HttpResponse>> read_reply(bool without_body);
  void watch();
  Error failure(const boost::system::error_code& error) const;

  BeastStream stream_;
  HttpClientOptions options_;
  boost::beast::flat_buffer buffer_;
  Deadline deadline_;
  Waiters news_{};
  std::function<void()> on_spoiled_{};
  boost::system::error_code watched_{};
  Timestamp resting_since_{};
  bool watching_ = false, resting_ = false, spoiled_ = false, reusable_ = false;
};

}  // namespace alpha_pulse::net
