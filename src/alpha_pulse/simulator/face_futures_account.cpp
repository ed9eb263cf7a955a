#include <boost/json/parse.hpp>
#include <limits>

#include "alpha_pulse/simulator/face_json.hpp"
#include "alpha_pulse/simulator/face_routes.hpp"

/// Account, positions, settings, histories and listen keys of the futures venue (sheet 4.3, 4.4, 4.7).
namespace alpha_pulse::simulator {
namespace {

constexpr std::array kIncomeTypes{IncomeType::TRANSFER, IncomeType::REALIZED_PNL, IncomeType::FUNDING_FEE,
                                  IncomeType::COMMISSION, IncomeType::INSURANCE_CLEAR};
/// What the venue knows besides and never books here.
constexpr std::array<std::string_view, 12> kOtherIncome{
    "WELCOME_BONUS",       "REFERRAL_KICKBACK",     "COMMISSION_REBATE",
    "API_REBATE",          "CONTEST_REWARD",        "CROSS_COLLATERAL_TRANSFER",
    "OPTIONS_PREMIUM_FEE", "OPTIONS_SETTLE_PROFIT", "INTERNAL_TRANSFER",
    "AUTO_EXCHANGE",       "DELIVERED_SETTELMENT",  "POSITION_LIMIT_INCREASE_FEE"};
constexpr Duration kSevenDays = Duration::days(7);

FuturesVenue& venue_of(const Call& call) {
  return call.face.exchange.futures;
}

Currency asset_of(const Call& call) {
  return venue_of(call).symbol(InstrumentId{0}).margin_asset;
}

json::value success() {
  return json::object{{"code", 200}, {"msg", "success"}};
}

template <class Row, class Make>
json::value array_of(const std::vector<Row>& rows, Make make) {
  json::array array;
  for (const Row& row : rows) array.push_back(make(row));
  return array;
}

Api<json::value> balance(const Call& call) {
  return json::value(json::array{balance_json(venue_of(call).account(call.account), asset_of(call))});
}

Api<json::value> account_v3(const Call& call) {
  const AccountFigures figures = venue_of(call).account(call.account);
  json::object answer = account_totals_json(figures);
  answer["assets"] = json::array{account_asset_json(figures, asset_of(call))};
  answer["positions"] = array_of(figures.positions, [&](const PositionFigures& p) {
    return account_position_json(p, venue_of(call).symbol(p.symbol), false);
  });
  return json::value(std::move(answer));
}

json::object config_json(const Call& call) {
  const AccountConfig config = venue_of(call).account_config(call.account);
  return {{"feeTier", 0},
          {"canTrade", true},
          {"canDeposit", true},
          {"canWithdraw", false},
          {"dualSidePosition", config.hedge_mode},
          {"updateTime", 0},
          {"multiAssetsMargin", config.multi_assets},
          {"tradeGroupId", -1}};
}

Api<json::value> account_v2(const Call& call) {
  const AccountFigures figures = venue_of(call).account(call.account);
  json::object answer = config_json(call);
  answer.erase("dualSidePosition");
  answer["feeBurn"] = false;
  for (auto& field : account_totals_json(figures)) answer[field.key()] = std::move(field.value());
  json::object asset = account_asset_json(figures, asset_of(call));
  asset["marginAvailable"] = true;
  answer["assets"] = json::array{std::move(asset)};
  answer["positions"] = array_of(venue_of(call).positions(call.account, {}), [&](const PositionFigures& p) {
    return account_position_json(p, venue_of(call).symbol(p.symbol), true);
  });
  return json::value(std::move(answer));
}

Api<json::value> account_config(const Call& call) {
  return json::value(config_json(call));
}

/// Only symbols with a position or open orders.
Api<json::value> positions_v3(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.maybe_symbol(venue_of(call));
  if (read.failed()) return read.error();
  auto positions = venue_of(call).account(call.account).positions;
  if (symbol) std::erase_if(positions, [&](const PositionFigures& p) { return p.symbol != *symbol; });
  return array_of(positions,
                  [&](const PositionFigures& p) { return position_json(p, venue_of(call).symbol(p.symbol), false); });
}

/// Every symbol and side.
Api<json::value> positions_v2(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.maybe_symbol(venue_of(call));
  if (read.failed()) return read.error();
  return array_of(venue_of(call).positions(call.account, symbol),
                  [&](const PositionFigures& p) { return position_json(p, venue_of(call).symbol(p.symbol), true); });
}

Api<json::value> symbol_config(const Call& call) {
  Reader read(call.params);
  read.maybe_symbol(venue_of(call));
  if (read.failed()) return read.error();
  const SymbolConfig config = venue_of(call).symbol_config(call.account, InstrumentId{0});
  return json::value(json::array{
      json::object{{"symbol", venue_of(call).symbol(config.symbol).name},
                   {"marginType", to_string(config.margin_type)},
                   {"isAutoAddMargin", false},
                   {"leverage", config.leverage},
                   {"maxNotionalValue", format_decimal(config.max_notional.raw(), Money::kMoneyDecimals)}}});
}

Api<json::value> set_leverage(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.symbol(venue_of(call));
  const std::int64_t leverage = read.integer("leverage");
  if (read.failed()) return read.error();
  if (leverage < 1 || leverage > 125) return deny(-4028, "Leverage " + std::to_string(leverage) + " is not valid");
  auto config = lift(venue_of(call).set_leverage(call.account, symbol, static_cast<int>(leverage)));
  if (!config) return std::unexpected(config.error());
  return json::value(
      json::object{{"leverage", config->leverage},
                   {"maxNotionalValue", format_decimal(config->max_notional.raw(), Money::kMoneyDecimals)},
                   {"symbol", venue_of(call).symbol(symbol).name}});
}

Api<json::value> brackets(const Call& call) {
  Reader read(call.params);
  read.maybe_symbol(venue_of(call));
  if (read.failed()) return read.error();
  const FuturesSymbol& symbol = venue_of(call).symbol(InstrumentId{0});
  return json::value(json::array{json::object{{"symbol", symbol.name}, {"brackets", brackets_json(symbol)}}});
}

Api<json::value> commission(const Call& call) {
  Reader read(call.params);
  const auto id = read.symbol(venue_of(call));
  if (read.failed()) return read.error();
  const FuturesSymbol& symbol = venue_of(call).symbol(id);
  return json::value(json::object{{"symbol", symbol.name},
                                  {"makerCommissionRate", symbol.maker_fee.to_string(4)},
                                  {"takerCommissionRate", symbol.taker_fee.to_string(4)},
                                  {"rpiCommissionRate", "0.00005"}});
}

Api<json::value> set_margin_type(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.symbol(venue_of(call));
  const auto type = read.word("marginType", std::array{MarginType::CROSSED, MarginType::ISOLATED},
                              {-1130, "Data sent for parameter 'marginType' is not valid."});
  if (read.failed()) return read.error();
  const auto done = lift(venue_of(call).set_margin_type(call.account, symbol, type));
  if (!done) return std::unexpected(done.error());
  return success();
}

Api<json::value> hedge_mode(const Call& call) {
  return json::value(json::object{{"dualSidePosition", venue_of(call).account_config(call.account).hedge_mode}});
}

Api<json::value> set_hedge_mode(const Call& call) {
  Reader read(call.params);
  const bool on = read.flag("dualSidePosition");
  if (read.failed()) return read.error();
  const auto done = lift(venue_of(call).set_hedge_mode(call.account, on));
  if (!done) return std::unexpected(done.error());
  return success();
}

Api<json::value> multi_assets(const Call& call) {
  return json::value(json::object{{"multiAssetsMargin", venue_of(call).account_config(call.account).multi_assets}});
}

Api<json::value> set_multi_assets(const Call& call) {
  Reader read(call.params);
  const bool on = read.flag("multiAssetsMargin");
  if (read.failed()) return read.error();
  const auto done = lift(venue_of(call).set_multi_assets(call.account, on));
  if (!done) return std::unexpected(done.error());
  return success();
}

Api<json::value> position_margin(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.symbol(venue_of(call));
  const auto amount = read.maybe_quantity("amount");
  const std::int64_t type = read.integer("type");
  const auto side =
      read.maybe_word("positionSide", std::array{PositionSide::BOTH, PositionSide::LONG, PositionSide::SHORT},
                      {-4060, "Invalid position side."})
          .value_or(PositionSide::BOTH);
  if (!amount) read.fail(missing("amount"));
  if (type != 1 && type != 2) read.fail({-1130, "Data sent for parameter 'type' is not valid."});
  if (read.failed()) return read.error();
  const Money money = Money::from_raw(Int128{amount->raw()} * kOne * (type == 1 ? 1 : -1), asset_of(call));
  const auto done = lift(venue_of(call).change_position_margin(call.account, symbol, side, money));
  if (!done) return std::unexpected(done.error());
  return json::value(json::object{{"amount", amount->to_double()},  // a number on this endpoint
                                  {"code", 200},
                                  {"msg", "Successfully modify position margin."},
                                  {"type", type}});
}

/// Without times the last seven days are meant.
Window recent(Window window, Timestamp now) {
  if (!window.start && !window.end && !window.from_id) window.end = now;
  return window;
}

Api<json::value> user_trades(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.symbol(venue_of(call));
  const auto order = read.maybe_integer("orderId");
  const Window window = recent(read.window("fromId", 1000, kSevenDays), call.now);
  if (window.from_id && (window.start || window.end)) {
    read.fail({-1128, "Combination of optional parameters invalid."});
  }
  if (read.failed()) return read.error();
  return array_of(venue_of(call).user_trades(call.account, symbol, order, window),
                  [&](const TradeRecord& t) { return trade_json(t, venue_of(call).symbol(t.symbol)); });
}

Api<json::value> income(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.maybe_symbol(venue_of(call));
  const std::string other = read.text_or("incomeType", "");
  const bool never = std::ranges::find(kOtherIncome, other) != kOtherIncome.end();
  const auto type = never ? std::nullopt : read.maybe_word("incomeType", kIncomeTypes, {-4063, "Invalid income type."});
  const std::int64_t page = read.maybe_integer("page").value_or(1);
  if (page < 1) read.fail({-1130, "Data sent for parameter 'page' is not valid."});
  Window window = recent(read.window("", 1000, Duration::days(92), 100), call.now);
  if (read.failed()) return read.error();
  if (never) return json::value(json::array{});
  const std::size_t size = window.limit;
  if (call.params.has("page")) window.limit = std::numeric_limits<std::size_t>::max();
  auto rows = venue_of(call).income(call.account, symbol, type, window);
  if (call.params.has("page")) {
    const std::size_t first = std::min(rows.size(), static_cast<std::size_t>(page - 1) * size);
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(first));
    rows.resize(std::min(rows.size(), size));
  }
  return array_of(rows, [&](const IncomeRecord& i) { return income_json(i, venue_of(call).symbol(i.symbol)); });
}

Api<json::value> order_limits(const Call& call) {
  return json::value(rate_limits_json(call.face.settings.futures, Product::FUTURES, true));
}

Api<json::value> force_orders(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.maybe_symbol(venue_of(call));
  const std::string kind = read.text_or("autoCloseType", "");
  if (read.failed()) return read.error();
  auto orders = venue_of(call).force_orders(call.account, symbol);
  std::erase_if(orders, [&](const Order& o) {
    const bool adl = o.client_id.starts_with("adl_");
    return (kind == "ADL" && !adl) || (kind == "LIQUIDATION" && adl);
  });
  return array_of(orders, [&](const Order& o) { return order_json(o, venue_of(call).symbol(o.symbol)); });
}

Api<json::value> adl_quantile(const Call& call) {
  return array_of(venue_of(call).account(call.account).positions, [&](const PositionFigures& p) {
    return json::object{{"symbol", venue_of(call).symbol(p.symbol).name},
                        {"adlQuantile", json::object{{to_string(p.side), 0}}}};
  });
}

Api<json::value> open_listen_key(const Call& call) {
  return json::value(json::object{{"listenKey", call.face.listen_keys.open(call.account, call.now)}});
}

Api<json::value> renew_listen_key(const Call& call) {
  auto key = call.face.listen_keys.renew(call.account, call.now);
  if (!key) return std::unexpected(key.error());
  return json::value(json::object{{"listenKey", *key}});
}

Api<json::value> close_listen_key(const Call& call) {
  call.face.listen_keys.close(call.account);
  return json::value(json::object{});
}

constexpr Route read_route(std::string_view path, Api<json::value> (*handler)(const Call&), int weight) {
  return {.method = "GET", .path = path, .security = Security::SIGNED, .handler = handler, .weight = weight};
}
constexpr Route set_route(std::string_view path, Api<json::value> (*handler)(const Call&)) {
  return {.method = "POST", .path = path, .security = Security::SIGNED, .handler = handler};
}
constexpr Route key_route(std::string_view method, Api<json::value> (*handler)(const Call&)) {
  return {.method = method, .path = "/fapi/v1/listenKey", .security = Security::KEY, .handler = handler};
}

constexpr std::array kRoutes{
    read_route("/fapi/v3/balance", balance, 5),
    read_route("/fapi/v2/balance", balance, 5),
    read_route("/fapi/v3/account", account_v3, 5),
    read_route("/fapi/v2/account", account_v2, 5),
    read_route("/fapi/v3/positionRisk", positions_v3, 5),
    read_route("/fapi/v2/positionRisk", positions_v2, 5),
    read_route("/fapi/v1/symbolConfig", symbol_config, 5),
    read_route("/fapi/v1/accountConfig", account_config, 5),
    read_route("/fapi/v1/leverageBracket", brackets, 1),
    read_route("/fapi/v1/commissionRate", commission, 20),
    read_route("/fapi/v1/positionSide/dual", hedge_mode, 30),
    read_route("/fapi/v1/multiAssetsMargin", multi_assets, 30),
    read_route("/fapi/v1/userTrades", user_trades, 5),
    read_route("/fapi/v1/income", income, 30),
    read_route("/fapi/v1/rateLimit/order", order_limits, 1),
    read_route("/fapi/v1/forceOrders", force_orders, 20),
    read_route("/fapi/v1/adlQuantile", adl_quantile, 5),
    set_route("/fapi/v1/leverage", set_leverage),
    set_route("/fapi/v1/marginType", set_margin_type),
    set_route("/fapi/v1/positionSide/dual", set_hedge_mode),
    set_route("/fapi/v1/multiAssetsMargin", set_multi_assets),
    set_route("/fapi/v1/positionMargin", position_margin),
    key_route("POST", open_listen_key),
    key_route("PUT", renew_listen_key),
    key_route("DELETE", close_listen_key),
};

}  // namespace

std::span<const Route> futures_account_routes() {
  return kRoutes;
}

}  // namespace alpha_pulse::simulator
