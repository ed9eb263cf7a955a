#include "alpha_pulse/net/tcp.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <vector>

#include "alpha_pulse/net/deadline.hpp"
#include "alpha_pulse/net/tls.hpp"
#include "alpha_pulse/net/url.hpp"
#include "alpha_pulse/net/waiters.hpp"

namespace alpha_pulse::net {
namespace {

using asio::ip::tcp;
using Dialed = Result<std::unique_ptr<IStream>>;

std::unexpected<Error> cannot(const Endpoint& to, const std::string& why) {
  return fail(ErrorCode::kIo, to_string(to) + ": cannot connect: " + why);
}

/// A name on its way to addresses. Whoever asked may have given up when the answer comes.
struct LookUp {
  std::vector<tcp::endpoint> addresses{};
  boost::system::error_code error = asio::error::timed_out;
  Waiters asker{};
};

asio::awaitable<void> look_up(std::shared_ptr<LookUp> job, Endpoint to) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  tcp::resolver resolver(executor);
  boost::system::error_code error;
  const std::string service = std::to_string(to.port);
  const tcp::resolver::results_type results = co_await resolver.async_resolve(
      to.host, service, tcp::resolver::numeric_service, asio::redirect_error(asio::use_awaitable, error));
  job->error = error;
  for (const auto& entry : results) job->addresses.push_back(entry.endpoint());
  job->asker.wake_all();
}

asio::awaitable<Result<std::vector<tcp::endpoint>>> addresses_of(const Clock& clock, Endpoint to, Timestamp deadline) {
  boost::system::error_code error;
  const auto literal = asio::ip::make_address(to.host, error);
  if (!error) {
    std::vector<tcp::endpoint> one{tcp::endpoint(literal, to.port)};
    co_return one;
  }
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  const auto job = std::make_shared<LookUp>();
  Deadline limit(executor, clock, [job] { job->asker.wake_all(); });
  limit.set(deadline);
  asio::co_spawn(executor, look_up(job, to), asio::detached);
  co_await job->asker.wait();
  if (job->error) co_return cannot(to, job->error.message() + " (looking the name up)");
  co_return std::move(job->addresses);
}

/// TCP to one address.
asio::awaitable<Result<tcp::socket>> connect_to(const Clock& clock, Endpoint to, tcp::endpoint address,
                                                Timestamp deadline) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  tcp::socket socket(executor);
  boost::system::error_code error;
  socket.open(address.protocol(), error);
  if (error) co_return cannot(to, error.message());
  Deadline limit(executor, clock, [&socket] {
    boost::system::error_code ignored;  // the connect that fails says it
    socket.close(ignored);
  });
  limit.set(deadline);
  co_await socket.async_connect(address, asio::redirect_error(asio::use_awaitable, error));
  if (limit.expired()) co_return cannot(to, "nobody answered in time");
  if (error) co_return cannot(to, error.message());
  socket.set_option(tcp::no_delay(true), error);
  co_return std::move(socket);
}

/// One after the other, each with its share of the time that is left.
asio::awaitable<Result<tcp::socket>> connect_to_any(const Clock& clock, Endpoint to,
                                                    std::vector<tcp::endpoint> addresses, Timestamp deadline) {
  Result<tcp::socket> outcome = cannot(to, "the name has no address");
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const Timestamp now = clock.now();
    const auto shares = static_cast<std::int64_t>(addresses.size() - i);
    const Duration share = Duration::nanoseconds(std::max<std::int64_t>((deadline - now).ns(), 0) / shares);
    outcome = co_await connect_to(clock, to, addresses[i], now + share);
    if (outcome) break;
  }
  co_return outcome;
}

}  // namespace

struct TcpDialer::Context {
  TlsContext tls;
};

TcpDialer::TcpDialer(const Clock& clock, std::shared_ptr<Context> context)
    : clock_(clock), context_(std::move(context)) {}
TcpDialer::~TcpDialer() = default;

