#include "alpha_pulse/data_pipeline/growing_file.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "alpha_pulse/data_pipeline/test_files.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

using Begin = GrowingFile::Begin;
constexpr std::string_view kHeader = "time_ms,symbol,rate";

class Growing : public ::testing::Test {
 protected:
  Result<GrowingFile> open(Begin begin, const std::string& name = "a.csv") const {
    return GrowingFile::open(folder_ / name, begin, "funding BTCUSDT", kHeader);
  }
  std::string bytes(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void add(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary | std::ios::app) << text;
  }
  bool there(const std::string& name) const { return std::filesystem::exists(folder_ / name); }

  testing::TempFolder temporary_;
  std::filesystem::path folder_ = temporary_.path();
};

TEST_F(Growing, HasItsNameOnlyOnceItIsWhole) {
  auto file = open(Begin::NEW);
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->last_row(), "");
  EXPECT_TRUE(file->empty());
  ASSERT_TRUE(file->append("1,BTCUSDT,0.1\n"));
  EXPECT_FALSE(file->empty());
  EXPECT_FALSE(there("a.csv"));
  ASSERT_TRUE(file->finish());
  EXPECT_EQ(bytes("a.csv"), "time_ms,symbol,rate\n1,BTCUSDT,0.1\n");
  EXPECT_FALSE(there("a.csv.fetching") || there("a.csv.fetching.job"));
  EXPECT_EQ(open(Begin::NEW).error().code, ErrorCode::kRefused);
  EXPECT_EQ(open(Begin::RESUME).error().code, ErrorCode::kRefused);
  EXPECT_TRUE(open(Begin::OVERWRITE));
}

TEST_F(Growing, GoesOnAfterTheLastWholeRowWhereverItWasCut) {
  const std::string whole = "time_ms,symbol,rate\n1,BTCUSDT,0.1\n2,BTCUSDT,0.2\n";
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    {
      ASSERT_TRUE(open(Begin::OVERWRITE, "b.csv.zst"));
    }
    std::ofstream(folder_ / "b.csv.zst.fetching", std::ios::binary) << whole.substr(0, cut);
    auto file = open(Begin::RESUME, "b.csv.zst");
    ASSERT_TRUE(file) << cut << ": " << file.error().message;
    const std::string last = file->last_row();
    EXPECT_EQ(last, cut == whole.size() ? "2,BTCUSDT,0.2" : cut >= 34 ? "1,BTCUSDT,0.1" : "") << cut;
    const std::string first_row = last.empty() ? "1,BTCUSDT,0.1\n" : "";
    ASSERT_TRUE(file->append(first_row + (cut < whole.size() ? "2,BTCUSDT,0.2\n" : "")));
    EXPECT_EQ(bytes("b.csv.zst.fetching"), whole) << cut;
    ASSERT_TRUE(file->finish());
    static std::string first;
    if (first.empty()) first = bytes("b.csv.zst");
    EXPECT_EQ(bytes("b.csv.zst"), first) << cut;
  }
}

TEST_F(Growing, RemembersWhatItWasBegunForAndTakesNothingElse) {
  {
    ASSERT_TRUE(open(Begin::NEW));
  }
  const auto again = open(Begin::NEW);
  ASSERT_FALSE(again);
  EXPECT_NE(again.error().message.find("--resume goes on with it"), std::string::npos) << again.error().message;
  const auto file = GrowingFile::open(folder_ / "a.csv", Begin::RESUME, "another job", kHeader);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->job(), "funding BTCUSDT");
  EXPECT_EQ(open(Begin::RESUME).error().code, ErrorCode::kRefused);  // two at once
  EXPECT_EQ(open(Begin::RESUME, "c.csv").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(open(Begin::NEW, "c.txt").error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(open(Begin::NEW, "no/folder.csv").error().code, ErrorCode::kNotFound);
  {
    ASSERT_TRUE(open(Begin::NEW, "d.csv"));
  }
  std::ofstream(folder_ / "d.csv.fetching") << "something else entirely, and long\n";
  EXPECT_EQ(open(Begin::RESUME, "d.csv").error().code, ErrorCode::kBadData);
  {
    auto unwanted = open(Begin::NEW, "e.csv");
    ASSERT_TRUE(unwanted);
    unwanted->discard();
  }
  EXPECT_FALSE(there("e.csv") || there("e.csv.fetching") || there("e.csv.fetching.job"));
}

}  // namespace
}  // namespace alpha_pulse::data_pipeline
