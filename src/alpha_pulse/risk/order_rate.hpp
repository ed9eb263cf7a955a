#pragma once

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::risk {

/// Of so many orders a minute, those that only reduce-only orders may use.
constexpr int kept_for_reducing(int per_minute) {
  return per_minute / 5;
}

/// A bucket of order tokens that refills by market time: `per_minute` tokens a minute, at most `per_minute` saved up.
/// The last fifth is for reduce-only orders alone, so that a busy grid never keeps a stop from leaving.
/// Tested in risk/watchers_test.cpp.
class OrderRate {
 public:
  explicit OrderRate(int per_minute);
  /// Takes one token; false when none is left for this kind of order. Time never runs backwards.
  bool take(Timestamp now, bool reduce_only);

 private:
  int per_minute_;
  std::int64_t level_;  ///< token-nanoseconds: one token = 60e9
  Timestamp filled_at_;
};

}  // namespace alpha_pulse::risk
