#include "alpha_pulse/simulator/venue_types.hpp"

#include <algorithm>
#include <array>

namespace alpha_pulse::simulator {
namespace {

/// The word at the place of an enumerator: the lists stand in the order of the header.
template <class Enum, std::size_t N>
std::string_view word(const std::array<std::string_view, N>& words, Enum value) {
  const auto at = static_cast<std::size_t>(value);
  ensure(at < N, "an enumerator has a word");
  return words[at];
}

/// A code and its standard message (sheet 4.2-4.6, 8.2).
struct KnownError {
  int code;
  std::string_view message;
};

constexpr auto kErrors = std::to_array<KnownError>({
    {-1102, "Mandatory parameter was not sent, was empty/null, or malformed."},
    {-1106, "Parameter sent when not required."},
    {-1111, "Precision is over the maximum defined for this asset."},
    {-1112, "No orders on book for symbol."},
    {-1114, "TimeInForce parameter sent when not required."},
    {-1115, "Invalid timeInForce."},
    {-1116, "Invalid orderType."},
    {-1121, "Invalid symbol."},
    {-2010, "Account has insufficient balance for requested action."},
    {-2011, "Unknown order sent."},
    {-2013, "Order does not exist."},
    {-2018, "Balance is insufficient."},
    {-2019, "Margin is insufficient."},
    {-2020, "Unable to fill."},
    {-2021, "Order would immediately trigger."},
    {-2022, "ReduceOnly Order is rejected."},
    {-2025, "Reach max open order limit."},
    {-2027, "Exceeded the maximum allowable position at current leverage."},
    {-2028, "Leverage is smaller than permitted: insufficient margin balance."},
    {-4001, "Price less than 0."},
    {-4002, "Price greater than max price."},
    {-4003, "Quantity less than zero."},
    {-4004, "Quantity less than min quantity."},
    {-4005, "Quantity greater than max quantity."},
    {-4013, "Price less than min price."},
    {-4014, "Price not increased by tick size."},
    {-4015, "Client order id is not valid."},
    {-4016, "Limit price can't be higher than the allowed price."},
    {-4023, "Qty not increased by step size."},
    {-4024, "Limit price can't be lower than the allowed price."},
    {-4028, "Leverage is not valid."},
    {-4045, "Reach max stop order limit."},
    {-4046, "No need to change margin type."},
    {-4047, "Margin type cannot be changed if there exists open orders."},
    {-4048, "Margin type cannot be changed if there exists position."},
    {-4049, "Add margin only support for isolated position."},
    {-4051, "Cross balance insufficient."},
    {-4052, "Isolated balance insufficient."},
    {-4054, "Cannot add position margin: position is 0."},
    {-4055, "Amount must be positive."},
    {-4059, "No need to change position side."},
    {-4061, "Order's position side does not match user's setting."},
    {-4067, "Position side cannot be changed if there exists open orders."},
    {-4068, "Position side cannot be changed if there exists position."},
    {-4082, "Invalid number of batch place orders."},
    {-4116, "ClientOrderId is duplicated."},
    {-4120, "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead."},
    {-4130, "An open stop or take profit order with GTE and closePosition in the direction is existing."},
    {-4131, "The counterparty's best price does not meet the PERCENT_PRICE filter limit."},
    {-4136, "Target strategy is invalid for this order type with closePosition."},
    {-4137, "Quantity must be zero with closePosition equals true."},
    {-4138, "Reduce only must be true with closePosition equals true."},
    {-4161, "Leverage reduction is not supported in Isolated Margin Mode with open positions."},
    {-4164, "Order's notional must be no smaller than the minimum (unless you choose reduce only)."},
    {-4167, "Unable to adjust to Multi-Assets mode with symbols of USDS-M Futures under isolated-margin mode."},
    {-4168, "Unable to adjust to isolated-margin mode under the Multi-Assets mode."},
    {-4171, "No need to change Multi-Assets mode."},
    {-4183, "Limit price can't be higher than the allowed price of the trigger."},
    {-4184, "Limit price can't be lower than the allowed price of the trigger."},
    {-4210, "Trigger price can't be higher than the allowed price."},
    {-4211, "Trigger price can't be lower than the allowed price."},
    {-5021,
     "Due to the order could not be filled immediately, the FOK order has been rejected. The order will not be "
     "recorded in the order history."},
    {-5022,
     "Due to the order could not be executed as maker, the Post Only order will be rejected. The order will not be "
     "recorded in the order history."},
    {-5025, "Only limit order is supported."},
    {-5026, "Exceed maximum modify order limit."},
    {-5027, "No need to modify the order."},
    {-5029, "Order's notional must be no smaller than the minimum after the modification."},
    {-5037, "Invalid price match."},
    {-5038, "Price match only supports order type: LIMIT, STOP AND TAKE_PROFIT."},
    {-5040, "Parameter 'goodTillDate' is invalid."},
    {-5041, "No depth matches this BBO order."},
    {-5047, "The original order is not a reduce-only order."},
});

}  // namespace

VenueError venue_error(int code) {
  const auto known = std::ranges::find(kErrors, code, &KnownError::code);
  ensure(known != kErrors.end(), "every refusal has its message");
  return {code, std::string(known->message)};
}

std::string_view to_string(OrderKind value) {
  static constexpr auto kWords =
      std::to_array<std::string_view>({"LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET",
                                       "TRAILING_STOP_MARKET", "LIMIT_MAKER"});
  return word(kWords, value);
}

std::string_view to_string(Tif value) {
  static constexpr auto kWords = std::to_array<std::string_view>({"GTC", "IOC", "FOK", "GTX", "GTD", "GTE_GTC", "RPI"});
  return word(kWords, value);
}

std::string_view to_string(PositionSide value) {
  static constexpr auto kWords = std::to_array<std::string_view>({"BOTH", "LONG", "SHORT"});
  return word(kWords, value);
}

std::string_view to_string(StpMode value) {
  static constexpr auto kWords =
      std::to_array<std::string_view>({"NONE", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH"});
  return word(kWords, value);
}

std::string_view to_string(PriceMatch value) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"NONE", "OPPONENT", "OPPONENT_5", "OPPONENT_10", "OPPONENT_20", "QUEUE", "QUEUE_5", "QUEUE_10", "QUEUE_20"});
  return word(kWords, value);
}

