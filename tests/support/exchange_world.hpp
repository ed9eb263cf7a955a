#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "alpha_pulse/net/test_world.hpp"
#include "alpha_pulse/simulator/exchange_desk.hpp"

/// The simulated exchange whole, on pipes in memory and a clock that stands until it is moved: conversations of real
/// clients with it take no time and are the same in each run.
namespace alpha_pulse::tests {

namespace asio = net::asio;
using namespace domain;

inline constexpr const char* kKey = "the-key";
inline constexpr const char* kSecret = "the-secret";
inline constexpr std::uint16_t kFuturesPort = 8001, kSpotPort = 8002;

/// A request that reached the exchange, and when.
struct Asked {
  std::string method, path, query;
  Timestamp at{};

  std::string what() const { return method + " " + path; }
  /// A parameter as it was sent; empty when there is none.
  std::string parameter(const std::string& name) const {
    const std::string all = "&" + query, mark = "&" + name + "=";
    const std::size_t begin = all.find(mark);
    if (begin == std::string::npos) return {};
    return all.substr(begin + mark.size(), all.find('&', begin + 1) - begin - mark.size());
  }
};

/// What a test changes of the exchange before it opens.
using ServerChange = std::function<void(simulator::ServerSettings&)>;

/// One customer, `kKey`, with 100 000 USDT and one coin; a market that stands at 95 203.05 until `print`.
class ExchangeWorld {
 public:
  explicit ExchangeWorld(const std::string& fault_rules = "[]", const ServerChange& change = {}) {
    simulator::ServerSettings settings = quiet(fault_rules);
    settings.on_fault = [this](const std::string& text) { faults.push_back(text); };
    if (change) change(settings);
    desk = std::make_unique<simulator::ExchangeDesk>(std::move(settings), world.clock, world.io.get_executor());
    futures_ = serve(simulator::Product::FUTURES, kFuturesPort);
    spot_ = serve(simulator::Product::SPOT, kSpotPort);
    asio::co_spawn(world.io, desk->keep_time(), asio::detached);
    world.settle();
  }
  ExchangeWorld(const ExchangeWorld&) = delete;
  ExchangeWorld& operator=(const ExchangeWorld&) = delete;
  ~ExchangeWorld() {
    if (let_go_) return;
    for (const auto& close : at_end_) close();
    later(Duration::seconds(15));
    world.run(futures_->stop(Duration::seconds(1)));
    world.run(spot_->stop(Duration::seconds(1)));
  }

  static simulator::ServerSettings quiet(const std::string& fault_rules) {
    simulator::ServerSettings settings;
    settings.exchange.market.scenario = market::Scenario::CALM;
    settings.exchange.market.step = Duration::days(7);
    settings.faults = *simulator::FaultPlan::parse(
        fault_rules.starts_with("seed:") ? fault_rules : "seed: 7\nrules: " + fault_rules, "faults");
    settings.users.push_back({.api_key = kKey,
                              .check = simulator::SignatureCheck::shared_secret(kSecret),
                              .wallet = *Money::parse("100000", Currency("USDT")),
                              .spot_balances = {*Money::parse("1", Currency("BTC"))}});
    return settings;
  }
  static net::Url url(std::uint16_t port, const std::string& path = {}) {
    net::Url base = net::testing::url(port);
    base.path = path;
    return base;
  }

