#include "alpha_pulse/session/clock.hpp"

#include <chrono>

namespace alpha_pulse::session {

Timestamp system_time() {
  using namespace std::chrono;
  return Timestamp::from_ns(duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count());
}

}  // namespace alpha_pulse::session
