#include "alpha_pulse/report/courses.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "alpha_pulse/backtest/metrics.hpp"
#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::report {
namespace {

using backtest::HourPoint;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

Money profit(const HourPoint& hour) {
  return hour.terms.total() - hour.terms.transfers;
}

double hedge_ratio(const HourPoint& hour) {
  const double holding = hour.holding.to_double();
  return holding == 0 ? kNone : -hour.held.to_double() / holding;
}

/// What hedging has cost so far: fees and slippage paid, less what funding brought.
double cost(const HourPoint& hour) {
  return (hour.terms.fees + hour.slippage - hour.terms.funding).to_double();
}

using ValueOf = double (*)(const HourPoint&);

/// A column and where it comes from.
struct Source {
  const char* name;
  int decimals;
  ValueOf value;
};

constexpr Source kSources[] = {{"price", 8, [](const HourPoint& h) { return h.mark.to_double(); }},
                               {"spot_price", 8, [](const HourPoint& h) { return h.spot.to_double(); }},
                               {"holding", 8, [](const HourPoint& h) { return h.holding.to_double(); }},
                               {"hedge", 8, [](const HourPoint& h) { return h.held.to_double(); }},
                               {"hedge_ratio", 6, hedge_ratio},
                               {"wallet", 2, [](const HourPoint& h) { return h.wallet.to_double(); }},
                               {"spot", 2, [](const HourPoint& h) { return h.terms.spot.to_double(); }},
                               {"reference", 2, [](const HourPoint& h) { return h.terms.reference.to_double(); }},
                               {"overlay", 2, [](const HourPoint& h) { return h.terms.overlay.to_double(); }},
                               {"funding", 2, [](const HourPoint& h) { return h.terms.funding.to_double(); }},
                               {"fees", 2, [](const HourPoint& h) { return h.terms.fees.to_double(); }},
                               {"transfers", 2, [](const HourPoint& h) { return h.terms.transfers.to_double(); }},
                               {"liquidation", 2, [](const HourPoint& h) { return h.terms.liquidation.to_double(); }},
                               {"slippage", 2, [](const HourPoint& h) { return h.slippage.to_double(); }},
                               {"cost", 2, cost}};

/// Profit at each moment of `at`; none where that policy has no such hour.
std::vector<double> profit_at(const std::vector<Timestamp>& at, const backtest::RunHistory& history) {
  std::vector<double> out(at.size(), kNone);
  std::size_t next = 0;
  for (std::size_t row = 0; row < at.size(); ++row) {
    while (next < history.hours.size() && history.hours[next].at < at[row]) ++next;
    if (next < history.hours.size() && history.hours[next].at == at[row]) {
      out[row] = profit(history.hours[next]).to_double();
    }
  }
  return out;
}

/// Q S at the first prices: what the first hour shows, less what came in and what the price did since. Futures money is
/// not moved in a recording, so transfers are coins.
double initial_value(const backtest::RunHistory& history) {
  if (history.hours.empty()) return 0;
  const HourPoint& first = history.hours.front();
  const double now = first.holding.to_double() * first.spot.to_double();
  return std::abs(now - (first.terms.spot + first.terms.transfers).to_double());
}

std::vector<double> drawdown_pct(const std::vector<double>& profits, double initial) {
  std::vector<double> out(profits.size(), kNone);
  double peak = 0;
  for (std::size_t row = 0; row < profits.size(); ++row) {
    if (profits[row] != profits[row] || initial <= 0) continue;
    peak = std::max(peak, profits[row]);
    out[row] = 100 * (profits[row] - peak) / initial;
  }
  return out;
}

/// `2025-06`
std::string month_of(Timestamp at) {
  return format_timestamp(at).substr(0, 7);
}

/// Samples by the month they lie in; the first moment of a month ends the month before it too.
std::map<std::string, std::vector<backtest::HourSample>> samples_by_month(const backtest::RunHistory& history) {
  std::map<std::string, std::vector<backtest::HourSample>> months;
  for (const HourPoint& hour : history.hours) {
    const backtest::HourSample sample{.hour = hour.at, .profit = profit(hour), .spot_profit = hour.terms.spot};
    months[month_of(hour.at)].push_back(sample);
    const std::string before = month_of(hour.at - Duration::hours(1));
    if (before != month_of(hour.at) && months.contains(before)) months[before].push_back(sample);
  }
  return months;
}

}  // namespace

const Course& Courses::column(std::string_view name) const {
  const auto found = std::ranges::find(columns, name, &Course::name);
  ensure(found != columns.end(), "a column that there is");
  return *found;
}

Courses courses_of(const RunReport& report) {
  ensure(!report.policies.empty() && report.policies.front().history != nullptr, "a policy with its history");
  Courses out;
  const auto& hours = report.policies.front().history->hours;
  for (const HourPoint& hour : hours) out.at.push_back(hour.at);
  for (const Source& source : kSources) {
    Course course{.name = source.name, .decimals = source.decimals, .values = {}};
    course.values.reserve(hours.size());
    for (const HourPoint& hour : hours) course.values.push_back(source.value(hour));
    out.columns.push_back(std::move(course));
  }
  for (const Policy& policy : report.policies) {
    auto profits = profit_at(out.at, *policy.history);
    auto falls = drawdown_pct(profits, initial_value(*policy.history));
    out.columns.push_back({.name = "profit_" + policy.name, .decimals = 2, .values = std::move(profits)});
    out.columns.push_back({.name = "drawdown_pct_" + policy.name, .decimals = 4, .values = std::move(falls)});
  }
  return out;
}

MonthlyEffectiveness effectiveness_by_month(const RunReport& report) {
  MonthlyEffectiveness out;
  for (const auto& [month, samples] : samples_by_month(*report.policies.front().history)) out.months.push_back(month);
  for (const Policy& policy : report.policies) {
    if (policy.name == "unhedged") continue;  // 0 by definition
    const auto months = samples_by_month(*policy.history);
    std::vector<std::optional<double>> values;
    for (const std::string& month : out.months) {
      const auto found = months.find(month);
      values.push_back(found == months.end() ? std::nullopt : backtest::hedge_effectiveness(found->second).hourly);
    }
    out.policies.push_back(policy.name);
    out.values.push_back(std::move(values));
  }
  return out;
}

}  // namespace alpha_pulse::report