  /// Time goes by, and with it everything that is due.
  void later(Duration d) {
    const Timestamp until = world.clock.now() + d;
    world.settle();
    while (world.clock.next() && *world.clock.next() <= until) {
      world.clock.advance_to(*world.clock.next());
      world.settle();
    }
    world.clock.advance_to(until);
    world.settle();
  }
  /// The outside market trades here, and the mark and the index follow.
  void print(const char* text) {
    const Price price = *Price::parse(text);
    const Timestamp now = world.clock.now();
    venue().on_trade(kPerpetual, price, *Quantity::parse("0.001"), now);
    venue().on_mark(kPerpetual, price, now);
    venue().on_index(kPerpetual, price, now);
    tell();
  }
  /// What was done to the venue by hand is told to its customers.
  void tell() {
    desk->settle();
    world.settle();
  }
  simulator::FuturesVenue& venue() { return desk->exchange().futures; }
  Quantity position() { return venue().positions(kAccount, kPerpetual).front().amount; }
  std::vector<simulator::Order> open_orders() { return venue().open_orders(kAccount, kPerpetual); }
  std::vector<simulator::AlgoOrder> open_stops() { return venue().open_algo_orders(kAccount, kPerpetual); }
  /// A resting sale of the same account that is not the bot's.
  void place_by_hand(const char* price) {
    simulator::OrderRequest order;
    order.side = Side::SELL;
    order.tif = simulator::Tif::GTC;
    order.quantity = *Quantity::parse("0.01");
    order.price = *Price::parse(price);
    order.client_id = "web_1";
    ASSERT_TRUE(venue().place(kAccount, order));
    tell();
  }
  std::size_t count(const std::string& what) const {
    return static_cast<std::size_t>(std::ranges::count(asked, what, &Asked::what));
  }
  const Asked& last(const std::string& what) const {
    const auto found = std::find_if(asked.rbegin(), asked.rend(), [&](const Asked& one) { return one.what() == what; });
    static const Asked none;
    EXPECT_NE(found, asked.rend()) << what << " was not asked";
    return found == asked.rend() ? none : *found;
  }
  std::size_t connections(simulator::Product product) const {
    return (product == simulator::Product::FUTURES ? futures_ : spot_)->connections();
  }
  /// Called when the world ends, while its executor can still run.
  void at_end(std::function<void()> close) { at_end_.push_back(std::move(close)); }
  /// It will end where it stands: nothing on its executor runs any more.
  void let_go() { let_go_ = true; }
  void keep(std::shared_ptr<void> thing) { kept_.push_back(std::move(thing)); }

  static constexpr simulator::AccountId kAccount{0};
  static constexpr InstrumentId kPerpetual{0};

  net::testing::World world;
  std::vector<Asked> asked;         ///< of both products, in order
  std::vector<std::string> faults;  ///< that fired
  /// Answers instead of the exchange, which then hears nothing of it.
  std::function<std::optional<net::ServerReply>(const Asked&)> instead;
  /// Changes what the exchange has answered.
  std::function<void(const Asked&, net::ServerReply&)> change;

 private:
  bool let_go_ = false;
  std::vector<std::shared_ptr<void>> kept_;  // what coroutines may still look at

 public:
  std::unique_ptr<simulator::ExchangeDesk> desk;

 private:
  std::unique_ptr<net::HttpServer> serve(simulator::Product product, std::uint16_t port) {
    net::ServerHandlers handlers = desk->handlers(product);
    handlers.http = [this, exchange = std::move(handlers.http)](net::HttpRequest request, net::Peer peer) {
      return answer(this, &exchange, std::move(request), std::move(peer));
    };
    auto server =
        std::make_unique<net::HttpServer>(std::move(*world.network.listen(port)), world.io.get_executor(), world.clock,
                                          std::move(handlers), simulator::server_options(product));
    server->start();
    return server;
  }
  using Handler = std::function<asio::awaitable<net::ServerReply>(net::HttpRequest, net::Peer)>;
  static asio::awaitable<net::ServerReply> answer(ExchangeWorld* self, const Handler* exchange,
                                                  net::HttpRequest request, net::Peer peer) {
    const Asked one{.method = request.method,
                    .path = std::string(request.path()),
                    .query = std::string(request.query()),
                    .at = self->world.clock.now()};
    self->asked.push_back(one);
    if (self->instead) {
      std::optional<net::ServerReply> said = self->instead(one);
      if (said) co_return std::move(*said);
    }
    net::ServerReply reply = co_await (*exchange)(std::move(request), std::move(peer));
    if (self->change) self->change(one, reply);
    co_return reply;
  }

  std::unique_ptr<net::HttpServer> futures_, spot_;
  std::vector<std::function<void()>> at_end_;
};

/// An answer of the exchange's that was not asked for it.
inline net::ServerReply says(unsigned status, std::string body) {
  net::ServerReply reply;
  reply.response = {.status = status, .headers = {}, .body = std::move(body)};
  return reply;
}
inline net::ServerReply refuses(int code, const std::string& words) {
  return says(400, R"({"code":)" + std::to_string(code) + R"(,"msg":")" + words + R"("})");
}

}  // namespace alpha_pulse::tests
