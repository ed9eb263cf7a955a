#include <algorithm>

#include "alpha_pulse/simulator/venue_parts.hpp"

// What fills and funding do to an account (sheet 9.5, 9.6).
namespace alpha_pulse::simulator {

/// Moves margin between the cross wallet and that of an isolated position: what a fill opens brings its initial margin
/// along, what it closes takes its share back. The sheet leaves it open; the total is the same either way.
void FuturesVenue::Parts::move_isolated(const Seat& of, Holding& holding, Quantity before, Price price,
                                        Quantity change) {
  if (of.margin != MarginType::ISOLATED) return;
  const bool opposed = !before.is_zero() && (before.raw() > 0) != (change.raw() > 0);
  Quantity opened = change.magnitude();
  if (opposed) {
    const Quantity closed = std::min(change.magnitude(), before.magnitude());
    const Int128 share =
        booked(multiply_divide_rounding_half_away(holding.isolated, closed.raw(), before.magnitude().raw()));
    holding.isolated = closed == before.magnitude() ? 0 : holding.isolated - share;
    opened -= closed;
  }
  holding.isolated += booked(divide_rounding_half_away<Int128>(value_of(price, opened), of.leverage));
}

/// Position, wallet, records. Returns the realised profit; `commission` is what was charged.
Int128 FuturesVenue::Parts::book_fill(Order& order, Price price, Quantity quantity, bool maker, std::int64_t trade_id,
                                      Int128& commission) {
  Customer& owner = customer(order.account);
  Seat& of = owner.seats[order.symbol.value];
  const FuturesSymbol& spec = market(order.symbol).spec;
  Holding& holding = of.holdings[static_cast<std::size_t>(order.position_side)];
  const Quantity before = holding.amount;
  const Quantity change = signed_by(order.side, quantity);
  commission = share_of(value_of(price, quantity), maker ? spec.maker_fee : spec.taker_fee);
  const Int128 realized = holding.apply(change, price);
  ensure(!order.reduce_only || holding.amount.magnitude() < before.magnitude(), "a closing order makes it smaller");
  ensure(order.position_side != PositionSide::LONG || holding.amount.raw() >= 0, "a LONG is not negative");
  ensure(order.position_side != PositionSide::SHORT || holding.amount.raw() <= 0, "a SHORT is not positive");
  if (!holding.flat()) holding.paid += commission;
  holding.updated = now;
  move_isolated(of, holding, before, price, change);
  owner.wallet.realized += realized;
  owner.wallet.commission += commission;
  owner.wallet.total += realized - commission;
  const bool closed = !before.is_zero() && (before.raw() > 0) != (change.raw() > 0);
  if (closed) book_income(owner, IncomeType::REALIZED_PNL, realized, order.symbol, trade_id);
  if (commission != 0) book_income(owner, IncomeType::COMMISSION, -commission, order.symbol, trade_id);
  owner.trades.push_back({.symbol = order.symbol,
                          .trade_id = trade_id,
                          .order_id = order.order_id,
                          .side = order.side,
                          .position_side = order.position_side,
                          .maker = maker,
                          .price = price,
                          .quantity = quantity,
                          .quote = spec.money(value_of(price, quantity)),
                          .commission = spec.money(commission),
                          .realized = spec.money(realized),
                          .time = now});
  return realized;
}

/// Sheet 9.6: amount x mark x rate, longs pay a positive rate; isolated positions pay from their own wallet.
void FuturesVenue::Parts::settle_funding(InstrumentId symbol) {
  Market& in = market(symbol);
  const Price at = in.mark.known() ? in.mark : in.last;
  for (Customer& owner : customers) {
    Seat& of = owner.seats[symbol.value];
    for (const PositionSide side : kPositionSides) {
      Holding& holding = of.holdings[static_cast<std::size_t>(side)];
      const Int128 payment = share_of(value_of(at, holding.amount), in.funding_rate);
      if (payment == 0) continue;
      const bool isolated = of.margin == MarginType::ISOLATED;
      if (isolated) holding.isolated -= payment;
      owner.wallet.funding -= payment;
      owner.wallet.total -= payment;
      book_income(owner, IncomeType::FUNDING_FEE, -payment, symbol, 0);
      tell_account(owner.id, AccountReason::FUNDING_FEE, symbol,
                   isolated ? std::vector{side} : std::vector<PositionSide>{});
      auto& told = std::get<AccountUpdate>(events.back());
      told.symbol = symbol;
      told.balance_change = in.spec.money(-payment);
    }
  }
  in.next_funding = in.next_funding + in.spec.funding_interval;
  in.disturbed = true;
}

}  // namespace alpha_pulse::simulator
