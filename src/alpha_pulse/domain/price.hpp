#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "alpha_pulse/base/checked.hpp"
#include "alpha_pulse/base/decimal.hpp"
#include "alpha_pulse/domain/names.hpp"

/// Exact values of one scale, 1e-8 in int64, each its own type:
///
///   Price - Price -> PriceDelta     Price + PriceDelta -> Price     Price + Price: does not compile
///   Quantity +- Quantity -> Quantity (signed: a short position is negative)
///   Ratio: a plain number such as 0.04; 1 = 100 %
///
/// Overflow stops the process. Pinned by static_asserts and properties in domain/price_test.cpp; why this scale:
/// docs/adr/0001-fixed-point.md.
namespace alpha_pulse::domain {

inline constexpr int kDecimals = 8;
inline constexpr std::int64_t kOne = 100'000'000;  // 1.0 at the common scale

/// Difference of two prices; quote currency per base unit.
class PriceDelta {
 public:
  constexpr PriceDelta() = default;
  static constexpr PriceDelta from_raw(std::int64_t raw) { return PriceDelta(raw); }
  constexpr std::int64_t raw() const { return raw_; }
  constexpr PriceDelta operator-() const { return PriceDelta(checked_sub<std::int64_t>(0, raw_)); }
  friend constexpr auto operator<=>(PriceDelta, PriceDelta) = default;
  friend constexpr PriceDelta operator+(PriceDelta a, PriceDelta b) { return PriceDelta(checked_add(a.raw_, b.raw_)); }
  friend constexpr PriceDelta operator*(PriceDelta d, std::int64_t n) { return PriceDelta(checked_mul(d.raw_, n)); }

 private:
  explicit constexpr PriceDelta(std::int64_t raw) : raw_(raw) {}
  std::int64_t raw_ = 0;
};

/// A price: a point, quote currency per base unit. 0 means "none known" (see `known()`); a traded price is positive.
class Price {
 public:
  constexpr Price() = default;
  static constexpr Price from_raw(std::int64_t raw) { return Price(raw); }
  static Result<Price> parse(std::string_view text) { return map_value(parse_decimal(text, kDecimals), from_raw); }
  constexpr std::int64_t raw() const { return raw_; }
  constexpr bool known() const { return raw_ > 0; }
  constexpr double to_double() const { return static_cast<double>(raw_) / static_cast<double>(kOne); }
  std::string to_string(int min_decimals = 2) const { return format_decimal(raw_, kDecimals, min_decimals); }

  friend constexpr auto operator<=>(Price, Price) = default;
  friend constexpr PriceDelta operator-(Price a, Price b) { return PriceDelta::from_raw(checked_sub(a.raw_, b.raw_)); }
  friend constexpr Price operator+(Price p, PriceDelta d) { return Price(checked_add(p.raw_, d.raw())); }
  friend constexpr Price operator-(Price p, PriceDelta d) { return Price(checked_sub(p.raw_, d.raw())); }

 private:
  explicit constexpr Price(std::int64_t raw) : raw_(raw) {}
  std::int64_t raw_ = 0;
};

/// An amount of base units or contracts. Signed: positions of a short are negative; order quantities are positive.
class Quantity {
 public:
  constexpr Quantity() = default;
  static constexpr Quantity from_raw(std::int64_t raw) { return Quantity(raw); }
  static Result<Quantity> parse(std::string_view text) { return map_value(parse_decimal(text, kDecimals), from_raw); }
  constexpr std::int64_t raw() const { return raw_; }
  constexpr bool is_zero() const { return raw_ == 0; }
  constexpr double to_double() const { return static_cast<double>(raw_) / static_cast<double>(kOne); }
  constexpr Quantity magnitude() const { return raw_ < 0 ? -*this : *this; }
  std::string to_string(int min_decimals = 8) const { return format_decimal(raw_, kDecimals, min_decimals); }

  constexpr Quantity operator-() const { return Quantity(checked_sub<std::int64_t>(0, raw_)); }
  constexpr Quantity& operator+=(Quantity other) { return *this = *this + other; }
  constexpr Quantity& operator-=(Quantity other) { return *this = *this - other; }
  friend constexpr auto operator<=>(Quantity, Quantity) = default;
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return Quantity(checked_add(a.raw_, b.raw_)); }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return Quantity(checked_sub(a.raw_, b.raw_)); }
  friend constexpr Quantity operator*(Quantity q, std::int64_t n) { return Quantity(checked_mul(q.raw_, n)); }

 private:
  explicit constexpr Quantity(std::int64_t raw) : raw_(raw) {}
  std::int64_t raw_ = 0;
};

/// A dimensionless number at the same scale: 0.04 is 4 %.
class Ratio {
 public:
  constexpr Ratio() = default;
  static constexpr Ratio from_raw(std::int64_t raw) { return Ratio(raw); }
  static constexpr Ratio one() { return Ratio(kOne); }
  static Result<Ratio> parse(std::string_view text) { return map_value(parse_decimal(text, kDecimals), from_raw); }
  /// Nearest ratio to a computed number, ties away from zero: the one spoken rounding out of `double`.
  static Ratio nearest(double value);
  constexpr std::int64_t raw() const { return raw_; }
  constexpr double to_double() const { return static_cast<double>(raw_) / static_cast<double>(kOne); }
  std::string to_string(int min_decimals = 0) const { return format_decimal(raw_, kDecimals, min_decimals); }

  friend constexpr auto operator<=>(Ratio, Ratio) = default;
  friend constexpr Ratio operator+(Ratio a, Ratio b) { return Ratio(checked_add(a.raw_, b.raw_)); }
  friend constexpr Ratio operator-(Ratio a, Ratio b) { return Ratio(checked_sub(a.raw_, b.raw_)); }

 private:
  explicit constexpr Ratio(std::int64_t raw) : raw_(raw) {}
  std::int64_t raw_ = 0;
};

/// price x factor, rounded as the name says.
Price scale_rounding_down(Price price, Ratio factor);
Price scale_rounding_up(Price price, Ratio factor);
/// quantity x factor, toward zero: a share of a holding never exceeds it.
Quantity scale_toward_zero(Quantity quantity, Ratio factor);
/// a / b as a ratio, rounded half away from zero. `b` not zero.
Ratio ratio_of(Quantity a, Quantity b);
/// Nearest price to a computed number, ties away from zero, at least one unit: out of `double` in one rounding.
Price nearest_price(double value);

}  // namespace alpha_pulse::domain
