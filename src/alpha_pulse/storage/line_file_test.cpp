#include "alpha_pulse/storage/line_file.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "alpha_pulse/telemetry/test_folder.hpp"

namespace alpha_pulse::storage {
namespace {

namespace fs = std::filesystem;
using Outcome = LineFile::Outcome;

class LineFileTest : public telemetry::InATemporaryFolder {
 protected:
  static void write(const fs::path& file, const std::string& text) { write_text(file, text); }
  fs::path file() const { return folder_ / "deep" / "advice.jsonl"; }

  const fs::path folder_ = folder();
};

TEST_F(LineFileTest, HandsEachLineOverAtOnce) {
  const auto lines = LineFile::create(file()).value();
  EXPECT_EQ(lines->append("one"), Outcome::WRITTEN);
  EXPECT_EQ(text_of(file()), "one\n");
  EXPECT_EQ(lines->append("two"), Outcome::WRITTEN);
  EXPECT_EQ(text_of(file()), "one\ntwo\n");
  EXPECT_FALSE(lines->trouble());
}

TEST_F(LineFileTest, KeepsTheOneBefore) {
  EXPECT_EQ(LineFile::create(file()).value()->append("old"), Outcome::WRITTEN);
  EXPECT_EQ(LineFile::create(file()).value()->append("new"), Outcome::WRITTEN);
  EXPECT_EQ(text_of(file()), "new\n");
  EXPECT_EQ(text_of(file().string() + ".previous"), "old\n");
}

TEST_F(LineFileTest, IsWrittenByOneProgramAtATime) {
  const auto first = LineFile::create(file()).value();
  EXPECT_EQ(first->append("one"), Outcome::WRITTEN);
  for (const auto open : {&LineFile::create, &LineFile::resume}) {
    const auto second = open(file());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, base::ErrorCode::kRefused);
    EXPECT_NE(second.error().message.find("another program is writing it"), std::string::npos);
  }
  EXPECT_EQ(text_of(file()), "one\n") << "and it stays where it is";
}

TEST_F(LineFileTest, MeetsItsLinesAgainBeforeItWritesNewOnes) {
  fs::create_directories(file().parent_path());
  write(file(), "one\ntwo\nthr");  // killed while it wrote the third
  const auto lines = LineFile::resume(file()).value();
  EXPECT_EQ(text_of(file()), "one\ntwo\n");
  EXPECT_EQ(lines->append("one"), Outcome::KNOWN);
  EXPECT_EQ(lines->append("two"), Outcome::KNOWN);
  EXPECT_EQ(lines->append("three"), Outcome::WRITTEN);
  EXPECT_EQ(text_of(file()), "one\ntwo\nthree\n");
  EXPECT_FALSE(lines->trouble());
}

TEST_F(LineFileTest, BeginsWhenThereIsNothingToGoOnWith) {
  EXPECT_EQ(LineFile::resume(file()).value()->append("one"), Outcome::WRITTEN);
  EXPECT_EQ(text_of(file()), "one\n");
}

TEST_F(LineFileTest, KnowsNothingAfterTheFirstLineThatDiffers) {
  fs::create_directories(file().parent_path());
  write(file(), "one\ntwo\nthree\n");
  const auto lines = LineFile::resume(file()).value();
  EXPECT_EQ(lines->append("one"), Outcome::KNOWN);
  EXPECT_EQ(lines->append("2"), Outcome::WRITTEN);
  EXPECT_EQ(lines->append("three"), Outcome::WRITTEN);
  ASSERT_TRUE(lines->trouble());
  EXPECT_NE(lines->trouble()->find("line 2 is not what this run says"), std::string::npos) << *lines->trouble();
}

TEST_F(LineFileTest, RefusesWhatIsNoFile) {
  for (const auto open : {&LineFile::create, &LineFile::resume}) {
    const auto opened = open(folder_);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, base::ErrorCode::kIo);
    EXPECT_NE(opened.error().message.find("is not a regular file"), std::string::npos) << opened.error().message;
  }
  write(folder_ / "plain", "");
  const auto below = LineFile::create(folder_ / "plain" / "advice.jsonl");
  ASSERT_FALSE(below);
  EXPECT_NE(below.error().message.find("cannot be opened for writing"), std::string::npos) << below.error().message;
}

TEST_F(LineFileTest, LosesALineWholeOnAFullDiskAndGoesOn) {
  const auto lines = LineFile::create(file()).value();
  EXPECT_EQ(lines->append("one"), Outcome::WRITTEN);
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  rlimit full = before;
  full.rlim_cur = 10;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &full), 0);
  EXPECT_EQ(lines->append("a line that does not fit"), Outcome::LOST);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_EQ(text_of(file()), "one\n");
  EXPECT_EQ(lines->append("two"), Outcome::WRITTEN);
  EXPECT_EQ(text_of(file()), "one\ntwo\n");
  ASSERT_TRUE(lines->trouble());
  EXPECT_NE(lines->trouble()->find("lines that could not be written: 1 ("), std::string::npos) << *lines->trouble();
}

}  // namespace
}  // namespace alpha_pulse::storage
