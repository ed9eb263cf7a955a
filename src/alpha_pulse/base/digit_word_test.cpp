#include "alpha_pulse/base/digit_word.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace alpha_pulse::base {
namespace {

DigitWord word_of(const std::string& text) {
  std::uint64_t characters = 0;
  std::memcpy(&characters, text.data(), std::min(text.size(), sizeof characters));
  return digits_in(characters);
}

TEST(DigitWord, CountsDigitsUpToEachCharacterThatIsNone) {
  for (unsigned count = 0; count <= 8; ++count) {
    for (int other = 0; other < 256; ++other) {
      if (other >= '0' && other <= '9') continue;
      std::string text = "90909090";
      if (count < 8) text[count] = static_cast<char>(other);
      ASSERT_EQ(word_of(text).count, count) << other;
    }
    EXPECT_EQ(word_of(std::string(count, '7')).count, count) << "what is missing is no digit";
  }
}

TEST(DigitWord, IsTheNumberOfItsDigitsWhateverStandsBehindThem) {
  for (const std::string digits : {"0", "9", "07", "12345678", "99999999", "00000001", "1000000", "40506"}) {
    for (const std::string behind : {"", ".", "\xff\xff\xff\xff\xff\xff\xff", "\",9"}) {
      const DigitWord word = word_of(digits + behind);
      ASSERT_EQ(word.count, digits.size());
      EXPECT_EQ(join_first(word), std::stoull(digits));
      EXPECT_EQ(join_decimals(word), std::stoull(digits + std::string(8 - digits.size(), '0')));
    }
  }
}

}  // namespace
}  // namespace alpha_pulse::base
