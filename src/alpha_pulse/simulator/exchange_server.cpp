#include "alpha_pulse/simulator/exchange_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <future>
#include <set>
#include <thread>

#include "alpha_pulse/net/loopback_ca.hpp"
#include "alpha_pulse/simulator/exchange_desk.hpp"

namespace alpha_pulse::simulator {
namespace {

namespace asio = net::asio;

constexpr Duration kGrace = Duration::seconds(1);

ServerUrls urls_of(bool tls, std::uint16_t futures, std::uint16_t spot, std::string authority) {
  const std::string http = tls ? "https://127.0.0.1:" : "http://127.0.0.1:";
  const std::string ws = tls ? "wss://127.0.0.1:" : "ws://127.0.0.1:";
  const std::string f = std::to_string(futures), s = std::to_string(spot);
  return {.futures_rest = http + f,
          .futures_public = ws + f + "/public",
          .futures_market = ws + f + "/market",
          .futures_private = ws + f + "/private",
          .futures_ws_api = ws + f + "/ws-fapi/v1",
          .spot_rest = http + s,
          .spot_ws = ws + s,
          .spot_ws_api = ws + s + "/ws-api/v3",
          .authority_pem = std::move(authority)};
}

}  // namespace

struct SimExchangeServer::State {
  asio::io_context context{1};
  std::unique_ptr<ExchangeDesk> desk;
  std::unique_ptr<net::HttpServer> futures, spot;
  ServerUrls urls;
  std::thread thread;
};

SimExchangeServer::SimExchangeServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

SimExchangeServer::~SimExchangeServer() {
  stop();
}

const ServerUrls& SimExchangeServer::urls() const {
  return state_->urls;
}

Result<std::unique_ptr<SimExchangeServer>> SimExchangeServer::start(ServerSettings settings, const net::Clock& clock) {
  std::set<std::string> keys;
  for (const ServerUser& user : settings.users) {
    if (!keys.insert(user.api_key).second) {
      return base::fail(ErrorCode::kInvalidArgument, "two users have the API key '" + user.api_key + "'");
    }
  }
  std::optional<net::LoopbackCa> ca;
  if (settings.tls) {
    const Timestamp now = net::WallClock().now();
    auto made = net::make_loopback_ca({.not_before = now - Duration::days(1), .not_after = now + Duration::days(30)});
    if (!made) return std::unexpected(made.error());
    ca = std::move(*made);
  }
  auto state = std::make_unique<State>();
  const auto executor = state->context.get_executor();
  const net::ServerIdentity* identity = ca ? &ca->server : nullptr;
  auto futures = net::TcpListener::open(executor, settings.futures_port, identity);
  if (!futures) return std::unexpected(futures.error());
  auto spot = net::TcpListener::open(executor, settings.spot_port, identity);
  if (!spot) return std::unexpected(spot.error());
  state->urls = urls_of(settings.tls, (*futures)->port(), (*spot)->port(), ca ? ca->authority_pem : std::string());
  state->desk = std::make_unique<ExchangeDesk>(std::move(settings), clock, executor);
  state->futures = std::make_unique<net::HttpServer>(
      std::move(*futures), executor, clock, state->desk->handlers(Product::FUTURES), server_options(Product::FUTURES));
  state->spot = std::make_unique<net::HttpServer>(std::move(*spot), executor, clock,
                                                  state->desk->handlers(Product::SPOT), server_options(Product::SPOT));
  State& running = *state;
  running.futures->start();
  running.spot->start();
  asio::co_spawn(executor, running.desk->keep_time(), asio::detached);
  running.thread = std::thread([&running] { running.context.run(); });
  return std::unique_ptr<SimExchangeServer>(new SimExchangeServer(std::move(state)));
}

void SimExchangeServer::stop() {
  if (!state_->thread.joinable()) return;
  State& state = *state_;
  const auto end = [](State* ending) -> asio::awaitable<void> {
    co_await ending->futures->stop(kGrace);
    co_await ending->spot->stop(kGrace);
    ending->context.stop();
  };
  asio::co_spawn(state.context, end(&state), asio::detached);
  state.thread.join();
}

void SimExchangeServer::perform(const std::function<void(Exchange&)>& work) {
  std::promise<void> done;
  asio::post(state_->context, [&] {
    state_->desk->settle();
    work(state_->desk->exchange());
    state_->desk->settle();
    done.set_value();
  });
  done.get_future().wait();
}

}  // namespace alpha_pulse::simulator
