#include "alpha_pulse/engine/engine.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "alpha_pulse/engine/testing/allocation_count.hpp"
#include "alpha_pulse/engine/testing/memory_journal.hpp"
#include "alpha_pulse/engine/testing/toy_world.hpp"

namespace alpha_pulse::engine {
namespace {

using testing::event_at;
using testing::MemoryJournal;
using testing::print;
using testing::toy_settings;

/// A strategy that does what the test tells it, once, and a venue that only listens.
class Scripted : public IStrategy {
 public:
  void on_event(const Event& event, const StrategyView& view, Commands& out) override {
    seen.push_back(event);
    caps.push_back(view.cap);
    orders.push_back(view.order == nullptr ? Order{} : *view.order);
    may_raise = view.may_raise;
    if (event.more_follow) return;
    for (const OrderSpec& spec : to_place) out.place(spec);
    for (const Order& order : to_cancel) out.cancel(order);
    to_place.clear();
    to_cancel.clear();
  }
  Wakeup next_wakeup() const override { return wakeup; }

  std::vector<OrderSpec> to_place;
  std::vector<Order> to_cancel;
  Wakeup wakeup;
  std::vector<Event> seen;
  std::vector<Quantity> caps;
  std::vector<Order> orders;
  bool may_raise = false;
};

class Listening : public IBroker {
 public:
  void submit(const risk::RiskApproved<Command>& command, Lsn lsn) override {
    commands.push_back(command.get());
    lsns.push_back(lsn);
  }
  void observe(const Event& /*event*/) override {}
  Wakeup next_wakeup() const override { return {}; }

