#include "alpha_pulse/data_pipeline/tape_import.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/data_pipeline/data_info.hpp"
#include "alpha_pulse/data_pipeline/test_files.hpp"
#include "alpha_pulse/tape/tape_cursor.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

using testing::read_all;
using testing::TempFolder;

constexpr std::int64_t kFirst = 1'735'689'600'000;

std::string candles(int count, int from = 0, const std::string& close = "95000.5") {
  std::string text = "open_time_ms,open,high,low,close,volume\n";
  for (int i = from; i < from + count; ++i) {
    text += std::to_string(kFirst + 60'000LL * i) + ",95000," + std::to_string(95'001 + std::abs(i) % 7) + ",94999.5," +
            close + ",1.5\n";
  }
  return text;
}

std::shared_ptr<const tape::Tape> open_tape(const std::filesystem::path& path) {
  auto tape = tape::Tape::open(path);
  EXPECT_TRUE(tape) << (tape ? "" : tape.error().message);
  return tape ? *tape : nullptr;
}

/// One event in words.
std::string described(const Event& event) {
  const std::string at = std::to_string(event.ts_event.ns());
  if (const auto* trade = event.as<TradeTick>()) {
    return at + (trade->aggressor == Side::BUY ? " buy " : " sell ") + trade->price.to_string() + " " +
           trade->quantity.to_string();
  }
  if (const auto* mark = event.as<MarkPrice>()) return at + " mark " + mark->price.to_string();
  if (const auto* bar = event.as<BarClosed>())
    return at + " bar " + bar->close.to_string() + " " + bar->volume.to_string();
  if (const auto* due = event.as<FundingRateDue>()) return at + " funding " + due->rate.to_string();
  return at;
}

/// What a replay of the sources plays: events of the market, bars, funding rates.
struct Played {
  std::vector<std::string> events, bars, funding;
  friend bool operator==(const Played&, const Played&) = default;
};

Played replayed(const ReplaySources& sources) {
  Played played;
  auto provider = ReplayDataProvider::open(sources).value();
  Event event;
  while (provider->next(event).value()) {
    auto& list = event.as<BarClosed>() != nullptr        ? played.bars
                 : event.as<FundingRateDue>() != nullptr ? played.funding
                                                         : played.events;
    list.push_back(described(event));
  }
  return played;
}

Played of_tape(const tape::Tape& tape) {
  Played played;
  tape::TapeCursor cursor(tape);
  tape::Entry entry;
  while (cursor.next(entry)) {
    const std::string price = tape.price(entry.low).to_string();
    const std::string at = std::to_string(entry.at.ns());
    switch (entry.kind) {
      case tape::Kind::BUY:
        played.events.push_back(at + " buy " + price + " " + entry.quantity.to_string());
        break;
      case tape::Kind::SELL:
        played.events.push_back(at + " sell " + price + " " + entry.quantity.to_string());
        break;
      case tape::Kind::MARK:
        played.events.push_back(at + " mark " + price);
        break;
      case tape::Kind::QUOTE:
        played.events.push_back(at + " quote " + price + " " + tape.price(entry.high).to_string());
    }
  }
  for (const auto& bar : tape.bars()) {
    played.bars.push_back(std::to_string(bar.at.ns()) + " bar " + bar.bar.close.to_string() + " " +
                          bar.bar.volume.to_string());
  }
  for (const auto& due : tape.funding()) {
    played.funding.push_back(std::to_string(due.at.ns()) + " funding " + due.rate.to_string());
  }
  return played;
}

void expect_same(const Played& tape, const Played& replay) {
  ASSERT_EQ(tape.events.size(), replay.events.size());
  for (std::size_t i = 0; i < tape.events.size(); ++i) ASSERT_EQ(tape.events[i], replay.events[i]) << i;
  EXPECT_EQ(tape.bars, replay.bars);
  EXPECT_EQ(tape.funding, replay.funding);
}

