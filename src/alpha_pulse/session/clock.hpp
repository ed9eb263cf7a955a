#pragma once

#include <functional>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::session {

/// Where a bot that is given bare prices takes their time from, UTC. Called on the thread of the bot. It may stand
/// still; where it goes back, the bot stays at the latest time it has seen.
using Clock = std::function<Timestamp()>;

/// The clock of this computer: the edge of the program, nothing that decides looks at it.
Timestamp system_time();

}  // namespace alpha_pulse::session
