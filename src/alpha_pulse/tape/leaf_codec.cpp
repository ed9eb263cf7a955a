#include "alpha_pulse/tape/leaf_codec.hpp"

#include <array>
#include <limits>

namespace alpha_pulse::tape {
namespace {

constexpr unsigned kTimeTens = 9, kQuantityTens = 8;
constexpr std::uint64_t kAllOnes = ~std::uint64_t{0};

constexpr std::array<std::uint64_t, kTimeTens + 1> kTens = {1,       10,        100,        1'000,       10'000,
                                                            100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};

std::uint64_t get(const std::uint64_t* words, unsigned width, unsigned i) {
  if (width == 0) return 0;
  const unsigned bit = i * width, shift = bit % 64;
  std::uint64_t value = words[bit / 64] >> shift;
  if (shift + width > 64) value |= words[bit / 64 + 1] << (64 - shift);
  return width == 64 ? value : value & ((std::uint64_t{1} << width) - 1);
}

PlaneMode low_mode_of(const LeafHead& head) {
  return static_cast<PlaneMode>(head.planes & 3U);
}
PlaneMode high_mode_of(const LeafHead& head) {
  return static_cast<PlaneMode>((head.planes >> 2U) & 3U);
}

unsigned plane_words(const LeafHead& head) {
  return (low_mode_of(head) == PlaneMode::STORED ? 1U : 0U) + (high_mode_of(head) == PlaneMode::STORED ? 1U : 0U);
}

std::int64_t quantity_in(const LeafHead& head, const std::uint64_t* words, unsigned width, unsigned i) {
  return static_cast<std::int64_t>(get(words, width, i) * kTens[head.exponents >> 4U]);
}

}  // namespace

unsigned leaf_words(const LeafHead& head) {
  constexpr unsigned kCannotBe = kLeafWordsMax + 1;
  if ((head.exponents & 15U) > kTimeTens || (head.exponents >> 4U) > kQuantityTens) return kCannotBe;
  if (low_mode_of(head) == PlaneMode::INVERTED || head.planes > 15U || head.zero != 0) return kCannotBe;
  if (head.time_width > 64 || head.quantity_width > 64 || head.high_quantity_width > 64) return kCannotBe;
  return plane_words(head) + head.time_width + head.quantity_width + head.high_quantity_width;
}

std::int64_t leaf_time(const LeafHead& head, const std::uint64_t* words, unsigned i) {
  const std::uint64_t rest = get(words + plane_words(head), head.time_width, i);
  const std::uint64_t line = std::uint64_t{head.time_slope} * i;
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(head.time_base) +
                                   (line + rest) * kTens[head.exponents & 15U]);
}

std::int64_t leaf_longest_step(const LeafHead& head) {
  std::uint64_t step = 0;
  const unsigned e = head.exponents & 15U;
  if (head.time_width >= 63 || e > kTimeTens) return std::numeric_limits<std::int64_t>::max();
  const std::uint64_t most = head.time_slope + ((std::uint64_t{1} << head.time_width) - 1);
  const bool too_large = __builtin_mul_overflow(most, kTens[e], &step) || step >> 63U != 0;
  return too_large ? std::numeric_limits<std::int64_t>::max() : static_cast<std::int64_t>(step);
}

std::int64_t leaf_quantity(const LeafHead& head, const std::uint64_t* words, unsigned i) {
  return quantity_in(head, words + plane_words(head) + head.time_width, head.quantity_width, i);
}

std::int64_t leaf_high_quantity(const LeafHead& head, const std::uint64_t* words, unsigned i) {
  return quantity_in(head, words + plane_words(head) + head.time_width + head.quantity_width, head.high_quantity_width,
                     i);
}

KindPlanes leaf_kinds(const LeafHead& head, const std::uint64_t* words) {
  const auto plane = [&words](PlaneMode how) {
    if (how == PlaneMode::STORED) return *words++;
    return how == PlaneMode::ONES ? kAllOnes : std::uint64_t{0};
  };
  const std::uint64_t low = plane(low_mode_of(head));
  if (high_mode_of(head) == PlaneMode::INVERTED) return {low, ~low};
  return {low, plane(high_mode_of(head))};
}

}  // namespace alpha_pulse::tape
