#include <cstring>
#include <iostream>

#include "alpha_pulse/tape/kernels.hpp"
#include "alpha_pulse/tape/simd_path.hpp"
#include "alpha_pulse/tape/test_tapes.hpp"

/// The search equals a plain loop over the events, on every set of instructions that this processor has.
namespace alpha_pulse::tape {
namespace {

using namespace testing;

std::uint64_t plain_search(const std::vector<Entry>& events, std::uint64_t from, std::uint64_t to, std::int64_t below,
                           std::int64_t above) {
  for (std::uint64_t i = from; i < to; ++i) {
    if (events[i].low <= below || events[i].high >= above) return i;
  }
  return to;
}

void tell_skipped() {
  const std::size_t skipped = 3 - runnable_kernels().size();
  if (skipped > 0)
    std::cout << "this processor lacks " << (skipped == 1 ? "avx512" : "avx2 and avx512") << ": skipped\n";
}

TEST(TapeSearch, EqualsAPlainLoopOnEverySetOfInstructions) {
  tell_skipped();
  const TestFolder folder;
  std::mt19937_64 random(20260101);
  const std::vector<Sort> sorts{Sort{}, Sort{.quotes = false, .marks = false}, Sort{.width = PriceWidth::WIDE},
                                Sort{.quotes = false, .marks = false, .width = PriceWidth::WIDE}};
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min(), kMost = -(kLeast + 1);
  for (const std::size_t count : {1U, 64U, 65U, 4'096U, 4'097U, 70'001U, 300'000U}) {
    for (const Sort& sort : sorts) {
      const auto events = random_events(random(), count, sort);
      auto settings = settings_for(folder.path() / "t", sort.width);
      settings.overwrite = true;
      write_tape(settings, events);
      const auto tape = open_tape(folder.path() / "t");
      ASSERT_TRUE(tape);
      const std::int64_t grain = sort.width == PriceWidth::WIDE ? 1'000'000'007 : 1;
      for (int round = 0; round < 400; ++round) {
        const std::uint64_t from = random() % count;
        const std::uint64_t to = round % 2 == 0 ? count : from + random() % (count - from + 1);
        const std::int64_t width = (std::int64_t{1} << (random() % 13)) * grain;
        const std::int64_t below = round % 17 == 0 ? kLeast : round % 41 == 0 ? kMost : events[from].low - width;
        const std::int64_t above = round % 19 == 0 ? kMost : round % 43 == 0 ? kLeast : events[from].high + width / 2;
        const std::uint64_t expected = plain_search(events, from, to, below, above);
        ASSERT_EQ(tape->first_outside(from, to, below, above), expected);
        for (const Kernels* set : runnable_kernels()) {
          ASSERT_EQ(set->search(tape->pyramid(), from, to, below, above), expected)
              << set->name << " from " << from << " to " << to << " of " << count << " outside " << below << ".."
              << above;
        }
      }
      EXPECT_EQ(tape->first_outside(count, count, 0, 0), count);
    }
  }
}

/// Two ticks of a market in which every price is the same.
struct Flat {
  PriceWidth width;
  std::int64_t usual, lower, higher;
};

class TapeSearchOfOne : public ::testing::TestWithParam<Flat> {};

TEST_P(TapeSearchOfOne, FindsOneEventAmongSilenceAcrossPagesOfPages) {
  const auto [width, usual, lower, higher] = GetParam();
  const TestFolder folder;
  std::vector<Entry> events(64 * 64 * 64 * 2 + 12'345);  // three heights above the leaves
  for (std::size_t i = 0; i < events.size(); ++i) {
    events[i] = {.at = Timestamp::from_ms(static_cast<std::int64_t>(i)), .low = usual, .high = usual};
  }
  std::mt19937_64 random(5);
  for (int round = 0; round < 6; ++round) {
    const std::uint64_t special = round == 0 ? events.size() - 1 : random() % events.size();
    events[special].low = events[special].high = round % 2 == 0 ? lower : higher;
    auto settings = settings_for(folder.path() / "t", width);
    settings.overwrite = true;
    write_tape(settings, events);
    const auto tape = open_tape(folder.path() / "t");
    for (const Kernels* set : runnable_kernels()) {
      const auto find = [&](std::uint64_t from, std::uint64_t to) {
        return set->search(tape->pyramid(), from, to, usual - 1, usual + 1);
      };
      EXPECT_EQ(find(0, events.size()), special);
      EXPECT_EQ(find(special, events.size()), special);
      EXPECT_EQ(find(special + 1, events.size()), events.size());
      EXPECT_EQ(find(0, special), special);  // `to` when none
    }
    const auto [lowest, highest] = tape->range(0, events.size());
    EXPECT_EQ(lowest, std::min(usual, events[special].low));
    EXPECT_EQ(highest, std::max(usual, events[special].high));
    events[special].low = events[special].high = usual;
  }
}
INSTANTIATE_TEST_SUITE_P(Widths, TapeSearchOfOne,
                         ::testing::Values(Flat{PriceWidth::NARROW, 1'000, 1, 2'147'483'647},
                                           Flat{PriceWidth::WIDE, 1'000'000'000'000'000, 1'000,
                                                std::numeric_limits<std::int64_t>::max()},
                                           Flat{PriceWidth::WIDE, (std::int64_t{5} << 32U) + 7,
                                                (std::int64_t{5} << 32U) + 6, (std::int64_t{5} << 32U) + 8}));

TEST(TapeSearch, OfABandBeyondThe32BitsOfATapeFindsWhatAPlainLoopFinds) {
  const TestFolder folder;
  std::vector<Entry> events = random_events(8, 5'000, {.quotes = false});
  events[4'321].low = events[4'321].high = std::numeric_limits<std::int32_t>::max();
  write_tape(settings_for(folder.path() / "t"), events);
  const auto tape = open_tape(folder.path() / "t");
  constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
  for (const std::int64_t below : {-kMost - 2, -kMost - 1, std::int64_t{0}, kMost - 1, kMost, kMost + 1}) {
    for (const std::int64_t above : {-kMost - 2, -kMost - 1, -kMost, std::int64_t{2}, kMost, kMost + 1, kMost + 2}) {
      EXPECT_EQ(tape->first_outside(7, 5'000, below, above), plain_search(events, 7, 5'000, below, above))
          << below << " " << above;
    }
  }
}

TEST(TapeSearch, KnowsTheRangeOfAnyEvents) {
  const TestFolder folder;
  for (const PriceWidth width : kWidths) {
    const auto events = random_events(77, 300'000, {.width = width});
    auto settings = settings_for(folder.path() / "t", width);
    settings.overwrite = true;
    write_tape(settings, events);
    const auto tape = open_tape(folder.path() / "t");
    std::mt19937_64 random(9);
    for (int round = 0; round < 300; ++round) {
      const std::uint64_t from = random() % events.size();
      const std::uint64_t most =
          round % 2 == 0 ? events.size() - from : std::min<std::uint64_t>(events.size() - from, 300);
      const std::uint64_t to = from + 1 + random() % most;
      std::int64_t lowest = events[from].low, highest = events[from].high;
      for (std::uint64_t i = from; i < to; ++i) {
        lowest = std::min(lowest, events[i].low);
        highest = std::max(highest, events[i].high);
      }
      const auto [low, high] = tape->range(from, to);
      ASSERT_EQ(low, lowest) << from << " " << to;
      ASSERT_EQ(high, highest) << from << " " << to;
    }
  }
}

TEST(TapeSearch, UnpacksAndFoldsAlikeOnEverySetOfInstructions) {
  const TestFolder folder;
  for (const PriceWidth width : kWidths) {
    const auto events = random_events(3, 10'000, {.width = width, .longest_step = 1'000'000});
    auto settings = settings_for(folder.path() / "t", width);
    settings.overwrite = true;
    write_tape(settings, events);
    const auto tape = open_tape(folder.path() / "t");
    const std::string bytes = bytes_of(folder.path() / "t");
    for (const Kernels* set : runnable_kernels()) {
      EXPECT_EQ(set->hash(bytes.data(), bytes.size()), kernels().hash(bytes.data(), bytes.size())) << set->name;
      std::int64_t nodes[kNodeBlock];
      const PageColumns page = tape->pyramid().pages[1];
      set->fold(page, width, 64, nodes);
      const void* const kept = leaf_nodes(page, width);
      EXPECT_EQ(std::memcmp(nodes, kept, kNodeBlock * static_cast<std::size_t>(width)), 0) << set->name;
    }
  }
  EXPECT_EQ(simd_path(), kernels().name);
  EXPECT_EQ(std::string(runnable_kernels().front()->name), "sse2");
}

}  // namespace
}  // namespace alpha_pulse::tape
