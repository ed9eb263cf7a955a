#pragma once

#include <cstdint>
#include <string_view>

#include "alpha_pulse/domain/enums.hpp"

/// The closed lists of the wire. A word that is not known reads as `UNKNOWN`, never as one of the others; what it was
/// used for must then not be trusted. Proven by exchanges/binance/replies_test.cpp.
namespace alpha_pulse::exchanges::binance {

/// The two of the venue's products we speak with: coins, and USD-margined futures.
enum class Product : std::uint8_t { SPOT, FUTURES };

enum class WireSide : std::uint8_t { UNKNOWN, BUY, SELL };
enum class OrderStatus : std::uint8_t {
  UNKNOWN,
  NEW,
  PENDING_NEW,
  PARTIALLY_FILLED,
  FILLED,
  CANCELED,
  PENDING_CANCEL,
  REJECTED,
  EXPIRED,
  EXPIRED_IN_MATCH,
  NEW_INSURANCE,  ///< the venue's own order in a liquidation
  NEW_ADL,
};
/// True for the states after which an order never fills again. Final quantity is the cumulative one, never the state's.
bool is_final(OrderStatus status);
enum class ExecutionType : std::uint8_t {
  UNKNOWN,
  NEW,
  CANCELED,
  CALCULATED,  ///< liquidation or deleveraging
  EXPIRED,
  TRADE,
  AMENDMENT,
  REPLACED,
  REJECTED,
  TRADE_PREVENTION,
};
enum class AlgoStatus : std::uint8_t { UNKNOWN, NEW, TRIGGERING, TRIGGERED, FINISHED, CANCELED, REJECTED, EXPIRED };
enum class WireOrderType : std::uint8_t {
  UNKNOWN,
  LIMIT,
  MARKET,
  STOP,
  STOP_MARKET,
  TAKE_PROFIT,
  TAKE_PROFIT_MARKET,
  TRAILING_STOP_MARKET,
  LIQUIDATION,
  LIMIT_MAKER,
  STOP_LOSS,
  STOP_LOSS_LIMIT,
  TAKE_PROFIT_LIMIT,
};
enum class WireTimeInForce : std::uint8_t { UNKNOWN, GTC, IOC, FOK, GTX, GTD, RPI, GTE_GTC };
enum class PositionSide : std::uint8_t { UNKNOWN, BOTH, LONG, SHORT };
enum class WorkingType : std::uint8_t { UNKNOWN, CONTRACT_PRICE, MARK_PRICE };
enum class SelfTradePrevention : std::uint8_t {
  UNKNOWN,
  NONE,
  EXPIRE_TAKER,
  EXPIRE_MAKER,
  EXPIRE_BOTH,
  DECREMENT,
  TRANSFER,
};
enum class MarginType : std::uint8_t { UNKNOWN, CROSSED, ISOLATED };
/// Why a futures order expired (`er`).
enum class ExpiryReason : std::uint8_t {
  UNKNOWN,
  NONE,
  SELF_TRADE,
  IOC_REMAINDER,
  IOC_SELF_TRADE,
  REDUCE_ONLY_KNOCKED_OUT,
  LIQUIDATION,
  GTE_CONDITION,
  DELISTED,
  AFTER_STOP_TRIGGER,
  MARKET_REMAINDER,
};
/// Why balances or positions changed (`ACCOUNT_UPDATE.a.m`).
enum class AccountChange : std::uint8_t {
  UNKNOWN,
  DEPOSIT,
  WITHDRAW,
  ORDER,
  FUNDING_FEE,
  WITHDRAW_REJECT,
  ADJUSTMENT,
  INSURANCE_CLEAR,
  ADMIN_DEPOSIT,
  ADMIN_WITHDRAW,
  MARGIN_TRANSFER,
  MARGIN_TYPE_CHANGE,
  ASSET_TRANSFER,
  OPTIONS_PREMIUM_FEE,
  OPTIONS_SETTLE_PROFIT,
  AUTO_EXCHANGE,
  COIN_SWAP_DEPOSIT,
  COIN_SWAP_WITHDRAW,
};
enum class IncomeType : std::uint8_t { UNKNOWN, TRANSFER, REALIZED_PNL, FUNDING_FEE, COMMISSION, INSURANCE_CLEAR };
enum class SymbolStatus : std::uint8_t {
  UNKNOWN,
  TRADING,
  PENDING_TRADING,
  PRE_DELIVERING,
  DELIVERING,
  DELIVERED,
  PRE_SETTLE,
  SETTLING,
  CLOSE,
  HALT,
  BREAK,
  CANCEL_ONLY,
};
enum class ContractType : std::uint8_t { UNKNOWN, PERPETUAL, CURRENT_QUARTER, NEXT_QUARTER, TRADIFI_PERPETUAL };
enum class LimitType : std::uint8_t { UNKNOWN, REQUEST_WEIGHT, ORDERS, RAW_REQUESTS, CONNECTIONS };
enum class LimitInterval : std::uint8_t { UNKNOWN, SECOND, MINUTE, HOUR, DAY };

/// The enumerator of that spelling, else UNKNOWN: `read_enum<OrderStatus>("FILLED")`.
template <class Enum>
Enum read_enum(std::string_view text);
/// The wire's spelling; `UNKNOWN` for UNKNOWN.
template <class Enum>
std::string_view wire_name(Enum value);
/// `CROSSED` and `ISOLATED`, and `cross` and `isolated`, as user events and older answers write them.
MarginType read_margin_type(std::string_view text);

}  // namespace alpha_pulse::exchanges::binance
