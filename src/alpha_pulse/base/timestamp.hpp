#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <string>

#include "alpha_pulse/base/checked.hpp"

/// Points in time and lengths of time: int64 nanoseconds, UTC. There is no `now()` here: time comes in as a value.
/// Proven by base/timestamp_test.cpp.
namespace alpha_pulse::base {

/// A length of time; may be negative.
class Duration {
 public:
  constexpr Duration() = default;
  static constexpr Duration nanoseconds(std::int64_t n) { return Duration(n); }
  static constexpr Duration milliseconds(std::int64_t n) { return Duration(checked_mul<std::int64_t>(n, 1'000'000)); }
  static constexpr Duration seconds(std::int64_t n) { return Duration(checked_mul<std::int64_t>(n, 1'000'000'000)); }
  static constexpr Duration minutes(std::int64_t n) { return seconds(checked_mul<std::int64_t>(n, 60)); }
  static constexpr Duration hours(std::int64_t n) { return minutes(checked_mul<std::int64_t>(n, 60)); }
  static constexpr Duration days(std::int64_t n) { return hours(checked_mul<std::int64_t>(n, 24)); }

  constexpr std::int64_t ns() const { return ns_; }
  constexpr double to_days() const { return static_cast<double>(ns_) / 86'400e9; }
  constexpr double to_seconds() const { return static_cast<double>(ns_) / 1e9; }

  friend constexpr auto operator<=>(Duration, Duration) = default;
  friend constexpr Duration operator+(Duration a, Duration b) { return Duration(checked_add(a.ns_, b.ns_)); }
  friend constexpr Duration operator-(Duration a, Duration b) { return Duration(checked_sub(a.ns_, b.ns_)); }
  friend constexpr Duration operator*(Duration a, std::int64_t n) { return Duration(checked_mul(a.ns_, n)); }

 private:
  explicit constexpr Duration(std::int64_t ns) : ns_(ns) {}
  std::int64_t ns_ = 0;
};

/// A point in time.
class Timestamp {
 public:
  constexpr Timestamp() = default;
  static constexpr Timestamp from_ns(std::int64_t ns) { return Timestamp(ns); }
  static constexpr Timestamp from_ms(std::int64_t ms) { return Timestamp(checked_mul<std::int64_t>(ms, 1'000'000)); }
  /// Later than every event: "no deadline".
  static constexpr Timestamp never() { return Timestamp(std::numeric_limits<std::int64_t>::max()); }

  constexpr std::int64_t ns() const { return ns_; }
  constexpr std::int64_t ms() const { return divide_rounding_down<std::int64_t>(ns_, 1'000'000); }

  friend constexpr auto operator<=>(Timestamp, Timestamp) = default;
  friend constexpr Timestamp operator+(Timestamp t, Duration d) { return Timestamp(checked_add(t.ns_, d.ns())); }
  friend constexpr Timestamp operator-(Timestamp t, Duration d) { return Timestamp(checked_sub(t.ns_, d.ns())); }
  friend constexpr Duration operator-(Timestamp a, Timestamp b) {
    return Duration::nanoseconds(checked_sub(a.ns_, b.ns_));
  }

  /// The start of the UTC period of length `period` that contains this point (bars, days, hours).
  constexpr Timestamp floor_to(Duration period) const {
    return Timestamp(checked_mul(divide_rounding_down<std::int64_t>(ns_, period.ns()), period.ns()));
  }

 private:
  explicit constexpr Timestamp(std::int64_t ns) : ns_(ns) {}
  std::int64_t ns_ = 0;
};

/// `2025-02-03 11:11:25.255`, UTC, as the log and the tables show it.
std::string format_timestamp(Timestamp t);

}  // namespace alpha_pulse::base
