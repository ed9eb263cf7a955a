#pragma once

#include <memory>
#include <vector>

#include "alpha_pulse/backtest/advice_record.hpp"
#include "alpha_pulse/backtest/cost_meter.hpp"
#include "alpha_pulse/backtest/metrics.hpp"
#include "alpha_pulse/backtest/run_observer.hpp"
#include "alpha_pulse/engine/recover.hpp"
#include "alpha_pulse/engine/runner.hpp"
#include "alpha_pulse/execution/broker_factory.hpp"
#include "alpha_pulse/hedging/grid_strategy.hpp"

namespace alpha_pulse::backtest {

/// Everything one policy's run needs besides its events.
struct LoopSettings {
  engine::EngineSettings engine;
  execution::TradingMode mode = execution::TradingMode::PAPER;
  matching::FillSettings fills;
  RatioLimits limits;    ///< for measuring time outside them
  bool skip = true;      ///< leave out events that the wake-up promise covers
  bool history = false;  ///< keep what a picture of the run needs
  engine::IJournal* journal = nullptr;
  engine::INoticeSink* notices = nullptr;
  execution::AdviceSettings advising;     ///< RECOMMENDATION
  engine::IAdviceSink* advice = nullptr;  ///< the same: who is told
  /// REAL: see execution::BrokerDeps.
  execution::ReachedBroker reached{};
};

/// One strategy, one engine, one broker and the driver between them, closed into a loop: push source events in, in
/// order of time, then `finish`. The same loop serves paper trading, backtests, baselines and recovery.
class ClosedLoop final : public engine::EventSink {
 public:
  /// The hedging strategy. Errors: those of create_broker.
  static Result<std::unique_ptr<ClosedLoop>> create(LoopSettings settings, const hedging::HedgeSettings& hedge);
  /// Any other strategy.
  static Result<std::unique_ptr<ClosedLoop>> create(LoopSettings settings, std::unique_ptr<IStrategy> strategy);

  Outcome push(const Event& event) override;
  /// The same without a copy: see engine::Runner::take.
  Outcome take(Event& event);
  /// Many in a row.
  void take_all(std::span<Event> events);
  /// The account at a full hour that a source jumps over, at the last prices before it.
  void pass_hour(Price mark, Price spot);
  /// The source has jumped: see engine::Runner::pass_over. `last_at`: time of the last of them.
  void pass_over(std::uint64_t count, std::span<const Event> latest, Timestamp last_at);
  void finish();
  /// For a venue outside: what its broker has pushed into the account's queue, and the timers due by `now`.
  void take_account(Timestamp now) { runner_->take_account(now); }
  /// The books show the latest prices pushed, skipped ones included; nothing else changes.
  void catch_up() { runner_->catch_up(); }
  /// A fresh loop takes up where a journal ends: same state, same command hash. See engine/recover.hpp.
  engine::Recovered recover(std::span<const engine::JournalRecord> records);

  /// The same for a venue outside, whose answers are in the journal and do not come again by themselves: every event
  /// goes to the engine as it was, and what it asks for goes to the broker, which must not send it again. Returns the
  /// last event's time.
  Timestamp replay(std::span<const engine::JournalRecord> records);

  const engine::Engine& engine() const { return *engine_; }
  engine::Runner& runner() { return *runner_; }
  const hedging::GridStrategy* strategy() const { return grid_; }  ///< null for other strategies
  RunObserver& observer() { return *observer_; }
  const RunObserver& observer() const { return *observer_; }
  const CostMeter& costs() const { return costs_; }
  /// Null where commands are orders and not advice.
  const AdviceRecord* advice() const { return advice_.begun() ? &advice_ : nullptr; }
  /// The venue's own books; null when the broker shows none.
  const engine::IAccountView* account_view() const { return account_view_; }
  const std::vector<HourSample>& hours() const { return hours_; }
  /// What LoopSettings::history asked for, complete after `finish`; else empty.
  const RunHistory& history() const { return history_; }
  std::uint64_t covered() const { return runner_->covered(); }
  const std::optional<Timestamp>& started_at() const { return started_at_; }
  Timestamp last_event_at() const { return last_event_at_; }
  Money initial_holding_value() const { return initial_holding_value_; }  ///< Q S at the first prices, magnitude

 private:
  ClosedLoop(LoopSettings settings, std::unique_ptr<IStrategy> strategy, const hedging::GridStrategy* grid);
  Result<void> wire();
  void sample(Timestamp hour, Price mark, Price spot);
  void note_time(const Event& event);

  LoopSettings settings_;
  const hedging::GridStrategy* grid_;
  engine::AccountQueue account_;
  CostMeter costs_;
  AdviceRecord advice_;
  const engine::IAccountView* account_view_ = nullptr;  ///< a face of the broker that `costs_` owns
  std::unique_ptr<RunObserver> observer_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<engine::Runner> runner_;
  std::vector<HourSample> hours_;
  RunHistory history_;
  std::optional<Timestamp> started_at_;
  Timestamp last_event_at_;
  Money initial_holding_value_;
};

}  // namespace alpha_pulse::backtest
