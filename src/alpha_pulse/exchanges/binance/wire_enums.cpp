#include "alpha_pulse/exchanges/binance/wire_enums.hpp"

#include <array>
#include <cstddef>

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

/// The wire's words of an enum, in the order of its enumerators; the first is UNKNOWN.
template <class Enum>
constexpr std::array<std::string_view, 0> kWords{};

template <>
constexpr auto kWords<WireSide> = std::to_array<std::string_view>({"UNKNOWN", "BUY", "SELL"});
static_assert(kWords<WireSide>.size() == std::size_t{1} + static_cast<std::size_t>(WireSide::SELL));

template <>
constexpr auto kWords<OrderStatus> = std::to_array<std::string_view>(
    {"UNKNOWN", "NEW", "PENDING_NEW", "PARTIALLY_FILLED", "FILLED", "CANCELED", "PENDING_CANCEL", "REJECTED", "EXPIRED",
     "EXPIRED_IN_MATCH", "NEW_INSURANCE", "NEW_ADL"});
static_assert(kWords<OrderStatus>.size() == std::size_t{1} + static_cast<std::size_t>(OrderStatus::NEW_ADL));

template <>
constexpr auto kWords<ExecutionType> =
    std::to_array<std::string_view>({"UNKNOWN", "NEW", "CANCELED", "CALCULATED", "EXPIRED", "TRADE", "AMENDMENT",
                                     "REPLACED", "REJECTED", "TRADE_PREVENTION"});
static_assert(kWords<ExecutionType>.size() ==
              std::size_t{1} + static_cast<std::size_t>(ExecutionType::TRADE_PREVENTION));

template <>
constexpr auto kWords<AlgoStatus> = std::to_array<std::string_view>(
    {"UNKNOWN", "NEW", "TRIGGERING", "TRIGGERED", "FINISHED", "CANCELED", "REJECTED", "EXPIRED"});
static_assert(kWords<AlgoStatus>.size() == std::size_t{1} + static_cast<std::size_t>(AlgoStatus::EXPIRED));

template <>
constexpr auto kWords<WireOrderType> = std::to_array<std::string_view>(
    {"UNKNOWN", "LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET",
     "LIQUIDATION", "LIMIT_MAKER", "STOP_LOSS", "STOP_LOSS_LIMIT", "TAKE_PROFIT_LIMIT"});
static_assert(kWords<WireOrderType>.size() ==
              std::size_t{1} + static_cast<std::size_t>(WireOrderType::TAKE_PROFIT_LIMIT));

template <>
constexpr auto kWords<WireTimeInForce> =
    std::to_array<std::string_view>({"UNKNOWN", "GTC", "IOC", "FOK", "GTX", "GTD", "RPI", "GTE_GTC"});
static_assert(kWords<WireTimeInForce>.size() == std::size_t{1} + static_cast<std::size_t>(WireTimeInForce::GTE_GTC));

template <>
constexpr auto kWords<PositionSide> = std::to_array<std::string_view>({"UNKNOWN", "BOTH", "LONG", "SHORT"});
static_assert(kWords<PositionSide>.size() == std::size_t{1} + static_cast<std::size_t>(PositionSide::SHORT));

template <>
constexpr auto kWords<WorkingType> = std::to_array<std::string_view>({"UNKNOWN", "CONTRACT_PRICE", "MARK_PRICE"});
static_assert(kWords<WorkingType>.size() == std::size_t{1} + static_cast<std::size_t>(WorkingType::MARK_PRICE));

