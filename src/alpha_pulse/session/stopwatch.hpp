#pragma once

#include <chrono>

namespace alpha_pulse::session {

/// How long something took, for reports; nothing is decided by it.
class Stopwatch {
 public:
  double milliseconds() const { return std::chrono::duration<double, std::milli>(Clock::now() - begin_).count(); }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point begin_ = Clock::now();
};

}  // namespace alpha_pulse::session
