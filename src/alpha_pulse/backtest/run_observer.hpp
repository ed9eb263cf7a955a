#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "alpha_pulse/backtest/run_history.hpp"
#include "alpha_pulse/domain/strategy.hpp"

namespace alpha_pulse::backtest {

/// Where the hedge ratio should be, for measuring only.
struct RatioLimits {
  Ratio min;
  Ratio max = Ratio::one();
};

/// How the run's time was spent. All durations are market time.
struct TimeSpent {
  Duration total;     ///< from the first price
  Duration active;    ///< state ACTIVE with at least one order working
  Duration stopped;   ///< state STOPPED
  Duration gaps;      ///< the source was silent for longer than it should be
  Duration measured;  ///< from the first moment inside the limits, without `stopped` and `gaps`
  Duration outside;   ///< of `measured`: hedge ratio outside its limits
};

/// A strategy around a strategy: passes everything on unchanged and keeps the time.
/// It sees each event after the books have taken it in, so what it measures is what the strategy saw.
class RunObserver final : public IStrategy {
 public:
  using StateOf = std::function<ProgramState()>;
  RunObserver(std::unique_ptr<IStrategy> inner, InstrumentId hedge_leg, RatioLimits limits, StateOf state_of);

  void on_event(const Event& event, const StrategyView& view, Commands& out) override;
  Wakeup next_wakeup() const override { return inner_->next_wakeup(); }

  /// The source was silent between the two: that time is not held against the hedge.
  void on_gap(Timestamp from, Timestamp to);
  void on_end(Timestamp at) { settle(at); }
  /// Notes every fill from now on; `history` outlives the observer.
  void record(RunHistory* history) { history_ = history; }
  /// Called after every batch the strategy saw, for displays.
  void watch(std::function<void(const StrategyView&)> watcher) { watcher_ = std::move(watcher); }

  const TimeSpent& spent() const { return spent_; }
  /// When the strategy last asked for, or took away, an order that is not an exit: of its grid or its hedge ratio.
  const std::optional<Timestamp>& last_rebalance() const { return last_rebalance_; }

 private:
  void settle(Timestamp now);
  void note_fill(const Event& event, const StrategyView& view);

  std::unique_ptr<IStrategy> inner_;
  InstrumentId hedge_leg_;
  RatioLimits limits_;
  StateOf state_of_;
  std::function<void(const StrategyView&)> watcher_;
  RunHistory* history_ = nullptr;
  TimeSpent spent_;
  std::optional<Timestamp> last_rebalance_;
  std::optional<Timestamp> since_;
  Timestamp gap_from_, gap_to_;
  bool begun_inside_ = false;
  bool inside_ = false;
  bool working_ = false;
  ProgramState state_ = ProgramState::STARTING;
};

}  // namespace alpha_pulse::backtest
