#pragma once

#include <chrono>
#include <memory>

#include "support/world.hpp"

namespace alpha_pulse::bench {

/// The real strategy, engine and paper venue on one table, without the runner and the meters around them, so that a
/// single `Engine::process` can be timed.
class Desk {
 public:
  explicit Desk(const hedging::HedgeSettings& hedge)
      : settings_(loop_settings(hedge)),
        strategy_(hedge, kSpotLeg, kHedgeLeg),
        broker_(std::move(*execution::create_broker(execution::TradingMode::PAPER,
                                                    {.instruments = settings_.engine.instruments,
                                                     .fills = settings_.fills,
                                                     .wallets = {{Currency("USDT"), settings_.engine.wallet}},
                                                     .sink = queue_}))),
        engine_(settings_.engine, {.strategy = strategy_, .broker = *broker_}) {}

  /// One print and everything it leads to. `around` runs each `Engine::process`: around(event, call).
  template <class Around>
  void drive(Event event, Around&& around) {
    broker_->observe(event);
    event.more_follow = !queue_.empty();
    around(event, [&] { engine_.process(event); });
    while (!queue_.empty()) {
      for (std::size_t left = queue_.size(); left > 0; --left) {
        Event answer = queue_.pop();
        answer.more_follow = left > 1;
        around(answer, [&] { engine_.process(answer); });
      }
    }
  }
  void drive(const Event& event) {
    drive(event, [](const Event& /*event*/, auto&& call) { call(); });
  }

  engine::Engine& engine() { return engine_; }

 private:
  backtest::LoopSettings settings_;
  hedging::GridStrategy strategy_;
  engine::AccountQueue queue_;
  std::unique_ptr<engine::IBroker> broker_;
  engine::Engine engine_;
};

/// Times one call by the wall clock, in seconds. A reading of the clock costs about as much as ten quiet events.
template <class Call>
double seconds_of(Call&& call) {
  const auto begin = std::chrono::steady_clock::now();
  call();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace alpha_pulse::bench
