#pragma once

#include <cstdint>
#include <string_view>

#include "alpha_pulse/domain/names.hpp"

/// The closed lists of the field. Spelled as the field (and the seed) spells them.
namespace alpha_pulse::domain {

enum class Side : std::uint8_t { BUY, SELL };
constexpr Side opposite(Side side) {
  return side == Side::BUY ? Side::SELL : Side::BUY;
}

enum class OrderType : std::uint8_t { LIMIT, MARKET, STOP_MARKET, TAKE_PROFIT_MARKET };
constexpr bool is_conditional(OrderType type) {
  return type == OrderType::STOP_MARKET || type == OrderType::TAKE_PROFIT_MARKET;
}

enum class TimeInForce : std::uint8_t { GTC, IOC, GTX };  ///< GTX: post-only, expires rather than take

enum class PriceKind : std::uint8_t { TRADE, BID, ASK, MARK };

enum class Liquidity : std::uint8_t { MAKER, TAKER };

enum class ContractKind : std::uint8_t { SPOT, LINEAR, INVERSE };

enum class GridDirection : std::uint8_t { LONG, SHORT, BOTH };

/// How far the program is allowed to go, each entered with a `Reason`.
enum class ProgramState : std::uint8_t { STARTING, ACTIVE, REDUCING, PAUSED, STOPPED, HALTED, SAFE };

/// Why the program is in its state, or why a command was refused. A closed list: every word here is explained in
/// docs/states.md.
enum class Reason : std::uint8_t {
  NONE,
  WAITING_FOR_PRICE,
  BUILDING_HEDGE,
  STOP_LOSS,
  TAKE_PROFIT,
  DISASTER_STOP,
  MAX_DRAWDOWN,
  MARGIN_GUARD,
  LIQUIDATION,
  FOREIGN_POSITION,
  POSITION_MISMATCH,
  UNPROTECTED,
  OPERATOR,
  LADDER_STOPPED,
  CANNOT_MEET_FILTERS,
  ACCOUNT_BROKEN,
  WOULD_TRIGGER_IMMEDIATELY,
  WOULD_CROSS,
  INSUFFICIENT_MARGIN,
  REDUCE_ONLY_REJECTED,
  BAD_FILTER,
  NO_PRICE,
  UNKNOWN_ORDER,
  REARMED,
  VOLATILITY_MOVED,
  RECENTRED,
  OVER_CAP,
  ORDER_RATE,
  STALE_PRICE,
  DOUBTED_PRICE,
  CROSSED_QUOTES,
  VENUE_REFUSED,
};

std::string_view to_string(Side);
std::string_view to_string(OrderType);
std::string_view to_string(TimeInForce);
std::string_view to_string(PriceKind);
std::string_view to_string(Liquidity);
std::string_view to_string(ContractKind);
std::string_view to_string(GridDirection);
std::string_view to_string(ProgramState);
std::string_view to_string(Reason);

}  // namespace alpha_pulse::domain
