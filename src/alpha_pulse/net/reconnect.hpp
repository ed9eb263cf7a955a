#pragma once

#include <cstdint>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::net {

/// How long to wait before trying again: longer each time, and not at the same moment as others.
struct Backoff {
  Duration least = Duration::seconds(1);  ///< no delay is shorter: never more than one attempt a second
  Duration most = Duration::seconds(60);  ///< no delay is longer
  std::uint64_t seed = 0;                 ///< of the jitter: the same seed gives the same delays

  /// Before attempt number `attempt`, counted from 0 since the connection was last good for a while (longer than
  /// `most`): between half and all of least * 2^(attempt + 1), within least and most. Tested by net/reconnect_test.cpp.
  Duration delay(std::uint32_t attempt) const;
};

}  // namespace alpha_pulse::net
