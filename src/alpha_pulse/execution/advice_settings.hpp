#pragma once

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/enums.hpp"
#include "alpha_pulse/domain/price.hpp"

namespace alpha_pulse::execution {

/// What the virtual book behind the advice takes for granted.
enum class Assume : std::uint8_t {
  FOLLOWED,  ///< every advice is followed at once: orders rest and fill as on paper
  NONE,      ///< none is: orders stand and nothing ever fills
};

/// How advice is given, and what its words refer to.
struct AdviceSettings {
  Duration expires = Duration::minutes(15);  ///< an advice is meant for this long
  Assume assume = Assume::FOLLOWED;
  Quantity holding{};  ///< coins at the start; negative when borrowed
  int rungs = 0;       ///< of the grid, as configured
  GridDirection direction = GridDirection::SHORT;
  bool exits_guard_ladder = false;  ///< stop loss and take profit are the ladder's alone
  Ratio ratio_min{}, ratio_max = Ratio::one(), ratio_target = Ratio::one();
};

}  // namespace alpha_pulse::execution
