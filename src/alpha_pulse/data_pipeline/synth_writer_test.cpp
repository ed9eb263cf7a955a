#include "alpha_pulse/data_pipeline/synth_writer.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/data_pipeline/data_info.hpp"
#include "alpha_pulse/data_pipeline/test_files.hpp"
#include "alpha_pulse/data_pipeline/text_writer.hpp"
#include "alpha_pulse/tape/tape_cursor.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

using testing::TempFolder;

TEST(SynthWriter, WritesATapeThatIsReadBackExactly) {
  const TempFolder folder;
  for (const auto* name : {"t.csv", "t.csv.zst"}) {
    std::vector<std::uint64_t> progress;
    const SynthJob job{
        .settings = {.seed = 7}, .events = 5'000, .out = folder.path() / name, .progress = [&](std::uint64_t written) {
          progress.push_back(written);
        }};
    ASSERT_TRUE(write_synth(job));
    EXPECT_EQ(progress, std::vector<std::uint64_t>{5'000});
    auto reader = RowReader<TradeRow>::open(job.out).value();
    market::SynthStream stream(job.settings);
    while (true) {
      const auto more = reader.advance();
      ASSERT_TRUE(more) << more.error().message;
      if (!*more) break;
      const auto expected = stream.next();
      const TradeRow& row = reader.row();
      ASSERT_EQ(row.time.ms(), expected.time_ms);
      ASSERT_EQ(row.price, expected.price);
      ASSERT_EQ(row.quantity, expected.quantity);
      ASSERT_EQ(row.is_buyer_maker, expected.is_buyer_maker);
      ASSERT_EQ(row.trade_id, expected.trade_id);
    }
    EXPECT_EQ(reader.rows(), 5'000U);
  }
  EXPECT_LT(std::filesystem::file_size(folder.path() / "t.csv.zst") * 2,
            std::filesystem::file_size(folder.path() / "t.csv"));
}

TEST(SynthWriter, WritesTheSameTradesAsATape) {
  const TempFolder folder;
  const SynthJob job{.settings = {.model = market::SynthModel::REGIMES, .seed = 7},
                     .events = 10'000,
                     .out = folder.path() / "BTCUSDT_s.tape"};
  ASSERT_TRUE(write_synth(job));
  const auto tape = tape::Tape::open(job.out).value();
  market::SynthStream stream(job.settings);
  tape::TapeCursor cursor(*tape);
  tape::Entry entry;
  std::uint64_t read = 0;
  for (; cursor.next(entry); ++read) {
    const auto expected = stream.next();
    ASSERT_EQ(entry.at.ms(), expected.time_ms);
    ASSERT_EQ(tape->price(entry.low), expected.price);
    ASSERT_EQ(entry.quantity, expected.quantity);
    ASSERT_EQ(entry.kind == tape::Kind::SELL, expected.is_buyer_maker);
  }
  EXPECT_EQ(read, 10'000U);
  EXPECT_EQ(tape->info().symbol, "BTCUSDT");
}

TEST(SynthWriter, OverwritesOnlyWhenTold) {
  const TempFolder folder;
  SynthJob job{.events = 3, .out = folder.write("t.csv", "precious")};
  const auto refused = write_synth(job);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kRefused);
  EXPECT_NE(refused.error().message.find("--overwrite"), std::string::npos) << refused.error().message;
  EXPECT_EQ(testing::read_all(job.out), "precious");
  job.overwrite = true;
  ASSERT_TRUE(write_synth(job));
  EXPECT_EQ(data_info(job.out).value().rows, 3U);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "t.csv.partial"));
}

TEST(SynthWriter, LeavesNothingWhenItIsToldToGiveUp) {
  const TempFolder folder;
  int asked = 0;
  const auto outcome = write_synth(
      {.events = 100'000'000, .out = folder.path() / "t.csv.zst", .keep_going = [&] { return ++asked < 3; }});
  ASSERT_TRUE(outcome);
  EXPECT_FALSE(*outcome);
  EXPECT_EQ(asked, 3);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(SynthWriter, NamesWhatItCannotWrite) {
  const TempFolder folder;
  market::SynthSettings dear;
  dear.price = Price::from_raw(kOne * 200'000);
  dear.volatility = 400;
  dear.step = Duration::days(1);
  const auto tape = write_synth({.settings = dear, .out = folder.path() / "t.tape"});
  EXPECT_EQ(tape.error().code, ErrorCode::kBadData);
  EXPECT_NE(tape.error().message.find("too high for a tape with 2 decimals"), std::string::npos);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  EXPECT_EQ(write_synth({.events = 0, .out = folder.path() / "t.csv"}).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(write_synth({.out = folder.path() / "none" / "t.csv"}).error().code, ErrorCode::kNotFound);
}

TEST(SynthWriter, SaysThatTheDiskIsFull) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "no /dev/full here";
  const TempFolder folder;
  std::filesystem::create_symlink("/dev/full", folder.path() / "t.csv.partial");
  const auto result = write_synth({.events = 100, .out = folder.path() / "t.csv"});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kIo);
  EXPECT_NE(result.error().message.find("No space left"), std::string::npos);
}

TEST(TextWriter, LeavesNothingBehindUnlessFinished) {
  const TempFolder folder;
  {
    auto writer = TextWriter::create(folder.path() / "a.csv").value();
    ASSERT_TRUE(writer.write("half"));
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace alpha_pulse::data_pipeline
