#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "alpha_pulse/domain/event.hpp"
#include "alpha_pulse/hedging/hedge_settings.hpp"

namespace alpha_pulse::hedging {

/// Half-width of the no-trade band about the target ratio: ((3 lambda nu^2) / (2 gamma sigma^2))^(1/3) clamped to
/// [0.01, 0.05], gamma = 10, lambda = 0.8 maker fee + 0.2 (taker fee + slippage). Formula: STRATEGY.md 5.
/// `target_drift` nu: daily standard deviation of the target; `sigma`: daily volatility. Tested by
/// hedge_ratio_test.cpp.
double no_trade_band(const CostSettings& costs, double target_drift, double sigma);

/// Daily standard deviation of the wanted hedge as a share of the holding, over the last 365 UTC days; 0.01 until 30
/// days have been seen. The wanted hedge moves only with coin flows and with beta.
class TargetDrift {
 public:
  /// Tells the wanted quantity in force from `now` on; equal values are free.
  void on_target(Timestamp now, Quantity wanted);
  double daily_deviation() const;

 private:
  void close_day();

  static constexpr std::size_t kDaysMax = 365;
  static constexpr std::uint64_t kDaysMin = 30;
  std::array<double, kDaysMax> squared_change_{};
  std::uint64_t days_ = 0;
  std::optional<Timestamp> day_;
  Quantity wanted_;
  Quantity at_last_close_;
};

/// Hedge ratio of a cross hedge: beta = cov / var of hourly returns of the holding and the future, exponentially
/// weighted with a half-life of seven days, clamped to [beta_min, beta_max]; 1 until both legs have closed an hour.
class BetaEstimator {
 public:
  BetaEstimator(Ratio beta_min, Ratio beta_max) : min_(beta_min), max_(beta_max) {}

  void on_bar(InstrumentId leg, const BarClosed& bar, Timestamp end);
  Ratio beta() const { return beta_; }

 private:
  struct Leg {
    Price hour_close;  ///< close at the last whole hour
    Timestamp hour_end;
    std::optional<double> hour_return;  ///< of the hour that ended at `hour_end`, until it is learned from
  };
  void learn();

  Ratio min_, max_;
  Ratio beta_ = Ratio::one();
  std::array<Leg, 2> legs_;
  double covariance_ = 0;
  double variance_ = 0;
};

}  // namespace alpha_pulse::hedging
