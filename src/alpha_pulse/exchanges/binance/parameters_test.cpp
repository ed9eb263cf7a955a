#include "alpha_pulse/exchanges/binance/parameters.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cctype>
#include <cstring>
#include <limits>
#include <vector>

#include "alpha_pulse/engine/testing/allocation_count.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

using Texts = std::vector<std::pair<std::string, std::string>>;

Parameters list_of(const Texts& texts) {
  Parameters list;
  for (const auto& [name, value] : texts) list.emplace_back(name, value);
  return list;
}
Texts texts_of(const Parameters& list) {
  Texts texts;
  for (const auto& [name, value] : list) texts.emplace_back(name, value);
  return texts;
}

/// Values of all bytes. Short lists stay inside, long ones move out: both must be hit.
Texts some_texts() {
  Texts texts;
  for (const std::string& value : *rc::gen::arbitrary<std::vector<std::string>>()) {
    if (texts.size() + 2 == Parameters::kMost) break;
    texts.emplace_back("p" + std::to_string(texts.size()), value);
  }
  if (*rc::gen::arbitrary<bool>()) texts.emplace_back("long", std::string(Parameters::kInside, 'x'));
  return texts;
}

RC_GTEST_PROP(Parameters, KeepWhatWasAddedInItsOrder, ()) {
  const Texts texts = some_texts();
  const Parameters list = list_of(texts);
  RC_ASSERT(texts_of(list) == texts);
  RC_ASSERT(list.empty() == texts.empty());
  std::string query;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Parameters::Written written = list.written(i);
    RC_ASSERT(written.plain == (written.value == texts[i].second));
    RC_ASSERT(written.letters == first_letters(texts[i].first));
    query += (i > 0 ? "&" : "") + std::string(written.name) + "=" + std::string(written.value);
  }
  RC_ASSERT(query == list.query());
}

RC_GTEST_PROP(Parameters, AreCopiedAndMovedWhole, ()) {
  const Texts texts = some_texts();
  Parameters first = list_of(texts);
  Parameters copy = list_of(some_texts());
  copy = first;
  RC_ASSERT(copy == first);
  Parameters moved = std::move(first);
  RC_ASSERT(texts_of(moved) == texts);
  copy.emplace_back("one", "more");
  moved = std::move(copy);
  RC_ASSERT((moved.at(texts.size()) == Parameters::Entry("one", "more")));
  RC_ASSERT(!(moved == list_of(texts)));
  RC_ASSERT(Parameters(moved) == moved);
}

TEST(Parameters, WriteWholeNumbersAsDigits) {
  Parameters list;
  list.emplace_back("least", std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(list.at(0).second, "-9223372036854775808");
}

TEST(Parameters, TakeWordsAsTheyAre) {
  Parameters list{{"a", "1"}};
  list.emplace_word("word", "1.5-x_~");
  Parameters same{{"a", "1"}};
  same.emplace_back("word", "1.5-x_~");
  EXPECT_EQ(list, same);
  EXPECT_TRUE(list.written(1).plain);
}

TEST(Parameters, EncodeEachByteWhereverItStands) {
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t size = 1; size <= 19; ++size) {
      for (std::size_t place = 0; place < size; ++place) {
        std::string value(size, 'm');
        value[place] = static_cast<char>(byte);
        Parameters list;
        list.emplace_back("name", value);
        const bool unreserved = std::isalnum(byte) != 0 || (byte > 0 && std::strchr("-._~", byte) != nullptr);
        ASSERT_EQ(list.written(0).plain, unreserved) << byte << " of " << size;
        ASSERT_EQ(list.at(0).second, value);
      }
    }
  }
}

TEST(Parameters, OfAnOrderAllocateNothing) {
  const auto before = engine::testing::allocations();
  Parameters list;
  for (int i = 0; i < 16; ++i) list.emplace_back("fourteen.bytes", "twelve.bytes");
  const Parameters moved = std::move(list);
  EXPECT_EQ(engine::testing::allocations(), before);
  EXPECT_EQ(moved.at(15), Parameters::Entry("fourteen.bytes", "twelve.bytes"));
}

TEST(Parameters, AreTheQuery) {
  const Parameters list{{"a", "1"}, {"empty", ""}, {"list", R"(["x&y"])"}};
  EXPECT_EQ(list.query(), "a=1&empty=&list=%5B%22x%26y%22%5D");
  EXPECT_EQ(Parameters().query(), "");
}

TEST(ParametersDeathTest, HaveNoEntryBeyondTheLast) {
  EXPECT_DEATH((void)Parameters({{"a", "1"}}).at(1), "entry that is there");
}

TEST(ParametersDeathTest, AreNotMoreThanACallHas) {
  Parameters full;
  for (std::size_t i = 0; i < Parameters::kMost; ++i) full.emplace_back("a", i);
  EXPECT_DEATH(full.emplace_back("a", 1), "at most 24");
}

}  // namespace
}  // namespace alpha_pulse::exchanges::binance
