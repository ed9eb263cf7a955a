#include "alpha_pulse/tape/tape_writer.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <span>

#include "alpha_pulse/domain/bar_builder.hpp"

#include "alpha_pulse/tape/test_tapes.hpp"

namespace alpha_pulse::tape {
namespace {

using namespace testing;
using std::filesystem::exists;

constexpr std::int64_t kMinute = 60'000'000'000;

bool has(const base::Error& error, std::string_view words) {
  return error.message.find(words) != std::string::npos;
}

Entry trade_at(std::int64_t ns, std::int64_t price, std::int64_t quantity = 1) {
  return {.at = Timestamp::from_ns(ns), .low = price, .high = price, .quantity = Quantity::from_raw(quantity)};
}

std::filesystem::path partial_of(const std::filesystem::path& out) {
  return out.string() + ".partial";
}

TEST(TapeWriter, TakesItsNameOnlyWhenTheTapeIsWhole) {
  const TestFolder folder;
  const auto out = folder.path() / "t";
  auto writer = TapeWriter::create(settings_for(out));
  ASSERT_TRUE(writer);
  add_all(**writer, random_events(1, 10'000, {}));
  EXPECT_TRUE(exists(partial_of(out)));
  EXPECT_FALSE(exists(out));
  ASSERT_TRUE((*writer)->finish());
  EXPECT_FALSE(exists(partial_of(out)));
  EXPECT_TRUE(open_tape(out));
}

class TapeWriterOfWidths : public ::testing::TestWithParam<PriceWidth> {};
TEST(TapeWriter, TakesItsNameOnlyWhenWhatLiesThereWasFoundGood) {
  const TestFolder folder;
  const auto events = random_events(4, 10'000, {});
  auto settings = settings_for(folder.path() / "t");
  std::vector<std::uint64_t> told;
  settings.grown = [&told](std::uint64_t size) { told.push_back(size); };
  auto writer = TapeWriter::create(settings);
  ASSERT_TRUE(writer);
  add_all(**writer, events);
  const auto refused = (*writer)->finish([&]() -> Result<void> {
    EXPECT_EQ(open_tape(partial_of(settings.out))->size(), events.size());
    EXPECT_EQ(told.back(), std::filesystem::file_size(partial_of(settings.out)));
    return fail(base::ErrorCode::kBadData, "not good");
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "not good");
  EXPECT_FALSE(exists(settings.out));
  EXPECT_GT(told.size(), 3U);
  EXPECT_TRUE(std::ranges::is_sorted(told));

  writer->reset();
  writer = TapeWriter::resume(settings);
  ASSERT_TRUE(writer) << writer.error().message;
  add_all(**writer, events, (*writer)->events());
  ASSERT_TRUE((*writer)->finish([] { return Result<void>(); }));
  EXPECT_EQ(open_tape(settings.out)->size(), events.size());
}

INSTANTIATE_TEST_SUITE_P(Widths, TapeWriterOfWidths, ::testing::ValuesIn(kWidths),
                         [](const auto& width) { return width.param == PriceWidth::WIDE ? "wide" : "narrow"; });

TEST_P(TapeWriterOfWidths, ResumesAfterEveryInterruptionInTheSameBytes) {
  const TestFolder folder;
  const auto events = random_events(2, 30'000, {.width = GetParam()});
  const TapeFunding due{events[100].at, Ratio::from_raw(1)};
  const auto end = [&due](TapeWriter& writer) {
    ASSERT_TRUE(writer.add_funding(due));
    ASSERT_TRUE(writer.finish());
  };
  auto whole = TapeWriter::create(settings_for(folder.path() / "whole", GetParam()));
  add_all(**whole, events);
  end(**whole);
  const std::string expected = bytes_of(folder.path() / "whole");

  std::mt19937_64 random(4);
  for (int round = 0; round < 20; ++round) {
    const auto out = folder.path() / "again";
    auto settings = settings_for(out, GetParam());
    settings.overwrite = true;
    {
      auto writer = TapeWriter::create(settings);
      ASSERT_TRUE(writer);
      const std::size_t until = random() % events.size();
      add_all(**writer, {events.begin(), events.begin() + static_cast<std::ptrdiff_t>(until)});
    }
    // The interruption leaves as many bytes as it likes, and half a page that is not what it was to be.
    const std::uint64_t size = std::filesystem::file_size(partial_of(out));
    if (round % 3 == 1) std::filesystem::resize_file(partial_of(out), random() % (size + 1));
    if (round % 3 == 2) std::ofstream(partial_of(out), std::ios::app | std::ios::binary) << std::string(777, 'x');
    auto writer = TapeWriter::resume(settings);
    ASSERT_TRUE(writer) << writer.error().message;
    EXPECT_EQ((*writer)->events() % kPageEvents, 0U);
    add_all(**writer, events, (*writer)->events());
    end(**writer);
    ASSERT_EQ(bytes_of(out), expected) << "round " << round;
  }
}

TEST(TapeWriter, ResumesATapeThatWasInterruptedWhileItsIndexWasWritten) {
  const TestFolder folder;
  const auto events = random_events(2, 5'000, {});
  write_tape(settings_for(folder.path() / "t"), events);
  const std::string whole = bytes_of(folder.path() / "t");
  std::filesystem::remove(folder.path() / "t");
  put_bytes(partial_of(folder.path() / "t"), whole.substr(0, whole.size() - 100));
  auto writer = TapeWriter::resume(settings_for(folder.path() / "t"));
  ASSERT_TRUE(writer);
  EXPECT_EQ((*writer)->events(), kPageEvents);
  add_all(**writer, events, kPageEvents);
  ASSERT_TRUE((*writer)->finish());
  EXPECT_EQ(bytes_of(folder.path() / "t"), whole);
}

TEST(TapeWriter, ResumesAfterAnInterruptOfTheProcess) {
  const TestFolder folder;
  const auto events = random_events(6, 50'000, {});
  write_tape(settings_for(folder.path() / "whole"), events);
  const auto out = folder.path() / "t";
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGINT, SIG_DFL);
    auto writer = TapeWriter::create(settings_for(out));
    for (std::size_t i = 0; i < 25'000; ++i) {
      if (!(*writer)->add(events[i])) ::_exit(1);
    }
    ::raise(SIGINT);
    ::_exit(2);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
  auto writer = TapeWriter::resume(settings_for(out));
  ASSERT_TRUE(writer) << writer.error().message;
  EXPECT_EQ((*writer)->events(), 6U * kPageEvents);
  add_all(**writer, events, (*writer)->events());
  ASSERT_TRUE((*writer)->finish());
  EXPECT_EQ(bytes_of(out), bytes_of(folder.path() / "whole"));
}

TEST(TapeWriter, TellsOfAFullDiskAndGoesOnWhenThereIsRoom) {
  const TestFolder folder;
  const auto events = random_events(8, 40'000, {});
  write_tape(settings_for(folder.path() / "whole"), events);
  const std::uint64_t whole = std::filesystem::file_size(folder.path() / "whole");
  const auto out = folder.path() / "t";
  for (const std::uint64_t room : {std::uint64_t{10}, std::uint64_t{100'000}, whole - 1'000, whole - 1}) {
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    rlimit tight = before;
    tight.rlim_cur = room;
    ::setrlimit(RLIMIT_FSIZE, &tight);
    auto settings = settings_for(out);
    settings.overwrite = true;
    std::optional<base::Error> error;
    {
      auto writer = TapeWriter::create(settings);
      for (std::size_t i = 0; writer && i < events.size() && !error; ++i) {
        if (auto ok = (*writer)->add(events[i]); !ok) error = ok.error();
      }
      if (!writer) error = writer.error();
      if (!error) {
        auto ended = (*writer)->finish();
        ASSERT_FALSE(ended);
        error = ended.error();
      }
    }
    ::setrlimit(RLIMIT_FSIZE, &before);
    EXPECT_EQ(error->code, base::ErrorCode::kIo);
    EXPECT_TRUE(has(*error, "bytes more are needed")) << error->message;
    EXPECT_FALSE(exists(out));
    auto writer = TapeWriter::resume(settings);
    ASSERT_TRUE(writer) << writer.error().message;
    add_all(**writer, events, (*writer)->events());
    ASSERT_TRUE((*writer)->finish());
    ASSERT_EQ(bytes_of(out), bytes_of(folder.path() / "whole"));
    std::filesystem::remove(out);
  }
}

TEST(TapeWriter, TouchesNothingThatIsThere) {
  const TestFolder folder;
  const auto out = folder.path() / "t";
  put_bytes(out, "mine");
  const auto refused = TapeWriter::create(settings_for(out));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::kRefused);
  std::filesystem::remove(out);
  {
    auto first = TapeWriter::create(settings_for(out));
    ASSERT_TRUE(first);
    auto settings = settings_for(out);
    settings.overwrite = true;
    const auto second = TapeWriter::create(settings);
    ASSERT_FALSE(second);
    EXPECT_TRUE(has(second.error(), "another import writes it")) << second.error().message;
  }
  const auto again = TapeWriter::create(settings_for(out));
  ASSERT_FALSE(again);
  EXPECT_TRUE(has(again.error(), "interrupted")) << again.error().message;
  std::filesystem::remove(partial_of(out));
  const auto nothing = TapeWriter::resume(settings_for(out));
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().code, base::ErrorCode::kNotFound);
}

TEST(TapeWriter, ResumesOnlyWithTheSettingsItBeganWith) {
  const TestFolder folder;
  const auto out = folder.path() / "t";
  {
    ASSERT_TRUE(TapeWriter::create(settings_for(out)));
  }
  auto settings = settings_for(out);
  settings.price_unit = Price::from_raw(1'000);
  auto other = TapeWriter::resume(settings);
  ASSERT_FALSE(other);
  EXPECT_TRUE(has(other.error(), "a price unit of 0.01, not 0.00001")) << other.error().message;
  settings = settings_for(out);
  settings.price_width = PriceWidth::WIDE;
  other = TapeWriter::resume(settings);
  ASSERT_FALSE(other);
  EXPECT_TRUE(has(other.error(), "prices of 32 bits, not 64 bits")) << other.error().message;
  settings = settings_for(out);
  settings.symbol = "ETHUSDT";
  other = TapeWriter::resume(settings);
  ASSERT_FALSE(other);
  EXPECT_TRUE(has(other.error(), "'BTCUSDT', not 'ETHUSDT'")) << other.error().message;
  put_bytes(partial_of(out), std::string(200, 'a'));
  other = TapeWriter::resume(settings_for(out));
  ASSERT_FALSE(other);
  EXPECT_TRUE(has(other.error(), "is not a tape")) << other.error().message;
}

TEST(TapeWriter, RefusesAnEventThatCannotBeAndStaysAsItWas) {
  const TestFolder folder;
  auto writer = TapeWriter::create(settings_for(folder.path() / "t"));
  ASSERT_TRUE(writer);
  ASSERT_TRUE((*writer)->add(trade_at(kMinute, 5)));
  const Entry good = trade_at(kMinute, 6);
  const auto refused = [&](auto change, std::string_view words) {
    Entry bad = good;
    change(bad);
    const auto result = (*writer)->add(bad);
    ASSERT_FALSE(result) << words;
    EXPECT_EQ(result.error().code, base::ErrorCode::kBadData);
    EXPECT_TRUE(has(result.error(), words)) << result.error().message;
    EXPECT_TRUE(has(result.error(), "event 2")) << result.error().message;
    EXPECT_EQ((*writer)->events(), 1U);
  };
  refused([](Entry& e) { e.at = Timestamp::from_ns(kMinute - 1); }, "out of order");
  refused([](Entry& e) { e.at = Timestamp::never(); }, "out of order");
  refused([](Entry& e) { e.low = e.high = 0; }, "not positive");
  refused([](Entry& e) { e.low = e.high = -4; }, "not positive");
  refused([](Entry& e) { e.low = e.high = 2'147'483'648; }, "at most 2147483647 would pass");
  refused([](Entry& e) { e.high = 7; }, "two prices");
  refused([](Entry& e) { e.high_quantity = Quantity::from_raw(1); }, "two quantities");
  refused([](Entry& e) { e.quantity = Quantity::from_raw(-1); }, "negative quantity");
  refused([](Entry& e) { e.kind = static_cast<Kind>(4); }, "kind");
  ASSERT_TRUE((*writer)->add(good));
  ASSERT_TRUE((*writer)->add_funding({Timestamp::from_ns(9), Ratio{}}));
  EXPECT_FALSE((*writer)->add_funding({Timestamp::from_ns(8), Ratio{}}));
}

/// At most a page of events as columns; what `single` columns leave out holds nonsense.
std::unique_ptr<PageBuffer> columns_of(std::span<const Entry> events, bool single) {
  auto columns = std::make_unique<PageBuffer>();
  std::fill_n(columns->low, kPageEvents, -3);
  std::fill_n(columns->high_quantity, kPageEvents, -3);
  columns->single = single;
  for (const Entry& event : events) columns->put(event);
  return columns;
}

TEST_P(TapeWriterOfWidths, TakesManyAtOnceAsItTakesEach) {
  for (const bool single : {false, true}) {
    const TestFolder folder;
    const auto events = random_events(12, 60'000, {.quotes = !single, .width = GetParam()});
    write_tape(settings_for(folder.path() / "each", GetParam()), events);
    auto writer = TapeWriter::create(settings_for(folder.path() / "many", GetParam()));
    ASSERT_TRUE(writer);
    std::mt19937_64 random(13);
    for (std::span<const Entry> rest = events; !rest.empty();) {
      // Now what ends a page, now pages where they lie, now pieces across them.
      const std::size_t to_end = kPageEvents - (*writer)->events() % kPageEvents;
      const std::size_t wish = random() % 3 == 0 ? random() % kPageEvents : to_end;
      const auto piece = rest.first(std::min(rest.size(), wish));
      const auto from = static_cast<unsigned>(std::min<std::size_t>(piece.size(), random() % 3));
      ASSERT_TRUE((*writer)->add(*columns_of(piece.first(from), single)));
      ASSERT_TRUE((*writer)->add(*columns_of(piece, single), from));
      rest = rest.subspan(piece.size());
    }
    ASSERT_TRUE((*writer)->finish());
    EXPECT_EQ(bytes_of(folder.path() / "many"), bytes_of(folder.path() / "each"));
  }
}

TEST_P(TapeWriterOfWidths, StopsAtTheFirstOfManyThatCannotBe) {
  const std::vector<void (*)(Entry&)> changes = {
      [](Entry& e) { e.at = Timestamp::from_ns(kMinute - 1); },
      [](Entry& e) { e.at = Timestamp::from_ns((std::int64_t{1} << 62) + 1); },
      [](Entry& e) { e.at = Timestamp::never(); },
      [](Entry& e) { e.at = Timestamp::from_ns(std::numeric_limits<std::int64_t>::min()); },
      [](Entry& e) { e.low = e.high = 0; },
      [](Entry& e) { e.low = e.high = -4; },
      [](Entry& e) { e.low = e.high = std::numeric_limits<std::int64_t>::min(); },
      [](Entry& e) { e.low = e.high = std::numeric_limits<std::int64_t>::max(); },
      [](Entry& e) { e.quantity = Quantity::from_raw(-1); },
      [](Entry& e) { e.kind = static_cast<Kind>(4); },
      [](Entry& e) { e.low = 0; },  // from here on what only two columns can say
      [](Entry& e) { e.kind = Kind::BUY, e.high = e.low + 1; },
      [](Entry& e) { e.kind = Kind::MARK, e.high = e.low, e.high_quantity = Quantity::from_raw(1); },
      [](Entry& e) { e.high_quantity = Quantity::from_raw(-1); }};
  constexpr std::size_t kOfTwo = 4;
  std::mt19937_64 random(14);
  for (std::size_t change = 0; change < changes.size(); ++change) {
    for (const bool single : {false, true}) {
      if (single && change + kOfTwo >= changes.size()) continue;
      const TestFolder folder;
      auto settings = settings_for(folder.path() / "t", GetParam());
      settings.price_unit = Price::from_raw(2);  // of which the largest number is none
      auto events = random_events(random(), kPageEvents, {.quotes = !single, .width = GetParam()});
      const std::size_t wrong = random() % kPageEvents;
      changes[change](events[wrong]);
      auto each = TapeWriter::create(settings);
      ASSERT_TRUE(each);
      std::size_t good = 0;
      while (good < events.size() && (*each)->add(events[good])) ++good;
      // The time of what came before may be why: the first event refuses none.
      const auto expected = good < events.size() ? (*each)->add(events[good]) : Result<void>();
      each->reset();
      settings.overwrite = true;
      auto many = TapeWriter::create(settings);
      ASSERT_TRUE(many);
      const auto refused = (*many)->add(*columns_of(events, single));
      ASSERT_EQ(refused.has_value(), expected.has_value()) << change;
      if (refused) continue;
      EXPECT_EQ(refused.error().message, expected.error().message);
      EXPECT_EQ((*many)->events(), good);
      EXPECT_EQ(good, wrong);
    }
  }
}

TEST(TapeWriter, RefusesSettingsThatCannotBe) {
  const TestFolder folder;
  const auto refused = [&](auto change) {
    auto settings = settings_for(folder.path() / "t");
    change(settings);
    const auto writer = TapeWriter::create(settings);
    ASSERT_FALSE(writer);
    EXPECT_EQ(writer.error().code, base::ErrorCode::kInvalidArgument) << writer.error().message;
  };
  refused([](auto& s) { s.price_unit = Price{}; });
  refused([](auto& s) { s.price_unit = Price::from_raw(4'294'967'299); });
  refused([](auto& s) { s.candle_step = Duration::nanoseconds(-1); });
  refused([](auto& s) { s.symbol = std::string(5'000, 'A'); });
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  auto writer = TapeWriter::create(settings_for(folder.path() / "t"));
  ASSERT_TRUE(writer);
  EXPECT_FALSE((*writer)->finish());  // no events
}

TEST(TapeWriter, OfWidePricesTakesAnyPriceThatCanBeCounted) {
  const TestFolder folder;
  auto settings = settings_for(folder.path() / "t", PriceWidth::WIDE);
  settings.price_unit = Price::from_raw(1'000);
  auto writer = TapeWriter::create(settings);
  ASSERT_TRUE(writer);
  ASSERT_TRUE((*writer)->add(trade_at(kMinute, 9'223'372'036'854'775)));
  const auto beyond = (*writer)->add(trade_at(kMinute, 9'223'372'036'854'776));
  ASSERT_FALSE(beyond);
  EXPECT_TRUE(has(beyond.error(), "at most 9223372036854775 would pass")) << beyond.error().message;
}

/// The bars of a plain loop over a BarBuilder.
std::vector<TapeBar> plain_bars(const std::vector<Entry>& events, BarBuilder builder, Price unit) {
  std::vector<TapeBar> bars;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (const auto closed = builder.close_until(events[i].at)) bars.push_back({i, closed->end, closed->bar});
    if (events[i].kind == Kind::QUOTE || events[i].kind == Kind::MARK) continue;
    builder.add(Price::from_raw(events[i].high * unit.raw()), events[i].quantity, events[i].at);
  }
  return bars;
}

void expect_same(std::span<const TapeBar> bars, const std::vector<TapeBar>& expected) {
  ASSERT_EQ(bars.size(), expected.size());
  for (std::size_t i = 0; i < bars.size(); ++i) {
    ASSERT_EQ(bars[i].end, expected[i].end);
    ASSERT_EQ(bars[i].at, expected[i].at);
    ASSERT_EQ(bars[i].bar.open, expected[i].bar.open);
    ASSERT_EQ(bars[i].bar.high, expected[i].bar.high);
    ASSERT_EQ(bars[i].bar.low, expected[i].bar.low);
    ASSERT_EQ(bars[i].bar.close, expected[i].bar.close);
    ASSERT_EQ(bars[i].bar.volume, expected[i].bar.volume);
    ASSERT_EQ(bars[i].bar.step, expected[i].bar.step);
  }
}

TEST_P(TapeWriterOfWidths, MakesTheBarsThatABarBuilderMakes) {
  const TestFolder folder;
  for (const std::int64_t longest : {std::int64_t{10}, std::int64_t{4'000}, std::int64_t{400'000}}) {
    const auto events =
        random_events(3, 20'000, {.width = GetParam(), .time_unit = 1'000'000, .longest_step = longest});
    auto settings = settings_for(folder.path() / "t", GetParam());
    settings.overwrite = true;
    write_tape(settings, events);
    const auto tape = open_tape(folder.path() / "t");
    const auto expected = plain_bars(events, BarBuilder(Duration::minutes(5)), settings.price_unit);
    expect_same(tape->bars(), expected);
    EXPECT_EQ(expected.empty(), longest == 10);
  }
}

/// Four events a candle, as candles are walked; `missing` candles are left out.
std::vector<Entry> candle_events(Duration step, int count, std::vector<int> missing = {}) {
  std::vector<Entry> events;
  for (int candle = 0; candle < count; ++candle) {
    if (std::ranges::find(missing, candle) != missing.end()) continue;
    const std::int64_t opens = 1'700'000'040'000'000'000 + step.ns() * candle;
    for (const std::int64_t part : {std::int64_t{0}, step.ns() / 4, step.ns() / 2, step.ns() - 1'000'000}) {
      events.push_back(trade_at(opens + part, 1'000 + candle % 100, 1'000 + candle));
    }
  }
  return events;
}

TEST(TapeWriter, BuildsBarsOfLongCandlesFromTheirOwnBeginning) {
  const TestFolder folder;
  const Duration step = Duration::hours(4);
  const auto events = candle_events(step, 3'000);
  auto settings = settings_for(folder.path() / "t");
  settings.candle_step = step;
  settings.candle_path = "sign";
  const TapeInfo info = write_tape(settings, events);
  EXPECT_EQ(info.bar_step, step);
  EXPECT_EQ(info.cadence, Duration::hours(1));
  EXPECT_EQ(info.rows, 3'000U);
  EXPECT_EQ(info.candle_path, "sign");
  const auto tape = open_tape(folder.path() / "t");
  expect_same(tape->bars(), plain_bars(events, BarBuilder(step, events[0].at), settings.price_unit));
  EXPECT_EQ(tape->bars().size(), 2'999U);
}

TEST(TapeWriter, ListsMissingCandlesAndLongSilence) {
  const TestFolder folder;
  const Duration minute = Duration::minutes(1);
  const auto events = candle_events(minute, 4'000, {7, 8, 2'000});
  auto settings = settings_for(folder.path() / "t");
  settings.candle_step = minute;
  const TapeInfo candles = write_tape(settings, events);
  EXPECT_EQ(candles.gaps_total, 2U);
  const auto tape = open_tape(folder.path() / "t");
  ASSERT_EQ(tape->gaps().size(), 2U);
  const Timestamp first = events[0].at;
  EXPECT_EQ(tape->gaps()[0], (TapeGap{first + minute * 6, first + minute * 9}));
  EXPECT_EQ(tape->gaps()[1], (TapeGap{first + minute * 1'999, first + minute * 2'001}));

  const std::vector<Entry> ticks{trade_at(0, 1), trade_at(kMinute, 1), trade_at(2 * kMinute + 1, 1)};
  write_tape(settings_for(folder.path() / "ticks"), ticks);
  const auto second = open_tape(folder.path() / "ticks");
  ASSERT_EQ(second->gaps().size(), 1U);
  EXPECT_EQ(second->gaps()[0], (TapeGap{ticks[1].at, ticks[2].at}));
}

TEST(TapeWriter, KnowsHowFarApartEventsAre) {
  const TestFolder folder;
  const auto cadence = [&](const std::vector<Entry>& events, Duration told = {}) {
    auto settings = settings_for(folder.path() / "t");
    settings.overwrite = true;
    settings.cadence = told;
    return write_tape(settings, events).cadence;
  };
  const auto events = random_events(3, 20'000, {.time_unit = 1'000'000});
  EXPECT_EQ(cadence(events), Duration::nanoseconds((events[999].at - events[0].at).ns() / 999));
  EXPECT_EQ(cadence({events[0], events[500]}), events[500].at - events[0].at);
  EXPECT_EQ(cadence({events[0]}), Duration{});
  EXPECT_EQ(cadence(events, Duration::seconds(3)), Duration::seconds(3));
}

}  // namespace
}  // namespace alpha_pulse::tape
