#include "alpha_pulse/backtest/metrics.hpp"

#include <algorithm>

namespace alpha_pulse::backtest {
namespace {

constexpr std::size_t kBinsMin = 20;

struct Bin {
  double profit;
  double spot_profit;
};

/// Differences between samples exactly `period` apart that stand on multiples of it: full UTC hours or days.
std::vector<Bin> full_bins(std::span<const HourSample> samples, Duration period) {
  std::vector<Bin> bins;
  const HourSample* begin = nullptr;
  for (const HourSample& sample : samples) {
    if (sample.hour.floor_to(period) != sample.hour) continue;
    if (begin != nullptr && sample.hour - begin->hour == period) {
      bins.push_back(
          {(sample.profit - begin->profit).to_double(), (sample.spot_profit - begin->spot_profit).to_double()});
    }
    begin = &sample;
  }
  return bins;
}

/// Around the first value, so that equal values have a variance of exactly 0.
template <class Project>
double variance(std::span<const Bin> bins, Project project) {
  const double first = project(bins.front());
  double mean = 0;
  for (const Bin& bin : bins) mean += (project(bin) - first) / static_cast<double>(bins.size());
  double sum = 0;
  for (const Bin& bin : bins) sum += (project(bin) - first - mean) * (project(bin) - first - mean);
  return sum / static_cast<double>(bins.size() - 1);
}

std::optional<double> effectiveness(std::span<const Bin> bins) {
  if (bins.size() < kBinsMin) return std::nullopt;
  const double unhedged = variance(bins, [](const Bin& bin) { return bin.spot_profit; });
  if (unhedged <= 0) return std::nullopt;
  return 1 - variance(bins, [](const Bin& bin) { return bin.profit; }) / unhedged;
}

}  // namespace

HedgeEffectiveness hedge_effectiveness(std::span<const HourSample> samples) {
  return {.daily = effectiveness(full_bins(samples, Duration::days(1))),
          .hourly = effectiveness(full_bins(samples, Duration::hours(1)))};
}

std::vector<double> daily_profit(std::span<const HourSample> samples) {
  std::vector<double> profits;
  for (const Bin& bin : full_bins(samples, Duration::days(1))) profits.push_back(bin.profit);
  return profits;
}

std::optional<double> conditional_value_at_risk(std::span<const HourSample> samples, double initial_value) {
  std::vector<double> profits = daily_profit(samples);
  if (profits.size() < kBinsMin || initial_value == 0) return std::nullopt;
  std::sort(profits.begin(), profits.end());
  const std::size_t worst = (profits.size() + 19) / 20;
  double sum = 0;
  for (std::size_t i = 0; i < worst; ++i) sum += profits[i];
  return -sum / static_cast<double>(worst) / initial_value;
}

double max_drawdown_pct(std::span<const HourSample> samples, double initial_value) {
  double total = 0;
  double peak = 0;
  double deepest = 0;
  for (const double profit : daily_profit(samples)) {
    total += profit;
    peak = std::max(peak, total);
    deepest = std::max(deepest, peak - total);
  }
  return initial_value == 0 ? 0 : 100 * deepest / initial_value;
}

double basis_points_per_year(double amount, double initial_value, Duration length) {
  if (initial_value == 0 || length <= Duration{}) return 0;
  return 10'000 * amount / initial_value * 365 / length.to_days();
}

}  // namespace alpha_pulse::backtest
