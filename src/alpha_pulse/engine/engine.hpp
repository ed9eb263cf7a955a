#pragma once

#include <vector>

#include "alpha_pulse/domain/command_hash.hpp"
#include "alpha_pulse/domain/strategy.hpp"
#include "alpha_pulse/engine/last_quiet.hpp"
#include "alpha_pulse/engine/order_tracker.hpp"
#include "alpha_pulse/engine/portfolio.hpp"
#include "alpha_pulse/engine/ports.hpp"
#include "alpha_pulse/engine/quiet_bounds.hpp"
#include "alpha_pulse/risk/risk_gate.hpp"

namespace alpha_pulse::engine {

/// Everything about a run that the engine must know and cannot see.
struct EngineSettings {
  std::vector<Instrument> instruments;  ///< by InstrumentId
  InstrumentId spot_leg = kSpotLeg;
  InstrumentId hedge_leg = kHedgeLeg;
  Quantity spot_quantity;          ///< at the start; negative when borrowed
  Money wallet;                    ///< futures wallet at the start, settle currency of the hedge leg
  Ratio reference = Ratio::one();  ///< h* of the account's reference term
  GridDirection direction = GridDirection::SHORT;
  risk::RiskLimits limits;
  double sigma_daily = 0.02;  ///< for doubting prices
  /// The holding is valued at the mark of the hedge leg: data with one series alone. False: at the last spot price
  /// (trades of the spot leg, or prints of the hedge leg that also stand for spot). Correct either way; with true a
  /// drawdown limit skips further.
  bool one_series = false;
  bool ask_always = false;  ///< the strategy is asked on every event: the reference for skipping
};

/// What was done since the start of the run.
struct EngineCounters {
  std::uint64_t events = 0;  ///< processed, quiet ones included
  std::uint64_t quiet = 0;   ///< of those: changed nothing but prices
  std::uint64_t orders_placed = 0;
  std::uint64_t orders_canceled = 0;  ///< cancel commands
  std::uint64_t orders_refused = 0;   ///< by the risk gate
  std::uint64_t fills = 0;            ///< executions of the hedge leg, each partial counts
  std::uint64_t incidents = 0;        ///< late, over- or unknown fills
  std::uint64_t refused_prices = 0;   ///< zero or negative
};

/// Events in, commands out: one event at a time, the same for every mode.
///
/// `process` takes an event whose `ts_event` is not before the last one's and does, in this order: tracker, portfolio
/// and risk gate take it in; the strategy is asked; each of its commands goes through the gate, gets its id, is
/// journaled and handed to the broker; the wake-up promise is renewed. A price strictly inside the promise only moves
/// the prices (no allocation, about 10 ns: bench/engine_bench.cpp). While `more_follow` is set the strategy only takes
/// the event in and may not ask for orders.
///
/// A command the gate refuses: `CommandRefused` goes to the notices; a refused PlaceOrder also gets an id, becomes
/// REJECTED, and the strategy is told by one `OrderRejected` (with `more_follow`, so it can remember but not answer at
/// once). That event is made here and never journaled. A refused CancelOrder (the order is gone or already asked for)
/// is only a notice.
///
/// Journal: before an event that is not quiet, the last quiet price of each series; then the event; then its commands;
/// a checkpoint at the first of these events in each minute. Same records in, same commands out: engine/replay.hpp.
/// Proven by engine/engine_test.cpp and, for skipping, engine/runner_test.cpp. Not copyable; one thread.
class Engine {
 public:
  /// What the engine talks to; all outlive it.
  struct Deps {
    IStrategy& strategy;
    IBroker& broker;
    IJournal* journal = nullptr;     ///< null: nothing is written
    INoticeSink* notices = nullptr;  ///< null: nobody listens
  };
  Engine(EngineSettings settings, Deps deps);
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  void process(const Event& event);
  /// The same for prices one after another of which `quiet` was found true; nothing is asked again.
  void process_quiet(std::span<const Event> prices);

  /// Strategy, gate, account and broker together.
  const Wakeup& next_wakeup() const { return wakeup_; }
  /// True when `process(event)` would only move prices. What a runner may leave out.
  bool quiet(const Event& event) const { return bounds_.quiet(event); }
  /// The same as numbers, for a source that can jump.
  const QuietBounds& quiet_bounds() const { return bounds_; }

  Timestamp now() const { return now_; }
  std::span<const Instrument> instruments() const { return settings_.instruments; }
  const MarketState& market(InstrumentId id) const { return markets_[id.value]; }
  const EngineSettings& settings() const { return settings_; }
  const Portfolio& portfolio() const { return portfolio_; }
  const OrderTracker& tracker() const { return tracker_; }
  const risk::RiskGate& gate() const { return gate_; }
  const EngineCounters& counters() const { return counters_; }
  std::string command_hash() const { return hash_.command_hash(); }
  std::string timed_hash() const { return hash_.timed_hash(); }
  /// Stops raising until an operator re-arms; takes effect at once.
  void trip(Reason reason) { gate_.trip(reason); }

 private:
  void process_waking(const Event& event);
  void absorb_prices(const Event& event);
  void absorb_quiet(const Event& price);
  std::size_t absorb_prints(std::span<const Event> prices);
  void absorb_account(const Event& event);
  void ask(const Event& event, risk::RiskContext& context);
  void place(const OrderSpec& spec, const risk::RiskContext& context);
  void cancel(const CancelOrder& command, const risk::RiskContext& context);
  void send(const risk::RiskApproved<Command>& approved);
  void tell_refusals();
  void renew_wakeup(const risk::RiskContext& context);
  void wake_for_first_prices();
  void write(const Event& event);
  void write_checkpoint_if_due();
  void notify(const Notice& notice) const;
  risk::RiskContext risk_context() const;
  StrategyView view(const risk::RiskContext& context) const;
  const MarketState& hedge_market() const { return markets_[settings_.hedge_leg.value]; }

  EngineSettings settings_;
  Deps deps_;
  std::vector<MarketState> markets_;
  OrderTracker tracker_;
  Portfolio portfolio_;
  risk::RiskGate gate_;
  CommandHash hash_;
  QuietBounds bounds_;
  LastQuiet last_quiet_;
  Wakeup wakeup_ = Wakeup::on_every_event();
  EngineCounters counters_;
  Commands commands_;
  std::vector<OrderRejected> refusals_;  ///< to be told to the strategy after its commands
  Timestamp now_;
  Price previous_;  ///< reference price before this event
  Timestamp previous_at_;
  const Order* subject_ = nullptr;
  Lsn lsn_;
  Timestamp next_checkpoint_;
};

}  // namespace alpha_pulse::engine
