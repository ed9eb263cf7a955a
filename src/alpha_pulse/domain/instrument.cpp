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
  return multiply_divide_rounding_half_away(units(instrument, quantity), price.raw(), kOne);
}

Int128 inverse_raw(const Instrument& instrument, Price price, Quantity quantity) {
  ensure(price.known(), "an inverse contract is valued at a positive price");
  return multiply_divide_rounding_half_away(units(instrument, quantity), kOne, price.raw());
}

const MarginBracket& bracket_at(const Instrument& instrument, Money notional) {
  ensure(!instrument.brackets.empty(), "a futures instrument has a margin table");
  const auto above = std::find_if(instrument.brackets.begin() + 1, instrument.brackets.end(),
                                  [&](const MarginBracket& b) { return b.notional_floor > notional; });
  return *(above - 1);
}

Money absolute(Money amount) {
  return amount.raw() < 0 ? -amount : amount;
}

std::unexpected<Error> refuse(const Instrument& i, const std::string& field, const std::string& what) {
  return fail(ErrorCode::kInvalidArgument, "instrument " + i.symbol + ": " + field + " " + what);
}

/// Floors start at 0 and rise, rates rise, and the margin does not jump at a floor: then it rises with the notional and
/// one price, not two, liquidates a position.
Result<void> validate_bracket(const Instrument& i, std::size_t k) {
  const MarginBracket& row = i.brackets[k];
  const std::string field = "brackets row " + std::to_string(k + 1);
  if (row.notional_floor.currency() != i.settle() || row.cum.currency() != i.settle()) {
    return refuse(i, field,
                  "is in " + row.notional_floor.currency().code() + " and " + row.cum.currency().code() +
                      ", must be in " + i.settle().code());
  }
  if (row.maintenance.raw() <= 0 || row.maintenance >= Ratio::one()) {
    return refuse(i, field, "maintenance " + row.maintenance.to_string() + " must be in (0, 1), e.g. 0.004");
  }
  if (k == 0) {
    if (!row.notional_floor.is_zero())
      return refuse(i, field, "floor " + row.notional_floor.to_string() + " must be 0");
    if (!row.cum.is_zero()) return refuse(i, field, "cum " + row.cum.to_string() + " must be 0");
    return {};
  }
  const MarginBracket& below = i.brackets[k - 1];
  if (row.notional_floor <= below.notional_floor) {
    return refuse(i, field,
                  "floor " + row.notional_floor.to_string() + " must be above the row before, > " +
                      below.notional_floor.to_string());
  }
  if (row.maintenance < below.maintenance) {
    return refuse(i, field,
                  "maintenance " + row.maintenance.to_string() +
                      " must not be below the row before, >= " + below.maintenance.to_string());
  }
  const Money joined = below.cum + scale(row.notional_floor, row.maintenance - below.maintenance);
  if (row.cum != joined) {
    return refuse(i, field,
                  "cum " + row.cum.to_string() + " makes the margin jump at the floor, must be " + joined.to_string());
  }
  return {};
}

}  // namespace

Price Instrument::round_down_to_tick(Price price) const {
  return Price::from_raw(checked_mul(divide_rounding_down(price.raw(), tick.raw()), tick.raw()));
}

Price Instrument::round_up_to_tick(Price price) const {
  return Price::from_raw(checked_mul(divide_rounding_up(price.raw(), tick.raw()), tick.raw()));
}

Quantity Instrument::round_down_to_lot(Quantity quantity) const {
  ensure(lot.raw() > 0, "a lot is positive");
  return Quantity::from_raw(quantity.raw() / lot.raw() * lot.raw());
}

Quantity Instrument::round_up_to_lot(Quantity quantity) const {
  const Quantity lots = Quantity::from_raw(divide_rounding_up(quantity.magnitude().raw(), lot.raw())) * lot.raw();
  return quantity.raw() < 0 ? -lots : lots;
}

Quantity Instrument::minimum_quantity(Price price) const {
  ensure(price.known(), "a minimum is asked for at a positive price");
  // M / (value of one lot), rounded up once. Linear: one lot is worth lot m P; inverse: lot m, whatever the price.
  const Int128 one_lot = units(*this, lot);
  const Int128 wanted =
      kind == ContractKind::INVERSE
          ? divide_rounding_up<Int128>(min_notional.raw(), one_lot)
          : divide_rounding_up<Int128>(multiply_divide_rounding_up(min_notional.raw(), kOne, price.raw()), one_lot);
  const Int128 most = kQuantityMax / lot.raw();
  return Quantity::from_raw(narrow(std::clamp<Int128>(wanted, 1, most) * lot.raw()));
}

