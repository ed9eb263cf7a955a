#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "alpha_pulse/domain/enums.hpp"
#include "alpha_pulse/domain/price.hpp"

namespace alpha_pulse::simulator {

/// Where a resting order lies in the book; valid until it is removed, then given out again.
using Slot = std::uint32_t;
inline constexpr Slot kNoSlot = ~Slot{0};

/// Resting limit orders in price-time priority (sheet 9.2). Orders and levels live in pools and are linked by index;
/// a side is a sorted array of its levels with the best at the back, so what happens near the touch moves nothing.
/// Nothing is allocated once the pools have grown. Proven against a naive book in book_test.cpp; its pace is printed by
/// bench/simulator_bench.cpp.
class Book {
 public:
  /// A resting order. `tag` is the owner's business.
  struct Resting {
    std::uint64_t tag = 0;
    Price price{};
    Quantity left{};
    std::uint32_t level = 0;
    Slot previous = kNoSlot, next = kNoSlot;
    Side side{};
  };

  /// Rests an order behind all others of its price. `quantity` > 0.
  Slot add(Side side, Price price, Quantity quantity, std::uint64_t tag);
  /// Takes an order out, wherever it stands.
  void remove(Slot slot);
  /// Takes `by` off an order, which keeps its place; `by` is less than what is left.
  void reduce(Slot slot, Quantity by);

  /// The order that is served first on this side; kNoSlot when there is none.
  Slot front(Side side) const {
    const auto& keys = keys_[index(side)];
    return keys.empty() ? kNoSlot : levels_[keys.back().level].head;
  }
  /// The order served after this one; kNoSlot behind the last.
  Slot after(Slot slot) const;
  const Resting& at(Slot slot) const { return orders_[slot]; }
  /// What rests at this price.
  Quantity quantity_at(Side side, Price price) const;
  std::size_t size() const { return size_; }

 private:
  struct Key {
    std::int64_t rank;  ///< the price, negated for sells: the best is the greatest
    std::uint32_t level;
  };
  struct LevelQueue {
    Slot head = kNoSlot, tail = kNoSlot;
    Quantity total{};
  };

  static constexpr std::size_t index(Side side) { return side == Side::BUY ? 0 : 1; }
  static constexpr std::int64_t rank_of(Side side, Price price) {
    return side == Side::BUY ? price.raw() : -price.raw();
  }
  std::size_t place_of(Side side, std::int64_t rank) const;
  std::uint32_t level_for(Side side, Price price);

  std::array<std::vector<Key>, 2> keys_;
  std::vector<LevelQueue> levels_;
  std::vector<Resting> orders_;
  std::vector<std::uint32_t> free_levels_;
  std::vector<Slot> free_slots_;
  std::size_t size_ = 0;
};

}  // namespace alpha_pulse::simulator
