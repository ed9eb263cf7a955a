#include "alpha_pulse/simulator/book.hpp"

#include <algorithm>

namespace alpha_pulse::simulator {

/// Index of the first key whose rank is not below `rank`; looks near the touch first.
std::size_t Book::place_of(Side side, std::int64_t rank) const {
  const auto& keys = keys_[index(side)];
  if (keys.empty() || keys.back().rank < rank) return keys.size();
  if (keys.back().rank == rank) return keys.size() - 1;
  const auto at = std::ranges::lower_bound(keys, rank, {}, &Key::rank);
  return static_cast<std::size_t>(at - keys.begin());
}

std::uint32_t Book::level_for(Side side, Price price) {
  auto& keys = keys_[index(side)];
  const std::int64_t rank = rank_of(side, price);
  const std::size_t at = place_of(side, rank);
  if (at < keys.size() && keys[at].rank == rank) return keys[at].level;
  std::uint32_t level = 0;
  if (free_levels_.empty()) {
    level = static_cast<std::uint32_t>(levels_.size());
    levels_.emplace_back();
  } else {
    level = free_levels_.back();
    free_levels_.pop_back();
  }
  keys.insert(keys.begin() + static_cast<std::ptrdiff_t>(at), Key{rank, level});
  return level;
}

Slot Book::add(Side side, Price price, Quantity quantity, std::uint64_t tag) {
  ensure(quantity.raw() > 0 && price.known(), "a resting order has a price and a quantity");
  Slot slot = 0;
  if (free_slots_.empty()) {
    slot = static_cast<Slot>(orders_.size());
    orders_.emplace_back();
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
  }
  const std::uint32_t level = level_for(side, price);
  LevelQueue& queue = levels_[level];
  orders_[slot] = {.tag = tag,
                   .price = price,
                   .left = quantity,
                   .level = level,
                   .previous = queue.tail,
                   .next = kNoSlot,
                   .side = side};
  (queue.tail == kNoSlot ? queue.head : orders_[queue.tail].next) = slot;
  queue.tail = slot;
  queue.total += quantity;
  ++size_;
  return slot;
}

void Book::remove(Slot slot) {
  Resting& order = orders_[slot];
  ensure(order.left.raw() > 0, "an order is removed once");
  LevelQueue& queue = levels_[order.level];
  (order.previous == kNoSlot ? queue.head : orders_[order.previous].next) = order.next;
  (order.next == kNoSlot ? queue.tail : orders_[order.next].previous) = order.previous;
  queue.total -= order.left;
  if (queue.head == kNoSlot) {
    auto& keys = keys_[index(order.side)];
    const std::size_t at = place_of(order.side, rank_of(order.side, order.price));
    keys.erase(keys.begin() + static_cast<std::ptrdiff_t>(at));
    free_levels_.push_back(order.level);
  }
  order.left = {};
  free_slots_.push_back(slot);
  --size_;
}

void Book::reduce(Slot slot, Quantity by) {
  Resting& order = orders_[slot];
  ensure(by.raw() > 0 && by < order.left, "a resting order keeps a part");
  order.left -= by;
  levels_[order.level].total -= by;
}

Slot Book::after(Slot slot) const {
  const Resting& order = orders_[slot];
  if (order.next != kNoSlot) return order.next;
  const std::size_t at = place_of(order.side, rank_of(order.side, order.price));
  return at == 0 ? kNoSlot : levels_[keys_[index(order.side)][at - 1].level].head;
}

Quantity Book::quantity_at(Side side, Price price) const {
  const auto& keys = keys_[index(side)];
  const std::int64_t rank = rank_of(side, price);
  const std::size_t at = place_of(side, rank);
  return at < keys.size() && keys[at].rank == rank ? levels_[keys[at].level].total : Quantity{};
}

}  // namespace alpha_pulse::simulator
