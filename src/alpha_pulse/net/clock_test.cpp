#include "alpha_pulse/net/clock.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <string>

#include "alpha_pulse/net/deadline.hpp"
#include "alpha_pulse/net/test_world.hpp"
#include "alpha_pulse/net/waiters.hpp"

namespace alpha_pulse::net {
namespace {

using testing::kStart;
using testing::run_on;
using testing::World;

asio::awaitable<bool> note(const Clock& clock, Timestamp moment, std::string& log, char name) {
  co_await clock.sleep_until(moment);
  log.push_back(name);
  co_return true;
}

TEST(ManualClock, WakesInTheOrderOfTheMomentsAndThenOfLyingDown) {
  World world;
  std::string log;
  const Timestamp late = kStart + Duration::seconds(2);
  const Timestamp early = kStart + Duration::seconds(1);
  world.start(note(world.clock, late, log, 'c'));
  world.start(note(world.clock, early, log, 'a'));
  world.start(note(world.clock, early, log, 'b'));
  world.start(note(world.clock, kStart, log, '0'));
  world.settle();
  EXPECT_EQ(log, "0") << "a moment that has passed is not waited for";
  EXPECT_EQ(world.clock.next(), early);
  world.clock.advance(Duration::milliseconds(999));
  world.settle();
  EXPECT_EQ(log, "0");
  world.clock.advance(Duration::seconds(5));
  world.settle();
  EXPECT_EQ(log, "0abc");
  EXPECT_FALSE(world.clock.next());
}

TEST(ManualClock, ForgetsASleeperThatIsCancelled) {
  World world;
  asio::cancellation_signal signal;
  std::string log;
  asio::co_spawn(world.io, note(world.clock, kStart + Duration::seconds(1), log, 'x'),
                 asio::bind_cancellation_slot(signal.slot(), asio::detached));
  world.settle();
  signal.emit(asio::cancellation_type::all);
  world.settle();
  EXPECT_FALSE(world.clock.next());
  world.clock.advance(Duration::seconds(2));
  world.settle();
  EXPECT_EQ(log, "");
}

TEST(ScaledClock, RunsAsFastAsItIsTold) {
  const ScaledClock clock(kStart, 100'000);
  asio::io_context io;
  std::string log;
  const Timestamp moment = kStart + Duration::hours(1);  // 36 ms of the wall's
  EXPECT_LT(clock.now(), moment);
  run_on(io, note(clock, moment, log, 'x'));
  EXPECT_GE(clock.now(), moment);
}

TEST(ScaledClock, StretchesWhatTheWallWouldCallTooShort) {
  const ScaledClock fast(kStart, 1000);
  EXPECT_EQ(fast.at_least_wall(Duration::seconds(10)), Duration::seconds(250));
  EXPECT_EQ(fast.at_least_wall(Duration::seconds(300)), Duration::seconds(300));
  const ScaledClock slow(kStart, 0.5);
  EXPECT_EQ(slow.at_least_wall(Duration::milliseconds(100)), Duration::milliseconds(125));
  EXPECT_EQ(WallClock().at_least_wall(Duration::milliseconds(1)), Duration::milliseconds(1));
}

TEST(WallClock, SleepsUntilTheMoment) {
  const WallClock clock;
  asio::io_context io;
  std::string log;
  const Timestamp moment = clock.now() + Duration::milliseconds(2);
  run_on(io, note(clock, moment, log, 'x'));
  EXPECT_GE(clock.now(), moment);
}

/// Waits for moments that have passed, until somebody else has had a turn; how often it waited, at most a hundred
/// times.
asio::awaitable<int> wait_for_the_past(const Clock& clock, const bool& turn) {
  int waits = 0;
  const Timestamp past = clock.now() - Duration::seconds(1);
  while (!turn && waits < 100) {
    ++waits;
    co_await clock.sleep_until(past);
  }
  co_return waits;
}

TEST(Clocks, LetOthersGoFirstWhereTheMomentHasPassed) {
  World world;
  const WallClock wall;
  const ScaledClock scaled(kStart, 1000);
  for (const Clock* clock : {static_cast<const Clock*>(&world.clock), static_cast<const Clock*>(&wall),
                             static_cast<const Clock*>(&scaled)}) {
    bool turn = false;
    const auto waiting = world.start(wait_for_the_past(*clock, turn));
    asio::post(world.io, [&turn] { turn = true; });
    world.settle();
    EXPECT_EQ(waiting->outcome, 1);
  }
}

TEST(Clocks, TellAWaitForThePastThatItWasCancelled) {
  World world;
  const WallClock wall;
  for (const Clock* clock : {static_cast<const Clock*>(&world.clock), static_cast<const Clock*>(&wall)}) {
    asio::cancellation_signal signal;
    std::string log;
    asio::co_spawn(world.io, note(*clock, clock->now(), log, 'x'),
                   asio::bind_cancellation_slot(signal.slot(), asio::detached));
    asio::post(world.io, [&signal] { signal.emit(asio::cancellation_type::all); });  // the one it gives way to
    world.settle();
    EXPECT_EQ(log, "");
  }
}

TEST(Deadline, CallsOnceWhenItsMomentCame) {
  World world;
  int calls = 0;
  Deadline deadline(world.io.get_executor(), world.clock, [&] { ++calls; });
  deadline.set(kStart + Duration::seconds(10));
  world.settle();
  world.clock.advance(Duration::seconds(9));
  world.settle();
  deadline.set(kStart + Duration::seconds(20));  // later: moved
  world.clock.advance(Duration::seconds(5));
  world.settle();
  EXPECT_EQ(calls, 0);
  deadline.set(kStart + Duration::seconds(15));  // earlier: moved too
  world.settle();
  world.clock.advance(Duration::seconds(1));
  world.settle();
  EXPECT_EQ(calls, 1);
  EXPECT_TRUE(deadline.expired());
  world.clock.advance(Duration::hours(1));
  world.settle();
  EXPECT_EQ(calls, 1);
}

TEST(Deadline, IsSilentWhenClearedOrGone) {
  World world;
  int calls = 0;
  {
    Deadline cleared(world.io.get_executor(), world.clock, [&] { ++calls; });
    cleared.set(kStart + Duration::seconds(1));
    Deadline gone(world.io.get_executor(), world.clock, [&] { ++calls; });
    gone.set(kStart + Duration::seconds(1));
    world.settle();
    cleared.clear();
    world.settle();
  }
  world.clock.advance(Duration::hours(1));
  world.settle();
  EXPECT_EQ(calls, 0);
}

asio::awaitable<bool> queue_up(Waiters& waiters, std::string& log, char name) {
  co_await waiters.wait();
  log.push_back(name);
  co_return true;
}

TEST(Waiters, GoOneAfterTheOther) {
  World world;
  Waiters waiters;
  std::string log;
  EXPECT_FALSE(waiters.wake_one());
  for (const char name : {'a', 'b', 'c'}) world.start(queue_up(waiters, log, name));
  world.settle();
  EXPECT_TRUE(waiters.wake_one());
  world.settle();
  EXPECT_EQ(log, "a");
  waiters.wake_all();
  world.settle();
  EXPECT_EQ(log, "abc");
  EXPECT_EQ(waiters.size(), 0U);
}

}  // namespace
}  // namespace alpha_pulse::net
