#include "alpha_pulse/hedging/grid_keeper.hpp"

#include <algorithm>

#include "alpha_pulse/hedging/hedge_goals.hpp"

namespace alpha_pulse::hedging {

void GridKeeper::on_completed(const OrderSlot& slot) {
  auto& sent = attempts(slot.kind);
  if (slot.index < sent.size()) sent[slot.index].reset();
}

void GridKeeper::keep(const Ladder& ladder, const GridPermission& permission, const Inputs& in, Commands& out) {
  next_at_ = Timestamp::never();
  blocked_ = false;
  open_attempts_.resize(ladder.rungs().size());
  close_attempts_.resize(ladder.rungs().size() + ladder.buy_backs().size());
  index_live(ladder, in, out);
  keep_closing(ladder, permission, in, out);
  keep_opening(ladder, permission, in, out);
}

void GridKeeper::index_live(const Ladder& ladder, const Inputs& in, Commands& out) {
  open_live_.assign(ladder.rungs().size(), nullptr);
  close_live_.assign(ladder.rungs().size() + ladder.buy_backs().size(), nullptr);
  for (const Order& order : in.live) {
    const OrderSlot slot = order.spec.slot;
    if (slot.kind != SlotKind::GRID_OPEN && slot.kind != SlotKind::GRID_CLOSE) continue;
    if (order.spec.instrument != in.instrument.id) continue;
    auto& live = live_of(slot.kind);
    if (slot.index < live.size()) {
      live[slot.index] = &order;
    } else if (!order.cancel_requested) {
      out.cancel(order);  // of an earlier, longer ladder
    }
  }
}

void GridKeeper::keep_opening(const Ladder& ladder, const GridPermission& permission, const Inputs& in, Commands& out) {
  const Side side = ladder.geometry().upwards ? Side::SELL : Side::BUY;
  Quantity worst = in.held + in.raising_other;  // if every rung that is wanted fills
  Quantity exposed = worst;                     // if everything that is live fills
  for (const Order* order : open_live_) {
    if (order != nullptr) exposed += order->remaining();
  }
  int used = 0;
  for (std::size_t i = 0; i < ladder.rungs().size(); ++i) {
    const Rung& rung = ladder.rungs()[i];
    const Quantity quantity = rung.to_open();
    Wanted wanted{.rests = false, .quantity = quantity, .price = rung.level.price};
    if (!quantity.is_zero() && used < permission.rungs) {
      const bool fits = worst + quantity <= permission.limit;
      const bool clear = clear_of_stop(ladder.geometry(), i, permission.stop);
      wanted.rests = fits && clear;
    }
    if (wanted.rests) {
      ++used;
      worst += quantity;
    }
    NewOrder allowed = permission.may_place ? NewOrder::ALLOWED : NewOrder::BLOCKED;
    if (allowed == NewOrder::ALLOWED && permission.cap && exposed + quantity > *permission.cap)
      allowed = NewOrder::NO_ROOM;
    const bool placed = reconcile({.kind = SlotKind::GRID_OPEN, .index = static_cast<std::uint16_t>(i)}, side, wanted,
                                  allowed, in, out);
    if (placed) exposed += quantity;
  }
}

void GridKeeper::keep_closing(const Ladder& ladder, const GridPermission& permission, const Inputs& in, Commands& out) {
  const Side side = ladder.geometry().upwards ? Side::BUY : Side::SELL;
  Quantity uncovered = in.held;
  const std::size_t rungs = ladder.rungs().size();
  for (std::size_t k = rungs; k-- > 0;) {  // the highest rung's close is the nearest
    const Rung& rung = ladder.rungs()[k];
    Wanted wanted{.rests = false, .quantity = std::min(rung.to_close(), uncovered), .price = rung.close_price};
    wanted.rests = permission.may_close && !wanted.quantity.is_zero();
    if (wanted.rests) uncovered -= wanted.quantity;
    reconcile({.kind = SlotKind::GRID_CLOSE, .index = static_cast<std::uint16_t>(k)}, side, wanted, NewOrder::ALLOWED,
              in, out);
  }
  for (std::size_t k = 0; k < ladder.buy_backs().size(); ++k) {
    const BuyBack& back = ladder.buy_backs()[k];
    Wanted wanted{.rests = false, .quantity = std::min(back.to_fill(), uncovered), .price = back.level.price};
    wanted.rests = permission.may_close && wanted.quantity.raw() > 0;
    if (wanted.rests) uncovered -= wanted.quantity;
    reconcile({.kind = SlotKind::GRID_CLOSE, .index = static_cast<std::uint16_t>(rungs + k)}, side, wanted,
              NewOrder::ALLOWED, in, out);
  }
}

/// Returns whether a new order was sent. One that the cap leaves no room for counts as tried: the cap moves with the
/// price, so it is asked again at the pace of lost orders, not at every event.
bool GridKeeper::reconcile(const OrderSlot& slot, Side side, const Wanted& wanted, NewOrder allowed, const Inputs& in,
                           Commands& out) {
  const Order* live = live_of(slot.kind)[slot.index];
  std::optional<Timestamp>& attempt = attempts(slot.kind)[slot.index];
  if (live != nullptr) {
    if (live->cancel_requested) return false;
    const bool same = live->spec.price == wanted.price && live->remaining() == wanted.quantity;
    const bool timed_out = in.order_timeout && in.now - live->submitted_at >= *in.order_timeout;
    if (wanted.rests && same && !timed_out) {
      if (in.order_timeout) next_at_ = std::min(next_at_, live->submitted_at + *in.order_timeout);
      return false;
    }
    if (!timed_out) attempt.reset();
    out.cancel(*live);
    return false;
  }
  if (!wanted.rests) return false;
  if (allowed == NewOrder::BLOCKED) {
    blocked_ = true;
    return false;
  }
  if (attempt && in.now < *attempt + in.retry_after) {
    next_at_ = std::min(next_at_, *attempt + in.retry_after);
    return false;
  }
  attempt = in.now;
  next_at_ = std::min(next_at_, in.now + in.retry_after);  // should it be refused or lost
  if (allowed == NewOrder::NO_ROOM) return false;
  OrderSpec spec;
  spec.instrument = in.instrument.id;
  spec.slot = slot;
  spec.side = side;
  spec.reduce_only = slot.kind == SlotKind::GRID_CLOSE;
  spec.quantity = wanted.quantity;
  spec.price = wanted.price;
  out.place(spec);
  return true;
}

}  // namespace alpha_pulse::hedging
