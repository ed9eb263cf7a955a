#pragma once

#include <cstdint>
#include <cstdlib>
#include <span>

#include "alpha_pulse/matching/tick_account.hpp"
#include "hg5/grid_lines.hpp"
#include "hg5/range_index.hpp"
#include "hg5/recordings.hpp"

namespace alpha_pulse::bench {

inline constexpr std::int64_t kMakerMillionths = 200;
inline constexpr std::int64_t kTakerMillionths = 500;

/// HG5 without a wire: its orders are where they should be at once, and are filled when the price reaches them.
class ImmediateGrid {
 public:
  ImmediateGrid(const Hg5Settings& settings, std::int32_t anchor)
      : settings_(settings), lines_(GridLines::at(anchor, settings)), corridor_(lines_.corridor(0)) {}

  /// Fills what lies between the nearest orders and these prices.
  void reach(std::int32_t lowest, std::int32_t highest) {
    while (k_ < lines_.levels && highest >= lines_.line(k_ + 1)) {
      ++k_;
      account_.fill(matching::Side::SELL, lines_.line(k_), settings_.quantity, kMakerMillionths);
    }
    while (k_ > -lines_.levels && lowest <= lines_.line(k_ - 1)) {
      --k_;
      account_.fill(matching::Side::BUY, lines_.line(k_), settings_.quantity, kMakerMillionths);
    }
    corridor_ = lines_.corridor(k_);
  }
  /// Closes the position at this price and draws the lines anew around it.
  void redraw(std::int32_t price) {
    if (k_ != 0) {
      const auto side = k_ > 0 ? matching::Side::BUY : matching::Side::SELL;
      account_.fill(side, price, std::int64_t{std::abs(k_)} * settings_.quantity, kTakerMillionths);
    }
    k_ = 0;
    lines_ = GridLines::at(price, settings_);
    corridor_ = lines_.corridor(0);
    ++reanchors_;
  }

  const matching::TickCorridor& corridor() const { return corridor_; }
  matching::TickCorridor lines_end() const { return lines_.reach(); }
  matching::TickAccount& account() { return account_; }
  const matching::TickAccount& account() const { return account_; }
  int reanchors() const { return reanchors_; }

  friend bool operator==(const ImmediateGrid& a, const ImmediateGrid& b) {
    return a.account_ == b.account_ && a.reanchors_ == b.reanchors_ && a.k_ == b.k_;
  }

 private:
  Hg5Settings settings_;
  GridLines lines_;
  matching::TickCorridor corridor_;
  matching::TickAccount account_;
  std::int32_t k_ = 0;
  int reanchors_ = 0;
};

/// HG5 over best quotes and trades: a sell is filled when the bid reaches it or a trade prints beyond it. The account
/// is valued after every event, in the middle of the quote.
struct TickFeed {
  using Entry = matching::TickEvent;

  static std::int32_t first_price(const Entry& event) { return (event.bid() + event.ask()) / 2; }
  static std::int64_t value(const Entry& event) { return std::int64_t{event.bid()} + event.ask(); }
  static void observe(const Entry& event, ImmediateGrid& grid);
};

/// HG5 over bars: from the open to the nearer extreme, to the farther one, to the close. Every price on the way is
/// met, so lines are drawn anew at the very price where they end. Valued at every close.
struct BarFeed {
  using Entry = Bar;

  static std::int32_t first_price(const Entry& bar) { return bar.open; }
  static std::int64_t value(const Entry& bar) { return 2 * std::int64_t{bar.close}; }
  static void observe(const Entry& bar, ImmediateGrid& grid);
};

/// One grid on its way through a recording.
template <class Feed>
class GridRun {
 public:
  using Entries = std::span<const typename Feed::Entry>;

  /// The first tick only sets the anchor; a bar is lived through from its open.
  GridRun(Entries entries, const Hg5Settings& settings) : grid_(settings, Feed::first_price(entries.front())) {}

  /// Every entry before `to`.
  void run(Entries entries, std::size_t to) {
    for (; next_ < to; ++next_) observe(entries[next_]);
  }
  /// The same, entries that provably change nothing left out.
  void skip(Entries entries, const RangeIndex& index, std::size_t to) {
    while (next_ < to) {
      const matching::TickCorridor& corridor = grid_.corridor();
      const std::size_t found = index.first_outside(next_, to, corridor.below, corridor.above);
      if (found < to) __builtin_prefetch(&entries[found]);  // on its way while the account is valued up to it
      value(index, found);
      next_ = found;
      if (next_ < to) observe(entries[next_++]);
    }
  }

  const ImmediateGrid& grid() const { return grid_; }

 private:
  void observe(const typename Feed::Entry& entry) {
    Feed::observe(entry, grid_);
    grid_.account().mark(Feed::value(entry));
  }
  void value(const RangeIndex& index, std::size_t to) {
    matching::TickAccount& account = grid_.account();
    const matching::TickCorridor& corridor = grid_.corridor();
    if (next_ == to || account.settled_between(corridor.below, corridor.above)) return;
    index.mark(next_, to, account);
  }

  ImmediateGrid grid_;
  std::size_t next_ = 0;
};

/// What is reported of each of many grids.
struct GridOutcome {
  std::int64_t fills = 0, cash = 0, fees = 0, drawdown = 0;
  friend bool operator==(const GridOutcome&, const GridOutcome&) = default;
};

/// Many grids over one recording. It is walked in pieces that stay in the processor's cache, all grids through each, a
/// batch of them at a time (turns.hpp).
template <class Feed>
std::vector<GridOutcome> sweep(std::span<const typename Feed::Entry> entries, const RangeIndex& index,
                               std::span<const Hg5Settings> settings, unsigned threads);

}  // namespace alpha_pulse::bench
