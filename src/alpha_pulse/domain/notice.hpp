#pragma once

#include <variant>

#include "alpha_pulse/domain/order.hpp"

/// What the program wants a person to know. Values, not text: telemetry/notice_text.hpp turns them into log lines.
namespace alpha_pulse::domain {

struct GridBuilt {
  Quantity spot{};
  Price price{};
  PriceDelta spacing{};
  Quantity step{};
  Ratio stop_loss{}, take_profit{};
  Reason reason = Reason::NONE;  ///< why it was rebuilt; NONE at the start
};
struct ExitTriggered {
  SlotKind exit = SlotKind::STOP_LOSS;
  Price price{};
};
struct StateChanged {
  ProgramState from = ProgramState::STARTING, to = ProgramState::STARTING;
  Reason reason = Reason::NONE;
};
struct CommandRefused {
  OrderSpec spec{};
  Reason reason = Reason::NONE;
  std::string_view detail{};  ///< a literal
};
struct OrderPlaced {
  OrderSpec spec{};
};
struct OrderCancelRequested {
  OrderSpec spec{};
};
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
