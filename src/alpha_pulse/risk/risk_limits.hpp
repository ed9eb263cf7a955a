#pragma once

#include <optional>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/money.hpp"

namespace alpha_pulse::risk {

/// What the program may never exceed, whatever the strategy wants. Keys for people: docs/configuration.md.
struct RiskLimits {
  Ratio ratio_max = Ratio::one();                           ///< cap of the hedge as a share of the holding
  Ratio target = Ratio::one();                              ///< no raising order lifts the ratio above max(1, target)
  std::optional<Quantity> max_position_size;                ///< base units of the hedge leg
  std::optional<Money> quote_limit;                         ///< notional of the hedge leg
  std::optional<Ratio> max_drawdown;                        ///< from the peak of equity less transfers
  Ratio margin_guard = Ratio::from_raw(kOne / 1000 * 225);  ///< distance to liquidation that starts REDUCING
  Duration stale_after = Duration::seconds(3);
  Ratio absurd_move = Ratio::from_raw(kOne / 20);  ///< |ln(P/P_prev)| beyond this (or 10 sigma) is doubted
  int orders_per_minute = 600;                     ///< by market time; a fifth is kept for protective orders
};

}  // namespace alpha_pulse::risk
