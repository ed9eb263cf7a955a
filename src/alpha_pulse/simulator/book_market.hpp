#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <vector>

#include <boost/container/flat_map.hpp>

#include "alpha_pulse/simulator/book.hpp"
#include "alpha_pulse/simulator/venue_figures.hpp"
#include "alpha_pulse/simulator/venue_symbol.hpp"

namespace alpha_pulse::simulator {

/// What a taker meets first: an order of an account, or (slot = kNoSlot) the outside market.
struct Offer {
  Price price{};
  Quantity quantity{};
  Slot slot = kNoSlot;
};

/// True when a taker of `side` with this limit may trade at `price`.
constexpr bool reaches(Side side, Price limit, Price price) {
  return side == Side::BUY ? price <= limit : price >= limit;
}

/// The order book of one symbol: orders of the accounts, and around the last print the depth of the outside market.
/// At one price the accounts' orders come first: the synthetic depth is renewed with each print, so it is the youngest.
/// It also remembers what was published, and tells the difference. Proven by book_market_test.cpp.
class MarketBook {
 public:
  MarketBook(Price tick, SyntheticDepth depth) : tick_(tick), depth_(depth) {}

  Slot add(Side side, Price price, Quantity quantity, std::uint64_t tag);
  void remove(Slot slot);
  /// Takes `quantity` off a resting order and removes it when nothing is left.
  void fill(Slot slot, Quantity quantity);
  /// Takes `quantity` off the best synthetic level of `side`, which holds at least that.
  void take_synthetic(Side side, Quantity quantity);
  /// Lays the synthetic depth anew: bids from `last` down, asks from a tick above up, never across an account's order.
  void recentre(Price last);

  const Book& users() const { return users_; }
  /// The best offer resting on `side`.
  std::optional<Offer> best(Side side) const;
  /// The best level resting on `side` with all that is there; price 0 when there is none.
  Level best_level(Side side) const;
  /// How much a taker of `side` could get at `limit` or better, counted up to `enough`.
  Quantity available(Side side, Price limit, Quantity enough) const;
  /// The best `limit` levels resting on `side`.
  std::vector<Level> levels(Side side, std::size_t limit) const;

  /// What changed since the last call.
  struct Difference {
    std::int64_t first = 0, last = 0, previous = 0;
    std::vector<Level> bids{}, asks{};
    bool best_moved = false;
  };
  /// Empty when nothing did. Update ids grow by one a level.
  std::optional<Difference> publish();
  std::int64_t last_update_id() const { return update_id_; }

 private:
  static constexpr std::size_t index(Side side) { return side == Side::BUY ? 0 : 1; }
  std::span<const Level> synthetic(Side side) const;
  Quantity quantity_at(Side side, Price price) const;
  void touch(Side side, Price price) { touched_[index(side)].push_back(price); }
  std::vector<Level> changes(Side side);

  Book users_;
  Price tick_;
  SyntheticDepth depth_;
  std::array<std::vector<Level>, 2> synthetic_;  ///< best first
  std::array<std::size_t, 2> eaten_{};           ///< how many of them are gone
  std::array<std::vector<Price>, 2> touched_;
  std::array<boost::container::flat_map<Price, Quantity>, 2> shown_;
  std::array<Level, 2> shown_best_{};
  std::int64_t update_id_ = 1;
};

}  // namespace alpha_pulse::simulator
