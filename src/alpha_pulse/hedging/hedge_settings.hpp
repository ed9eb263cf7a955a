#pragma once

#include <cstdint>
#include <optional>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/enums.hpp"
#include "alpha_pulse/domain/price.hpp"

/// Everything the hedging strategy can be told. The defaults of each member are the profile `classic`;
/// `HedgeSettings::guarded()` is the other profile. Keys, units and ranges for people: docs/configuration.md.
namespace alpha_pulse::hedging {

enum class Profile : std::uint8_t { CLASSIC, GUARDED };
enum class RatioModel : std::uint8_t { NAIVE, EWMA_BETA };
enum class RebalanceTo : std::uint8_t { EDGE, TARGET };
enum class BandMode : std::uint8_t { OFF, AUTO, FIXED };
enum class VolatilityMode : std::uint8_t { FIXED, MEASURED };
enum class Spacing : std::uint8_t { ARITHMETIC, GEOMETRIC };
enum class ExitScope : std::uint8_t { ALL, LADDER };
enum class Rearm : std::uint8_t { MANUAL, TIMED, PRICE };

/// How much of the holding is hedged, and when it is corrected.
struct RatioSettings {
  Ratio initial;                ///< hedge ratio held from the start, 0 = none
  Ratio target = Ratio::one();  ///< h*, 1 = fully hedged
  Ratio min;                    ///< hard limits: outside them the limit is restored at once
  Ratio max = Ratio::one();
  BandMode band = BandMode::OFF;  ///< the no-trade band around the target
  Ratio band_width;               ///< FIXED only
  RebalanceTo rebalance_to = RebalanceTo::EDGE;
  RatioModel model = RatioModel::NAIVE;
  Ratio beta_min = Ratio::from_raw(kOne / 5);
  Ratio beta_max = Ratio::from_raw(3 * kOne);
};

/// The ladder of orders above (SHORT) or below (LONG) the reference price.
struct GridSettings {
  bool ladder = true;
  GridDirection direction = GridDirection::SHORT;
  int num_levels = 5;  ///< 1..500
  VolatilityMode volatility_mode = VolatilityMode::FIXED;
  Ratio volatility = Ratio::from_raw(2 * kOne / 100);  ///< daily; the start value when MEASURED
  Spacing spacing = Spacing::ARITHMETIC;
  Ratio spacing_sigma = Ratio::from_raw(kOne / 2);
  bool rearm_levels = false;
  Duration rebalance_interval = Duration::seconds(60);
  std::optional<Duration> order_timeout;  ///< off
  std::optional<int> max_orders;          ///< default: all levels
};

/// Stop loss, take profit, disaster stop and what happens after one of them.
struct ExitSettings {
  Ratio stop_loss = Ratio::from_raw(4 * kOne / 100);
  Ratio take_profit = Ratio::from_raw(6 * kOne / 100);
  ExitScope scope = ExitScope::ALL;
  std::optional<Ratio> disaster_stop;  ///< share of the way from entry to liquidation
  Rearm rearm = Rearm::MANUAL;
  Duration rearm_after = Duration::hours(24);
  Ratio rearm_move = Ratio::from_raw(kOne / 100);
  bool stop_while_flat = true;  ///< the venue takes a reduce-only stop while flat
};

/// The seed's risk-based size of one step.
struct SizingSettings {
  Ratio target_volatility = Ratio::from_raw(kOne / 100);
  Ratio max_size_pct = Ratio::from_raw(kOne / 5);
};

/// What trading costs, for the no-trade band and the floor of the spacing.
struct CostSettings {
  Ratio maker_fee = Ratio::from_raw(kOne / 5000);  // 0.0002
  Ratio taker_fee = Ratio::from_raw(kOne / 2000);  // 0.0005
  Ratio slippage = Ratio::from_raw(kOne / 10000);  // 0.0001
};

/// All of them together.
struct HedgeSettings {
  Profile profile = Profile::CLASSIC;
  RatioSettings ratio;
  GridSettings grid;
  ExitSettings exits;
  SizingSettings sizing;
  CostSettings costs;

  static HedgeSettings classic() { return {}; }
  static HedgeSettings guarded();
};

/// Refuses settings that make no sense, one line naming the key, its value and one that would pass.
Result<void> validate(const HedgeSettings& settings);

}  // namespace alpha_pulse::hedging
