#include "alpha_pulse/exchanges/pen.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <limits>
#include <string>

#include "alpha_pulse/base/decimal.hpp"

namespace alpha_pulse::exchanges {
namespace {

/// What `put` writes into memory with that much room, behind which nothing may change.
template <class Put>
std::string written(std::size_t room, Put put) {
  std::string memory(room + 16, '#');
  const char* const end = put(memory.data());
  EXPECT_EQ(memory.substr(room), std::string(16, '#')) << "more than the room was written";
  return memory.substr(0, static_cast<std::size_t>(end - memory.data()));
}
std::string number(std::int64_t value) {
  return written(kNumberRoom, [value](char* to) { return put_number(to, value); });
}
std::string decimal(std::uint64_t value) {
  return written(kNumberRoom, [value](char* to) { return put_decimal(to, value); });
}

TEST(Pen, WritesTextsOfEachLengthAndNothingBehindThem) {
  const std::string text = "0123456789abcdefghijklmnopqrstuvwxyz";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const std::string part = text.substr(0, size);
    EXPECT_EQ(written(size, [&part](char* to) { return put_text(to, part); }), part);
  }
}

TEST(Pen, WritesNumbersOfEachLength) {
  std::int64_t power = 1;
  for (int digits = 1; digits <= 19; ++digits) {
    for (const std::int64_t value : {power - 1, power, power + 1, power / 2 * 9})
      for (const std::int64_t each : {value, -value}) EXPECT_EQ(number(each), std::to_string(each));
    if (digits < 19) power *= 10;
  }
  for (const auto value : {std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()})
    EXPECT_EQ(number(value), std::to_string(value));
}

TEST(Pen, WritesEachNumberOfFourDigitsInBothHalves) {
  for (std::uint64_t value = 0; value < 10'000; ++value) {
    for (const std::uint64_t each : {value, value * 10'000, value * 10'001})
      ASSERT_EQ(number(static_cast<std::int64_t>(each)), std::to_string(each));
  }
}

RC_GTEST_PROP(Pen, WritesNumbersAsTheyAre, (std::int64_t value)) {
  RC_ASSERT(number(value) == std::to_string(value));
}

RC_GTEST_PROP(Pen, WritesDecimalsAsTheBaseDoes, ()) {
  const auto digits = *rc::gen::inRange(0, 20);
  const auto any = static_cast<std::uint64_t>(*rc::gen::arbitrary<std::int64_t>()) >> 1U;
  std::uint64_t unit = 1;
  for (int i = 0; i < digits && i < 18; ++i) unit *= 10;
  const std::uint64_t value = any / unit * unit;  // many end with zeros
  RC_ASSERT(decimal(value) == base::format_decimal(static_cast<Int128>(value), domain::kDecimals));
}

TEST(Pen, WritesOneThingBehindTheOther) {
  std::array<char, 64> memory{};
  Pen pen(memory.data());
  pen << "price=" << std::int64_t{-42} << '&' << std::string_view("x");
  EXPECT_EQ(std::string_view(memory.data(), pen.at()), "price=-42&x");
}

}  // namespace
}  // namespace alpha_pulse::exchanges
