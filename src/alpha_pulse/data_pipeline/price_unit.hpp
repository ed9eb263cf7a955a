#pragma once

#include <bit>
#include <cstdint>
#include <optional>

#include "alpha_pulse/domain/price.hpp"
#include "alpha_pulse/tape/price_column.hpp"

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

  /// Nothing when the price is not a whole number of the unit, not positive, or above `most` units.
  std::optional<std::int64_t> count(Price price, std::int64_t most) const {
    // raw = count x 2^k x 5^k: the odd part goes by its inverse modulo 2^64, the even one by rotation, after which only
    // a whole number is small.
    const std::uint64_t count = std::rotr(static_cast<std::uint64_t>(price.raw()) * inverse_, shift_);
    if (count - 1 >= static_cast<std::uint64_t>(most)) return std::nullopt;
    return static_cast<std::int64_t>(count);
  }
  /// The most units that a price can be: more would not be counted rightly.
  std::int64_t most() const { return most_; }
  friend constexpr bool operator==(const PriceUnit&, const PriceUnit&) = default;

 private:
  int places_;
  int shift_ = 0;
  std::uint64_t inverse_ = 1;
  std::int64_t raw_ = 1;
  std::int64_t most_ = 0;
};

/// How a tape counts prices: in which unit, and in numbers of which width. A value.
class PriceScale {
 public:
  PriceScale(PriceUnit unit, tape::PriceWidth width);
  /// The coarsest and narrowest for prices with at most `places` decimals that are not above `highest`.
  explicit PriceScale(int places = 0, Price highest = {});

  PriceUnit unit() const { return unit_; }
  tape::PriceWidth width() const { return width_; }
  /// Nothing when the price is not a whole number of the unit, not positive, or too large for the width.
  std::optional<std::int64_t> count(Price price) const { return unit_.count(price, most_); }

  /// With more decimals, or a greater width, so that `price` fits.
  PriceScale widened_for(Price price) const;
  friend constexpr bool operator==(const PriceScale&, const PriceScale&) = default;

 private:
  PriceUnit unit_;
  tape::PriceWidth width_;
  std::int64_t most_;
};

}  // namespace alpha_pulse::data_pipeline