TEST(TapeImport, MakesTheEventsBarsAndFundingThatAReplayOfTheSameFilesPlays) {
  const TempFolder folder;
  const auto first = folder.write("BTCUSDT_1m_a.csv", candles(500));
  const auto second = folder.write_zst("BTCUSDT_1m_b.csv.zst", candles(700, 520));
  const auto mark = folder.write("mark_1m.csv", candles(1'400, -50, "94999.75"));
  std::string rates = "time_ms,symbol,rate\n";
  for (int i = -2; i < 9; ++i) {
    rates += std::to_string(kFirst + 8'000'000LL * i) + ",BTCUSDT,0.000" + std::to_string(i + 2) + "\n";
    rates += std::to_string(kFirst + 8'000'000LL * i) + ",ETHUSDT,0.5\n";
  }
  const auto funding = folder.write("funding.csv", rates);
  for (const auto path : {CandlePath::SIGN, CandlePath::NEAREST}) {
    const auto out = folder.path() / "t.tape";
    const auto imported = import_tape({.files = {first, second},
                                       .mark = {mark},
                                       .funding = {funding},
                                       .out = out,
                                       .candle_path = path,
                                       .begin = ImportJob::Begin::OVERWRITE});
    ASSERT_TRUE(imported) << imported.error().message;
    EXPECT_TRUE(imported->whole);
    EXPECT_EQ(imported->info.symbol, "BTCUSDT");
    EXPECT_EQ(imported->info.tape->price_unit.to_string(0), "0.01");
    EXPECT_EQ(imported->info.sha256, file_sha256(out).value());
    expect_same(
        of_tape(*open_tape(out)),
        replayed(
            {.data = {first, second}, .mark = {mark}, .funding = {funding}, .symbol = "BTCUSDT", .candle_path = path}));
    const auto info = data_info(out).value();
    EXPECT_EQ(info.gaps_total, 1U);
    EXPECT_EQ(info.missing_total, 20U);
  }
}

TEST(TapeImport, BeginsAnewWhenALaterPriceIsFinerThanTheFirstOnes) {
  const TempFolder folder;
  std::string text = candles(6'000);
  text.insert(text.rfind("95000.5"), "95000.123,");  // the last close; what was there becomes the volume
  text.erase(text.rfind(",1.5"), 4);
  const auto fine = folder.write("BTCUSDT_1m.csv", text);
  int anew = 0;
  const auto out = folder.path() / "t.tape";
  const auto imported = import_tape(
      {.files = {fine}, .out = out, .progress = [&](const ImportProgress& at) { anew += at.anew ? 1 : 0; }});
  ASSERT_TRUE(imported) << imported.error().message;
  EXPECT_EQ(imported->info.tape->price_unit.to_string(0), "0.001");
  EXPECT_EQ(imported->info.sha256, file_sha256(out).value());
  EXPECT_GT(anew, 0);
  expect_same(of_tape(*open_tape(out)), replayed({.data = {fine}}));
}

TEST(TapeImport, TakesPricesOfAnyDigitsThatCanBeRead) {
  const TempFolder folder;
  const auto out = folder.path() / "t.tape";
  const auto dear = folder.write("X_1m.csv", "1000000000000,9000000000.00000001,9000000000.1,0.00000001,10,1\n");
  const auto imported = import_tape({.files = {dear}, .out = out});
  ASSERT_TRUE(imported) << imported.error().message;
  EXPECT_EQ(imported->info.tape->price_bits, 64U);
  EXPECT_EQ(imported->info.tape->price_unit.to_string(0), "0.00000001");
  expect_same(of_tape(*open_tape(out)), replayed({.data = {dear}}));
  const auto info = data_info(out).value();
  EXPECT_EQ(info.lowest->to_string(0), "0.00000001");
  EXPECT_EQ(info.highest->to_string(0), "9000000000.1");
}

/// Candles in which a price is written that does not fit those before: finer ones, or one too large for 32 bits.
std::string with_close(int count, int from, const std::string& close) {
  std::string text = candles(count, from);
  text.insert(text.rfind("95000.5"), close + ",");  // the last close; what was there becomes the volume
  text.erase(text.rfind(",1.5"), 4);
  return text;
}

TEST(TapeImport, BeginsAnewWithWiderNumbersAndEndsInTheSameBytesHoweverOftenItWasInterrupted) {
  const TempFolder folder;
  const auto coarse = folder.write("BTCUSDT_1m_a.csv", with_close(9'000, 0, "95000.123"));
  const auto fine = folder.write("BTCUSDT_1m_b.csv", with_close(9'000, 9'000, "95000.12345678"));
  const auto whole = folder.path() / "whole.tape";
  const auto once = import_tape({.files = {coarse, fine}, .out = whole});
  ASSERT_TRUE(once) << once.error().message;
  EXPECT_EQ(once->info.tape->price_bits, 64U);
  EXPECT_EQ(once->info.tape->version, 2U);
  expect_same(of_tape(*open_tape(whole)), replayed({.data = {coarse, fine}}));

  const auto out = folder.path() / "t.tape";
  auto begin = ImportJob::Begin::NEW;
  int interruptions = 0;
  for (bool ended = false; !ended; ++interruptions) {
    int calls = 0;
    const auto imported = import_tape({.files = {coarse, fine}, .out = out, .begin = begin, .keep_going = [&] {
                                         return ++calls < 5 + 6 * interruptions;
                                       }});
    ASSERT_TRUE(imported) << imported.error().message;
    ended = imported->whole;
    begin = ImportJob::Begin::RESUME;
  }
  EXPECT_GT(interruptions, 3);
  EXPECT_TRUE(read_all(out) == read_all(whole));
}

TEST(TapeImport, EndsInTheSameBytesHoweverOftenItWasInterrupted) {
  const TempFolder folder;
  const auto coarse = folder.write("BTCUSDT_1m_a.csv", candles(9'000));
  std::string last = candles(9'000, 9'000);
  last.insert(last.rfind("95000.5"), "95000.123,");
  last.erase(last.rfind(",1.5"), 4);
  const auto fine = folder.write("BTCUSDT_1m_b.csv", last);
  const auto whole = folder.path() / "whole.tape";
  ASSERT_TRUE(import_tape({.files = {coarse, fine}, .out = whole}));

  const auto out = folder.path() / "t.tape";
  auto begin = ImportJob::Begin::NEW;
  int interruptions = 0;
  while (true) {
    int calls = 0;
    const auto imported = import_tape({.files = {coarse, fine}, .out = out, .begin = begin, .keep_going = [&] {
                                         return ++calls < 5 + 6 * interruptions;
                                       }});
    ASSERT_TRUE(imported) << imported.error().message;
    if (imported->whole) {
      EXPECT_EQ(imported->info.sha256, file_sha256(out).value());
      break;
    }
    ++interruptions;
    EXPECT_FALSE(std::filesystem::exists(out));
    begin = ImportJob::Begin::RESUME;
    const auto other = import_tape({.files = {coarse}, .out = out, .begin = begin});
    ASSERT_FALSE(other);
    EXPECT_NE(other.error().message.find("was begun with"), std::string::npos) << other.error().message;
  }
  EXPECT_GT(interruptions, 2);
  EXPECT_TRUE(read_all(out) == read_all(whole));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "t.tape.partial"));
}

TEST(TapeImport, KeepsQuotesBesideTrades) {
  const TempFolder folder;
  const auto trades = folder.write("BTCUSDT_trades.csv",
                                   "time_ms,price,qty,is_buyer_maker\n"
                                   "1000000000000,100.5,1,0\n1000000000000,100.4,2,1\n1000000060001,101,1,0\n");
  const auto quotes =
      folder.write("BTCUSDT-bookTicker.csv",
                   "update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time\n"
                   "1,99,1,100,1,999999999999,999999999999\n2,100.4,3,100.5,4,1000000000000,1000000000001\n"
                   "3,100.9,3,101,4,1000000000500,1000000000501\n4,100.9,3,101,4,1000000060002,1000000060003\n");
  const auto out = folder.path() / "t.tape";
  ASSERT_TRUE(import_tape({.files = {quotes, trades}, .out = out}));
  const auto tape = open_tape(out);
  EXPECT_EQ(of_tape(*tape).events,
            (std::vector<std::string>{
                "1000000000000000000 buy 100.50 1.00000000", "1000000000000000000 sell 100.40 2.00000000",
                "1000000000000000000 quote 100.40 100.50", "1000000000500000000 quote 100.90 101.00",
                "1000000060001000000 buy 101.00 1.00000000"}));
}

TEST(TapeImport, SaysWhatCannotBecomeATape) {
  const TempFolder folder;
  const auto message = [&](const ImportJob& job) {
    const auto imported = import_tape(job);
    return imported ? std::string("imported") : imported.error().message;
  };
  const auto out = folder.path() / "t.tape";
  const auto flows = folder.write("flows.csv", "time_ms,quantity\n1,2\n");
  EXPECT_NE(message({.files = {flows}, .out = out}).find("flows.csv: changes of a holding"), std::string::npos);
  const auto rates = folder.write("rates.csv", "time_ms,symbol,rate\n1000,BTCUSDT,0.1\n");
  EXPECT_NE(message({.files = {rates}, .out = out}).find("there are no prices"), std::string::npos);
  const auto bad = folder.write("BTCUSDT_1m.csv", candles(5'000) + "1,2,3\n");
  EXPECT_NE(message({.files = {bad}, .out = out, .begin = ImportJob::Begin::OVERWRITE})
                .find("BTCUSDT_1m.csv:5002: '1,2,3' has 3 columns"),
            std::string::npos);
}

/// Every file of rows at hand: its tape says of itself what the file says, and plays what the file plays.
TEST(TapeImport, AgreesWithEveryRecordedFile) {
  std::vector<std::filesystem::path> files;
  for (const char* part : {"candles", "ticks", "mark"}) {
    for (const auto& path : testing::recorded(ALPHA_PULSE_SOURCE_DIR, part)) {
      if (path.parent_path().filename() != "raw") files.push_back(path);
    }
  }
  if (files.empty()) GTEST_SKIP() << "no recorded data; ALPHA_PULSE_DATA names its folder";
  const TempFolder folder;
  int wide = 0;
  for (const auto& path : files) {
    const auto text = data_info(path);
    ASSERT_TRUE(text) << text.error().message;
    const auto out = folder.path() / "t.tape";
    const auto imported = import_tape({.files = {path}, .out = out, .begin = ImportJob::Begin::OVERWRITE});
    ASSERT_TRUE(imported) << imported.error().message;
    wide += imported->info.tape->price_bits == 64 ? 1 : 0;
    const auto tape = data_info(out);
    ASSERT_TRUE(tape) << tape.error().message;
    EXPECT_EQ(tape->kind, text->kind) << path;
    EXPECT_EQ(tape->rows, text->rows) << path;
    EXPECT_EQ(tape->from, text->from) << path;
    EXPECT_EQ(tape->to, text->to) << path;
    EXPECT_EQ(tape->symbol, text->symbol) << path;
    EXPECT_EQ(tape->step, text->step) << path;
    EXPECT_EQ(tape->lowest, text->lowest) << path;
    EXPECT_EQ(tape->highest, text->highest) << path;
    EXPECT_EQ(tape->gaps_total, text->gaps_total) << path;
    ASSERT_EQ(tape->gaps.size(), text->gaps.size()) << path;
    for (std::size_t i = 0; i < text->gaps.size(); ++i) {
      EXPECT_EQ(tape->gaps[i].after, text->gaps[i].after);
      EXPECT_EQ(tape->gaps[i].until, text->gaps[i].until);
      EXPECT_EQ(tape->gaps[i].missing, text->gaps[i].missing);
    }
    if (tape->kind == FileKind::QUOTES) continue;
    auto provider = ReplayDataProvider::open({.data = {path}}).value();
    EXPECT_EQ(tape->tape->cadence, provider->cadence()) << path;
    const auto opened = open_tape(out);
    tape::TapeCursor cursor(*opened);
    tape::Entry entry;
    std::size_t bars = 0;
    Event event;
    while (provider->next(event).value()) {
      if (const auto* bar = event.as<BarClosed>()) {
        ASSERT_LT(bars, opened->bars().size());
        ASSERT_EQ(opened->bars()[bars].bar.close, bar->close);
        ASSERT_EQ(opened->bars()[bars++].at, event.ts_event);
        continue;
      }
      ASSERT_TRUE(cursor.next(entry));
      ASSERT_EQ(entry.at, event.ts_event) << path;
      ASSERT_EQ(opened->price(entry.low), event.as<TradeTick>()->price) << path;
      ASSERT_EQ(entry.quantity, event.as<TradeTick>()->quantity) << path;
    }
    EXPECT_FALSE(cursor.next(entry));
    EXPECT_EQ(bars, opened->bars().size());
  }
  std::cout << files.size() << " files, of which " << wide << " have prices of 64 bits on their tape\n";
}

}  // namespace
}  // namespace alpha_pulse::data_pipeline
