#include "alpha_pulse/tape/leaf_codec.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

namespace alpha_pulse::tape {
namespace {

constexpr unsigned kTimeTens = 9, kQuantityTens = 8;
constexpr std::uint64_t kAllOnes = ~std::uint64_t{0};

/// 10^e, what divides by it exactly in one multiplication, and the largest quotient.
struct Ten {
  std::uint64_t value, inverse_of_fives, largest;
};

constexpr std::array<Ten, kTimeTens + 1> kTens = [] {
  std::array<Ten, kTimeTens + 1> tens{};
  std::uint64_t five = 1, ten = 1;
  for (Ten& entry : tens) {
    std::uint64_t inverse = 1;  // each round doubles the bits that are right
    for (int i = 0; i < 6; ++i) inverse *= 2 - five * inverse;
    entry = {ten, inverse, kAllOnes / ten};
    five *= 5;
    ten *= 10;
  }
  return tens;
}();

/// n / 10^e when that is whole; more than Ten::largest when it is not.
std::uint64_t exact_quotient(std::uint64_t n, unsigned e) {
  return std::rotr(n * kTens[e].inverse_of_fives, static_cast<int>(e));
}
bool divides(std::uint64_t n, unsigned e) {
  return exact_quotient(n, e) <= kTens[e].largest;
}

/// Appends 64 numbers of `width` bits, without a branch a number.
std::uint64_t* put(std::uint64_t* out, const std::uint64_t* values, unsigned width) {
  if (width == 0) return out;
  std::uint64_t word = 0;
  unsigned filled = 0;
  for (unsigned i = 0; i < kLeafEvents; ++i) {
    word |= values[i] << filled;
    *out = word;
    const bool full = filled + width >= 64;
    const std::uint64_t rest = filled == 0 ? 0 : values[i] >> ((64 - filled) % 64);
    out += full ? 1 : 0;
    word = full ? rest : word;
    filled = (filled + width) % 64;
  }
  return out;
}

std::uint64_t get(const std::uint64_t* words, unsigned width, unsigned i) {
  if (width == 0) return 0;
  const unsigned bit = i * width, shift = bit % 64;
  std::uint64_t value = words[bit / 64] >> shift;
  if (shift + width > 64) value |= words[bit / 64 + 1] << (64 - shift);
  return width == 64 ? value : value & ((std::uint64_t{1} << width) - 1);
}

using Values = std::array<std::uint64_t, kLeafEvents>;

unsigned width_of(const Values& values) {
  std::uint64_t bits = 0;
  for (const std::uint64_t value : values) bits |= value;
  return static_cast<unsigned>(std::bit_width(bits));
}

/// The largest e for which 10^e divides every distance from the first time.
unsigned common_tens(const LeafInput& leaf) {
  unsigned e = kTimeTens;
  for (unsigned i = 1; i < leaf.count && e > 0; ++i) {
    while (!divides(static_cast<std::uint64_t>(leaf.time[i]) - static_cast<std::uint64_t>(leaf.time[0]), e)) --e;
  }
  return e;
}

/// Times lie near a line: only the distance from it is kept.
void fit_times(const LeafInput& leaf, LeafHead& head, Values& rest) {
  const auto first = static_cast<std::uint64_t>(leaf.time[0]);
  const unsigned e = common_tens(leaf);
  std::uint64_t slope = 0;
  if (leaf.count > 1) {
    const std::uint64_t span = exact_quotient(static_cast<std::uint64_t>(leaf.time[leaf.count - 1]) - first, e);
    slope = std::min<std::uint64_t>(span / (leaf.count - 1), 0xffff'ffffU);
  }
  std::int64_t lowest = 0;
  for (unsigned i = 0; i < leaf.count; ++i) {
    const std::uint64_t distance = static_cast<std::uint64_t>(leaf.time[i]) - first;
    rest[i] = (e == 0 ? distance : exact_quotient(distance, e)) - slope * i;
    lowest = std::min(lowest, static_cast<std::int64_t>(rest[i]));
  }
  for (unsigned i = 0; i < leaf.count; ++i) rest[i] -= static_cast<std::uint64_t>(lowest);
  for (unsigned i = leaf.count; i < kLeafEvents; ++i) rest[i] = 0;
  head.time_base = static_cast<std::int64_t>(first + static_cast<std::uint64_t>(lowest) * kTens[e].value);
  head.time_slope = static_cast<std::uint32_t>(slope);
  head.exponents = static_cast<std::uint8_t>(e);
  head.time_width = static_cast<std::uint8_t>(width_of(rest));
}

/// The largest e, at most `most`, for which 10^e divides every number.
unsigned common_tens(const std::int64_t* values, unsigned count, unsigned most) {
  unsigned e = most;
  for (unsigned i = 0; i < count && e > 0; ++i) {
    while (!divides(static_cast<std::uint64_t>(values[i]), e)) --e;
  }
  return e;
}

unsigned fit_quantity(const std::int64_t* values, unsigned count, unsigned e, Values& out) {
  for (unsigned i = 0; i < count; ++i) out[i] = exact_quotient(static_cast<std::uint64_t>(values[i]), e);
  for (unsigned i = count; i < kLeafEvents; ++i) out[i] = 0;
  return width_of(out);
}

void fit_quantities(const LeafInput& leaf, LeafHead& head, Values& low, Values& high) {
  const std::int64_t* const highs = leaf.high_quantity;
  const bool one_column = std::all_of(highs, highs + leaf.count, [](std::int64_t q) { return q == 0; });
  unsigned e = common_tens(leaf.quantity, leaf.count, kQuantityTens);
  if (!one_column) e = common_tens(highs, leaf.count, e);
  head.exponents = static_cast<std::uint8_t>(head.exponents | (e << 4U));
  head.quantity_width = static_cast<std::uint8_t>(fit_quantity(leaf.quantity, leaf.count, e, low));
  if (!one_column) head.high_quantity_width = static_cast<std::uint8_t>(fit_quantity(highs, leaf.count, e, high));
}

PlaneMode mode(PlaneMode m, bool stored) {
  return stored ? PlaneMode::STORED : m;
}

std::uint64_t* put_kinds(const LeafInput& leaf, LeafHead& head, std::uint64_t* out) {
  std::uint64_t low = 0, high = 0;
  unsigned kinds = 0;
  for (unsigned i = 0; i < leaf.count; ++i) {
    low |= static_cast<std::uint64_t>(leaf.kind[i] & 1U) << i;
    high |= static_cast<std::uint64_t>(leaf.kind[i] >> 1U) << i;
    kinds |= 1U << leaf.kind[i];
  }
  const std::uint64_t here = leaf.count == kLeafEvents ? kAllOnes : (std::uint64_t{1} << leaf.count) - 1;
  const bool store_low = low != 0 && low != here;
  const bool inverted = high == (~low & here);
  const bool store_high = high != 0 && high != here && !inverted;
  const PlaneMode low_mode = mode(low == 0 ? PlaneMode::ZEROS : PlaneMode::ONES, store_low);
  const PlaneMode plain = high == 0 ? PlaneMode::ZEROS : high == here ? PlaneMode::ONES : PlaneMode::INVERTED;
  const PlaneMode high_mode = mode(plain, store_high);
  head.planes = static_cast<std::uint8_t>(static_cast<unsigned>(low_mode) | (static_cast<unsigned>(high_mode) << 2U));
  head.kinds = static_cast<std::uint8_t>(kinds);
  if (store_low) *out++ = low;
  if (store_high) *out++ = high;
  return out;
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
  return static_cast<std::int64_t>(get(words, width, i) * kTens[head.exponents >> 4U].value);
}

}  // namespace

unsigned pack_leaf(const LeafInput& leaf, LeafHead& head, std::uint64_t* words) {
  Values time, quantity, high_quantity;
  head = {};
  fit_times(leaf, head, time);
  fit_quantities(leaf, head, quantity, high_quantity);
  std::uint64_t* end = put_kinds(leaf, head, words);
  end = put(end, time.data(), head.time_width);
  end = put(end, quantity.data(), head.quantity_width);
  end = put(end, high_quantity.data(), head.high_quantity_width);
  return static_cast<unsigned>(end - words);
}

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
                                   (line + rest) * kTens[head.exponents & 15U].value);
}

std::int64_t leaf_longest_step(const LeafHead& head) {
  std::uint64_t step = 0;
  const unsigned e = head.exponents & 15U;
  if (head.time_width >= 63 || e > kTimeTens) return std::numeric_limits<std::int64_t>::max();
  const std::uint64_t most = head.time_slope + ((std::uint64_t{1} << head.time_width) - 1);
  const bool too_large = __builtin_mul_overflow(most, kTens[e].value, &step) || step >> 63U != 0;
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
