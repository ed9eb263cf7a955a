#include "alpha_pulse/hedging/risk_analysis.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/base/maths.hpp"

namespace alpha_pulse::hedging {
namespace {

using base::ensure;

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

/// P(Z <= x) by the series of the error function for small |x| and its continued fraction beyond: no libm.
double normal_cdf(double x) {
  const double magnitude = x < 0 ? -x : x;
  const double density = base::exp(-0.5 * magnitude * magnitude) * 0.3989422804014327;
  double upper = 0;
  if (magnitude < 3) {
    double term = magnitude;
    double sum = magnitude;
    for (int n = 1; n < 120; ++n) {
      term *= magnitude * magnitude / (2 * n + 1);
      sum += term;
    }
    upper = 0.5 - density * sum;
  } else {
    double fraction = 0;
    for (int n = 60; n >= 1; --n) fraction = n / (magnitude + fraction);
    upper = density / (magnitude + fraction);
  }
  return x < 0 ? upper : 1 - upper;
}

}  // namespace

double historical_value_at_risk(std::span<const double> returns, double confidence) {
  ensure(!returns.empty() && confidence > 0 && confidence < 1, "returns and a confidence inside (0, 1)");
  std::vector<double> sorted(returns.begin(), returns.end());
  std::sort(sorted.begin(), sorted.end());
  const double position = (1 - confidence) * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const auto above = std::min(below + 1, sorted.size() - 1);
  const double value = sorted[below] + (position - static_cast<double>(below)) * (sorted[above] - sorted[below]);
  return std::max(0.0, -value);
}

double conditional_value_at_risk(std::span<const double> returns, double confidence) {
  const double limit = -historical_value_at_risk(returns, confidence);
  std::vector<double> tail;
  std::copy_if(returns.begin(), returns.end(), std::back_inserter(tail), [limit](double r) { return r <= limit; });
  return tail.empty() ? -limit : -mean_of(tail);
}

double parametric_value_at_risk(std::span<const double> returns, double confidence) {
  return normal_quantile(confidence) * sample_deviation(returns) - mean_of(returns);
}

double max_drawdown(std::span<const double> returns) {
  double value = 1;
  double peak = 0;
  double deepest = 0;
  for (const double r : returns) {
    value *= 1 + r;
    peak = std::max(peak, value);
    deepest = std::min(deepest, value / peak - 1);
  }
  return deepest;
}

double sample_deviation(std::span<const double> values) {
  ensure(values.size() >= 2, "a deviation needs two values");
  const double mean = mean_of(values);
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return base::square_root(sum / static_cast<double>(values.size() - 1));
}

double normal_quantile(double p) {
  ensure(p > 0 && p < 1, "a probability inside (0, 1)");
  double low = -40;
  double high = 40;
  for (int i = 0; i < 200; ++i) {
    const double middle = 0.5 * (low + high);
    (normal_cdf(middle) < p ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace alpha_pulse::hedging
