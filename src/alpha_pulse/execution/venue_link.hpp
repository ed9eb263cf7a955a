#pragma once

#include <optional>
#include <string>
#include <vector>

#include "alpha_pulse/domain/command.hpp"
#include "alpha_pulse/net/asio.hpp"

/// What a broker needs of a real exchange, in the words of the domain: whoever speaks a venue's protocol implements it.
namespace alpha_pulse::execution {

/// What is certain about a request after its reply, or after none came.
enum class Verdict : std::uint8_t {
  ACCEPTED,  ///< the venue has it
  REJECTED,  ///< certainly not executed, now or later
  UNKNOWN,   ///< it may have been, or may still be until `may_enter_until`
};

/// The reply to a request to place an order.
struct PlaceReply {
  Verdict verdict = Verdict::UNKNOWN;
  Reason reason = Reason::NONE;  ///< of a rejection
  std::string detail;            ///< the venue's own words, for people
  VenueOrderId venue_order{};    ///< of an acceptance
  Timestamp may_enter_until{};   ///< of an unknown outcome: later than this the venue refuses the request as too old
};

/// The reply to a request to cancel one.
struct CancelReply {
  /// ACCEPTED: it is gone. REJECTED: the venue knows no such open order, which proves nothing. UNKNOWN: ask.
  Verdict verdict = Verdict::UNKNOWN;
  std::string detail;
};

/// One execution, as the venue tells it on any of its channels.
struct TradeReport {
  ClientOrderId order{};  ///< 0: of an order that is not ours
  Fill fill{};            ///< complete: with the fee
  Timestamp at{};
};

/// What the venue says of one order, on any of its channels. `state` never goes by itself: what was filled is told by
/// `filled` and proven by trades.
struct OrderReport {
  ClientOrderId order{};
  VenueOrderId venue_order{};
  OrderState state = OrderState::ACCEPTED;
  Quantity filled{};                   ///< so far, of all its executions
  bool triggered = false;              ///< a conditional order whose trigger was touched
  Reason reason = Reason::NONE;        ///< of a rejection
  std::optional<TradeReport> trade{};  ///< the execution this report is about
  Timestamp at{};
};

/// Funding that the venue has booked. `due`: the moment it was for, the same on every channel.
struct FundingReport {
  Money amount;  ///< positive when received
  Timestamp due{};
};

/// The account at one moment, asked for.
struct AccountSnapshot {
  std::vector<OrderReport> orders;   ///< ours that are open, in both order books
  std::uint64_t foreign_orders = 0;  ///< open ones of the symbol that are not ours; left alone
  Quantity position{};               ///< of the hedge leg, signed
  Price entry{};                     ///< its average price; Price{} when flat
  Money wallet;                      ///< futures wallet, settle currency
  Timestamp asked_at{};              ///< the request left: whatever was sent later need not show
};

/// Where a venue's account streams end. Any order, any number of times.
class IVenueSink {
 public:
  virtual ~IVenueSink() = default;
  virtual void on_order(const OrderReport& report) = 0;
  virtual void on_position(Quantity quantity) = 0;  ///< of the hedge leg, signed
  virtual void on_funding(const FundingReport& funding) = 0;
  virtual void on_liquidation(const Fill& fill) = 0;                ///< by the venue; its fee included
  virtual void on_wallet_transfer(Money amount, Timestamp at) = 0;  ///< `at`: by the venue, tells a repetition
  virtual void on_spot_change(Quantity change, Timestamp at) = 0;   ///< likewise
  /// Something at the venue stops the raising of the hedge until a person has looked: the reason of the state that
  /// follows (as risk/risk_gate.hpp has them: MARGIN_GUARD is the venue's margin call, OVER_CAP and ORDER_RATE that it
  /// takes only what reduces), and words for people. As often as the venue says it.
  virtual void on_alarm(Reason reason, const std::string& words) = 0;
  /// For people alone.
  virtual void on_warning(const std::string& words) = 0;
  /// The stream of account events broke (false) or is there again (true): what happened between is to be asked for.
  virtual void on_account_stream(bool open) = 0;
};

/// Requests to the venue. Every call returns within a deadline of its own; errors are kIo and kBadData.
/// Ids on the wire, retries of what certainly never arrived, the rate budget and the clock's offset are its business.
class IVenueLink {
 public:
  virtual ~IVenueLink() = default;
  virtual net::asio::awaitable<PlaceReply> place(PlaceOrder order) = 0;
  virtual net::asio::awaitable<CancelReply> cancel(CancelOrder order) = 0;
  /// By our own id, in both order books; nothing when the venue knows none at this moment.
  virtual net::asio::awaitable<Result<std::optional<OrderReport>>> ask(ClientOrderId id, OrderSpec spec) = 0;
  /// The executions of one order.
  virtual net::asio::awaitable<Result<std::vector<TradeReport>>> trades_of(ClientOrderId id, VenueOrderId venue) = 0;
  virtual net::asio::awaitable<Result<AccountSnapshot>> snapshot() = 0;
  /// The funding booked since then, oldest first.
  virtual net::asio::awaitable<Result<std::vector<FundingReport>>> fundings(Timestamp since) = 0;
};

}  // namespace alpha_pulse::execution
