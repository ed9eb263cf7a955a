#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "alpha_pulse/backtest/closed_loop.hpp"
#include "alpha_pulse/engine/journal_record.hpp"
#include "support/paths.hpp"

/// Closed loops for tests: the real strategy, gate, engine, venue and runner, with nothing replaced.
namespace alpha_pulse::tests {

/// Keeps every record in memory.
class MemoryJournal final : public engine::IJournal {
 public:
  Lsn append(const engine::JournalRecord& record) override {
    records.push_back(record);
    return Lsn{records.size()};
  }
  void on_durable(Lsn, std::function<void()> then) override { then(); }
  std::vector<engine::JournalRecord> records;
};

inline Instrument bitcoin(InstrumentId id, ContractKind kind) {
  Instrument instrument;
  instrument.id = id;
  instrument.symbol = "BTCUSDT";
  instrument.kind = kind;
  instrument.base = Currency("BTC");
  instrument.quote = Currency("USDT");
  instrument.tick = *Price::parse("0.10");
  instrument.lot = *Quantity::parse("0.001");
  instrument.min_notional = *Money::parse("100", instrument.quote);
  instrument.multiplier = Quantity::from_raw(kOne);
  instrument.unattended_rise = *Ratio::parse("0.45");
  if (kind != ContractKind::SPOT) {
    instrument.brackets = {{Money(instrument.quote), *Ratio::parse("0.004"), Money(instrument.quote)}};
  }
  return instrument;
}

struct LoopRequest {
  hedging::HedgeSettings hedge;
  Quantity spot = Quantity::from_raw(kOne);
  std::string wallet = "100000";
  matching::FillSettings fills{};
  Duration stale_after = Duration::minutes(2);
  std::optional<Ratio> max_drawdown{};
  std::optional<Ratio> margin_guard{};
  std::optional<Quantity> max_position{};
  bool skip = true;
  bool ask_always = false;
  engine::IJournal* journal = nullptr;
};

inline backtest::LoopSettings settings_of(const LoopRequest& request) {
  backtest::LoopSettings settings;
  settings.engine.instruments = {bitcoin(kSpotLeg, ContractKind::SPOT), bitcoin(kHedgeLeg, ContractKind::LINEAR)};
  settings.engine.spot_quantity = request.spot;
  settings.engine.wallet = *Money::parse(request.wallet, Currency("USDT"));
  settings.engine.one_series = true;
  settings.engine.ask_always = request.ask_always;
  settings.engine.direction = request.hedge.grid.direction;
  settings.engine.reference = request.hedge.ratio.target;
  settings.engine.limits.ratio_max = request.hedge.ratio.max;
  settings.engine.limits.target = request.hedge.ratio.target;
  settings.engine.limits.stale_after = request.stale_after;
  settings.engine.limits.max_drawdown = request.max_drawdown;
  settings.engine.limits.max_position_size = request.max_position;
  if (request.margin_guard) settings.engine.limits.margin_guard = *request.margin_guard;
  settings.fills = request.fills;
  settings.limits = {.min = request.hedge.ratio.min, .max = request.hedge.ratio.max};
  settings.skip = request.skip;
  settings.journal = request.journal;
  return settings;
}

inline std::unique_ptr<backtest::ClosedLoop> make_loop(const LoopRequest& request) {
  auto loop = backtest::ClosedLoop::create(settings_of(request), request.hedge);
  EXPECT_TRUE(loop.has_value()) << (loop ? "" : loop.error().message);
  return std::move(*loop);
}

inline std::unique_ptr<backtest::ClosedLoop> run(const LoopRequest& request, const std::vector<Event>& path) {
  auto loop = make_loop(request);
  for (const Event& event : path) loop->push(event);
  loop->finish();
  return loop;
}

inline hedging::HedgeSettings classic() {
  return hedging::HedgeSettings::classic();
}
inline hedging::HedgeSettings guarded() {
  return hedging::HedgeSettings::guarded();
}

}  // namespace alpha_pulse::tests
