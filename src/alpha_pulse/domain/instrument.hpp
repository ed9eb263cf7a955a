#pragma once

#include <string>
#include <vector>

#include "alpha_pulse/domain/enums.hpp"
#include "alpha_pulse/domain/ids.hpp"
#include "alpha_pulse/domain/money.hpp"

namespace alpha_pulse::domain {

/// One row of a venue's margin table: from `notional_floor` on, maintenance margin = notional x `maintenance` - `cum`.
struct MarginBracket {
  Money notional_floor{};
  Ratio maintenance{};
  Money cum{};
};

/// What may be traded and in which steps. Loaded once per run, then never changed.
struct Instrument {
  InstrumentId id{};
  std::string symbol{};  ///< the venue's spelling, e.g. BTCUSDT
  ContractKind kind = ContractKind::LINEAR;
  Currency base{};
  Currency quote{};
  Price tick{};                           ///< prices of our orders are multiples of it
  Quantity lot{};                         ///< quantities are multiples of it
  Money min_notional{};                   ///< in the quote currency
  Quantity multiplier{};                  ///< base units per contract (linear), quote units per contract (inverse)
  std::vector<MarginBracket> brackets{};  ///< ascending floors; empty for spot
  Ratio unattended_rise{};                ///< u of STRATEGY.md 7: the rise to survive without anybody there

  /// Where profit, loss and fees are booked: the coin for inverse contracts, else the quote currency.
  Currency settle() const { return kind == ContractKind::INVERSE ? base : quote; }

  Price round_down_to_tick(Price price) const;
  Price round_up_to_tick(Price price) const;
  bool on_tick(Price price) const { return price.raw() % tick.raw() == 0; }
  bool on_lot(Quantity quantity) const { return quantity.raw() % lot.raw() == 0; }
  /// Toward zero.
  Quantity round_down_to_lot(Quantity quantity) const;
  /// Away from zero.
  Quantity round_up_to_lot(Quantity quantity) const;
  /// Smallest quantity on the lot whose notional at `price` reaches the minimum: max(lot, M/P) rounded up. `price`
  /// positive. Where not even 9e10 units reach it, the most lots that fit are returned: more than anybody holds.
  Quantity minimum_quantity(Price price) const;
};

/// Refuses an instrument whose numbers do not fit or contradict each other, naming the field, its value and one that
/// would pass. Margin tables start at 0, rise, and join without a jump (cum_k = cum_k-1 + floor_k (rate_k - rate_k-1)).
Result<void> validate(const Instrument& instrument);

/// Size of a trade in the settle currency: q m P for linear, q m / P for inverse (ties away from zero at 1e-16).
/// The sign is the quantity's.
Money notional(const Instrument& instrument, Price price, Quantity quantity);

/// The value whose change is profit: holding `quantity` (signed) from P0 to P1 earns value(P1) - value(P0).
/// Linear and spot: q m P; inverse: -(q m) / P. Settle currency. Proven in domain/instrument_test.cpp.
Money position_value(const Instrument& instrument, Price price, Quantity quantity);

/// Maintenance margin of |quantity| at `price` by the bracket that holds its notional.
Money maintenance_margin(const Instrument& instrument, Price price, Quantity quantity);

/// Mark price at which `wallet` + unrealised equals the maintenance margin of a position of `quantity` (signed, not
/// zero) whose entry cost is `cost` (= sum of position_value at its fills). Rounded to 1e-8 toward the entry
/// (pessimistic). A short is liquidated at or above it, a long at or below it.
/// Price{} when no price liquidates it; 1e-8 (short) or 9e10 (long) when every price does.
/// Linear and inverse, across brackets. Proven in domain/liquidation_test.cpp.
Price liquidation_price(const Instrument& instrument, Quantity quantity, Money cost, Money wallet);

}  // namespace alpha_pulse::domain
