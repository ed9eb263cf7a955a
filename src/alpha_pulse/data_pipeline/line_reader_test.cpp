#include "alpha_pulse/data_pipeline/line_reader.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alpha_pulse/data_pipeline/test_files.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

using testing::TempFolder;

/// Every line, or the error that stopped it.
Result<std::vector<std::string>> lines_of(const std::filesystem::path& path) {
  auto reader = LineReader::open(path);
  if (!reader) return std::unexpected(reader.error());
  std::vector<std::string> lines;
  while (true) {
    const auto line = reader->next();
    if (!line) return std::unexpected(line.error());
    if (!line->has_value()) return lines;
    lines.emplace_back(**line);
    EXPECT_EQ(reader->line(), lines.size());
  }
}

void expect_error(const std::filesystem::path& path, ErrorCode code, const std::string& part) {
  const auto lines = lines_of(path);
  ASSERT_FALSE(lines) << part;
  EXPECT_EQ(lines.error().code, code) << lines.error().message;
  EXPECT_NE(lines.error().message.find(part), std::string::npos) << lines.error().message;
  EXPECT_EQ(lines.error().message.find(path.string()), 0U) << lines.error().message;
}

TEST(LineReader, ReadsPlainAndCompressedTextAlike) {
  const TempFolder folder;
  const std::string text =
      "\xef\xbb\xbf"
      "a,b\r\n\n1,2\nlast without end";
  const std::vector<std::string> expected = {"a,b", "", "1,2", "last without end"};
  EXPECT_EQ(lines_of(folder.write("a.csv", text)).value(), expected);
  EXPECT_EQ(lines_of(folder.write_zst("a.csv.zst", text)).value(), expected);
  EXPECT_EQ(lines_of(folder.write_zst("compressed_by_content.csv", text)).value(), expected);
}

TEST(LineReader, ReadsSeveralFramesAsOneFile) {
  const TempFolder folder;
  const auto path = folder.write("a.zst", TempFolder::compress("one\ntw") + TempFolder::compress("o\n"));
  EXPECT_EQ(lines_of(path).value(), (std::vector<std::string>{"one", "two"}));
}

TEST(LineReader, NamesAFileThatCannotBeRead) {
  const TempFolder folder;
  expect_error(folder.path() / "missing.csv", ErrorCode::kNotFound, "No such file");
  expect_error(folder.path(), ErrorCode::kIo, "Is a directory");
  expect_error("/dev/zero", ErrorCode::kIo, "a device");
  ASSERT_EQ(::mkfifo((folder.path() / "pipe.csv").c_str(), 0600), 0);
  expect_error(folder.path() / "pipe.csv", ErrorCode::kIo, "a pipe");
  expect_error(folder.write("empty.csv", ""), ErrorCode::kBadData, "empty");
  expect_error(folder.write("plain.csv.zst", "a,b\n"), ErrorCode::kBadData, "called .zst");
  expect_error(folder.write("a.csv", "\x1f\x8b\x08"), ErrorCode::kBadData, "gzip");
}

TEST(LineReader, SaysThatAFileMayNotBeRead) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read every file";
  const TempFolder folder;
  const auto path = folder.write("secret.csv", "a\n");
  std::filesystem::permissions(path, std::filesystem::perms::none);
  expect_error(path, ErrorCode::kIo, "Permission denied");
}

TEST(LineReader, RefusesEveryCutAndManyDamagesOfACompressedFile) {
  const TempFolder folder;
  std::string text;
  for (int i = 0; i < 2000; ++i) text.append(std::to_string(i * 7919)).append("\n");
  const std::string whole = TempFolder::compress(text);
  for (std::size_t size = 4; size < whole.size(); size += 97) {
    expect_error(folder.write("cut.zst", whole.substr(0, size)), ErrorCode::kBadData, "zstd");
  }
  expect_error(folder.write("cut.zst", whole.substr(0, whole.size() - 1)), ErrorCode::kBadData, "cut off");
  std::string damaged = whole;
  damaged.append("no frame");
  expect_error(folder.write("tail.zst", damaged), ErrorCode::kBadData, "damaged");
}

TEST(LineReader, NamesALineThatIsTooLongOrNotText) {
  const TempFolder folder;
  const std::string longest(LineReader::kLongestLine, 'x');
  EXPECT_EQ(lines_of(folder.write("ok.csv", longest + "\nb\n" + longest)).value().size(), 3U);
  expect_error(folder.write("long.csv", "a\n" + longest + "x\n"), ErrorCode::kBadData, ":2: a line of more than");
  expect_error(folder.write("endless.csv", "a\n" + longest + longest + longest + longest + longest),
               ErrorCode::kBadData, ":2: a line of more than");
  expect_error(folder.write("binary.csv", std::string("a\n\0b\n", 5)), ErrorCode::kBadData, ":2: binary data");
}

RC_GTEST_PROP(LineReader, GivesBackTheLinesThatWereWritten, ()) {
  const auto lengths = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 70'000));
  std::vector<std::string> lines;
  std::string text;
  for (const int length : lengths) {
    const auto size = static_cast<std::size_t>(length % 3 == 0 ? length % 65'536 : length % 50);
    lines.emplace_back(size, static_cast<char>('a' + length % 26));
    text.append(lines.back()).append("\n");
  }
  RC_PRE(!text.empty());
  const TempFolder folder;
  RC_ASSERT(lines_of(folder.write("a.csv", text)).value() == lines);
  RC_ASSERT(lines_of(folder.write_zst("a.csv.zst", text)).value() == lines);
}

}  // namespace
}  // namespace alpha_pulse::data_pipeline
