#include "alpha_pulse/tape/tape.hpp"

#include "alpha_pulse/tape/tape_cursor.hpp"
#include "alpha_pulse/tape/test_tapes.hpp"

namespace alpha_pulse::tape {
namespace {

using namespace testing;

/// Sorts of markets, each of which packs in another way.
std::vector<Sort> sorts() {
  return {Sort{},
          Sort{.quotes = false, .marks = false, .time_unit = 100'000'000, .longest_step = 0},
          Sort{.quotes = false, .time_unit = 1'000'000},
          Sort{.trades = false, .marks = false},
          Sort{.quotes = false, .trades = false, .time_unit = 60'000'000'000, .longest_step = 3},
          Sort{.longest_step = 10'000'000'000, .quantity_unit = 1, .largest_quantity = 4'000'000'000'000'000'000},
          Sort{.longest_step = 1, .largest_quantity = 0},
          Sort{.width = PriceWidth::WIDE},
          Sort{.quotes = false, .trades = false, .width = PriceWidth::WIDE, .longest_step = 1'000'000}};
}

TEST(Tape, GivesBackEveryEventThatWasWritten) {
  const TestFolder folder;
  for (const Sort& sort : sorts()) {
    for (const std::size_t count : {1U, 2U, 63U, 64U, 65U, 4095U, 4096U, 4097U, 20'000U}) {
      const auto events = random_events(count, count, sort);
      const auto file = folder.path() / "t";
      auto settings = settings_for(file, sort.width);
      settings.overwrite = true;
      const TapeInfo written = write_tape(settings, events);
      const auto tape = open_tape(file);
      ASSERT_TRUE(tape);
      ASSERT_EQ(tape->size(), count);
      EXPECT_EQ(written.bytes, tape->info().bytes);
      EXPECT_EQ(written.first, events.front().at);
      EXPECT_EQ(tape->info().last, events.back().at);
      TapeCursor cursor(*tape);
      Entry entry;
      for (std::size_t i = 0; i < count; ++i) {
        ASSERT_EQ(cursor.index(), i);
        ASSERT_TRUE(cursor.next(entry));
        ASSERT_EQ(entry, events[i]) << "event " << i << " of " << count;
        ASSERT_EQ(tape->at(i), events[i]) << "event " << i << " of " << count;
        ASSERT_EQ(tape->time(i), events[i].at);
      }
      EXPECT_FALSE(cursor.next(entry));
      EXPECT_FALSE(cursor.next(entry));
    }
  }
}

TEST(Tape, BeginsACursorAnywhere) {
  const TestFolder folder;
  const auto events = random_events(7, 9'000, {});
  write_tape(settings_for(folder.path() / "t"), events);
  const auto tape = open_tape(folder.path() / "t");
  for (const std::uint64_t from : {0U, 1U, 63U, 64U, 100U, 4'095U, 4'096U, 4'097U, 8'999U, 9'000U}) {
    TapeCursor cursor(*tape, from);
    Entry entry;
    std::uint64_t i = from;
    for (; cursor.next(entry); ++i) ASSERT_EQ(entry, events[i]);
    EXPECT_EQ(i, events.size());
  }
}

TEST(Tape, ShowsWhatComesNextInColumns) {
  const TestFolder folder;
  std::mt19937_64 random(11);
  for (const Sort& sort : {Sort{}, Sort{.quotes = false, .marks = false}}) {
    const auto events = random_events(random(), 5'000, sort);
    auto settings = settings_for(folder.path() / "t");
    settings.overwrite = true;
    write_tape(settings, events);
    const auto tape = open_tape(folder.path() / "t");
    TapeCursor cursor(*tape);
    while (cursor.index() < events.size()) {
      const TapeCursor::Ahead ahead = cursor.ahead();
      ASSERT_GT(ahead.count, 0U);
      bool trades = true;
      for (std::size_t i = 0; i < ahead.count; ++i) {
        const Entry& event = events[cursor.index() + i];
        trades = trades && is_trade(event.kind);
        ASSERT_EQ(ahead.time[i], event.at.ns());
        ASSERT_EQ(ahead.low[i], event.low);
        ASSERT_EQ(ahead.quantity[i], event.quantity.raw());
        ASSERT_EQ(ahead.trades(i + 1), trades);
        ASSERT_TRUE(!trades || ((ahead.low_plane >> i) & 1U) == (event.kind == Kind::BUY ? 1U : 0U));
      }
      cursor.pass(1 + random() % ahead.count);
    }
    EXPECT_EQ(cursor.ahead().count, 0U);
  }
}

TEST(Tape, FindsTheFirstEventAtAMoment) {
  const TestFolder folder;
  for (const std::int64_t longest : {1, 2, 20, 1'000'000}) {
    const auto events = random_events(3, 9'000, {.longest_step = longest});
    auto settings = settings_for(folder.path() / "t");
    settings.overwrite = true;
    write_tape(settings, events);
    const auto tape = open_tape(folder.path() / "t");
    const auto expected = [&](Timestamp t) {
      const auto found = std::partition_point(events.begin(), events.end(), [t](const Entry& e) { return e.at < t; });
      return static_cast<std::uint64_t>(found - events.begin());
    };
    const auto check = [&](std::int64_t ns) {
      const Timestamp t = Timestamp::from_ns(ns);
      ASSERT_EQ(tape->first_at(t), expected(t)) << ns;
    };
    check(std::numeric_limits<std::int64_t>::min());
    check(std::numeric_limits<std::int64_t>::max());
    for (const Entry& e : events) {
      for (const std::int64_t shift : {-1, 0, 1}) check(e.at.ns() + shift);
    }
  }
}

TEST(Tape, FindsTheLastOfAKindBeforeAnEvent) {
  const TestFolder folder;
  auto events = random_events(5, 20'000, {});
  for (std::size_t i = 5'000; i < 15'000; ++i) {  // pages without marks, and one with a single quote
    if (events[i].kind == Kind::MARK) events[i].kind = Kind::BUY;
    if (i >= 8'192 && i < 12'288 && i != 9'000 && events[i].kind == Kind::QUOTE) {
      events[i] = {events[i].at, events[i].low, events[i].low, Kind::SELL, events[i].quantity, {}};
    }
  }
  write_tape(settings_for(folder.path() / "t"), events);
  const auto tape = open_tape(folder.path() / "t");
  std::mt19937_64 random(11);
  for (int round = 0; round < 5'000; ++round) {
    const std::uint64_t to = random() % (events.size() + 1);
    const std::uint64_t from = round % 3 == 0 ? 0 : to - std::min<std::uint64_t>(to, random() % 300);
    const auto last = [&](auto is) -> std::optional<std::uint64_t> {
      for (std::uint64_t i = to; i > from; --i) {
        if (is(events[i - 1].kind)) return i - 1;
      }
      return std::nullopt;
    };
    ASSERT_EQ(tape->last_trade(from, to), last([](Kind k) { return k == Kind::BUY || k == Kind::SELL; }));
    ASSERT_EQ(tape->last_quote(from, to), last([](Kind k) { return k == Kind::QUOTE; }));
    ASSERT_EQ(tape->last_mark(from, to), last([](Kind k) { return k == Kind::MARK; }));
  }
}

TEST(Tape, TellsWhatItHolds) {
  const TestFolder folder;
  auto settings = settings_for(folder.path() / "t");
  settings.source = "a.csv + b.csv";
  auto writer = TapeWriter::create(settings);
  ASSERT_TRUE(writer);
  add_all(**writer, random_events(1, 5'000, {.quotes = false, .marks = false, .time_unit = 1'000'000}));
  const TapeFunding due{Timestamp::from_ms(1'700'000'001'000), Ratio::from_raw(-123)};
  ASSERT_TRUE((*writer)->add_funding(due));
  ASSERT_TRUE((*writer)->finish());
  const auto tape = open_tape(folder.path() / "t");
  const TapeInfo& info = tape->info();
  EXPECT_EQ(info.symbol, "BTCUSDT");
  EXPECT_EQ(info.source, "a.csv + b.csv");
  EXPECT_EQ(info.events, 5'000U);
  EXPECT_EQ(info.rows, 5'000U);
  EXPECT_EQ(info.version, 1U);
  EXPECT_EQ(info.price_bits, 32U);
  EXPECT_EQ(info.bytes, std::filesystem::file_size(folder.path() / "t"));
  EXPECT_EQ(info.bar_step, Duration::minutes(5));
  EXPECT_TRUE(info.has_trades);
  EXPECT_FALSE(info.has_quotes);
  EXPECT_FALSE(info.has_marks);
  ASSERT_EQ(tape->funding().size(), 1U);
  EXPECT_EQ(tape->funding()[0], due);
  EXPECT_EQ(tape->price(123).raw(), 123'000'000);
}

TEST(Tape, OfWidePricesIsOfVersionTwoAndGivesThemBackToTheLastDigit) {
  const TestFolder folder;
  const auto events = random_events(4, 10'000, {.quotes = false, .width = PriceWidth::WIDE});
  const TapeInfo info = write_tape(settings_for(folder.path() / "t", PriceWidth::WIDE), events);
  EXPECT_EQ(info.version, 2U);
  EXPECT_EQ(info.price_bits, 64U);
  const auto tape = open_tape(folder.path() / "t");
  EXPECT_EQ(tape->info().version, 2U);
  EXPECT_EQ(tape->low(0), events[0].low);
  EXPECT_EQ(tape->high(9'999), events[9'999].high);
  EXPECT_EQ(tape->price(tape->low(0)).raw(), events[0].low);
  EXPECT_LT(info.index_share, 0.06);
}

TEST(Tape, TurnsPricesIntoUnitsOrNamesAUnitThatWouldDo) {
  const Price cent = Price::from_raw(1'000'000);
  EXPECT_EQ(*units_of(*Price::parse("95203.05"), cent), 9'520'305);
  const auto finer = units_of(*Price::parse("95203.055"), cent);
  ASSERT_FALSE(finer);
  EXPECT_NE(finer.error().message.find("0.005 would pass"), std::string::npos) << finer.error().message;
  EXPECT_FALSE(units_of(Price{}, cent));
  EXPECT_EQ(*units_of(*Price::parse("95203.05123456"), Price::from_raw(1)), 9'520'305'123'456);
}

}  // namespace
}  // namespace alpha_pulse::tape
