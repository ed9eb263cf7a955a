#pragma once

#include <memory>
#include <string>
#include <vector>

#include "alpha_pulse/execution/binance_account_stream.hpp"
#include "alpha_pulse/execution/binance_link.hpp"
#include "alpha_pulse/execution/exchange_broker.hpp"
#include "alpha_pulse/execution/test_desk.hpp"
#include "support/exchange_world.hpp"
#include "support/loops.hpp"

/// A customer of an ExchangeWorld: the real broker, link, caller and account stream behind a real risk gate.
namespace alpha_pulse::tests {

using execution::test::all;
using execution::test::price;
using execution::test::qty;

inline OrderSpec order_of(Side side, const char* quantity, OrderType type = OrderType::LIMIT) {
  OrderSpec spec;
  spec.instrument = kHedgeLeg;
  spec.side = side;
  spec.type = type;
  spec.quantity = qty(quantity);
  return spec;
}
/// A sale above the market, where it rests.
inline OrderSpec resting(const char* quantity = "0.01", const char* at = "96000") {
  OrderSpec spec = order_of(Side::SELL, quantity);
  spec.price = price(at);
  return spec;
}
inline OrderSpec selling(const char* quantity = "0.01") {
  return order_of(Side::SELL, quantity, OrderType::MARKET);
}
inline OrderSpec closing(const char* quantity = "0.01") {
  OrderSpec spec = order_of(Side::BUY, quantity, OrderType::MARKET);
  spec.reduce_only = true;
  return spec;
}
inline OrderSpec stop(const char* quantity = "0.01", const char* trigger = "97000", std::uint16_t index = 0) {
  OrderSpec spec = closing(quantity);
  spec.type = OrderType::STOP_MARKET;
  spec.slot = {.kind = SlotKind::STOP_LOSS, .index = index};
  spec.trigger = price(trigger);
  return spec;
}

/// Of which start, and how the account is.
struct CustomerTerms {
  exchanges::Epoch epoch{5};
  bool hedge_mode = false;
  Quantity spot = qty("1");  ///< what the gate lets be hedged
  engine::IJournal* journal = nullptr;
};

/// Commands in, events out, with all of the way to the exchange between. The world outlives it.
class Customer {
 public:
  explicit Customer(ExchangeWorld& exchange, const CustomerTerms& terms = {})
      : exchange_(exchange), terms_(terms), parts_(std::make_shared<Parts>(exchange, terms)) {
    exchange.keep(parts_);
    exchange.at_end([parts = parts_] { parts->stop(); });
    Parts& in = *parts_;
    auto& world = exchange.world;
    EXPECT_TRUE(world.run(in.caller.synchronize()));
    const auto start = world.run(in.link.snapshot());
    EXPECT_TRUE(start) << (start ? "" : start.error().message);
    in.broker = std::make_unique<execution::ExchangeBroker>(
        execution::ExchangeBrokerDeps{.link = in.link,
                                      .clock = world.clock,
                                      .executor = world.io.get_executor(),
                                      .sink = in.sink,
                                      .wake = {},
                                      .tell = [&in](const std::string& words) { in.heard.push_back(words); },
                                      .journal = terms.journal,
                                      .hedge = in.hedge,
                                      .start = start.value_or(execution::AccountSnapshot{})});
    in.stream = std::make_unique<execution::BinanceAccountStream>(
        world.network, world.clock, in.caller, in.reports, ExchangeWorld::url(kFuturesPort, "/private"), *in.broker);
    world.start(net::testing::World::truth(in.stream->run()));
    world.start(net::testing::World::truth(in.stream->keep_key()));
    world.settle();
    exchange.asked.clear();
  }

