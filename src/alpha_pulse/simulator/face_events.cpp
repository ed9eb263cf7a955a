#include "alpha_pulse/simulator/face_events.hpp"

namespace alpha_pulse::simulator {
namespace {

UserMessage message(AccountId account, Timestamp time, std::string name, json::object fields) {
  json::object body{{"e", name}, {"E", time.ms()}, {"T", time.ms()}};
  for (auto& field : fields) body[field.key()] = std::move(field.value());
  return {account, time, std::move(name), std::move(body)};
}

void add_fill(json::object& o, const OrderUpdate& u) {
  o["l"] = wire(u.last_quantity);
  o["z"] = wire(u.order.executed);
  o["L"] = wire_or_zero(u.last_price);
  o["N"] = u.commission.currency().code();
  o["n"] = wire(u.commission);
  o["T"] = u.time.ms();
  o["t"] = u.trade_id;
  o["b"] = wire(u.bid_notional);
  o["a"] = wire(u.ask_notional);
  o["m"] = u.maker;
  o["rp"] = wire(u.realized);
}

json::object order_letters(const OrderUpdate& u, const FuturesSymbol& s) {
  const Order& order = u.order;
  json::object o{{"s", s.name},
                 {"c", order.client_id},
                 {"S", domain::to_string(order.side)},
                 {"o", to_string(order.kind)},
                 {"f", to_string(order.tif)},
                 {"q", wire(order.quantity)},
                 {"p", wire_or_zero(order.price)},
                 {"ap", wire_or_zero(order.average_price())},
                 {"sp", wire_or_zero(order.stop_price)},
                 {"x", to_string(u.execution)},
                 {"X", to_string(order.status)},
                 {"i", order.order_id}};
  add_fill(o, u);
  o["N"] = s.margin_asset.code();
  o["R"] = order.reduce_only;
  o["wt"] = to_string(order.working_type);
  o["ot"] = to_string(order.original_kind);
  o["ps"] = to_string(order.position_side);
  o["cp"] = order.close_position;
  if (order.original_kind == OrderKind::TRAILING_STOP_MARKET) {
    o["AP"] = wire(order.activate_price);
    o["cr"] = Ratio::from_raw(order.callback_rate.raw() * 100).to_string(1);
  }
  o["pP"] = order.price_protect;
  o["si"] = 0;
  o["ss"] = 0;
  o["V"] = to_string(order.stp);
  o["pm"] = to_string(order.price_match);
  o["gtd"] = wire_time(order.good_till);
  o["er"] = std::to_string(static_cast<int>(u.expiry));
  if (u.execution == Execution::AMENDMENT && order.modify_id != 0) o["M"] = std::to_string(order.modify_id);
  return o;
}

json::object algo_letters(const AlgoOrder& a, const FuturesSymbol& s) {
  const bool limit = a.kind == OrderKind::STOP || a.kind == OrderKind::TAKE_PROFIT;
  json::object o{{"caid", a.client_id},
                 {"aid", a.algo_id},
                 {"at", "CONDITIONAL"},
                 {"o", to_string(a.kind)},
                 {"s", s.name},
                 {"S", domain::to_string(a.side)},
                 {"ps", to_string(a.position_side)},
                 {"f", to_string(a.tif)},
                 {"q", wire(a.quantity)},
                 {"X", to_string(a.status)},
                 {"ai", a.actual_order_id == 0 ? std::string() : std::to_string(a.actual_order_id)},
                 {"ap", wire(a.actual_price)},
                 {"aq", wire(a.actual_quantity)},
                 {"act", a.actual_order_id == 0 ? "0"
                         : limit                ? "LIMIT"
                                                : "MARKET"},
                 {"tp", wire_or_zero(a.trigger_price)},
                 {"p", wire_or_zero(a.price)}};
  o["V"] = to_string(a.stp);
  o["wt"] = to_string(a.working_type);
  o["pm"] = to_string(a.price_match);
  o["cp"] = a.close_position;
  o["pP"] = a.price_protect;
  o["R"] = a.reduce_only;
  o["tt"] = wire_time(a.trigger_time);
  o["gtd"] = wire_time(a.good_till);
  o["rm"] = a.reject_message;
  o["ia"] = a.activated;
  return o;
}

json::object position_letters(const PositionFigures& p, const FuturesSymbol& s) {
  return {{"s", s.name},
          {"pa", wire(p.amount)},
          {"ep", wire_or_zero(p.entry)},
          {"bep", wire_or_zero(p.break_even)},
          {"cr", wire(p.realized_total)},
          {"up", wire(p.unrealized)},
          {"mt", p.margin_type == MarginType::CROSSED ? "cross" : "isolated"},
          {"iw", wire(p.isolated_wallet)},
          {"ps", to_string(p.side)}};
}

json::object account_letters(const AccountUpdate& u, const FuturesVenue& venue) {
  json::array balances, positions;
  if (u.with_balance) {
    balances.push_back(json::object{{"a", u.wallet.currency().code()},
                                    {"wb", wire(u.wallet)},
                                    {"cw", wire(u.cross_wallet)},
                                    {"bc", wire(u.balance_change)}});
  }
  for (const auto& p : u.positions) positions.push_back(position_letters(p, venue.symbol(p.symbol)));
  json::object a{{"m", to_string(u.reason)}, {"B", balances}, {"P", positions}};
  if (u.symbol) a["S"] = venue.symbol(*u.symbol).name;
  return a;
}

json::object lite_fields(const TradeLite& t, const FuturesSymbol& s) {
  return {{"s", s.name},
          {"q", wire(t.order_quantity)},
          {"p", wire_or_zero(t.order_price)},
          {"m", t.maker},
          {"c", t.client_id},
          {"S", domain::to_string(t.side)},
          {"L", wire(t.last_price)},
          {"l", wire(t.last_quantity)},
          {"t", t.trade_id},
          {"i", t.order_id}};
}

json::object call_fields(const MarginCall& call, const FuturesVenue& venue) {
  json::array positions;
  for (const auto& p : call.positions) {
    positions.push_back(json::object{{"s", venue.symbol(p.symbol).name},
                                     {"ps", to_string(p.side)},
                                     {"pa", wire(p.amount)},
                                     {"mt", to_string(p.margin_type)},
                                     {"iw", wire(p.isolated_wallet)},
                                     {"mp", wire(p.mark)},
                                     {"up", wire(p.unrealized)},
                                     {"mm", wire(p.maintenance_margin)}});
  }
  return {{"cw", wire(call.cross_wallet)}, {"p", positions}};
}

json::object config_fields(const ConfigUpdate& u, const FuturesVenue& venue) {
  if (!u.symbol) return {{"ai", json::object{{"j", u.multi_assets}}}};
  return {{"ac", json::object{{"s", venue.symbol(*u.symbol).name}, {"l", u.leverage}}}};
}

std::string eight(std::int64_t raw) {
  return format_decimal(raw, kDecimals, kDecimals);
}

/// `f` of a LIMIT_MAKER and MARKET order is GTC on the spot wire.
json::object report_letters(const ExecutionReport& r, const SpotSymbol& s) {
  const SpotOrder& o = r.order;
  const bool cancel = r.execution == Execution::CANCELED;
  const bool fill = r.trade_id >= 0;
  const Money last_quote =
      fill ? Money::from_raw(Int128{r.last_price.raw()} * r.last_quantity.raw(), s.quote) : Money(s.quote);
  json::object report{{"e", "executionReport"}, {"E", r.time.ms()}, {"s", s.name}};
  report["c"] = cancel ? r.cancel_id : o.client_id;
  report["S"] = domain::to_string(o.side);
  report["o"] = to_string(o.kind);
  report["f"] = to_string(o.tif);
  report["q"] = eight(o.quantity.raw());
  report["p"] = eight(o.price.raw());
  report["P"] = report["F"] = "0.00000000";
  report["g"] = -1;
  report["C"] = cancel ? o.client_id : std::string();
  report["x"] = to_string(r.execution);
  report["X"] = to_string(o.status);
  report["r"] = "NONE";
  report["i"] = o.order_id;
  report["l"] = eight(r.last_quantity.raw());
  report["z"] = eight(o.executed.raw());
  report["L"] = eight(r.last_price.raw());
  report["n"] = fill ? wire(r.commission) : "0";
  report["N"] = fill ? json::value(r.commission.currency().code()) : json::value(nullptr);
  report["T"] = r.time.ms();
  report["t"] = r.trade_id;
  report["I"] = r.execution_id;
  report["w"] = is_open(o.status);
  report["m"] = r.maker;
  report["M"] = false;
  report["O"] = report["W"] = o.time.ms();
  report["Z"] = wire(o.cum_quote);
  report["Y"] = wire(last_quote);
  report["Q"] = wire(o.quote_quantity);
  report["V"] = to_string(o.stp);
  if (!r.expiry_reason.empty()) report["eR"] = r.expiry_reason;
  return report;
}

/// What is gone is "0" (sheet 6.2).
json::array changed_levels(const std::vector<Level>& levels) {
  json::array rows;
  for (const Level& l : levels) {
    rows.push_back(json::array{wire(l.price), l.quantity.is_zero() ? std::string("0") : wire(l.quantity)});
  }
  return rows;
}

json::array spot_levels(const std::vector<Level>& levels) {
  json::array rows;
  for (const Level& l : levels) rows.push_back(json::array{eight(l.price.raw()), eight(l.quantity.raw())});
  return rows;
}

struct FuturesUser {
  const FuturesVenue& venue;

