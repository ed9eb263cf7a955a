// A strategy of one's own, through the engine, risk gate and paper venue of the program, over the built-in market.
#include <algorithm>
#include <iostream>

#include "alpha_pulse/alpha_pulse.hpp"
#include "alpha_pulse/config/instrument_table.hpp"
#include "alpha_pulse/session/assemble.hpp"

using namespace alpha_pulse;

/// Hedges everything once the price is 1 % below its high, and lets go at the next high.
class HedgeTheFall final : public IStrategy {
 public:
  void on_event(const Event& event, const domain::StrategyView& view, domain::Commands& out) override {
    const Price price = view.market(kHedgeLeg).last;
    if (event.more_follow || !price.known() || !view.live_orders.empty()) return;
    const bool new_high = price > high_;
    high_ = std::max(high_, price);
    const Quantity held = view.position(kHedgeLeg).quantity();
    const bool fallen = price < scale_rounding_down(high_, Ratio::from_raw(domain::kOne / 100 * 99));
    if (held.is_zero() && fallen) take(Side::SELL, view.instrument(kHedgeLeg).round_down_to_lot(view.spot), out);
    if (!held.is_zero() && new_high) take(Side::BUY, held.magnitude(), out);
  }
  domain::Wakeup next_wakeup() const override { return domain::Wakeup::on_every_event(); }

 private:
  static void take(Side side, Quantity quantity, domain::Commands& out) {
    out.place({.instrument = kHedgeLeg,
               .slot = {.kind = domain::SlotKind::REBALANCE},
               .side = side,
               .type = OrderType::MARKET,
               .time_in_force = domain::TimeInForce::IOC,
               .reduce_only = side == Side::BUY,
               .quantity = quantity});
  }
  Price high_;
};

int main() {
  const auto loaded = config::load_config({});
  const auto bitcoin = config::InstrumentTable::bundled().find("BTCUSDT");
  auto loop = backtest::ClosedLoop::create(session::loop_settings(loaded->config, {.hedge = *bitcoin}),
                                           std::make_unique<HedgeTheFall>());
  ExchangeDataProvider market({.sim = {.scenario = market::Scenario::CRASH}, .duration = Duration::hours(6)});
  if (const auto opened = market.initialize(); !opened) return 1;
  if (const auto played = market.start(**loop); !played) return 1;
  (*loop)->finish();

  const auto& books = (*loop)->engine().portfolio();
  std::cout << "fills " << (*loop)->engine().counters().fills << ", position "
            << books.position().quantity().to_string() << "\nholding " << books.terms().spot.to_string() << ", hedge "
            << books.terms().hedge().to_string() << ", fees " << books.terms().fees.to_string() << " USDT\n";
}