std::string_view to_string(OrderStatus value) {
  static constexpr auto kWords =
      std::to_array<std::string_view>({"NEW", "PARTIALLY_FILLED", "FILLED", "CANCELED", "EXPIRED", "EXPIRED_IN_MATCH"});
  return word(kWords, value);
}

std::string_view to_string(Execution value) {
  static constexpr auto kWords =
      std::to_array<std::string_view>({"NEW", "TRADE", "CANCELED", "EXPIRED", "AMENDMENT", "CALCULATED"});
  return word(kWords, value);
}

std::string_view to_string(AlgoStatus value) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"NEW", "TRIGGERING", "TRIGGERED", "FINISHED", "CANCELED", "REJECTED", "EXPIRED"});
  return word(kWords, value);
}

std::string_view to_string(WorkingType value) {
  static constexpr auto kWords = std::to_array<std::string_view>({"CONTRACT_PRICE", "MARK_PRICE"});
  return word(kWords, value);
}

std::string_view to_string(MarginType value) {
  static constexpr auto kWords = std::to_array<std::string_view>({"CROSSED", "ISOLATED"});
  return word(kWords, value);
}

std::string_view to_string(AccountReason value) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"DEPOSIT", "WITHDRAW", "ORDER", "FUNDING_FEE", "INSURANCE_CLEAR", "MARGIN_TRANSFER", "MARGIN_TYPE_CHANGE"});
  return word(kWords, value);
}

std::string_view to_string(IncomeType value) {
  static constexpr auto kWords =
      std::to_array<std::string_view>({"TRANSFER", "REALIZED_PNL", "FUNDING_FEE", "COMMISSION", "INSURANCE_CLEAR"});
  return word(kWords, value);
}

}  // namespace alpha_pulse::simulator