  /// Begins to ask for what nobody told, as a run does.
  void watch() { exchange_.world.start(net::testing::World::truth(broker().keep_asking())); }
  void place(std::uint64_t id, const OrderSpec& spec) {
    ASSERT_TRUE(try_place(id, spec)) << "the gate refused";
    exchange_.world.settle();
  }
  /// False: the gate let it not pass. Nothing of it has run yet.
  bool try_place(std::uint64_t id, const OrderSpec& spec) {
    return submit(PlaceOrder{.id = ClientOrderId{id}, .spec = spec});
  }
  void cancel(std::uint64_t id, const OrderSpec& spec) {
    ASSERT_TRUE(submit(CancelOrder{.id = ClientOrderId{id}, .spec = spec}));
    exchange_.world.settle();
  }
  /// The names of what the engine was told since the last time, the position apart, which comes with each audit.
  std::string told() {
    exchange_.world.settle();
    std::erase_if(parts_->sink.events, [](const Event& event) { return event.as<PositionReported>() != nullptr; });
    const std::string text = execution::test::names(parts_->sink.events);
    parts_->sink.events.clear();
    return text;
  }
  /// What of this kind the engine was told since `told`.
  template <class T>
  std::vector<T> heard_of() const {
    return all<T>(parts_->sink.events);
  }
  /// The program is killed: nothing of it acts any more. What it had asked may still come back to nobody.
  void kill() {
    parts_->broker.reset();
    parts_->stream->stop();
  }

  execution::ExchangeBroker& broker() { return *parts_->broker; }
  execution::BinanceLink& link() { return parts_->link; }
  venues::BinanceCaller& caller() { return parts_->caller; }
  execution::BinanceAccountStream& stream() { return *parts_->stream; }
  const std::vector<std::string>& heard() const { return parts_->heard; }  ///< by people
  std::vector<Event>& events() { return parts_->sink.events; }
  risk::RiskGate& gate() { return gate_; }
  Quantity position() { return broker().get_position(kHedgeLeg).quantity(); }
  std::string wire_id(std::uint64_t id, const OrderSpec& spec) const {
    return parts_->reports.wire_id(ClientOrderId{id}, spec).str();
  }
  /// What the gate looks at now.
  risk::RiskContext context() {
    live_ = broker().get_orders(kHedgeLeg);
    return {.now = exchange_.world.clock.now(),
            .hedge = parts_->hedge,
            .market = market_,
            .previous = market_.last,
            .previous_at = exchange_.world.clock.now(),
            .spot = terms_.spot,
            .position = position(),
            .live_orders = live_,
            .wallet = execution::test::usdt("100000"),
            .unrealised = Money(Currency("USDT")),
            .liquidation = {},
            .equity = {}};
  }
  /// The gate hears what the engine was told, as in a run.
  void let_the_gate_hear() {
    for (const Event& event : events()) gate_.on_event(event, context());
  }

 private:
  /// All that coroutines look at: it ends with the world and not before.
  struct Parts {
    Parts(ExchangeWorld& exchange, const CustomerTerms& terms)
        : http(ExchangeWorld::url(kFuturesPort), exchange.world.network, exchange.world.clock),
          caller(http, exchange.world.clock, settings()),
          reports(hedge, terms.epoch),
          link(caller, reports, exchange.world.clock, hedge, {.hedge_mode = terms.hedge_mode}) {}
    static venues::CallerSettings settings() {
      venues::CallerSettings settings;
      settings.account = venues::Account{.api_key = kKey, .signer = *exchanges::Signer::hmac(kSecret)};
      return settings;
    }
    void stop() {
      broker.reset();
      stream->stop();
      http.close();
    }

    Instrument hedge = bitcoin(kHedgeLeg, ContractKind::LINEAR);
    execution::test::Recorder sink;
    std::vector<std::string> heard;
    net::HttpClient http;
    venues::BinanceCaller caller;
    execution::BinanceReports reports;
    execution::BinanceLink link;
    std::unique_ptr<execution::ExchangeBroker> broker;
    std::unique_ptr<execution::BinanceAccountStream> stream;
  };

  bool submit(const Command& command) {
    const Event print = execution::test::event(
        exchange_.world.clock.now(), TradeTick{.price = price("95203"), .quantity = qty("1"), .roles = kAllRoles});
    market_.absorb(print, parts_->hedge);
    const auto approved = gate_.check(command, context());
    if (approved) broker().submit(*approved, Lsn{1});
    return approved.has_value();
  }

  ExchangeWorld& exchange_;
  CustomerTerms terms_;
  std::shared_ptr<Parts> parts_;
  risk::RiskGate gate_{risk::RiskLimits{}, GridDirection::SHORT, kHedgeLeg};
  MarketState market_;
  std::vector<Order> live_;
};

}  // namespace alpha_pulse::tests
