#include "alpha_pulse/data_pipeline/zip_member.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/data_pipeline/line_reader.hpp"
#include "alpha_pulse/data_pipeline/test_files.hpp"
#include "alpha_pulse/data_pipeline/test_zip.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

using testing::read_all;
using testing::TempFolder;
using testing::write_zip;

Result<std::string> text_of(const std::filesystem::path& path) {
  auto lines = LineReader::open(path);
  if (!lines) return std::unexpected(lines.error());
  std::string text;
  while (true) {
    const auto line = lines->next();
    if (!line) return std::unexpected(line.error());
    if (!line->has_value()) return text;
    text.append(**line).append("\n");
  }
}

std::string long_text() {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i * 7'919) + ",row\n";
  return text;
}

TEST(ZipMember, ReadsTheOneFileAndKnowsHowFarItGot) {
  const TempFolder folder;
  const auto path = write_zip(folder.path() / "f.zip", {{"f.csv", long_text()}});
  EXPECT_EQ(text_of(path).value(), long_text());
  auto bytes = ByteReader::open(path).value();
  std::vector<char> some(long_text().size() / 2);
  EXPECT_EQ(bytes.read(some).value(), some.size());
  EXPECT_NEAR(bytes.done(), 0.5, 0.01);
}

TEST(ZipMember, PassesOverFolders) {
  const TempFolder folder;
  const auto path = write_zip(folder.path() / "f.zip", {{"data/", ""}, {"data/f.csv", "1,2\n"}});
  EXPECT_EQ(text_of(path).value(), "1,2\n");
}

TEST(ZipMember, RefusesSeveralFilesAndNone) {
  const TempFolder folder;
  const auto several = write_zip(folder.path() / "a.zip", {{"a.csv", "1\n"}, {"b.csv", "2\n"}});
  EXPECT_NE(text_of(several).error().message.find("a.zip: holds more than one file"), std::string::npos);
  const auto none = write_zip(folder.path() / "b.zip", {{"data/", ""}});
  EXPECT_NE(text_of(none).error().message.find("b.zip: holds no file"), std::string::npos);
}

TEST(ZipMember, NeverTakesADamagedArchiveForAWholeOne) {
  const TempFolder folder;
  const std::string whole = read_all(write_zip(folder.path() / "f.zip", {{"f.csv", long_text()}}));
  for (std::size_t at = 0; at < whole.size(); at += whole.size() / 97) {
    const auto cut = text_of(folder.write("cut.zip", whole.substr(0, at + 4)));
    EXPECT_FALSE(cut) << "cut after " << at + 4;
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
    const auto text = text_of(folder.write("flipped.zip", flipped));
    EXPECT_TRUE(!text || *text == long_text()) << "byte " << at << " flipped";
  }
}

}  // namespace
}  // namespace alpha_pulse::data_pipeline
