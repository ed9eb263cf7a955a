#include "alpha_pulse/telemetry/log_file.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

#include "alpha_pulse/telemetry/log_file_name.hpp"
#include "alpha_pulse/telemetry/test_folder.hpp"

namespace alpha_pulse::telemetry {
namespace {

using Names = std::vector<std::string>;

constexpr Timestamp kMorning = Timestamp::from_ms(1'738'581'085'255);  // 2025-02-03 11:11:25.255
const LogRotation kDaily{.every = Duration::days(1), .bytes = {}};

class LogFileTest : public InATemporaryFolder {
 protected:
  LogFile log(LogRotation rotation = {}, LogRetention retention = {}) {
    return LogFile(folder(), "hedge.log", rotation, retention);
  }
  std::string text(const std::string& name = "hedge.log") const { return text_of(folder() / name); }

  /// As if an earlier run had written the file last at that time.
  void leave(const std::string& name, Timestamp written) {
    write_text(folder() / name, "old\n");
    const timespec time{.tv_sec = written.ms() / 1000, .tv_nsec = 0};
    const std::array<timespec, 2> times{time, time};
    ASSERT_EQ(::utimensat(AT_FDCWD, (folder() / name).c_str(), times.data(), 0), 0);
  }
};

TEST_F(LogFileTest, KeepsLinesInOrder) {
  LogFile file = log();
  ASSERT_TRUE(file.write(kMorning, "one\n"));
  ASSERT_TRUE(file.write(kMorning - Duration::seconds(5), "two\n"));
  EXPECT_EQ(text(), "one\ntwo\n");
}

TEST_F(LogFileTest, BeginsAnewWhereWhatAnEarlierRunLeftIsToBeRemoved) {
  for (int run = 0; run < 3; ++run) {
    LogFile file(folder(), "hedge.log", kDaily, {.age = Duration::days(30), .files = {}}, Leftovers::REMOVED);
    for (int day = 0; day < 3; ++day) ASSERT_TRUE(file.write(kMorning + Duration::days(day), "line\n"));
  }
  write_text(folder() / "hedge.notes.log", "mine\n");
  LogFile last(folder(), "hedge.log", {}, {}, Leftovers::REMOVED);
  ASSERT_TRUE(last.write(kMorning, "one\n"));
  ASSERT_TRUE(last.write(kMorning, "two\n"));
  EXPECT_EQ(names(), (Names{"hedge.log", "hedge.notes.log"}));
  EXPECT_EQ(text(), "one\ntwo\n");
}

TEST_F(LogFileTest, MakesTheDirectory) {
  LogFile file(folder() / "a" / "b", "hedge.log", {}, {}, Leftovers::REMOVED);
  ASSERT_TRUE(file.write(kMorning, "one\n"));
  EXPECT_FALSE(file.trouble());
  EXPECT_EQ(text_of(folder() / "a" / "b" / "hedge.log"), "one\n");
}

TEST_F(LogFileTest, BeginsANewFileAtMidnightOfTheLines) {
  LogFile file = log(kDaily);
  ASSERT_TRUE(file.write(kMorning, "morning\n"));
  ASSERT_TRUE(file.write(kMorning.floor_to(Duration::days(1)) + Duration::milliseconds(86'399'999), "evening\n"));
  ASSERT_TRUE(file.write(kMorning.floor_to(Duration::days(1)) + Duration::days(1), "midnight\n"));
  EXPECT_EQ(names(), (Names{"hedge.2025-02-03_23-59-59.999.log", "hedge.log"}));
  EXPECT_EQ(text("hedge.2025-02-03_23-59-59.999.log"), "morning\nevening\n");
  EXPECT_EQ(text(), "midnight\n");
}

TEST_F(LogFileTest, DoesNotRotateForALineFromYesterday) {
  LogFile file = log(kDaily);
  ASSERT_TRUE(file.write(kMorning, "today\n"));
  ASSERT_TRUE(file.write(kMorning - Duration::days(1), "yesterday\n"));
  ASSERT_TRUE(file.write(kMorning, "today\n"));
  EXPECT_EQ(names(), Names{"hedge.log"});
}

TEST_F(LogFileTest, BeginsANewFileBeforeItGrowsTooLarge) {
  LogFile file = log({.every = {}, .bytes = 10});
  ASSERT_TRUE(file.write(kMorning, "12345\n"));
  ASSERT_TRUE(file.write(kMorning, "789\n"));  // 10 bytes exactly
  ASSERT_TRUE(file.write(kMorning, "next\n"));
  ASSERT_TRUE(file.write(kMorning, "longer than any file\n"));
  ASSERT_TRUE(file.write(kMorning, "last\n"));
  EXPECT_EQ(text("hedge.2025-02-03_11-11-25.255.log"), "12345\n789\n");
  EXPECT_EQ(text("hedge.2025-02-03_11-11-25.255.2.log"), "next\n");
  EXPECT_EQ(text("hedge.2025-02-03_11-11-25.255.3.log"), "longer than any file\n");
  EXPECT_EQ(text(), "last\n");
}

TEST_F(LogFileTest, ContinuesTheFileOfAnEarlierRunOfTheSameDay) {
  leave("hedge.log", kMorning - Duration::hours(2));
  LogFile file = log(kDaily);
  ASSERT_TRUE(file.write(kMorning, "new\n"));
  EXPECT_EQ(text(), "old\nnew\n");
  EXPECT_EQ(names(), Names{"hedge.log"});
}

TEST_F(LogFileTest, PutsTheFileOfAnEarlierDayAside) {
  leave("hedge.log", kMorning - Duration::hours(20));
  LogFile file = log(kDaily);
  ASSERT_TRUE(file.write(kMorning, "new\n"));
  EXPECT_EQ(text(), "new\n");
  EXPECT_EQ(text("hedge.2025-02-02_15-11-25.000.log"), "old\n");
}

TEST_F(LogFileTest, RotatesByItsLinesAfterALeftoverFromTheirFuture) {
  leave("hedge.log", kMorning + Duration::days(400));
  LogFile file = log(kDaily);
  ASSERT_TRUE(file.write(kMorning, "one\n"));
  ASSERT_TRUE(file.write(kMorning + Duration::days(1), "two\n"));
  EXPECT_EQ(text("hedge.2025-02-03_11-11-25.255.log"), "old\none\n");
  EXPECT_EQ(text(), "two\n");
}

TEST_F(LogFileTest, RemovesFilesOlderThanTheRetention) {
  LogFile file = log(kDaily, {.age = Duration::days(2), .files = {}});
  for (int day = 0; day < 6; ++day) ASSERT_TRUE(file.write(kMorning + Duration::days(day), "x\n"));
  EXPECT_EQ(names(), (Names{"hedge.2025-02-06_11-11-25.255.log", "hedge.2025-02-07_11-11-25.255.log", "hedge.log"}));
}

TEST_F(LogFileTest, KeepsOnlyTheNewestFiles) {
  LogFile file = log({.every = {}, .bytes = 3}, {.age = {}, .files = 2});
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(file.write(kMorning, std::to_string(i) + "\n"));
  EXPECT_EQ(names().size(), 3U);
  EXPECT_EQ(text("hedge.2025-02-03_11-11-25.255.8.log"), "7\n");
  EXPECT_EQ(text("hedge.2025-02-03_11-11-25.255.9.log"), "8\n");
  EXPECT_EQ(text(), "9\n");
}

TEST_F(LogFileTest, ThinsOutWhatEarlierRunsLeft) {
  leave("hedge.2024-01-01_00-00-00.000.log", kMorning);
  LogFile file = log({}, {.age = Duration::days(30), .files = {}});
  ASSERT_TRUE(file.write(kMorning, "new\n"));
  EXPECT_EQ(names(), Names{"hedge.log"});
}

TEST_F(LogFileTest, RemovesNothingButItsOwnFiles) {
  const Names strangers{"edge.2001-01-01_00-00-00.000.log",     "hedge.2001-01-01.log",
                        "hedge.2001-01-01_00-00-00.000.1.log",  "hedge.2001-01-01_00-00-00.000.gz",
                        "hedge.2001-01-01_00-00-00.000.02.log", "hedge.2001-01-01_00-00-00.000x2.log",
                        "hedge.2001-02-30_00-00-00.000.log",    "hedge.2001-01-01_25-00-00.000.log",
                        "hedge2.2001-01-01_00-00-00.000.log",   "notes.txt"};
  for (const auto& name : strangers) write_text(folder() / name, "mine");
  LogFile file = log(kDaily, {.age = Duration::days(1), .files = 0});
  ASSERT_TRUE(file.write(kMorning, "new\n"));
  EXPECT_EQ(names().size(), strangers.size() + 1);
}

TEST_F(LogFileTest, ReadsTheNamesItWrites) {
  for (const int copy : {1, 2, 17}) {
    const AsideName aside{.last_line = kMorning, .copy = copy};
    EXPECT_EQ(read_aside_name("logs/a.b.log", aside_name("logs/a.b.log", aside)), aside);
    EXPECT_EQ(read_aside_name("logs/plain", aside_name("logs/plain", aside)), aside);
  }
}

TEST_F(LogFileTest, SaysWhyADirectoryCannotBeUsedAndTriesAgain) {
  const auto in_the_way = folder() / "logs";
  write_text(in_the_way, "a file where a directory should be");
  LogFile file(in_the_way, "hedge.log", kDaily, {.age = Duration::days(1), .files = {}});
  const auto written = file.write(kMorning, "one\n");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::kIo);
  EXPECT_EQ(written.error().message, "log file " + (in_the_way / "hedge.log").string() +
                                         " cannot be opened: Not a directory; a directory we may write to would pass");
  std::filesystem::remove(in_the_way);
  ASSERT_TRUE(file.write(kMorning, "two\n"));
  EXPECT_EQ(text_of(in_the_way / "hedge.log"), "two\n");
}

TEST_F(LogFileTest, SaysThatTheDiskIsFullAndLeavesDevicesInPlace) {
  LogFile file("/dev", "full", {.every = Duration::days(1), .bytes = 1}, {.age = {}, .files = 0});
  for (int day = 0; day < 3; ++day) {
    const auto written = file.write(kMorning + Duration::days(day), "one\n");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().message, "log file /dev/full cannot be written: No space left on device");
  }
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
}

