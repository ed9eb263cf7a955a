#pragma once

#include <string>
#include <vector>

#include "alpha_pulse/matching/matching_engine.hpp"

/// A small venue for tests: one spot leg, one linear and one inverse future, and short words for orders and prints.
namespace alpha_pulse::matching::test {

inline constexpr Currency kUsdt{"USDT"};
inline constexpr Currency kBtc{"BTC"};
inline constexpr InstrumentId kInverse{2};

inline Price price(const std::string& text) {
  return *Price::parse(text);
}
inline Quantity qty(const std::string& text) {
  return *Quantity::parse(text);
}
inline Ratio ratio(const std::string& text) {
  return *Ratio::parse(text);
}
inline Money usdt(const std::string& text) {
  return *Money::parse(text, kUsdt);
}
inline Money btc(const std::string& text) {
  return *Money::parse(text, kBtc);
}
inline Timestamp at(std::int64_t ms) {
  return Timestamp::from_ms(ms);
}

/// Tick 0.01, lot 0.001, minimum 5; two margin brackets whose edge lies at 50 000.
inline Instrument linear() {
  Instrument i;
  i.id = kHedgeLeg;
  i.symbol = "BTCUSDT";
  i.kind = ContractKind::LINEAR;
  i.base = kBtc;
  i.quote = kUsdt;
  i.tick = price("0.01");
  i.lot = qty("0.001");
  i.min_notional = usdt("5");
  i.multiplier = qty("1");
  i.brackets = {{usdt("0"), ratio("0.004"), usdt("0")}, {usdt("50000"), ratio("0.01"), usdt("300")}};
  return i;
}
inline Instrument spot() {
  Instrument i = linear();
  i.id = kSpotLeg;
  i.kind = ContractKind::SPOT;
  i.brackets.clear();
  return i;
}
/// Contracts of 100 USD, settled in BTC.
inline Instrument inverse() {
  Instrument i = linear();
  i.id = kInverse;
  i.symbol = "BTCUSD";
  i.kind = ContractKind::INVERSE;
  i.lot = qty("1");
  i.multiplier = qty("100");
  i.min_notional = usdt("100");
  i.brackets = {{btc("0"), ratio("0.004"), btc("0")}, {btc("50"), ratio("0.01"), btc("0.3")}};
  return i;
}
inline std::vector<Instrument> instruments() {
  return {spot(), linear(), inverse()};
}

/// Fills without slippage and fees unless the test asks for them, so that vectors can be read off.
inline FillSettings plain() {
  FillSettings s;
  s.maker_fee = Ratio{};
  s.taker_fee = Ratio{};
  s.slippage = Ratio{};
  s.stop_slippage = Ratio{};
  return s;
}

inline Event event(Timestamp when, EventBody body, InstrumentId id = kHedgeLeg) {
  return {.seq = 0, .instrument = id, .ts_event = when, .ts_receive = when, .more_follow = false, .body = body};
}

/// Drives an engine with strings; every call returns what it led to.
class Venue {
 public:
  explicit Venue(const FillSettings& settings = plain(), const std::string& wallet = "100000")
      : engine(instruments(), settings, {{kUsdt, usdt(wallet)}, {kBtc, btc("10")}}) {}

  std::vector<Event> print(const std::string& p, const std::string& size = "1", PrintRoles roles = kAllRoles) {
    return observe(TradeTick{.price = price(p), .quantity = qty(size), .aggressor = Side::BUY, .roles = roles});
  }
  std::vector<Event> quote(const std::string& bid, const std::string& bid_size, const std::string& ask,
                           const std::string& ask_size) {
    return observe(QuoteTick{price(bid), qty(bid_size), price(ask), qty(ask_size)});
  }
  std::vector<Event> mark(const std::string& p) { return observe(MarkPrice{price(p)}); }
  std::vector<Event> observe(const EventBody& body) {
    now_ms += 1000;
    engine.observe(event(at(now_ms), body, id));
    return drain();
  }
  std::vector<Event> place(const OrderSpec& spec) {
    engine.place({.id = ClientOrderId{++last_id}, .spec = spec}, at(now_ms));
    return drain();
  }
  std::vector<Event> cancel(std::uint64_t order) {
    OrderSpec spec;
    spec.instrument = id;
    engine.cancel({.id = ClientOrderId{order}, .spec = spec}, at(now_ms));
    return drain();
  }
  std::vector<Event> drain() {
    std::vector<Event> out = engine.events();
    engine.clear_events();
    return out;
  }

  OrderSpec limit(Side side, const std::string& quantity, const std::string& p,
                  TimeInForce tif = TimeInForce::GTC) const {
    OrderSpec spec = market(side, quantity);
    spec.type = OrderType::LIMIT;
    spec.time_in_force = tif;
    spec.price = price(p);
    return spec;
  }
  OrderSpec market(Side side, const std::string& quantity) const {
    OrderSpec spec;
    spec.instrument = id;
    spec.side = side;
    spec.type = OrderType::MARKET;
    spec.quantity = qty(quantity);
    return spec;
  }
  OrderSpec conditional(OrderType type, Side side, const std::string& quantity, const std::string& trigger) const {
    OrderSpec spec = market(side, quantity);
    spec.type = type;
    spec.reduce_only = true;
    spec.trigger = price(trigger);
    return spec;
  }

  Quantity held() const { return engine.position(id).quantity(); }
  Money wallet() const { return engine.account().wallet(kUsdt); }

  MatchingEngine engine;
  InstrumentId id = kHedgeLeg;
  std::int64_t now_ms = 0;
  std::uint64_t last_id = 0;
};

/// `OrderAccepted OrderFilled ...`: the names in order, for a first look.
inline std::string names(const std::vector<Event>& events) {
  std::string text;
  for (const Event& e : events) {
    if (!text.empty()) text += ' ';
    text += event_name(e);
  }
  return text;
}
template <class T>
std::vector<T> all(const std::vector<Event>& events) {
  std::vector<T> found;
  for (const Event& e : events) {
    if (const T* body = e.as<T>()) found.push_back(*body);
  }
  return found;
}

}  // namespace alpha_pulse::matching::test
