#include "alpha_pulse/session/explain.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/session/test_cases.hpp"

namespace alpha_pulse::session {
namespace {

using namespace test;

/// Five rungs of 0.2 at 101 102 103 104 105 from a price of 100.
const Sets kClassic{"spot.equity=100000"};
const Sets kGuarded{"profile=guarded", "spot.equity=100000", "grid.volatility=0.02"};

Sets with(Sets sets, const Sets& more) {
  sets.insert(sets.end(), more.begin(), more.end());
  return sets;
}

// ---- orders --------------------------------------------------------------------------------------------------------

TEST(ExplainOrder, SaysOfARungWhereTheGridStandsAndWhatItsFillChanged) {
  RecordedRun run(kClassic);
  run.stay("100").go("101.02").stay("101.02").go("102.02").stay("102.02");
  const CaseFile file = run.explained();
  const auto rungs = orders_of(file, SlotKind::GRID_OPEN);
  ASSERT_GE(rungs.size(), 5U);
  const OrderStory& second = rungs[1];
  EXPECT_EQ(second.spec.price, price("102"));
  EXPECT_EQ(second.cause, PlaceCause::RUNG);
  EXPECT_EQ(second.grid.reference, price("100"));
  EXPECT_EQ(second.grid.spacing, price("1") - Price{});
  EXPECT_EQ(second.grid.rungs, 5U);
  EXPECT_DOUBLE_EQ(second.grid.sigma, 0.02);
  EXPECT_EQ(second.moment.price, price("100"));
  EXPECT_EQ(second.moment.state, ProgramState::ACTIVE);
  EXPECT_TRUE(second.accepted_at.has_value());
  ASSERT_EQ(second.fills.size(), 1U);
  const FillStory& fill = second.fills.front();
  EXPECT_EQ(fill.fill.price, price("102"));
  EXPECT_EQ(fill.ratio_before, ratio("0.2"));
  EXPECT_EQ(fill.ratio_after, ratio("0.4"));
  EXPECT_EQ(fill.entry_after, price("101.5"));
  EXPECT_EQ(fill.stop_before, price("105.04"));
  EXPECT_EQ(fill.stop_after, price("105.56"));
  EXPECT_EQ(second.state, OrderState::FILLED);
}

TEST(ExplainOrder, LetsTheOuterRungsWaitForTheStopThatStandsWhileFlat) {
  RecordedRun run(kClassic);
  run.stay("100");
  const CaseFile file = run.explained();
  const OrderStory stop = orders_of(file, SlotKind::STOP_LOSS).at(0);
  EXPECT_EQ(stop.cause, PlaceCause::EXIT_STAGED);
  EXPECT_EQ(stop.exit.entry, price("101"));
  EXPECT_EQ(stop.exit.share, ratio("0.04"));
  EXPECT_FALSE(stop.exit.ladder_only);
  const OrderStory second = orders_of(file, SlotKind::GRID_OPEN).at(1);
  const auto* confirmed = second.moment.event.as<OrderAccepted>();
  ASSERT_NE(confirmed, nullptr) << event_name(second.moment.event);
  EXPECT_GE(second.moment.at, *stop.accepted_at);
}

TEST(ExplainOrder, SaysWhyAnExitMovedAndWhatTookTheOldOnesPlace) {
  RecordedRun run(kClassic);
  run.stay("100").go("101.02").stay("101.02").go("102.02").stay("102.02");
  const CaseFile file = run.explained();
  const auto stops = orders_of(file, SlotKind::STOP_LOSS);
  ASSERT_EQ(stops.size(), 2U);  // the first fill is at the price the staged stop was reckoned from
  EXPECT_EQ(stops[1].cause, PlaceCause::EXIT_MOVED);
  EXPECT_EQ(stops[1].previous, stops[0].id);
  EXPECT_EQ(stops[1].exit.entry, price("101.5"));
  ASSERT_TRUE(stops[0].cancel.has_value());
  EXPECT_EQ(stops[0].cancel->cause, CancelCause::REPLACED);
  EXPECT_EQ(stops[0].cancel->by, stops[1].id);
  const auto profits = orders_of(file, SlotKind::TAKE_PROFIT);
  ASSERT_EQ(profits.size(), 2U);
  EXPECT_EQ(profits[0].cause, PlaceCause::EXIT_SET);
  EXPECT_EQ(profits[1].cause, PlaceCause::EXIT_MOVED);
}

TEST(ExplainOrder, SaysWhatAStopEnded) {
  RecordedRun run(kClassic);
  run.stay("100").go("101.02").stay("101.02").go("105.2").stay("105.2");
  const CaseFile file = run.explained();
  EXPECT_EQ(file.protection.state, ProgramState::STOPPED);
  bool cancelled_by_it = false;
  for (const OrderStory& rung : orders_of(file, SlotKind::GRID_OPEN)) {
    if (rung.cancel && rung.cancel->cause == CancelCause::ENDED) {
      cancelled_by_it = true;
      EXPECT_EQ(rung.ended.reason, Reason::STOP_LOSS);
    }
  }
  for (const OrderStory& profit : orders_of(file, SlotKind::TAKE_PROFIT)) {
    cancelled_by_it = cancelled_by_it || (profit.cancel && profit.cancel->cause == CancelCause::ENDED);
  }
  EXPECT_TRUE(cancelled_by_it);
  ASSERT_TRUE(file.protection.stopped_by.has_value());
  EXPECT_EQ(file.protection.stopped_by->moment.reason, Reason::STOP_LOSS);
}

TEST(ExplainOrder, TellsAPersonsFlatteningFromAnExit) {
  RecordedRun run(kGuarded);
  run.stay("100", 12).ask(OperatorAction::FLATTEN).stay("100");
  const CaseFile file = run.explained();
  const auto flattens = orders_of(file, SlotKind::FLATTEN);
  ASSERT_FALSE(flattens.empty());
  EXPECT_EQ(flattens[0].cause, PlaceCause::FLATTEN);
  EXPECT_EQ(flattens[0].ended.reason, Reason::OPERATOR);
  EXPECT_NE(flattens[0].moment.event.as<OperatorRequested>(), nullptr);
}

TEST(ExplainOrder, FollowsTheGuardedHedgeFromItsFirstSliceToItsCorrections) {
  RecordedRun run(with(kGuarded, {"hedge.band=0.02"}));
  run.stay("100", 20);
  run.tell(SpotBalanceChanged{.change = coins("0.08")}, kSpotLeg).stay("100", 20);  // outside the band alone
  run.tell(SpotBalanceChanged{.change = coins("0.2")}, kSpotLeg).stay("100", 20);   // below the hard limit
  run.tell(SpotBalanceChanged{.change = coins("-0.6")}, kSpotLeg).stay("100", 20);  // above the other
  const CaseFile file = run.explained();
  std::vector<hedging::HedgeAim> aims;
  for (const OrderStory& story : orders_of(file, SlotKind::REBALANCE)) {
    EXPECT_EQ(story.cause, PlaceCause::HEDGE_RATIO);
    EXPECT_FALSE(story.goal.is_zero());
    if (aims.empty() || aims.back() != story.aim) aims.push_back(story.aim);
  }
  using hedging::HedgeAim;
  const std::vector<HedgeAim> expected{HedgeAim::FIRST_SLICE, HedgeAim::LOWER_LIMIT, HedgeAim::TARGET,
                                       HedgeAim::OUT_OF_BAND, HedgeAim::BELOW_MIN,   HedgeAim::OUT_OF_BAND,
                                       HedgeAim::ABOVE_MAX,   HedgeAim::OUT_OF_BAND};
  EXPECT_EQ(aims, expected);
  EXPECT_EQ(orders_of(file, SlotKind::DISASTER_STOP).at(0).cause, PlaceCause::EXIT_STAGED);
}

TEST(ExplainOrder, SaysWhatTheGateRefused) {
  RecordedRun run(with(kClassic, {"grid.num_levels=20", "grid.spacing_sigma=0.1", "risk.orders_per_minute=10"}));
  run.stay("100", 3);
  const CaseFile file = run.explained();
  const OrderStory* refused = nullptr;
  for (const OrderStory& story : file.orders) refused = story.refused ? &story : refused;
  ASSERT_NE(refused, nullptr);
  EXPECT_EQ(refused->refused->reason, Reason::ORDER_RATE);
  EXPECT_EQ(refused->state, OrderState::REJECTED);
  ASSERT_FALSE(file.unhedged.refused.empty());
  EXPECT_EQ(file.unhedged.refused.front().refusal.reason, Reason::ORDER_RATE);
}

TEST(ExplainOrder, SaysThatARungWasTakenBackAndOpensAgain) {
  RecordedRun run(with(kClassic, {"grid.rearm_levels=true"}));
  run.stay("100").go("101.02").stay("101.02").go("99.9").stay("99.9").stay("100");
  const CaseFile file = run.explained();
  const auto backs = orders_of(file, SlotKind::GRID_CLOSE);
  ASSERT_FALSE(backs.empty());
  EXPECT_EQ(backs[0].cause, PlaceCause::TAKE_BACK);
  bool again = false;
  for (const OrderStory& rung : orders_of(file, SlotKind::GRID_OPEN)) {
    again = again || rung.cause == PlaceCause::RUNG_AGAIN;
  }
  EXPECT_TRUE(again);
}

// ---- unhedged ------------------------------------------------------------------------------------------------------

TEST(ExplainUnhedged, NamesTheNextRungWhileClassicWaitsForThePrice) {
  RecordedRun run(kClassic);
  run.stay("100").go("101.02").stay("101.02").go("102.02").stay("102.02");
  const CaseFile file = run.explained();
  EXPECT_EQ(file.unhedged.ratio, ratio("0.4"));
  EXPECT_EQ(file.unhedged.wanted, coins("1"));
  const Gap* ahead = gap(file, GapWhy::RUNGS_AHEAD);
  ASSERT_NE(ahead, nullptr) << gap_words(file);
  EXPECT_EQ(ahead->price, price("103"));
  EXPECT_EQ(ahead->quantity, coins("0.6"));
}

TEST(ExplainUnhedged, SaysWhatStoppedItAndWhenItBeginsAgain) {
  const Sets timed = with(kClassic, {"risk.rearm=timed", "risk.rearm_after=12h"});
  RecordedRun run(timed);
  run.stay("100").go("101.02").stay("101.02").go("105.2").stay("105.2");
  const CaseFile file = run.explained();
  const Gap* stopped = gap(file, GapWhy::STOPPED);
  ASSERT_NE(stopped, nullptr) << gap_words(file);
  EXPECT_EQ(stopped->reason, Reason::STOP_LOSS);
  EXPECT_EQ(stopped->price, price("105.2"));
  ASSERT_TRUE(stopped->until.has_value());
  EXPECT_EQ(*stopped->until, stopped->since + Duration::hours(12));

  RecordedRun by_price(with(kClassic, {"risk.rearm=price", "risk.rearm_move=0.02"}));
  by_price.stay("100").go("101.02").stay("101.02").go("105.2").stay("105.2");
  const CaseFile again = by_price.explained();
  ASSERT_NE(gap(again, GapWhy::STOPPED), nullptr);
  EXPECT_LT(gap(again, GapWhy::STOPPED)->low, price("103.1"));
  EXPECT_GT(gap(again, GapWhy::STOPPED)->high, price("107.3"));
}

TEST(ExplainUnhedged, SaysThatAPersonPausedIt) {
  RecordedRun run(kClassic);
  run.stay("100").ask(OperatorAction::PAUSE).stay("100");
  const CaseFile file = run.explained();
  EXPECT_NE(gap(file, GapWhy::PAUSED), nullptr) << gap_words(file);
  EXPECT_EQ(file.unhedged.gaps.front().why, GapWhy::PAUSED);
  for (const OrderStory& rung : orders_of(file, SlotKind::GRID_OPEN)) {
    ASSERT_TRUE(rung.cancel.has_value());
    EXPECT_EQ(rung.cancel->cause, CancelCause::NOT_ACTIVE);
    EXPECT_NE(rung.cancel->moment.event.as<OperatorRequested>(), nullptr);
  }
}

TEST(ExplainUnhedged, SaysThatTheMarginGuardReduces) {
  RecordedRun run({"profile=guarded", "spot.equity=60", "hedge.ratio_max=1"});
  run.stay("100", 15);
  for (const char* p : {"104", "108", "112", "116", "120", "124", "128", "132"}) run.stay(p, 3);
  const CaseFile file = run.explained();
  EXPECT_EQ(file.unhedged.reason, Reason::MARGIN_GUARD) << gap_words(file);
  const Gap* reducing = gap(file, GapWhy::REDUCING);
  ASSERT_NE(reducing, nullptr) << gap_words(file);
  EXPECT_EQ(reducing->share, ratio("0.225"));
  EXPECT_TRUE(reducing->price.known());
  EXPECT_EQ(orders_of(file, SlotKind::REBALANCE).back().aim, hedging::HedgeAim::MARGIN_GUARD);
}

TEST(ExplainUnhedged, SaysThatTooLittleIsMissingToTrade) {
  RecordedRun run({"profile=guarded", "spot.equity=100000", "spot.quantity=0.5"});
  run.stay("100", 20);
  const CaseFile file = run.explained();
  EXPECT_EQ(file.unhedged.gaps.front().why, GapWhy::AS_WANTED) << gap_words(file);

  RecordedRun grown({"profile=guarded", "spot.equity=100000", "spot.quantity=0.5"});
  grown.stay("100", 20).tell(SpotBalanceChanged{.change = coins("0.02")}, kSpotLeg).stay("100", 20);
  const CaseFile small = grown.explained();
  EXPECT_NE(gap(small, GapWhy::BELOW_MINIMUM), nullptr) << gap_words(small);
  EXPECT_NE(gap(small, GapWhy::INSIDE_BAND), nullptr) << gap_words(small);
}

TEST(ExplainUnhedged, SaysThatPricesCannotBeTrusted) {
  RecordedRun run(kClassic);
  run.stay("100").go("92").go("85");  // two jumps, neither believed yet
  const CaseFile file = run.explained();
  const Gap* doubted = gap(file, GapWhy::PRICE_UNTRUSTED);
  ASSERT_NE(doubted, nullptr) << gap_words(file);
  EXPECT_EQ(doubted->reason, Reason::DOUBTED_PRICE);
}

TEST(ExplainUnhedged, HasNothingToSayOfAHoldingOfZeroButThat) {
  RecordedRun run({"spot.quantity=0"});
  run.stay("100");
  EXPECT_EQ(run.explained().unhedged.gaps.front().why, GapWhy::NOTHING_TO_HEDGE);
}

// ---- exits ---------------------------------------------------------------------------------------------------------

TEST(ExplainStop, SaysWhereItStandsAndFromWhat) {
  RecordedRun run(kClassic);
  run.stay("100").go("101.02").stay("101.02").go("102.02").stay("102.02");
  const CaseFile file = run.explained();
  const ExitStory& stop = exit_of(file, SlotKind::STOP_LOSS);
  EXPECT_FALSE(stop.none.has_value());
  EXPECT_EQ(stop.trigger, price("105.56"));
  EXPECT_EQ(stop.facts.entry, price("101.5"));
  EXPECT_EQ(stop.guards, coins("0.4"));
  EXPECT_FALSE(stop.staged);
  EXPECT_EQ(stop.moves, 1U);
  EXPECT_EQ(stop.order, orders_of(file, SlotKind::STOP_LOSS).back().id);
  EXPECT_NEAR(stop.distance.to_double(), 105.56 / 102.02 - 1, 1e-7);
  EXPECT_EQ(exit_of(file, SlotKind::TAKE_PROFIT).trigger, price("95.41"));
  EXPECT_EQ(exit_of(file, SlotKind::DISASTER_STOP).none, NoExit::SWITCHED_OFF);
}

TEST(ExplainStop, SaysWhyThereIsNone) {
  RecordedRun flat(kClassic);
  flat.stay("100");
  const CaseFile staged = flat.explained();
  EXPECT_TRUE(exit_of(staged, SlotKind::STOP_LOSS).staged);
  EXPECT_EQ(exit_of(staged, SlotKind::TAKE_PROFIT).none, NoExit::NOTHING_HELD);

  RecordedRun ended(kClassic);
  ended.stay("100").go("101.02").stay("101.02").go("105.2").stay("105.2");
  EXPECT_EQ(exit_of(ended.explained(), SlotKind::STOP_LOSS).none, NoExit::ENDED);

  RecordedRun guarded(kGuarded);
  guarded.stay("100", 15);
  const CaseFile base = guarded.explained();
  EXPECT_EQ(exit_of(base, SlotKind::STOP_LOSS).none, NoExit::NO_LADDER);
  const ExitStory& last = exit_of(base, SlotKind::DISASTER_STOP);
  EXPECT_FALSE(last.none.has_value());
  EXPECT_EQ(last.facts.share, ratio("0.8"));
  EXPECT_EQ(last.guards, coins("1"));
  EXPECT_NE(last.order.value, 0U);
}

// ---- journals as they are found ------------------------------------------------------------------------------------

TEST(Explain, GoesAsFarAsACutJournalDoes) {
  RecordedRun run(kClassic);
  run.stay("100").go("101.02").stay("101.02").go("102.02").stay("102.02");
  std::vector<engine::JournalRecord> records = run.records();
  std::size_t explained = 0;
  while (records.size() > 2) {
    records.pop_back();
    const auto file = examine(records);
    if (!file) continue;
    ++explained;
    EXPECT_EQ(file->first_difference, "") << records.size();
    EXPECT_FALSE(file->unhedged.gaps.empty());
  }
  EXPECT_GT(explained, 10U);
}

TEST(Explain, NamesWhatIsNotThere) {
  EXPECT_EQ(examine({}).error().message, "does not begin with a run's header");
  RecordedRun run(kClassic);
  std::vector<engine::JournalRecord> only_header = run.records();
  EXPECT_EQ(examine(only_header).error().code, ErrorCode::kBadData);
  run.go("100");
  const CaseFile begun = run.explained();
  EXPECT_NE(find_order(begun, 99).error().message.find("order 99"), std::string::npos);
  run.stay("100");
  const CaseFile file = run.explained();
  EXPECT_EQ(find_order(file, 0).error().code, ErrorCode::kNotFound);
  EXPECT_NE(find_order(file, 99).error().message.find("orders 1 to "), std::string::npos);
  EXPECT_EQ((*find_order(file, 2))->id, ClientOrderId{2});
  EXPECT_EQ(last_steps(file, 3)->size(), 3U);
  EXPECT_EQ(last_steps(file, 3)->front().order, file.steps.back().order);
  EXPECT_EQ(last_steps(CaseFile{}, 1).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace alpha_pulse::session
