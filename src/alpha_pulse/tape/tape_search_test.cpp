#include <iostream>

#include "alpha_pulse/tape/kernels.hpp"
#include "alpha_pulse/tape/simd_path.hpp"
#include "alpha_pulse/tape/test_tapes.hpp"

/// The search equals a plain loop over the events, on every set of instructions that this processor has.
namespace alpha_pulse::tape {
namespace {

using namespace testing;

std::uint64_t plain_search(const std::vector<Entry>& events, std::uint64_t from, std::uint64_t to, std::int32_t below,
                           std::int32_t above) {
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
  const std::vector<Sort> sorts{Sort{}, Sort{.quotes = false, .marks = false}};
  for (const std::size_t count : {1U, 64U, 65U, 4'096U, 4'097U, 70'001U, 300'000U}) {
    for (const Sort& sort : sorts) {
      const auto events = random_events(random(), count, sort);
      auto settings = settings_for(folder.path() / "t");
      settings.overwrite = true;
      write_tape(settings, events);
      const auto tape = open_tape(folder.path() / "t");
      ASSERT_TRUE(tape);
      for (int round = 0; round < 400; ++round) {
        const std::uint64_t from = random() % count;
        const std::uint64_t to = round % 2 == 0 ? count : from + random() % (count - from + 1);
        const std::int32_t width = std::int32_t{1} << (random() % 13);
        const std::int32_t below =
            round % 17 == 0 ? std::numeric_limits<std::int32_t>::min() : events[from].low - width;
        const std::int32_t above =
            round % 19 == 0 ? std::numeric_limits<std::int32_t>::max() : events[from].high + width / 2;
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

TEST(TapeSearch, FindsOneEventAmongSilenceAcrossPagesOfPages) {
  const TestFolder folder;
  std::vector<Entry> events(64 * 64 * 64 * 2 + 12'345);  // three heights above the leaves
  for (std::size_t i = 0; i < events.size(); ++i) {
    events[i] = {.at = Timestamp::from_ms(static_cast<std::int64_t>(i)), .low = 1'000, .high = 1'000};
  }
  std::mt19937_64 random(5);
  for (int round = 0; round < 6; ++round) {
    const std::uint64_t special = round == 0 ? events.size() - 1 : random() % events.size();
    events[special].low = events[special].high = round % 2 == 0 ? 1 : 9'999;
    auto settings = settings_for(folder.path() / "t");
    settings.overwrite = true;
    write_tape(settings, events);
    const auto tape = open_tape(folder.path() / "t");
    for (const Kernels* set : runnable_kernels()) {
      const auto find = [&](std::uint64_t from, std::uint64_t to) {
        return set->search(tape->pyramid(), from, to, 999, 1'001);
      };
      EXPECT_EQ(find(0, events.size()), special);
      EXPECT_EQ(find(special, events.size()), special);
      EXPECT_EQ(find(special + 1, events.size()), events.size());
      EXPECT_EQ(find(0, special), special);  // `to` when none
    }
    const auto [lowest, highest] = tape->range(0, events.size());
    EXPECT_EQ(lowest, round % 2 == 0 ? 1 : 1'000);
    EXPECT_EQ(highest, round % 2 == 0 ? 1'000 : 9'999);
    events[special].low = events[special].high = 1'000;
  }
}

TEST(TapeSearch, KnowsTheRangeOfAnyEvents) {
  const TestFolder folder;
  const auto events = random_events(77, 300'000, {});
  write_tape(settings_for(folder.path() / "t"), events);
  const auto tape = open_tape(folder.path() / "t");
  std::mt19937_64 random(9);
  for (int round = 0; round < 300; ++round) {
    const std::uint64_t from = random() % events.size();
    const std::uint64_t most =
        round % 2 == 0 ? events.size() - from : std::min<std::uint64_t>(events.size() - from, 300);
    const std::uint64_t to = from + 1 + random() % most;
    std::int32_t lowest = events[from].low, highest = events[from].high;
    for (std::uint64_t i = from; i < to; ++i) {
      lowest = std::min(lowest, events[i].low);
      highest = std::max(highest, events[i].high);
    }
    const auto [low, high] = tape->range(from, to);
    ASSERT_EQ(low, lowest) << from << " " << to;
    ASSERT_EQ(high, highest) << from << " " << to;
  }
}

TEST(TapeSearch, UnpacksAndFoldsAlikeOnEverySetOfInstructions) {
  const TestFolder folder;
  const auto events = random_events(3, 10'000, {.longest_step = 1'000'000});
  write_tape(settings_for(folder.path() / "t"), events);
  const auto tape = open_tape(folder.path() / "t");
  const std::string bytes = bytes_of(folder.path() / "t");
  for (const Kernels* set : runnable_kernels()) {
    EXPECT_EQ(set->hash(bytes.data(), bytes.size()), kernels().hash(bytes.data(), bytes.size())) << set->name;
    std::int32_t nodes[kNodeBlock];
    const PageColumns page = tape->pyramid().pages[1];
    set->fold(page.low, page.high, 64, nodes);
    EXPECT_TRUE(std::equal(nodes, nodes + kNodeBlock, page.high - kNodeBlock)) << set->name;
  }
  EXPECT_EQ(simd_path(), kernels().name);
  EXPECT_EQ(std::string(runnable_kernels().front()->name), "sse2");
}

}  // namespace
}  // namespace alpha_pulse::tape
