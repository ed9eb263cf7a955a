#include "alpha_pulse/session/number.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

namespace alpha_pulse::session {
namespace {

std::string read(const Number& number) {
  const auto text = number.text("price");
  return text ? *text : text.error().message;
}

TEST(Number, IsTheSameFromEveryForm) {
  const Price price = *Price::parse("95203.05");
  EXPECT_EQ(*Number(95203.05).price("price"), price);
  EXPECT_EQ(*Number("95203.05").price("price"), price);
  EXPECT_EQ(*Number(std::string("95203.05")).price("price"), price);
  EXPECT_EQ(*Number(price).price("price"), price);
  EXPECT_EQ(*Number(95203).price("price"), *Price::parse("95203"));
  EXPECT_EQ(read(95203U), "95203");
  EXPECT_EQ(read(-0.5), "-0.5");
  EXPECT_EQ(read(90'000'000'000), "90000000000");
}

TEST(Number, IsNotMadeOfWhatIsNone) {
  for (const Number& none : {Number(std::nan("")), Number(std::numeric_limits<double>::infinity()), Number(""),
                             Number("12a"), Number("1e5"), Number("0.123456789"), Number(1e11), Number(100'000'000'000),
                             Number(std::numeric_limits<std::uint64_t>::max())}) {
    EXPECT_EQ(none.raw("price").error().code, ErrorCode::kInvalidArgument) << read(none);
    EXPECT_TRUE(read(none).starts_with("price: '")) << read(none);
  }
  EXPECT_EQ(read("ninety"), "price: 'ninety' is not a number of at most eight decimals within 9e10; e.g. 95203.05");
  EXPECT_EQ(read(std::nan("")), "price: 'nan' is not a number of at most eight decimals within 9e10; e.g. 95203.05");
}

RC_GTEST_PROP(NumberProperty, ADoubleOfADecimalIsThatDecimal, ()) {
  // What a double holds of a decimal with up to 15 digits is nearer to it than to any other.
  const auto raw = *rc::gen::inRange<std::int64_t>(-999'999'999'999'999, 1'000'000'000'000'000);
  RC_ASSERT(*Number(static_cast<double>(raw) / 1e8).raw("x") == raw);
}

RC_GTEST_PROP(NumberProperty, TextReadsBackAsTheSame, ()) {
  const auto raw = *rc::gen::inRange<std::int64_t>(-9'000'000'000'000'000'000, 9'000'000'000'000'000'000);
  const Number number(Price::from_raw(raw));
  RC_ASSERT(*Number(*number.text("x")).raw("x") == raw);
}

}  // namespace
}  // namespace alpha_pulse::session
