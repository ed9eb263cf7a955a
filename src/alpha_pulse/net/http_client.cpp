#include "alpha_pulse/net/http_client.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <vector>

#include "alpha_pulse/net/beast_http.hpp"
#include "alpha_pulse/net/http_connection.hpp"

namespace alpha_pulse::net {
namespace {

using ConnectionPtr = std::shared_ptr<HttpConnection>;

std::unexpected<TransportFailure> failed(Error error, bool may_have_been_sent) {
  return std::unexpected(TransportFailure{std::move(error), may_have_been_sent});
}

/// A target that `check_request` has let pass.
class CheckedTarget {
 public:
  static constexpr bool kEncoded = true;
  explicit CheckedTarget(std::string_view text) : text_(text) {}
  std::size_t room() const { return text_.size(); }
  char* put(char* to) const { return std::ranges::copy(text_, to).out; }

 private:
  std::string_view text_;
};

}  // namespace

struct HttpClient::State : std::enable_shared_from_this<HttpClient::State> {
  State(Url url, IDialer& by, const Clock& time, HttpClientOptions limits)
      : base(std::move(url)), dialer(by), clock(time), options(limits) {}

  Url base;
  IDialer& dialer;
  const Clock& clock;
  HttpClientOptions options;
  std::vector<ConnectionPtr> idle{};  // the one used last at the end
  std::vector<ConnectionPtr> busy{};
  std::size_t dialing = 0;
  Waiters free{};
  bool closed = false;

  bool full() const { return idle.empty() && busy.size() + dialing >= options.connections; }
  /// The query is left out: it may hold a signature.
  Error about(const WrittenRequest& request, const Error& error) const {
    return {error.code, std::string(request.method()) + " " + to_string(base.endpoint) + std::string(request.path()) +
                            ": " + error.message};
  }

  static asio::awaitable<HttpOutcome> send(std::shared_ptr<State> self, HttpRequest request, Timestamp deadline);
  static asio::awaitable<HttpOutcome> send_written(std::shared_ptr<State> self, const WrittenRequest& request,
                                                   Timestamp deadline);
  asio::awaitable<Result<ConnectionPtr>> connection(Timestamp deadline);
  asio::awaitable<bool> wait_for_room(Timestamp deadline);
  asio::awaitable<Result<ConnectionPtr>> dial(Timestamp deadline);
  ConnectionPtr take_idle();
  void give_back(const ConnectionPtr& connection);
  void close();
};

namespace {

/// Gives a connection back however its user ends, by a cancellation too.
template <class End>
class [[nodiscard]] Loan {
 public:
  explicit Loan(End end) : end_(std::move(end)) {}
  ~Loan() { end_(); }
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;

