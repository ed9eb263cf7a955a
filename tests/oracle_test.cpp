#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdio>
#include <map>

#include "alpha_pulse/matching/tick_replay.hpp"
#include "hg5/immediate_grid.hpp"
#include "hg5/latency_grid.hpp"
#include "hg5/recordings.hpp"

/// An outside oracle: the same recording, the same strategy, and the results another system gave for it, digit for
/// digit; and what is left out of a run held against the run that leaves nothing out.
namespace alpha_pulse::bench {
namespace {

using matching::TickAccount;
using matching::TickEvent;
using matching::TickReplay;
using matching::TickRules;

// Money of the market of tick 0.1 and lot 0.001: cash in tick x lot is ten-thousandths, millionths of that are 1e-10.
constexpr std::int64_t kMillionthsOfFees = 10'000'000;  // a thousandth of a dollar

template <class Entry>
std::string sha256(const std::vector<Entry>& recording) {
  return sha256_of(std::as_bytes(std::span(recording)));
}

/// A recording with its index.
template <class Entry>
struct Recorded {
  explicit Recorded(std::vector<Entry> all) : entries(std::move(all)), block(range_block(entries)) {}
  RangeIndex index() const { return {block, entries.size()}; }

  std::vector<Entry> entries;
  std::vector<std::int32_t> block;
};

const Recorded<TickEvent>& ticks() {
  static const Recorded<TickEvent> recorded(tick_recording(42, 10'000'000));
  return recorded;
}
const Recorded<Bar>& bars() {
  static const Recorded<Bar> recorded(bar_recording(43, 2'102'400));
  return recorded;
}

TickRules rules(std::int64_t wake_ms = 100) {
  return {.entry = base::Duration::milliseconds(10),
          .response = base::Duration::milliseconds(10),
          .feed = base::Duration::milliseconds(5),
          .wake = base::Duration::milliseconds(wake_ms),
          .maker = kMakerMillionths,
          .taker = kTakerMillionths};
}

/// What the other system said. Cash in ten-thousandths; fees in thousandths, rounded, negative where it did not say.
struct Expected {
  std::int64_t fills, cash, fees;
  int reanchors;
};

void expect(const Expected& expected, const TickAccount& account, int reanchors) {
  EXPECT_EQ(account.fills(), expected.fills);
  EXPECT_EQ(account.cash(), expected.cash);
  if (expected.fees >= 0) {
    EXPECT_EQ((account.fees() + kMillionthsOfFees / 2) / kMillionthsOfFees, expected.fees);
  }
  if (expected.reanchors >= 0) {
    EXPECT_EQ(reanchors, expected.reanchors);
  }
}

/// Both ways of running, held against each other.
TickAccount both(const Recorded<TickEvent>& recorded, const TickRules& rules, const Hg5Settings& settings,
                 int& reanchors) {
  LatencyGrid plain(settings);
  TickReplay<LatencyGrid> every(recorded.entries, rules, plain);
  every.run();
  LatencyGrid skipping(settings);
  TickReplay<LatencyGrid> some(recorded.entries, rules, skipping);
  some.skip(recorded.index());
  EXPECT_EQ(every.venue().account(), some.venue().account());
  EXPECT_EQ(plain.reanchors(), skipping.reanchors());
  reanchors = plain.reanchors();
  return every.venue().account();
}

TEST(Oracle, TheRecordingsAreThePublishedBytes) {
  const bool ticks_match =
      sha256(ticks().entries) == "b156cd6afeb8dc50d5ddbe7dabac357a367c2894411d8f7f5c30634f1de4bb7c";
  const bool bars_match = sha256(bars().entries) == "c60c0d2d4653160662da5f30f20a121b2de5548e1f3731e04fde419cb23217a4";
  if (!ticks_match || !bars_match) {
    GTEST_SKIP() << "this machine's log, exp or cos rounds differently: the results are checked, the bytes are not";
  }
}

TEST(Oracle, OrderLatencyAndQueuePositionGiveTheOtherSystemsFillsCashAndFees) {
  int reanchors = 0;
  const TickAccount account = both(ticks(), rules(), {}, reanchors);
  expect({1260, 16'333'990, 282'476, 22}, account, reanchors);
  EXPECT_EQ(account.position(), -20);
}

TEST(Oracle, LookingTenTimesAsOftenGivesItsOtherResult) {
  int reanchors = 0;
  expect({1256, 16'322'850, 281'749, -1}, both(ticks(), rules(10), {}, reanchors), reanchors);
}

TEST(Oracle, NarrowLinesGiveItsResult) {
  int reanchors = 0;
  const Hg5Settings settings{.spacing_millionths = 300, .levels = 3};
  expect({12'954, 15'393'410, -1, -1}, both(ticks(), rules(), settings, reanchors), reanchors);
}

TEST(Oracle, ManyLinesGiveItsResult) {
  int reanchors = 0;
  const Hg5Settings settings{.spacing_millionths = 500, .levels = 8};
  expect({4'591, -42'590'560, -1, -1}, both(ticks(), rules(), settings, reanchors), reanchors);
}

TEST(Oracle, AnotherSeedGivesItsResult) {
  int reanchors = 0;
  const Recorded<TickEvent> other(tick_recording(7, 4'000'000));
  expect({594, 20'623'070, -1, -1}, both(other, rules(), {}, reanchors), reanchors);
}

template <class Feed, class Entry>
ImmediateGrid both(const Recorded<Entry>& recorded, const Hg5Settings& settings) {
  GridRun<Feed> every(recorded.entries, settings);
  every.run(recorded.entries, recorded.entries.size());
  GridRun<Feed> some(recorded.entries, settings);
  some.skip(recorded.entries, recorded.index(), recorded.entries.size());
  EXPECT_EQ(every.grid(), some.grid());
  return every.grid();
}

TEST(Oracle, CrossingsWithoutAWireGiveThePublishedResult) {
  const ImmediateGrid grid = both<TickFeed>(ticks(), {});
  expect({1252, 16'303'960, 280'992, 22}, grid.account(), grid.reanchors());
}

TEST(Oracle, BarsGiveThePublishedResultAndDrawdown) {
  const ImmediateGrid grid = both<BarFeed>(bars(), {.spacing_millionths = 10'000});
  expect({10'937, 30'902'520, 2'959'742, 158}, grid.account(), grid.reanchors());
  EXPECT_EQ((grid.account().drawdown() + 500'000) / 1'000'000, 100'467'533);
}

}  // namespace
}  // namespace alpha_pulse::bench
