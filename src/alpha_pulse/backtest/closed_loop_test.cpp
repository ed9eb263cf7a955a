#include "alpha_pulse/backtest/closed_loop.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/backtest/reference_strategies.hpp"
#include "alpha_pulse/backtest/test_loops.hpp"
#include "alpha_pulse/engine/testing/memory_journal.hpp"

namespace alpha_pulse::backtest {
namespace {

using namespace test;

/// The hedge of half the holding from the start, with a ladder for the rest.
hedging::HedgeSettings half_hedged() {
  hedging::HedgeSettings hedge = hedging::HedgeSettings::classic();
  hedge.ratio.initial = ratio("0.5");
  return hedge;
}

LoopSettings costly() {
  LoopSettings settings = loop_settings("2");
  settings.fills = {};
  return settings;
}

/// A print every ten minutes, up and down by up to three percent, standing still over the last hour.
std::vector<Event> swings(int count) {
  std::vector<Event> events;
  for (int i = 0; i < count; ++i) {
    const int phase = i < count - 7 ? i * 37 % 60 : 30;
    events.push_back(print(kMidnight + Duration::minutes(10) * i, std::to_string(970 + phase)));
  }
  return events;
}

TEST(ClosedLoop, SamplesTheAccountAtEveryFullHour) {
  const auto loop = loop_of(loop_settings("2"), unhedged_strategy());
  loop->push(print(kMidnight + Duration::minutes(30), "1000"));
  loop->push(print(kMidnight + Duration::minutes(59), "1010"));
  loop->push(print(kMidnight + kHour, "1050"));  // at the hour: belongs to the next one
  loop->push(print(kMidnight + kHour * 3 + Duration::minutes(1), "1000"));
  loop->finish();
  ASSERT_EQ(loop->hours().size(), 3U);
  EXPECT_EQ(loop->hours()[0].hour, kMidnight + kHour);
  EXPECT_EQ(loop->hours()[0].profit, usdt("20"));
  EXPECT_EQ(loop->hours()[1].profit, usdt("100"));
  EXPECT_EQ(loop->hours()[2].spot_profit, usdt("100"));  // a silent hour is sampled too
}

TEST(ClosedLoop, AddsItsHoursUpToTheFinalProfit) {
  const auto loop = loop_of(costly(), half_hedged());
  const auto events = swings(400);
  for (const Event& event : events) loop->push(event);
  loop->finish();
  const engine::Portfolio& portfolio = loop->engine().portfolio();
  ASSERT_GT(loop->engine().counters().fills, 5U);
  Money sum = loop->hours().front().profit;
  for (std::size_t i = 1; i < loop->hours().size(); ++i) sum += loop->hours()[i].profit - loop->hours()[i - 1].profit;
  EXPECT_EQ(sum, portfolio.equity() - portfolio.initial_equity());
  EXPECT_EQ(loop->hours().back().spot_profit, portfolio.terms().spot);
}

TEST(ClosedLoop, LeavesMoneyThatWasMovedOutOfTheProfit) {
  const auto loop = loop_of(loop_settings("2"), unhedged_strategy());
  loop->push(print(kMidnight, "1000"));
  loop->push(test::event(kMidnight + Duration::minutes(1), WalletTransferred{usdt("5000")}));
  loop->push(test::event(kMidnight + Duration::minutes(2), SpotBalanceChanged{qty("1")}, kSpotLeg));
  loop->push(print(kMidnight + Duration::minutes(3), "1010"));
  loop->push(print(kMidnight + kHour * 2, "1010"));
  EXPECT_EQ(loop->hours().back().profit, usdt("30"));
}

TEST(ClosedLoop, KnowsTheHoldingsValueAtTheFirstPricesAndTheTimesOfFirstAndLast) {
  const auto loop = loop_of(loop_settings("-2"), unhedged_strategy());
  EXPECT_FALSE(loop->started_at().has_value());
  loop->push(print(kMidnight, "1000"));
  loop->push(print(kMidnight + kHour, "3000"));
  EXPECT_EQ(loop->initial_holding_value(), usdt("2000"));
  EXPECT_EQ(loop->started_at(), kMidnight);
  EXPECT_EQ(loop->last_event_at(), kMidnight + kHour);
  EXPECT_EQ(loop->covered(), 2U);
}

TEST(ClosedLoop, TakesSilenceLongerThanTheStaleLimitForAGap) {
  LoopSettings settings = loop_settings("2");
  settings.engine.limits.stale_after = Duration::minutes(1);
  const auto loop = loop_of(settings, unhedged_strategy());
  loop->push(print(kMidnight, "1000"));
  loop->push(print(kMidnight + Duration::minutes(1), "1000"));  // just in time
  loop->push(print(kMidnight + Duration::minutes(31), "1000"));
  loop->finish();
  EXPECT_EQ(loop->observer().spent().gaps, Duration::minutes(30));
  EXPECT_EQ(loop->observer().spent().total, Duration::minutes(31));
}

TEST(ClosedLoop, MeasuresTheSameTimeWhetherItSkipsOrNot) {
  TimeSpent spent[2];
  for (const bool skip : {false, true}) {
    LoopSettings settings = costly();
    settings.skip = skip;
    settings.limits.min = ratio("0.6");
    settings.engine.limits.stale_after = Duration::minutes(10);
    const auto loop = loop_of(settings, half_hedged());
    for (const Event& event : swings(400)) {
      if (event.ts_event.floor_to(kDay) != event.ts_event) loop->push(event);  // a hole at each midnight
    }
    loop->finish();
    spent[skip ? 1 : 0] = loop->observer().spent();
  }
  EXPECT_EQ(spent[0].total, spent[1].total);
  EXPECT_EQ(spent[0].active, spent[1].active);
  EXPECT_EQ(spent[0].gaps, spent[1].gaps);
  EXPECT_EQ(spent[0].measured, spent[1].measured);
  EXPECT_EQ(spent[0].outside, spent[1].outside);
  EXPECT_EQ(spent[0].gaps, Duration::minutes(20) * 2);
  EXPECT_GT(spent[0].measured, Duration{});
}

TEST(ClosedLoop, RecoversFromAJournalCutAnywhereToTheSameCommands) {
  const auto events = swings(200);
  engine::testing::MemoryJournal journal;
  LoopSettings settings = costly();
  settings.journal = &journal;
  const auto whole = loop_of(settings, half_hedged());
  for (const Event& event : events) whole->push(event);
  whole->finish();
  ASSERT_GT(whole->engine().counters().fills, 5U);
  settings.journal = nullptr;
  for (std::size_t kept = 0; kept <= journal.records.size(); kept += 1 + journal.records.size() / 40) {
    const auto again = loop_of(settings, half_hedged());
    engine::Continuation continuation(again->recover(std::span(journal.records).first(kept)));
    for (const Event& event : events) {
      if (!continuation.had(event)) again->push(event);
    }
    again->finish();
    EXPECT_EQ(again->engine().timed_hash(), whole->engine().timed_hash()) << "cut after record " << kept;
    EXPECT_EQ(again->engine().portfolio().equity(), whole->engine().portfolio().equity());
  }
}

TEST(ClosedLoop, RefusesAModeThatReachesAnExchange) {
  LoopSettings settings = loop_settings("2");
  settings.mode = execution::TradingMode::REAL;
  const auto loop = ClosedLoop::create(settings, unhedged_strategy());
  ASSERT_FALSE(loop.has_value());
  EXPECT_EQ(loop.error().code, ErrorCode::kRefused);
}

}  // namespace
}  // namespace alpha_pulse::backtest
