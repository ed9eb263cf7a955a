#pragma once

// Part of kernels_body.hpp: packing a leaf. All of it goes 64 numbers at a time without a branch a number, so that the
// compiler can use what the instructions have.
#include "alpha_pulse/tape/kernel_types.hpp"

namespace alpha_pulse::tape {
namespace {

/// 10^e, what divides by it exactly in one multiplication, and the largest quotient.
struct Ten {
  std::uint64_t value, inverse_of_fives, largest;
};
constexpr unsigned kTimeTens = 9, kQuantityTens = 8;

/// The powers of ten.
struct TenTable {
  Ten of[kTimeTens + 1];
};
constexpr TenTable kTens = [] {
  TenTable tens{};
  std::uint64_t five = 1, ten = 1;
  for (Ten& entry : tens.of) {
    std::uint64_t inverse = 1;  // each round doubles the bits that are right
    for (int i = 0; i < 6; ++i) inverse *= 2 - five * inverse;
    entry = {ten, inverse, ~std::uint64_t{0} / ten};
    five *= 5;
    ten *= 10;
  }
  return tens;
}();

/// n / 10^e when that is whole; more than Ten::largest when it is not.
std::uint64_t exact_quotient(std::uint64_t n, unsigned e) {
  const std::uint64_t by_fives = n * kTens.of[e].inverse_of_fives;
  return by_fives >> e | by_fives << ((64 - e) % 64);
}

/// 64 numbers; those that are not there are zeros.
struct Values {
  alignas(64) std::uint64_t of[kLeafEvents];
};

bool all_divide(const Values& values, unsigned e) {
  const std::uint64_t largest = kTens.of[e].largest;
  std::uint64_t odd = 0;
  for (unsigned i = 0; i < kLeafEvents; ++i) odd |= exact_quotient(values.of[i], e) > largest ? 1U : 0U;
  return odd == 0;
}

/// The largest e, at most `most`, for which 10^e divides every number: the first few bring it down, all of them prove
/// it.
unsigned common_tens(const Values& values, unsigned most) {
  constexpr unsigned kFew = 5;
  unsigned e = most;
  for (unsigned i = 0; i < kFew && e > 0; ++i) {
    while (exact_quotient(values.of[i], e) > kTens.of[e].largest) --e;
  }
  while (e > 0 && !all_divide(values, e)) --e;
  return e;
}

unsigned width_of(const Values& values) {
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < kLeafEvents; ++i) bits |= values.of[i];
  return bits == 0 ? 0 : 64 - static_cast<unsigned>(__builtin_clzll(bits));
}

void divide(Values& values, unsigned e) {
  if (e == 0) return;
  for (unsigned i = 0; i < kLeafEvents; ++i) values.of[i] = exact_quotient(values.of[i], e);
}

/// Times lie near a line: only the distance from it is kept.
void fit_times(const LeafInput& leaf, LeafHead& head, Values& rest) {
  const auto first = static_cast<std::uint64_t>(leaf.time[0]);
  for (unsigned i = 0; i < leaf.count; ++i) rest.of[i] = static_cast<std::uint64_t>(leaf.time[i]) - first;
  for (unsigned i = leaf.count; i < kLeafEvents; ++i) rest.of[i] = 0;
  const unsigned e = common_tens(rest, kTimeTens);
  divide(rest, e);
  std::uint64_t slope = 0;
  if (leaf.count > 1) {
    slope = rest.of[leaf.count - 1] / (leaf.count - 1);
    if (slope > 0xffff'ffffU) slope = 0xffff'ffffU;
  }
  std::int64_t lowest = 0;
  for (unsigned i = 0; i < leaf.count; ++i) {
    rest.of[i] -= slope * i;
    const auto distance = static_cast<std::int64_t>(rest.of[i]);
    lowest = distance < lowest ? distance : lowest;
  }
  for (unsigned i = 0; i < leaf.count; ++i) rest.of[i] -= static_cast<std::uint64_t>(lowest);
  head.time_base = static_cast<std::int64_t>(first + static_cast<std::uint64_t>(lowest) * kTens.of[e].value);
  head.time_slope = static_cast<std::uint32_t>(slope);
  head.exponents = static_cast<std::uint8_t>(e);
  head.time_width = static_cast<std::uint8_t>(width_of(rest));
}

void take(const std::int64_t* numbers, unsigned count, Values& out) {
  for (unsigned i = 0; i < count; ++i) out.of[i] = static_cast<std::uint64_t>(numbers[i]);
  for (unsigned i = count; i < kLeafEvents; ++i) out.of[i] = 0;
}

void fit_quantities(const LeafInput& leaf, LeafHead& head, Values& low, Values& high) {
  take(leaf.quantity, leaf.count, low);
  if (leaf.high_quantity != nullptr) take(leaf.high_quantity, leaf.count, high);
  const bool one_column = leaf.high_quantity == nullptr || width_of(high) == 0;
  unsigned e = common_tens(low, kQuantityTens);
  if (!one_column) e = common_tens(high, e);
  head.exponents = static_cast<std::uint8_t>(head.exponents | (e << 4U));
  divide(low, e);
  head.quantity_width = static_cast<std::uint8_t>(width_of(low));
  if (one_column) return;
  divide(high, e);
  head.high_quantity_width = static_cast<std::uint8_t>(width_of(high));
}

/// Bit i is the lowest one of byte i.
std::uint64_t lowest_bits(const std::uint64_t (&bytes)[8]) {
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 8; ++i) {
    const std::uint64_t eight = (bytes[i] & 0x0101010101010101U) * 0x0102040810204080U;
    bits |= eight >> 56U << (8 * i);
  }
  return bits;
}

std::uint64_t* put_kinds(const LeafInput& leaf, LeafHead& head, std::uint64_t* out) {
  std::uint64_t bytes[8] = {}, second_bits[8];
  if (leaf.count == kLeafEvents) {
    __builtin_memcpy(bytes, leaf.kind, kLeafEvents);
  } else {
    __builtin_memcpy(bytes, leaf.kind, leaf.count);
  }
  for (unsigned i = 0; i < 8; ++i) second_bits[i] = bytes[i] >> 1U;
  const std::uint64_t low = lowest_bits(bytes), high = lowest_bits(second_bits);
  const std::uint64_t here = ~std::uint64_t{0} >> (kLeafEvents - leaf.count);
  // Written out: of a loop over the four GCC 12 makes nothing under its sanitizer of undefined behaviour.
  const auto bit_if = [](std::uint64_t events, unsigned bit) { return events != 0 ? bit : 0; };
  const unsigned kinds =
      bit_if(~(low | high) & here, 1) | bit_if(low & ~high, 2) | bit_if(high & ~low, 4) | bit_if(low & high, 8);
  const PlaneMode low_mode = low == 0 ? PlaneMode::ZEROS : low == here ? PlaneMode::ONES : PlaneMode::STORED;
  const PlaneMode high_mode = high == 0               ? PlaneMode::ZEROS
                              : high == here          ? PlaneMode::ONES
                              : high == (~low & here) ? PlaneMode::INVERTED
                                                      : PlaneMode::STORED;
  head.planes = static_cast<std::uint8_t>(static_cast<unsigned>(low_mode) | (static_cast<unsigned>(high_mode) << 2U));
  head.kinds = static_cast<std::uint8_t>(kinds);
  if (low_mode == PlaneMode::STORED) *out++ = low;
  if (high_mode == PlaneMode::STORED) *out++ = high;
  return out;
}

/// Appends `count` numbers of `width` bits, together whole words.
std::uint64_t* put_words(std::uint64_t* out, const std::uint64_t* values, unsigned count, unsigned width) {
  std::uint64_t word = 0;
  unsigned filled = 0;
  for (unsigned i = 0; i < count; ++i) {
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

/// Appends 64 numbers of `width` bits: neighbours are joined, many at once, as long as two fit a word.
std::uint64_t* put(std::uint64_t* out, Values& values, unsigned width) {
  if (width == 0) return out;
  unsigned count = kLeafEvents;
  for (; 2 * width <= 64 && count > 1; width *= 2) {
    count /= 2;
    for (unsigned i = 0; i < count; ++i) values.of[i] = values.of[2 * i] | values.of[2 * i + 1] << width;
  }
  return put_words(out, values.of, count, width);
}

unsigned pack(const LeafInput& leaf, LeafHead& head, std::uint64_t* words) {
  Values time, quantity, high_quantity;
  head = {};
  fit_times(leaf, head, time);
  fit_quantities(leaf, head, quantity, high_quantity);
  std::uint64_t* end = put_kinds(leaf, head, words);
  end = put(end, time, head.time_width);
  end = put(end, quantity, head.quantity_width);
  end = put(end, high_quantity, head.high_quantity_width);
  return static_cast<unsigned>(end - words);
}

}  // namespace
}  // namespace alpha_pulse::tape
