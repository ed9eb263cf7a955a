#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "alpha_pulse/engine/order_tracker.hpp"
#include "alpha_pulse/engine/ports.hpp"
#include "alpha_pulse/execution/sent_orders.hpp"
#include "alpha_pulse/execution/venue_link.hpp"
#include "alpha_pulse/net/clock.hpp"

namespace alpha_pulse::execution {

/// What an ExchangeBroker is built from; the referenced things outlive it and its coroutines.
struct ExchangeBrokerDeps {
  IVenueLink& link;
  const net::Clock& clock;
  net::asio::any_io_executor executor;             ///< of the deciding thread
  engine::EventSink& sink;                         ///< where account events enter
  std::function<void()> wake;                      ///< called behind each batch of events, never inside `submit`
  std::function<void(const std::string&)> tell{};  ///< people: what the exchange said of an order it did not take
  engine::IJournal* journal = nullptr;             ///< null: nothing is waited for
  Instrument hedge{};                              ///< the hedge leg
  InstrumentId spot_leg = kSpotLeg;
  AccountSnapshot start{};  ///< the account before the first order
  Duration audit_every = Duration::seconds(15);
};

/// A broker whose venue is a real one. A command is sent when its intent is durable (those of one moment together);
/// what becomes of it comes back as events, told once each by `SentOrders`, whatever the venue's channels do.
///
/// The venue's truth is asked for where it was not told: unknown outcomes, refused cancels, missing executions, and the
/// whole account every `audit_every`, more often while the account's stream is broken, and as soon as it breaks or is
/// there again; the funding booked meanwhile too. A cancel never overtakes the order it is for. The venue's word about
/// the position is told when the executions that explain it have been; where none come within two seconds it is told as
/// it is, and the risk gate stops raising. Orders of others on the account are left alone; `foreign_orders` counts
/// them. An alarm of the venue is told as an `OrderRejected` of order 0 (risk/risk_gate.hpp), each reason once a
/// minute.
///
/// Threading: the executor's. Proven by execution/exchange_broker_test.cpp and tests/real_on_sim_test.cpp.
class ExchangeBroker final : public engine::IBroker, public engine::IAccountView, public IVenueSink {
 public:
  explicit ExchangeBroker(ExchangeBrokerDeps deps);
  ~ExchangeBroker() override;

  // engine::IBroker
  void submit(const risk::RiskApproved<Command>& command, Lsn lsn) override;
  void observe(const Event&) override {}
  Wakeup next_wakeup() const override { return {}; }

  // engine::IAccountView: the venue's books as far as they have been told
  std::optional<Order> get_order(ClientOrderId id) const override;
  std::vector<Order> get_orders(InstrumentId instrument) const override;
  Position get_position(InstrumentId instrument) const override;
  std::map<InstrumentId, Position> get_positions() const override;
  std::map<Currency, Money> balances() const override;

  // IVenueSink
  void on_order(const OrderReport& report) override;
  void on_position(Quantity quantity) override;
  void on_funding(const FundingReport& funding) override;
  void on_liquidation(const Fill& fill) override;
  void on_wallet_transfer(Money amount, Timestamp at) override;
  void on_spot_change(Quantity change, Timestamp at) override;
  void on_alarm(Reason reason, const std::string& words) override;
  void on_warning(const std::string& words) override { tell(words); }
  void on_account_stream(bool open) override;

  /// While a journal is fed to the engine: commands are of an earlier start and are not sent, events of the account are
  /// remembered. Ends with `adopt`.
  void remember(const Event& event);
  /// The books as the journal left them; from here on commands are sent. Every live order is asked for, and the
  /// account.
  void adopt(const engine::OrderTracker& orders, const Position& position);

  /// Asks what is due, for as long as the executor runs it. Once.
  net::asio::awaitable<void> keep_asking();
  /// Asks for the whole account now and takes it in.
  net::asio::awaitable<Result<AccountSnapshot>> audit();
  /// Nothing is under way: no command to be sent, no reply awaited, no question open.
  bool settled() const;
  std::uint64_t foreign_orders() const { return foreign_orders_; }

 private:
  struct Life;  // shared with the coroutines, which stop when the broker has gone
  struct Outgoing {
    Command command;
    Lsn lsn;
  };

  void send_waiting();
  void send(const Command& command);
  net::asio::awaitable<void> place(PlaceOrder order, std::weak_ptr<Life> alive);
  net::asio::awaitable<void> cancel(CancelOrder order, std::weak_ptr<Life> alive);
  void release(ClientOrderId id);
  net::asio::awaitable<void> ask_on(std::weak_ptr<Life> alive);
  net::asio::awaitable<Result<AccountSnapshot>> audit_now(std::weak_ptr<Life> alive);
  net::asio::awaitable<void> put(VenueQuestion question);
  net::asio::awaitable<void> ask_what_is_due();
  net::asio::awaitable<void> ask_for_funding(std::weak_ptr<Life> alive);
  void take_in(const AccountSnapshot& account);
  void deliver();
  void tell(const std::string& words);
  void push(const EventBody& body, InstrumentId instrument);
  void push(const EventBody& body) { push(body, deps_.hedge.id); }
  void hear_position(Quantity quantity);
  void move_position(const Fill& fill);
  void tell_position();
  bool booked_before(const FundingReport& funding);

  ExchangeBrokerDeps deps_;
  SentOrders sent_;
  std::shared_ptr<Life> life_;
  std::vector<Outgoing> waiting_;  // of this moment
  std::size_t for_disk_ = 0;       // commands that wait for their intents to be durable
  std::vector<CancelOrder> held_;  // until their orders have been replied to
  std::size_t under_way_ = 0;
  Position position_;                 // with its cost, of the events told
  std::optional<Quantity> reported_;  // by the venue, not explained by executions yet
  std::optional<Quantity> disputed_;  // told although not explained
  Timestamp reported_at_;
  Timestamp position_at_;  // of the latest execution, or word of the stream, about it
  Timestamp started_;
  std::set<TradeId> liquidations_;
  std::set<std::pair<Timestamp, Int128>> transfers_;
  std::set<std::pair<Timestamp, Quantity>> spot_changes_;
  std::set<Timestamp> fundings_;
  std::vector<FundingReport> booked_before_;  // by an earlier start; `due`: when it was heard of
  std::map<Currency, Money> wallets_;
  Timestamp next_audit_;
  bool account_stream_ = true;
  bool replaying_ = false;
  bool funding_missed_ = false;
  Timestamp next_funding_;
  std::uint64_t foreign_orders_ = 0;
  std::string told_;  // last to people
  Timestamp told_at_;
  std::map<Reason, Timestamp> alarms_;  // when each was told last
};

}  // namespace alpha_pulse::execution
