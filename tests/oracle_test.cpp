#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

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

// ---- what is left out changes nothing -------------------------------------------------------------------------------

TEST(Oracle, LeavingEventsOutChangesNothingForManySettings) {
  for (const std::uint64_t seed : {42U, 5U}) {
    const Recorded<TickEvent> recorded(tick_recording(seed, 600'000));
    for (const std::int32_t spacing : {120, 250, 400, 900, 2000}) {
      for (const std::int32_t levels : {1, 4, 9}) {
        SCOPED_TRACE(testing::Message() << "seed " << seed << ", spacing " << spacing << ", levels " << levels);
        const Hg5Settings settings{.spacing_millionths = spacing, .levels = levels};
        int reanchors = 0;
        EXPECT_GT(both(recorded, rules(), settings, reanchors).fills(), 0);
        both<TickFeed>(recorded, settings);
      }
    }
  }
}

/// Draws whole numbers; a failing property names the seed.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed | 1U) {}
  int operator()(int from, int to) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return from + static_cast<int>((state_ >> 11) % static_cast<std::uint64_t>(to - from + 1));
  }

 private:
  std::uint64_t state_;
};

/// A market of small prices in which everything is near: steps, gaps, equal times, trades at, inside and beyond the
/// quote.
std::vector<TickEvent> rough_market(Dice& dice) {
  const int step = dice(1, 6);
  const std::int64_t gap = dice(1, 40) * 1'000'000;
  std::vector<TickEvent> events;
  std::int64_t at = 1'000'000'000;
  int bid = 2000;
  int ask = 2001;
  events.push_back(TickEvent::quote(at, bid, dice(1, 50), ask, dice(1, 50)));
  for (int i = dice(100, 4000); i > 0; --i) {
    at += dice(0, 3) == 0 ? 0 : gap * dice(1, 8) / 4;
    if (dice(0, 2) == 0) {
      const auto side = dice(0, 1) == 0 ? matching::TickKind::BUY : matching::TickKind::SELL;
      const int price = (side == matching::TickKind::BUY ? ask : bid) + (dice(0, 9) == 0 ? dice(-3, 3) : 0);
      events.push_back(TickEvent::trade(at, side, price, dice(1, 40), bid, ask));
      continue;
    }
    if (dice(0, 1) == 0) {
      bid = std::clamp(bid + (dice(0, 60) == 0 ? dice(-60, 60) : dice(-step, step)), 800, 5000);
      ask = bid + dice(1, 3);
    }
    events.push_back(TickEvent::quote(at, bid, dice(1, 50), ask, dice(1, 50)));
  }
  return events;
}

/// All ways of running through one rough market.
void run_rough_market(Dice& dice) {
  const Recorded<TickEvent> recorded(rough_market(dice));
  const Hg5Settings settings{.spacing_millionths = dice(600, 20'000), .levels = dice(1, 6), .quantity = dice(1, 30)};
  const auto milliseconds = [&](int from, int to) { return base::Duration::milliseconds(dice(from, to)); };
  const TickRules rules{.entry = milliseconds(0, 60),
                        .response = milliseconds(0, 60),
                        .feed = milliseconds(0, 120),
                        .wake = milliseconds(1, 200),
                        .maker = 200,
                        .taker = 500};
  LatencyGrid plain(settings);
  TickReplay<LatencyGrid> every(recorded.entries, rules, plain);
  every.run();
  for (const ScanPath& path : scan_paths()) {
    LatencyGrid skipping(settings);
    TickReplay<LatencyGrid> some(recorded.entries, rules, skipping);
    some.skip(RangeIndex(recorded.block, recorded.entries.size(), path));
    RC_ASSERT(every.venue().account() == some.venue().account());
    RC_ASSERT(plain.reanchors() == skipping.reanchors());
  }
  GridRun<TickFeed> crossing(recorded.entries, settings);
  crossing.run(recorded.entries, recorded.entries.size());
  GridRun<TickFeed> leaping(recorded.entries, settings);
  leaping.skip(recorded.entries, recorded.index(), recorded.entries.size());
  RC_ASSERT(crossing.grid() == leaping.grid());
}

RC_GTEST_PROP(OracleProperty, LeavingEventsOutChangesNothingInRoughMarkets, (std::uint64_t seed)) {
  Dice dice(seed);
  for (int i = 0; i < 30; ++i) run_rough_market(dice);
}

RC_GTEST_PROP(OracleProperty, EverySetOfInstructionsFindsTheSamePlaceAndMarksTheSameAccount, (std::uint64_t seed)) {
  Dice dice(seed);
  const Recorded<TickEvent> recorded(rough_market(dice));
  const int size = static_cast<int>(recorded.entries.size());
  for (int i = 0; i < 50; ++i) {
    const int from = dice(0, size - 1);
    const int to = dice(from, size);
    const int below = dice(800, 2500);
    const int above = below + dice(1, 2000);
    const auto outside = [&](const TickEvent& event) { return event.low() <= below || event.high() >= above; };
    const auto begin = recorded.entries.begin();
    const auto expected = std::find_if(begin + from, begin + to, outside) - begin;
    TickAccount account;
    account.fill(dice(0, 1) == 0 ? domain::Side::BUY : domain::Side::SELL, 2000, dice(1, 100), 200);
    TickAccount one_by_one = account;
    for (int j = from; j < to; ++j) one_by_one.mark(begin[j].bid() + begin[j].ask());
    for (const ScanPath& path : scan_paths()) {
      const RangeIndex index(recorded.block, recorded.entries.size(), path);
      RC_ASSERT(index.first_outside(static_cast<std::size_t>(from), static_cast<std::size_t>(to), below, above) ==
                static_cast<std::size_t>(expected));
      TickAccount marked = account;
      index.mark(static_cast<std::size_t>(from), static_cast<std::size_t>(to), marked);
      RC_ASSERT(marked == one_by_one);
    }
  }
}

TEST(Oracle, ASweepGivesEveryConfigurationItsOwnResult) {
  const Recorded<TickEvent> recorded(tick_recording(3, 300'000));
  const Recorded<Bar> candles(bar_recording(4, 150'000));
  std::vector<Hg5Settings> settings;
  for (std::int32_t spacing = 200; spacing < 4000; spacing += 37) settings.push_back({.spacing_millionths = spacing});
  const auto expect_each = [&]<class Feed, class Entry>(const Recorded<Entry>& all, Feed /*feed*/) {
    const auto outcomes = sweep<Feed>(all.entries, all.index(), settings, 2);
    for (std::size_t i = 0; i < settings.size(); ++i) {
      GridRun<Feed> alone(all.entries, settings[i]);
      alone.run(all.entries, all.entries.size());
      const TickAccount& account = alone.grid().account();
      const GridOutcome own{account.fills(), account.cash(), account.fees(), account.drawdown()};
      EXPECT_EQ(outcomes[i], own) << "spacing " << settings[i].spacing_millionths;
    }
  };
  expect_each(recorded, TickFeed{});
  expect_each(candles, BarFeed{});
}

}  // namespace
}  // namespace alpha_pulse::bench
