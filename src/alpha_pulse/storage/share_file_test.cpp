#include "alpha_pulse/storage/share_file.hpp"

#include "alpha_pulse/telemetry/test_folder.hpp"

namespace alpha_pulse::storage {
namespace {

using Lines = std::vector<std::string>;

class ShareFileTest : public telemetry::InATemporaryFolder {
 protected:
  void fill(const Lines& lines) const {
    auto file = ShareFile::create(path_, "work");
    ASSERT_TRUE(file) << file.error().message;
    for (const auto& line : lines) (*file)->append(line);
    ASSERT_TRUE((*file)->flush());
  }
  Lines found() const {
    const auto file = ShareFile::resume(path_, "work");
    if (!file) ADD_FAILURE() << file.error().message;
    return file ? (*file)->found() : Lines{};
  }
  std::string error(const Result<std::unique_ptr<ShareFile>>& opened) const {
    return opened ? "opened" : opened.error().message;
  }

  const std::filesystem::path path_ = folder() / "a.shares";
};

TEST_F(ShareFileTest, HoldsWhatWasFlushedAndGrows) {
  fill({"one", "two"});
  {
    const auto file = ShareFile::resume(path_, "work");
    EXPECT_EQ((*file)->found(), (Lines{"one", "two"}));
    (*file)->append("three");
    ASSERT_TRUE((*file)->flush());
    (*file)->append("never flushed");
  }
  EXPECT_EQ(found(), (Lines{"one", "two", "three"}));
}

TEST_F(ShareFileTest, BeginsAnewAndKeepsTheOldOneBeside) {
  fill({"one"});
  fill({"two"});
  EXPECT_EQ(found(), (Lines{"two"}));
  EXPECT_NE(text_of(path_.string() + ".previous").find("one"), std::string::npos);
}

TEST_F(ShareFileTest, NeverReadsATornOrDamagedLineWhereverItWasCutOrBitten) {
  fill({"one", "two", "three"});
  const std::string whole = text_of(path_);
  const std::size_t header = whole.find('\n') + 1;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    write_text(path_, whole.substr(0, length));
    const Lines once = found();
    for (const auto& line : once) EXPECT_TRUE(line == "one" || line == "two" || line == "three") << line;
    EXPECT_EQ(found(), once) << "once mended, it stays so";
  }
  for (std::size_t at = header; at < whole.size(); ++at) {
    std::string bitten = whole;
    bitten[at] = static_cast<char>(bitten[at] ^ 1);
    write_text(path_, bitten);
    const auto file = ShareFile::resume(path_, "work");
    ASSERT_TRUE(file) << file.error().message;
    EXPECT_LT((*file)->found().size(), 3U) << at;
    EXPECT_GE((*file)->found().size(), 1U) << at;
    EXPECT_GE((*file)->dropped(), 1U) << at;
    for (const auto& line : (*file)->found()) EXPECT_TRUE(line == "one" || line == "two" || line == "three") << line;
  }
}

TEST_F(ShareFileTest, RefusesTheSharesOfAnotherWorkAndFilesOfAnotherKind) {
  fill({"one"});
  const auto other = ShareFile::resume(path_, "another");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::kInvalidArgument);
  EXPECT_NE(other.error().message.find("belongs to another work"), std::string::npos);
  for (const char* text : {"hello\nworld\n", "hello", "0123456789abcdef gridhedge shares 1 work\n"}) {
    write_text(path_, text);
    const auto foreign = ShareFile::resume(path_, "work");
    ASSERT_FALSE(foreign) << text;
    EXPECT_EQ(foreign.error().code, ErrorCode::kBadData);
    EXPECT_EQ(text_of(path_), text);  // left as it is
  }
  EXPECT_NE(error(ShareFile::create(folder(), "work")).find("not a regular file"), std::string::npos);
}

TEST_F(ShareFileTest, IsWrittenByOneProgramAtATime) {
  const auto first = ShareFile::create(path_, "work");
  const auto second = ShareFile::resume(path_, "work");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kRefused);
}

TEST_F(ShareFileTest, TellsWhenItCannotBeMade) {
  const auto opened = ShareFile::create(folder() / "none" / "a.shares", "work");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kIo);
}

}  // namespace
}  // namespace alpha_pulse::storage