TEST_F(LogFileTest, EndsALineThatWasTornByAFullDisk) {
  const auto on_large_file = std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  LogFile file = log();
  ASSERT_TRUE(file.write(kMorning, "one\n"));
  const rlimit tight{.rlim_cur = 6, .rlim_max = before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  const auto torn = file.write(kMorning, "two\n");
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, on_large_file);
  EXPECT_FALSE(torn);
  ASSERT_TRUE(file.write(kMorning, "three\n"));
  EXPECT_EQ(text(), "one\ntw\nthree\n");
}

TEST_F(LogFileTest, BeginsAgainWhenItsDirectoryIsDeletedWhileRunning) {
  const auto logs = folder() / "logs";
  LogFile file(logs, "hedge.log", {}, {});
  ASSERT_TRUE(file.write(kMorning, "one\n"));
  EXPECT_FALSE(file.trouble());
  std::filesystem::remove_all(logs);
  ASSERT_TRUE(file.write(kMorning, "two\n"));
  EXPECT_EQ(text_of(logs / "hedge.log"), "two\n");
  EXPECT_EQ(file.trouble(), "log file " + (logs / "hedge.log").string() +
                                " was deleted or moved while running: a new one was begun at " +
                                format_timestamp(kMorning));
}

TEST_F(LogFileTest, TakesTimesNoMarketHas) {
  LogFile file = log(kDaily, {.age = Duration::days(1), .files = 1});
  for (const auto ns : {std::numeric_limits<std::int64_t>::min(), std::int64_t{0}, Timestamp::never().ns()}) {
    EXPECT_TRUE(file.write(Timestamp::from_ns(ns), "x\n"));
  }
}

}  // namespace
}  // namespace alpha_pulse::telemetry
