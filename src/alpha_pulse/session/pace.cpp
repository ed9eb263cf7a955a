#include "alpha_pulse/session/pace.hpp"

#include <algorithm>
#include <thread>

namespace alpha_pulse::session {
namespace {

constexpr auto kNap = std::chrono::milliseconds(20);

}  // namespace

void Pace::wait_for(Timestamp moment, const std::function<bool()>& meanwhile) {
  if (!speed_) return;
  if (!begun_) {
    begun_ = true;
    market_begin_ = moment;
    wall_begin_ = Clock::now();
  }
  const double due_s = (moment - market_begin_).to_seconds() / *speed_;
  const auto due = wall_begin_ + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(due_s));
  while (Clock::now() < due && meanwhile()) {
    std::this_thread::sleep_until(std::min(due, Clock::now() + kNap));
  }
}

std::optional<Timestamp> Pace::due_now() const {
  if (!speed_ || !begun_) return std::nullopt;
  const double seconds = std::chrono::duration<double>(Clock::now() - wall_begin_).count() * *speed_;
  return market_begin_ + Duration::nanoseconds(static_cast<std::int64_t>(seconds * 1e9));
}

}  // namespace alpha_pulse::session
