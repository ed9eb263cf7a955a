#include "alpha_pulse/hedging/hedge_ratio.hpp"

#include <algorithm>

#include "alpha_pulse/base/maths.hpp"

namespace alpha_pulse::hedging {
namespace {

constexpr double kRiskAversion = 10;
constexpr double kMakerShare = 0.8;
constexpr double kDefaultDrift = 0.01;
constexpr double kLn2 = 0x1.62e42fefa39efp-1;
constexpr double kBetaDecayPerHour = kLn2 / (7 * 24);

}  // namespace

double no_trade_band(const CostSettings& costs, double target_drift, double sigma) {
  const double cost = kMakerShare * costs.maker_fee.to_double() +
                      (1 - kMakerShare) * (costs.taker_fee.to_double() + costs.slippage.to_double());
  const double width = cbrt(3 * cost * target_drift * target_drift / (2 * kRiskAversion * sigma * sigma));
  return std::clamp(width, 0.01, 0.05);
}

void TargetDrift::on_target(Timestamp now, Quantity wanted) {
  const Timestamp day = now.floor_to(Duration::days(1));
  if (!day_) {
    day_ = day;
    at_last_close_ = wanted;
  }
  for (; *day_ < day; day_ = *day_ + Duration::days(1)) close_day();
  wanted_ = wanted;
}

void TargetDrift::close_day() {
  const Quantity change = wanted_ - at_last_close_;
  const double base = at_last_close_.magnitude().to_double();
  const double relative = base > 0 ? change.to_double() / base : 0;
  squared_change_[days_ % kDaysMax] = relative * relative;
  ++days_;
  at_last_close_ = wanted_;
}

double TargetDrift::daily_deviation() const {
  if (days_ < kDaysMin) return kDefaultDrift;
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(days_, kDaysMax));
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += squared_change_[i];
  return square_root(sum / static_cast<double>(count));
}

void BetaEstimator::on_bar(InstrumentId leg, const BarClosed& bar, Timestamp end) {
  if (leg.value >= legs_.size() || !bar.close.known()) return;
  Leg& state = legs_[leg.value];
  if (end.floor_to(Duration::hours(1)) != end || end <= state.hour_end) return;
  state.hour_return.reset();  // one that found no partner in its hour never finds one
  if (state.hour_close.known() && end - state.hour_end == Duration::hours(1)) {
    state.hour_return = ln(bar.close.to_double() / state.hour_close.to_double());
  }
  state.hour_close = bar.close;
  state.hour_end = end;
  learn();
}

void BetaEstimator::learn() {
  Leg& spot = legs_[kSpotLeg.value];
  Leg& future = legs_[kHedgeLeg.value];
  if (!spot.hour_return || !future.hour_return || spot.hour_end != future.hour_end) return;
  const double rate = 1 - exp(-kBetaDecayPerHour);
  covariance_ += rate * (*spot.hour_return * *future.hour_return - covariance_);
  variance_ += rate * (*future.hour_return * *future.hour_return - variance_);
  spot.hour_return.reset();
  future.hour_return.reset();
  if (variance_ > 0) beta_ = std::clamp(Ratio::nearest(std::clamp(covariance_ / variance_, -1e6, 1e6)), min_, max_);
}

}  // namespace alpha_pulse::hedging
