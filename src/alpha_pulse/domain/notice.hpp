#pragma once

#include <variant>

#include "alpha_pulse/domain/order.hpp"

/// What the program wants a person to know. Values, not text: telemetry/notice_text.hpp turns them into log lines.
namespace alpha_pulse::domain {

/// A ladder was laid out.
struct GridBuilt {
  Quantity spot{};
  Price price{};
  PriceDelta spacing{};
  Quantity step{};
  Ratio stop_loss{}, take_profit{};
  Reason reason = Reason::NONE;  ///< why it was rebuilt; NONE at the start
};
/// An exit began to close the hedge, or what it guards of it.
struct ExitTriggered {
  SlotKind exit = SlotKind::STOP_LOSS;
  Price price{};
};
/// The program went into another state.
struct StateChanged {
  ProgramState from = ProgramState::STARTING, to = ProgramState::STARTING;
  Reason reason = Reason::NONE;
};
/// The risk gate, or the order tracker, let a command not pass.
struct CommandRefused {
  OrderSpec spec{};
  Reason reason = Reason::NONE;
  std::string_view detail{};  ///< a literal
};
/// A command to place an order left.
struct OrderPlaced {
  OrderSpec spec{};
};
/// A command to cancel an order left.
struct OrderCancelRequested {
  OrderSpec spec{};
};
/// The hedge ratio came inside its limits for the first time.
struct HedgeReached {
  Ratio hedge_ratio{};
  Duration since_first_price{};
};
/// Something that should be known but changes nothing by itself.
struct Warned {
  enum class About : std::uint8_t {
    STOP_INSIDE_GRID,
    DUST,
    BELOW_MINIMUM,
    FOREIGN_POSITION,
    ABSURD_PRICE,
    STALE_DATA,
    ORDER_REJECTED
  };
  About about = About::DUST;
  Price price{};
  Quantity quantity{};
};

using Notice = std::variant<GridBuilt, ExitTriggered, StateChanged, CommandRefused, OrderPlaced, OrderCancelRequested,
                            HedgeReached, Warned>;

}  // namespace alpha_pulse::domain