  std::optional<UserMessage> operator()(const OrderUpdate& u) const {
    return message(u.account, u.time, "ORDER_TRADE_UPDATE", {{"o", order_letters(u, venue.symbol(u.order.symbol))}});
  }
  std::optional<UserMessage> operator()(const TradeLite& t) const {
    return message(t.account, t.time, "TRADE_LITE", lite_fields(t, venue.symbol(t.symbol)));
  }
  std::optional<UserMessage> operator()(const AlgoUpdate& u) const {
    return message(u.account, u.time, "ALGO_UPDATE", {{"o", algo_letters(u.algo, venue.symbol(u.algo.symbol))}});
  }
  std::optional<UserMessage> operator()(const AccountUpdate& u) const {
    return message(u.account, u.time, "ACCOUNT_UPDATE", {{"a", account_letters(u, venue)}});
  }
  std::optional<UserMessage> operator()(const ConfigUpdate& u) const {
    return message(u.account, u.time, "ACCOUNT_CONFIG_UPDATE", config_fields(u, venue));
  }
  std::optional<UserMessage> operator()(const MarginCall& call) const {
    return message(call.account, call.time, "MARGIN_CALL", call_fields(call, venue));
  }
  template <class Other>
  std::optional<UserMessage> operator()(const Other&) const {
    return {};
  }
};

struct SpotUser {
  const SpotVenue& venue;

