#pragma once

#include <span>

/// The seed's figures about past returns: what a stop derived from history is made of, and what a report may quote.
/// Losses are positive. Vectors: risk_analysis_test.cpp.
namespace alpha_pulse::hedging {

/// Minus the (1 - confidence) percentile of the returns, linear between neighbours, not below 0. At least one return;
/// confidence inside (0, 1).
double historical_value_at_risk(std::span<const double> returns, double confidence);

/// Minus the mean of the returns at or below minus the historical value at risk.
double conditional_value_at_risk(std::span<const double> returns, double confidence);

/// z s - mean with the sample deviation s and the normal quantile z of `confidence`. At least two returns.
double parametric_value_at_risk(std::span<const double> returns, double confidence);

/// Deepest fall of the compounded returns from their running peak, as a negative fraction; 0 when they never fall.
double max_drawdown(std::span<const double> returns);

/// Standard deviation of a sample (n - 1). At least two values.
double sample_deviation(std::span<const double> values);

/// x with P(Z <= x) = p of the standard normal distribution, to 1e-9. p inside (0, 1).
double normal_quantile(double p);

}  // namespace alpha_pulse::hedging
