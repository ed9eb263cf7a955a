#include "alpha_pulse/exchanges/wire_number.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <limits>

#include "alpha_pulse/base/decimal.hpp"

namespace alpha_pulse::exchanges {
namespace {

TEST(WireNumber, ReadsPlainDecimalsExactly) {
  EXPECT_EQ(parse_exact("64089.20", 8), 6'408'920'000'000);
  EXPECT_EQ(parse_exact("-0.00000001", 8), -1);
  EXPECT_EQ(parse_exact("0.0065", 8), 650'000);
  EXPECT_EQ(parse_exact("92233720368.54775807", 8), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(parse_exact("1.000000000000000000000000000000000000000000000", 8), 100'000'000);
  EXPECT_EQ(parse_exact("-0", 8), 0);
}

TEST(WireNumber, ReadsExponents) {
  EXPECT_EQ(parse_exact("1e-8", 8), 1);
  EXPECT_EQ(parse_exact("1.5E+3", 8), 150'000'000'000);
  EXPECT_FALSE(parse_exact("1e-9", 8));
  EXPECT_EQ(parse_exact("0e999", 8), 0);
  EXPECT_FALSE(parse_exact("1e99999", 8));
}

TEST(WireNumber, RefusesWhatIsNoNumberOrLosesDigits) {
  for (const std::string_view text : {"", "-", ".", "1..2", "+1", " 1", "1 ", "1,5", "NaN", "inf", "0x1", "1e", "1e+",
                                      "--1", "1.000000001", "92233720368.54775808", "1e308"}) {
    EXPECT_FALSE(parse_exact(text, 8)) << text;
  }
  const auto error = parse_exact("abc", 8);
  ASSERT_FALSE(error);
  EXPECT_NE(error.error().message.find("abc"), std::string::npos);
}

TEST(WireNumber, RoundsAveragesHalfAwayFromZero) {
  EXPECT_EQ(parse_rounded("0.000000014999", 8), 1);
  EXPECT_EQ(parse_rounded("0.000000015", 8), 2);
  EXPECT_EQ(parse_rounded("-0.000000015", 8), -2);
  EXPECT_EQ(parse_rounded("0.00000000000000000000000000000000000000000001", 8), 0);
  EXPECT_EQ(parse_rounded("26500.123456789", 8), 2'650'012'345'679);
}

TEST(WireNumber, ReadsAmountsWiderThan64Bits) {
  const auto amount = parse_wide("123456789012345.00000001", 16);
  ASSERT_TRUE(amount);
  EXPECT_EQ(base::format_decimal(*amount, 16), "123456789012345.00000001");
  EXPECT_FALSE(parse_wide("1" + std::string(40, '0'), 0));
}

TEST(WireNumber, ReadsWholeNumbers) {
  EXPECT_EQ(parse_integer("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(parse_integer("-1"), -1);
  for (const std::string_view text : {"", "-", "1.0", "1e3", "9223372036854775808", "a"}) {
    EXPECT_FALSE(parse_integer(text)) << text;
  }
}

RC_GTEST_PROP(WireNumber, ReadsBackEveryFormattedValue, (std::int64_t raw)) {
  RC_PRE(raw != std::numeric_limits<std::int64_t>::min());
  RC_ASSERT((parse_exact(base::format_decimal(raw, 8), 8) == raw));
  RC_ASSERT((parse_rounded(base::format_decimal(raw, 8, 8), 8) == raw));
  RC_ASSERT((parse_wide(base::format_decimal(raw, 8), 16) == Int128{raw} * 100'000'000));
}

RC_GTEST_PROP(WireNumber, ReadsTheSameInBothWidths, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("01234567890123456789.-e")));
  const int decimals = *rc::gen::inRange(0, 19);
  const auto narrow = parse_exact(text, decimals);
  const auto wide = parse_wide(text, decimals);
  if (narrow) RC_ASSERT((wide.has_value() && *wide == Int128{*narrow}));
  if (!narrow && wide)
    RC_ASSERT((*wide > std::numeric_limits<std::int64_t>::max() ||
               *wide < -Int128{std::numeric_limits<std::int64_t>::max()}));
}

RC_GTEST_PROP(WireNumber, AgreesWithTheReaderOfFiles, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123456789.-")));
  const auto other = base::parse_decimal(text, 8);
  const auto ours = parse_exact(text, 8);
  RC_ASSERT((ours.has_value() == other.has_value()));
  if (ours) RC_ASSERT((*ours == *other));
}

}  // namespace
}  // namespace alpha_pulse::exchanges
