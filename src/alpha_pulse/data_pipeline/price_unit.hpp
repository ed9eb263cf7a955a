#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <optional>

#include "alpha_pulse/domain/price.hpp"

namespace alpha_pulse::data_pipeline {

/// A power of ten of which prices are whole numbers, from 0.00000001 to 1; and how many of it a price is, quickly and
/// exactly. A value. Tested by data_pipeline/price_unit_test.cpp.
class PriceUnit {
 public:
  static constexpr int kPlaces = kDecimals;

  /// With `places` decimals, 0 to 8: 2 is 0.01.
  explicit PriceUnit(int places = 0);

  /// The coarsest of which the price is a whole number.
  static PriceUnit of(Price price);

  int places() const { return places_; }
  Price price() const { return Price::from_raw(raw_); }

  /// Nothing when the price is not a whole number of the unit, not positive, or does not fit 32 bits.
  std::optional<std::int32_t> count(Price price) const {
    // raw = count x 2^k x 5^k: the odd part goes by its inverse modulo 2^64, the even one by rotation, after which only
    // a whole number is small.
    const std::uint64_t count = std::rotr(static_cast<std::uint64_t>(price.raw()) * inverse_, shift_);
    if (count - 1 >= std::numeric_limits<std::int32_t>::max()) return std::nullopt;
    return static_cast<std::int32_t>(count);
  }
  friend constexpr bool operator==(const PriceUnit&, const PriceUnit&) = default;

 private:
  int places_;
  int shift_ = 0;
  std::uint64_t inverse_ = 1;
  std::int64_t raw_ = 1;
};

}  // namespace alpha_pulse::data_pipeline