  std::vector<Command> commands;
  std::vector<Lsn> lsns;
};

class Notices : public INoticeSink {
 public:
  void on_notice(Timestamp /*when*/, const Notice& notice) override { all.push_back(notice); }
  std::vector<Notice> all;
};

struct World {
  Scripted strategy;
  Listening broker;
  MemoryJournal journal;
  Notices notices;
  Engine engine;
  explicit World(const EngineSettings& settings = toy_settings(), bool journaled = true)
      : engine(
            settings,
            {.strategy = strategy, .broker = broker, .journal = journaled ? &journal : nullptr, .notices = &notices}) {}
  void trade(std::int64_t ms, std::int64_t price_cents) { engine.process(print(ms, price_cents)); }
  void tell(std::int64_t ms, EventBody body) { engine.process(event_at(Timestamp::from_ms(ms), body)); }
};

OrderSpec sell(std::int64_t thousandths, std::int64_t price_cents) {
  OrderSpec spec;
  spec.instrument = kHedgeLeg;
  spec.quantity = Quantity::from_raw(thousandths * (kOne / 1000));
  spec.price = Price::from_raw(price_cents * (kOne / 100));
  return spec;
}

TEST(Engine, NumbersApprovedCommandsJournalsThemAndHandsThemToTheBroker) {
  World world;
  world.strategy.to_place = {sell(100, 101'00), sell(200, 102'00)};
  world.trade(0, 100'00);
  ASSERT_EQ(world.broker.commands.size(), 2U);
  EXPECT_EQ(std::get<PlaceOrder>(world.broker.commands[1]).id, ClientOrderId{2});
  EXPECT_EQ(world.engine.tracker().live().size(), 2U);
  EXPECT_EQ(world.engine.counters().orders_placed, 2U);
  ASSERT_GE(world.journal.records.size(), 3U);
  EXPECT_NE(world.journal.records[0].as<Event>(), nullptr);
  EXPECT_NE(world.journal.records[2].as<CommandRecord>(), nullptr);
  EXPECT_EQ(world.broker.lsns[1], Lsn{3});  // the intent is written before it leaves
  EXPECT_NE(world.journal.records[3].as<Checkpoint>(), nullptr);
}

TEST(Engine, CountsTheOrdersOfTheSameMomentIntoTheWorstCase) {
  World world;
  world.strategy.to_place = {sell(600, 101'00), sell(500, 102'00)};  // the holding is one coin
  world.trade(0, 100'00);
  EXPECT_EQ(world.broker.commands.size(), 1U);
  EXPECT_EQ(world.engine.counters().orders_refused, 1U);
}

TEST(Engine, TellsTheStrategyOnceOfARefusalThatItMayNotAnswer) {
  World world;
  world.strategy.to_place = {sell(5000, 101'00)};
  world.trade(0, 100'00);
  ASSERT_EQ(world.strategy.seen.size(), 2U);
  const auto* refusal = world.strategy.seen[1].as<OrderRejected>();
  ASSERT_NE(refusal, nullptr);
  EXPECT_EQ(refusal->order, ClientOrderId{1});
  EXPECT_TRUE(world.strategy.seen[1].more_follow);
  EXPECT_EQ(world.strategy.orders[1].spec, sell(5000, 101'00));  // the view names the order
  EXPECT_EQ(world.engine.tracker().find(ClientOrderId{1})->state, OrderState::REJECTED);
  ASSERT_EQ(world.notices.all.size(), 1U);
  EXPECT_NE(std::get_if<CommandRefused>(&world.notices.all[0]), nullptr);
  EXPECT_EQ(world.engine.command_hash(), CommandHash().command_hash());
}

TEST(Engine, RefusesToCancelWhatIsNotLiveOrAlreadyAskedFor) {
  World world;
  world.strategy.to_place = {sell(100, 101'00)};
  world.trade(0, 100'00);
  const Order order = world.engine.tracker().live()[0];
  world.strategy.to_cancel = {order, order};
  world.tell(1, TimerElapsed{});
  EXPECT_EQ(world.engine.counters().orders_canceled, 1U);
  EXPECT_EQ(world.engine.counters().orders_refused, 1U);
  world.tell(2, OrderCanceled{ClientOrderId{1}});
  world.strategy.to_cancel = {order};
  world.tell(3, TimerElapsed{});
  EXPECT_EQ(world.engine.counters().orders_canceled, 1U);
}

TEST(Engine, ShowsTheStrategyTheOrderThatAFillCompleted) {
  World world;
  world.strategy.to_place = {sell(100, 101'00)};
  world.trade(0, 100'00);
  const Money fee = Money::from_raw(Money::kUnit / 100, Currency{"USDT"});
  world.tell(1, OrderFilled{{ClientOrderId{1}, TradeId{1}, Side::SELL, sell(100, 1).quantity, sell(1, 101'00).price,
                             fee, Liquidity::MAKER}});
  EXPECT_EQ(world.strategy.orders.back().state, OrderState::FILLED);
  EXPECT_TRUE(world.engine.tracker().live().empty());
  EXPECT_EQ(world.engine.portfolio().position().quantity(), -sell(100, 1).quantity);
  EXPECT_EQ(world.engine.portfolio().terms().fees, fee);
  EXPECT_EQ(world.engine.counters().fills, 1U);
}

TEST(Engine, AsksTheStrategyOnlyOutsideThePromise) {
  World world;
  world.trade(0, 100'00);
  world.strategy.wakeup.add({.instrument = kHedgeLeg,
                             .kind = PriceKind::TRADE,
                             .at_or_below = sell(1, 99'00).price,
                             .at_or_above = sell(1, 101'00).price});
  world.trade(1, 100'00);  // takes the new promise in? the old one had no bound: quiet
  EXPECT_EQ(world.strategy.seen.size(), 1U);
  world.tell(2, TimerElapsed{});
  world.trade(3, 100'99);
  EXPECT_EQ(world.strategy.seen.size(), 2U);
  world.trade(4, 101'00);
  EXPECT_EQ(world.strategy.seen.size(), 3U);
  EXPECT_EQ(world.engine.counters().quiet, 2U);
  EXPECT_EQ(world.engine.counters().events, 5U);
  EXPECT_EQ(world.engine.market(kHedgeLeg).previous_last, sell(1, 100'99).price);
}

TEST(Engine, JournalsTheLastQuietPriceBeforeAWakingEventAndNoOther) {
  World world;
  world.trade(0, 100'00);
  const std::size_t before = world.journal.records.size();
  world.trade(1, 100'01);
  world.trade(2, 100'02);
  EXPECT_EQ(world.journal.records.size(), before);
  world.tell(3, TimerElapsed{});
  ASSERT_EQ(world.journal.records.size(), before + 2);
  EXPECT_EQ(world.journal.records[before].as<Event>()->as<TradeTick>()->price, sell(1, 100'02).price);
  EXPECT_NE(world.journal.records[before + 1].as<Event>()->as<TimerElapsed>(), nullptr);
}

TEST(Engine, WritesACheckpointAtTheFirstJournaledEventOfAMinute) {
  World world;
  const auto checkpoints = [&] {
    return std::ranges::count_if(world.journal.records,
                                 [](const JournalRecord& r) { return r.as<Checkpoint>() != nullptr; });
  };
  world.trade(0, 100'00);
  world.tell(30'000, TimerElapsed{});
  EXPECT_EQ(checkpoints(), 1);
  world.tell(60'000, TimerElapsed{});
  world.tell(61'000, TimerElapsed{});
  EXPECT_EQ(checkpoints(), 2);
}

TEST(Engine, CountsAndRefusesAPriceThatCannotBeOne) {
  World world;
  world.trade(0, 100'00);
  world.trade(1, 0);
  EXPECT_EQ(world.engine.counters().refused_prices, 1U);
  EXPECT_EQ(world.engine.market(kHedgeLeg).last, sell(1, 100'00).price);
  world.tell(2, TimerElapsed{});
  EXPECT_FALSE(world.strategy.may_raise);
  world.trade(3, 100'00);
  world.trade(4, 100'00);
  world.tell(5, TimerElapsed{});
  EXPECT_TRUE(world.strategy.may_raise);
}

TEST(Engine, JudgesAJumpByTheTimeSinceThePriceBefore) {
  constexpr std::int64_t kDay = 86'400'000;
  World world;  // sigma 2 % a day: 20 % are no surprise after a day, and one after a second
  world.trade(kDay, 100'00);
  world.trade(2 * kDay, 120'00);
  EXPECT_TRUE(world.strategy.may_raise);
  world.trade(2 * kDay + 1000, 144'00);
  EXPECT_FALSE(world.strategy.may_raise);
}

TEST(Engine, GivesTheSpotLegThePrintsThatStandForIt) {
  World world;
  world.trade(0, 100'00);
  EXPECT_EQ(world.engine.market(kSpotLeg).last, sell(1, 100'00).price);
  world.engine.process(print(1, 99'00, {}, kSpotLeg));
  EXPECT_EQ(world.engine.portfolio().spot_price(), sell(1, 99'00).price);
  EXPECT_EQ(world.engine.portfolio().mark(), sell(1, 100'00).price);
}

/// Prints of the hedge leg without gaps, all with the same roles.
std::vector<Event> prints_with(PrintRoles roles) {
  std::vector<Event> prints;
  for (std::int64_t i = 0; i < 5; ++i) prints.push_back(print(10 + i, 100'10 + i, roles));
  return prints;
}

TEST(Engine, TakesInQuietPrintsTogetherAsOneAfterAnotherWhateverPricesTheyStandFor) {
  for (int combination = 0; combination < 32; ++combination) {
    SCOPED_TRACE("combination " + std::to_string(combination));
    const auto bit = [&](int place) { return ((combination >> place) & 1) != 0; };
    EngineSettings settings = toy_settings();
    settings.one_series = bit(3);
    World one(settings), many(settings);
    for (World* world : {&one, &many}) {
      world->engine.process(print(0, 98'00, {}, kSpotLeg));
      world->engine.process(print(1, 99'00, {}));
      if (bit(4)) world->tell(2, MarkPrice{sell(1, 99'50).price});
      world->tell(3, QuoteTick{.bid = sell(1, 99'00).price, .ask = sell(1, 99'01).price});
    }
    const auto prints = prints_with({.spot = bit(0), .mark = bit(1), .quote = bit(2)});
    for (const Event& print : prints) one.engine.process(print);
    many.engine.process_quiet(prints);
    EXPECT_EQ(one.engine.portfolio().mark(), many.engine.portfolio().mark());
    EXPECT_EQ(one.engine.portfolio().spot_price(), many.engine.portfolio().spot_price());
    EXPECT_EQ(one.engine.portfolio().equity(), many.engine.portfolio().equity());
    EXPECT_EQ(one.engine.market(kHedgeLeg).mark, many.engine.market(kHedgeLeg).mark);
    EXPECT_EQ(one.engine.market(kSpotLeg).last, many.engine.market(kSpotLeg).last);
  }
}

TEST(Engine, SeesTheFirstMarkEvenWhenNobodyPromisedAnythingAboutMarks) {
  World world;
  world.engine.process(print(0, 99'00, {}, kSpotLeg));
  world.engine.process(print(0, 100'00, {}));
  const std::size_t asked = world.strategy.seen.size();
  world.tell(1, MarkPrice{sell(1, 100'50).price});
  EXPECT_EQ(world.strategy.seen.size(), asked + 1);
  world.tell(2, MarkPrice{sell(1, 100'60).price});
  EXPECT_EQ(world.strategy.seen.size(), asked + 1);
}

TEST(Engine, SeesTheFirstQuoteEvenWhenNobodyPromisedAnythingAboutQuotes) {
  World world;
  world.engine.process(print(0, 99'00, {}, kSpotLeg));
  world.engine.process(print(0, 100'00, {}));
  const std::size_t asked = world.strategy.seen.size();
  world.tell(1, QuoteTick{.bid = sell(1, 100'00).price, .ask = sell(1, 100'01).price});
  EXPECT_EQ(world.strategy.seen.size(), asked + 1);
  world.tell(2, QuoteTick{.bid = sell(1, 100'02).price, .ask = sell(1, 100'03).price});
  EXPECT_EQ(world.strategy.seen.size(), asked + 1);
}

TEST(Engine, AllocatesNothingForAQuietEvent) {
  for (const bool journaled : {false, true}) {
    World world(toy_settings(), journaled);
    world.trade(0, 100'00);
    const std::uint64_t before = testing::allocations();
    for (int i = 1; i < 1000; ++i) world.trade(i, 100'00 + i % 50);
    EXPECT_EQ(testing::allocations(), before);
    EXPECT_EQ(world.engine.counters().quiet, 999U);
  }
}

TEST(EngineDeathTest, StopsWhenTimeGoesBackwards) {
  World world;
  world.trade(5, 100'00);
  EXPECT_DEATH(world.trade(4, 100'00), "events come in order of time");
}

TEST(EngineDeathTest, StopsWhenAStrategyDecidesBeforeTheLastEventOfAMoment) {
  class Hasty : public IStrategy {
   public:
    void on_event(const Event& /*event*/, const StrategyView& /*view*/, Commands& out) override {
      out.place(sell(100, 101'00));
    }
    Wakeup next_wakeup() const override { return {}; }
  };
  Hasty hasty;
  Listening broker;
  Engine engine(toy_settings(), {.strategy = hasty, .broker = broker});
  Event event = print(0, 100'00);
  event.more_follow = true;
  EXPECT_DEATH(engine.process(event), "decides on the last event");
}

}  // namespace
}  // namespace alpha_pulse::engine
