#pragma once

#include <optional>
#include <vector>

#include "alpha_pulse/domain/position.hpp"
#include "alpha_pulse/hedging/grid_hedge_config.hpp"
#include "alpha_pulse/hedging/sizes.hpp"
#include "alpha_pulse/hedging/spacing.hpp"

namespace alpha_pulse::hedging {

/// A rung with its life: it opens (sells, for SHORT), and with re-armed levels it closes one rung lower and opens
/// again.
struct Rung {
  GridLevel level;
  Price close_price;  ///< where the reduce-only order takes it back
  Quantity opened;    ///< filled by the opening order and not taken back
  Quantity closed;    ///< filled by the closing order in the current round
  bool closing = false;

  Quantity to_open() const { return closing ? Quantity{} : level.quantity - opened; }
  Quantity to_close() const { return closing ? level.quantity - closed : Quantity{}; }
};

/// A buy-back below the reference (direction BOTH): one step, reduce-only, one shot.
struct BuyBack {
  GridLevel level;
  Quantity filled;
  Quantity to_fill() const { return level.quantity - filled; }
};

/// What a ladder is built from.
struct LadderRequest {
  SpacingInputs spacing;
  Quantity spot;                ///< of the holding, magnitude
  Quantity target;              ///< what the rungs should carry together
  std::optional<Money> equity;  ///< futures wallet + unrealised; unknown: no risk cap on the step
  Quantity room;                ///< what the cap still allows
};

/// The grid itself: prices, sizes and how far each rung has come. Pure state; orders are the strategy's business.
/// Sizes are fixed when it is built. Formulas: STRATEGY.md 2-4. Tested by ladder_test.cpp.
class Ladder {
 public:
  Ladder() = default;
  Ladder(const Instrument& instrument, const HedgeSettings& settings, const LadderRequest& request);

  bool built() const { return geometry_.reference.known(); }
  const LadderGeometry& geometry() const { return geometry_; }
  double sigma() const { return sigma_; }
  Quantity step() const { return step_; }  ///< target / n rounded down to the lot
  const SplitSizes& split() const { return split_; }
  const std::vector<Rung>& rungs() const { return rungs_; }
  const std::vector<BuyBack>& buy_backs() const { return buy_backs_; }
  Quantity total() const { return split_.total; }
  Quantity unfilled() const;  ///< sum of what has still to open

  /// Books a fill of an opening or closing order; with `rearm` a completed rung turns round.
  void on_open_fill(std::size_t index, Quantity quantity, bool rearm);
  void on_close_fill(std::size_t index, Quantity quantity);

  /// Moves the rungs that are untouched and still ahead of `beyond` to the spacing of a new volatility.
  /// Neighbours stay in order and at least one tick apart.
  void respace(const Instrument& instrument, const HedgeSettings& settings, const SpacingInputs& spacing, Price beyond);

 private:
  LadderGeometry geometry_;
  double sigma_ = 0;
  Quantity step_;
  SplitSizes split_;
  std::vector<Rung> rungs_;
  std::vector<BuyBack> buy_backs_;
};

}  // namespace alpha_pulse::hedging
