#include "alpha_pulse/net/http_server.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <vector>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/net/server_connection.hpp"
#include "alpha_pulse/net/waiters.hpp"

namespace alpha_pulse::net {
namespace {

using ConnectionPtr = std::shared_ptr<ServerConnection>;
constexpr Duration kRestAfterTrouble = Duration::seconds(1);  // no descriptors left: do not spin

}  // namespace

struct HttpServer::State : std::enable_shared_from_this<HttpServer::State> {
  State(std::unique_ptr<IListener> on, asio::any_io_executor by, const Clock& clock, ServerHandlers handlers,
        HttpServerOptions options)
      : listener(std::move(on)),
        executor(std::move(by)),
        context(std::make_shared<ServerContext>(ServerContext{clock, std::move(handlers), std::move(options)})) {}

  std::unique_ptr<IListener> listener;
  asio::any_io_executor executor;
  std::shared_ptr<ServerContext> context;
  std::vector<ConnectionPtr> connections{};
  std::uint64_t last_connection = 0;
  Waiters ended{};
  bool accepting = false;

  bool idle() const { return !accepting && connections.empty(); }
  void close() {
    context->stopping = true;
    listener->close();
  }
  void cut() {
    const std::vector<ConnectionPtr> all = connections;
    for (const ConnectionPtr& connection : all) connection->cut();
  }
  void welcome(Incoming incoming) {
    if (connections.size() >= context->options.connections) return;  // closed with its stream
    incoming.peer.connection = ++last_connection;
    const auto connection = std::make_shared<ServerConnection>(std::move(incoming), context);
    connections.push_back(connection);
    const auto over = [self = shared_from_this(), connection](const std::exception_ptr& thrown) {
      if (thrown) connection->cut();  // it was cancelled, or its handler threw
      std::erase(self->connections, connection);
      self->ended.wake_all();
    };
    asio::co_spawn(executor, ServerConnection::serve(connection),
                   asio::bind_cancellation_slot(connection->slot(), over));
  }

  static asio::awaitable<void> accept(std::shared_ptr<State> self) {
    while (!self->listener->closed()) {
      Result<Incoming> incoming = co_await self->listener->accept();
      if (incoming) {
        self->welcome(std::move(*incoming));
      } else if (!self->listener->closed()) {
        const Clock& clock = self->context->clock;
        co_await clock.sleep_until(clock.now() + clock.at_least_wall(kRestAfterTrouble));
      }
    }
    self->accepting = false;
    self->ended.wake_all();
  }

  static asio::awaitable<void> stop(std::shared_ptr<State> self, Duration grace) {
    self->close();
    const std::vector<ConnectionPtr> all = self->connections;
    for (const ConnectionPtr& connection : all) connection->stop();
    const Clock& clock = self->context->clock;
    Deadline limit(self->executor, clock, [raw = self.get()] { raw->cut(); });
    limit.set(clock.now() + clock.at_least_wall(grace));
    while (!self->idle()) co_await self->ended.wait();
  }
};

HttpServer::HttpServer(std::unique_ptr<IListener> listener, asio::any_io_executor executor, const Clock& clock,
                       ServerHandlers handlers, HttpServerOptions options)
    : state_(std::make_shared<State>(std::move(listener), std::move(executor), clock, std::move(handlers),
                                     std::move(options))) {
  ensure(static_cast<bool>(state_->context->handlers.http), "a server has a handler of requests");
}

HttpServer::~HttpServer() {
  state_->close();
  state_->cut();
}

void HttpServer::start() {
  state_->accepting = true;
  asio::co_spawn(state_->executor, State::accept(state_), asio::detached);
}

asio::awaitable<void> HttpServer::stop(Duration grace) {
  return State::stop(state_, grace);
}

std::uint16_t HttpServer::port() const {
  return state_->listener->port();
}
std::size_t HttpServer::connections() const {
  return state_->connections.size();
}

}  // namespace alpha_pulse::net
