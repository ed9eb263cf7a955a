#include "alpha_pulse/exchanges/inline_text.hpp"

#include <gtest/gtest.h>

namespace alpha_pulse::exchanges {
namespace {

TEST(InlineText, HoldsATextUpToItsCapacityAndCutsNone) {
  EXPECT_EQ(InlineText<4>::from("abcd")->view(), "abcd");
  EXPECT_TRUE(InlineText<4>::from("")->empty());
  EXPECT_FALSE(InlineText<4>::from("abcde").has_value());
}

TEST(InlineText, IsAssignedWholeOrNotAtAll) {
  auto text = *InlineText<4>::from("abc");
  EXPECT_FALSE(text.assign("abcde"));
  EXPECT_EQ(text, "abc");
  EXPECT_TRUE(text.assign("xy"));
  EXPECT_EQ(text, "xy");
}

TEST(InlineText, IsWrittenInPlace) {
  const auto text = InlineText<4>::written_by([](char* to) {
    to[0] = 'x';
    return to + 1;
  });
  EXPECT_EQ(text, "x");
}

TEST(InlineText, ComparesByItsCharacters) {
  EXPECT_EQ(*InlineText<8>::from("abc"), "abc");
  EXPECT_LT(*InlineText<8>::from("abc"), *InlineText<8>::from("abd"));
}

}  // namespace
}  // namespace alpha_pulse::exchanges
