#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "alpha_pulse/backtest/closed_loop.hpp"
#include "alpha_pulse/matching/testing/test_venue.hpp"

/// Closed loops for this room's tests: one series of prices, a holding of a few coins, a venue without fees unless
/// asked.
namespace alpha_pulse::backtest::test {

using namespace matching::test;

/// Monday 2024-01-01 00:00 UTC.
inline constexpr Timestamp kMidnight = Timestamp::from_ms(1'704'067'200'000);
inline constexpr Duration kHour = Duration::hours(1);
inline constexpr Duration kDay = Duration::days(1);

inline LoopSettings loop_settings(const std::string& holding) {
  LoopSettings settings;
  settings.engine.instruments = {spot(), linear()};
  settings.engine.spot_quantity = qty(holding);
  settings.engine.wallet = usdt("100000");
  settings.engine.one_series = true;
  settings.engine.limits.stale_after = kDay;
  settings.fills = plain();
  return settings;
}

template <class Policy>
std::unique_ptr<ClosedLoop> loop_of(const LoopSettings& settings, Policy&& policy) {
  auto loop = ClosedLoop::create(settings, std::forward<Policy>(policy));
  EXPECT_TRUE(loop.has_value()) << (loop ? "" : loop.error().message);
  return std::move(*loop);
}

/// A print that is spot, mark and quotes at once: bid at the price, ask a tick (0.01) above.
inline Event print(Timestamp when, const std::string& p) {
  return event(when, TradeTick{.price = price(p), .quantity = qty("1"), .aggressor = Side::BUY, .roles = kAllRoles});
}

inline Quantity hedge_of(const ClosedLoop& loop) {
  return loop.engine().portfolio().position().quantity();
}

}  // namespace alpha_pulse::backtest::test
