#pragma once

#include "alpha_pulse/session/case_recorder.hpp"

namespace alpha_pulse::session {

/// Why an exit is not there.
enum class NoExit : std::uint8_t {
  ENDED,           ///< the hedge stands still: there is nothing to guard until it is armed again
  LADDER_ENDED,    ///< the ladder does; the base is not guarded by this exit
  NOTHING_HELD,    ///< it needs something held to be reckoned from
  NO_RUNG,         ///< nothing held and no rung that could fill
  NO_LADDER,       ///< scope `ladder`, and no ladder is kept
  SWITCHED_OFF,    ///< risk.disaster_stop: off
  NO_LIQUIDATION,  ///< no price liquidates what is held or planned
  NO_STATE_YET,    ///< waiting for a first price
};

/// One exit: where it stands, or why it does not.
struct ExitStory {
  SlotKind kind{};
  Price trigger{};  ///< wanted now; Price{}: see `none`
  std::optional<NoExit> none{};
  ExitFacts facts{};
  bool staged = false;        ///< nothing of its part is held yet
  ClientOrderId order{};      ///< that stands for it at the venue; 0: none is confirmed
  Quantity order_quantity{};  ///< of that order
  Quantity guards{};          ///< held now in the part it closes
  Timestamp since{};          ///< when that order was sent
  std::size_t moves = 0;      ///< how often the trigger moved so far
  Ratio distance{};           ///< from the last price, signed: (trigger - price) / price
};

/// What guards the hedge at one moment.
struct Protection {
  Timestamp at{};
  Price price{};
  Quantity held{};
  ProgramState state = ProgramState::STARTING;
  Reason reason = Reason::NONE;
  std::vector<ExitStory> exits{};          ///< stop loss, take profit, disaster stop
  std::optional<StateStory> stopped_by{};  ///< the last exit that ended the hedge, if one did
};

Protection protection_now(const CaseRecorder& run, const StrategyView& view);

std::string_view to_string(NoExit);

}  // namespace alpha_pulse::session