Result<void> validate(const Instrument& i) {
  if (!i.tick.known()) return refuse(i, "tick", i.tick.to_string() + " must be > 0, e.g. 0.10");
  if (i.lot.raw() <= 0) return refuse(i, "lot", i.lot.to_string() + " must be > 0, e.g. 0.001");
  if (i.lot.raw() > kQuantityMax) return refuse(i, "lot", i.lot.to_string() + " must be <= 90000000000, e.g. 1");
  if (i.multiplier.raw() <= 0) return refuse(i, "multiplier", i.multiplier.to_string() + " must be > 0, e.g. 1");
  if (i.min_notional.raw() < 0) return refuse(i, "min_notional", i.min_notional.to_string() + " must be >= 0, e.g. 5");
  if (i.kind == ContractKind::SPOT) return {};
  if (i.brackets.empty())
    return refuse(i, "brackets", "is empty; give at least {floor: 0, maintenance: 0.004, cum: 0}");
  for (std::size_t k = 0; k < i.brackets.size(); ++k) {
    if (auto row = validate_bracket(i, k); !row) return row;
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

namespace {

constexpr Price kLowestPrice = Price::from_raw(1);
constexpr Price kHighestPrice = Price::from_raw(kQuantityMax);
constexpr Int128 kUnitSquared = Int128{kOne} * kOne;

/// The raw price at which |q| m P (linear) or |q| m / P (inverse) is available / slope, rounded down or up in one step;
/// a value above kHighestPrice when it lies beyond.
Int128 price_at(const Instrument& instrument, Quantity size, Int128 available, Int128 slope, bool round_up) {
  const Int128 contracts = size.raw();
  const Int128 multiplier = instrument.multiplier.raw();
  if (instrument.kind == ContractKind::INVERSE) {
    return round_up ? multiply_divide_rounding_up(contracts * multiplier, slope, available)
                    : multiply_divide_rounding_down(contracts * multiplier, slope, available);
  }
  if (available / contracts / multiplier > 2 * Int128{kHighestPrice.raw()} / kOne) return kUnitSquared * kOne;
  const Int128 divisor = checked_mul<Int128>(multiplier, slope);
  return round_up ? divide_rounding_up(multiply_divide_rounding_up(available, kUnitSquared, contracts), divisor)
                  : divide_rounding_down(multiply_divide_rounding_down(available, kUnitSquared, contracts), divisor);
}

}  // namespace

// With funds = wallet - cost + cum, r the row's rate and N the notional, wallet + unrealised = margin reads
//
//   linear short, inverse long:  funds - N = r N,  N = funds / (1 + r)     losing raises N
//   linear long, inverse short:  funds + N = r N,  N = -funds / (1 - r)    losing lowers N
//
// The margin is convex in N and continuous, so exactly one row's N lies at or above its own floor and below the next.
Price liquidation_price(const Instrument& instrument, Quantity quantity, Money cost, Money wallet) {
  ensure(!quantity.is_zero(), "only a position can be liquidated");
  ensure(instrument.kind != ContractKind::SPOT, "a spot holding is not liquidated");
  const bool is_short = quantity.raw() < 0;
  const bool losing_raises_notional = is_short != (instrument.kind == ContractKind::INVERSE);
  const Money own = wallet - cost;
  for (auto row = instrument.brackets.rbegin(); row != instrument.brackets.rend(); ++row) {
    const Int128 rate = row->maintenance.raw();
    const Int128 slope = losing_raises_notional ? kOne + rate : kOne - rate;
    const Int128 funds = (own + row->cum).raw();
    const Int128 available = losing_raises_notional ? funds : -funds;
    const Int128 at_floor = multiply_divide_rounding_up(row->notional_floor.raw(), slope, kOne);
    if (available <= 0 || available < at_floor) continue;
    const Int128 raw = price_at(instrument, quantity.magnitude(), available, slope, !is_short);
    if (raw > kHighestPrice.raw()) return is_short ? Price{} : kHighestPrice;
    return std::max(kLowestPrice, Price::from_raw(narrow(raw)));
  }
  if (!losing_raises_notional) return Price{};  // the account pays for the whole loss
  return is_short ? kLowestPrice : kHighestPrice;
}

}  // namespace alpha_pulse::domain
