#include <sys/stat.h>

#include <cstring>
#include <iostream>

#include "alpha_pulse/tape/format.hpp"
#include "alpha_pulse/tape/kernels.hpp"
#include "alpha_pulse/tape/test_tapes.hpp"

/// Whatever happens to a tape's bytes, it is refused with what and where, and never read wrongly.
namespace alpha_pulse::tape {
namespace {

using namespace testing;

/// A tape of two pages in a folder, and its bytes.
struct SmallTape {
  explicit SmallTape(PriceWidth width = PriceWidth::NARROW) {
    auto settings = settings_for(file, width);
    auto writer = TapeWriter::create(settings);
    add_all(**writer, random_events(1, kPageEvents + 70, {.width = width, .longest_step = 400'000'000}));
    EXPECT_TRUE((*writer)->add_funding({Timestamp::from_ms(5), Ratio::from_raw(7)}));
    EXPECT_TRUE((*writer)->finish());
    bytes = bytes_of(file);
  }
  base::Error refusal(const std::string& changed) const {
    put_bytes(file, changed);
    const auto tape = Tape::open(file);
    EXPECT_FALSE(tape);
    return tape ? base::Error{base::ErrorCode::kIo, "opened"} : tape.error();
  }
  TestFolder folder;
  std::filesystem::path file = folder.path() / "small.tape";
  std::string bytes;
};

void expect_bad(const base::Error& error, const std::filesystem::path& file, std::string_view words = {}) {
  EXPECT_EQ(error.code, base::ErrorCode::kBadData) << error.message;
  EXPECT_TRUE(error.message.starts_with(file.string() + ": ")) << error.message;
  EXPECT_NE(error.message.find(words), std::string::npos) << error.message;
}

TEST(TapeDamage, RefusesATapeCutAnywhere) {
  const SmallTape tape;
  const std::size_t whole = tape.bytes.size();
  for (std::size_t size = whole - 1; size > 0; size -= std::min(size, size < 700 || size + 700 > whole ? 1UL : 97UL)) {
    std::filesystem::resize_file(tape.file, size);
    const auto opened = Tape::open(tape.file);
    ASSERT_FALSE(opened) << size;
    expect_bad(opened.error(), tape.file);
  }
  expect_bad(tape.refusal(tape.bytes + "x"), tape.file);
  expect_bad(tape.refusal(tape.bytes + std::string(64, '\0')), tape.file);
}

class TapeDamageOfWidths : public ::testing::TestWithParam<PriceWidth> {};
INSTANTIATE_TEST_SUITE_P(Widths, TapeDamageOfWidths, ::testing::ValuesIn(kWidths),
                         [](const auto& width) { return width.param == PriceWidth::WIDE ? "wide" : "narrow"; });

TEST_P(TapeDamageOfWidths, RefusesEveryFlippedBit) {
  const TestFolder folder;
  const auto file = folder.path() / "t";
  auto settings = settings_for(file, GetParam());
  settings.symbol = "B";
  auto writer = TapeWriter::create(settings);
  auto events = random_events(1, 65, {.width = GetParam(), .longest_step = 400'000'000'000});
  add_all(**writer, events);
  ASSERT_TRUE((*writer)->add_funding({Timestamp::from_ms(5), Ratio::from_raw(7)}));
  ASSERT_TRUE((*writer)->finish());
  ASSERT_FALSE(open_tape(file)->bars().empty());
  const std::string bytes = bytes_of(file);
  std::cout << bytes.size() << " bytes, each of their bits\n";
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      put_byte(file, at, static_cast<char>(bytes[at] ^ (1 << bit)));
      const auto opened = Tape::open(file);
      ASSERT_FALSE(opened) << "byte " << at << " bit " << bit;
      expect_bad(opened.error(), file);
    }
    put_byte(file, at, bytes[at]);
  }
  EXPECT_TRUE(open_tape(file));
}

TEST(TapeDamage, NamesTheBlockThatIsDamaged) {
  const SmallTape tape;
  std::string bytes = tape.bytes;
  const std::size_t second = bytes.rfind("PAGE");
  bytes[second + 1'000] = static_cast<char>(bytes[second + 1'000] ^ 4);
  expect_bad(tape.refusal(bytes), tape.file, "block 2 of 2 (bytes " + std::to_string(second) + " to ");
  bytes = tape.bytes;
  std::swap_ranges(bytes.begin() + 128, bytes.begin() + 128 + 300, bytes.begin() + static_cast<long>(second));
  expect_bad(tape.refusal(bytes), tape.file, "block 1 of 2");
}

TEST(TapeDamage, RefusesAnotherVersionByNameOfBoth) {
  const SmallTape tape;
  std::string bytes = tape.bytes;
  bytes[8] = 3;
  expect_bad(tape.refusal(bytes), tape.file, "version 3; this program reads versions 1 to 2");
}

TEST(TapeDamage, RefusesFilesOfOtherKinds) {
  const SmallTape tape;
  for (const std::string& foreign : {std::string("open_time_ms,open,high,low,close,volume\n1,2,3,4,5,6\n"),
                                     std::string("PK\x03\x04") + std::string(5'000, 'z'), std::string(1'000'000, '\0'),
                                     std::string("\x89"), std::string("\x89PNG\r\n\x1a\n")}) {
    expect_bad(tape.refusal(foreign), tape.file, "is not a tape");
  }
  expect_bad(tape.refusal(""), tape.file, "is empty");
  const auto missing = Tape::open(tape.folder.path() / "missing");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, base::ErrorCode::kNotFound);
  const auto directory = Tape::open(tape.folder.path());
  ASSERT_FALSE(directory);
  expect_bad(directory.error(), tape.folder.path(), "not a regular file");
  const auto pipe = tape.folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const auto piped = Tape::open(pipe);
  ASSERT_FALSE(piped);
  expect_bad(piped.error(), pipe, "not a regular file");
}

TEST(TapeDamage, RefusesAnImportThatWasNotEnded) {
  const TestFolder folder;
  const auto out = folder.path() / "t";
  {
    auto writer = TapeWriter::create(settings_for(out));
    add_all(**writer, random_events(1, 10'000, {}));
  }
  const auto opened = Tape::open(out.string() + ".partial");
  ASSERT_FALSE(opened);
  expect_bad(opened.error(), out.string() + ".partial", "not ended");
}

/// A change of the tail whose checksum is right, as no accident makes one.
std::string with_tail(std::string bytes, auto change) {
  format::Tail tail;
  char* const place = bytes.data() + bytes.size() - sizeof tail;
  std::memcpy(&tail, place, sizeof tail);
  change(tail);
  tail.checksum = kernels().hash(&tail, offsetof(format::Tail, checksum));
  std::memcpy(place, &tail, sizeof tail);
  return bytes;
}

TEST_P(TapeDamageOfWidths, RefusesCountsThatLie) {
  const SmallTape tape(GetParam());
  const auto lie = [&](auto change) { expect_bad(tape.refusal(with_tail(tape.bytes, change)), tape.file); };
  lie([](format::Tail& t) { ++t.pages; });
  lie([](format::Tail& t) { --t.pages; });
  lie([](format::Tail& t) { t.pages = ~std::uint64_t{0}; });
  lie([](format::Tail& t) { ++t.events; });
  lie([](format::Tail& t) { --t.events; });
  lie([](format::Tail& t) { t.events = 0; });
  lie([](format::Tail& t) { t.events = ~std::uint64_t{0}; });
  lie([](format::Tail& t) { t.events += kPageEvents, ++t.pages, ++t.sections[0].rows; });
  lie([](format::Tail& t) { t.kinds = 1; });
  lie([](format::Tail& t) { t.version = 3 - t.version; });
  for (std::size_t i = 0; i < format::kSections; ++i) {
    lie([i](format::Tail& t) { ++t.sections[i].rows; });
    lie([i](format::Tail& t) { t.sections[i].rows = ~std::uint64_t{0}; });
    lie([i](format::Tail& t) { t.sections[i].place += 64; });
    lie([i](format::Tail& t) { t.sections[i].place = ~std::uint64_t{0} - 63; });
    lie([i](format::Tail& t) { t.sections[i].id = 9; });
  }
}

/// The head of a tape with another version whose checksum is right: its prices are then said to be of the other width.
TEST_P(TapeDamageOfWidths, RefusesAHeadThatTellsOfTheOtherWidth) {
  const SmallTape tape(GetParam());
  std::string bytes = tape.bytes;
  bytes[8] = static_cast<char>(3 - bytes[8]);
  expect_bad(tape.refusal(bytes), tape.file, "its end does not fit the rest");
  expect_bad(tape.refusal(with_tail(bytes, [](format::Tail& t) { t.version = 3 - t.version; })), tape.file);
}

}  // namespace
}  // namespace alpha_pulse::tape
