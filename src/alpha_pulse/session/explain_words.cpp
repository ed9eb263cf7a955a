// The words of the closed lists of explain, as `--json` spells them.
#include <utility>

#include "alpha_pulse/session/explain.hpp"

namespace alpha_pulse::session {

Quantity OrderStory::filled() const {
  Quantity sum;
  for (const FillStory& story : fills) sum += story.fill.quantity;
  return sum;
}

std::string_view to_string(PlaceCause value) {
  switch (value) {
    case PlaceCause::RUNG:
      return "rung";
    case PlaceCause::RUNG_AGAIN:
      return "rung_again";
    case PlaceCause::RUNG_REPLACED:
      return "rung_replaced";
    case PlaceCause::TAKE_BACK:
      return "take_back";
    case PlaceCause::BUY_BACK:
      return "buy_back";
    case PlaceCause::HEDGE_RATIO:
      return "hedge_ratio";
    case PlaceCause::EXIT_STAGED:
      return "exit_staged";
    case PlaceCause::EXIT_SET:
      return "exit_set";
    case PlaceCause::EXIT_MOVED:
      return "exit_moved";
    case PlaceCause::EXIT_RESIZED:
      return "exit_resized";
    case PlaceCause::EXIT_RESENT:
      return "exit_resent";
    case PlaceCause::FLATTEN:
      return "flatten";
  }
  std::unreachable();
}

std::string_view to_string(CancelCause value) {
  switch (value) {
    case CancelCause::ENDED:
      return "ended";
    case CancelCause::NOT_ACTIVE:
      return "not_active";
    case CancelCause::GRID_MOVED:
      return "grid_moved";
    case CancelCause::TIMED_OUT:
      return "timed_out";
    case CancelCause::UNGUARDED:
      return "unguarded";
    case CancelCause::NO_ROOM:
      return "no_room";
    case CancelCause::RESIZED:
      return "resized";
    case CancelCause::NOTHING_LEFT:
      return "nothing_left";
    case CancelCause::REPLACED:
      return "replaced";
    case CancelCause::REQUOTED:
      return "requoted";
    case CancelCause::PATIENCE_OVER:
      return "patience_over";
    case CancelCause::NO_LONGER_AIMED:
      return "no_longer_aimed";
  }
  std::unreachable();
}

std::string_view to_string(hedging::HedgeAim value) {
  switch (value) {
    case hedging::HedgeAim::NONE:
      return "none";
    case hedging::HedgeAim::FIRST_SLICE:
      return "first_slice";
    case hedging::HedgeAim::LOWER_LIMIT:
      return "lower_limit";
    case hedging::HedgeAim::TARGET:
      return "target";
    case hedging::HedgeAim::BELOW_MIN:
      return "below_min";
    case hedging::HedgeAim::ABOVE_MAX:
      return "above_max";
    case hedging::HedgeAim::OUT_OF_BAND:
      return "out_of_band";
    case hedging::HedgeAim::MARGIN_GUARD:
      return "margin_guard";
  }
  std::unreachable();
}

std::string_view to_string(NoExit value) {
  switch (value) {
    case NoExit::ENDED:
      return "ended";
    case NoExit::LADDER_ENDED:
      return "ladder_ended";
    case NoExit::NOTHING_HELD:
      return "nothing_held";
    case NoExit::NO_RUNG:
      return "no_rung";
    case NoExit::NO_LADDER:
      return "no_ladder";
    case NoExit::SWITCHED_OFF:
      return "switched_off";
    case NoExit::NO_LIQUIDATION:
      return "no_liquidation";
    case NoExit::NO_STATE_YET:
      return "no_state_yet";
  }
  std::unreachable();
}

std::string_view to_string(GapWhy value) {
  switch (value) {
    case GapWhy::AS_WANTED:
      return "as_wanted";
    case GapWhy::NO_PRICE:
      return "no_price";
    case GapWhy::NOTHING_TO_HEDGE:
      return "nothing_to_hedge";
    case GapWhy::STOPPED:
      return "stopped";
    case GapWhy::LADDER_STOPPED:
      return "ladder_stopped";
    case GapWhy::HALTED:
      return "halted";
    case GapWhy::REDUCING:
      return "reducing";
    case GapWhy::PAUSED:
      return "paused";
    case GapWhy::PRICE_UNTRUSTED:
      return "price_untrusted";
    case GapWhy::BUILDING:
      return "building";
    case GapWhy::IN_FLIGHT:
      return "in_flight";
    case GapWhy::RUNGS_AHEAD:
      return "rungs_ahead";
    case GapWhy::RUNGS_WITHHELD:
      return "rungs_withheld";
    case GapWhy::NO_RUNG_FITS:
      return "no_rung_fits";
    case GapWhy::GRID_CARRIES_LESS:
      return "grid_carries_less";
    case GapWhy::OVER_CAP:
      return "over_cap";
    case GapWhy::INSIDE_BAND:
      return "inside_band";
    case GapWhy::NO_CORRECTION:
      return "no_correction";
    case GapWhy::BELOW_MINIMUM:
      return "below_minimum";
  }
  std::unreachable();
}

}  // namespace alpha_pulse::session
