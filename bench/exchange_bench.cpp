// The simulated exchange over the system's loopback: its thread serves, this one signs and sends orders of one client
// over eight kept connections, each with one call at a time. An event is a call with its answer; every second one
// places an order, the next takes it away. What is measured is client and server together. Wall clock.
#include <benchmark/benchmark.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <utility>

#include "alpha_pulse/exchanges/binance/order_requests.hpp"
#include "alpha_pulse/net/tcp.hpp"
#include "alpha_pulse/simulator/exchange_server.hpp"
#include "alpha_pulse/venues/binance_caller.hpp"
#include "alpha_pulse/venues/call_writer.hpp"
#include "support/allocations.hpp"
#include "support/world.hpp"

namespace alpha_pulse::bench {
namespace {

namespace asio = net::asio;
namespace wire = exchanges::binance;

constexpr std::size_t kConnections = 8;
constexpr std::size_t kOrdersEach = 64;
constexpr Duration kPatience = Duration::seconds(20);
constexpr const char* kKey = "a-key-of-sixty-four-characters-as-the-venue-hands-them-out-01234";
constexpr const char* kSecret = "a-secret-of-sixty-four-characters-as-the-venue-hands-them-out-012";

simulator::ServerSettings calm(const std::string& faults = "rules: []") {
  const Money wallet = *Money::parse("1000000", Currency("USDT"));
  simulator::ServerSettings settings;
  settings.exchange.market.scenario = market::Scenario::CALM;
  settings.face.futures.enforced = false;
  settings.faults = *simulator::FaultPlan::parse(faults, "faults");
  settings.users.push_back({.api_key = kKey,
                            .check = simulator::SignatureCheck::shared_secret(kSecret),
                            .wallet = wallet,
                            .spot_balances = {wallet}});
  return settings;
}

/// A server, and a client that signs as a live run does.
struct Loopback {
  explicit Loopback(const std::string& faults = "rules: []")
      : server(*simulator::SimExchangeServer::start(calm(faults), clock)),
        http(*net::parse_url(server->urls().futures_rest, net::UrlKind::HTTP), *dialer, clock,
             {.connections = kConnections}) {
    order.spec.instrument = kHedgeLeg;
    order.spec.type = OrderType::LIMIT;
    order.spec.quantity = *Quantity::parse("0.010");
    order.spec.price = *Price::parse("97000.00");
  }
  void write(net::WrittenRequest& to, const wire::Request& request) const {
    writer.write_signed(to, request, signer, clock.now(), Duration::seconds(5));
  }

  net::WallClock clock;
  asio::io_context context{1};
  std::unique_ptr<net::TcpDialer> dialer = *net::TcpDialer::create(clock, {});
  std::unique_ptr<simulator::SimExchangeServer> server;
  net::HttpClient http;
  venues::CallWriter writer = *venues::CallWriter::create(http.base(), kKey);
  exchanges::Signer signer = *exchanges::Signer::hmac(kSecret);
  Instrument hedge = bitcoin(kHedgeLeg, ContractKind::LINEAR);
  PlaceOrder order;
  std::uint64_t next = 1;
  std::size_t working = 0;
};

/// The last of the coroutines ends the round: kept connections go on waiting for news.
asio::awaitable<void> place_and_cancel(Loopback* world) {
  net::WrittenRequest written;
  for (std::size_t i = 0; i < kOrdersEach; ++i) {
    const std::string id = exchanges::wire_text({.epoch = {.value = 7}, .intent = {world->next++}});
    const auto place = wire::place_order(world->order, world->hedge, id, {});
    world->write(written, *place);
    const net::HttpOutcome placed = co_await world->http.send(written, kPatience);
    ensure(placed.has_value() && placed->status == 200, "the order is accepted");
    world->write(written, wire::cancel_order(world->hedge.symbol, wire::OrderName(id)));
    const net::HttpOutcome canceled = co_await world->http.send(written, kPatience);
    ensure(canceled.has_value() && canceled->status == 200, "the order is cancelled");
  }
  if (--world->working == 0) world->context.stop();
}

void signed_calls_over_loopback(benchmark::State& state) {
  Loopback world;
  Measured measured(state);
  for (auto _ : state) {
    world.working = kConnections;
    for (std::size_t i = 0; i < kConnections; ++i)
      asio::co_spawn(world.context, place_and_cancel(&world), asio::detached);
    world.context.restart();
    world.context.run();
  }
  measured.done(2 * kConnections * kOrdersEach);
  state.SetLabel("50 000 ns: 20 000 calls a second");
}
BENCHMARK(signed_calls_over_loopback)->UseRealTime()->Iterations(10);

// ---- the two ways of a live run -------------------------------------------------------------------------------------

/// The caller of a live run, by REST with its four kept connections or over a session of the WebSocket API.
struct LiveCaller {
  explicit LiveCaller(bool over_session, const std::string& faults = "rules: []")
      : world(faults),
        http(*net::parse_url(world.server->urls().futures_rest, net::UrlKind::HTTP), *world.dialer, world.clock),
        caller(
            http, world.clock,
            {.account = venues::Account{.api_key = kKey, .signer = world.signer}, .recv_window = Duration::seconds(5)}),
        session(*world.dialer, world.clock,
                {.base = *net::parse_url(world.server->urls().futures_ws_api, net::UrlKind::WEB_SOCKET)}) {
    caller.budget().learn(std::vector<wire::RateLimit>{
        {.type = wire::LimitType::REQUEST_WEIGHT, .window = Duration::minutes(1), .limit = 100'000'000},
        {.type = wire::LimitType::ORDERS, .window = Duration::minutes(1), .limit = 100'000'000},
        {.type = wire::LimitType::ORDERS, .window = Duration::seconds(10), .limit = 100'000'000}});
    if (!over_session) return;
    caller.use(session);
    asio::co_spawn(world.context, session.run(), asio::detached);
    while (!session.ready()) world.context.run_one();
  }

