#include "alpha_pulse/base/decimal.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <limits>

namespace alpha_pulse::base {
namespace {

constexpr std::int64_t kMin64 = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax64 = std::numeric_limits<std::int64_t>::max();

std::int64_t any_raw() {
  const auto value = *rc::gen::resize(100, rc::gen::arbitrary<std::int64_t>());
  return *rc::gen::element(kMin64, kMax64, std::int64_t{0}, value, value, value) >> *rc::gen::inRange(0, 64);
}

RC_GTEST_PROP(Decimal, WhatIsWrittenReadsBackTheSame, ()) {
  const std::int64_t raw = any_raw();
  const int decimals = *rc::gen::inRange(0, 19);
  const int shown = *rc::gen::inRange(0, decimals + 1);
  const auto back = parse_decimal(format_decimal(raw, decimals, shown), decimals);
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back == raw);
}

RC_GTEST_PROP(Decimal, TheTextIsTheDigitsOfTheBigIntegerWithAPoint, ()) {
  const std::int64_t raw = any_raw();
  const int decimals = *rc::gen::inRange(1, 19);
  const boost::multiprecision::cpp_int magnitude = boost::multiprecision::abs(boost::multiprecision::cpp_int(raw));
  const std::string digits = magnitude.str();
  const auto places = static_cast<std::size_t>(decimals);
  const std::string padded = std::string(places + 1 - std::min(digits.size(), places + 1), '0') + digits;
  std::string expected = raw < 0 ? "-" : "";
  expected.append(padded, 0, padded.size() - places).append(1, '.').append(padded, padded.size() - places);
  RC_ASSERT(format_decimal(raw, decimals, decimals) == expected);
}

RC_GTEST_PROP(Decimal, RoundedTextIsHalfAwayFromZero, ()) {
  const std::int64_t raw = any_raw();
  const int places = *rc::gen::inRange(0, 9);
  boost::multiprecision::cpp_int unit = 1;
  for (int i = places; i < 8; ++i) unit *= 10;
  const boost::multiprecision::cpp_int magnitude = boost::multiprecision::abs(boost::multiprecision::cpp_int(raw));
  const auto rounded = static_cast<Int128>((2 * magnitude + unit) / (2 * unit));  // 2^63 fits no int64_t
  RC_ASSERT(format_decimal_rounded(raw, 8, places) == format_decimal(raw < 0 ? -rounded : rounded, places, places));
}

TEST(Decimal, ReadsTheFormsPeopleAndVenuesWrite) {
  EXPECT_EQ(*parse_decimal("95203.05", 8), 9'520'305'000'000);
  EXPECT_EQ(*parse_decimal("-0.00000001", 8), -1);
  EXPECT_EQ(*parse_decimal("0", 8), 0);
  EXPECT_EQ(*parse_decimal("-0", 8), 0);
  EXPECT_EQ(*parse_decimal("007", 2), 700);
  EXPECT_EQ(*parse_decimal(".5", 8), 50'000'000);
  EXPECT_EQ(*parse_decimal("5.", 8), 500'000'000);
  EXPECT_EQ(*parse_decimal("1.230000000000000000000000", 2), 123);  // zeros are not decimals too many
}

TEST(Decimal, ReadsBothEndsOfTheRange) {
  EXPECT_EQ(*parse_decimal("-9223372036854775808", 0), kMin64);
  EXPECT_EQ(*parse_decimal("9223372036854775807", 0), kMax64);
  EXPECT_EQ(*parse_decimal("-92233720368.54775808", 8), kMin64);
  EXPECT_EQ(*parse_decimal("92233720368.54775807", 8), kMax64);
  EXPECT_EQ(*parse_decimal("-9.223372036854775808", 18), kMin64);
}

class Malformed : public ::testing::TestWithParam<const char*> {};
TEST_P(Malformed, IsRefusedAndTheMessageNamesTheText) {
  const auto result = parse_decimal(GetParam(), 8);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::kBadData);
  EXPECT_NE(result.error().message.find(std::string("'").append(GetParam()).append("'")), std::string::npos)
      << result.error().message;
}
INSTANTIATE_TEST_SUITE_P(Decimal, Malformed,
                         ::testing::Values("", "-", ".", "-.", "--1", "-+1", "+1", "1.2.3", "1..2", "1e5", "1E5", " 1",
                                           "1 ", "1 000", "NaN", "nan", "inf", "-inf", "Infinity", "0x10", "1,5",
                                           "1'000", "1_000", "abc", "1-", "1.-2", "0.000000001", "1.123456789",
                                           "92233720368.54775808", "-92233720368.54775809", "92233720369",
                                           "99999999999999999999999999999999", "-99999999999999999999"));

TEST(Decimal, ShowsAWildTextShortAndPrintable) {
  const auto result = parse_decimal(std::string("\x1b[31m\n").append(1000, 'x'), 8);
  ASSERT_FALSE(result.has_value());
  EXPECT_LT(result.error().message.size(), 140U);
  EXPECT_EQ(result.error().message.find('\x1b'), std::string::npos);
  EXPECT_EQ(result.error().message.find('\n'), std::string::npos);
  EXPECT_FALSE(parse_decimal(std::string_view("1\0", 2), 8).has_value());
  EXPECT_FALSE(parse_decimal("\xef\xbc\x91", 8).has_value());  // a full-width one
}

TEST(Decimal, DropsZerosDownToTheDecimalsAskedFor) {
  EXPECT_EQ(format_decimal(9'520'305'000'000, 8), "95203.05");
  EXPECT_EQ(format_decimal(9'520'300'000'000, 8, 2), "95203.00");
  EXPECT_EQ(format_decimal(9'520'300'000'000, 8, 0), "95203");
  EXPECT_EQ(format_decimal(-1, 8), "-0.00000001");
  EXPECT_EQ(format_decimal(0, 8, 2), "0.00");
  EXPECT_EQ(format_decimal(kMin64, 0), "-9223372036854775808");
  const Int128 lowest = -static_cast<Int128>(~UInt128{0} >> 1U) - 1;
  EXPECT_EQ(format_decimal(lowest, 16), "-17014118346046923173168.7303715884105728");
}

TEST(Decimal, NeverWritesANegativeZero) {
  EXPECT_EQ(format_decimal_rounded(-1, 8, 2), "0.00");
  EXPECT_EQ(format_decimal_rounded(-499'999, 8, 2), "0.00");
  EXPECT_EQ(format_decimal_rounded(-500'000, 8, 2), "-0.01");
}

}  // namespace
}  // namespace alpha_pulse::base
