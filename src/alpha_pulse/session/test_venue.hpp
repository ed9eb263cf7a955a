#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "alpha_pulse/session/binance_venue.hpp"
#include "alpha_pulse/session/real_on_sim.hpp"
#include "alpha_pulse/session/run_to_end.hpp"
#include "alpha_pulse/session/test_runs.hpp"
#include "alpha_pulse/simulator/exchange_server.hpp"

/// A BinanceVenue before the simulated exchange, over sockets of loopback, on one clock that runs forty times as fast
/// as the wall's: a deadline of ten seconds is a quarter of one.
namespace alpha_pulse::session::test {

/// What the account's streams tell, a word each.
struct HeardSink final : execution::IVenueSink {
  void on_order(const execution::OrderReport& report) override {
    words.push_back("order " + std::to_string(report.order.value));
  }
  void on_position(Quantity) override { words.emplace_back("position"); }
  void on_funding(const execution::FundingReport&) override {}
  void on_liquidation(const Fill&) override { words.emplace_back("liquidation"); }
  void on_wallet_transfer(Money, Timestamp) override { words.emplace_back("transfer"); }
  void on_spot_change(Quantity, Timestamp) override { words.emplace_back("spot"); }
  void on_alarm(Reason reason, const std::string& why) override {
    words.push_back("alarm " + std::string(to_string(reason)) + ": " + why);
  }
  void on_warning(const std::string& warning) override { words.push_back(warning); }
  void on_account_stream(bool open) override { words.emplace_back(open ? "open" : "lost"); }
  std::vector<std::string> words;
};

/// Prices that come are not looked at.
struct DeafSink final : engine::EventSink {
  Outcome push(const Event&) override { return Outcome::ACCEPTED; }
};

struct VenueOnSim {
  explicit VenueOnSim(const std::string& rules = "[]")
      : server(*simulator::SimExchangeServer::start(settings("rules: " + rules), clock)) {
    auto access = access_to(server->urls(), kKey, kSecret);
    venue = *BinanceVenue::create(std::move(*access), clock);
    facts = run(venue->meet(btc()));
    EXPECT_TRUE(facts) << facts.error().message;
  }
  ~VenueOnSim() {
    venue->stop();
    wait(Duration::seconds(1));
    server->stop();
  }
  /// The streams, until they are open.
  void start() {
    venue->start(io.get_executor(), market, &heard, Duration::minutes(5), [this](const execution::SpotWord& word) {
      heard.words.push_back("holding " + (word.held ? word.held->to_string(0) : "?"));
    });
    for (int i = 0; i < 200 && !venue->open(); ++i) wait(Duration::seconds(1));
    wait(Duration::seconds(2));
    EXPECT_TRUE(venue->open());
  }
  template <class T>
  T run(net::asio::awaitable<T> work) {
    return run_to_end(io, std::move(work));
  }
  void wait(Duration d) { run(sleep(d)); }
  net::asio::awaitable<bool> sleep(Duration d) {
    const Timestamp until = clock.now() + d;
    co_await clock.sleep_until(until);
    co_return true;
  }
  /// A sale far above the market, which rests.
  PlaceOrder resting(std::uint64_t id) const {
    PlaceOrder order;
    order.id = ClientOrderId{id};
    order.spec.instrument = kHedgeLeg;
    order.spec.side = Side::SELL;
    order.spec.quantity = coins("0.01");
    order.spec.price = facts->hedge.round_up_to_tick(price("97000"));
    return order;
  }
  execution::CancelReply cancel(const PlaceOrder& order) {
    return run(venue->link().cancel({.id = order.id, .spec = order.spec}));
  }

  static constexpr const char* kKey = "a-key";
  static constexpr const char* kSecret = "a-secret";
  static simulator::ServerSettings settings(const std::string& faults) {
    simulator::ServerSettings settings;
    settings.exchange.market.scenario = market::Scenario::CALM;
    settings.faults = *simulator::FaultPlan::parse(faults, "faults");
    settings.users.push_back({.api_key = kKey,
                              .check = simulator::SignatureCheck::shared_secret(kSecret),
                              .wallet = usdt("100000"),
                              .spot_balances = {*Money::parse("1", Currency("BTC"))}});
    return settings;
  }
  net::ScaledClock clock{kMidnight, 40};
  net::asio::io_context io{1};
  std::unique_ptr<simulator::SimExchangeServer> server;
  HeardSink heard;
  DeafSink market;
  std::unique_ptr<BinanceVenue> venue;
  Result<BinanceFacts> facts = fail(ErrorCode::kIo, "not met");
};

}  // namespace alpha_pulse::session::test
