#include "alpha_pulse/risk/order_rate.hpp"

#include <algorithm>

namespace alpha_pulse::risk {
namespace {
constexpr std::int64_t kToken = 60'000'000'000;  // nanoseconds in a minute
}

OrderRate::OrderRate(int per_minute) : per_minute_(per_minute), level_(checked_mul<std::int64_t>(per_minute, kToken)) {
  ensure(per_minute >= 1, "at least one order a minute");
}

bool OrderRate::take(Timestamp now, bool reduce_only) {
  const std::int64_t elapsed = std::clamp<std::int64_t>((now - filled_at_).ns(), 0, kToken);
  filled_at_ = now;
  level_ = std::min(per_minute_ * kToken, level_ + elapsed * per_minute_);
  const std::int64_t reserve = reduce_only ? 0 : kept_for_reducing(per_minute_) * kToken;
  if (level_ - kToken < reserve) return false;
  level_ -= kToken;
  return true;
}

}  // namespace alpha_pulse::risk