Result<std::unique_ptr<TcpDialer>> TcpDialer::create(const Clock& clock, const Trust& trust) {
  auto tls = client_context(trust);
  if (!tls) return std::unexpected(tls.error());
  auto context = std::make_shared<Context>(Context{std::move(*tls)});
  return std::unique_ptr<TcpDialer>(new TcpDialer(clock, std::move(context)));
}

asio::awaitable<Dialed> TcpDialer::dial(Endpoint to, Timestamp deadline) {
  if (!to.secure && !is_loopback(to.host)) {
    co_return fail(ErrorCode::kRefused,
                   to_string(to) + ": is not encrypted; plain connections only go to 127.0.0.1 or [::1]");
  }
  auto addresses = co_await addresses_of(clock_, to, deadline);
  if (!addresses) co_return std::unexpected(addresses.error());
  auto socket = co_await connect_to_any(clock_, to, std::move(*addresses), deadline);
  if (!socket) co_return std::unexpected(socket.error());
  if (!to.secure) co_return plain_stream(std::move(*socket));

  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  std::unique_ptr<IStream> stream = tls_client_stream(std::move(*socket), context_->tls, to.host);
  IStream* const raw = stream.get();
  Deadline limit(executor, clock_, [raw] { raw->close(); });
  limit.set(deadline);
  Result<void> shaken = co_await stream->handshake();
  if (limit.expired()) co_return cannot(to, "the TLS handshake did not end in time");
  if (!shaken) co_return fail(shaken.error().code, to_string(to) + ": " + shaken.error().message);
  co_return std::move(stream);
}

struct TcpListener::State {
  State(asio::any_io_executor executor, TlsContext context) : acceptor(std::move(executor)), tls(std::move(context)) {}
  tcp::acceptor acceptor;
  TlsContext tls;
  std::uint16_t port = 0;
  bool closed = false;

  Result<void> open(std::uint16_t wanted) {
    const tcp::endpoint address(asio::ip::address_v4::loopback(), wanted);
    boost::system::error_code error;
    acceptor.open(address.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(address, error);
    if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
    if (error)
      return fail(ErrorCode::kIo, "cannot listen on 127.0.0.1:" + std::to_string(wanted) + ": " + error.message() +
                                      "; port 0 takes any that is free");
    port = acceptor.local_endpoint(error).port();
    return {};
  }
};

TcpListener::TcpListener(std::shared_ptr<State> state) : state_(std::move(state)) {}
TcpListener::~TcpListener() {
  close();
}

Result<std::unique_ptr<TcpListener>> TcpListener::open(asio::any_io_executor executor, std::uint16_t port,
                                                       const ServerIdentity* identity) {
  TlsContext tls;
  if (identity != nullptr) {
    auto context = server_context(*identity);
    if (!context) return std::unexpected(context.error());
    tls = std::move(*context);
  }
  const auto state = std::make_shared<State>(std::move(executor), std::move(tls));
  if (const auto opened = state->open(port); !opened) return std::unexpected(opened.error());
  return std::unique_ptr<TcpListener>(new TcpListener(state));
}

asio::awaitable<Result<Incoming>> TcpListener::accept() {
  const std::shared_ptr<State> state = state_;
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  tcp::socket socket(executor);
  boost::system::error_code error;
  if (!state->closed) co_await state->acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
  if (state->closed) co_return fail(ErrorCode::kIo, "the listener is closed");
  if (error) co_return fail(ErrorCode::kIo, "cannot take a connection in: " + error.message());
  Incoming incoming;
  const tcp::endpoint other = socket.remote_endpoint(error);  // gone already: the first read says so
  incoming.peer.address = other.address().to_string();
  incoming.peer.port = other.port();
  socket.set_option(tcp::no_delay(true), error);
  incoming.stream = state->tls ? tls_server_stream(std::move(socket), state->tls) : plain_stream(std::move(socket));
  co_return std::move(incoming);
}

void TcpListener::close() noexcept {
  state_->closed = true;
  boost::system::error_code ignored;  // it is closed either way
  state_->acceptor.close(ignored);
}

bool TcpListener::closed() const {
  return state_->closed;
}
std::uint16_t TcpListener::port() const {
  return state_->port;
}

}  // namespace alpha_pulse::net
