#include <algorithm>

#include "alpha_pulse/simulator/venue_parts.hpp"

// What an account may set (sheet 4.4), and money that comes and goes.
namespace alpha_pulse::simulator {
namespace {

bool holds_position(const Seat& seat) {
  return !std::ranges::all_of(seat.holdings, &Holding::flat);
}

}  // namespace

VenueResult<SymbolConfig> FuturesVenue::set_leverage(AccountId account, InstrumentId symbol, int leverage) {
  Seat& seat = parts_->seat(account, symbol);
  const Market& market = parts_->market(symbol);
  if (leverage < 1 || leverage > market.spec.brackets.front().initial_leverage) return refuse(-4028);
  const bool open = holds_position(seat);
  if (leverage < seat.leverage && seat.margin == MarginType::ISOLATED && open) return refuse(-4161);
  const int before = seat.leverage;
  Int128 held = 0;
  for (const Holding& holding : seat.holdings) {
    held = std::max(held, value_of(market.mark, holding.amount.magnitude()));
  }
  if (held > market.spec.max_notional(leverage).raw()) return refuse(-2027);
  const Int128 needed_before = parts_->margin_of(seat, market).initial();
  const Int128 free = parts_->available(parts_->customer(account));
  seat.leverage = leverage;
  if (parts_->margin_of(seat, market).initial() > needed_before + free) {
    seat.leverage = before;
    return refuse(-2028);
  }
  if (leverage != before) {
    parts_->events.emplace_back(
        ConfigUpdate{.account = account, .time = parts_->now, .symbol = symbol, .leverage = leverage});
  }
  return symbol_config(account, symbol);
}

VenueResult<void> FuturesVenue::set_margin_type(AccountId account, InstrumentId symbol, MarginType type) {
  Seat& seat = parts_->seat(account, symbol);
  if (parts_->customer(account).config.multi_assets && type == MarginType::ISOLATED) return refuse(-4168);
  if (seat.margin == type) return refuse(-4046);
  if (!seat.open.empty()) return refuse(-4047);
  if (holds_position(seat)) return refuse(-4048);
  seat.margin = type;
  return {};
}

VenueResult<void> FuturesVenue::set_hedge_mode(AccountId account, bool hedge_mode) {
  Customer& owner = parts_->customer(account);
  if (owner.config.hedge_mode == hedge_mode) return refuse(-4059);
  const bool orders = std::ranges::any_of(owner.seats, [](const Seat& seat) { return !seat.open.empty(); });
  if (orders || !owner.open_algos.empty()) return refuse(-4067);
  if (std::ranges::any_of(owner.seats, holds_position)) return refuse(-4068);
  owner.config.hedge_mode = hedge_mode;
  return {};
}

VenueResult<void> FuturesVenue::set_multi_assets(AccountId account, bool multi_assets) {
  Customer& owner = parts_->customer(account);
  if (owner.config.multi_assets == multi_assets) return refuse(-4171);
  const bool isolated =
      std::ranges::any_of(owner.seats, [](const Seat& seat) { return seat.margin == MarginType::ISOLATED; });
  if (multi_assets && isolated) return refuse(-4167);
  owner.config.multi_assets = multi_assets;
  parts_->events.emplace_back(ConfigUpdate{
      .account = account, .time = parts_->now, .symbol = std::nullopt, .leverage = 0, .multi_assets = multi_assets});
  return {};
}

VenueResult<void> FuturesVenue::change_position_margin(AccountId account, InstrumentId symbol, PositionSide side,
                                                       Money amount) {
  Customer& owner = parts_->customer(account);
  Seat& seat = parts_->seat(account, symbol);
  const Market& market = parts_->market(symbol);
  Holding& holding = seat.holdings[static_cast<std::size_t>(side)];
  if (seat.margin != MarginType::ISOLATED) return refuse(-4049);
  if (holding.flat()) return refuse(-4054);
  if (amount.is_zero()) return refuse(-4055);
  if (amount.raw() > parts_->available(owner)) return refuse(-4051);
  if (amount.raw() < 0) {  // what stays has to carry the position's initial margin and its loss
    const Int128 loss = std::min<Int128>(holding.unrealized(market.mark), 0);
    const Int128 needed = value_of(market.mark, holding.amount.magnitude()) / seat.leverage;
    if (holding.isolated + amount.raw() + loss < needed) return refuse(-4052);
  }
  holding.isolated += amount.raw();
  holding.updated = parts_->now;
  parts_->tell_account(account, AccountReason::MARGIN_TRANSFER, symbol, {side});
  parts_->settle_step();
  return {};
}

VenueResult<void> FuturesVenue::transfer(AccountId account, Money amount) {
  Customer& owner = parts_->customer(account);
  ensure(amount == amount.rounded_to_venue(), "a transfer has at most eight decimals");
  if (amount.raw() < 0 && -amount.raw() > parts_->available(owner)) return refuse(-2018);
  owner.wallet.transfers += amount.raw();
  owner.wallet.total += amount.raw();
  parts_->book_income(owner, IncomeType::TRANSFER, amount.raw(), InstrumentId{0}, 0, false);
  parts_->tell_account(account, amount.raw() < 0 ? AccountReason::WITHDRAW : AccountReason::DEPOSIT, InstrumentId{0},
                       {});
  std::get<AccountUpdate>(parts_->events.back()).balance_change = amount;
  parts_->settle_step();
  return {};
}

}  // namespace alpha_pulse::simulator
