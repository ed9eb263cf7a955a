#include <array>
#include <utility>

#include "alpha_pulse/exchanges/binance/market_messages.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

Timestamp first_known(Timestamp a, Timestamp b, Timestamp fallback) {
  if (a > Timestamp{}) return a;
  return b > Timestamp{} ? b : fallback;
}

Event event_of(InstrumentId instrument, Timestamp when, Timestamp received, EventBody body) {
  return {.instrument = instrument, .ts_event = when, .ts_receive = received, .body = std::move(body)};
}

/// Turns each kind of message into its event.
struct Converter {
  InstrumentId instrument{};
  Timestamp received{};

  std::optional<Event> trade(Price price, Quantity quantity, bool buyer_is_maker, Timestamp when) const {
    if (!price.known() || quantity <= Quantity{}) return std::nullopt;
    const Side aggressor = buyer_is_maker ? Side::SELL : Side::BUY;
    return event_of(instrument, when, received,
                    TradeTick{.price = price, .quantity = quantity, .aggressor = aggressor});
  }
  std::optional<Event> operator()(const AggTrade& m) const {
    return trade(m.price, m.quantity, m.buyer_is_maker, first_known(m.trade_time, m.event_time, received));
  }
  std::optional<Event> operator()(const SingleTrade& m) const {
    return trade(m.price, m.quantity, m.buyer_is_maker, first_known(m.trade_time, m.event_time, received));
  }
  std::optional<Event> operator()(const BookTicker& m) const {
    if (!m.bid.price.known() || !m.ask.price.known()) return std::nullopt;
    return event_of(
        instrument, first_known(m.transaction_time, m.event_time, received), received,
        QuoteTick{
            .bid = m.bid.price, .bid_quantity = m.bid.quantity, .ask = m.ask.price, .ask_quantity = m.ask.quantity});
  }
  std::optional<Event> operator()(const MarkUpdate& m) const {
    if (!m.mark.known()) return std::nullopt;
    return event_of(instrument, first_known(m.event_time, {}, received), received, MarkPrice{.price = m.mark});
  }
  std::optional<Event> operator()(const Kline& m) const {
    const auto step = interval_length(m.interval.view());
    const bool whole = m.open.known() && m.high.known() && m.low.known() && m.close.known();
    if (!m.closed || !step || !whole) return std::nullopt;
    return event_of(
        instrument, m.open_time + *step, received,
        BarClosed{.open = m.open, .high = m.high, .low = m.low, .close = m.close, .volume = m.volume, .step = *step});
  }
  template <class Other>
  std::optional<Event> operator()(const Other&) const {
    return std::nullopt;
  }
};

}  // namespace

std::optional<Event> to_event(const MarketMessage& message, InstrumentId instrument, Timestamp received) {
  return std::visit(Converter{.instrument = instrument, .received = received}, message);
}

std::optional<Duration> interval_length(std::string_view interval) {
  using Entry = std::pair<std::string_view, std::int64_t>;
  constexpr std::array kMinutes{Entry{"1m", 1},     Entry{"3m", 3},     Entry{"5m", 5},    Entry{"15m", 15},
                                Entry{"30m", 30},   Entry{"1h", 60},    Entry{"2h", 120},  Entry{"4h", 240},
                                Entry{"6h", 360},   Entry{"8h", 480},   Entry{"12h", 720}, Entry{"1d", 1'440},
                                Entry{"3d", 4'320}, Entry{"1w", 10'080}};
  for (const auto& [name, minutes] : kMinutes) {
    if (name == interval) return Duration::minutes(minutes);
  }
  return std::nullopt;
}

}  // namespace alpha_pulse::exchanges::binance
