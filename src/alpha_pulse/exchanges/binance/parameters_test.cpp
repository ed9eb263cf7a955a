#include "alpha_pulse/exchanges/binance/parameters.hpp"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

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

}  // namespace
}  // namespace alpha_pulse::exchanges::binance
