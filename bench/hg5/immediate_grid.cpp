#include "hg5/immediate_grid.hpp"

#include <algorithm>
#include <thread>

namespace alpha_pulse::bench {

using matching::TickCorridor;
using matching::TickEvent;
using matching::TickKind;

void TickFeed::observe(const TickEvent& event, ImmediateGrid& grid) {
  std::int32_t up = event.bid();
  std::int32_t down = event.ask();
  if (event.kind == TickKind::BUY) up = std::max(up, event.price - 1);
  if (event.kind == TickKind::SELL) down = std::min(down, event.price + 1);
  if (grid.corridor().holds(down, up)) return;
  grid.reach(down, up);
  const TickCorridor end = grid.lines_end();
  if (!end.holds(down, up)) grid.redraw(up >= end.above ? up : down);
}

namespace {

void reach(std::int32_t price, ImmediateGrid& grid) {
  if (grid.corridor().holds(price, price)) return;
  grid.reach(price, price);
  for (TickCorridor end = grid.lines_end(); !end.holds(price, price); end = grid.lines_end()) {
    grid.redraw(price >= end.above ? end.above : end.below);
    grid.reach(price, price);
  }
}

}  // namespace

void BarFeed::observe(const Bar& bar, ImmediateGrid& grid) {
  if (grid.corridor().holds(bar.low, bar.high)) return;
  const bool high_first = bar.high - bar.open <= bar.open - bar.low;
  reach(bar.open, grid);
  reach(high_first ? bar.high : bar.low, grid);
  reach(high_first ? bar.low : bar.high, grid);
  reach(bar.close, grid);
}

template <class Feed>
std::vector<GridOutcome> sweep(std::span<const typename Feed::Entry> entries, const RangeIndex& index,
                               std::span<const Hg5Settings> settings, unsigned threads) {
  constexpr std::size_t kPiece = 1U << 16;
  std::vector<GridOutcome> outcomes(settings.size());
  const auto work = [&](std::size_t first) {
    std::vector<GridRun<Feed>> grids;
    for (std::size_t i = first; i < settings.size(); i += threads) grids.emplace_back(entries, settings[i]);
    for (std::size_t to = std::min(kPiece, entries.size());; to = std::min(to + kPiece, entries.size())) {
      for (GridRun<Feed>& grid : grids) grid.skip(entries, index, to);
      if (to == entries.size()) break;
    }
    for (std::size_t i = 0; i < grids.size(); ++i) {
      const matching::TickAccount& account = grids[i].grid().account();
      outcomes[first + i * threads] = {account.fills(), account.cash(), account.fees(), account.drawdown()};
    }
  };
  std::vector<std::jthread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back(work, i);
  work(0);
  others.clear();
  return outcomes;
}

template std::vector<GridOutcome> sweep<TickFeed>(std::span<const TickEvent>, const RangeIndex&,
                                                  std::span<const Hg5Settings>, unsigned);
template std::vector<GridOutcome> sweep<BarFeed>(std::span<const Bar>, const RangeIndex&, std::span<const Hg5Settings>,
                                                 unsigned);

}  // namespace alpha_pulse::bench
