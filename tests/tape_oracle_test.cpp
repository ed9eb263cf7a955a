// The outside oracle's ten million ticks as a tape: how large they are, that nothing of them is lost, and that the grid
// run over the tape comes to what another system gave.
#include <gtest/gtest.h>

#include <iostream>

#include "alpha_pulse/base/test_folder.hpp"
#include "alpha_pulse/matching/tick_replay.hpp"
#include "alpha_pulse/tape/tape_cursor.hpp"
#include "alpha_pulse/tape/tape_writer.hpp"
#include "hg5/immediate_grid.hpp"
#include "hg5/latency_grid.hpp"
#include "hg5/recordings.hpp"

namespace alpha_pulse::bench {
namespace {

using matching::TickEvent;
using matching::TickKind;
using tape::Tape;

constexpr std::int64_t kTick = 10'000'000, kLot = 100'000;  // 0.1 and 0.001

tape::Entry entry_of(const TickEvent& event) {
  const auto lots = [](std::int32_t count) { return domain::Quantity::from_raw(count * kLot); };
  tape::Entry entry{.at = base::Timestamp::from_ns(event.at)};
  if (event.is_quote()) {
    entry.kind = tape::Kind::QUOTE;
    entry.low = event.bid();
    entry.high = event.ask();
    entry.high_quantity = lots(event.fourth);
  } else {
    entry.kind = event.kind == TickKind::BUY ? tape::Kind::BUY : tape::Kind::SELL;
    entry.low = entry.high = event.price;
  }
  entry.quantity = lots(event.quantity);
  return entry;
}

/// Back into a tick; of a trade, `before` knows the quote that stands.
TickEvent tick_of(const tape::Entry& entry, const TickEvent& before) {
  const auto units = [](std::int64_t price) { return static_cast<std::int32_t>(price); };
  const auto lots = [](domain::Quantity quantity) { return static_cast<std::int32_t>(quantity.raw() / kLot); };
  if (entry.kind == tape::Kind::QUOTE) {
    return TickEvent::quote(entry.at.ns(), units(entry.low), lots(entry.quantity), units(entry.high),
                            lots(entry.high_quantity));
  }
  const TickKind side = entry.kind == tape::Kind::BUY ? TickKind::BUY : TickKind::SELL;
  return TickEvent::trade(entry.at.ns(), side, units(entry.low), lots(entry.quantity), before.bid(), before.ask());
}

/// The recording, written as a tape and opened.
struct OnTape {
  explicit OnTape(const std::vector<TickEvent>& ticks) {
    tape::TapeWriter::Settings settings;
    settings.out = folder.path() / "ticks.tape";
    settings.symbol = "BTCUSDT";
    settings.source = "seed 42";
    settings.price_unit = domain::Price::from_raw(kTick);
    auto writer = tape::TapeWriter::create(settings);
    EXPECT_TRUE(writer) << writer.error().message;
    for (const TickEvent& tick : ticks) EXPECT_TRUE((*writer)->add(entry_of(tick)));
    EXPECT_TRUE((*writer)->finish());
    auto opened = Tape::open(settings.out);
    EXPECT_TRUE(opened) << opened.error().message;
    tape = *opened;
  }
  base::testing::TestFolder folder;
  std::shared_ptr<const Tape> tape;
};

const std::vector<TickEvent>& ticks() {
  static const std::vector<TickEvent> recorded = tick_recording(42, 10'000'000);
  return recorded;
}
const Tape& ten_million() {
  static const OnTape recorded(ticks());
  return *recorded.tape;
}

std::vector<TickEvent> read_back(const Tape& tape) {
  std::vector<TickEvent> events;
  events.reserve(tape.size());
  tape::TapeCursor cursor(tape);
  tape::Entry entry;
  TickEvent before;
  while (cursor.next(entry)) events.push_back(before = tick_of(entry, before));
  return events;
}

TEST(TapeOracle, TenMillionTicksTakeAtMostSixteenBytesEachAndTheirIndexUnderAHundredth) {
  const tape::TapeInfo& info = ten_million().info();
  const auto hot = 2 * info.price_bits / 8;
  std::cout << info.events << " events in " << info.bytes << " bytes: " << info.bytes_per_event << " each, of which "
            << hot << " are searched; index " << 100 * info.index_share << " %\n";
  EXPECT_EQ(info.events, 10'000'000U);
  EXPECT_EQ(hot, 8U);
  EXPECT_LE(info.bytes_per_event, 16);
  EXPECT_LT(info.index_share, 0.01);
}

TEST(TapeOracle, GivesBackThePublishedBytes) {
  const std::vector<TickEvent> back = read_back(ten_million());
  EXPECT_TRUE(std::ranges::equal(std::as_bytes(std::span(back)), std::as_bytes(std::span(ticks()))));
  if (const std::string hash = sha256_of(std::as_bytes(std::span(back)));
      hash != "b156cd6afeb8dc50d5ddbe7dabac357a367c2894411d8f7f5c30634f1de4bb7c") {
    GTEST_SKIP() << "this machine's log, exp or cos rounds differently: " << hash;
  }
}

/// The tape's own search in the place of the benchmark's index. A trade names the quote that stands, which the tape
/// keeps with the quote alone: where that lies outside already, nothing is left out.
class TapeIndex {
 public:
  TapeIndex(const Tape& tape, const std::vector<TickEvent>& events) : tape_(tape), events_(events) {}

  std::size_t first_outside(std::size_t from, std::size_t to, std::int32_t below, std::int32_t above) const {
    const matching::TickCorridor corridor{below, above};
    if (from > 0 && !corridor.holds(events_[from - 1].bid(), events_[from - 1].ask())) return from;
    return tape_.first_outside(from, to, below, above);
  }
  void mark(std::size_t from, std::size_t to, matching::TickAccount& account) const {
    for (std::size_t i = from; i < to; ++i) account.mark(std::int64_t{events_[i].bid()} + events_[i].ask());
  }

 private:
  const Tape& tape_;
  const std::vector<TickEvent>& events_;
};

TEST(TapeOracle, TheGridOverTheTapeGivesTheOtherSystemsFillsCashAndFees) {
  const std::vector<TickEvent> events = read_back(ten_million());
  const matching::TickRules rules{.entry = base::Duration::milliseconds(10),
                                  .response = base::Duration::milliseconds(10),
                                  .feed = base::Duration::milliseconds(5),
                                  .wake = base::Duration::milliseconds(100),
                                  .maker = kMakerMillionths,
                                  .taker = kTakerMillionths};
  LatencyGrid grid({});
  matching::TickReplay<LatencyGrid> replay(events, rules, grid);
  replay.skip(TapeIndex(ten_million(), events));
  const matching::TickAccount& account = replay.venue().account();
  EXPECT_EQ(account.fills(), 1'260);
  EXPECT_EQ(account.position(), -20);
  EXPECT_EQ(account.cash(), 16'333'990);
  EXPECT_EQ((account.fees() + 5'000'000) / 10'000'000, 282'476);
  EXPECT_EQ(grid.reanchors(), 22);
  EXPECT_EQ((account.drawdown() + 5'000) / 10'000, 559'120'273);
}

}  // namespace
}  // namespace alpha_pulse::bench