template <>
constexpr auto kWords<SelfTradePrevention> = std::to_array<std::string_view>(
    {"UNKNOWN", "NONE", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH", "DECREMENT", "TRANSFER"});
static_assert(kWords<SelfTradePrevention>.size() ==
              std::size_t{1} + static_cast<std::size_t>(SelfTradePrevention::TRANSFER));

template <>
constexpr auto kWords<MarginType> = std::to_array<std::string_view>({"UNKNOWN", "CROSSED", "ISOLATED"});
static_assert(kWords<MarginType>.size() == std::size_t{1} + static_cast<std::size_t>(MarginType::ISOLATED));

template <>
constexpr auto kWords<ExpiryReason> =
    std::to_array<std::string_view>({"UNKNOWN", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"});
static_assert(kWords<ExpiryReason>.size() == std::size_t{1} + static_cast<std::size_t>(ExpiryReason::MARKET_REMAINDER));

template <>
constexpr auto kWords<AccountChange> = std::to_array<std::string_view>(
    {"UNKNOWN", "DEPOSIT", "WITHDRAW", "ORDER", "FUNDING_FEE", "WITHDRAW_REJECT", "ADJUSTMENT", "INSURANCE_CLEAR",
     "ADMIN_DEPOSIT", "ADMIN_WITHDRAW", "MARGIN_TRANSFER", "MARGIN_TYPE_CHANGE", "ASSET_TRANSFER",
     "OPTIONS_PREMIUM_FEE", "OPTIONS_SETTLE_PROFIT", "AUTO_EXCHANGE", "COIN_SWAP_DEPOSIT", "COIN_SWAP_WITHDRAW"});
static_assert(kWords<AccountChange>.size() ==
              std::size_t{1} + static_cast<std::size_t>(AccountChange::COIN_SWAP_WITHDRAW));

template <>
constexpr auto kWords<IncomeType> = std::to_array<std::string_view>(
    {"UNKNOWN", "TRANSFER", "REALIZED_PNL", "FUNDING_FEE", "COMMISSION", "INSURANCE_CLEAR"});
static_assert(kWords<IncomeType>.size() == std::size_t{1} + static_cast<std::size_t>(IncomeType::INSURANCE_CLEAR));

template <>
constexpr auto kWords<SymbolStatus> =
    std::to_array<std::string_view>({"UNKNOWN", "TRADING", "PENDING_TRADING", "PRE_DELIVERING", "DELIVERING",
                                     "DELIVERED", "PRE_SETTLE", "SETTLING", "CLOSE", "HALT", "BREAK", "CANCEL_ONLY"});
static_assert(kWords<SymbolStatus>.size() == std::size_t{1} + static_cast<std::size_t>(SymbolStatus::CANCEL_ONLY));

template <>
constexpr auto kWords<ContractType> =
    std::to_array<std::string_view>({"UNKNOWN", "PERPETUAL", "CURRENT_QUARTER", "NEXT_QUARTER", "TRADIFI_PERPETUAL"});
static_assert(kWords<ContractType>.size() ==
              std::size_t{1} + static_cast<std::size_t>(ContractType::TRADIFI_PERPETUAL));

template <>
constexpr auto kWords<LimitType> =
    std::to_array<std::string_view>({"UNKNOWN", "REQUEST_WEIGHT", "ORDERS", "RAW_REQUESTS", "CONNECTIONS"});
static_assert(kWords<LimitType>.size() == std::size_t{1} + static_cast<std::size_t>(LimitType::CONNECTIONS));

template <>
constexpr auto kWords<LimitInterval> = std::to_array<std::string_view>({"UNKNOWN", "SECOND", "MINUTE", "HOUR", "DAY"});
static_assert(kWords<LimitInterval>.size() == std::size_t{1} + static_cast<std::size_t>(LimitInterval::DAY));

}  // namespace

bool is_final(OrderStatus status) {
  switch (status) {
    case OrderStatus::FILLED:
    case OrderStatus::CANCELED:
    case OrderStatus::REJECTED:
    case OrderStatus::EXPIRED:
    case OrderStatus::EXPIRED_IN_MATCH:
      return true;
    default:
      return false;
  }
}

template <class Enum>
Enum read_enum(std::string_view text) {
  for (std::size_t i = 1; i < kWords<Enum>.size(); ++i) {
    if (kWords<Enum>[i] == text) return static_cast<Enum>(i);
  }
  return Enum::UNKNOWN;
}

template <class Enum>
std::string_view wire_name(Enum value) {
  const auto index = static_cast<std::size_t>(value);
  base::ensure(index < kWords<Enum>.size(), "an enumerator of its list");
  return kWords<Enum>[index];
}

MarginType read_margin_type(std::string_view text) {
  if (text == "cross") return MarginType::CROSSED;
  if (text == "isolated") return MarginType::ISOLATED;
  return read_enum<MarginType>(text);
}

template WireSide read_enum<WireSide>(std::string_view);
template std::string_view wire_name<WireSide>(WireSide);
template OrderStatus read_enum<OrderStatus>(std::string_view);
template std::string_view wire_name<OrderStatus>(OrderStatus);
template ExecutionType read_enum<ExecutionType>(std::string_view);
template std::string_view wire_name<ExecutionType>(ExecutionType);
template AlgoStatus read_enum<AlgoStatus>(std::string_view);
template std::string_view wire_name<AlgoStatus>(AlgoStatus);
template WireOrderType read_enum<WireOrderType>(std::string_view);
template std::string_view wire_name<WireOrderType>(WireOrderType);
template WireTimeInForce read_enum<WireTimeInForce>(std::string_view);
template std::string_view wire_name<WireTimeInForce>(WireTimeInForce);
template PositionSide read_enum<PositionSide>(std::string_view);
template std::string_view wire_name<PositionSide>(PositionSide);
template WorkingType read_enum<WorkingType>(std::string_view);
template std::string_view wire_name<WorkingType>(WorkingType);
template SelfTradePrevention read_enum<SelfTradePrevention>(std::string_view);
template std::string_view wire_name<SelfTradePrevention>(SelfTradePrevention);
template MarginType read_enum<MarginType>(std::string_view);
template std::string_view wire_name<MarginType>(MarginType);
template ExpiryReason read_enum<ExpiryReason>(std::string_view);
template std::string_view wire_name<ExpiryReason>(ExpiryReason);
template AccountChange read_enum<AccountChange>(std::string_view);
template std::string_view wire_name<AccountChange>(AccountChange);
template IncomeType read_enum<IncomeType>(std::string_view);
template std::string_view wire_name<IncomeType>(IncomeType);
template SymbolStatus read_enum<SymbolStatus>(std::string_view);
template std::string_view wire_name<SymbolStatus>(SymbolStatus);
template ContractType read_enum<ContractType>(std::string_view);
template std::string_view wire_name<ContractType>(ContractType);
template LimitType read_enum<LimitType>(std::string_view);
template std::string_view wire_name<LimitType>(LimitType);
template LimitInterval read_enum<LimitInterval>(std::string_view);
template std::string_view wire_name<LimitInterval>(LimitInterval);

}  // namespace alpha_pulse::exchanges::binance
