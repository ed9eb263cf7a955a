#include "alpha_pulse/telemetry/logger.hpp"

#include <unistd.h>

#include <csignal>
#include <thread>

#include "alpha_pulse/telemetry/test_folder.hpp"

namespace alpha_pulse::telemetry {
namespace {

constexpr Timestamp kWhen = Timestamp::from_ms(1'738'581'085'255);  // 2025-02-03 11:11:25.255

class LoggerTest : public InATemporaryFolder {
 protected:
  LogOptions options() const {
    LogOptions options;
    options.directory = folder() / "logs";
    options.file_name = "hedge.log";
    options.when_full = WhenFull::WAIT;
    return options;
  }
  std::string text() const { return text_of(folder() / "logs" / "hedge.log"); }
};

TEST_F(LoggerTest, WritesTheSeedsLineAtTheTimeItIsGiven) {
  Logger logger(options());
  logger.log(kWhen, Level::INFO, "Creating hedge grid for BTCUSDT");
  logger.flush();
  EXPECT_EQ(text(), "2025-02-03 11:11:25.255 | INFO | Creating hedge grid for BTCUSDT\n");
  EXPECT_EQ(logger.trouble(), std::nullopt);
}

TEST_F(LoggerTest, WritesWhatWaitsBeforeItEnds) {
  {
    Logger(options()).log(kWhen, Level::WARNING, "last words");
  }
  EXPECT_EQ(text(), "2025-02-03 11:11:25.255 | WARNING | last words\n");
}

TEST_F(LoggerTest, LeavesOutWhatIsLessImportantThanItsLevel) {
  LogOptions quiet = options();
  quiet.level = Level::WARNING;
  quiet.format = "{level}";
  Logger logger(quiet);
  for (const auto level : {Level::TRACE, Level::DEBUG, Level::INFO, Level::WARNING, Level::ERROR, Level::CRITICAL}) {
    EXPECT_EQ(logger.wants(level), level >= Level::WARNING);
    logger.log(kWhen, level, "x");
  }
  logger.flush();
  EXPECT_EQ(text(), "WARNING\nERROR\nCRITICAL\n");
}

TEST_F(LoggerTest, KnowsItsCaller) {
  LogOptions detailed = options();
  detailed.format = "{name} {function} {message}";
  Logger logger(detailed);
  logger.log(kWhen, Level::INFO, "here");
  logger.flush();
  EXPECT_EQ(text(), "alpha_pulse.telemetry.logger_test TestBody here\n");
}

TEST_F(LoggerTest, KeepsTheOrderOfManyLines) {
  LogOptions tight = options();
  tight.format = "{message}";
  tight.queue_lines = 16;
  Logger logger(tight);
  std::string expected;
  for (int i = 0; i < 20'000; ++i) {
    logger.log(kWhen, Level::INFO, std::to_string(i));
    expected += std::to_string(i) + "\n";
  }
  logger.flush();
  EXPECT_EQ(text(), expected);
  EXPECT_EQ(logger.trouble(), std::nullopt);
}

TEST_F(LoggerTest, HandsLinesOverTogetherInTheirOrderAndAtTheLatestAtTheEnd) {
  LogOptions gathering = options();
  gathering.format = "{message}";
  gathering.together = 5;
  std::string expected;
  {
    Logger logger(gathering);
    const auto log = [&](int from, int to) {
      for (int i = from; i < to; ++i) {
        logger.log(kWhen, Level::INFO, std::to_string(i));
        expected += std::to_string(i) + "\n";
      }
    };
    log(0, 12);
    logger.flush();
    EXPECT_EQ(text(), expected);
    EXPECT_EQ(logger.trouble(), std::nullopt);
    log(12, 15);
  }
  EXPECT_EQ(text(), expected);
}

TEST_F(LoggerTest, CountsWhatItDropsRatherThanWait) {
  LogOptions tight = options();
  tight.format = "{message}";
  tight.queue_lines = 1;
  tight.when_full = WhenFull::DROP_OLDEST;
  Logger logger(tight);
  for (int i = 0; i < 20'000; ++i) logger.log(kWhen, Level::INFO, std::to_string(i));
  logger.flush();
  const std::string written = text();
  const auto lines = std::count(written.begin(), written.end(), '\n');
  EXPECT_TRUE(written.ends_with("19999\n"));
  if (lines < 20'000) {
    EXPECT_EQ(logger.trouble(),
              std::to_string(20'000 - lines) + " log lines dropped: more than 1 were waiting to be written");
  }
}

TEST_F(LoggerTest, GoesOnWithoutADirectoryAndSaysSo) {
  write_text(folder() / "logs", "a file where the directory should be");
  Logger logger(options());
  for (int i = 0; i < 3; ++i) logger.log(kWhen, Level::INFO, "lost");
  logger.flush();
  EXPECT_EQ(logger.trouble(), "3 log lines lost from 2025-02-03 11:11:25.255 on: log file " + logger.path().string() +
                                  " cannot be opened: Not a directory; a directory we may write to would pass");
}

TEST_F(LoggerTest, GoesOnWhenTheDiskIsFullAndSaysSo) {
  LogOptions full = options();
  full.directory = "/dev";
  full.file_name = "full";
  Logger logger(full);
  logger.log(kWhen, Level::INFO, "lost");
  logger.flush();
  EXPECT_EQ(
      logger.trouble(),
      "1 log line lost from 2025-02-03 11:11:25.255 on: log file /dev/full cannot be written: No space left on device");
}

TEST_F(LoggerTest, GoesOnWhenItsDirectoryIsDeletedWhileRunning) {
  Logger logger(options());
  logger.log(kWhen, Level::INFO, "one");
  logger.flush();
  std::filesystem::remove_all(folder() / "logs");
  logger.log(kWhen, Level::INFO, "two");
  logger.flush();
  EXPECT_EQ(text(), "2025-02-03 11:11:25.255 | INFO | two\n");
  EXPECT_EQ(logger.trouble(),
            "log file " + logger.path().string() +
                " was deleted or moved while running: a new one was begun at 2025-02-03 11:11:25.255");
}

TEST_F(LoggerTest, KeepsAMessageOnOneLine) {
  Logger logger(options());
  logger.log(kWhen, Level::INFO, "a\n2025-02-03 11:11:25.255 | INFO | forged\x1b[2J");
  logger.flush();
  EXPECT_EQ(text(), "2025-02-03 11:11:25.255 | INFO | a\\n2025-02-03 11:11:25.255 | INFO | forged\\x1b[2J\n");
}

TEST_F(LoggerTest, TakesBracesInAMessageAsTheyAre) {
  Logger logger(options());
  logger.log(kWhen, Level::INFO, "{} {0} {message} %s");
  logger.flush();
  EXPECT_EQ(text(), "2025-02-03 11:11:25.255 | INFO | {} {0} {message} %s\n");
}

TEST_F(LoggerTest, ShowsLinesOnStderrWhenAsked) {
  LogOptions shown = options();
  shown.console = true;
  ::testing::internal::CaptureStderr();
  {
    Logger logger(shown);
    logger.log(kWhen, Level::INFO, "seen");
  }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "2025-02-03 11:11:25.255 | INFO | seen\n");
  EXPECT_EQ(text(), "2025-02-03 11:11:25.255 | INFO | seen\n");
}

TEST_F(LoggerTest, OutlivesAStderrNobodyReads) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  ::close(ends[0]);
  const int before = ::dup(STDERR_FILENO);
  ::dup2(ends[1], STDERR_FILENO);
  LogOptions shown = options();
  shown.console = true;
  std::optional<std::string> trouble;
  {
    Logger logger(shown);
    logger.log(kWhen, Level::INFO, "unseen");
    logger.flush();
    trouble = logger.trouble();
  }
  ::dup2(before, STDERR_FILENO);
  ::close(before);
  ::close(ends[1]);
  EXPECT_EQ(trouble, "1 log line not shown on stderr: Broken pipe");
  EXPECT_EQ(text(), "2025-02-03 11:11:25.255 | INFO | unseen\n");
}

TEST_F(LoggerTest, TakesLinesFromSeveralThreads) {
  LogOptions plain = options();
  plain.format = "{message}";
  Logger logger(plain);
  const auto talk = [&] {
    for (int i = 0; i < 1'000; ++i) logger.log(kWhen, Level::INFO, "word");
    logger.flush();
  };
  std::thread one(talk);
  std::thread two(talk);
  one.join();
  two.join();
  logger.flush();
  EXPECT_EQ(text().size(), 2'000 * 5U);
}

}  // namespace
}  // namespace alpha_pulse::telemetry
