#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "alpha_pulse/domain/event.hpp"
#include "alpha_pulse/hedging/grid_strategy.hpp"

/// What became of an order, and why it was sent: the values that `explain` puts into words. Prices and quantities are
/// those of the hedge leg; a quantity held is a magnitude. Filled by case_recorder.hpp.
namespace alpha_pulse::session {

/// Why an order was sent. Every order has one of these; there is no word for not knowing.
enum class PlaceCause : std::uint8_t {
  RUNG,           ///< a rung of a grid that has just been laid out or moved: `grid`
  RUNG_AGAIN,     ///< the rung was taken back and opens again
  RUNG_REPLACED,  ///< the order before it in the rung ended, or changed, without filling the rung: `previous`
  TAKE_BACK,      ///< buys a filled rung back, one rung nearer
  BUY_BACK,       ///< direction BOTH: takes back below the reference price
  HEDGE_RATIO,    ///< moves the base hedge: `aim`, `goal`
  EXIT_STAGED,    ///< guards what is about to be opened, while nothing is held
  EXIT_SET,       ///< the part it guards has begun to be held
  EXIT_MOVED,     ///< the trigger moved: `previous`
  EXIT_RESIZED,   ///< the quantity changed: `previous`
  EXIT_RESENT,    ///< the one before it was refused, rejected or lost: `previous`
  FLATTEN,        ///< takes what an exit or a person ended to zero: `ended`
};

/// Why an order was asked to be cancelled.
enum class CancelCause : std::uint8_t {
  ENDED,           ///< an exit or a person ended what it belonged to: `ended`
  NOT_ACTIVE,      ///< the state allows no raising order: the moment's state and reason
  GRID_MOVED,      ///< the grid is laid out anew or its rungs stand elsewhere now
  TIMED_OUT,       ///< grid.order_timeout
  UNGUARDED,       ///< no confirmed stop, or the price is beyond it: only the nearest rung, or none, may rest
  NO_ROOM,         ///< with it the hedge could pass what the holding, grid.max_orders or the stop leave
  RESIZED,         ///< another quantity is wanted in its place
  NOTHING_LEFT,    ///< what it would have taken back or guarded is no longer held
  REPLACED,        ///< the new one is confirmed: `by`
  REQUOTED,        ///< the market moved away from its price
  PATIENCE_OVER,   ///< it waited long enough at the touch; the rest is taken from the book
  NO_LONGER_AIMED  ///< the goal it served is reached, void, or another one
};

/// What was known when something was decided.
struct Moment {
  Timestamp at{};
  Event event{};  ///< the one that led to it: of several in one moment, the one that tells most
  Price price{};  ///< mark, else last trade
  Quantity held{};
  std::optional<Ratio> ratio{};  ///< hedge over holding; empty without a holding
  Price entry{};                 ///< average entry of the hedge leg; Price{} when flat
  ProgramState state = ProgramState::STARTING;
  Reason reason = Reason::NONE;
};

/// The grid in force.
struct GridFacts {
  Price reference{};
  PriceDelta spacing{};
  double sigma = 0;                 ///< daily volatility it was built with
  std::size_t rungs = 0;            ///< in use
  Reason why = Reason::NONE;        ///< NONE: the first one
  Timestamp laid_at{}, moved_at{};  ///< laid out with this reference; spacing last changed
};

/// What an exit order was reckoned from.
struct ExitFacts {
  Price entry{};        ///< of the part it guards; of the first rung or the whole planned hedge while nothing is held
  Ratio share{};        ///< distance from the entry; for a disaster stop of the way to `liquidation`
  Price liquidation{};  ///< disaster stops only
  bool ladder_only = false;  ///< guards the ladder's part alone
};

/// What ended the hedge or its ladder.
struct EndFacts {
  Reason reason = Reason::NONE;
  Price price{};
  Timestamp at{};
};

/// One execution and what it changed.
struct FillStory {
  Timestamp at{};
  Fill fill{};
  Quantity held_before{}, held_after{};
  std::optional<Ratio> ratio_before{}, ratio_after{};
  Price entry_after{};
  Price stop_before{}, stop_after{};  ///< the trigger wanted; Price{}: none
};

/// Why an order was taken away.
struct CancelStory {
  CancelCause cause{};
  Moment moment{};
  ClientOrderId by{};  ///< the order that took its place; 0: none
};

/// Why the gate let an order not pass.
struct RefusalStory {
  Reason reason = Reason::NONE;
  std::string_view detail{};  ///< a literal of the gate
};

/// An order from its cause to its end.
struct OrderStory {
  ClientOrderId id{};
  OrderSpec spec{};
  PlaceCause cause{};
  Moment moment{};
  GridFacts grid{};                                 ///< grid orders
  ExitFacts exit{};                                 ///< protective orders
  EndFacts ended{};                                 ///< FLATTEN, and a cancel because of ENDED
  hedging::HedgeAim aim = hedging::HedgeAim::NONE;  ///< HEDGE_RATIO
  Quantity goal{};                                  ///< HEDGE_RATIO: what is to be held
  ClientOrderId previous{};                         ///< see `cause`; 0: none
  std::optional<RefusalStory> refused{};            ///< by the risk gate: it never left
  std::optional<Timestamp> accepted_at{}, triggered_at{};
  std::vector<FillStory> fills{};
  std::optional<CancelStory> cancel{};  ///< the last time it was asked for
  OrderState state = OrderState::SUBMITTED;
  Timestamp ended_at{};              ///< when `state` is terminal
  Reason end_reason = Reason::NONE;  ///< of a rejection

  Quantity filled() const;
};

std::string_view to_string(PlaceCause);
std::string_view to_string(CancelCause);
std::string_view to_string(hedging::HedgeAim);

}  // namespace alpha_pulse::session
