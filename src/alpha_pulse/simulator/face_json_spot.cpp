#include "alpha_pulse/simulator/face_json_spot.hpp"

namespace alpha_pulse::simulator {
namespace {

json::object lot_json(std::string_view type, const LotFilter& lot) {
  return {{"filterType", type},
          {"minQty", eight(lot.min.raw())},
          {"maxQty", eight(lot.max.raw())},
          {"stepSize", eight(lot.step.raw())}};
}

json::array filters_json(const SpotSymbol& s) {
  return {json::object{{"filterType", "PRICE_FILTER"},
                       {"minPrice", eight(s.min_price.raw())},
                       {"maxPrice", eight(s.max_price.raw())},
                       {"tickSize", eight(s.tick.raw())}},
          lot_json("LOT_SIZE", s.lot),
          lot_json("MARKET_LOT_SIZE", s.market_lot),
          json::object{{"filterType", "PERCENT_PRICE_BY_SIDE"},
                       {"bidMultiplierUp", s.bid_multiplier_up.to_string()},
                       {"bidMultiplierDown", s.bid_multiplier_down.to_string()},
                       {"askMultiplierUp", s.ask_multiplier_up.to_string()},
                       {"askMultiplierDown", s.ask_multiplier_down.to_string()},
                       {"avgPriceMins", 0}},
          json::object{{"filterType", "NOTIONAL"},
                       {"minNotional", wire(s.min_notional)},
                       {"applyMinToMarket", true},
                       {"maxNotional", "9000000.00000000"},
                       {"applyMaxToMarket", false},
                       {"avgPriceMins", 0}},
          json::object{{"filterType", "MAX_NUM_ORDERS"}, {"maxNumOrders", s.max_orders}}};
}

/// What an order shows in every answer that shows it as it stands.
void add_result(json::object& answer, const SpotOrder& o) {
  answer["price"] = eight(o.price.raw());
  answer["origQty"] = eight(o.quantity.raw());
  answer["executedQty"] = eight(o.executed.raw());
  answer["origQuoteOrderQty"] = wire(o.quote_quantity);
  answer["cummulativeQuoteQty"] = wire(o.cum_quote);
  answer["status"] = to_string(o.status);
  answer["timeInForce"] = to_string(o.tif);
  answer["type"] = to_string(o.kind);
  answer["side"] = domain::to_string(o.side);
}

}  // namespace

json::object spot_symbol_json(const SpotSymbol& s) {
  return {{"symbol", s.name},
          {"status", "TRADING"},
          {"baseAsset", s.base.code()},
          {"baseAssetPrecision", s.base_precision},
          {"quoteAsset", s.quote.code()},
          {"quotePrecision", s.quote_precision},
          {"quoteAssetPrecision", s.quote_precision},
          {"baseCommissionPrecision", 8},
          {"quoteCommissionPrecision", 8},
          {"orderTypes", json::array{"LIMIT", "LIMIT_MAKER", "MARKET"}},
          {"icebergAllowed", false},
          {"ocoAllowed", false},
          {"otoAllowed", false},
          {"opoAllowed", false},
          {"quoteOrderQtyMarketAllowed", true},
          {"allowTrailingStop", false},
          {"cancelReplaceAllowed", true},
          {"amendAllowed", false},
          {"pegInstructionsAllowed", false},
          {"isSpotTradingAllowed", true},
          {"isMarginTradingAllowed", false},
          {"filters", filters_json(s)},
          {"permissions", json::array{}},
          {"permissionSets", json::array{json::array{"SPOT"}}},
          {"defaultSelfTradePreventionMode", "NONE"},
          {"allowedSelfTradePreventionModes", json::array{"NONE", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH"}}};
}

json::object spot_order_json(const SpotOrder& o, const SpotSymbol& s) {
  json::object answer{{"symbol", s.name}, {"orderId", o.order_id}, {"orderListId", -1}, {"clientOrderId", o.client_id}};
  add_result(answer, o);
  answer["stopPrice"] = answer["icebergQty"] = "0.00000000";
  answer["time"] = o.time.ms();
  answer["updateTime"] = o.update_time.ms();
  answer["isWorking"] = true;
  answer["workingTime"] = o.time.ms();
  answer["selfTradePreventionMode"] = to_string(o.stp);
  return answer;
}

json::object spot_placed_json(const SpotPlaced& placed, const SpotSymbol& s, std::string_view form) {
  const SpotOrder& o = placed.order;
  json::object answer{{"symbol", s.name},
                      {"orderId", o.order_id},
                      {"orderListId", -1},
                      {"clientOrderId", o.client_id},
                      {"transactTime", o.update_time.ms()}};
  if (form == "ACK") return answer;
  add_result(answer, o);
  answer["workingTime"] = o.time.ms();
  answer["selfTradePreventionMode"] = to_string(o.stp);
  if (form != "FULL") return answer;
  json::array fills;
  for (const TradeRecord& fill : placed.fills) {
    fills.push_back(json::object{{"price", eight(fill.price.raw())},
                                 {"qty", eight(fill.quantity.raw())},
                                 {"commission", wire(fill.commission)},
                                 {"commissionAsset", fill.commission.currency().code()},
                                 {"tradeId", fill.trade_id}});
  }
  answer["fills"] = std::move(fills);
  return answer;
}

json::object spot_canceled_json(const SpotOrder& o, const SpotSymbol& s, std::string_view cancel_id) {
  json::object answer{{"symbol", s.name},  {"origClientOrderId", o.client_id}, {"orderId", o.order_id},
                      {"orderListId", -1}, {"clientOrderId", cancel_id},       {"transactTime", o.update_time.ms()}};
  add_result(answer, o);
  answer["selfTradePreventionMode"] = to_string(o.stp);
  return answer;
}

json::object spot_trade_json(const TradeRecord& t, const SpotSymbol& s) {
  return {{"symbol", s.name},
          {"id", t.trade_id},
          {"orderId", t.order_id},
          {"orderListId", -1},
          {"price", eight(t.price.raw())},
          {"qty", eight(t.quantity.raw())},
          {"quoteQty", wire(t.quote)},
          {"commission", wire(t.commission)},
          {"commissionAsset", t.commission.currency().code()},
          {"time", t.time.ms()},
          {"isBuyer", t.side == Side::BUY},
          {"isMaker", t.maker},
          {"isBestMatch", true}};
}

json::object spot_balance_json(const SpotBalance& b) {
  return {{"asset", b.asset.code()}, {"free", wire(b.free)}, {"locked", wire(b.locked)}};
}

json::object spot_depth_json(const Depth& depth) {
  const auto rows = [](const std::vector<Level>& levels) {
    json::array array;
    for (const Level& l : levels) array.push_back(json::array{eight(l.price.raw()), eight(l.quantity.raw())});
    return array;
  };
  return {{"lastUpdateId", depth.last_update_id}, {"bids", rows(depth.bids)}, {"asks", rows(depth.asks)}};
}

}  // namespace alpha_pulse::simulator
