#include "alpha_pulse/execution/sent_orders.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>

namespace alpha_pulse::execution {
namespace {

constexpr Timestamp kStart = Timestamp::from_ms(1'700'000'000'000);
constexpr ClientOrderId kId{7};
constexpr VenueOrderId kVenueId{900};

Quantity lots(std::int64_t n) {
  return Quantity::from_raw(n * 100'000);
}

PlaceOrder sell(std::int64_t n, TimeInForce life = TimeInForce::GTC) {
  return {.id = kId,
          .spec = {.instrument = kHedgeLeg,
                   .side = Side::SELL,
                   .time_in_force = life,
                   .quantity = lots(n),
                   .price = Price::from_raw(100 * kOne)}};
}

TradeReport trade(std::uint64_t id, std::int64_t n) {
  return {.order = kId,
          .fill = {.order = kId,
                   .trade = TradeId{id},
                   .side = Side::SELL,
                   .quantity = lots(n),
                   .price = Price::from_raw(100 * kOne),
                   .fee = Money(Currency("USDT"))},
          .at = kStart};
}

OrderReport report(OrderState state, std::int64_t filled, std::optional<TradeReport> with = std::nullopt) {
  return {.order = kId, .venue_order = kVenueId, .state = state, .filled = lots(filled), .trade = with, .at = kStart};
}

/// The names of what was told, executions with their trade.
std::vector<std::string> told(SentOrders& orders) {
  std::vector<std::string> names;
  for (const EventBody& body : orders.take_events()) {
    Event event;
    event.body = body;
    std::string name(event_name(event));
    if (const auto* fill = event.as<OrderFilled>()) name += " " + std::to_string(fill->fill.trade.value);
    names.push_back(name);
  }
  return names;
}

using Names = std::vector<std::string>;

struct Desk {
  SentOrdersTiming timing{};
  SentOrders orders{timing};
  Timestamp now = kStart;

  explicit Desk(const PlaceOrder& order = sell(3)) { orders.sent(order, now); }
  void later(Duration d) { now = now + d; }
  /// Asks what is due and answers that the venue knows nothing of it; how many questions about a state there were.
  int answer_nothing() {
    int asked = 0;
    for (const VenueQuestion& question : orders.due(now)) {
      if (question.about != VenueQuestion::About::STATE) continue;
      orders.on_answer(question.order, std::nullopt, now);
      ++asked;
    }
    return asked;
  }
};

TEST(SentOrders, TellsAnAcceptanceOnceWhateverChannelSaysItFirst) {
  Desk desk;
  desk.orders.on_report(report(OrderState::ACCEPTED, 0), desk.now);
  desk.orders.on_reply(kId, {.verdict = Verdict::ACCEPTED, .detail = {}, .venue_order = kVenueId}, desk.now);
  EXPECT_EQ(told(desk.orders), Names{"OrderAccepted"});
  EXPECT_EQ(desk.orders.find(kId)->venue_id, kVenueId);
}

TEST(SentOrders, BooksAFillThatComesBeforeItsAcceptance) {
  Desk desk;
  desk.orders.on_report(report(OrderState::PARTIALLY_FILLED, 1, trade(1, 1)), desk.now);
  EXPECT_EQ(told(desk.orders), (Names{"OrderAccepted", "OrderFilled 1"}));
}

TEST(SentOrders, HoldsTheEndBackUntilEveryExecutionTheVenueCountsIsSeen) {
  Desk desk;
  desk.orders.on_report(report(OrderState::CANCELED, 2), desk.now);
  EXPECT_EQ(told(desk.orders), Names{"OrderAccepted"});
  desk.orders.on_report(report(OrderState::PARTIALLY_FILLED, 1, trade(1, 1)), desk.now);
  EXPECT_EQ(told(desk.orders), Names{"OrderFilled 1"});
  desk.later(desk.timing.first_ask);
  const auto questions = desk.orders.due(desk.now);
  ASSERT_EQ(questions.size(), 1U);
  EXPECT_EQ(questions.front().about, VenueQuestion::About::TRADES);
  desk.orders.on_trades(kId, {trade(1, 1), trade(2, 1)}, desk.now);
  EXPECT_EQ(told(desk.orders), (Names{"OrderFilled 2", "OrderCanceled"}));
  EXPECT_EQ(desk.orders.next_due(), Timestamp::never());
}

TEST(SentOrders, CallsAPostOnlyOrderThatWouldTakeExpiredAsItsTermsSay) {
  Desk desk(sell(3, TimeInForce::GTX));
  desk.orders.on_reply(kId, {.verdict = Verdict::REJECTED, .reason = Reason::WOULD_CROSS, .detail = {}}, desk.now);
  EXPECT_EQ(told(desk.orders), Names{"OrderExpired"});
}

TEST(SentOrders, TakesNothingForDeadBeforeTheFenceAndBeforeASecondAbsence) {
  Desk desk;
  const Timestamp window_ends = desk.now + Duration::seconds(3);
  desk.orders.on_reply(kId, {.verdict = Verdict::UNKNOWN, .detail = {}, .may_enter_until = window_ends}, desk.now);
  EXPECT_EQ(told(desk.orders), Names{"OrderUnresolved"});
  Timestamp first_that_counts;
  while (desk.orders.find(kId)->live()) {
    desk.later(Duration::milliseconds(100));
    ASSERT_LT(desk.now - kStart, Duration::seconds(30));
    const bool behind = desk.now >= window_ends + desk.timing.fence_margin;
    if (desk.answer_nothing() > 0 && behind && first_that_counts == Timestamp()) first_that_counts = desk.now;
  }
  ASSERT_GE(first_that_counts, window_ends + desk.timing.fence_margin);
  EXPECT_GE(desk.now - first_that_counts, desk.timing.ask_apart);
  EXPECT_EQ(told(desk.orders), Names{"OrderRejected"});
}

TEST(SentOrders, AskNoMoreAboutAnOrderThatWasProvenDead) {
  Desk desk;
  desk.orders.on_reply(kId, {.verdict = Verdict::UNKNOWN, .detail = {}, .may_enter_until = desk.now}, desk.now);
  for (int i = 0; i < 20; ++i) {
    desk.later(Duration::seconds(1));
    desk.answer_nothing();
  }
  ASSERT_EQ(desk.orders.find(kId)->state, OrderState::REJECTED);
  EXPECT_EQ(desk.orders.next_due(), Timestamp::never());
  Desk told;
  told.orders.on_reply(kId, {.verdict = Verdict::UNKNOWN, .detail = {}, .may_enter_until = told.now}, told.now);
  told.orders.on_report(report(OrderState::REJECTED, 0), told.now);
  EXPECT_EQ(told.orders.next_due(), Timestamp::never());
}

TEST(SentOrders, AdoptsAnUnresolvedOrderThatIsFoundAndNeverTellsItDead) {
  Desk desk;
  desk.orders.on_reply(kId, {.verdict = Verdict::UNKNOWN, .detail = {}, .may_enter_until = desk.now}, desk.now);
  desk.later(Duration::seconds(5));
  desk.answer_nothing();
  desk.later(Duration::seconds(5));
  for (const VenueQuestion& question : desk.orders.due(desk.now)) {
    desk.orders.on_answer(question.order, report(OrderState::ACCEPTED, 0), desk.now);
  }
  EXPECT_EQ(told(desk.orders), (Names{"OrderUnresolved", "OrderAccepted"}));
  EXPECT_FALSE(desk.orders.find(kId)->unresolved);
  EXPECT_EQ(desk.orders.next_due(), Timestamp::never());
}

TEST(SentOrders, WantsAnOrderGoneThatShowsUpAfterItWasProvenDeadAndStillBooksItsFills) {
  Desk desk;
  desk.orders.on_reply(kId, {.verdict = Verdict::UNKNOWN, .detail = {}, .may_enter_until = desk.now}, desk.now);
  for (int i = 0; i < 20; ++i) {
    desk.later(Duration::seconds(1));
    desk.answer_nothing();
  }
  ASSERT_EQ(desk.orders.find(kId)->state, OrderState::REJECTED);
  told(desk.orders);
  desk.orders.on_report(report(OrderState::PARTIALLY_FILLED, 1, trade(5, 1)), desk.now);
  const auto unwanted = desk.orders.take_unwanted();
  ASSERT_EQ(unwanted.size(), 1U);
  EXPECT_EQ(unwanted.front().id, kId);
  EXPECT_EQ(told(desk.orders), Names{"OrderFilled 5"});
}

TEST(SentOrders, AsksAfterARefusedCancelInsteadOfConcluding) {
  Desk desk;
  desk.orders.on_reply(kId, {.verdict = Verdict::ACCEPTED, .detail = {}, .venue_order = kVenueId}, desk.now);
  desk.orders.on_reply(kId, CancelReply{.verdict = Verdict::REJECTED, .detail = {}}, desk.now);
  EXPECT_EQ(told(desk.orders), Names{"OrderAccepted"});
  ASSERT_EQ(desk.orders.due(desk.now).size(), 1U);
  desk.orders.on_answer(kId, report(OrderState::FILLED, 3), desk.now);
  EXPECT_TRUE(told(desk.orders).empty()) << "filled with executions that nobody has seen yet";
  desk.orders.on_trades(kId, {trade(1, 3)}, desk.now);
  EXPECT_EQ(told(desk.orders), Names{"OrderFilled 1"});
  EXPECT_EQ(desk.orders.find(kId)->state, OrderState::FILLED);
}

TEST(SentOrders, OffersACancelAgainWhoseFateIsUnknownWhenTheOrderIsStillThere) {
  Desk desk;
  desk.orders.on_reply(kId, {.verdict = Verdict::ACCEPTED, .detail = {}, .venue_order = kVenueId}, desk.now);
  desk.orders.on_reply(kId, CancelReply{.verdict = Verdict::UNKNOWN, .detail = {}}, desk.now);
  told(desk.orders);
  ASSERT_EQ(desk.orders.due(desk.now).size(), 1U);
  desk.orders.on_answer(kId, report(OrderState::ACCEPTED, 0), desk.now);
  EXPECT_EQ(told(desk.orders), Names{"CancelRejected"});
}

TEST(SentOrders, AsksForAnOrderThatIsMissingFromTheOpenOnes) {
  Desk desk;
  desk.orders.on_reply(kId, {.verdict = Verdict::ACCEPTED, .detail = {}, .venue_order = kVenueId}, desk.now);
  desk.later(Duration::seconds(60));
  desk.orders.on_open_orders({}, desk.now, desk.now);
  ASSERT_EQ(desk.answer_nothing(), 1);
  EXPECT_TRUE(desk.orders.find(kId)->live());
  desk.later(desk.timing.ask_apart);
  ASSERT_EQ(desk.answer_nothing(), 1);
  EXPECT_EQ(told(desk.orders), (Names{"OrderAccepted", "OrderCanceled"}));
}

/// The life of one order as the venue tells it: every message, on every channel.
struct Story {
  std::vector<OrderReport> reports;
  std::vector<std::uint64_t> trades;
  OrderState end{};
};

Story any_story() {
  Story story;
  const auto total = *rc::gen::inRange<std::int64_t>(1, 6);
  const auto filled = *rc::gen::inRange<std::int64_t>(0, total + 1);
  story.reports.push_back(report(OrderState::ACCEPTED, 0));
  for (std::int64_t n = 1; n <= filled; ++n) {
    const auto id = static_cast<std::uint64_t>(n);
    story.reports.push_back(report(n == total ? OrderState::FILLED : OrderState::PARTIALLY_FILLED, n, trade(id, 1)));
    story.trades.push_back(id);
  }
  story.end = filled == total ? OrderState::FILLED : *rc::gen::element(OrderState::CANCELED, OrderState::EXPIRED);
  if (filled < total) story.reports.push_back(report(story.end, filled));
  story.reports.front().at = kStart;
  story.reports.insert(story.reports.end(), story.reports.begin(), story.reports.end());  // each twice
  return story;
}

RC_GTEST_PROP(SentOrders, EndInTheSameBooksInWhateverOrderAndHoweverOftenTheVenueTellsThem, ()) {
  const Story story = any_story();
  std::vector<std::size_t> order(story.reports.size() + 1);
  std::iota(order.begin(), order.end(), 0U);
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
  const std::int64_t total = story.end == OrderState::FILLED ? static_cast<std::int64_t>(story.trades.size()) : 6;
  Desk desk(sell(total));
  std::vector<std::string> all;
  const bool lost = *rc::gen::arbitrary<bool>();  // the reply
  for (const std::size_t i : order) {
    if (i == story.reports.size() && lost) {
      desk.orders.on_reply(kId, {.verdict = Verdict::UNKNOWN, .detail = {}, .may_enter_until = desk.now}, desk.now);
    } else if (i == story.reports.size()) {
      desk.orders.on_reply(kId, {.verdict = Verdict::ACCEPTED, .detail = {}, .venue_order = kVenueId}, desk.now);
    } else {
      desk.orders.on_report(story.reports[i], desk.now);
    }
    for (auto& name : told(desk.orders)) all.push_back(name);
  }
  RC_ASSERT(desk.orders.find(kId)->state == story.end);
  RC_ASSERT(desk.orders.find(kId)->filled == lots(static_cast<std::int64_t>(story.trades.size())));
  RC_ASSERT(desk.orders.take_unwanted().empty());
  Names expected;
  for (const auto id : story.trades) expected.push_back("OrderFilled " + std::to_string(id));
  Names fills;
  std::ranges::copy_if(all, std::back_inserter(fills),
                       [](const auto& name) { return name.starts_with("OrderFilled"); });
  std::ranges::sort(fills);
  RC_ASSERT(fills == expected);
  RC_ASSERT(std::ranges::count(all, "OrderAccepted") == 1);
  const auto ends = std::ranges::count(all, "OrderCanceled") + std::ranges::count(all, "OrderExpired");
  RC_ASSERT(ends == (story.end == OrderState::FILLED ? 0 : 1));
  RC_ASSERT(std::ranges::count(all, "OrderRejected") == 0);
}

}  // namespace
}  // namespace alpha_pulse::execution
