#include "alpha_pulse/matching/tick_desk.hpp"

#include <algorithm>

namespace alpha_pulse::matching {

void TickDesk::send(const TickOrder& order) {
  ensure(count_ < orders_.size(), "a strategy has at most 64 orders at a time");
  orders_[count_++] = order;
  ++unanswered_;
  requests_.push({.due = now_ + entry_, .cancel = false, .order = order});
}

void TickDesk::cancel(const TickOrder& order) {
  const auto live = std::find_if(orders_.begin(), orders_.begin() + static_cast<std::ptrdiff_t>(count_),
                                 [&](const TickOrder& one) { return one.id == order.id; });
  ensure(live != orders_.begin() + static_cast<std::ptrdiff_t>(count_) && !live->canceling,
         "an order is cancelled once, while it is live");
  live->canceling = true;
  ++unanswered_;
  requests_.push({.due = now_ + entry_, .cancel = true, .order = *live});
}

void TickDesk::receive(const TickReport& report) {
  ++messages_;
  if (report.answers) --unanswered_;
  if (report.outcome == TickOutcome::RESTS || report.outcome == TickOutcome::UNKNOWN) return;
  if (report.outcome == TickOutcome::FILLED)
    position_ += report.order.side == Side::BUY ? report.order.quantity : -report.order.quantity;
  const auto end = orders_.begin() + static_cast<std::ptrdiff_t>(count_);
  const auto left =
      std::remove_if(orders_.begin(), end, [&](const TickOrder& one) { return one.id == report.order.id; });
  count_ = static_cast<std::size_t>(left - orders_.begin());
}

}  // namespace alpha_pulse::matching
