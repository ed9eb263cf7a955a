#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "alpha_pulse/domain/enums.hpp"
#include "alpha_pulse/domain/price.hpp"

namespace alpha_pulse::exchanges {

/// One price of a book and all that stands there; quantity 0 in a change means: take the level away.
struct BookLevel {
  Price price{};
  Quantity quantity{};
  friend constexpr bool operator==(const BookLevel&, const BookLevel&) = default;
};

/// The levels of a book, best first on both sides. A value; whether changes arrive without a gap is the sequencer's
/// concern (binance/depth_sequencer.hpp). Proven by exchanges/local_book_test.cpp against a sorted map.
class LocalBook {
 public:
  static constexpr std::size_t kLevelsMax = 20'000;  ///< a side; beyond it the worst are dropped

  void clear();
  /// Replaces everything. Levels of quantity 0 are left out.
  void assign(std::span<const BookLevel> bids, std::span<const BookLevel> asks);
  /// Sets the quantities of these levels; 0 removes, removing what is not there is normal.
  void apply(std::span<const BookLevel> bids, std::span<const BookLevel> asks);

  std::span<const BookLevel> bids() const { return bids_; }
  std::span<const BookLevel> asks() const { return asks_; }
  std::optional<BookLevel> best_bid() const;
  std::optional<BookLevel> best_ask() const;
  /// True when the best bid is not below the best ask: nothing may be decided on such a book.
  bool crossed() const;

 private:
  std::vector<BookLevel> bids_;
  std::vector<BookLevel> asks_;
};

}  // namespace alpha_pulse::exchanges
