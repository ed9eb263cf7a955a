#pragma once

#include <cstdint>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/enums.hpp"
#include "alpha_pulse/domain/ids.hpp"
#include "alpha_pulse/domain/money.hpp"

namespace alpha_pulse::domain {

/// What an order is for. At most one live order stands in a slot; protective orders alternate between two indices so
/// that the new one is confirmed before the old one goes.
enum class SlotKind : std::uint8_t {
  GRID_OPEN,      ///< a rung that builds the hedge; index = rung, 0 nearest the reference price
  GRID_CLOSE,     ///< the reduce-only order that takes the rung back
  REBALANCE,      ///< moves the hedge ratio
  STOP_LOSS,      ///< index alternates
  TAKE_PROFIT,    ///< index alternates
  DISASTER_STOP,  ///< index alternates
  FLATTEN,        ///< takes an exit scope to zero after a trigger or by command
};
constexpr bool is_protective(SlotKind kind) {
  return kind == SlotKind::STOP_LOSS || kind == SlotKind::TAKE_PROFIT || kind == SlotKind::DISASTER_STOP;
}

/// A purpose, and which of the orders of that purpose.
struct OrderSlot {
  SlotKind kind = SlotKind::GRID_OPEN;
  std::uint16_t index = 0;
  friend constexpr auto operator<=>(OrderSlot, OrderSlot) = default;
};

/// The states of an order. They only climb: submitted < accepted < partially_filled < a terminal state. An order is
/// live from the moment it is submitted until a terminal state is *proven*.
enum class OrderState : std::uint8_t {
  SUBMITTED,
  ACCEPTED,
  PARTIALLY_FILLED,
  FILLED,
  CANCELED,
  EXPIRED,
  REJECTED,
};
constexpr bool is_terminal(OrderState state) {
  return state >= OrderState::FILLED;
}

/// The later of two states on the lattice; a terminal state never changes again. Property: order_test.cpp.
OrderState advance(OrderState current, OrderState reported);

/// Everything the venue needs to know, and nothing that changes afterwards.
struct OrderSpec {
  InstrumentId instrument{};
  OrderSlot slot{};
  Side side = Side::SELL;
  OrderType type = OrderType::LIMIT;
  TimeInForce time_in_force = TimeInForce::GTC;
  bool reduce_only = false;
  PriceKind trigger_by = PriceKind::MARK;
  Quantity quantity{};  ///< positive, on the lot
  Price price{};        ///< LIMIT only, on the tick
  Price trigger{};      ///< conditional orders only, on the tick
  friend bool operator==(const OrderSpec&, const OrderSpec&) = default;
};

/// An order as we know it.
struct Order {
  ClientOrderId id{};
  VenueOrderId venue_id{};
  OrderSpec spec{};
  OrderState state = OrderState::SUBMITTED;
  bool cancel_requested = false;  ///< `pending_cancel`: may still fill
  bool unresolved = false;        ///< outcome unknown: counts as live until the venue has been asked
  bool triggered = false;         ///< a conditional order whose trigger was touched
  Quantity filled{};
  Timestamp submitted_at{};
  Timestamp updated_at{};

  Quantity remaining() const { return spec.quantity - filled; }
  bool live() const { return !is_terminal(state); }
  /// Confirmed at the venue and nobody has asked to take it away.
  bool working() const { return live() && state != OrderState::SUBMITTED && !cancel_requested && !unresolved; }
};

/// One execution. Quantity positive; the fee positive when paid.
struct Fill {
  ClientOrderId order{};
  TradeId trade{};
  Side side = Side::SELL;
  Quantity quantity{};
  Price price{};
  Money fee{};
  Liquidity liquidity = Liquidity::TAKER;
};
constexpr Quantity signed_quantity(Side side, Quantity quantity) {
  return side == Side::BUY ? quantity : -quantity;
}

std::string_view to_string(SlotKind);
std::string_view to_string(OrderState);

}  // namespace alpha_pulse::domain
