#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "alpha_pulse/domain/command.hpp"
#include "alpha_pulse/hedging/test_words.hpp"

/// The orders a test keeps alive by hand: what a keeper sends is taken in, and confirmed, lost or filled when the test
/// says so.
namespace alpha_pulse::hedging::test {

/// "grid_open 0 SELL 0.200 @ 101.00": an order in one line, for comparing whole batches.
inline std::string line(const OrderSpec& spec) {
  const Price at = is_conditional(spec.type) ? spec.trigger : spec.price;
  std::string text = std::string(to_string(spec.slot.kind)) + " " + std::to_string(spec.slot.index) + " " +
                     std::string(to_string(spec.side)) + " " + spec.quantity.to_string(3);
  if (at.known()) text += " @ " + at.to_string();
  if (spec.type == OrderType::LIMIT && spec.time_in_force != TimeInForce::GTC) {
    text += " " + std::string(to_string(spec.time_in_force));
  }
  return spec.reduce_only ? text + " reduce-only" : text;
}

class LiveOrders {
 public:
  /// Takes a batch in; returns it as lines, cancels with "cancel " before them.
  std::vector<std::string> take(const Commands& out, Timestamp now) {
    std::vector<std::string> lines;
    for (const Command& command : out.orders()) {
      if (const auto* place = std::get_if<PlaceOrder>(&command)) {
        lines.push_back(line(place->spec));
        orders_.push_back({.id = {++last_id_},
                           .venue_id = {},
                           .spec = place->spec,
                           .filled = {},
                           .submitted_at = now,
                           .updated_at = now});
      } else {
        const auto& cancel = std::get<CancelOrder>(command);
        lines.push_back("cancel " + line(cancel.spec));
        for (Order& order : orders_) order.cancel_requested = order.cancel_requested || order.id == cancel.id;
      }
    }
    return lines;
  }

  void accept_all() {
    for (Order& order : orders_) order.state = std::max(order.state, OrderState::ACCEPTED);
  }
  void confirm_cancels() {
    std::erase_if(orders_, [](const Order& order) { return order.cancel_requested; });
  }
  /// Everything on its way arrives.
  void settle() {
    accept_all();
    confirm_cancels();
  }
  /// Proven gone, whatever it was: rejected, expired, filled.
  void remove(SlotKind kind, int index = 0) {
    std::erase_if(orders_, [&](const Order& order) { return order.spec.slot == slot(kind, index); });
  }
  Order* find(SlotKind kind, int index = 0) {
    const auto found = std::find_if(orders_.begin(), orders_.end(),
                                    [&](const Order& order) { return order.spec.slot == slot(kind, index); });
    return found == orders_.end() ? nullptr : &*found;
  }
  std::span<const Order> live() const { return orders_; }
  std::vector<Order>& orders() { return orders_; }
  std::size_t count(SlotKind kind) const {
    return static_cast<std::size_t>(std::count_if(orders_.begin(), orders_.end(),
                                                  [&](const Order& order) { return order.spec.slot.kind == kind; }));
  }

  static OrderSlot slot(SlotKind kind, int index) { return {.kind = kind, .index = static_cast<std::uint16_t>(index)}; }

 private:
  std::vector<Order> orders_;
  std::uint64_t last_id_ = 0;
};

using Lines = std::vector<std::string>;

}  // namespace alpha_pulse::hedging::test