  Loopback world;
  net::HttpClient http;
  venues::BinanceCaller caller;
  venues::WsApiSession session;
};

asio::awaitable<void> place_and_cancel_through(LiveCaller* way) {
  Loopback& world = way->world;
  for (std::size_t i = 0; i < kOrdersEach; ++i) {
    const std::string id = exchanges::wire_text({.epoch = {.value = 7}, .intent = {world.next++}});
    const auto place = wire::place_order(world.order, world.hedge, id, {});
    const venues::CallReply placed = co_await way->caller.call(*place, wire::Purpose::ORDINARY);
    ensure(placed.ok(), "the order is accepted");
    const wire::Request cancel = wire::cancel_order(world.hedge.symbol, wire::OrderName(id));
    const venues::CallReply canceled = co_await way->caller.call(cancel, wire::Purpose::PROTECTIVE);
    ensure(canceled.ok(), "the order is cancelled");
  }
  world.context.stop();
}

void one_call_at_a_time(benchmark::State& state, bool over_session) {
  LiveCaller way(over_session);
  Measured measured(state);
  for (auto _ : state) {
    asio::co_spawn(way.world.context, place_and_cancel_through(&way), asio::detached);
    way.world.context.restart();
    way.world.context.run();
  }
  measured.done(2 * kOrdersEach);
  ensure((way.caller.session_calls() > 0) == over_session, "the calls went the way that is measured");
}
BENCHMARK_CAPTURE(one_call_at_a_time, by_rest, false)->UseRealTime()->Iterations(20);
BENCHMARK_CAPTURE(one_call_at_a_time, over_the_websocket_api, true)->UseRealTime()->Iterations(20);

/// A ladder as it is laid out: ten orders of one moment, at an exchange that is 20 ms away.
constexpr std::size_t kLadder = 10;
constexpr const char* kFarAway =
    "rules:\n"
    "  - {match: {path: order.place}, kind: delay, delay: 20ms}\n"
    "  - {match: {method: POST, path: /fapi/v1/order}, kind: delay, delay: 20ms}\n";

asio::awaitable<void> place_one(LiveCaller* way) {
  Loopback& world = way->world;
  const std::string id = exchanges::wire_text({.epoch = {.value = 7}, .intent = {world.next++}});
  const auto place = wire::place_order(world.order, world.hedge, id, {});
  const venues::CallReply placed = co_await way->caller.call(*place, wire::Purpose::ORDINARY);
  ensure(placed.ok(), "the order is accepted");
  if (--world.working > 0) co_return;
  const wire::Request all = wire::cancel_all(world.hedge.symbol);
  const venues::CallReply canceled = co_await way->caller.call(all, wire::Purpose::PROTECTIVE);
  ensure(canceled.ok(), "the orders are cancelled");
  world.context.stop();
}

void a_ladder_at_once(benchmark::State& state, bool over_session) {
  LiveCaller way(over_session, kFarAway);
  Measured measured(state);
  for (auto _ : state) {
    way.world.working = kLadder;
    for (std::size_t i = 0; i < kLadder; ++i) asio::co_spawn(way.world.context, place_one(&way), asio::detached);
    way.world.context.restart();
    way.world.context.run();
  }
  measured.done(1);
}
BENCHMARK_CAPTURE(a_ladder_at_once, by_rest, false)->UseRealTime()->Iterations(10);
BENCHMARK_CAPTURE(a_ladder_at_once, over_the_websocket_api, true)->UseRealTime()->Iterations(10);

}  // namespace
}  // namespace alpha_pulse::bench
