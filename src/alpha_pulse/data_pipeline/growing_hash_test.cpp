#include "alpha_pulse/data_pipeline/growing_hash.hpp"

#include <gtest/gtest.h>

#include <random>

#include "alpha_pulse/data_pipeline/data_info.hpp"
#include "alpha_pulse/data_pipeline/test_files.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

using testing::TempFolder;

TEST(GrowingHash, IsTheHashOfTheFileThatHasGrownUnderIt) {
  const TempFolder folder;
  std::mt19937_64 random(5);
  for (const std::uint64_t pieces : {0U, 1U, 3U, 40U}) {
    const auto partial = folder.write("growing.partial", "");
    const auto whole = folder.path() / "growing";
    GrowingHash hash(partial);
    std::ofstream out(partial, std::ios::binary);
    std::uint64_t size = 0;
    for (std::uint64_t i = 0; i < pieces; ++i) {
      std::string piece(random() % 200'000, '\0');
      for (char& letter : piece) letter = static_cast<char>(random());
      out << piece << std::flush;
      hash.grown(size += piece.size());
    }
    std::filesystem::rename(partial, whole);
    EXPECT_EQ(hash.finish().value(), file_sha256(whole).value()) << pieces;
  }
}

TEST(GrowingHash, TakesNothingThatItWasNotToldOf) {
  const TempFolder folder;
  const auto all = folder.write("all", std::string(700'000, 'a') + "b");
  const auto part = folder.write("part", std::string(700'000, 'a'));
  GrowingHash hash(all);
  hash.grown(700'000);
  EXPECT_EQ(hash.finish().value(), file_sha256(part).value());
}

TEST(GrowingHash, SaysWhenTheFileIsShorterThanItWasTold) {
  const TempFolder folder;
  const auto file = folder.write("short", "abc");
  GrowingHash hash(file);
  hash.grown(4);
  const auto refused = hash.finish();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kIo);
  EXPECT_NE(refused.error().message.find("short: cannot be read to its end"), std::string::npos);
}

TEST(GrowingHash, LeavesOffWhenNobodyWantsIt) {
  const TempFolder folder;
  GrowingHash hash(folder.write("file", "abc"));
  hash.grown(3);
}

}  // namespace
}  // namespace alpha_pulse::data_pipeline
