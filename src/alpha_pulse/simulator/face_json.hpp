#pragma once

#include <boost/json.hpp>
#include <string>

#include "alpha_pulse/simulator/venue_futures.hpp"

/// The futures venue's objects as its wire has them (sheet 4): prices, quantities, rates and money are strings, ids and
/// times numbers. Field names are the sheet's. Pure functions. Tested by simulator/face_test.cpp.
namespace alpha_pulse::simulator {

namespace json = boost::json;

inline std::string wire(Price value) {
  return value.to_string(2);
}
inline std::string wire(Quantity value) {
  return format_decimal(value.raw(), kDecimals, 3);
}
inline std::string wire(Ratio value) {
  return value.to_string(8);
}
inline std::string wire(Money value) {
  return format_decimal_rounded(value.raw(), Money::kMoneyDecimals, 8);
}
/// A price that may be absent: the venue writes "0".
inline std::string wire_or_zero(Price value) {
  return value.raw() == 0 ? "0" : wire(value);
}

/// 0 for the epoch, which stands for "none".
inline std::int64_t wire_time(Timestamp time) {
  return time.ms();
}

json::array levels_json(const std::vector<Level>& levels);
json::object depth_json(const Depth& depth);
json::object symbol_json(const FuturesSymbol& symbol);
json::array brackets_json(const FuturesSymbol& symbol);

/// Answer of place, cancel and modify. `old_fields`: with avgPrice and cumQuote, as before 2026-06-30. As text, since
/// nothing is asked for so often; the tree is read from it.
std::string ack_text(const Order& order, const FuturesSymbol& symbol, bool old_fields);
json::object ack_json(const Order& order, const FuturesSymbol& symbol, bool old_fields);
/// Answer of the queries.
json::object order_json(const Order& order, const FuturesSymbol& symbol);
json::object algo_json(const AlgoOrder& algo, const FuturesSymbol& symbol);
/// With what only the queries tell: the child's id, price and quantity.
json::object algo_query_json(const AlgoOrder& algo, const FuturesSymbol& symbol);

json::object trade_json(const TradeRecord& trade, const FuturesSymbol& symbol);
json::object income_json(const IncomeRecord& income, const FuturesSymbol& symbol);
/// positionRisk v3; `old_form`: v2, with leverage and margin type.
json::object position_json(const PositionFigures& position, const FuturesSymbol& symbol, bool old_form);
/// The shorter form inside of `account`.
json::object account_position_json(const PositionFigures& position, const FuturesSymbol& symbol, bool old_form);
json::object account_totals_json(const AccountFigures& account);
json::object account_asset_json(const AccountFigures& account, Currency asset);
json::object balance_json(const AccountFigures& account, Currency asset);

}  // namespace alpha_pulse::simulator
