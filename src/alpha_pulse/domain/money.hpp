#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "alpha_pulse/domain/price.hpp"

namespace alpha_pulse::domain {

/// A currency or coin code of at most eight characters, compared as one number.
class Currency {
 public:
  constexpr Currency() = default;
  constexpr explicit Currency(std::string_view code) {
    ensure(code.size() <= 8, "a currency code has at most eight characters");
    for (std::size_t i = 0; i < code.size(); ++i) {
      packed_ |= std::uint64_t{static_cast<unsigned char>(code[i])} << (8 * i);
    }
  }
  /// From text of the world: one to eight letters or digits.
  static Result<Currency> parse(std::string_view code);
  std::string code() const {
    std::string text;
    for (std::uint64_t rest = packed_; rest != 0; rest >>= 8U) text.push_back(static_cast<char>(rest & 0xffU));
    return text;
  }
  friend constexpr auto operator<=>(Currency, Currency) = default;

 private:
  std::uint64_t packed_ = 0;
};

/// An exact amount of one currency: 128 bits at 1e-16, so a price times a quantity needs no rounding. Adding two
/// currencies is a bug and stops the process. Tested in domain/money_test.cpp.
class Money {
 public:
  static constexpr int kMoneyDecimals = 2 * kDecimals;
  static constexpr Int128 kUnit = Int128{kOne} * kOne;  // 1.0

  constexpr Money() = default;
  constexpr explicit Money(Currency currency) : currency_(currency) {}
  static constexpr Money from_raw(Int128 raw, Currency currency) { return Money(raw, currency); }
  /// From text with at most eight decimals.
  static Result<Money> parse(std::string_view text, Currency currency) {
    return map_value(parse_decimal(text, kDecimals),
                     [currency](std::int64_t raw) { return Money(Int128{raw} * kOne, currency); });
  }
  constexpr Int128 raw() const { return raw_; }
  constexpr Currency currency() const { return currency_; }
  constexpr bool is_zero() const { return raw_ == 0; }
  constexpr double to_double() const { return static_cast<double>(raw_) / static_cast<double>(kUnit); }
  std::string to_string(int min_decimals = 2) const { return format_decimal(raw_, kMoneyDecimals, min_decimals); }

  /// The nearest multiple of 1e-8, ties away from zero: what a venue books for fees and funding.
  constexpr Money rounded_to_venue() const {
    return Money(checked_mul<Int128>(divide_rounding_half_away<Int128>(raw_, kOne), kOne), currency_);
  }

  constexpr Money operator-() const { return Money(checked_sub<Int128>(0, raw_), currency_); }
  constexpr Money& operator+=(Money other) { return *this = *this + other; }
  constexpr Money& operator-=(Money other) { return *this = *this - other; }
  friend constexpr bool operator==(Money, Money) = default;
  friend constexpr auto operator<=>(Money a, Money b) {
    a.same_currency(b);
    return a.raw_ <=> b.raw_;
  }
  friend constexpr Money operator+(Money a, Money b) {
    a.same_currency(b);
    return Money(checked_add(a.raw_, b.raw_), a.currency_);
  }
  friend constexpr Money operator-(Money a, Money b) {
    a.same_currency(b);
    return Money(checked_sub(a.raw_, b.raw_), a.currency_);
  }

 private:
  constexpr Money(Int128 raw, Currency currency) : raw_(raw), currency_(currency) {}
  constexpr void same_currency(Money other) const { ensure(currency_ == other.currency_, "one currency at a time"); }
  Int128 raw_ = 0;
  Currency currency_;
};

/// amount x factor, ties away from zero at 1e-16.
constexpr Money scale(Money amount, Ratio factor) {
  return Money::from_raw(multiply_divide_rounding_half_away(amount.raw(), factor.raw(), kOne), amount.currency());
}

}  // namespace alpha_pulse::domain
