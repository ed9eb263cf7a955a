#pragma once

#include <vector>

#include "alpha_pulse/risk/risk_gate.hpp"

/// A hedge leg, a market and a position that the tests of this room set as they like.
namespace alpha_pulse::risk::testing {

inline const Currency kUsdt{"USDT"};
constexpr Price dollars(std::int64_t n) {
  return Price::from_raw(n * kOne);
}
constexpr Quantity thousandths(std::int64_t n) {
  return Quantity::from_raw(n * (kOne / 1000));
}
inline Money usdt(std::int64_t n) {
  return Money::from_raw(Money::kUnit * n, kUsdt);
}

struct TestWorld {
  Instrument hedge;
  MarketState market;
  std::vector<Order> live;
  Quantity spot = Quantity::from_raw(kOne);
  Quantity position;
  Money wallet = usdt(100'000);
  Price liquidation;
  Price previous;
  Timestamp previous_at;
  Timestamp now = Timestamp::from_ms(1'000'000);
  Money equity = usdt(100'000);

  TestWorld() {
    hedge.id = kHedgeLeg;
    hedge.symbol = "BTCUSDT";
    hedge.base = Currency{"BTC"};
    hedge.quote = kUsdt;
    hedge.tick = Price::from_raw(kOne / 10);
    hedge.lot = thousandths(1);
    hedge.min_notional = usdt(5);
    hedge.multiplier = Quantity::from_raw(kOne);
    hedge.unattended_rise = Ratio::from_raw(kOne / 100 * 45);
    hedge.brackets = {{Money(kUsdt), Ratio::from_raw(kOne / 1000 * 4), Money(kUsdt)}};
    price(dollars(100));
  }
  Event price(Price value) {
    Event event;
    event.instrument = kHedgeLeg;
    event.ts_event = now;
    event.body = TradeTick{.price = value, .quantity = {}, .aggressor = Side::BUY, .roles = kAllRoles};
    previous = market.reference();
    previous_at = market.updated_at;
    market.absorb(event, hedge);
    return event;
  }
  Event other(EventBody body) const {
    Event event;
    event.instrument = kHedgeLeg;
    event.ts_event = now;
    event.body = body;
    return event;
  }
  RiskContext context() const {
    return {.now = now,
            .hedge = hedge,
            .market = market,
            .previous = previous,
            .previous_at = previous_at,
            .spot = spot,
            .position = position,
            .live_orders = live,
            .wallet = wallet,
            .unrealised = Money(kUsdt),
            .liquidation = liquidation,
            .equity = {.less_transfers = equity,
                       .per_mark = position.raw(),
                       .per_spot = spot.raw(),
                       .mark = market.reference(),
                       .spot = market.last,
                       .one_series = true}};
  }
  OrderSpec sell(Quantity quantity, Price at) const {
    OrderSpec spec;
    spec.instrument = kHedgeLeg;
    spec.side = Side::SELL;
    spec.quantity = quantity;
    spec.price = at;
    return spec;
  }
  OrderSpec buy_back(Quantity quantity, Price at) const {
    OrderSpec spec = sell(quantity, at);
    spec.side = Side::BUY;
    spec.reduce_only = true;
    return spec;
  }
  OrderSpec stop(Quantity quantity, Price trigger) const {
    OrderSpec spec = buy_back(quantity, Price{});
    spec.type = OrderType::STOP_MARKET;
    spec.trigger = trigger;
    return spec;
  }
  void rest(const OrderSpec& spec) {
    Order order;
    order.id = ClientOrderId{live.size() + 1};
    order.spec = spec;
    live.push_back(order);
  }
};

}  // namespace alpha_pulse::risk::testing
