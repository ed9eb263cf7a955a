#pragma once

#include <boost/container/small_vector.hpp>
#include <variant>

#include "alpha_pulse/domain/notice.hpp"
#include "alpha_pulse/domain/order.hpp"

/// Everything the program can ask for. Imperatives, immutable.
namespace alpha_pulse::domain {

/// `id` is given by the engine after the risk gate has approved; a strategy leaves it 0.
struct PlaceOrder {
  ClientOrderId id{};
  OrderSpec spec{};
};
/// Take an order away; what of it was not filled meanwhile ends.
struct CancelOrder {
  ClientOrderId id{};
  OrderSpec spec{};  ///< of the order to cancel, so that the command can be read alone
};
using Command = std::variant<PlaceOrder, CancelOrder>;

inline const OrderSpec& spec_of(const Command& command) {
  return std::visit([](const auto& c) -> const OrderSpec& { return c.spec; }, command);
}

/// What one event led to: orders to the venue in the order decided, and notices to people. Reused between events, so
/// that a quiet event allocates nothing.
class Commands {
 public:
  void place(const OrderSpec& spec) { orders_.emplace_back(PlaceOrder{.id = {}, .spec = spec}); }
  void cancel(const Order& order) { orders_.emplace_back(CancelOrder{.id = order.id, .spec = order.spec}); }
  void notify(const Notice& notice) { notices_.push_back(notice); }
  void clear() {
    orders_.clear();
    notices_.clear();
  }
  bool empty() const { return orders_.empty() && notices_.empty(); }
  const auto& orders() const { return orders_; }
  const auto& notices() const { return notices_; }

 private:
  boost::container::small_vector<Command, 16> orders_;
  boost::container::small_vector<Notice, 8> notices_;
};

}  // namespace alpha_pulse::domain
