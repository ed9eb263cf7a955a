#include "alpha_pulse/engine/advice.hpp"

#include <utility>

namespace alpha_pulse::engine {

std::string_view to_string(AdviceAction action) {
  return action == AdviceAction::PLACE ? "place" : "cancel";
}

std::string_view to_string(AdviceCause cause) {
  switch (cause) {
    case AdviceCause::RUNG:
      return "rung";
    case AdviceCause::RUNG_BACK:
      return "rung_back";
    case AdviceCause::BUILDING_HEDGE:
      return "building_hedge";
    case AdviceCause::RATIO_BELOW_MIN:
      return "ratio_below_min";
    case AdviceCause::RATIO_ABOVE_MAX:
      return "ratio_above_max";
    case AdviceCause::RATIO_OFF_TARGET:
      return "ratio_off_target";
    case AdviceCause::MARGIN_GUARD:
      return "margin_guard";
    case AdviceCause::STOP_LOSS:
      return "stop_loss";
    case AdviceCause::TAKE_PROFIT:
      return "take_profit";
    case AdviceCause::DISASTER_STOP:
      return "disaster_stop";
    case AdviceCause::FLATTEN:
      return "flatten";
    case AdviceCause::MOVED:
      return "moved";
    case AdviceCause::WITHDRAWN:
      return "withdrawn";
  }
  std::unreachable();
}

}  // namespace alpha_pulse::engine
