#include "alpha_pulse/backtest/cost_meter.hpp"

namespace alpha_pulse::backtest {

CostMeter::CostMeter(std::span<const Instrument> instruments, InstrumentId hedge_leg, engine::EventSink& account)
    : instruments_(instruments),
      hedge_leg_(hedge_leg),
      account_(account),
      slippage_(instruments[hedge_leg.value].settle()) {}

void CostMeter::observe(const Event& event) {
  if (event.instrument == hedge_leg_) market_.absorb(event, instruments_[hedge_leg_.value]);
  broker_->observe(event);
}

void CostMeter::observe_quiet(std::span<const Event> prices) {
  for (const Event& price : prices) {
    if (price.instrument == hedge_leg_) market_.absorb(price, instruments_[hedge_leg_.value]);
  }
  broker_->observe_quiet(prices);
}

engine::EventSink::Outcome CostMeter::push(const Event& event) {
  const auto* filled = event.as<OrderFilled>();
  if (filled != nullptr && filled->fill.liquidity == Liquidity::TAKER && event.instrument == hedge_leg_) {
    const Fill& fill = filled->fill;
    const Instrument& instrument = instruments_[hedge_leg_.value];
    const Price touch = fill.side == Side::BUY ? market_.ask_or_last() : market_.bid_or_last();
    const Money paid = position_value(instrument, fill.price, signed_quantity(fill.side, fill.quantity));
    const Money fair = position_value(instrument, touch, signed_quantity(fill.side, fill.quantity));
    slippage_ += paid - fair;
  }
  return account_.push(event);
}

}  // namespace alpha_pulse::backtest
