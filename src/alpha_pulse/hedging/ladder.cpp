#include "alpha_pulse/hedging/ladder.hpp"

#include <algorithm>

namespace alpha_pulse::hedging {
namespace {

/// The grid's target: the wanted quantity, or n steps when the risk-based step binds, never beyond the room left.
Quantity grid_target(const HedgeSettings& settings, const LadderRequest& request) {
  const std::int64_t n = settings.grid.num_levels;
  Quantity target = request.target;
  if (request.equity) {
    const Quantity step = risk_sized_step(settings.sizing, Ratio::nearest(request.spacing.sigma), *request.equity,
                                          request.spacing.reference);
    if (step < Quantity::from_raw(target.raw() / n)) target = step * n;
  }
  return std::max(Quantity{}, std::min(target, request.room));
}

}  // namespace

Ladder::Ladder(const Instrument& instrument, const HedgeSettings& settings, const LadderRequest& request)
    : geometry_(ladder_geometry(instrument, settings, request.spacing)), sigma_(request.spacing.sigma) {
  const Quantity target = grid_target(settings, request);
  const std::vector<Price> prices = rung_prices(instrument, geometry_, settings.grid.num_levels);
  step_ = instrument.round_down_to_lot(Quantity::from_raw(target.raw() / settings.grid.num_levels));
  if (prices.empty()) return;
  split_ = split_into_lots(instrument, prices, target);
  const Side close_side = geometry_.upwards ? Side::BUY : Side::SELL;
  for (std::size_t i = 0; i < split_.sizes.size(); ++i) {
    const int distance = static_cast<int>(i);
    rungs_.push_back({.level = {prices[i], split_.sizes[i], !geometry_.upwards},
                      .close_price = geometry_.order_price(instrument, distance, close_side),
                      .opened = {},
                      .closed = {},
                      .closing = false});
    if (settings.grid.direction == GridDirection::BOTH) {
      const Price below = geometry_.order_price(instrument, -(distance + 1), Side::BUY);
      buy_backs_.push_back({.level = {below, split_.sizes[i], true}, .filled = {}});
    }
  }
}

Quantity Ladder::unfilled() const {
  Quantity sum;
  for (const Rung& rung : rungs_) sum += rung.to_open();
  return sum;
}

void Ladder::on_open_fill(std::size_t index, Quantity quantity, bool rearm) {
  if (index >= rungs_.size()) return;  // an order of an earlier grid
  Rung& rung = rungs_[index];
  rung.opened = std::min(rung.opened + quantity, rung.level.quantity);
  if (rearm && rung.opened == rung.level.quantity) {
    rung.closing = true;
    rung.closed = Quantity{};
  }
}

void Ladder::on_close_fill(std::size_t index, Quantity quantity) {
  if (index >= rungs_.size()) {
    const std::size_t below = index - rungs_.size();
    if (below < buy_backs_.size()) buy_backs_[below].filled += quantity;
    return;
  }
  Rung& rung = rungs_[index];
  rung.closed = std::min(rung.closed + quantity, rung.level.quantity);
  if (rung.closed == rung.level.quantity) {
    rung.closing = false;
    rung.opened = Quantity{};
    rung.closed = Quantity{};
  }
}

void Ladder::respace(const Instrument& instrument, const HedgeSettings& settings, const SpacingInputs& spacing,
                     Price beyond) {
  const LadderGeometry moved = ladder_geometry(instrument, settings, spacing);
  const std::vector<Price> prices = rung_prices(instrument, moved, static_cast<int>(rungs_.size()));
  const Side close_side = moved.upwards ? Side::BUY : Side::SELL;
  const PriceDelta tick = instrument.tick - Price{};
  const auto ahead = [&](Price price) { return moved.upwards ? price > beyond : price < beyond; };
  const auto apart = [&](Price price, Price before) {
    return moved.upwards ? std::max(price, before + tick) : std::min(price, before - tick);
  };
  Price before;
  for (std::size_t i = 0; i < rungs_.size() && i < prices.size(); ++i) {
    Rung& rung = rungs_[i];
    if (rung.opened.is_zero() && !rung.closing) {
      const Price wanted = ahead(prices[i]) ? prices[i] : rung.level.price;
      rung.level.price = before.known() ? apart(wanted, before) : wanted;
      rung.close_price = moved.order_price(instrument, static_cast<int>(i), close_side);
    }
    before = rung.level.price;
  }
  geometry_ = moved;
  sigma_ = spacing.sigma;
}

}  // namespace alpha_pulse::hedging