  std::optional<UserMessage> operator()(const ExecutionReport& r) const {
    return UserMessage{r.account, r.time, "executionReport", report_letters(r, venue.symbol(r.order.symbol))};
  }
  std::optional<UserMessage> operator()(const AccountPosition& p) const {
    json::array balances;
    for (const SpotBalance& b : p.balances) {
      balances.push_back(json::object{{"a", b.asset.code()}, {"f", wire(b.free)}, {"l", wire(b.locked)}});
    }
    return UserMessage{p.account,
                       p.time,
                       "outboundAccountPosition",
                       {{"e", "outboundAccountPosition"}, {"E", p.time.ms()}, {"u", p.time.ms()}, {"B", balances}}};
  }
  std::optional<UserMessage> operator()(const BalanceUpdate& b) const {
    return UserMessage{b.account,
                       b.time,
                       "balanceUpdate",
                       {{"e", "balanceUpdate"},
                        {"E", b.time.ms()},
                        {"a", b.delta.currency().code()},
                        {"d", wire(b.delta)},
                        {"T", b.time.ms()}}};
  }
  template <class Other>
  std::optional<UserMessage> operator()(const Other&) const {
    return {};
  }
};

/// What futures messages of 2026-06-30 and later carry besides: 1 is UM, and the pair.
void mark_um(json::object& message, const std::string& symbol) {
  message["ps"] = symbol;
  message["st"] = 1;
}

}  // namespace

std::optional<UserMessage> user_message(const VenueEvent& event, const FuturesVenue& venue) {
  return std::visit(FuturesUser{venue}, event);
}

std::optional<UserMessage> user_message(const SpotEvent& event, const SpotVenue& venue) {
  return std::visit(SpotUser{venue}, event);
}

json::object trade_message(const PublicTrade& t, const std::string& symbol) {
  json::object m{{"e", "trade"},          {"E", t.time.ms()}, {"T", t.time.ms()},
                 {"s", symbol},           {"t", t.trade_id},  {"p", wire(t.price)},
                 {"q", wire(t.quantity)}, {"X", "MARKET"},    {"m", t.buyer_is_maker}};
  mark_um(m, symbol);
  return m;
}

json::object agg_trade_message(const PublicTrade& t, const std::string& symbol) {
  json::object m{{"e", "aggTrade"},        {"E", t.time.ms()},     {"s", symbol},
                 {"a", t.trade_id},        {"p", wire(t.price)},   {"q", wire(t.quantity)},
                 {"nq", wire(t.quantity)}, {"f", t.trade_id},      {"l", t.trade_id},
                 {"T", t.time.ms()},       {"m", t.buyer_is_maker}};
  m["st"] = 1;
  return m;
}

json::object depth_message(const BookChanged& b, const std::string& symbol) {
  json::object m{{"e", "depthUpdate"},
                 {"E", b.time.ms()},
                 {"T", b.time.ms()},
                 {"s", symbol},
                 {"U", b.first},
                 {"u", b.last},
                 {"pu", b.previous},
                 {"b", changed_levels(b.bids)},
                 {"a", changed_levels(b.asks)}};
  mark_um(m, symbol);
  return m;
}

json::object book_ticker_message(const BookTickerChanged& t, const std::string& symbol, Timestamp time) {
  return {{"e", "bookTicker"},
          {"u", t.update_id},
          {"E", time.ms()},
          {"T", t.time.ms()},
          {"s", symbol},
          {"ps", symbol},
          {"b", wire(t.bid.price)},
          {"B", wire(t.bid.quantity)},
          {"a", wire(t.ask.price)},
          {"A", wire(t.ask.quantity)},
          {"st", 1}};
}

json::object mark_message(const Ticker& t, const std::string& symbol, Timestamp time) {
  return {{"e", "markPriceUpdate"},
          {"E", time.ms()},
          {"s", symbol},
          {"p", wire(t.mark)},
          {"ap", wire(t.mark)},
          {"i", wire(t.index)},
          {"P", wire(t.mark)},
          {"r", wire(t.funding_rate)},
          {"T", t.next_funding.ms()},
          {"st", 1}};
}

json::object force_order_message(const ForceOrder& f, const std::string& symbol) {
  const Order& o = f.order;
  json::object m{{"e", "forceOrder"},
                 {"E", f.time.ms()},
                 {"o", json::object{{"s", symbol},
                                    {"S", domain::to_string(o.side)},
                                    {"o", to_string(o.kind)},
                                    {"f", to_string(o.tif)},
                                    {"q", wire(o.quantity)},
                                    {"p", wire(o.price)},
                                    {"ap", wire(o.average_price())},
                                    {"X", to_string(o.status)},
                                    {"l", wire(o.executed)},
                                    {"z", wire(o.executed)},
                                    {"T", f.time.ms()}}}};
  mark_um(m, symbol);
  return m;
}

json::object trade_message(const SpotTrade& t, const std::string& symbol) {
  return {{"e", "trade"},     {"E", t.time.ms()},          {"s", symbol},
          {"t", t.trade_id},  {"p", eight(t.price.raw())}, {"q", eight(t.quantity.raw())},
          {"T", t.time.ms()}, {"m", t.buyer_is_maker},     {"M", true}};
}

json::object agg_trade_message(const SpotTrade& t, const std::string& symbol) {
  return {{"e", "aggTrade"},
          {"E", t.time.ms()},
          {"s", symbol},
          {"a", t.trade_id},
          {"p", eight(t.price.raw())},
          {"q", eight(t.quantity.raw())},
          {"f", t.trade_id},
          {"l", t.trade_id},
          {"T", t.time.ms()},
          {"m", t.buyer_is_maker},
          {"M", true}};
}

json::object depth_message(const SpotBookChanged& b, const std::string& symbol) {
  return {{"e", "depthUpdate"},       {"E", b.time.ms()},        {"s", symbol}, {"U", b.first}, {"u", b.last},
          {"b", spot_levels(b.bids)}, {"a", spot_levels(b.asks)}};
}

json::object book_ticker_message(const SpotBookTicker& t, const std::string& symbol) {
  return {{"u", t.update_id},
          {"s", symbol},
          {"b", eight(t.bid.price.raw())},
          {"B", eight(t.bid.quantity.raw())},
          {"a", eight(t.ask.price.raw())},
          {"A", eight(t.ask.quantity.raw())}};
}

}  // namespace alpha_pulse::simulator
