#pragma once

#include "alpha_pulse/domain/wakeup.hpp"

namespace alpha_pulse::risk {

/// Doubts a price that jumped: |ln(P / P_prev)| > max(absurd_move, 10 sigma sqrt(days between)). While in doubt no
/// exposure is raised; two further prices within the threshold of the new level end the doubt, a price outside it
/// becomes the new level and is doubted itself. A refused price (zero, negative) is doubted without a level.
///
/// Exact under skipping: moves smaller than `absurd_move` are never doubted, so the band promises ln(hi/lo) <
/// absurd_move about the present price, and the event before a waking one is always delivered.
/// Tested in risk/watchers_test.cpp.
class PriceDoubt {
 public:
  PriceDoubt(Ratio absurd_move, double sigma_daily);

  /// A reference price and the one before it. Returns true when a doubt begins (or begins anew).
  bool on_price(Price price, Timestamp at, Price previous, Timestamp previous_at);
  /// A price that cannot be one.
  void on_refused_price() { missing_ = kConfirmations; }
  bool doubting() const { return missing_ > 0; }
  /// `price` now, `kind` the series that is followed.
  Wakeup next_wakeup(InstrumentId instrument, PriceKind kind, Price price) const;

 private:
  static constexpr int kConfirmations = 2;
  bool within(Price price, Price level, Duration elapsed) const;

  double absurd_move_;
  double half_band_;  ///< the factor of half an absurd move, computed once: it is asked for at every waking event
  double sigma_;
  Price level_;
  int missing_ = 0;  ///< confirmations still missing
};

}  // namespace alpha_pulse::risk
