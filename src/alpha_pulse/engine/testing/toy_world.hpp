#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "alpha_pulse/engine/account_queue.hpp"
#include "alpha_pulse/engine/engine.hpp"

/// A small venue and a small strategy for the tests of this room and of the rooms above it: simple enough to be judged
/// by eye, and with every kind of promise (bands, deadlines, bars).
namespace alpha_pulse::engine::testing {

std::vector<Instrument> toy_instruments();
EngineSettings toy_settings();

Event event_at(Timestamp when, EventBody body, InstrumentId instrument = kHedgeLeg);
Event print(std::int64_t ms, std::int64_t price_cents, PrintRoles roles = kAllRoles, InstrumentId leg = kHedgeLeg);

/// Fills limits when a trade touches them, market orders at the last trade, conditional orders when the mark touches
/// their trigger; at once, in full, for a fee of 0.0004. Reduce-only orders are cut to the position or expire.
class ToyBroker : public IBroker {
 public:
  explicit ToyBroker(EventSink& account) : account_(account) {}
  void submit(const risk::RiskApproved<Command>& command, Lsn lsn) override;
  void observe(const Event& event) override;
  Wakeup next_wakeup() const override;

  std::vector<Command> submitted;
  std::vector<Lsn> lsns;
  Instrument hedge = toy_instruments()[kHedgeLeg.value];  ///< fees and funding are reckoned by it

 private:
  struct Resting {
    ClientOrderId id;
    OrderSpec spec;
  };
  bool touched(const OrderSpec& spec) const;
  void execute(const Resting& order, Price price, Liquidity liquidity);
  void tell(EventBody body);

  EventSink& account_;
  std::vector<Resting> resting_;
  Price last_, mark_;
  Quantity position_;
  Timestamp now_;
  std::uint64_t trades_ = 0;
};

/// Sells a little at each step up from an anchor, buys it back at each step down, moves the anchor with the price and
/// every ten minutes, and keeps a stop above. Decides only when its bands, its deadline, a bar or an answer say so.
class ToyStrategy : public IStrategy {
 public:
  void on_event(const Event& event, const StrategyView& view, Commands& out) override;
  Wakeup next_wakeup() const override;

  std::vector<Event> seen;  ///< filled when `remember`
  std::vector<OrderRejected> rejected;
  bool remember = false;
  bool use_bars = false;

 private:
  void move_anchor(Price price, const StrategyView& view, Commands& out);
  bool has(const StrategyView& view, SlotKind kind) const;

  Price anchor_;
  PriceKind followed_ = PriceKind::TRADE;
  Timestamp deadline_ = Timestamp::never();
  std::uint16_t turns_ = 0;
};

}  // namespace alpha_pulse::engine::testing
