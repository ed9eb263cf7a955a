#pragma once

#include <random>

#include "alpha_pulse/domain/bar_builder.hpp"
#include "support/loops.hpp"

namespace alpha_pulse::tests {

/// Any configuration a user might write, drawn from a seed: profiles, ladders, re-arming, exits, bands, fill models.
inline LoopRequest random_request(std::mt19937_64& random) {
  const auto chance = [&](double p) { return std::uniform_real_distribution<double>()(random) < p; };
  const auto between = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  const auto ratio = [&](double low, double high) {
    return Ratio::nearest(std::uniform_real_distribution<double>(low, high)(random));
  };
  LoopRequest request;
  request.hedge = chance(0.5) ? guarded() : classic();
  hedging::HedgeSettings& h = request.hedge;
  h.grid.num_levels = between(1, 12);
  if (chance(0.3)) h.grid.ladder = true;
  h.grid.rearm_levels = chance(0.5);
  h.grid.spacing_sigma = ratio(0.05, 0.8);
  h.grid.spacing = chance(0.5) ? hedging::Spacing::GEOMETRIC : hedging::Spacing::ARITHMETIC;
  h.grid.volatility_mode = chance(0.4) ? hedging::VolatilityMode::MEASURED : hedging::VolatilityMode::FIXED;
  h.grid.direction = chance(0.2) ? GridDirection::BOTH : chance(0.2) ? GridDirection::LONG : GridDirection::SHORT;
  if (chance(0.2)) h.grid.max_orders = between(1, 5);
  if (chance(0.1)) h.grid.order_timeout = Duration::minutes(between(5, 500));
  h.exits.stop_loss = ratio(0.005, 0.2);
  h.exits.take_profit = ratio(0.005, 0.2);
  h.exits.scope = chance(0.5) ? hedging::ExitScope::ALL : hedging::ExitScope::LADDER;
  h.exits.rearm = chance(0.4) ? hedging::Rearm::TIMED : chance(0.5) ? hedging::Rearm::PRICE : hedging::Rearm::MANUAL;
  h.exits.rearm_after = Duration::minutes(between(1, 600));
  h.exits.rearm_move = ratio(0.002, 0.05);
  h.exits.stop_while_flat = chance(0.8);
  if (chance(0.3)) h.ratio.initial = ratio(0, 1);
  if (chance(0.2)) request.max_drawdown = ratio(0.01, 0.2);
  if (chance(0.2)) request.fills.model = matching::FillModel::TOUCH;
  if (chance(0.2)) request.fills.model = matching::FillModel::QUEUE;
  if (chance(0.2)) request.fills.latency = Duration::milliseconds(between(1, 60'000));
  request.fills.stop_while_flat = h.exits.stop_while_flat;
  request.wallet = std::to_string(between(30'000, 300'000));
  const std::int64_t coins = between(1, 4'000);
  request.spot = Quantity::from_raw(coins * 100'000 * (h.grid.direction == GridDirection::LONG ? -1 : 1));
  if (chance(0.3)) request.wallet = std::to_string(between(500, 30'000));  // margin leaves room for a part, or for none
  if (chance(0.2)) request.margin_guard = ratio(0.05, 0.6);
  if (chance(0.2)) request.max_position = Quantity::from_raw(between(1, 4'000) * 100'000);
  return request;
}

/// A path of any kind, sometimes with coins and money moving and funding falling due.
inline std::vector<Event> random_path(std::mt19937_64& random, int ticks) {
  const auto chance = [&](double p) { return std::uniform_real_distribution<double>()(random) < p; };
  PathRequest request;
  request.kind = kAllPaths[random() % std::size(kAllPaths)];
  request.ticks = ticks;
  request.seed = static_cast<unsigned>(random());
  request.sigma_daily = std::uniform_real_distribution<double>(0.005, 0.15)(random);
  request.step = Duration::seconds(chance(0.5) ? 60 : static_cast<std::int64_t>(1 + random() % 20));
  std::vector<Event> path = make_path(request);
  std::vector<Event> out;
  BarBuilder bars(Duration::minutes(5));
  for (Event& event : path) {
    const auto* trade = event.as<TradeTick>();
    if (const auto closed = bars.add(trade->price, trade->quantity, event.ts_event)) {
      Event bar = event;
      bar.ts_event = bar.ts_receive = closed->end;
      bar.body = closed->bar;
      out.push_back(bar);
    }
    if (chance(0.0005)) {
      Event flow = event;
      flow.instrument = kSpotLeg;
      flow.body = SpotBalanceChanged{
          .change = Quantity::from_raw(static_cast<std::int64_t>(random() % 40'000'000) - 20'000'000)};
      out.push_back(flow);
    }
    if (chance(0.001)) {
      Event due = event;
      due.body = FundingRateDue{.rate = Ratio::from_raw(static_cast<std::int64_t>(random() % 200'000) - 100'000)};
      out.push_back(due);
    }
    if (chance(0.0003)) {
      Event moved = event;
      moved.body = WalletTransferred{.amount = *Money::parse(chance(0.5) ? "500" : "-300", Currency("USDT"))};
      out.push_back(moved);
    }
    out.push_back(event);
  }
  return out;
}

}  // namespace alpha_pulse::tests
