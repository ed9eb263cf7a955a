#pragma once

#include <algorithm>

#include "alpha_pulse/tape/tape.hpp"

namespace alpha_pulse::tape {

/// The events of a tape in order, a leaf of 64 unpacked at a time. A value; one thread; the tape outlives it.
/// Tested by tape/tape_test.cpp.
class TapeCursor {
 public:
  explicit TapeCursor(const Tape& tape, std::uint64_t from = 0)
      : tape_(&tape), index_(from), width_(tape.pyramid().width) {
    if (index_ < tape.size() && index_ % kLeafEvents != 0) enter_leaf();
  }

  /// The event at `index()`, which moves on; false at the end.
  bool next(Entry& out) {
    const auto i = static_cast<unsigned>(index_ % kLeafEvents);
    if (i == 0 || index_ >= tape_->size()) [[unlikely]] {
      if (index_ >= tape_->size()) return false;
      enter_leaf();
    }
    out.at = Timestamp::from_ns(columns_.time[i]);
    out.low = number_at(low_, width_, i);
    out.high = number_at(high_, width_, i);
    out.kind = static_cast<Kind>(((columns_.low_plane >> i) & 1U) | (((columns_.high_plane >> i) & 1U) << 1U));
    out.quantity = Quantity::from_raw(columns_.quantity[i]);
    out.high_quantity = Quantity::from_raw(columns_.high_quantity[i]);
    ++index_;
    return true;
  }

  /// Of the event that comes next.
  std::uint64_t index() const { return index_; }

  /// Columns of the events that come next, as far as they are unpacked: for loops over many. Bit i of a plane is of
  /// event i.
  struct Ahead {
    std::size_t count;
    const std::int64_t* time;
    const std::int32_t* low;  // nullptr on a tape of wide prices
    const std::int64_t* quantity;
    std::uint64_t low_plane, high_plane;

    /// Whether the first `events`, at least one, are all trades.
    bool trades(std::size_t events) const {
      return (~(low_plane ^ high_plane) & (~std::uint64_t{0} >> (kLeafEvents - events))) == 0;
    }
  };
  /// Nothing at the end; valid until the cursor moves.
  Ahead ahead() {
    if (index_ >= tape_->size()) return {};
    const auto i = static_cast<unsigned>(index_ % kLeafEvents);
    if (i == 0) enter_leaf();
    return {.count = std::min<std::uint64_t>(kLeafEvents - i, tape_->size() - index_),
            .time = columns_.time + i,
            .low = width_ == PriceWidth::NARROW ? static_cast<const std::int32_t*>(place_at(low_, width_, i)) : nullptr,
            .quantity = columns_.quantity + i,
            .low_plane = columns_.low_plane >> i,
            .high_plane = columns_.high_plane >> i};
  }
  /// Moves on over `count` of those ahead.
  void pass(std::size_t count) { index_ += count; }

 private:
  void enter_leaf() {
    const PageColumns& page = tape_->pyramid().pages[index_ / kPageEvents];
    const auto first = static_cast<std::int64_t>(index_ % kPageEvents / kLeafEvents * kLeafEvents);
    low_ = place_at(page.low, width_, first);
    high_ = place_at(page.high, width_, first);
    tape_->unpack_leaf(index_ / kLeafEvents, columns_);
  }

  const Tape* tape_;
  std::uint64_t index_;
  PriceWidth width_;
  const void* low_ = nullptr;
  const void* high_ = nullptr;
  LeafColumns columns_;
};

}  // namespace alpha_pulse::tape
