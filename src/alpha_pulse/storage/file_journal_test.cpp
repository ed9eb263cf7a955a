#include "alpha_pulse/storage/file_journal.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

namespace alpha_pulse::storage {
namespace {

namespace fs = std::filesystem;
using engine::Checkpoint;
using engine::CommandRecord;
using engine::JournalRecord;
using engine::RunHeader;

class FileJournalTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::temp_directory_path() / ("alpha_pulse_" + std::to_string(::getpid()) + "_" + info->name());
    fs::remove_all(folder_);
    file_ = folder_ / "run" / "journal.apj";
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string content() const {
    std::ifstream in(file_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void overwrite(const std::string& bytes) const { std::ofstream(file_, std::ios::binary | std::ios::trunc) << bytes; }
  void write(const std::vector<JournalRecord>& records) const {
    auto journal = FileJournal::create(file_);
    ASSERT_TRUE(journal.has_value()) << journal.error().message;
    for (const JournalRecord& record : records) (*journal)->append(record);
  }

  fs::path folder_, file_;
};

JournalRecord header() {
  RunHeader made;
  made.configuration = "profile: classic";
  return {made};
}
JournalRecord timer(std::int64_t ms, std::uint64_t seq = 1) {
  Event event;
  event.seq = seq;
  event.ts_event = Timestamp::from_ms(ms);
  event.body = TimerElapsed{};
  return {event};
}
JournalRecord placed(std::uint64_t id) {
  return {CommandRecord{Timestamp::from_ms(5), PlaceOrder{ClientOrderId{id}, {}}}};
}

TEST_F(FileJournalTest, ReadsBackWhatWasAppended) {
  write({header(), timer(1), placed(1), timer(2)});
  const auto read = read_journal(file_);
  ASSERT_TRUE(read.has_value()) << read.error().message;
  ASSERT_EQ(read->records.size(), 4U);
  EXPECT_EQ(read->torn_bytes, 0U);
  EXPECT_EQ(read->records[0].as<RunHeader>()->configuration, "profile: classic");
  EXPECT_EQ(read->records[3].as<Event>()->ts_event, Timestamp::from_ms(2));
}

TEST_F(FileJournalTest, KeepsThePreviousJournalWhenANewOneStarts) {
  write({header(), timer(1)});
  write({header()});
  EXPECT_EQ(read_journal(file_)->records.size(), 1U);
  EXPECT_EQ(read_journal(file_.string() + ".previous")->records.size(), 2U);
}

TEST_F(FileJournalTest, TakesAJournalBackAsIfItHadNotBeenBegun) {
  write({header(), timer(1)});
  const std::string before = content();
  auto journal = FileJournal::create(file_);
  ASSERT_TRUE(journal.has_value());
  (*journal)->append(header());
  ASSERT_TRUE((*journal)->flush());
  FileJournal::withdraw(std::move(*journal));
  EXPECT_EQ(content(), before);
  EXPECT_FALSE(fs::exists(file_.string() + ".previous"));
  fs::remove(file_);
  FileJournal::withdraw(*FileJournal::create(file_));
  EXPECT_TRUE(fs::is_empty(file_.parent_path()));
}

TEST_F(FileJournalTest, LeavesAloneWhatIsNoFile) {
  fs::create_directories(folder_ / "folder.apj");
  ASSERT_EQ(::mkfifo((folder_ / "pipe.apj").c_str(), 0600), 0);
  for (const fs::path& bad :
       {folder_ / "folder.apj", folder_ / "pipe.apj", fs::path("/dev/full"), fs::path("/dev/zero")}) {
    const auto read = read_journal(bad);
    const auto created = FileJournal::create(bad);
    const auto resumed = FileJournal::resume(bad);
    ASSERT_TRUE(!read && !created && !resumed) << bad;
    for (const Error& error : {read.error(), created.error(), resumed.error()}) {
      EXPECT_EQ(error.code, ErrorCode::kIo);
      EXPECT_TRUE(error.message.starts_with(bad.string() + ": is not a regular file")) << error.message;
    }
    EXPECT_TRUE(fs::exists(bad));
    EXPECT_FALSE(fs::exists(bad.string() + ".lock"));
  }
}

TEST_F(FileJournalTest, WritesOutBeforeItSaysDurableAndAtCheckpoints) {
  auto journal = FileJournal::create(file_, {.sync = true});
  ASSERT_TRUE(journal.has_value());
  const Lsn lsn = (*journal)->append(header());
  EXPECT_EQ(lsn, Lsn{1});
  EXPECT_TRUE(content().empty());
  bool durable = false;
  (*journal)->on_durable(lsn, [&] {
    durable = true;
    EXPECT_FALSE(content().empty());
  });
  EXPECT_TRUE(durable);
  const std::size_t before = content().size();
  (*journal)->append({Checkpoint{}});
  EXPECT_GT(content().size(), before);
}

TEST_F(FileJournalTest, RefusesASecondWriterNamingTheLockAndThePid) {
  auto journal = FileJournal::create(file_);
  ASSERT_TRUE(journal.has_value());
  const auto second = FileJournal::create(file_);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::kRefused);
  EXPECT_NE(second.error().message.find(file_.string() + ".lock"), std::string::npos);
  EXPECT_NE(second.error().message.find("pid " + std::to_string(::getpid())), std::string::npos);
  journal->reset();
  EXPECT_FALSE(fs::exists(file_.string() + ".lock"));
  EXPECT_TRUE(FileJournal::resume(file_).has_value());
}

TEST_F(FileJournalTest, TellsWhoHeldItAndDiedWithoutClosingIt) {
  write({header(), timer(1)});
  std::ofstream(file_.string() + ".lock") << "4711\n";  // what a killed process leaves
  {
    const auto resumed = FileJournal::resume(file_);
    ASSERT_TRUE(resumed.has_value());
    EXPECT_EQ(resumed->journal->left_by(), "4711");
  }
  std::ofstream(file_.string() + ".lock") << "\x1b[31m";
  EXPECT_EQ((*FileJournal::create(file_))->left_by(), "unknown");
  EXPECT_FALSE((*FileJournal::create(file_))->left_by().has_value());
}

TEST_F(FileJournalTest, CanBeAskedWhoHoldsItWithoutTouchingWhatADeadHolderLeft) {
  const std::filesystem::path lock = file_.string() + ".lock";
  EXPECT_FALSE(InstanceLock::held_by(lock).has_value());
  EXPECT_FALSE(std::filesystem::exists(lock));
  {
    const auto journal = FileJournal::create(file_);
    ASSERT_TRUE(journal);
    EXPECT_EQ(InstanceLock::held_by(lock), std::to_string(::getpid()));
  }
  std::ofstream(lock) << "4711\n";
  EXPECT_FALSE(InstanceLock::held_by(lock).has_value());
  EXPECT_EQ((*FileJournal::create(file_))->left_by(), "4711");
}

TEST_F(FileJournalTest, MakesAFolderThatIsItsOwnersAlone) {
  const fs::path deep = folder_ / "state" / "journal.apj";
  ASSERT_TRUE(FileJournal::create(deep).has_value());
  EXPECT_EQ(fs::status(deep.parent_path()).permissions(), fs::perms::owner_all);
}

TEST_F(FileJournalTest, KnowsHowFarARecordGoes) {
  EXPECT_FALSE(reached({}).has_value());
  const std::vector<JournalRecord> records{header(), timer(1), timer(2), placed(1)};
  EXPECT_EQ(reached(records), Timestamp::from_ms(2));
  EXPECT_FALSE(reached(std::span(records).first(1)).has_value());
}

TEST_F(FileJournalTest, TakesAnyTruncationForATornTail) {
  write({header(), timer(1), placed(1), timer(2)});
  const std::string whole = content();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    overwrite(whole.substr(0, size));
    const auto read = read_journal(file_);
    ASSERT_TRUE(read.has_value()) << read.error().message;
    EXPECT_LT(read->records.size(), 4U);
    EXPECT_EQ(read->whole_bytes + read->torn_bytes, size);
  }
}

/// Every bit of a frame is flipped in engine/journal_codec_test.cpp; here one of every byte of a file.
TEST_F(FileJournalTest, FindsDamageInEveryByteAndNamesItUnlessItIsInTheLastRecord) {
  write({header(), timer(1), placed(1)});
  const std::string until_last = content();
  write({header(), timer(1), placed(1), timer(2)});
  const std::string whole = content();
  for (std::size_t byte = 0; byte < whole.size(); ++byte) {
    std::string damaged = whole;
    damaged[byte] = static_cast<char>(damaged[byte] ^ (1 << (byte % 8)));
    overwrite(damaged);
    const auto read = read_journal(file_);
    if (byte >= until_last.size()) {
      ASSERT_TRUE(read.has_value());
      EXPECT_EQ(read->records.size(), 3U);
      EXPECT_GT(read->torn_bytes, 0U);
    } else {
      ASSERT_FALSE(read.has_value()) << "byte " << byte;
      EXPECT_EQ(read.error().code, ErrorCode::kBadData);
      EXPECT_NE(read.error().message.find(file_.string() + ": byte "), std::string::npos);
    }
  }
}

TEST_F(FileJournalTest, FindsARecordThatIsMissingOrTwice) {
  write({header(), timer(1)});
  const std::size_t two = content().size();
  write({header(), timer(1), placed(1)});
  const std::size_t three = content().size();
  write({header(), timer(1), placed(1), timer(2)});
  const std::string whole = content();
  overwrite(whole.substr(0, two) + whole.substr(three));
  EXPECT_NE(read_journal(file_).error().message.find("record 4 stands where record 3 belongs"), std::string::npos);
  overwrite(whole.substr(0, three) + whole.substr(two));
  EXPECT_NE(read_journal(file_).error().message.find("record 3 stands where record 4 belongs"), std::string::npos);
}

TEST_F(FileJournalTest, NamesAFileThatIsNotThere) {
  EXPECT_EQ(read_journal(file_).error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(FileJournal::resume(file_).has_value());
}

TEST_F(FileJournalTest, ContinuesAfterATornTailAndWritesNothingTwice) {
  write({header(), timer(1), placed(1), timer(2)});
  const std::string whole = content();
  overwrite(whole.substr(0, whole.size() - 3));
  {
    auto resumed = FileJournal::resume(file_);
    ASSERT_TRUE(resumed.has_value()) << resumed.error().message;
    EXPECT_EQ(resumed->records.size(), 3U);
    EXPECT_GT(resumed->torn_bytes, 0U);
    FileJournal& journal = *resumed->journal;
    EXPECT_EQ(journal.append(timer(1, 77)), Lsn{2});  // met again; its number may differ
    EXPECT_EQ(journal.append(placed(1)), Lsn{3});
    EXPECT_EQ(journal.append(timer(2)), Lsn{4});  // new
    EXPECT_TRUE(journal.flush().has_value());
  }
  EXPECT_EQ(content(), whole);
}

TEST_F(FileJournalTest, NeitherResumesNorTouchesAFileOfAnotherKind) {
  write({header(), timer(1)});
  const std::string torn_header = content().substr(0, 20);
  for (const std::string& text : {std::string("time_ms,quantity\n1748736000000,1\n"), torn_header}) {
    overwrite(text);
    const auto resumed = FileJournal::resume(file_);
    ASSERT_FALSE(resumed.has_value());
    EXPECT_EQ(resumed.error().code, ErrorCode::kBadData);
    EXPECT_TRUE(resumed.error().message.starts_with(file_.string() + ": does not begin")) << resumed.error().message;
    EXPECT_EQ(content(), text);
  }
}

TEST_F(FileJournalTest, FailsWhenAResumedRunIsAnotherRun) {
  write({header(), timer(1), placed(1)});
  auto resumed = FileJournal::resume(file_);
  ASSERT_TRUE(resumed.has_value());
  resumed->journal->append(timer(1));
  EXPECT_TRUE(resumed->journal->status().has_value());
  resumed->journal->append(placed(2));
  ASSERT_FALSE(resumed->journal->status().has_value());
  EXPECT_EQ(resumed->journal->status().error().code, ErrorCode::kRefused);
  EXPECT_NE(resumed->journal->status().error().message.find("record 3"), std::string::npos);
  bool durable = false;
  resumed->journal->on_durable(Lsn{1}, [&] { durable = true; });
  EXPECT_FALSE(durable);
}

TEST_F(FileJournalTest, NeverSaysDurableAfterTheDiskIsFull) {
  auto journal = FileJournal::create(file_);
  ASSERT_TRUE(journal.has_value());
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit none{.rlim_cur = 10, .rlim_max = before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &none);
  bool durable = false;
  (*journal)->on_durable((*journal)->append(header()), [&] { durable = true; });
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, ignored);
  EXPECT_FALSE(durable);
  ASSERT_FALSE((*journal)->status().has_value());
  EXPECT_EQ((*journal)->status().error().code, ErrorCode::kIo);
}

TEST_F(FileJournalTest, LiesInTheStateFolderByDefault) {
  ::setenv("XDG_STATE_HOME", "/somewhere", 1);
  EXPECT_EQ(default_journal_path("PAPER", "sim", "paper", "BTCUSDT"),
            "/somewhere/alpha_pulse/paper-sim-paper-BTCUSDT/journal.apj");
  ::unsetenv("XDG_STATE_HOME");
  ::setenv("HOME", "/home/someone", 1);
  EXPECT_EQ(default_journal_path("PAPER", "sim", "paper", "BTCUSDT"),
            "/home/someone/.local/state/alpha_pulse/paper-sim-paper-BTCUSDT/journal.apj");
}

}  // namespace
}  // namespace alpha_pulse::storage
