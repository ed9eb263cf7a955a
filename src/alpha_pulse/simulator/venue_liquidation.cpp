#include <algorithm>

#include <fmt/format.h>

#include "alpha_pulse/simulator/venue_parts.hpp"

// Margin calls, liquidation and auto-deleveraging, in the sequence of sheet 9.7.
namespace alpha_pulse::simulator {

void FuturesVenue::Parts::close_by_force(Customer& owner, InstrumentId symbol, PositionSide side, Quantity quantity,
                                         Price price, std::string client_id) {
  Market& in = market(symbol);
  Seat& of = owner.seats[symbol.value];
  const Quantity amount = of.holdings[static_cast<std::size_t>(side)].amount;
  const Side closing = amount.raw() > 0 ? Side::SELL : Side::BUY;
  OrderEntry& entry = in.orders.emplace_back();
  Order& order = entry.order;
  order.account = owner.id;
  order.symbol = symbol;
  order.order_id = in.first_order_id + static_cast<std::int64_t>(in.orders.size()) - 1;
  order.client_id = std::move(client_id);
  order.side = closing;
  order.position_side = side;
  order.tif = Tif::IOC;
  order.reduce_only = true;
  order.quantity = quantity;
  order.price = price;
  order.cum_quote = in.spec.money(0);
  order.time = order.update_time = now;
  of.by_client[order.client_id] = order.order_id;
  of.open.push_back(order.order_id);
  tell_order(order, Execution::NEW);
  in.outside -= signed_by(closing, quantity);
  const std::int64_t trade = public_trade(in, symbol, price, quantity, closing == Side::SELL);
  const std::size_t before = events.size();
  fill(entry, price, quantity, false, trade);
  for (std::size_t i = before; i < events.size(); ++i) {
    if (auto* told = std::get_if<OrderUpdate>(&events[i])) told->execution = Execution::CALCULATED;
  }
  owner.forced.push_back(order);
  public_events.emplace_back(ForceOrder{.account = owner.id, .time = now, .order = order});
}

void FuturesVenue::Parts::liquidate(Customer& owner, InstrumentId symbol, PositionSide side) {
  Market& in = market(symbol);
  Holding& holding = owner.seats[symbol.value].holdings[static_cast<std::size_t>(side)];
  const Price price = in.mark;
  const Quantity quantity = holding.amount.magnitude();
  const Int128 fee = share_of(value_of(price, quantity), in.spec.liquidation_fee);
  const bool isolated = owner.seats[symbol.value].margin == MarginType::ISOLATED;
  const Int128 own = holding.isolated;
  const Int128 before = owner.wallet.total;
  close_by_force(owner, symbol, side, quantity, price, fmt::format("autoclose-{}", ++made_ids));
  owner.wallet.liquidation_fees += fee;
  owner.wallet.total -= fee;
  // The insurance fund takes what the margin pool does not have.
  const Int128 pool = isolated ? own + owner.wallet.total - before : cross_wallet(owner);
  const Int128 given = std::max<Int128>(-pool, 0);
  owner.wallet.insurance += given;
  owner.wallet.total += given;
  book_income(owner, IncomeType::INSURANCE_CLEAR, given - fee, symbol, 0);
  tell_account(owner.id, AccountReason::INSURANCE_CLEAR, symbol, {side});
  std::get<AccountUpdate>(events.back()).balance_change = in.spec.money(given - fee);
}

/// A stop that was filled far beyond the mark can lose more than there was: the insurance fund clears the debt.
void FuturesVenue::Parts::cover(Customer& owner) {
  const Int128 debt = -cross_wallet(owner);
  owner.wallet.insurance += debt;
  owner.wallet.total += debt;
  book_income(owner, IncomeType::INSURANCE_CLEAR, debt, InstrumentId{0}, 0);
  tell_account(owner.id, AccountReason::INSURANCE_CLEAR, InstrumentId{0}, {});
  std::get<AccountUpdate>(events.back()).balance_change = markets.front().spec.money(debt);
}

void FuturesVenue::Parts::warn(Customer& owner) {
  const FuturesSymbol& spec = markets.front().spec;
  MarginCall call{.account = owner.id, .time = now, .cross_wallet = spec.money(cross_wallet(owner)), .positions = {}};
  for (std::uint32_t i = 0; i < markets.size(); ++i) {
    for (const PositionSide side : kPositionSides) {
      if (owner.seats[i].holdings[static_cast<std::size_t>(side)].flat()) continue;
      call.positions.push_back(figures(owner, InstrumentId{i}, side));
    }
  }
  events.emplace_back(std::move(call));
}

void FuturesVenue::Parts::look_after_margin(Customer& owner) {
  Int128 equity = cross_wallet(owner);
  Int128 needed = 0;
  bool distress = false;
  for (std::uint32_t i = 0; i < markets.size(); ++i) {
    Seat& of = owner.seats[i];
    const Market& in = markets[i];
    if (!in.mark.known()) continue;
    if (of.margin == MarginType::CROSSED) {
      const SeatMargin margin = margin_of(of, in);
      equity += margin.unrealized;
      needed += margin.maintenance;
      continue;
    }
    for (const PositionSide side : kPositionSides) {
      const Holding& holding = of.holdings[static_cast<std::size_t>(side)];
      if (holding.flat()) continue;
      const Int128 own = holding.isolated + holding.unrealized(in.mark);
      const Int128 need = maintenance(in, holding.amount);
      distress = distress || own * 4 <= need * 5;
      if (own > need) continue;
      cancel_all(owner.id, InstrumentId{i});
      liquidate(owner, InstrumentId{i}, side);
    }
  }
  if (needed > 0 && equity <= needed) {  // every crossed position is one pool
    for (std::uint32_t i = 0; i < markets.size(); ++i) {
      if (owner.seats[i].margin == MarginType::CROSSED) cancel_all(owner.id, InstrumentId{i});
    }
    for (std::uint32_t i = 0; i < markets.size(); ++i) {
      if (owner.seats[i].margin != MarginType::CROSSED) continue;
      for (const PositionSide side : kPositionSides) {
        if (!owner.seats[i].holdings[static_cast<std::size_t>(side)].flat()) liquidate(owner, InstrumentId{i}, side);
      }
    }
    return;
  }
  if (needed == 0 && equity < 0) cover(owner);
  distress = distress || (needed > 0 && equity * 4 <= needed * 5);  // from 80 % of the way; the sheet names no figure
  if (distress && !owner.warned) warn(owner);
  owner.warned = distress;
}

}  // namespace alpha_pulse::simulator
