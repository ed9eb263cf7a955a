#include "alpha_pulse/execution/exchange_broker.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/execution/test_exchange_desk.hpp"

namespace alpha_pulse::execution {
namespace {

using namespace test;

using Words = std::vector<std::string>;
using net::testing::kStart;

PlaceReply unknown(Timestamp may_enter_until) {
  return {.verdict = Verdict::UNKNOWN, .detail = {}, .may_enter_until = may_enter_until};
}
PlaceReply refused() {
  return {.verdict = Verdict::REJECTED, .reason = Reason::INSUFFICIENT_MARGIN, .detail = {}};
}

// ---- sending --------------------------------------------------------------------------------------------------------

TEST(ExchangeBroker, SendsNothingBeforeItsIntentIsDurable) {
  ExchangeDesk desk;
  desk.journal.slow = true;
  desk.place(7);
  desk.later(Duration::minutes(1));
  EXPECT_TRUE(desk.link.take().empty());
  EXPECT_FALSE(desk.broker->settled());
  desk.journal.flush();
  desk.world.settle();
  EXPECT_EQ(desk.link.take(), Words{"place 7"});
  EXPECT_EQ(desk.told(), "OrderAccepted");
}

TEST(ExchangeBroker, NeverSendsWhatTheJournalCannotWrite) {
  ExchangeDesk desk;
  desk.journal.slow = true;  // and never flushed
  desk.watch();
  desk.place(7);
  desk.cancel(7);
  desk.later(Duration::minutes(10));
  const Words asked = desk.link.take();
  EXPECT_EQ(std::ranges::count(asked, "place 7"), 0);
  EXPECT_EQ(std::ranges::count(asked, "cancel 7"), 0);
  EXPECT_EQ(desk.broker->get_orders(kHedgeLeg).size(), 1U) << "not proven dead either";
}

TEST(ExchangeBroker, LetsAllCommandsOfOneMomentWaitForTheDiskOnce) {
  ExchangeDesk desk;
  desk.journal.slow = true;
  desk.place(7, sell(), 11);
  desk.place(8, sell(), 12);
  desk.place(9, sell(), 13);
  EXPECT_TRUE(desk.journal.asked.empty()) << "never inside submit";
  desk.world.settle();
  EXPECT_EQ(desk.journal.asked, std::vector<std::uint64_t>{13});
  desk.place(10, sell(), 14);
  desk.world.settle();
  EXPECT_EQ(desk.journal.asked, (std::vector<std::uint64_t>{13, 14}));
  desk.journal.flush();
  desk.world.settle();
  EXPECT_EQ(desk.link.take(), (Words{"place 7", "place 8", "place 9", "place 10"}));
}

TEST(ExchangeBroker, TellsNothingAndWakesNobodyInsideSubmit) {
  ExchangeDesk desk;
  desk.place(7);
  EXPECT_EQ(desk.wakes, 0);
  EXPECT_TRUE(desk.sink.events.empty());
  desk.world.settle();
  EXPECT_GT(desk.wakes, 0);
  EXPECT_EQ(desk.broker->get_order(kSeven)->state, OrderState::ACCEPTED);
}

TEST(ExchangeBroker, NeverLetsACancelOvertakeItsOrder) {
  ExchangeDesk desk;
  desk.link.hold = true;
  desk.place(7);
  desk.cancel(7);
  desk.cancel(7);
  desk.later(Duration::seconds(5));
  EXPECT_EQ(desk.link.take(), Words{"place 7"});
  desk.release();
  EXPECT_EQ(desk.link.take(), Words{"cancel 7"}) << "once";
  desk.link.orders[kSeven] = report(kSeven, OrderState::CANCELED);
  desk.watch();
  desk.later(Duration::seconds(2));
  EXPECT_EQ(desk.told(), "OrderAccepted OrderCanceled");
  EXPECT_TRUE(desk.broker->settled());
}

TEST(ExchangeBroker, CancelsNothingThatNeverLived) {
  ExchangeDesk desk;
  desk.link.hold = true;
  desk.link.places[kSeven] = refused();
  desk.place(7);
  desk.cancel(7);
  desk.world.settle();
  desk.release();
  EXPECT_EQ(desk.link.take(), Words{"place 7"});
  EXPECT_EQ(desk.told(), "OrderRejected");
  EXPECT_TRUE(desk.broker->settled());
}

// ---- what is not known ----------------------------------------------------------------------------------------------

TEST(ExchangeBroker, ProvesAnUnknownOrderDeadOnlyBehindItsFence) {
  ExchangeDesk desk;
  const Timestamp fence = kStart + Duration::seconds(3);  // two, and a margin of one
  desk.link.places[kSeven] = unknown(kStart + Duration::seconds(2));
  desk.watch();
  desk.place(7);
  EXPECT_EQ(desk.told(), "OrderUnresolved");
  EXPECT_TRUE(desk.broker->get_order(kSeven)->unresolved);
  std::vector<Timestamp> asked;
  while (desk.broker->get_order(kSeven)->live()) {
    ASSERT_LT(desk.world.clock.now(), kStart + Duration::minutes(1));
    EXPECT_EQ(desk.broker->get_orders(kHedgeLeg).size(), 1U);
    desk.later(Duration::milliseconds(50));
    if (!desk.link.take().empty()) asked.push_back(desk.world.clock.now());
  }
  EXPECT_EQ(desk.told(), "OrderRejected");
  ASSERT_GE(asked.size(), 3U) << "once early, twice behind the fence";
  EXPECT_GE(asked[asked.size() - 2], fence);
  EXPECT_GE(asked.back() - asked[asked.size() - 2], Duration::seconds(2));
  EXPECT_TRUE(desk.broker->settled());
}

TEST(ExchangeBroker, AdoptsAnUnknownOrderThatIsFound) {
  ExchangeDesk desk;
  desk.link.places[kSeven] = unknown(kStart + Duration::seconds(2));
  desk.link.orders[kSeven] = report(kSeven, OrderState::ACCEPTED);
  desk.watch();
  desk.place(7);
  desk.later(Duration::seconds(2));
  EXPECT_EQ(desk.told(), "OrderUnresolved OrderAccepted");
  EXPECT_EQ(desk.broker->get_order(kSeven)->venue_id, VenueOrderId{907});
  EXPECT_FALSE(desk.broker->get_order(kSeven)->unresolved);
  EXPECT_TRUE(desk.broker->settled());
}

TEST(ExchangeBroker, TakesNoAnswerForNone) {
  ExchangeDesk desk;
  desk.link.mute = true;
  desk.link.places[kSeven] = unknown(kStart + Duration::seconds(2));
  desk.watch();
  desk.place(7);
  desk.later(Duration::minutes(5));
  EXPECT_EQ(desk.told(), "OrderUnresolved");
  desk.link.mute = false;
  desk.later(Duration::seconds(20));
  EXPECT_NE(desk.told().find("OrderRejected"), std::string::npos);
}

TEST(ExchangeBroker, CancelsAnOrderThatShowsUpAfterItWasProvenDeadAndBooksItsFill) {
  ExchangeDesk desk;
  desk.link.places[kSeven] = unknown(kStart);
  desk.watch();
  desk.place(7);
  desk.later(Duration::seconds(10));
  EXPECT_EQ(desk.told(), "OrderUnresolved OrderRejected");
  desk.link.take();
  desk.broker->on_order(report(kSeven, OrderState::PARTIALLY_FILLED, "0.2", trade(kSeven, 1, "0.2")));
  desk.world.settle();
  EXPECT_EQ(desk.link.take(), Words{"cancel 7"});
  EXPECT_EQ(desk.told(), "OrderFilled");
  EXPECT_EQ(desk.broker->get_position(kHedgeLeg).quantity(), qty("-0.2"));
}

TEST(ExchangeBroker, AsksWhatBecameOfAnOrderWhoseCancelWasRefused) {
  ExchangeDesk desk;
  desk.link.cancel_reply.verdict = Verdict::REJECTED;
  desk.watch();
  desk.place(7);
  desk.world.settle();
  desk.link.orders[kSeven] = report(kSeven, OrderState::FILLED, "0.5");
  desk.link.trades[kSeven] = {trade(kSeven, 1, "0.2"), trade(kSeven, 2, "0.3")};
  desk.cancel(7);
  desk.later(Duration::seconds(3));
  EXPECT_EQ(desk.told(), "OrderAccepted OrderFilled OrderFilled");
  EXPECT_EQ(desk.broker->get_order(kSeven)->state, OrderState::FILLED);
  EXPECT_TRUE(desk.broker->settled());
}

TEST(ExchangeBroker, TellsPeopleWhyAnOrderWasNotTakenTheSameWordsOnceAMinute) {
  ExchangeDesk desk;
  for (const std::uint64_t id : {7, 8, 9}) {
    desk.link.places[ClientOrderId{id}] = refused();
    desk.link.places[ClientOrderId{id}].detail = "the exchange answered -2015: Invalid API-key";
  }
  desk.place(7);
  desk.place(8);
  desk.world.settle();
  EXPECT_EQ(desk.heard, Words{"the exchange answered -2015: Invalid API-key"});
  desk.later(Duration::minutes(2));
  desk.place(9);
  desk.world.settle();
  EXPECT_EQ(desk.heard.size(), 2U);
}

// ---- the audit ------------------------------------------------------------------------------------------------------

TEST(ExchangeBroker, FindsAnOrderThatTheVenueHasLost) {
  ExchangeDesk desk;
  desk.watch();
  desk.place(7);
  desk.later(Duration::seconds(60));  // three audits in which it is young, or asked for
  EXPECT_NE(desk.told().find("OrderCanceled"), std::string::npos);
  EXPECT_TRUE(desk.broker->get_orders(kHedgeLeg).empty());
}

TEST(ExchangeBroker, BelievesNoListThatIsOlderThanTheOrder) {
  ExchangeDesk desk;
  desk.link.hold = true;
  auto audit = desk.world.start(desk.broker->audit());
  desk.later(Duration::seconds(1));
  desk.link.hold = false;
  desk.place(7);
  desk.world.settle();
  desk.release();
  ASSERT_TRUE(audit->done());
  desk.link.take();
  desk.watch();
  desk.later(Duration::seconds(5));
  EXPECT_TRUE(desk.link.take().empty()) << "it was sent after the list was asked for";
}

TEST(ExchangeBroker, AuditsSoonerWhileItsStreamIsBrokenAndAtOnceWhenItBreaksOrComesBack) {
  ExchangeDesk desk;
  desk.watch();
  desk.later(Duration::seconds(16));
  EXPECT_EQ(desk.link.audits.size(), 1U);
  desk.broker->on_account_stream(false);
  desk.later(Duration::milliseconds(250));
  EXPECT_EQ(desk.link.audits.size(), 2U);
  desk.later(Duration::seconds(10));
  EXPECT_GE(desk.link.audits.size(), 5U) << "every three seconds";
  const std::size_t before = desk.link.audits.size();
  desk.broker->on_account_stream(true);
  desk.later(Duration::milliseconds(250));
  EXPECT_EQ(desk.link.audits.size(), before + 1);
  desk.later(Duration::seconds(14));
  EXPECT_EQ(desk.link.audits.size(), before + 1);
}

TEST(ExchangeBroker, CountsTheOrdersOfOthersAndTellsThePositionAndTheWalletItFound) {
  ExchangeDesk desk("-0.5");
  EXPECT_EQ(desk.broker->foreign_orders(), 2U);
  EXPECT_EQ(desk.broker->get_position(kHedgeLeg).quantity(), qty("-0.5"));
  EXPECT_EQ(desk.broker->get_position(kHedgeLeg).entry(desk.hedge), price("90"));
  EXPECT_EQ(desk.broker->get_position(kSpotLeg), Position());
  EXPECT_TRUE(desk.broker->get_orders(kSpotLeg).empty());
  desk.link.account.foreign_orders = 5;
  desk.link.account.wallet = usdt("1234");
  ASSERT_TRUE(desk.world.run(desk.broker->audit()));
  EXPECT_EQ(desk.broker->foreign_orders(), 5U);
  EXPECT_EQ(desk.broker->balances().at(kUsdt), usdt("1234"));
  EXPECT_EQ(desk.told(), "PositionReported");
}

TEST(ExchangeBroker, AsksForTheExecutionsThatAnAuditShowsMissing) {
  ExchangeDesk desk;
  desk.watch();
  desk.place(7);
  desk.world.settle();
  desk.link.orders[kSeven] = report(kSeven, OrderState::PARTIALLY_FILLED, "0.2");
  desk.link.trades[kSeven] = {trade(kSeven, 1, "0.2")};
  desk.link.account.position = qty("-0.2");
  desk.later(Duration::seconds(17));
  EXPECT_EQ(desk.told(), "OrderAccepted OrderFilled PositionReported");
  EXPECT_EQ(desk.sink.outcome, engine::EventSink::Outcome::ACCEPTED);
}

// ---- the position ---------------------------------------------------------------------------------------------------

TEST(ExchangeBroker, TellsAPositionWithTheExecutionsThatExplainItWhicheverComesFirst) {
  for (const bool position_first : {true, false}) {
    ExchangeDesk desk;
    desk.place(7);
    desk.world.settle();
    if (position_first) desk.broker->on_position(qty("-0.5"));
    EXPECT_EQ(desk.told(), "OrderAccepted");
    desk.broker->on_order(report(kSeven, OrderState::FILLED, "0.5", trade(kSeven, 1, "0.5")));
    if (!position_first) desk.broker->on_position(qty("-0.5"));
    EXPECT_EQ(desk.told(), "OrderFilled PositionReported");
  }
}

TEST(ExchangeBroker, TellsAPositionThatNobodyExplainsAfterTwoSecondsOnceAndAgainWhenItIsExplained) {
  ExchangeDesk desk;
  desk.watch();
  desk.broker->on_position(qty("-3"));
  desk.later(Duration::seconds(2));
  EXPECT_EQ(desk.told(), "");
  desk.later(Duration::milliseconds(500));
  ASSERT_EQ(desk.sink.events.size(), 1U);
  EXPECT_EQ(desk.sink.events[0].as<PositionReported>()->quantity, qty("-3"));
  desk.told();
  desk.later(Duration::seconds(10));
  EXPECT_EQ(desk.told(), "") << "once";
  desk.link.account.position = qty("-3");
  desk.later(Duration::seconds(15));
  EXPECT_EQ(desk.told(), "") << "the same word again";
  desk.link.account.position = Quantity();
  desk.later(Duration::seconds(15));
  ASSERT_EQ(desk.sink.events.size(), 1U);
  EXPECT_EQ(desk.sink.events[0].as<PositionReported>()->quantity, Quantity());
}

TEST(ExchangeBroker, TellsAnotherPositionThatNobodyExplainsToo) {
  ExchangeDesk desk;
  desk.link.account.position = qty("-3");
  desk.watch();
  desk.later(Duration::seconds(20));
  EXPECT_EQ(desk.told(), "PositionReported");
  desk.link.account.position = qty("-4");
  desk.later(Duration::seconds(20));
  ASSERT_EQ(desk.sink.events.size(), 1U);
  EXPECT_EQ(desk.sink.events[0].as<PositionReported>()->quantity, qty("-4"));
}

TEST(ExchangeBroker, BelievesNoPositionThatIsOlderThanAnExecution) {
  ExchangeDesk desk;
  desk.place(7);
  desk.world.settle();
  desk.link.hold = true;
  auto audit = desk.world.start(desk.broker->audit());  // sees a flat account
  desk.later(Duration::milliseconds(100));
  desk.broker->on_order(report(kSeven, OrderState::FILLED, "0.5", trade(kSeven, 1, "0.5")));
  desk.broker->on_position(qty("-0.5"));
  desk.link.orders[kSeven] = report(kSeven, OrderState::FILLED, "0.5");
  desk.link.account.position = qty("-0.5");
  desk.release();
  ASSERT_TRUE(audit->done());
  EXPECT_EQ(desk.told(), "OrderAccepted OrderFilled PositionReported");
  desk.watch();
  desk.later(Duration::seconds(10));
  EXPECT_EQ(desk.told(), "");
}

// ---- money, once each -----------------------------------------------------------------------------------------------

TEST(ExchangeBroker, BooksEachFundingTransferAndLiquidationOnce) {
  ExchangeDesk desk("-0.5");
  Fill taken = trade({}, 77, "0.5").fill;
  taken.side = Side::BUY;
  for (int i = 0; i < 3; ++i) {
    desk.broker->on_funding({.amount = usdt("1"), .due = kStart});
    desk.broker->on_wallet_transfer(usdt("5"), kStart);
    desk.broker->on_spot_change(qty("0.1"), kStart);
    desk.broker->on_liquidation(taken);
  }
  EXPECT_EQ(desk.told(), "FundingSettled WalletTransferred SpotBalanceChanged PositionLiquidated");
  EXPECT_TRUE(desk.broker->get_position(kHedgeLeg).flat());
  desk.broker->on_funding({.amount = usdt("1"), .due = kStart + Duration::hours(8)});
  desk.broker->on_wallet_transfer(usdt("5"), kStart + Duration::hours(8));
  desk.broker->on_wallet_transfer(usdt("6"), kStart);
  EXPECT_EQ(desk.sink.events.size(), 3U) << "another moment or another amount is another matter";
  EXPECT_EQ(desk.told(), "FundingSettled WalletTransferred WalletTransferred");
}

TEST(ExchangeBroker, BooksTheFundingThatFellDueWhileItsStreamWasBroken) {
  ExchangeDesk desk;
  desk.watch();
  desk.link.funding = {{.amount = usdt("9"), .due = kStart - Duration::hours(8)},  // before this run
                       {.amount = usdt("1"), .due = kStart + Duration::seconds(30)},
                       {.amount = usdt("2"), .due = kStart + Duration::seconds(60)}};
  desk.later(Duration::seconds(61));
  EXPECT_TRUE(desk.link.funding_asked.empty()) << "the stream tells it";
  desk.broker->on_funding(desk.link.funding[1]);
  desk.broker->on_account_stream(false);
  desk.link.mute = true;
  desk.later(Duration::seconds(30));
  EXPECT_EQ(desk.link.funding_asked.size(), 1U) << "once a minute";
  desk.link.mute = false;
  desk.broker->on_account_stream(true);
  desk.later(Duration::seconds(1));
  const auto settled = all<FundingSettled>(desk.sink.events);
  ASSERT_EQ(settled.size(), 2U);
  EXPECT_EQ(settled[0].amount, usdt("1"));
  EXPECT_EQ(settled[1].amount, usdt("2"));
  const std::size_t asked = desk.link.funding_asked.size();
  desk.later(Duration::minutes(5));
  EXPECT_EQ(desk.link.funding_asked.size(), asked) << "nothing is missing any more";
  EXPECT_EQ(all<FundingSettled>(desk.sink.events).size(), 2U);
}

TEST(ExchangeBroker, TellsASpotChangeOfTheSpotLegAndAllElseOfTheHedgeLeg) {
  ExchangeDesk desk;
  desk.broker->on_spot_change(qty("0.1"), kStart);
  desk.broker->on_wallet_transfer(usdt("5"), kStart);
  ASSERT_EQ(desk.sink.events.size(), 2U);
  EXPECT_EQ(desk.sink.events[0].instrument, kSpotLeg);
  EXPECT_EQ(desk.sink.events[1].instrument, kHedgeLeg);
  EXPECT_EQ(desk.sink.events[1].ts_event, desk.world.clock.now());
}

// ---- an earlier start -----------------------------------------------------------------------------------------------

/// An event of a journal.
Event past(const EventBody& body, Timestamp when) {
  Event event;
  event.instrument = kHedgeLeg;
  event.ts_event = event.ts_receive = when;
  event.body = body;
  return event;
}

TEST(ExchangeBroker, SendsNothingOfAnEarlierStartAndAsksForTheAccountAtOnceAfterIt) {
  ExchangeDesk desk;
  desk.broker->remember(past(FundingSettled{.amount = usdt("1")}, kStart));
  desk.place(7);
  desk.later(Duration::seconds(1));
  EXPECT_TRUE(desk.link.take().empty());
  desk.broker->adopt(engine::OrderTracker(), Position());
  desk.link.orders[ClientOrderId{8}] = report(ClientOrderId{8}, OrderState::ACCEPTED);
  desk.watch();
  desk.place(8);
  desk.later(Duration::seconds(1));
  EXPECT_EQ(desk.link.take(), Words{"place 8"});
  EXPECT_EQ(desk.link.audits.size(), 1U);
}

TEST(ExchangeBroker, BooksNoFundingAgainThatAnEarlierStartHasBookedHoweverLateItHeardOfIt) {
  ExchangeDesk desk;
  const Timestamp due = kStart.floor_to(Duration::hours(1));
  desk.broker->remember(past(FundingSettled{.amount = usdt("7")}, due - Duration::hours(20)));
  desk.broker->remember(past(FundingSettled{.amount = usdt("1")}, due - Duration::hours(14)));  // two hours late
  desk.broker->adopt(engine::OrderTracker(), Position());
  desk.link.funding = {{.amount = usdt("9"), .due = due - Duration::hours(24)},
                       {.amount = usdt("1"), .due = due - Duration::hours(16)},
                       {.amount = usdt("1"), .due = due - Duration::hours(8)}};
  desk.watch();
  desk.later(Duration::seconds(1));
  EXPECT_EQ(all<FundingSettled>(desk.sink.events).size(), 1U) << "the last one alone";
}

// ---- the end --------------------------------------------------------------------------------------------------------

TEST(ExchangeBroker, TouchesNothingOnceItHasGoneWhateverIsUnderWay) {
  ExchangeDesk desk;
  desk.place(6);
  desk.world.settle();
  desk.told();
  desk.link.places[kSeven] = unknown(kStart);
  desk.link.hold = true;
  desk.watch();
  desk.place(7);
  desk.cancel(6);
  desk.place(8);
  desk.cancel(8);
  auto audit = desk.world.start(desk.broker->audit());
  desk.later(Duration::seconds(1));
  const int woken = desk.wakes;
  desk.broker.reset();
  desk.release();
  desk.later(Duration::minutes(1));
  EXPECT_EQ(desk.told(), "");
  EXPECT_EQ(desk.wakes, woken);
  EXPECT_EQ(desk.link.take(), (Words{"place 6", "place 7", "cancel 6", "place 8"}));
  EXPECT_TRUE(audit->done());
}

TEST(ExchangeBroker, BeginsNothingOnceItHasGone) {
  ExchangeDesk desk;
  desk.journal.slow = true;
  desk.place(7);
  desk.world.settle();
  desk.place(8);
  desk.watch();                                         // not run yet
  auto audit = desk.world.start(desk.broker->audit());  // nor this
  desk.broker.reset();
  desk.journal.flush();
  desk.later(Duration::minutes(1));
  EXPECT_TRUE(desk.link.take().empty());
  EXPECT_TRUE(desk.link.audits.empty());
  EXPECT_TRUE(audit->done());
}

TEST(ExchangeBroker, BeginsNothingThatWasSentAMomentBeforeItWent) {
  ExchangeDesk desk;
  desk.journal.slow = true;
  desk.place(7);
  desk.world.settle();
  desk.journal.flush();  // outside of the executor: the request is made later
  desk.broker.reset();
  desk.world.settle();
  EXPECT_TRUE(desk.link.take().empty());
}

}  // namespace
}  // namespace alpha_pulse::execution
