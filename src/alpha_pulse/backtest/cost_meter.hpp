#pragma once

#include <memory>
#include <span>

#include "alpha_pulse/domain/market_state.hpp"
#include "alpha_pulse/engine/ports.hpp"

namespace alpha_pulse::backtest {

/// Stands between a paper broker and the rest, changes nothing, and measures what taking cost: the distance of every
/// taker fill from the opposite quote of its moment. Drift while a maker order waits is not cost.
/// Tested by cost_meter_test.cpp.
class CostMeter final : public engine::IBroker, public engine::EventSink {
 public:
  /// `account` is where the broker's events go on to. `settle` is the currency of the hedge leg.
  CostMeter(std::span<const Instrument> instruments, InstrumentId hedge_leg, engine::EventSink& account);
  /// The broker measured; set once, before the first event.
  void measure(std::unique_ptr<engine::IBroker> broker) { broker_ = std::move(broker); }

  void submit(const risk::RiskApproved<Command>& command, Lsn lsn) override { broker_->submit(command, lsn); }
  void observe(const Event& event) override;
  void observe_quiet(std::span<const Event> prices) override;
  Wakeup next_wakeup() const override { return broker_->next_wakeup(); }
  engine::INoticeSink* notices_for(engine::INoticeSink* people) override { return broker_->notices_for(people); }
  Outcome push(const Event& event) override;

  Money slippage() const { return slippage_; }  ///< paid: positive

 private:
  std::span<const Instrument> instruments_;
  InstrumentId hedge_leg_;
  engine::EventSink& account_;
  std::unique_ptr<engine::IBroker> broker_;
  MarketState market_;
  Money slippage_;
};

}  // namespace alpha_pulse::backtest
