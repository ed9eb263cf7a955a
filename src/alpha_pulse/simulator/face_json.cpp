#include "alpha_pulse/simulator/face_json.hpp"

#include "alpha_pulse/simulator/json_text.hpp"

namespace alpha_pulse::simulator {
namespace {

json::object lot_json(std::string_view type, const LotFilter& lot) {
  return {{"filterType", type}, {"minQty", wire(lot.min)}, {"maxQty", wire(lot.max)}, {"stepSize", wire(lot.step)}};
}

std::string notional_text(Money money) {
  return format_decimal(money.raw(), Money::kMoneyDecimals);
}

json::array filters_json(const FuturesSymbol& s) {
  return {json::object{{"filterType", "PRICE_FILTER"},
                       {"minPrice", wire(s.min_price)},
                       {"maxPrice", wire(s.max_price)},
                       {"tickSize", wire(s.tick)}},
          lot_json("LOT_SIZE", s.lot),
          lot_json("MARKET_LOT_SIZE", s.market_lot),
          json::object{{"filterType", "MAX_NUM_ORDERS"}, {"limit", s.max_orders}},
          json::object{{"filterType", "MIN_NOTIONAL"}, {"notional", notional_text(s.min_notional)}},
          json::object{{"filterType", "PERCENT_PRICE"},
                       {"multiplierUp", s.multiplier_up.to_string(4)},
                       {"multiplierDown", s.multiplier_down.to_string(4)},
                       {"multiplierDecimal", "4"}}};
}

std::string_view order_state(const AlgoOrder& algo) {
  return to_string(algo.status);
}

}  // namespace

json::array levels_json(const std::vector<Level>& levels) {
  json::array rows;
  for (const Level& level : levels) rows.push_back(json::array{wire(level.price), wire(level.quantity)});
  return rows;
}

json::object depth_json(const Depth& depth) {
  return {{"lastUpdateId", depth.last_update_id},
          {"E", wire_time(depth.time)},
          {"T", wire_time(depth.time)},
          {"bids", levels_json(depth.bids)},
          {"asks", levels_json(depth.asks)}};
}

json::object symbol_json(const FuturesSymbol& s) {
  return {{"symbol", s.name},
          {"pair", s.name},
          {"contractType", "PERPETUAL"},
          {"deliveryDate", 4133404800000},
          {"onboardDate", 1569398400000},
          {"status", "TRADING"},
          {"maintMarginPercent", "2.5000"},
          {"requiredMarginPercent", "5.0000"},
          {"baseAsset", s.base.code()},
          {"quoteAsset", s.quote.code()},
          {"marginAsset", s.margin_asset.code()},
          {"pricePrecision", s.price_precision},
          {"quantityPrecision", s.quantity_precision},
          {"baseAssetPrecision", 8},
          {"quotePrecision", 8},
          {"underlyingType", "COIN"},
          {"underlyingSubType", json::array{"PoW"}},
          {"settlePlan", 0},
          {"triggerProtect", s.trigger_protect.to_string(4)},
          {"liquidationFee", s.liquidation_fee.to_string(6)},
          {"marketTakeBound", s.market_take_bound.to_string(2)},
          {"maxMoveOrderLimit", 10000},
          {"filters", filters_json(s)},
          {"orderTypes", json::array{"LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET",
                                     "TRAILING_STOP_MARKET"}},
          {"timeInForce", json::array{"GTC", "IOC", "FOK", "GTX", "GTD", "RPI"}}};
}

json::array brackets_json(const FuturesSymbol& symbol) {
  json::array rows;
  const auto number = [](Money money) { return json::value(money.to_double()); };  // numbers here, not strings
  for (const LeverageBracket& b : symbol.brackets) {
    rows.push_back(json::object{{"bracket", rows.size() + 1},
                                {"initialLeverage", b.initial_leverage},
                                {"notionalCap", static_cast<std::int64_t>(b.cap.raw() / Money::kUnit)},
                                {"notionalFloor", static_cast<std::int64_t>(b.floor.raw() / Money::kUnit)},
                                {"maintMarginRatio", b.maintenance.to_double()},
                                {"cum", number(b.cum)}});
  }
  return rows;
}

std::string ack_text(const Order& o, const FuturesSymbol& symbol, bool old_fields) {
  JsonText ack;
  ack.add("orderId", o.order_id)
      .add("symbol", symbol.name)
      .add("status", to_string(o.status))
      .add("clientOrderId", o.client_id)
      .add("price", wire_or_zero(o.price))
      .add("origQty", wire(o.quantity))
      .add("executedQty", wire(o.executed))
      .add("cumQty", wire(o.executed))
      .add("timeInForce", to_string(o.tif))
      .add("type", to_string(o.kind))
      .add("reduceOnly", o.reduce_only)
      .add("closePosition", o.close_position)
      .add("side", domain::to_string(o.side))
      .add("positionSide", to_string(o.position_side))
      .add("stopPrice", wire_or_zero(o.stop_price))
      .add("workingType", to_string(o.working_type))
      .add("priceProtect", o.price_protect)
      .add("origType", to_string(o.original_kind))
      .add("priceMatch", to_string(o.price_match))
      .add("selfTradePreventionMode", to_string(o.stp))
      .add("goodTillDate", wire_time(o.good_till))
      .add("updateTime", wire_time(o.update_time));
  if (old_fields) ack.add("avgPrice", wire(o.average_price())).add("cumQuote", wire(o.cum_quote));
  return ack.finish();
}

json::object ack_json(const Order& o, const FuturesSymbol& symbol, bool old_fields) {
  return json::parse(ack_text(o, symbol, old_fields)).as_object();
}

json::object order_json(const Order& o, const FuturesSymbol& symbol) {
  json::object order = ack_json(o, symbol, true);
  order.erase("cumQty");
  order["time"] = wire_time(o.time);
  order["activatePrice"] = wire_or_zero(o.activate_price);  // both 0 but for trailing orders
  order["priceRate"] = o.callback_rate.raw() == 0 ? "0" : Ratio::from_raw(o.callback_rate.raw() * 100).to_string(1);
  return order;
}

json::object algo_json(const AlgoOrder& a, const FuturesSymbol& symbol) {
  const bool trailing = a.kind == OrderKind::TRAILING_STOP_MARKET;
  return {{"algoId", a.algo_id},
          {"clientAlgoId", a.client_id},
          {"algoType", "CONDITIONAL"},
          {"orderType", to_string(a.kind)},
          {"symbol", symbol.name},
          {"side", domain::to_string(a.side)},
          {"positionSide", to_string(a.position_side)},
          {"timeInForce", to_string(a.tif)},
          {"quantity", wire(a.quantity)},
          {"algoStatus", order_state(a)},
          {"triggerPrice", wire_or_zero(a.trigger_price)},
          {"price", wire_or_zero(a.price)},
          {"icebergQuantity", nullptr},
          {"selfTradePreventionMode", to_string(a.stp)},
          {"workingType", to_string(a.working_type)},
          {"priceMatch", to_string(a.price_match)},
          {"closePosition", a.close_position},
          {"priceProtect", a.price_protect},
          {"reduceOnly", a.reduce_only},
          {"activatePrice", trailing && a.activate_price.known() ? wire(a.activate_price) : std::string()},
          {"callbackRate", trailing ? Ratio::from_raw(a.callback_rate.raw() * 100).to_string(1) : std::string()},
          {"createTime", wire_time(a.create_time)},
          {"updateTime", wire_time(a.update_time)},
          {"triggerTime", wire_time(a.trigger_time)},
          {"goodTillDate", wire_time(a.good_till)}};
}

json::object algo_query_json(const AlgoOrder& a, const FuturesSymbol& symbol) {
  json::object query = algo_json(a, symbol);
  query["actualOrderId"] = a.actual_order_id == 0 ? std::string() : std::to_string(a.actual_order_id);
  query["actualPrice"] = wire(a.actual_price);
  query["actualQty"] = wire(a.actual_quantity);
  const bool limit = a.kind == OrderKind::STOP || a.kind == OrderKind::TAKE_PROFIT;
  query["actualType"] = a.actual_order_id == 0 ? "" : limit ? "LIMIT" : "MARKET";
  query["tpOrderType"] = "";
  return query;
}

json::object trade_json(const TradeRecord& t, const FuturesSymbol& symbol) {
  return {{"buyer", t.side == Side::BUY},
          {"commission", wire(t.commission)},
          {"commissionAsset", symbol.margin_asset.code()},
          {"id", t.trade_id},
          {"maker", t.maker},
          {"orderId", t.order_id},
          {"price", wire(t.price)},
          {"qty", wire(t.quantity)},
          {"quoteQty", wire(t.quote)},
          {"baseQty", "0"},
          {"realizedPnl", wire(t.realized)},
          {"side", domain::to_string(t.side)},
          {"positionSide", to_string(t.position_side)},
          {"symbol", symbol.name},
          {"pair", symbol.name},
          {"marginAsset", symbol.margin_asset.code()},
          {"time", wire_time(t.time)}};
}

json::object income_json(const IncomeRecord& i, const FuturesSymbol& symbol) {
  return {{"symbol", i.has_symbol ? symbol.name : std::string()},
          {"incomeType", to_string(i.type)},
          {"income", wire(i.amount)},
          {"asset", i.amount.currency().code()},
          {"info", i.info},
          {"time", wire_time(i.time)},
          {"tranId", i.transaction_id},
          {"tradeId", i.trade_id == 0 ? std::string() : std::to_string(i.trade_id)}};
}

json::object position_json(const PositionFigures& p, const FuturesSymbol& symbol, bool old_form) {
  json::object row{{"symbol", symbol.name},
                   {"positionSide", to_string(p.side)},
                   {"positionAmt", wire(p.amount)},
                   {"entryPrice", wire_or_zero(p.entry)},
                   {"breakEvenPrice", wire_or_zero(p.break_even)},
                   {"markPrice", wire(p.mark)},
                   {"unRealizedProfit", wire(p.unrealized)},
                   {"liquidationPrice", wire_or_zero(p.liquidation)},
                   {"isolatedMargin", wire(p.isolated_margin)},
                   {"notional", wire(p.notional)},
                   {"isolatedWallet", wire(p.isolated_wallet)},
                   {"updateTime", wire_time(p.update_time)}};
  if (old_form) {
    row["marginType"] = p.margin_type == MarginType::CROSSED ? "cross" : "isolated";
    row["isAutoAddMargin"] = "false";  // a string on this endpoint
    row["leverage"] = std::to_string(p.leverage);
    row["maxNotionalValue"] = format_decimal(p.max_notional.raw(), Money::kMoneyDecimals);
    return row;
  }
  row["marginAsset"] = symbol.margin_asset.code();
  row["initialMargin"] = wire(p.initial_margin);
  row["maintMargin"] = wire(p.maintenance_margin);
  row["positionInitialMargin"] = wire(p.position_initial_margin);
  row["openOrderInitialMargin"] = wire(p.open_order_initial_margin);
  row["adl"] = 0;
  row["bidNotional"] = wire(p.bid_notional);
  row["askNotional"] = wire(p.ask_notional);
  return row;
}

json::object account_position_json(const PositionFigures& p, const FuturesSymbol& symbol, bool old_form) {
  json::object row{{"symbol", symbol.name},
                   {"positionSide", to_string(p.side)},
                   {"positionAmt", wire(p.amount)},
                   {"unrealizedProfit", wire(p.unrealized)},
                   {"isolatedMargin", wire(p.isolated_margin)},
                   {"notional", wire(p.notional)},
                   {"isolatedWallet", wire(p.isolated_wallet)},
                   {"initialMargin", wire(p.initial_margin)},
                   {"maintMargin", wire(p.maintenance_margin)},
                   {"updateTime", wire_time(p.update_time)}};
  if (!old_form) return row;
  row["leverage"] = std::to_string(p.leverage);
  row["isolated"] = p.margin_type == MarginType::ISOLATED;
  row["entryPrice"] = wire_or_zero(p.entry);
  row["maxNotional"] = format_decimal(p.max_notional.raw(), Money::kMoneyDecimals);
  row["positionInitialMargin"] = wire(p.position_initial_margin);
  row["openOrderInitialMargin"] = wire(p.open_order_initial_margin);
  row["breakEvenPrice"] = wire_or_zero(p.break_even);
  row["bidNotional"] = wire(p.bid_notional);
  row["askNotional"] = wire(p.ask_notional);
  return row;
}

json::object account_totals_json(const AccountFigures& a) {
  return {{"totalInitialMargin", wire(a.initial_margin)},
          {"totalMaintMargin", wire(a.maintenance_margin)},
          {"totalWalletBalance", wire(a.wallet)},
          {"totalUnrealizedProfit", wire(a.unrealized)},
          {"totalMarginBalance", wire(a.margin_balance)},
          {"totalPositionInitialMargin", wire(a.position_initial_margin)},
          {"totalOpenOrderInitialMargin", wire(a.open_order_initial_margin)},
          {"totalCrossWalletBalance", wire(a.cross_wallet)},
          {"totalCrossUnPnl", wire(a.cross_unrealized)},
          {"availableBalance", wire(a.available)},
          {"maxWithdrawAmount", wire(a.max_withdraw)}};
}

json::object account_asset_json(const AccountFigures& a, Currency asset) {
  return {{"asset", asset.code()},
          {"walletBalance", wire(a.wallet)},
          {"unrealizedProfit", wire(a.unrealized)},
          {"marginBalance", wire(a.margin_balance)},
          {"maintMargin", wire(a.maintenance_margin)},
          {"initialMargin", wire(a.initial_margin)},
          {"positionInitialMargin", wire(a.position_initial_margin)},
          {"openOrderInitialMargin", wire(a.open_order_initial_margin)},
          {"crossWalletBalance", wire(a.cross_wallet)},
          {"crossUnPnl", wire(a.cross_unrealized)},
          {"availableBalance", wire(a.available)},
          {"maxWithdrawAmount", wire(a.max_withdraw)},
          {"updateTime", wire_time(a.update_time)}};
}

json::object balance_json(const AccountFigures& a, Currency asset) {
  return {{"accountAlias", "SgsR"},
          {"asset", asset.code()},
          {"balance", wire(a.wallet)},
          {"crossWalletBalance", wire(a.cross_wallet)},
          {"crossUnPnl", wire(a.cross_unrealized)},
          {"availableBalance", wire(a.available)},
          {"maxWithdrawAmount", wire(a.max_withdraw)},
          {"marginAvailable", true},
          {"updateTime", wire_time(a.update_time)}};
}

}  // namespace alpha_pulse::simulator
