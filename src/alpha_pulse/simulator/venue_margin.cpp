#include <algorithm>

#include "alpha_pulse/simulator/venue_parts.hpp"

// Margin, and the figures an account is shown (sheet 9.5, 9.7).
namespace alpha_pulse::simulator {
namespace {

Int128 magnitude(Int128 value) {
  return value < 0 ? -value : value;
}

}  // namespace

/// max(|PN + bid|, |PN - ask|) / leverage of one side.
Int128 FuturesVenue::Parts::requirement(const Seat& of, const Market& in, PositionSide side) const {
  const auto at = static_cast<std::size_t>(side);
  const Int128 notional = value_of(in.mark.known() ? in.mark : in.last, of.holdings[at].amount);
  const Int128 worst = std::max(magnitude(notional + of.resting[at][0]), magnitude(notional - of.resting[at][1]));
  return booked(divide_rounding_half_away<Int128>(worst, of.leverage));
}

Int128 FuturesVenue::Parts::maintenance(const Market& in, Quantity amount) const {
  const Int128 notional = value_of(in.mark.known() ? in.mark : in.last, amount.magnitude());
  const LeverageBracket& row = in.spec.bracket(in.spec.money(notional));
  return share_of(notional, row.maintenance) - row.cum.raw();
}

SeatMargin FuturesVenue::Parts::margin_of(const Seat& of, const Market& in) const {
  SeatMargin sum;
  const Price mark = in.mark.known() ? in.mark : in.last;
  for (const PositionSide side : kPositionSides) {
    const Holding& holding = of.holdings[static_cast<std::size_t>(side)];
    const Int128 notional = value_of(mark, holding.amount.magnitude());
    const Int128 position = booked(divide_rounding_half_away<Int128>(notional, of.leverage));
    sum.position_initial += position;
    sum.order_initial += requirement(of, in, side) - position;
    sum.isolated += holding.isolated;
    if (holding.flat()) continue;
    sum.maintenance += maintenance(in, holding.amount);
    sum.unrealized += holding.unrealized(mark);
  }
  return sum;
}

Int128 FuturesVenue::Parts::cross_wallet(const Customer& owner) const {
  Int128 cross = owner.wallet.total;
  for (const Seat& of : owner.seats) {
    for (const Holding& holding : of.holdings) cross -= holding.isolated;
  }
  return cross;
}

/// max(0, cross wallet + cross profit - cross initial margins - open order margins of isolated symbols).
Int128 FuturesVenue::Parts::available(const Customer& owner) const {
  Int128 free = cross_wallet(owner);
  for (std::size_t i = 0; i < markets.size(); ++i) {
    const SeatMargin margin = margin_of(owner.seats[i], markets[i]);
    const bool crossed = owner.seats[i].margin == MarginType::CROSSED;
    free += crossed ? margin.unrealized - margin.initial() : -margin.order_initial;
  }
  return std::max<Int128>(free, 0);
}

/// Sheet 9.7. Every leg of the symbol counts in cross; the bracket is the one at the price found.
Price FuturesVenue::Parts::liquidation_price(const Customer& owner, InstrumentId symbol, const Holding& holding) const {
  if (holding.flat()) return {};
  const Seat& of = owner.seats[symbol.value];
  const Market& in = markets[symbol.value];
  std::vector<const Holding*> legs;
  Int128 money = holding.isolated;
  if (of.margin == MarginType::CROSSED) {
    money = cross_wallet(owner);
    for (std::size_t i = 0; i < markets.size(); ++i) {
      if (i == symbol.value || owner.seats[i].margin != MarginType::CROSSED) continue;
      const SeatMargin other = margin_of(owner.seats[i], markets[i]);
      money += other.unrealized - other.maintenance;
    }
    for (const Holding& leg : of.holdings) legs.push_back(&leg);
  } else {
    legs.push_back(&holding);
  }
  Price at = in.mark.known() ? in.mark : in.last;
  constexpr int kRounds = 20;
  for (int round = 0; round < kRounds; ++round) {
    Int128 above = money;
    Int128 below = 0;  // at 1e-16
    for (const Holding* leg : legs) {
      const LeverageBracket& row = in.spec.bracket(in.spec.money(value_of(at, leg->amount.magnitude())));
      if (!leg->flat()) above += row.cum.raw();
      above -= leg->cost;
      below += wide_mul(leg->amount.magnitude().raw(), row.maintenance.raw()) - Int128{leg->amount.raw()} * kOne;
    }
    if (below == 0 || (above < 0) != (below < 0)) return {};
    const Int128 raw = multiply_divide_rounding_half_away(magnitude(above), kOne, magnitude(below));
    constexpr Int128 kHighest = Int128{kOne} * 10'000'000'000;
    if (raw <= 0 || raw > kHighest) return {};
    const Price found = Price::from_raw(narrow(raw));
    if (found == at) break;
    at = found;
  }
  return at;
}

PositionFigures FuturesVenue::Parts::figures(const Customer& owner, InstrumentId symbol, PositionSide side) const {
  const Seat& of = owner.seats[symbol.value];
  const Market& in = markets[symbol.value];
  const auto at = static_cast<std::size_t>(side);
  const Holding& holding = of.holdings[at];
  const Price mark = in.mark.known() ? in.mark : in.last;
  const auto money = [&](Int128 raw) { return in.spec.money(raw); };
  const Int128 notional = value_of(mark, holding.amount);
  const Int128 position = booked(divide_rounding_half_away<Int128>(magnitude(notional), of.leverage));
  const Int128 required = requirement(of, in, side);
  const Int128 profit = holding.unrealized(mark);
  const bool isolated = of.margin == MarginType::ISOLATED;
  return {.symbol = symbol,
          .side = side,
          .amount = holding.amount,
          .entry = holding.entry(),
          .break_even = holding.break_even(),
          .mark = mark,
          .liquidation = liquidation_price(owner, symbol, holding),
          .unrealized = money(booked(profit)),
          .notional = money(notional),
          .isolated_margin = money(isolated ? holding.isolated + booked(profit) : 0),
          .isolated_wallet = money(holding.isolated),
          .initial_margin = money(required),
          .maintenance_margin = money(holding.flat() ? 0 : maintenance(in, holding.amount)),
          .position_initial_margin = money(position),
          .open_order_initial_margin = money(required - position),
          .bid_notional = money(of.resting[at][0]),
          .ask_notional = money(of.resting[at][1]),
          .realized_total = money(holding.realized_total),
          .leverage = of.leverage,
          .margin_type = of.margin,
          .max_notional = in.spec.max_notional(of.leverage),
          .update_time = holding.updated};
}

}  // namespace alpha_pulse::simulator
