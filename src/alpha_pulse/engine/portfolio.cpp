#include "alpha_pulse/engine/portfolio.hpp"

#include <algorithm>

namespace alpha_pulse::engine {
namespace {

/// quantity x price difference, exact.
Money linear_move(Quantity quantity, PriceDelta move, Currency currency) {
  return Money::from_raw(wide_mul(quantity.raw(), move.raw()), currency);
}

Money absolute(Money amount) {
  return amount.raw() < 0 ? -amount : amount;
}

}  // namespace

Portfolio::Portfolio(const Start& start)
    : instruments_(start.instruments),
      spot_leg_(start.spot_leg),
      hedge_leg_(start.hedge_leg),
      quote_(start.instruments[start.spot_leg.value].quote),
      reference_ratio_(start.reference),
      spot_(start.spot),
      wallet_(start.wallet),
      positions_(start.instruments.size()),
      realised_(hedge().settle()),
      turnover_(hedge().settle()),
      initial_wallet_(start.wallet),
      initial_holding_(quote_),
      settle_terms_(hedge().settle()),
      holding_terms_(quote_) {
  ensure(wallet_.currency() == hedge().settle(), "the futures wallet is in the settle currency");
  check();
}

// ---- the straight lines between two changes
// --------------------------------------------------------------------------

Money Portfolio::spot_move(Price spot) const {
  if (!begun_) return Money(quote_);
  return linear_move(spot_, spot - base_spot_, quote_);
}

Money Portfolio::hedge_move(Price mark) const {
  if (held_.is_zero()) return Money(hedge().settle());
  return position_value(hedge(), mark, held_) - position_value(hedge(), base_mark_, held_);
}

Money Portfolio::reference_move(Price mark) const {
  if (reference_.is_zero()) return Money(hedge().settle());
  if (hedge().kind != ContractKind::INVERSE) return linear_move(reference_, mark - base_mark_, hedge().settle());
  return position_value(hedge(), mark, reference_) - position_value(hedge(), base_mark_, reference_);
}

void Portfolio::rebase() {
  settle_terms_ = terms();
  if (!one_currency()) holding_terms_ = holding_terms();
  base_mark_ = mark_;
  base_spot_ = spot_price_;
}

/// Base units for linear contracts, contracts for inverse ones.
Quantity Portfolio::reference_position() const {
  if (!begun_) return Quantity{};
  const Quantity base = -scale_toward_zero(spot_, reference_ratio_);
  if (hedge().kind != ContractKind::INVERSE) return base;
  return Quantity::from_raw(narrow(wide_mul(base.raw(), mark_.raw()) / hedge().multiplier.raw()));
}

void Portfolio::begin() {
  rebase();
  begun_ = true;
  initial_holding_ = linear_move(spot_, spot_price_ - Price{}, quote_);
  reference_ = reference_position();
  check();
}

// ---- changes
// ---------------------------------------------------------------------------------------------------------

/// What a trade at `price` is worth at the mark at once, cut at zero as average cost cuts it.
Money Portfolio::execution_difference(Quantity change, Price price) const {
  const bool reduces = !held_.is_zero() && (held_.raw() < 0) != (change.raw() < 0);
  const Quantity closing = !reduces ? Quantity{} : change.magnitude() > held_.magnitude() ? -held_ : change;
  const Money at_mark = position_value(hedge(), mark_, held_ + change) - position_value(hedge(), mark_, held_);
  return at_mark - position_value(hedge(), price, closing) - position_value(hedge(), price, change - closing);
}

void Portfolio::book_trade(Side side, Quantity quantity, Price price) {
  if (!mark_.known()) mark_ = price;
  rebase();
  const Quantity change = signed_quantity(side, quantity);
  settle_terms_.overlay += execution_difference(change, price);
  held_ += change;
  const Money profit = positions_[hedge_leg_.value].apply(hedge(), side, quantity, price);
  realised_ += profit;
  wallet_ += profit;
  turnover_ += absolute(notional(hedge(), price, quantity));
}

void Portfolio::book(const Fill& fill) {
  book_trade(fill.side, fill.quantity, fill.price);
  wallet_ -= fill.fee;
  settle_terms_.fees += fill.fee;
  check();
}

void Portfolio::absorb(const Event& event) {
  if (const auto* funding = event.as<FundingSettled>()) {
    wallet_ += funding->amount;
    settle_terms_.funding += funding->amount;
  } else if (const auto* transfer = event.as<WalletTransferred>()) {
    wallet_ += transfer->amount;
    settle_terms_.transfers += transfer->amount;
  } else if (const auto* moved = event.as<SpotBalanceChanged>()) {
    rebase();
    spot_ += moved->change;
    if (begun_) holding_book().transfers += linear_move(moved->change, spot_price_ - Price{}, quote_);
    reference_ = reference_position();
  } else if (const auto* taken = event.as<PositionLiquidated>()) {
    if (std::ranges::find(liquidations_, taken->trade) != liquidations_.end()) return;
    liquidations_.push_back(taken->trade);
    book_trade(taken->side, taken->quantity, taken->price);
    wallet_ -= taken->fee;
    settle_terms_.liquidation += taken->fee;
  } else {
    return;
  }
  check();
}

void Portfolio::check() {
  const Int128 hedge_base = held_.is_zero() ? 0 : position_value(hedge(), base_mark_, held_).raw();
  const Int128 holding_base = begun_ ? wide_mul(spot_.raw(), base_spot_.raw()) : Int128{0};
  const Int128 balances = wallet_.raw() - position().cost(hedge()).raw();
  residual_.settle = balances + hedge_base - initial_wallet_.raw() - settle_terms_.total().raw();
  residual_.holding = holding_base - initial_holding_.raw() - holding_terms_.total().raw();
  residual_.held = Int128{position().quantity().raw()} - held_.raw();
  if (one_currency()) {
    residual_.settle += residual_.holding;
    residual_.holding = 0;
  }
  ensure((residual_.settle | residual_.holding | residual_.held) == 0, "both ways of counting are one line");
  ensure(residual().is_zero(), "both ways of counting agree at the present prices");
  const bool flat = position().flat();
  liquidation_ = flat ? Price{} : liquidation_price(hedge(), position().quantity(), position().cost(hedge()), wallet_);
}

// ---- queries
// ---------------------------------------------------------------------------------------------------------

Money Portfolio::unrealised() const {
  return position().unrealised(hedge(), mark_);
}

Money Portfolio::holding_value() const {
  return begun_ ? linear_move(spot_, spot_price_ - Price{}, quote_) : Money(quote_);
}

Money Portfolio::equity() const {
  const Money futures = wallet_ + unrealised();
  return one_currency() ? futures + holding_value() : futures;
}

Money Portfolio::initial_equity() const {
  return one_currency() ? initial_wallet_ + initial_holding_ : initial_wallet_;
}

AccountTerms Portfolio::terms() const {
  return terms_at(mark_, spot_price_);
}
AccountTerms Portfolio::terms_at(Price mark, Price spot) const {
  AccountTerms now = settle_terms_;
  const Money reference = reference_move(mark);
  now.reference += reference;
  now.overlay += hedge_move(mark) - reference;
  if (one_currency()) now.spot += spot_move(spot);
  return now;
}

AccountTerms Portfolio::holding_terms() const {
  return holding_terms_at(mark_, spot_price_);
}
AccountTerms Portfolio::holding_terms_at(Price mark, Price spot) const {
  if (one_currency()) return terms_at(mark, spot);
  AccountTerms now = holding_terms_;
  now.spot += spot_move(spot);
  return now;
}

Money Portfolio::residual() const {
  const Money settle = equity() - initial_equity() - terms().total();
  if (one_currency() || !settle.is_zero()) return settle;
  return holding_value() - initial_holding_ - holding_terms().total();
}

std::optional<Ratio> Portfolio::hedge_ratio() const {
  return engine::hedge_ratio(hedge(), position().quantity(), mark_, spot_);
}

std::optional<Ratio> hedge_ratio(const Instrument& hedge, Quantity position, Price mark, Quantity holding) {
  if (holding.is_zero()) return std::nullopt;
  const std::int64_t per = hedge.kind == ContractKind::INVERSE ? mark.raw() : kOne;
  if (per == 0) return Ratio{};
  const Int128 base = wide_mul(position.raw(), hedge.multiplier.raw()) / per;
  return ratio_of(Quantity::from_raw(narrow(-base)), holding);
}

risk::EquityByPrice Portfolio::equity_by_price(bool one_series) const {
  const Int128 size = wide_mul(position().quantity().raw(), hedge().multiplier.raw());
  const bool inverse = hedge().kind == ContractKind::INVERSE;
  const bool line = one_currency() && size % kOne == 0;
  return {.less_transfers = equity() - settle_terms_.transfers,
          .per_mark = line ? narrow(size / kOne) : 0,
          .per_spot = begun_ ? spot_.raw() : 0,
          .mark = mark_,
          .spot = begun_ ? spot_price_ : Price{},
          .one_series = one_series,
          .shape = inverse ? risk::EquityShape::INVERSE
                   : line  ? risk::EquityShape::LINE
                           : risk::EquityShape::UNKNOWN,
          .size = inverse ? size : 0};
}

}  // namespace alpha_pulse::engine
