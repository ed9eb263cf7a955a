#pragma once

#include <expected>
#include <memory>

#include "alpha_pulse/net/clock.hpp"
#include "alpha_pulse/net/dialer.hpp"
#include "alpha_pulse/net/http.hpp"
#include "alpha_pulse/net/url.hpp"
#include "alpha_pulse/net/written_request.hpp"

namespace alpha_pulse::net {

/// Why there is no reply, and what the server may know. A caller whose request changes something must find out what
/// became of it when it may have been sent.
struct TransportFailure {
  Error error;                ///< kIo; kBadData: what came is no reply, or too long; kRefused; kInvalidArgument
  bool may_have_been_sent{};  ///< false only when certainly no byte of the request was written
};

/// A reply, whatever its status, or why there is none.
using HttpOutcome = std::expected<HttpResponse, TransportFailure>;

/// Limits of an HttpClient.
struct HttpClientOptions {
  std::size_t connections = 4;                ///< at once; who comes when all are busy waits, within its own timeout
  std::size_t body_limit = 16 * 1024 * 1024;  ///< bytes of a reply's body
  std::size_t header_limit = 64 * 1024;       ///< bytes of a reply's headers
  Duration keep = Duration::seconds(55);      ///< an idle connection older than this is not used again
};

/// Requests to one server over connections that are kept.
///
/// A request is written at most once. A kept connection that the server has closed is found out before anything is
/// written, and another is opened; when the news comes later, the outcome is a failure with may_have_been_sent. What is
/// read from an idle connection ends it, so no reply can answer the wrong request.
///
/// Threading  send may be called from several coroutines of one executor.
/// Ownership  dialer and clock must outlive it; requests that are under way when it ends fail.
/// Tested by  net/http_client_test.cpp, net/http_cut_test.cpp.
class HttpClient {
 public:
  HttpClient(Url base, IDialer& dialer, const Clock& clock, HttpClientOptions options = {});
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// `timeout`, in the clock's time and never under 250 ms of the wall's, bounds everything: the wait for a connection,
  /// dialing, writing and reading. Redirects are not followed.
  asio::awaitable<HttpOutcome> send(HttpRequest request, Duration timeout);
  /// The same of one that a frame for `base()` has written. It lives and stays as it is until the outcome is there.
  asio::awaitable<HttpOutcome> send(const WrittenRequest& request, Duration timeout);
  const Url& base() const;
  /// Closes all connections; requests under way fail, later ones too.
  void close();
  std::size_t open_connections() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace alpha_pulse::net
