#pragma once

#include <vector>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/simulator/venue_figures.hpp"

/// Positions and wallets by the rules of sheet 9.5. Amounts of money are 128-bit integers at 1e-16 of the margin asset;
/// whatever enters a wallet is first rounded to 1e-8, half away from zero. Proven by ledger_test.cpp.
namespace alpha_pulse::simulator {

/// An amount rounded as the venue books it.
constexpr Int128 booked(Int128 raw) {
  return divide_rounding_half_away<Int128>(raw, kOne) * kOne;
}
/// price x quantity, exact.
constexpr Int128 value_of(Price price, Quantity quantity) {
  return wide_mul(price.raw(), quantity.raw());
}
/// amount x ratio, rounded as the venue books it.
constexpr Int128 share_of(Int128 amount, Ratio ratio) {
  return booked(multiply_divide_rounding_half_away(amount, ratio.raw(), kOne));
}

/// One position object: signed amount at an average cost.
struct Holding {
  Quantity amount{};
  Int128 cost = 0;            ///< amount x average entry, signed like the amount
  Int128 isolated = 0;        ///< isolated wallet; 0 when crossed
  Int128 realized_total = 0;  ///< `cr`
  Int128 paid = 0;            ///< commission minus profit since it was opened: what the break-even price carries
  Timestamp updated{};

  bool flat() const { return amount.is_zero(); }
  /// Average entry, rounded half away from zero at 1e-8; 0 when flat.
  Price entry() const;
  Price break_even() const;
  /// Exact profit if closed at `mark`.
  Int128 unrealized(Price mark) const { return value_of(mark, amount) - cost; }
  /// Books a fill of a signed quantity and returns the profit it realised, booked.
  Int128 apply(Quantity signed_quantity, Price price);
};

/// The wallet of an account with every term that ever moved it.
struct Wallet {
  Int128 start = 0, transfers = 0, realized = 0, commission = 0, funding = 0, liquidation_fees = 0, insurance = 0;
  Int128 total = 0;

  /// wallet = start + transfers + realised - commission + funding - liquidation fees + what the insurance fund gave.
  bool adds_up() const {
    return total == start + transfers + realized - commission + funding - liquidation_fees + insurance;
  }
};

}  // namespace alpha_pulse::simulator
