#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "alpha_pulse/domain/order.hpp"

namespace alpha_pulse::engine {

enum class AdviceAction : std::uint8_t { PLACE, CANCEL };

/// Why an advice is given. A closed list: every word is explained in docs/states.md.
enum class AdviceCause : std::uint8_t {
  RUNG,              ///< builds the hedge at a rung of the grid
  RUNG_BACK,         ///< takes a rung back
  BUILDING_HEDGE,    ///< the first hedge
  RATIO_BELOW_MIN,   ///< the hedge ratio is below its lower limit
  RATIO_ABOVE_MAX,   ///< ... above its upper limit
  RATIO_OFF_TARGET,  ///< ... inside the limits, but further from the target than the band allows
  MARGIN_GUARD,      ///< liquidation is too near
  STOP_LOSS,
  TAKE_PROFIT,
  DISASTER_STOP,
  FLATTEN,    ///< closes what an exit or a person ended
  MOVED,      ///< of a cancel: another order has taken its place
  WITHDRAWN,  ///< of a cancel: not wanted any more
};

/// The cause with what belongs to it. What does not belong is left empty.
struct AdviceWhy {
  AdviceCause cause = AdviceCause::WITHDRAWN;
  Reason reason = Reason::NONE;              ///< FLATTEN, WITHDRAWN: why the program is in its state
  int rung = 0, rungs = 0;                   ///< RUNG, RUNG_BACK: 1 is nearest the reference; 0: no number
  std::optional<Ratio> limit{};              ///< RATIO_*: the limit or the target it is about
  Price entry{};                             ///< exits: average entry they guard; Price{} while flat
  bool of_ladder = false;                    ///< exits: they guard the ladder alone, whose entry is its own
  std::optional<ClientOrderId> successor{};  ///< MOVED: the order that has taken its place
};

/// The order that an advised one takes the place of: the same purpose, other content.
struct AdviceReplaced {
  ClientOrderId order{};
  OrderSpec spec{};
};

/// What is told to a person who acts for himself: one order to place, or one to take away again. A value: words are
/// made by telemetry/advice_text.hpp, JSON by app/advice_json.hpp.
struct Advice {
  std::uint64_t id = 0;  ///< 1, 2, 3, ... in the order given; the same in every run over the same events
  Timestamp when{};
  Timestamp valid_until{};
  AdviceAction action = AdviceAction::PLACE;
  std::string symbol;
  ClientOrderId order{};  ///< to place, or, of a cancel, the one that was advised
  OrderSpec spec{};
  AdviceWhy why{};
  std::optional<AdviceReplaced> replaces{};
  /// Hedge over holding now, and with this order filled (of a conditional one: triggered). A cancel leaves it where it
  /// is. Empty with a holding of zero.
  std::optional<Ratio> ratio_before{}, ratio_after{};
  Money fee{};  ///< expected when filled, settle currency; a rebate is negative; of a cancel: 0
};

std::string_view to_string(AdviceAction);
std::string_view to_string(AdviceCause);

}  // namespace alpha_pulse::engine
