#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "alpha_pulse/engine/ports.hpp"
#include "alpha_pulse/matching/matching_engine.hpp"

namespace alpha_pulse::execution {

/// A broker whose venue is the built-in matching engine. What a command or a market event leads to is pushed into the
/// sink, in order, before `submit` or `observe` returns; nothing is sent anywhere.
///
/// Commands are stamped with the time of the latest event observed, so time comes only from the events. The journal
/// need not be durable before a simulated venue acts, so the lsn of a command is not waited for.
/// The sink outlives the broker. Not thread-safe; owned by the deciding thread.
/// Proven by execution/paper_broker_test.cpp.
class PaperBroker final : public engine::IBroker, public engine::IAccountView {
 public:
  PaperBroker(std::span<const Instrument> instruments, const matching::FillSettings& fills,
              const std::map<Currency, Money>& wallets, engine::EventSink& sink);

  void submit(const risk::RiskApproved<Command>& command, Lsn lsn) override;
  void observe(const Event& event) override;
  void observe_quiet(std::span<const Event> prices) override;
  Wakeup next_wakeup() const override { return venue_.next_wakeup(); }

  /// Live orders and the last 10 000 finished ones.
  std::optional<Order> get_order(ClientOrderId id) const override { return venue_.order(id); }
  std::vector<Order> get_orders(InstrumentId instrument) const override { return venue_.live_orders(instrument); }
  Position get_position(InstrumentId instrument) const override { return venue_.position(instrument); }
  /// Futures only, flat ones included.
  std::map<InstrumentId, Position> get_positions() const override;
  std::map<Currency, Money> balances() const override;

  /// The venue's own books, for tests and for reports that show where money went.
  const matching::MatchingEngine& venue() const { return venue_; }

 private:
  void deliver();

  std::vector<InstrumentId> futures_;
  matching::MatchingEngine venue_;
  engine::EventSink& sink_;
  Timestamp now_;
};

}  // namespace alpha_pulse::execution
