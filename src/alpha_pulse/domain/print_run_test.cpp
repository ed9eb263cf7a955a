#include "alpha_pulse/domain/print_run.hpp"

#include <gtest/gtest.h>

#include <random>
#include <tuple>
#include <vector>

namespace alpha_pulse::domain {
namespace {

auto fields(const MarketState& m) {
  return std::tuple(m.last, m.bid, m.ask, m.mark, m.previous_last, m.updated_at, m.previous_at, m.updates);
}

Event print(std::int64_t at_ms, std::int64_t price, PrintRoles roles, InstrumentId instrument = kHedgeLeg) {
  return {.instrument = instrument,
          .ts_event = Timestamp::from_ms(at_ms),
          .body = TradeTick{.price = Price::from_raw(price), .roles = roles}};
}

TEST(PrintRun, LeavesWhatAbsorbingEachPrintLeaves) {
  Instrument instrument;
  instrument.tick = Price::from_raw(7);
  std::mt19937_64 random(20261126);
  for (int round = 0; round < 2000; ++round) {
    const auto bits = random();
    const PrintRoles roles{.spot = (bits & 1) != 0, .mark = (bits & 2) != 0, .quote = (bits & 4) != 0};
    std::vector<Event> prints;
    for (std::size_t i = 0; i < bits / 8 % 5; ++i) {
      prints.push_back(print(static_cast<std::int64_t>(i), 1 + static_cast<std::int64_t>(random() % 1000), roles));
    }
    MarketState one, all;
    one.absorb(print(-1, 5, {.mark = (bits & 64) != 0}), instrument);
    all = one;
    for (const Event& each : prints) one.absorb(each, instrument);
    absorb_print_run(all, prints, instrument);
    ASSERT_EQ(fields(all), fields(one)) << "round " << round;
  }
}

TEST(PrintRun, EndsWhereAnotherInstrumentOtherRolesOrAnotherKindOfEventComesOrTheCallerSaysSo) {
  const auto any = [](const Event&, const TradeTick&) { return true; };
  std::vector<Event> events(5, print(0, 10, kAllRoles));
  EXPECT_EQ(print_run(events, any), 5U);
  EXPECT_EQ(print_run(events, [left = 3](const Event&, const TradeTick&) mutable { return left-- > 0; }), 3U);
  events[3].instrument = kSpotLeg;
  EXPECT_EQ(print_run(events, any), 3U);
  events[2] = print(0, 10, {.spot = true, .mark = true});
  EXPECT_EQ(print_run(events, any), 2U);
  events[1].body = MarkPrice{.price = Price::from_raw(10)};
  EXPECT_EQ(print_run(events, any), 1U);
  events[0].body = TimerElapsed{};
  EXPECT_EQ(print_run(events, any), 0U);
  EXPECT_EQ(print_run({}, any), 0U);
}

}  // namespace
}  // namespace alpha_pulse::domain
