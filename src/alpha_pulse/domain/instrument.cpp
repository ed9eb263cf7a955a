#include "alpha_pulse/domain/instrument.hpp"

#include <algorithm>

namespace alpha_pulse::domain {
namespace {

constexpr std::int64_t kQuantityMax = 9'000'000'000'000'000'000;  // 9e10 units

/// q x m at the scale 1e-8 each, m = 1 exact and fast.
Int128 units(const Instrument& instrument, Quantity quantity) {
  return wide_mul(quantity.raw(), instrument.multiplier.raw());  // 1e-16
}

Int128 linear_raw(const Instrument& instrument, Price price, Quantity quantity) {
  if (instrument.multiplier.raw() == kOne) return wide_mul(quantity.raw(), price.raw());
  return divide_rounding_half_away<Int128>(checked_mul<Int128>(units(instrument, quantity), price.raw()), kOne);
}

Int128 inverse_raw(const Instrument& instrument, Price price, Quantity quantity) {
  ensure(price.known(), "an inverse contract is valued at a positive price");
  return divide_rounding_half_away<Int128>(checked_mul<Int128>(units(instrument, quantity), kOne), price.raw());
}

const MarginBracket& bracket_at(const Instrument& instrument, Money notional) {
  ensure(!instrument.brackets.empty(), "a futures instrument has a margin table");
  const auto above = std::find_if(instrument.brackets.begin() + 1, instrument.brackets.end(),
                                  [&](const MarginBracket& b) { return b.notional_floor > notional; });
  return *(above - 1);
}

Money absolute(Money amount) { return amount.raw() < 0 ? -amount : amount; }

std::string where(const Instrument& i, const char* field) { return "instrument " + i.symbol + ": " + field + " "; }

}  // namespace

Price Instrument::round_down_to_tick(Price price) const {
  return Price::from_raw(checked_mul(divide_rounding_down(price.raw(), tick.raw()), tick.raw()));
}

Price Instrument::round_up_to_tick(Price price) const {
  return Price::from_raw(checked_mul(divide_rounding_up(price.raw(), tick.raw()), tick.raw()));
}

Quantity Instrument::round_down_to_lot(Quantity quantity) const {
  return Quantity::from_raw(quantity.raw() / lot.raw() * lot.raw());
}

Quantity Instrument::round_up_to_lot(Quantity quantity) const {
  const Quantity lots = Quantity::from_raw(divide_rounding_up(quantity.magnitude().raw(), lot.raw())) * lot.raw();
  return quantity.raw() < 0 ? -lots : lots;
}

Quantity Instrument::minimum_quantity(Price price) const {
  Int128 one_lot = 0;  // quote value of one lot, 1e-16
  if (kind == ContractKind::INVERSE) {
    one_lot = units(*this, lot);
  } else {
    one_lot = linear_raw(*this, price, lot);
  }
  ensure(one_lot > 0, "a lot has a value");
  const Int128 lots = std::max<Int128>(1, divide_rounding_up<Int128>(min_notional.raw(), one_lot));
  return Quantity::from_raw(narrow(checked_mul<Int128>(lots, lot.raw())));
}

Result<void> validate(const Instrument& i) {
  if (!i.tick.known()) return fail(ErrorCode::kInvalidArgument, where(i, "tick") + i.tick.to_string() + " must be > 0, e.g. 0.10");
  if (i.lot.raw() <= 0) return fail(ErrorCode::kInvalidArgument, where(i, "lot") + i.lot.to_string() + " must be > 0, e.g. 0.001");
  if (i.lot.raw() > kQuantityMax) return fail(ErrorCode::kInvalidArgument, where(i, "lot") + i.lot.to_string() + " must be <= 9e10");
  if (i.multiplier.raw() <= 0) return fail(ErrorCode::kInvalidArgument, where(i, "multiplier") + i.multiplier.to_string() + " must be > 0, e.g. 1");
  if (i.min_notional.raw() < 0) return fail(ErrorCode::kInvalidArgument, where(i, "min_notional") + i.min_notional.to_string() + " must be >= 0");
  if (i.kind == ContractKind::SPOT) return {};
  if (i.brackets.empty()) return fail(ErrorCode::kInvalidArgument, where(i, "brackets") + "is empty; give at least {floor: 0, maintenance: 0.004, cum: 0}");
  for (std::size_t k = 0; k < i.brackets.size(); ++k) {
    const MarginBracket& b = i.brackets[k];
    const bool rising = k == 0 ? b.notional_floor.is_zero() : b.notional_floor > i.brackets[k - 1].notional_floor;
    if (!rising) return fail(ErrorCode::kInvalidArgument, where(i, "brackets") + "must start at floor 0 and rise; row " + std::to_string(k + 1) + " has " + b.notional_floor.to_string());
    if (b.maintenance.raw() <= 0 || b.maintenance >= Ratio::one()) return fail(ErrorCode::kInvalidArgument, where(i, "brackets") + "maintenance " + b.maintenance.to_string() + " must be in (0, 1), e.g. 0.004");
  }
  return {};
}

Money notional(const Instrument& instrument, Price price, Quantity quantity) {
  if (instrument.kind == ContractKind::INVERSE) {
    return Money::from_raw(inverse_raw(instrument, price, quantity), instrument.base);
  }
  return Money::from_raw(linear_raw(instrument, price, quantity), instrument.quote);
}

Money position_value(const Instrument& instrument, Price price, Quantity quantity) {
  const Money size = notional(instrument, price, quantity);
  return instrument.kind == ContractKind::INVERSE ? -size : size;
}

Money maintenance_margin(const Instrument& instrument, Price price, Quantity quantity) {
  const Money size = absolute(notional(instrument, price, quantity));
  const MarginBracket& bracket = bracket_at(instrument, size);
  return scale(size, bracket.maintenance) - bracket.cum;
}

Price liquidation_price(const Instrument& instrument, Quantity quantity, Money cost, Money wallet) {
  ensure(!quantity.is_zero(), "only a position can be liquidated");
  ensure(instrument.kind == ContractKind::LINEAR, "closed form for linear contracts");
  const Int128 size = units(instrument, quantity.magnitude());  // 1e-16
  const bool is_short = quantity.raw() < 0;
  for (auto row = instrument.brackets.rbegin(); row != instrument.brackets.rend(); ++row) {
    // Short: wallet + |cost| - P|q| = P|q| mmr - cum.   Long: wallet - |cost| + P|q| = P|q| mmr - cum.
    const Int128 funds = wallet.raw() - cost.raw() + row->cum.raw();  // 1e-16; a short's cost is negative
    const std::int64_t slope = is_short ? kOne + row->maintenance.raw() : row->maintenance.raw() - kOne;
    const Int128 numerator = is_short ? funds : -funds;
    if (numerator <= 0) continue;
    const Int128 per_unit = divide_rounding_half_away<Int128>(checked_mul<Int128>(size, is_short ? slope : -slope), kOne);
    if (per_unit <= 0) continue;
    // numerator(1e-16) / per_unit(1e-16) -> 1e-8
    const Int128 scaled = checked_mul<Int128>(numerator, kOne);
    const Int128 raw = is_short ? divide_rounding_down<Int128>(scaled, per_unit) : divide_rounding_up<Int128>(scaled, per_unit);
    if (raw > Int128{kQuantityMax}) return Price{};
    const Price price = Price::from_raw(narrow(raw));
    if (absolute(notional(instrument, price, quantity)) >= row->notional_floor) return price;
  }
  return Price{};
}

}  // namespace alpha_pulse::domain
