#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "alpha_pulse/base/test_folder.hpp"
#include "alpha_pulse/tape/tape.hpp"
#include "alpha_pulse/tape/tape_writer.hpp"

/// Tapes to test with: a folder of their own, random events, and the few steps from events to an open tape.
namespace alpha_pulse::tape::testing {

using base::testing::TestFolder;

/// What random events are like.
struct Sort {
  bool quotes = true, trades = true, marks = true;
  PriceWidth width = PriceWidth::NARROW;  ///< WIDE: prices of nine million millions, and any digits
  std::int64_t time_unit = 1;             ///< ns
  std::int64_t longest_step = 20;         ///< in units; 0: the step is always one unit
  std::int64_t quantity_unit = 1'000;
  std::int64_t largest_quantity = 100'000;  ///< in units
};

inline std::vector<Entry> random_events(std::uint64_t seed, std::size_t count, const Sort& sort) {
  std::mt19937_64 random(seed);
  const auto below = [&random](std::int64_t n) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n));
  };
  std::vector<Kind> kinds;
  if (sort.quotes) kinds.push_back(Kind::QUOTE);
  if (sort.trades) kinds.insert(kinds.end(), {Kind::BUY, Kind::SELL});
  if (sort.marks) kinds.push_back(Kind::MARK);
  std::int64_t at = 1'700'000'000'000'000'000;
  const bool wide = sort.width == PriceWidth::WIDE;
  std::int64_t price = wide ? 9'520'305'123'456 : 1'000'000;
  const std::int64_t grain = wide ? 1'000'000'007 : 1;
  std::vector<Entry> events(count);
  for (Entry& e : events) {
    at += sort.time_unit * (sort.longest_step == 0 ? 1 : below(sort.longest_step));
    price = std::max<std::int64_t>(1, price + (below(21) - 10) * grain + (wide ? below(1'000) : 0));
    e.at = Timestamp::from_ns(at);
    e.kind = kinds[static_cast<std::size_t>(below(static_cast<std::int64_t>(kinds.size())))];
    e.low = e.high = price;
    e.quantity = Quantity::from_raw(below(sort.largest_quantity + 1) * sort.quantity_unit);
    if (e.kind == Kind::QUOTE) {
      e.high += below(4) * grain;
      e.high_quantity = Quantity::from_raw(below(sort.largest_quantity + 1) * sort.quantity_unit);
    }
  }
  return events;
}

inline constexpr std::array<PriceWidth, 2> kWidths = {PriceWidth::NARROW, PriceWidth::WIDE};

inline TapeWriter::Settings settings_for(const std::filesystem::path& out, PriceWidth width = PriceWidth::NARROW) {
  TapeWriter::Settings settings;
  settings.out = out;
  settings.price_width = width;
  settings.symbol = "BTCUSDT";
  settings.source = "test";
  settings.price_unit = Price::from_raw(width == PriceWidth::WIDE ? 1 : 1'000'000);
  return settings;
}

inline void add_all(TapeWriter& writer, const std::vector<Entry>& events, std::size_t from = 0) {
  for (std::size_t i = from; i < events.size(); ++i) {
    const auto ok = writer.add(events[i]);
    ASSERT_TRUE(ok) << ok.error().message;
  }
}

inline TapeInfo write_tape(const TapeWriter::Settings& settings, const std::vector<Entry>& events) {
  auto writer = TapeWriter::create(settings);
  EXPECT_TRUE(writer) << writer.error().message;
  add_all(**writer, events);
  auto info = (*writer)->finish();
  EXPECT_TRUE(info) << info.error().message;
  return *info;
}

inline std::shared_ptr<const Tape> open_tape(const std::filesystem::path& file) {
  auto tape = Tape::open(file);
  EXPECT_TRUE(tape) << tape.error().message;
  return tape ? *tape : nullptr;
}

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// In place: a file that is cut and written again is put on the disk each time.
inline void put_byte(const std::filesystem::path& file, std::size_t at, char byte) {
  std::fstream(file, std::ios::binary | std::ios::in | std::ios::out).seekp(static_cast<std::streamoff>(at)).put(byte);
}

inline void put_bytes(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace alpha_pulse::tape::testing
