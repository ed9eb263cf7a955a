#include "alpha_pulse/backtest/run_observer.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/backtest/test_loops.hpp"

namespace alpha_pulse::backtest {
namespace {

using namespace test;

Duration seconds(std::int64_t n) {
  return Duration::seconds(n);
}

/// Counts what it sees and asks for one order each time.
class Probe final : public IStrategy {
 public:
  void on_event(const Event&, const StrategyView&, Commands& out) override {
    ++seen;
    out.place({});
  }
  Wakeup next_wakeup() const override {
    Wakeup wakeup;
    wakeup.at = kMidnight;
    return wakeup;
  }
  int seen = 0;
};

class RunObserverTest : public ::testing::Test {
 protected:
  /// The strategy sees a price `second` seconds after midnight.
  void see(std::int64_t second) {
    const Event e = print(kMidnight + seconds(second), "100");
    for (MarketState& market : markets_) market.absorb(e, linear());
    show(e);
  }
  /// ... or something else than a price.
  void show(const Event& e) {
    StrategyView view;
    view.now = e.ts_event;
    view.instruments = listed_;
    view.markets = markets_;
    view.positions = positions_;
    view.live_orders = orders_;
    view.spot = holding;
    observer.on_event(e, view, commands);
  }
  void trade(Side side, const std::string& quantity) {
    positions_[1].apply(listed_[1], side, qty(quantity), price("100"));
  }
  void work(OrderState order_state) { orders_ = {Order{.id = ClientOrderId{1}, .spec = {}, .state = order_state}}; }
  void end(std::int64_t second) { observer.on_end(kMidnight + seconds(second)); }
  void gap(std::int64_t from, std::int64_t to) { observer.on_gap(kMidnight + seconds(from), kMidnight + seconds(to)); }
  const TimeSpent& spent() const { return observer.spent(); }

  ProgramState state = ProgramState::ACTIVE;
  Quantity holding = qty("2");
  Commands commands;
  Probe* probe = new Probe;
  RunObserver observer{
      std::unique_ptr<IStrategy>(probe), kHedgeLeg, {.min = ratio("0.5"), .max = ratio("1")}, [this] { return state; }};

 private:
  std::vector<Instrument> listed_ = {spot(), linear()};
  std::vector<MarketState> markets_{2};
  std::vector<Position> positions_{2};
  std::vector<Order> orders_;
};

TEST_F(RunObserverTest, CountsFromTheFirstPriceToTheEnd) {
  show(test::event(kMidnight, TimerElapsed{}));
  EXPECT_EQ(spent().total, Duration{});
  see(10);
  see(15);
  end(40);
  EXPECT_EQ(spent().total, seconds(30));
}

TEST_F(RunObserverTest, IsActiveWhileTheStateIsActiveAndAnOrderWorks) {
  see(0);  // no order
  work(OrderState::SUBMITTED);
  see(10);  // on its way
  work(OrderState::ACCEPTED);
  see(20);
  state = ProgramState::PAUSED;
  see(50);
  end(60);
  EXPECT_EQ(spent().active, seconds(30));
}

TEST_F(RunObserverTest, CountsStoppedTimeAndDoesNotMeasureTheHedgeInIt) {
  trade(Side::SELL, "2");
  see(0);
  state = ProgramState::STOPPED;
  trade(Side::BUY, "2");
  see(10);
  end(100);
  EXPECT_EQ(spent().stopped, seconds(90));
  EXPECT_EQ(spent().measured, seconds(10));
  EXPECT_EQ(spent().outside, Duration{});
}

TEST_F(RunObserverTest, StartsTheClockWhenTheHedgeIsFirstInside) {
  see(0);  // nothing sold yet: not held against the hedge
  trade(Side::SELL, "1.5");
  see(20);
  trade(Side::BUY, "1");
  see(50);  // a quarter is left
  end(60);
  EXPECT_EQ(spent().measured, seconds(40));
  EXPECT_EQ(spent().outside, seconds(10));
}

TEST_F(RunObserverTest, NeverStartsTheClockForAHedgeThatWasNeverInside) {
  trade(Side::SELL, "0.5");
  see(0);
  end(60);
  EXPECT_EQ(spent().measured, Duration{});
  EXPECT_EQ(spent().outside, Duration{});
}

TEST_F(RunObserverTest, HoldsTheLimitsThemselvesToBeInside) {
  trade(Side::SELL, "1");
  see(0);  // exactly half
  trade(Side::SELL, "1");
  see(10);  // exactly all
  trade(Side::SELL, "0.001");
  see(20);
  end(23);
  EXPECT_EQ(spent().measured, seconds(23));
  EXPECT_EQ(spent().outside, seconds(3));
}

TEST_F(RunObserverTest, TakesALongForTheHedgeOfBorrowedCoinsAndAShortForMoreOfTheRisk) {
  holding = qty("-2");
  trade(Side::BUY, "2");
  see(0);
  trade(Side::SELL, "4");
  see(10);
  end(15);
  EXPECT_EQ(spent().measured, seconds(15));
  EXPECT_EQ(spent().outside, seconds(5));
}

TEST_F(RunObserverTest, TakesALongBesideAHoldingForOutside) {
  trade(Side::SELL, "2");
  see(0);
  trade(Side::BUY, "4");
  see(10);
  end(15);
  EXPECT_EQ(spent().outside, seconds(5));
}

TEST_F(RunObserverTest, DoesNotHoldAGapAgainstTheHedge) {
  trade(Side::SELL, "2");
  see(0);
  trade(Side::BUY, "2");
  see(10);
  gap(12, 72);  // outside and silent
  see(72);
  end(75);
  EXPECT_EQ(spent().total, seconds(75));
  EXPECT_EQ(spent().gaps, seconds(60));
  EXPECT_EQ(spent().measured, seconds(15));
  EXPECT_EQ(spent().outside, seconds(5));
}

TEST_F(RunObserverTest, CountsAGapOnceHoweverManyTimersFallIntoIt) {
  trade(Side::SELL, "2");
  see(0);
  gap(10, 110);
  show(test::event(kMidnight + seconds(40), TimerElapsed{}));
  show(test::event(kMidnight + seconds(90), TimerElapsed{}));
  see(110);
  gap(120, 150);
  see(150);
  end(160);
  EXPECT_EQ(spent().gaps, seconds(130));
  EXPECT_EQ(spent().measured, seconds(30));
}

TEST_F(RunObserverTest, ChangesNothingBetweenTheStrategyAndTheRest) {
  int batches = 0;
  observer.watch([&batches](const StrategyView&) { ++batches; });
  see(0);
  Event first_of_two = print(kMidnight + seconds(1), "100");
  first_of_two.more_follow = true;
  show(first_of_two);
  see(1);
  EXPECT_EQ(probe->seen, 3);
  EXPECT_EQ(batches, 2);
  EXPECT_EQ(commands.orders().size(), 3U);
  EXPECT_EQ(observer.next_wakeup().at, kMidnight);
}

}  // namespace
}  // namespace alpha_pulse::backtest