 private:
  End end_;
};

}  // namespace

asio::awaitable<HttpOutcome> HttpClient::State::send(std::shared_ptr<State> self, HttpRequest request,
                                                     Timestamp deadline) {
  if (const auto checked = check_request(request); !checked) co_return failed(checked.error(), false);
  const auto frame = RequestFrame::create(self->base, request.headers);
  if (!frame) co_return failed(frame.error(), false);
  WrittenRequest written;
  frame->write(written, request.method, CheckedTarget(request.target), request.body);
  HttpOutcome outcome = co_await send_written(self, written, deadline);
  co_return outcome;
}

asio::awaitable<HttpOutcome> HttpClient::State::send_written(std::shared_ptr<State> self, const WrittenRequest& request,
                                                             Timestamp deadline) {
  Result<ConnectionPtr> found = co_await self->connection(deadline);
  if (!found) co_return failed(self->about(request, found.error()), false);
  const ConnectionPtr used = std::move(*found);
  const Loan loan([&self, &used] { self->give_back(used); });
  if (self->clock.now() >= deadline) {
    used->close();
    co_return failed(self->about(request, {ErrorCode::kIo, "a connection was free too late"}), false);
  }
  Result<HttpResponse> reply = co_await used->exchange(request, deadline);
  if (!reply) co_return failed(self->about(request, reply.error()), true);
  co_return std::move(*reply);
}

/// A connection that is busy from now on.
asio::awaitable<Result<ConnectionPtr>> HttpClient::State::connection(Timestamp deadline) {
  while (!closed) {
    if (full()) {
      const bool room = co_await wait_for_room(deadline);
      if (!room && !closed) co_return fail(ErrorCode::kIo, "every connection was busy until it was too late");
      continue;
    }
    const ConnectionPtr kept = take_idle();
    if (!kept) {
      Result<ConnectionPtr> dialed = co_await dial(deadline);
      co_return dialed;
    }
    bool lent = false;
    const Loan unless_lent([self = shared_from_this(), kept, &lent] {
      if (lent) return;
      kept->close();
      self->give_back(kept);
    });
    const bool good = co_await kept->resume();
    lent = good && !closed;
    if (lent) co_return kept;
  }
  co_return fail(ErrorCode::kIo, "the client is closed");
}

asio::awaitable<bool> HttpClient::State::wait_for_room(Timestamp deadline) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  Deadline limit(executor, clock, [this] { free.wake_all(); });
  limit.set(deadline);
  while (full() && !closed && !limit.expired()) co_await free.wait();
  co_return !full();
}

ConnectionPtr HttpClient::State::take_idle() {
  while (!idle.empty()) {
    const ConnectionPtr kept = idle.back();
    idle.pop_back();
    if (clock.now() - kept->resting_since() <= options.keep) {
      busy.push_back(kept);
      return kept;
    }
    kept->close();
  }
  return nullptr;
}

asio::awaitable<Result<ConnectionPtr>> HttpClient::State::dial(Timestamp deadline) {
  const Loan counted([self = shared_from_this()] {
    --self->dialing;
    self->free.wake_one();
  });
  ++dialing;
  auto stream = co_await dialer.dial(base.endpoint, deadline);
  if (!stream) co_return std::unexpected(stream.error());
  if (closed) co_return fail(ErrorCode::kIo, "the client is closed");
  const auto dialed = std::make_shared<HttpConnection>(std::move(*stream), clock, options);
  busy.push_back(dialed);
  co_return dialed;
}

void HttpClient::State::give_back(const ConnectionPtr& connection) {
  std::erase(busy, connection);
  if (connection->reusable() && !closed) {
    idle.push_back(connection);
    connection->rest(clock.now(), [weak = weak_from_this(), gone = connection.get()] {
      const auto self = weak.lock();
      if (self) std::erase_if(self->idle, [gone](const ConnectionPtr& kept) { return kept.get() == gone; });
    });
  } else {
    connection->close();
  }
  free.wake_one();
}

void HttpClient::State::close() {
  closed = true;
  for (const ConnectionPtr& connection : busy) connection->close();
  for (const ConnectionPtr& connection : std::exchange(idle, {})) connection->close();
  free.wake_all();
}

HttpClient::HttpClient(Url base, IDialer& dialer, const Clock& clock, HttpClientOptions options)
    : state_(std::make_shared<State>(std::move(base), dialer, clock, options)) {}

HttpClient::~HttpClient() {
  close();
}

asio::awaitable<HttpOutcome> HttpClient::send(HttpRequest request, Duration timeout) {
  const Timestamp deadline = state_->clock.now() + state_->clock.at_least_wall(timeout);
  return State::send(state_, std::move(request), deadline);
}

asio::awaitable<HttpOutcome> HttpClient::send(const WrittenRequest& request, Duration timeout) {
  const Timestamp deadline = state_->clock.now() + state_->clock.at_least_wall(timeout);
  return State::send_written(state_, request, deadline);
}

const Url& HttpClient::base() const {
  return state_->base;
}

void HttpClient::close() {
  state_->close();
}

std::size_t HttpClient::open_connections() const {
  return state_->idle.size() + state_->busy.size();
}

}  // namespace alpha_pulse::net
