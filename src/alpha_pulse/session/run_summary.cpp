#include "alpha_pulse/session/run_summary.hpp"

#include <algorithm>

namespace alpha_pulse::session {
namespace {

std::string_view profile_name(hedging::Profile profile) {
  return profile == hedging::Profile::GUARDED ? "guarded" : "classic";
}

double percent(Duration part, Duration whole) {
  return whole <= Duration{} ? 0 : 100.0 * static_cast<double>(part.ns()) / static_cast<double>(whole.ns());
}

Price trigger_of(std::span<const Order> live, SlotKind kind) {
  const auto found = std::find_if(
      live.begin(), live.end(), [kind](const Order& order) { return order.spec.slot.kind == kind && order.working(); });
  return found == live.end() ? Price{} : found->spec.trigger;
}

}  // namespace

RunSummary summarise(const backtest::ClosedLoop& loop, const config::AppConfig& config, std::string exchange) {
  const engine::Engine& engine = loop.engine();
  const engine::Portfolio& portfolio = engine.portfolio();
  const engine::EngineCounters& counters = engine.counters();
  const Instrument& hedge = engine.instruments()[engine.settings().hedge_leg.value];
  RunSummary s(portfolio.terms());
  s.residual = portfolio.residual();
  s.mode = to_string(config.trading_mode);
  s.exchange = std::move(exchange);
  s.symbol = hedge.symbol;
  s.profile = profile_name(config.hedge.profile);
  if (const auto* strategy = loop.strategy()) {
    s.state = strategy->state();
    s.reason = strategy->reason();
    if (strategy->time_to_hedge()) s.seconds_to_hedged = strategy->time_to_hedge()->to_seconds();
  }
  s.events = loop.covered();
  if (const backtest::AdviceRecord* advice = loop.advice()) {
    s.advice = AdviceSummary{.placed = advice->placed(),
                             .canceled = advice->canceled(),
                             .instrument = hedge,
                             .newest = {advice->newest().begin(), advice->newest().end()}};
  } else {
    s.orders_placed = counters.orders_placed;
    s.orders_canceled = counters.orders_canceled;
  }
  s.orders_refused = counters.orders_refused;
  s.fills = counters.fills;
  s.incidents = counters.incidents;
  s.working_orders = engine.tracker().live().size();
  s.hedge_ratio = portfolio.hedge_ratio();
  s.spot_quantity = portfolio.spot();
  s.hedge_quantity = portfolio.position().quantity();
  s.last_price = portfolio.mark();
  s.entry_price = portfolio.position().entry(hedge);
  s.stop_price = trigger_of(engine.tracker().live(), SlotKind::STOP_LOSS);
  s.take_profit_price = trigger_of(engine.tracker().live(), SlotKind::TAKE_PROFIT);
  s.disaster_stop_price = trigger_of(engine.tracker().live(), SlotKind::DISASTER_STOP);
  s.liquidation_price = portfolio.liquidation();
  s.wallet = portfolio.wallet();
  s.equity = portfolio.equity();
  s.initial_equity = portfolio.initial_equity();
  s.command_hash = engine.command_hash();
  s.timed_hash = engine.timed_hash();
  s.from = loop.started_at();
  s.to = loop.last_event_at();
  return s;
}

PolicyFigures figures(const backtest::ClosedLoop& loop) {
  const engine::Portfolio& portfolio = loop.engine().portfolio();
  const double initial = loop.initial_holding_value().to_double();
  const Duration length = loop.last_event_at() - loop.started_at().value_or(loop.last_event_at());
  const engine::AccountTerms terms = portfolio.terms();
  const Money cost = terms.fees + loop.costs().slippage();
  PolicyFigures f;
  f.equity = portfolio.equity();
  f.hedge_effectiveness = backtest::hedge_effectiveness(loop.hours());
  f.cvar95 = backtest::conditional_value_at_risk(loop.hours(), initial);
  f.max_drawdown_pct = backtest::max_drawdown_pct(loop.hours(), initial);
  f.turnover = initial == 0 ? 0 : portfolio.turnover().to_double() / initial;
  f.cost_bp_year = backtest::basis_points_per_year(cost.to_double(), initial, length);
  f.funding_bp_year = backtest::basis_points_per_year(terms.funding.to_double(), initial, length);
  return f;
}

TimeFigures time_figures(const backtest::ClosedLoop& loop) {
  const backtest::TimeSpent& spent = loop.observer().spent();
  TimeFigures f;
  f.active_pct = percent(spent.active, spent.total);
  f.stopped_pct = percent(spent.stopped, spent.total);
  f.gap_pct = percent(spent.gaps, spent.total);
  if (spent.measured > Duration{}) f.outside_limits_pct = percent(spent.outside, spent.measured);
  return f;
}

}  // namespace alpha_pulse::session
