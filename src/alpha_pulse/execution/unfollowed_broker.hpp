#pragma once

#include <map>
#include <span>

#include "alpha_pulse/engine/ports.hpp"
#include "alpha_pulse/matching/order_history.hpp"

namespace alpha_pulse::execution {

/// The virtual book of advice that nobody follows. Every order is accepted and stands until it is cancelled; nothing
/// fills, so the position stays flat. An order that is not meant to rest (immediate or cancel) expires when its
/// advice's time is over: at the first event then, or at this broker's wake-up, so that a strategy that tries again
/// does so once in that time and not without end at one moment.
///
/// The sink outlives the broker. Not thread-safe; owned by the deciding thread.
/// Proven by execution/unfollowed_broker_test.cpp.
class UnfollowedBroker final : public engine::IBroker, public engine::IAccountView {
 public:
  /// `expires` positive.
  UnfollowedBroker(std::span<const Instrument> instruments, const std::map<Currency, Money>& wallets, Duration expires,
                   engine::EventSink& sink);

  void submit(const risk::RiskApproved<Command>& command, Lsn lsn) override;
  void observe(const Event& event) override;
  Wakeup next_wakeup() const override;

  /// Live orders and the last finished ones.
  std::optional<Order> get_order(ClientOrderId id) const override;
  std::vector<Order> get_orders(InstrumentId instrument) const override;
  Position get_position(InstrumentId /*instrument*/) const override { return {}; }
  /// Futures only, all of them flat.
  std::map<InstrumentId, Position> get_positions() const override;
  std::map<Currency, Money> balances() const override { return wallets_; }

 private:
  void place(const PlaceOrder& command);
  void cancel(const CancelOrder& command);
  void expire_due();
  void finish(std::map<ClientOrderId, Order>::iterator order, OrderState state);
  void tell(InstrumentId instrument, EventBody body);

  std::vector<InstrumentId> futures_;
  std::map<Currency, Money> wallets_;
  Duration expires_;
  engine::EventSink& sink_;
  std::map<ClientOrderId, Order> live_;  // bounded by what the engine may have live
  matching::OrderHistory history_;
  std::uint64_t last_venue_order_ = 0;
  Timestamp now_;
};

}  // namespace alpha_pulse::execution
