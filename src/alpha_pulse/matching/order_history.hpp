#pragma once

#include <algorithm>
#include <boost/circular_buffer.hpp>
#include <map>
#include <optional>

#include "alpha_pulse/domain/order.hpp"

namespace alpha_pulse::matching {

/// The last orders that reached a terminal state, so that they can still be asked about. Bounded: the oldest is
/// forgotten when `capacity` is exceeded.
class OrderHistory {
 public:
  static constexpr std::size_t kCapacity = 10'000;
  explicit OrderHistory(std::size_t capacity = kCapacity) : capacity_(capacity) {}

  void add(const Order& order) {
    ensure(is_terminal(order.state), "history holds finished orders");
    if (arrivals_.full()) {
      if (arrivals_.capacity() < capacity_) {
        arrivals_.set_capacity(std::min(capacity_, std::max<std::size_t>(64, 2 * arrivals_.capacity())));
      } else {
        by_id_.erase(arrivals_.front());
      }
    }
    ensure(by_id_.emplace(order.id, order).second, "an order finishes once");
    arrivals_.push_back(order.id);
  }
  std::optional<Order> find(ClientOrderId id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? std::nullopt : std::optional(found->second);
  }
  std::size_t size() const { return by_id_.size(); }

 private:
  std::size_t capacity_;
  boost::circular_buffer<ClientOrderId> arrivals_;
  std::map<ClientOrderId, Order> by_id_;
};

}  // namespace alpha_pulse::matching
