#pragma once

#include "alpha_pulse/simulator/face_json.hpp"
#include "alpha_pulse/simulator/venue_spot.hpp"

/// The spot venue's objects as its wire has them (sheet 7). Pure functions. Tested by simulator/face_test.cpp.
namespace alpha_pulse::simulator {

/// The spot wire writes all eight decimals.
inline std::string eight(std::int64_t raw) {
  return format_decimal(raw, kDecimals, kDecimals);
}

json::object spot_symbol_json(const SpotSymbol& symbol);
/// Answer of a query.
json::object spot_order_json(const SpotOrder& order, const SpotSymbol& symbol);
/// `newOrderRespType`: ACK, RESULT or FULL.
json::object spot_placed_json(const SpotPlaced& placed, const SpotSymbol& symbol, std::string_view form);
json::object spot_canceled_json(const SpotOrder& order, const SpotSymbol& symbol, std::string_view cancel_id);
json::object spot_trade_json(const TradeRecord& trade, const SpotSymbol& symbol);
json::object spot_balance_json(const SpotBalance& balance);
json::object spot_depth_json(const Depth& depth);

}  // namespace alpha_pulse::simulator
