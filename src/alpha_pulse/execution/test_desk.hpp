#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "alpha_pulse/engine/ports.hpp"
#include "alpha_pulse/matching/testing/test_venue.hpp"
#include "alpha_pulse/risk/risk_gate.hpp"

/// Brokers as the tests meet them: behind a real risk gate, over a holding of ten coins.
namespace alpha_pulse::execution::test {

using namespace matching::test;

class Recorder : public engine::EventSink {
 public:
  Outcome push(const Event& event) override {
    events.push_back(event);
    return outcome;
  }
  std::vector<Event> events;
  Outcome outcome = Outcome::ACCEPTED;
};

/// Drives a broker with strings. `Broker` is an IBroker and an IAccountView.
template <class Broker>
class Desk {
 public:
  /// `make` builds the broker of the instruments and the sink.
  template <class Make>
  explicit Desk(Make&& make) : broker(make(listed, sink)) {}

  void print(const std::string& p, std::int64_t after_ms = 1000) {
    happen(TradeTick{.price = price(p), .quantity = qty("1"), .aggressor = Side::BUY, .roles = kAllRoles}, after_ms);
  }
  void happen(const EventBody& body, std::int64_t after_ms = 1000, InstrumentId instrument = kHedgeLeg) {
    const Event e = event(at(now_ms += after_ms), body, instrument);
    broker->observe(e);
    if (instrument == kHedgeLeg) market.absorb(e, listed[1]);
  }
  void submit(const Command& command) {
    const risk::RiskContext context{.now = at(now_ms),
                                    .hedge = listed[1],
                                    .market = market,
                                    .previous = market.last,
                                    .previous_at = at(now_ms),
                                    .spot = qty("10"),
                                    .position = broker->get_position(kHedgeLeg).quantity(),
                                    .live_orders = {},
                                    .wallet = usdt("100000"),
                                    .unrealised = Money(kUsdt),
                                    .liquidation = {},
                                    .equity = {}};
    const auto approved = gate.check(command, context);
    ASSERT_TRUE(approved.has_value()) << to_string(approved.error().reason);
    broker->submit(*approved, Lsn{1});
  }
  void place(std::uint64_t id, const OrderSpec& spec) { submit(PlaceOrder{.id = ClientOrderId{id}, .spec = spec}); }
  void cancel(std::uint64_t id, const OrderSpec& spec) { submit(CancelOrder{.id = ClientOrderId{id}, .spec = spec}); }
  /// What the sink was told since the last time.
  std::string told() {
    const std::string text = names(sink.events);
    sink.events.clear();
    return text;
  }

  Venue words;
  std::vector<Instrument> listed = instruments();
  Recorder sink;
  std::unique_ptr<Broker> broker;
  risk::RiskGate gate{risk::RiskLimits{}, GridDirection::SHORT, kHedgeLeg};
  MarketState market;
  std::int64_t now_ms = 0;
};

}  // namespace alpha_pulse::execution::test
