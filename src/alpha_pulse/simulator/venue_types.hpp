#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include "alpha_pulse/domain/enums.hpp"
#include "alpha_pulse/domain/ids.hpp"
#include "alpha_pulse/domain/money.hpp"

/// The words of the simulated venue, as its fact sheet spells them. `to_string` gives the wire word of each.
namespace alpha_pulse::simulator {

/// One customer of the venue; given out by `add_account`, counted from 0.
using AccountId = StrongId<struct AccountIdTag, std::uint32_t>;

/// A refusal exactly as the venue words it (sheet 4.2, 8.2). It is an answer, never a bug of ours.
struct VenueError {
  int code = 0;
  std::string message{};
  friend bool operator==(const VenueError&, const VenueError&) = default;
};

/// The venue's answer to a request: what was asked for, or why not.
template <class T>
using VenueResult = std::expected<T, VenueError>;

/// The refusal of this code with the venue's standard message. Proven by venue_types_test.
VenueError venue_error(int code);
/// The same as the answer of a function. A message of its own may be given where the venue names a figure or a
/// parameter.
inline std::unexpected<VenueError> refuse(int code) {
  return std::unexpected(venue_error(code));
}
inline std::unexpected<VenueError> refuse(int code, std::string message) {
  return std::unexpected(VenueError{code, std::move(message)});
}

/// Type of an order, plain and conditional, futures and spot.
enum class OrderKind : std::uint8_t {
  LIMIT,
  MARKET,
  STOP,
  STOP_MARKET,
  TAKE_PROFIT,
  TAKE_PROFIT_MARKET,
  TRAILING_STOP_MARKET,
  LIMIT_MAKER,  ///< spot only
};

/// How long an order lives. GTE_GTC is what a closePosition order carries: it ends with the position.
enum class Tif : std::uint8_t { GTC, IOC, FOK, GTX, GTD, GTE_GTC, RPI };
/// Never takes: what would is refused (RPI is a post-only order as well).
constexpr bool is_post_only(Tif tif) {
  return tif == Tif::GTX || tif == Tif::RPI;
}

/// Which position object an order moves; BOTH in one-way mode.
enum class PositionSide : std::uint8_t { BOTH, LONG, SHORT };

/// What happens when a taker meets an order of its own account (sheet 9.2).
enum class StpMode : std::uint8_t { NONE, EXPIRE_TAKER, EXPIRE_MAKER, EXPIRE_BOTH };

/// A price of the book instead of one that was named: the best of the other side (OPPONENT) or of the own (QUEUE), or
/// the fifth, tenth or twentieth.
enum class PriceMatch : std::uint8_t {
  NONE,
  OPPONENT,
  OPPONENT_5,
  OPPONENT_10,
  OPPONENT_20,
  QUEUE,
  QUEUE_5,
  QUEUE_10,
  QUEUE_20,
};

/// State of a plain order (sheet 9.1).
enum class OrderStatus : std::uint8_t { NEW, PARTIALLY_FILLED, FILLED, CANCELED, EXPIRED, EXPIRED_IN_MATCH };
constexpr bool is_open(OrderStatus status) {
  return status == OrderStatus::NEW || status == OrderStatus::PARTIALLY_FILLED;
}

/// What just happened to an order: `x` of ORDER_TRADE_UPDATE.
enum class Execution : std::uint8_t { NEW, TRADE, CANCELED, EXPIRED, AMENDMENT, CALCULATED };

/// `er` of ORDER_TRADE_UPDATE; the numbers are the wire's.
enum class ExpiryReason : std::uint8_t {
  NONE = 0,
  SELF_TRADE = 1,
  IOC_REMAINDER = 2,
  IOC_SELF_TRADE = 3,
  REDUCE_ONLY = 4,
  LIQUIDATION = 5,
  GTE = 6,
  DELISTED = 7,
  STOP_TRIGGERED = 8,
  MARKET_REMAINDER = 9,
};

/// State of a conditional order (sheet 4.6).
enum class AlgoStatus : std::uint8_t { NEW, TRIGGERING, TRIGGERED, FINISHED, CANCELED, REJECTED, EXPIRED };
constexpr bool is_open(AlgoStatus status) {
  return status == AlgoStatus::NEW;
}

/// Which price a conditional order watches.
enum class WorkingType : std::uint8_t { CONTRACT_PRICE, MARK_PRICE };

/// Margin type of a symbol.
enum class MarginType : std::uint8_t { CROSSED, ISOLATED };

/// `m` of ACCOUNT_UPDATE.
enum class AccountReason : std::uint8_t {
  DEPOSIT,
  WITHDRAW,
  ORDER,
  FUNDING_FEE,
  INSURANCE_CLEAR,
  MARGIN_TRANSFER,
  MARGIN_TYPE_CHANGE,
};

/// Kind of an income record.
enum class IncomeType : std::uint8_t { TRANSFER, REALIZED_PNL, FUNDING_FEE, COMMISSION, INSURANCE_CLEAR };

std::string_view to_string(OrderKind);
std::string_view to_string(Tif);
std::string_view to_string(PositionSide);
std::string_view to_string(StpMode);
std::string_view to_string(PriceMatch);
std::string_view to_string(OrderStatus);
std::string_view to_string(Execution);
std::string_view to_string(AlgoStatus);
std::string_view to_string(WorkingType);
std::string_view to_string(MarginType);
std::string_view to_string(AccountReason);
std::string_view to_string(IncomeType);

}  // namespace alpha_pulse::simulator
