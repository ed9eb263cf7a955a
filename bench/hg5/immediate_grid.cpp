#include "hg5/immediate_grid.hpp"

#include <algorithm>

#include "hg5/turns.hpp"

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
  constexpr std::size_t kPiece = 1U << 16U;  // entries: their columns stay in a processor's own cache
  constexpr std::size_t kBatch = 32;         // grids
  std::vector<std::vector<GridRun<Feed>>> batches((settings.size() + kBatch - 1) / kBatch);
  for (std::size_t i = 0; i < settings.size(); ++i) batches[i % batches.size()].emplace_back(entries, settings[i]);
  Turns turns(batches.size(), (entries.size() + kPiece - 1) / kPiece, threads);
  on_threads(threads, [&](unsigned thread) {
    for (auto turn = turns.next(thread); turn; turn = turns.next(thread, turn)) {
      const std::size_t to = std::min((turn->piece + 1) * kPiece, entries.size());
      for (GridRun<Feed>& grid : batches[turn->batch]) grid.skip(entries, index, to);
    }
  });
  std::vector<GridOutcome> outcomes(settings.size());
  for (std::size_t i = 0; i < settings.size(); ++i) {
    const matching::TickAccount& account = batches[i % batches.size()][i / batches.size()].grid().account();
    outcomes[i] = {account.fills(), account.cash(), account.fees(), account.drawdown()};
  }
  return outcomes;
}

template std::vector<GridOutcome> sweep<TickFeed>(std::span<const TickEvent>, const RangeIndex&,
                                                  std::span<const Hg5Settings>, unsigned);
template std::vector<GridOutcome> sweep<BarFeed>(std::span<const Bar>, const RangeIndex&, std::span<const Hg5Settings>,
                                                 unsigned);

}  // namespace alpha_pulse::bench
