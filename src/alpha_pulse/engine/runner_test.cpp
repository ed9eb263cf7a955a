#include "alpha_pulse/engine/runner.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "alpha_pulse/engine/testing/toy_world.hpp"

namespace alpha_pulse::engine {
namespace {

using testing::event_at;
using testing::print;
using testing::toy_settings;
using testing::ToyBroker;
using testing::ToyStrategy;

struct World {
  AccountQueue account;
  ToyBroker broker{account};
  ToyStrategy strategy;
  Engine engine;
  Runner runner;
  explicit World(const EngineSettings& settings, Runner::Options options = {})
      : engine(settings, {.strategy = strategy, .broker = broker}), runner(engine, broker, account, options) {
    broker.hedge = settings.instruments[kHedgeLeg.value];
  }
};

/// Contracts of 10 000 dollars, settled in the coin.
void make_inverse(EngineSettings& settings) {
  const Currency coin{"BTC"};
  Instrument& hedge = settings.instruments[kHedgeLeg.value];
  hedge.kind = ContractKind::INVERSE;
  hedge.multiplier = Quantity::from_raw(10'000 * kOne);
  hedge.brackets = {{Money(coin), Ratio::from_raw(kOne / 250), Money(coin)}};
  settings.wallet = Money::from_raw(Money::kUnit, coin);
}

struct End {
  std::string timed_hash;
  Money equity, peak, spot, reference, overlay, fees, funding, wallet;
  std::uint64_t placed, canceled, fills, refused, covered;
  ProgramState state;
  bool operator==(const End&) const = default;
};

End end_of(World& world) {
  const Portfolio& p = world.engine.portfolio();
  const AccountTerms t = p.terms();
  const EngineCounters& c = world.engine.counters();
  return {world.engine.timed_hash(),
          p.equity(),
          world.engine.gate().peak_equity().value_or(p.equity()),
          t.spot,
          t.reference,
          t.overlay,
          t.fees,
          t.funding,
          p.wallet(),
          c.orders_placed,
          c.orders_canceled,
          c.fills,
          c.orders_refused,
          world.runner.covered(),
          world.engine.gate().state()};
}

End run(const std::vector<Event>& tape, EngineSettings settings, bool skip, bool use_bars,
        std::uint64_t* delivered = nullptr) {
  settings.ask_always = !skip;
  World world(settings, {.skip = skip, .on_hour = {}});
  world.strategy.use_bars = use_bars;
  for (const Event& event : tape) world.runner.push(event);
  world.runner.finish(tape.back().ts_event + Duration::hours(1));
  if (delivered != nullptr) *delivered = world.runner.delivered();
  return end_of(world);
}

struct TapeStyle {
  bool one_series = true;
  int step_cents = 300;  // largest move between two events
  bool jumps = false;
};

std::vector<Event> random_tape(std::uint64_t seed, int events, const TapeStyle& style) {
  std::vector<Event> tape;
  const auto next = [&seed](std::uint64_t below) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (seed >> 33U) % below;
  };
  std::int64_t ms = 1'700'000'000'000;
  std::int64_t price = 10'000'00;
  for (int i = 0; i < events; ++i) {
    ms += static_cast<std::int64_t>(next(4) * next(700));
    price += static_cast<std::int64_t>(next(2 * style.step_cents + 1)) - style.step_cents;
    if (style.jumps && next(400) == 0) price = price * static_cast<std::int64_t>(90 + next(21)) / 100;
    price = std::max<std::int64_t>(price, 100'00);
    if (next(500) == 0) tape.push_back(event_at(Timestamp::from_ms(ms), FundingRateDue{Ratio::from_raw(10'000)}));
    if (next(900) == 0) {
      tape.push_back(event_at(Timestamp::from_ms(ms), SpotBalanceChanged{Quantity::from_raw(1'000'000)}, kSpotLeg));
    }
    if (next(200) == 0) {
      const Price p = Price::from_raw(price * 1'000'000);
      tape.push_back(event_at(Timestamp::from_ms(ms), BarClosed{p, p, p, p, {}, Duration::minutes(1)}));
    }
    if (style.one_series) {
      tape.push_back(print(ms, price));
      continue;
    }
    const std::int64_t near = price + static_cast<std::int64_t>(next(41)) - 20;
    switch (next(4)) {
      case 0:
        tape.push_back(print(ms, near, {}, kSpotLeg));
        break;
      case 1:
        tape.push_back(print(ms, price, {}));
        break;
      case 2:
        tape.push_back(event_at(Timestamp::from_ms(ms), MarkPrice{Price::from_raw(near * 1'000'000)}));
        break;
      default:
        tape.push_back(
            event_at(Timestamp::from_ms(ms),
                     QuoteTick{Price::from_raw((near - 1) * 1'000'000), {}, Price::from_raw(near * 1'000'000), {}}));
    }
  }
  return tape;
}

RC_GTEST_PROP(Runner, SkippingInsideThePromiseChangesNothing, ()) {
  const TapeStyle style{.one_series = *rc::gen::arbitrary<bool>(),
                        .step_cents = *rc::gen::element(50, 300, 2000),
                        .jumps = *rc::gen::arbitrary<bool>()};
  const auto tape = random_tape(*rc::gen::arbitrary<std::uint64_t>(), 3000, style);
  EngineSettings settings = toy_settings();
  settings.one_series = style.one_series && *rc::gen::arbitrary<bool>();
  if (*rc::gen::arbitrary<bool>())
    settings.limits.max_drawdown = Ratio::from_raw(kOne / 1000 * *rc::gen::inRange(1, 60));
  if (*rc::gen::arbitrary<bool>()) settings.limits.margin_guard = Ratio::from_raw(kOne / 1000 * 850);
  if (*rc::gen::arbitrary<bool>()) settings.limits.absurd_move = Ratio::from_raw(kOne / 1000);
  if (*rc::gen::arbitrary<bool>()) settings.wallet = Money::from_raw(Money::kUnit * 300, Currency{"USDT"});
  if (*rc::gen::inRange(0, 3) == 0) make_inverse(settings);
  settings.sigma_daily = 0.001;
  const bool bars = *rc::gen::arbitrary<bool>();
  std::uint64_t delivered = 0;
  const End skipping = run(tape, settings, true, bars, &delivered);
  const End reference = run(tape, settings, false, bars);
  RC_ASSERT(skipping.timed_hash == reference.timed_hash);
  RC_ASSERT(skipping == reference);
  RC_TAG(settings.limits.max_drawdown ? "drawdown" : "no drawdown",
         skipping.state == ProgramState::HALTED ? "halted" : "not");
  RC_CLASSIFY(delivered < tape.size() / 2, "skips more than half");
}

TEST(Runner, EventsTakenManyAtOnceLeaveTheBooksThatEachAloneLeaves) {
  const auto books = [](const World& world) {
    std::vector<std::int64_t> numbers;
    for (const InstrumentId leg : {kSpotLeg, kHedgeLeg}) {
      const MarketState& m = world.engine.market(leg);
      for (const Price price : {m.last, m.bid, m.ask, m.mark, m.previous_last}) numbers.push_back(price.raw());
      numbers.insert(numbers.end(), {m.updated_at.ns(), m.previous_at.ns(), static_cast<std::int64_t>(m.updates)});
    }
    numbers.insert(numbers.end(), {world.engine.portfolio().mark().raw(), world.engine.portfolio().spot_price().raw(),
                                   world.engine.now().ns()});
    return numbers;
  };
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto tape = random_tape(seed, 2000, {.one_series = seed % 2 == 0, .step_cents = seed % 3 == 0 ? 2000 : 50});
    EngineSettings settings = toy_settings();
    settings.one_series = seed % 4 == 0;
    World one(settings, {.skip = false, .on_hour = {}}), many(settings, {.skip = false, .on_hour = {}});
    for (std::size_t from = 0; from < tape.size(); from += 64) {
      const auto block = std::span(tape).subspan(from, std::min<std::size_t>(64, tape.size() - from));
      for (const Event& event : block) one.runner.push(event);
      many.runner.take_all(block);
      ASSERT_EQ(books(one), books(many));
    }
    EXPECT_EQ(end_of(one), end_of(many));
    EXPECT_EQ(one.engine.counters().quiet, many.engine.counters().quiet);
    EXPECT_GT(many.engine.counters().quiet, tape.size() / 10);
  }
}

TEST(Runner, SkipsMostOfAQuietTape) {
  const auto tape = random_tape(7, 20'000, {.one_series = true, .step_cents = 20, .jumps = false});
  std::uint64_t delivered = 0;
  EngineSettings settings = toy_settings();
  settings.one_series = true;
  const End end = run(tape, settings, true, false, &delivered);
  EXPECT_GT(end.fills, 0U);
  EXPECT_LT(delivered, tape.size() / 10);
}

TEST(Runner, FiresATimerExactlyAtItsTimeAfterEventsOfThatTimeAndBeforeLaterOnes) {
  World world(toy_settings(), {.skip = false, .on_hour = {}});
  world.strategy.remember = true;
  world.runner.push(print(0, 10'000'00));  // anchor, deadline at ten minutes
  const std::int64_t deadline = 600'000;
  world.runner.push(print(deadline - 1, 10'000'01));
  world.runner.push(event_at(Timestamp::from_ms(deadline - 1), FundingRateDue{}));
  world.strategy.seen.clear();
  world.runner.push(event_at(Timestamp::from_ms(deadline + 5), FundingRateDue{}));
  ASSERT_GE(world.strategy.seen.size(), 2U);
  EXPECT_NE(world.strategy.seen[0].as<TimerElapsed>(), nullptr);
  EXPECT_EQ(world.strategy.seen[0].ts_event, Timestamp::from_ms(deadline));
  EXPECT_NE(world.strategy.seen.back().as<FundingSettled>(), nullptr);
}

TEST(Runner, LetsAnEventOfTheTimersMomentComeFirst) {
  World world(toy_settings(), {.skip = false, .on_hour = {}});
  world.runner.push(print(0, 10'000'00));
  world.strategy.remember = true;
  world.runner.push(print(600'000, 10'000'01));  // takes the deadline itself
  world.runner.push(print(600'001, 10'000'01));
  for (const Event& event : world.strategy.seen) EXPECT_EQ(event.as<TimerElapsed>(), nullptr);
}

TEST(Runner, SamplesAnHourBeforeItsEventsAndFiresItsTimerAfterThem) {
  std::vector<std::uint64_t> delivered_at_hour;
  World* world = nullptr;
  World made(toy_settings(),
             {.skip = true, .on_hour = [&](Timestamp) { delivered_at_hour.push_back(world->runner.delivered()); }});
  world = &made;
  constexpr std::int64_t kHourMs = 3'600'000;
  made.runner.push(print(kHourMs - 600'000, 10'000'00));  // a deadline exactly at the hour
  const std::uint64_t before = made.runner.delivered();
  made.strategy.remember = true;
  made.runner.push(print(kHourMs, 10'000'01));  // takes the deadline itself
  made.runner.push(print(kHourMs + 1, 10'000'01));
  EXPECT_EQ(delivered_at_hour, std::vector<std::uint64_t>{before});
  for (const Event& event : made.strategy.seen) EXPECT_EQ(event.as<TimerElapsed>(), nullptr);
}

TEST(Runner, DeliversTheLastSkippedPriceBeforeATimer) {
  World world(toy_settings());
  world.runner.push(print(0, 10'000'00));
  world.runner.push(print(1000, 10'001'00));
  world.runner.push(print(2000, 10'002'00));
  EXPECT_EQ(world.engine.market(kHedgeLeg).last, Price::from_raw(10'000 * kOne));
  world.strategy.remember = true;
  world.runner.advance_to(Timestamp::from_ms(600'000));
  ASSERT_FALSE(world.strategy.seen.empty());
  EXPECT_NE(world.strategy.seen[0].as<TimerElapsed>(), nullptr);
  EXPECT_EQ(world.engine.market(kHedgeLeg).last, Price::from_raw(10'002 * kOne));
}

TEST(Runner, MarksAllButTheLastEventOfABatchAsFollowed) {
  World world(toy_settings());
  world.strategy.remember = true;
  world.runner.push(print(0, 10'000'00));
  world.strategy.seen.clear();
  world.runner.push(print(1000, 10'011'00));  // fills the resting sell
  ASSERT_EQ(world.strategy.seen.size(), 2U);
  EXPECT_NE(world.strategy.seen[0].as<TradeTick>(), nullptr);
  EXPECT_TRUE(world.strategy.seen[0].more_follow);
  EXPECT_NE(world.strategy.seen[1].as<OrderFilled>(), nullptr);
  EXPECT_FALSE(world.strategy.seen[1].more_follow);
  EXPECT_EQ(world.strategy.seen[1].seq, world.strategy.seen[0].seq + 1);
}

TEST(Runner, CallsTheSamplerAtEachHourWithThePricesOfBefore) {
  std::vector<std::pair<Timestamp, Price>> samples;
  World* world = nullptr;
  World made(toy_settings(), {.skip = true, .on_hour = [&](Timestamp hour) {
                                samples.emplace_back(hour, world->engine.market(kHedgeLeg).last);
                              }});
  world = &made;
  constexpr std::int64_t kHourMs = 3'600'000;
  made.runner.push(print(kHourMs / 2, 10'000'00));
  made.runner.push(print(kHourMs - 1, 10'001'00));
  made.runner.push(print(kHourMs, 10'002'00));
  made.runner.push(print(3 * kHourMs + 1, 10'003'00));
  ASSERT_EQ(samples.size(), 3U);
  EXPECT_EQ(samples[0], std::pair(Timestamp::from_ms(kHourMs), Price::from_raw(10'001 * kOne)));
  EXPECT_EQ(samples[1], std::pair(Timestamp::from_ms(2 * kHourMs), Price::from_raw(10'002 * kOne)));
  EXPECT_EQ(samples[2].first, Timestamp::from_ms(3 * kHourMs));
}

TEST(Runner, AnswersClosedAfterClosing) {
  World world(toy_settings());
  world.runner.close();
  EXPECT_EQ(world.runner.push(print(0, 10'000'00)), EventSink::Outcome::CLOSED);
  EXPECT_EQ(world.runner.covered(), 0U);
}

}  // namespace
}  // namespace alpha_pulse::engine
