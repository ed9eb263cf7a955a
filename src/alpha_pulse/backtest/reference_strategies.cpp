#include "alpha_pulse/backtest/reference_strategies.hpp"

namespace alpha_pulse::backtest {
namespace {

class Unhedged final : public IStrategy {
 public:
  void on_event(const Event&, const StrategyView&, Commands&) override {}
  Wakeup next_wakeup() const override { return {}; }
};

class StaticHedge final : public IStrategy {
 public:
  explicit StaticHedge(InstrumentId hedge_leg) : hedge_leg_(hedge_leg) {}

  void on_event(const Event& event, const StrategyView& view, Commands& out) override {
    if (sold_ || event.more_follow || !view.market(hedge_leg_).last.known()) return;
    sold_ = true;
    const Instrument& instrument = view.instrument(hedge_leg_);
    const Quantity quantity = instrument.round_down_to_lot(view.spot);
    if (quantity.is_zero()) return;
    OrderSpec spec;
    spec.instrument = hedge_leg_;
    spec.slot = {.kind = SlotKind::REBALANCE, .index = 0};
    spec.side = quantity.raw() > 0 ? Side::SELL : Side::BUY;
    spec.type = OrderType::MARKET;
    spec.time_in_force = TimeInForce::IOC;
    spec.quantity = quantity.magnitude();
    out.place(spec);
  }
  Wakeup next_wakeup() const override { return sold_ ? Wakeup{} : Wakeup::on_every_event(); }

 private:
  InstrumentId hedge_leg_;
  bool sold_ = false;
};

}  // namespace

std::unique_ptr<IStrategy> unhedged_strategy() {
  return std::make_unique<Unhedged>();
}

std::unique_ptr<IStrategy> static_strategy(InstrumentId hedge_leg) {
  return std::make_unique<StaticHedge>(hedge_leg);
}

}  // namespace alpha_pulse::backtest
