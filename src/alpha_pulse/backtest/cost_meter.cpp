#include "alpha_pulse/backtest/cost_meter.hpp"

#include <algorithm>

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
  const auto trade = [this](const Event& price) {
    return price.instrument == hedge_leg_ && price.as<TradeTick>() != nullptr;
  };
  const auto quote = [this](const Event& price) {
    const auto* print = price.as<TradeTick>();
    return price.instrument == hedge_leg_ && (print != nullptr ? print->roles.quote : price.as<QuoteTick>() != nullptr);
  };
  // Only the latest trade and the latest quotes are ever looked at, and they are kept apart.
  const auto last_quote = std::find_if(prices.rbegin(), prices.rend(), quote);
  const auto last_trade = std::find_if(prices.rbegin(), prices.rend(), trade);
  if (last_quote != prices.rend()) market_.absorb(*last_quote, instruments_[hedge_leg_.value]);
  if (last_trade < last_quote) market_.absorb(*last_trade, instruments_[hedge_leg_.value]);
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
