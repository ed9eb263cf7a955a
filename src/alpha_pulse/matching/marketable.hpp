#pragma once

#include "alpha_pulse/domain/market_state.hpp"
#include "alpha_pulse/domain/order.hpp"

/// The prices at which an order that does not wait is filled, and the prices that wake one that does.
/// Vectors in matching/marketable_test.cpp.
namespace alpha_pulse::matching {

/// The best bid and ask.
struct Quotes {
  Price bid, ask;
};
/// The quotes, or what stands for them where only trades are known: bid = last, ask = last + tick. Price{} when no
/// price was ever seen.
Quotes quotes_of(const MarketState& market, const Instrument& instrument);

/// The quote an order of this side takes.
constexpr Price opposite_quote(Side side, Quotes quotes) {
  return side == Side::BUY ? quotes.ask : quotes.bid;
}

/// A LIMIT order that would be filled on arrival: buy at or above the ask, sell at or below the bid.
bool crosses(const OrderSpec& spec, Quotes quotes);

/// `touch` worsened by `slippage` and rounded to the tick away from us; never below one tick.
Price taker_price(const Instrument& instrument, Side side, Price touch, Ratio slippage);

/// True for the conditional orders that wait for a rise: BUY STOP and SELL TAKE_PROFIT.
constexpr bool waits_for_rise(const OrderSpec& spec) {
  return (spec.type == OrderType::STOP_MARKET) == (spec.side == Side::BUY);
}
/// The price that can trigger the order now: the last trade or the mark (the last trade where no mark exists).
Price trigger_price(const OrderSpec& spec, const MarketState& market);
/// Touch counts.
bool is_triggered(const OrderSpec& spec, const MarketState& market);

/// notional x rate, rounded once, half away from zero at 1e-8: how the venue charges fees and funding.
Money charge(Money notional, Ratio rate);

}  // namespace alpha_pulse::matching
