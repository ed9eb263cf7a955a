#include "alpha_pulse/domain/order.hpp"

#include <algorithm>
#include <utility>

namespace alpha_pulse::domain {

OrderState advance(OrderState current, OrderState reported) {
  return is_terminal(current) ? current : std::max(current, reported);
}

std::string_view to_string(SlotKind value) {
  switch (value) {
    case SlotKind::GRID_OPEN:
      return "grid_open";
    case SlotKind::GRID_CLOSE:
      return "grid_close";
    case SlotKind::REBALANCE:
      return "rebalance";
    case SlotKind::STOP_LOSS:
      return "stop_loss";
    case SlotKind::TAKE_PROFIT:
      return "take_profit";
    case SlotKind::DISASTER_STOP:
      return "disaster_stop";
    case SlotKind::FLATTEN:
      return "flatten";
  }
  std::unreachable();
}

std::string_view to_string(OrderState value) {
  switch (value) {
    case OrderState::SUBMITTED:
      return "submitted";
    case OrderState::ACCEPTED:
      return "accepted";
    case OrderState::PARTIALLY_FILLED:
      return "partially_filled";
    case OrderState::FILLED:
      return "filled";
    case OrderState::CANCELED:
      return "canceled";
    case OrderState::EXPIRED:
      return "expired";
    case OrderState::REJECTED:
      return "rejected";
  }
  std::unreachable();
}

}  // namespace alpha_pulse::domain
