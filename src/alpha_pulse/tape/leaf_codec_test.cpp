#include "alpha_pulse/tape/leaf_codec.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <random>

#include "alpha_pulse/tape/kernels.hpp"

namespace alpha_pulse::tape {
namespace {

/// 64 events' cold columns.
struct Columns {
  std::array<std::int64_t, 64> time{}, quantity{}, high_quantity{};
  std::array<std::uint8_t, 64> kind{};
};

/// Packs, and compares what every way of unpacking gives; returns how many words it took.
unsigned check_round_trip(const Columns& in, unsigned count) {
  std::array<std::uint64_t, kLeafWordsMax + 1> words{};
  LeafHead head;
  const LeafInput leaf{in.time.data(), in.quantity.data(), in.high_quantity.data(), in.kind.data(), count};
  const unsigned used = runnable_kernels().front()->pack(leaf, head, words.data());
  EXPECT_EQ(used, leaf_words(head));
  for (const Kernels* set : runnable_kernels()) {
    std::array<std::uint64_t, kLeafWordsMax + 1> again{};
    LeafHead other;
    EXPECT_EQ(set->pack(leaf, other, again.data()), used) << set->name;
    EXPECT_EQ(std::memcmp(&other, &head, sizeof head), 0) << set->name;
    EXPECT_TRUE(std::equal(again.begin(), again.begin() + used, words.begin())) << set->name;
  }
  const KindPlanes planes = leaf_kinds(head, words.data());
  for (const Kernels* set : runnable_kernels()) {
    LeafColumns out;
    set->decode(head, words.data(), out);
    for (unsigned i = 0; i < count; ++i) {
      EXPECT_EQ(out.time[i], in.time[i]) << set->name << " " << i;
      EXPECT_EQ(out.quantity[i], in.quantity[i]) << set->name << " " << i;
      EXPECT_EQ(out.high_quantity[i], in.high_quantity[i]) << set->name << " " << i;
      EXPECT_EQ(leaf_time(head, words.data(), i), in.time[i]) << i;
      EXPECT_EQ(leaf_quantity(head, words.data(), i), in.quantity[i]) << i;
      EXPECT_EQ(leaf_high_quantity(head, words.data(), i), in.high_quantity[i]) << i;
      EXPECT_EQ(((planes.low >> i) & 1U) | (((planes.high >> i) & 1U) << 1U), in.kind[i]) << i;
      EXPECT_EQ(((out.low_plane >> i) & 1U) | (((out.high_plane >> i) & 1U) << 1U), in.kind[i]) << i;
    }
  }
  return used;
}

TEST(LeafCodec, GivesBackNumbersOfEveryWidth) {
  std::mt19937_64 random(1);
  for (unsigned bits = 0; bits <= 62; ++bits) {
    for (const unsigned count : {1U, 2U, 17U, 63U, 64U}) {
      Columns in;
      const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
      for (unsigned i = 0; i < count; ++i) {
        in.time[i] = static_cast<std::int64_t>(random() & mask) - (std::int64_t{1} << 61);
        in.quantity[i] = static_cast<std::int64_t>(random() & mask);
        in.high_quantity[i] = static_cast<std::int64_t>(random() & mask & random());
        in.kind[i] = static_cast<std::uint8_t>(random() % 4);
      }
      std::sort(in.time.begin(), in.time.begin() + count);
      check_round_trip(in, count);
    }
  }
}

TEST(LeafCodec, TakesTheFullRangeOfTimesAndQuantities) {
  Columns in;
  constexpr std::int64_t kFar = std::int64_t{1} << 62;
  in.time.fill(kFar);
  in.time[0] = -kFar;
  in.quantity.fill(std::numeric_limits<std::int64_t>::max());
  check_round_trip(in, 64);
  in.time.fill(-kFar);
  in.time[63] = kFar;
  check_round_trip(in, 64);
}

TEST(LeafCodec, KeepsNothingForTimesOnALineAndQuantitiesOfZero) {
  for (const std::int64_t step :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{100'000'000}, std::int64_t{86'400'000'000'000}}) {
    Columns in;
    for (unsigned i = 0; i < 64; ++i) in.time[i] = 1'700'000'000'123'456'789 + step * i;
    EXPECT_EQ(check_round_trip(in, 64), 0U);
  }
}

TEST(LeafCodec, KeepsOneBitForTheSideOfATrade) {
  std::mt19937_64 random(2);
  Columns in;
  for (auto& kind : in.kind) kind = static_cast<std::uint8_t>(1 + random() % 2);
  EXPECT_EQ(check_round_trip(in, 64), 1U);
}

TEST(LeafCodec, DividesQuantitiesByTheirCommonPowerOfTen) {
  Columns in;
  for (unsigned i = 0; i < 64; ++i) in.quantity[i] = static_cast<std::int64_t>(i) * 100'000;
  EXPECT_EQ(check_round_trip(in, 64), 6U);
}

TEST(LeafCodec, RefusesHeadsThatCannotBe) {
  LeafHead head{};
  EXPECT_EQ(leaf_words(head), 0U);
  const auto refused = [](LeafHead bad) { return leaf_words(bad) > kLeafWordsMax; };
  head.time_width = 65;
  EXPECT_TRUE(refused(head));
  head = {};
  head.exponents = 10;
  EXPECT_TRUE(refused(head));
  head.exponents = 0x90;
  EXPECT_TRUE(refused(head));
  head = {};
  head.planes = 3;  // the low plane is no turned-round other one
  EXPECT_TRUE(refused(head));
  head = {};
  head.zero = 1;
  EXPECT_TRUE(refused(head));
}

}  // namespace
}  // namespace alpha_pulse::tape
