#include "hg5/latency_grid.hpp"

#include <algorithm>
#include <cstdlib>

namespace alpha_pulse::bench {

using matching::Side;
using matching::TickDesk;
using matching::TickOrder;

void LatencyGrid::wake(TickDesk& desk) {
  if (desk.unanswered() > 0) return;
  if (!anchored_) {
    anchor(desk);
    anchored_ = true;
  }
  const std::int64_t off = std::int64_t{desk.bid()} + desk.ask() - 2 * std::int64_t{lines_.anchor};
  if (!leaving_ && std::abs(off) >= 4 * std::int64_t{lines_.levels} * lines_.spacing) return leave(desk);
  if (leaving_) {
    if (!desk.orders().empty()) return;
    const std::int64_t position = desk.position();
    if (position != 0) return desk.take(position > 0 ? Side::SELL : Side::BUY, std::abs(position));
    anchor(desk);
    ++reanchors_;
    leaving_ = false;
  }
  if (desk.messages() != arranged_) arrange(desk);
}

void LatencyGrid::leave(TickDesk& desk) {
  for (const TickOrder& order : desk.orders()) desk.cancel(order);
  leaving_ = true;
}

void LatencyGrid::anchor(const TickDesk& desk) {
  lines_ = GridLines::at((desk.bid() + desk.ask()) / 2, settings_);
  arranged_ = ~std::uint64_t{0};
}

void LatencyGrid::arrange(TickDesk& desk) {
  const auto k = static_cast<std::int32_t>(-desk.position() / settings_.quantity);
  const auto side = [&](std::int32_t j) { return j > k ? Side::SELL : Side::BUY; };
  const auto there = [&](std::int32_t j) {
    return std::ranges::any_of(
        desk.orders(), [&](const TickOrder& order) { return order.price == lines_.line(j) && order.side == side(j); });
  };
  const auto wanted = [&](const TickOrder& order) {
    const std::int32_t j = (order.price - lines_.anchor) / lines_.spacing;
    return j != k && order.side == side(j);
  };
  for (const TickOrder& order : desk.orders()) {
    if (!wanted(order)) desk.cancel(order);
  }
  for (std::int32_t j = -settings_.levels; j <= settings_.levels; ++j) {
    if (j != k && !there(j)) desk.place(side(j), lines_.line(j), settings_.quantity);
  }
  if (desk.unanswered() == 0) arranged_ = desk.messages();
}

}  // namespace alpha_pulse::bench
