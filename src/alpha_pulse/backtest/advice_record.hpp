#pragma once

#include <deque>

#include "alpha_pulse/engine/advice.hpp"
#include "alpha_pulse/engine/ports.hpp"

namespace alpha_pulse::backtest {

/// Counts the advice of a run and keeps the newest of it, on its way to whoever is told.
/// Tested by backtest/advice_record_test.cpp.
class AdviceRecord final : public engine::IAdviceSink {
 public:
  static constexpr std::size_t kKept = 1000;

  /// `outlet` may be null; it outlives the record.
  explicit AdviceRecord(engine::IAdviceSink* outlet) : outlet_(outlet) {}

  Result<void> begin() override;
  void on_advice(const engine::Advice& advice) override;

  bool begun() const { return begun_; }  ///< false: this run does not advise
  std::uint64_t placed() const { return placed_; }
  std::uint64_t canceled() const { return canceled_; }
  std::uint64_t given() const { return placed_ + canceled_; }
  const std::deque<engine::Advice>& newest() const { return newest_; }  ///< in the order given

 private:
  engine::IAdviceSink* outlet_;
  bool begun_ = false;
  std::uint64_t placed_ = 0, canceled_ = 0;
  std::deque<engine::Advice> newest_;
};

}  // namespace alpha_pulse::backtest
