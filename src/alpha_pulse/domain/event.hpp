#pragma once

#include <cstdint>
#include <variant>

#include "alpha_pulse/domain/order.hpp"

/// Everything that can happen. Immutable values, named in the past tense. Together with command.hpp these are the whole
/// language between the outside world and the program.
namespace alpha_pulse::domain {

// ---- the market ----------------------------------------------------------------------------------------------------

/// Which prices a print stands for besides the last trade. Data with one series alone is spot, mark and both quotes
/// (bid = last, ask = last + tick) at once, in one event, so that no part of the program sees them disagree.
struct PrintRoles {
  bool spot = false;
  bool mark = false;
  bool quote = false;
  friend constexpr bool operator==(PrintRoles, PrintRoles) = default;
};
inline constexpr PrintRoles kAllRoles{.spot = true, .mark = true, .quote = true};

/// A trade printed.
struct TradeTick {
  Price price{};
  Quantity quantity{};
  Side aggressor = Side::BUY;
  PrintRoles roles{};
};
/// The best bid and ask changed.
struct QuoteTick {
  Price bid{};
  Quantity bid_quantity{};
  Price ask{};
  Quantity ask_quantity{};
};
/// The venue's mark, by which it values positions and triggers stops.
struct MarkPrice {
  Price price{};
};
/// A closed bar of trades; `ts_event` is its end. Volatility and beta are measured from these alone.
struct BarClosed {
  Price open{}, high{}, low{}, close{};
  Quantity volume{};
  Duration step{};
};
/// A funding rate that falls due now: longs pay shorts when positive.
struct FundingRateDue {
  Ratio rate{};
};

// ---- the account ---------------------------------------------------------------------------------------------------

/// The order rests at the venue, or its trigger does.
struct OrderAccepted {
  ClientOrderId order{};
  VenueOrderId venue_order{};
};
/// The order never lived: refused by the venue or by the risk gate.
struct OrderRejected {
  ClientOrderId order{};
  Reason reason = Reason::NONE;
};
/// The trigger of a conditional order was touched.
struct OrderTriggered {
  ClientOrderId order{};
};
/// The order was executed, as a whole or in part.
struct OrderFilled {
  Fill fill{};
};
/// The order is gone because it was asked to go.
struct OrderCanceled {
  ClientOrderId order{};
};
/// The order is gone by its own terms: IOC without a counterpart, post-only that would take.
struct OrderExpired {
  ClientOrderId order{};
};
/// The outcome of a request is not known; the venue is being asked.
struct OrderUnresolved {
  ClientOrderId order{};
};
/// The venue refused to cancel: the order may be filled, gone, or not yet visible. Proves nothing.
struct CancelRejected {
  ClientOrderId order{};
};
/// The venue's own word about our position (signed).
struct PositionReported {
  Quantity quantity{};
};
/// Funding booked by the venue; positive when we received it.
struct FundingSettled {
  Money amount{};
};
/// The venue took the position (or part of it) away. `quantity` positive, `side` the closing side.
struct PositionLiquidated {
  TradeId trade{};
  Side side = Side::BUY;
  Quantity quantity{};
  Price price{};
  Money fee{};
};
/// The holding changed by `change` (signed base units): a deposit, a withdrawal, a sale elsewhere.
struct SpotBalanceChanged {
  Quantity change{};
};
/// Money moved into (positive) or out of the futures wallet.
struct WalletTransferred {
  Money amount{};
};

// ---- time and people -----------------------------------------------------------------------------------------------

struct TimerElapsed {};
enum class OperatorAction : std::uint8_t { STOP, PAUSE, RESUME, REARM, FLATTEN };
/// A person asked for something.
struct OperatorRequested {
  OperatorAction action = OperatorAction::STOP;
};

using EventBody = std::variant<TradeTick, QuoteTick, MarkPrice, BarClosed, FundingRateDue, OrderAccepted, OrderRejected,
                               OrderTriggered, OrderFilled, OrderCanceled, OrderExpired, OrderUnresolved,
                               CancelRejected, PositionReported, FundingSettled, PositionLiquidated, SpotBalanceChanged,
                               WalletTransferred, TimerElapsed, OperatorRequested>;

/// One thing that happened, at one instrument and one time.
struct Event {
  std::uint64_t seq = 0;
  InstrumentId instrument{};
  Timestamp ts_event{};    ///< when it happened, by the source
  Timestamp ts_receive{};  ///< when it reached us; equal to ts_event on recorded data
  /// More events of the same moment follow (the fills of one market event): absorb now, decide on the last one.
  bool more_follow = false;
  EventBody body{};

  template <class T>
  const T* as() const {
    return std::get_if<T>(&body);
  }
};

/// True for prices and bars: what a source may skip when the wake-up band says so. Funding, orders, balances, timers
/// and people are always delivered.
constexpr bool is_price_event(const Event& event) {
  return event.body.index() <= 2;  // TradeTick, QuoteTick, MarkPrice: pinned by a static_assert in event_test.cpp
}

std::string_view event_name(const Event& event);

}  // namespace alpha_pulse::domain
