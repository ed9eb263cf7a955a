#include "alpha_pulse/config/secret.hpp"

#include <gtest/gtest.h>

#include <fmt/core.h>

#include <ostream>

namespace alpha_pulse::config {
namespace {

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) { out << value; };
static_assert(!Streamable<Secret>);
static_assert(!fmt::is_formattable<Secret>::value);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_constructible_v<Secret, std::string>);

TEST(Secret, ShowsStarsAndGivesItselfUpOnlyWhenAsked) {
  const Secret secret = Secret::from("s3cr3t");
  EXPECT_EQ(secret.to_string(), "***");
  EXPECT_EQ(secret.reveal(), "s3cr3t");
  EXPECT_TRUE(Secret().empty());
  EXPECT_EQ(Secret().to_string(), "");
}

TEST(Secret, IsAValue) {
  Secret copy;
  {
    const Secret original = Secret::from("abc");
    copy = original;
  }
  EXPECT_EQ(copy.reveal(), "abc");
  EXPECT_TRUE(copy == Secret::from("abc"));
  EXPECT_FALSE(copy == Secret::from("abd"));
  EXPECT_FALSE(copy == Secret::from("ab"));
  EXPECT_TRUE(Secret() == Secret::from(""));
}

TEST(Secret, IsOverwrittenInBuffersThatPassedItOn) {
  std::string text = "a longer secret than fits into the object itself";
  const char* bytes = text.data();
  wipe(text);
  EXPECT_TRUE(text.empty());
  EXPECT_EQ(bytes[1], '\0');
}

}  // namespace
}  // namespace alpha_pulse::config
