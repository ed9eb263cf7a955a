#include "alpha_pulse/session/run_summary.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/backtest/reference_strategies.hpp"
#include "alpha_pulse/session/test_runs.hpp"

namespace alpha_pulse::session {
namespace {

using namespace test;
using backtest::ClosedLoop;

constexpr Duration kDay = Duration::days(1);

/// A taker pays 0.001 and slips by 0.002.
const Sets kCostly{"fees.taker=0.001", "fills.slippage=0.002", "spot.quantity=2", "data.stale_after=1h"};

backtest::LoopSettings settings_of(const Sets& sets) {
  return loop_settings(loaded(sets).config, {.hedge = exact(), .one_series = true, .cadence = Duration::seconds(1)});
}

std::unique_ptr<ClosedLoop> sold_at_once(const Sets& sets = kCostly) {
  return std::move(*ClosedLoop::create(settings_of(sets), backtest::static_strategy(kHedgeLeg)));
}

std::unique_ptr<ClosedLoop> hedged(const Sets& sets) {
  return std::move(*ClosedLoop::create(settings_of(sets), loaded(sets).config.hedge));
}

TEST(PolicyFigures, SpreadCostOverTheHoldingAndAYear) {
  const auto loop = sold_at_once();
  loop->push(print(kMidnight, "1000"));
  loop->push(print(kMidnight + Duration::days(73), "1000"));
  loop->finish();
  const PolicyFigures f = figures(*loop);
  // Sold 2 at 998: slippage 4, fee 1.996; 5.996 of 2000, five times a year.
  EXPECT_NEAR(f.cost_bp_year, 5.996 / 2000 * 10'000 * 5, 1e-9);
  EXPECT_NEAR(f.turnover, 1996.0 / 2000, 1e-12);
  EXPECT_EQ(f.equity, usdt("101994.004"));
  EXPECT_EQ(f.funding_bp_year, 0);
}

TEST(PolicyFigures, CountReceivedFundingUpAndPaidFundingDown) {
  for (const int sign : {1, -1}) {
    const auto loop = sold_at_once();
    loop->push(print(kMidnight, "1000"));
    Event due = print(kMidnight + Duration::hours(8), "1000");
    due.body = FundingRateDue{.rate = Ratio::from_raw(sign * kOne / 1000)};
    loop->push(due);
    loop->push(print(kMidnight + Duration::days(365), "1000"));
    loop->finish();
    EXPECT_NEAR(figures(*loop).funding_bp_year, sign * 10.0, 1e-9);
  }
}

TEST(PolicyFigures, AreNoneForARunThatSawNoPrice) {
  const auto loop = sold_at_once();
  loop->finish();
  const PolicyFigures f = figures(*loop);
  EXPECT_EQ(f.turnover, 0);
  EXPECT_EQ(f.cost_bp_year, 0);
  EXPECT_FALSE(f.cvar95.has_value());
}

TEST(PolicyFigures, SeeTheDaysOfTheRun) {
  const auto loop = sold_at_once();
  for (int day = 0; day <= 30; ++day) loop->push(print(kMidnight + kDay * day, day % 2 == 0 ? "1000" : "1010"));
  loop->finish();
  const PolicyFigures f = figures(*loop);
  ASSERT_TRUE(f.hedge_effectiveness.daily.has_value());
  EXPECT_NEAR(*f.hedge_effectiveness.daily, 1.0, 1e-9);
  EXPECT_NEAR(*f.cvar95, 0.0, 1e-9);
}

TEST(TimeFigures, AreNothingOutsideForAHedgeThatWasNeverInside) {
  const auto loop = std::move(*ClosedLoop::create(settings_of({"hedge.ratio_min=0.5"}), backtest::unhedged_strategy()));
  loop->push(print(kMidnight, "1000"));
  loop->push(print(kMidnight + Duration::seconds(1), "1000"));
  loop->finish();
  EXPECT_FALSE(time_figures(*loop).outside_limits_pct.has_value());
}

TEST(TimeFigures, AreSharesOfTheTimeInPercent) {
  const Sets sets{"data.stale_after=10s"};
  const auto loop = hedged(sets);
  loop->push(print(kMidnight, "1000"));
  loop->push(print(kMidnight + Duration::seconds(10), "1000"));
  loop->push(print(kMidnight + Duration::seconds(40), "1000"));
  loop->finish();
  const TimeFigures f = time_figures(*loop);
  EXPECT_DOUBLE_EQ(f.gap_pct, 75);
  EXPECT_DOUBLE_EQ(f.active_pct, 100);  // the ladder stands
  EXPECT_DOUBLE_EQ(f.stopped_pct, 0);
  EXPECT_DOUBLE_EQ(*f.outside_limits_pct, 0);
}

TEST(Summary, TellsWhatStandsAtTheEnd) {
  const Sets sets{"hedge.initial=0.5", "hedge.ratio_min=0.5", "spot.quantity=2", "fills.slippage=0",
                  "fees.taker=0.001"};
  const auto loop = hedged(sets);
  loop->push(print(kMidnight, "1000"));
  loop->push(print(kMidnight + Duration::seconds(1), "1000"));
  loop->finish();
  const RunSummary s = summarise(*loop, loaded(sets).config, "recorded");
  EXPECT_EQ(s.mode, "PAPER");
  EXPECT_EQ(s.exchange, "recorded");
  EXPECT_EQ(s.symbol, "BTCUSDT");
  EXPECT_EQ(s.profile, "classic");
  EXPECT_EQ(s.state, ProgramState::ACTIVE);
  EXPECT_EQ(s.events, 2U);
  EXPECT_EQ(s.fills, 2U);  // a slice with its stop first
  EXPECT_EQ(s.hedge_quantity, coins("-1"));
  EXPECT_EQ(s.hedge_ratio, ratio("0.5"));
  EXPECT_EQ(s.entry_price, price("1000"));
  EXPECT_EQ(s.stop_price, price("1040"));
  EXPECT_EQ(s.take_profit_price, price("940"));
  EXPECT_EQ(s.disaster_stop_price, Price{});
  EXPECT_EQ(s.working_orders, loop->engine().tracker().live().size());
  EXPECT_EQ(s.initial_equity, usdt("102000"));
  EXPECT_EQ(s.equity, usdt("101999"));
  EXPECT_EQ(s.pnl.total(), s.equity - s.initial_equity);
  EXPECT_TRUE(s.residual.is_zero());
  EXPECT_EQ(s.from, kMidnight);
  EXPECT_EQ(s.to, kMidnight + Duration::seconds(1));
  EXPECT_EQ(s.command_hash, loop->engine().command_hash());
}

}  // namespace
}  // namespace alpha_pulse::session
