#include "alpha_pulse/simulator/face_json.hpp"
#include "alpha_pulse/simulator/face_routes.hpp"

/// Market data of the futures venue (sheet 4.1, 4.2).
namespace alpha_pulse::simulator {
namespace {

/// The object of one symbol, or the array of all when `symbol` was not sent.
template <class Make>
Api<json::value> one_or_all(const Call& call, Make make) {
  const FuturesVenue& venue = call.face.exchange.futures;
  Reader read(call.params);
  const auto symbol = read.maybe_symbol(venue);
  if (read.failed()) return read.error();
  if (symbol) return json::value(make(*symbol));
  json::array rows;
  for (std::size_t i = 0; i < venue.symbol_count(); ++i) {
    rows.push_back(make(InstrumentId{static_cast<std::uint32_t>(i)}));
  }
  return json::value(std::move(rows));
}

Api<json::value> ping(const Call&) {
  return json::value(json::object{});
}

Api<json::value> server_time(const Call& call) {
  return json::value(json::object{{"serverTime", call.now.ms()}});
}

Api<json::value> exchange_info(const Call& call) {
  const FuturesVenue& venue = call.face.exchange.futures;
  json::array symbols;
  for (std::size_t i = 0; i < venue.symbol_count(); ++i) {
    symbols.push_back(symbol_json(venue.symbol(InstrumentId{static_cast<std::uint32_t>(i)})));
  }
  return json::value(json::object{
      {"timezone", "UTC"},
      {"serverTime", call.now.ms()},
      {"futuresType", "U_MARGINED"},
      {"rateLimits", rate_limits_json(call.face.settings.futures, Product::FUTURES, false)},
      {"exchangeFilters", json::array{}},
      {"assets",
       json::array{json::object{{"asset", "USDT"}, {"marginAvailable", true}, {"autoAssetExchange", "-10000"}}}},
      {"symbols", symbols}});
}

Api<json::value> depth(const Call& call) {
  constexpr std::array kLimits{5, 10, 20, 50, 100, 500, 1000};
  const FuturesVenue& venue = call.face.exchange.futures;
  Reader read(call.params);
  const auto symbol = read.symbol(venue);
  const std::int64_t limit = read.maybe_integer("limit").value_or(500);
  if (std::ranges::find(kLimits, limit) == kLimits.end()) {
    read.fail({-4021, "'" + std::to_string(limit) + "' is not valid depth limit."});
  }
  if (read.failed()) return read.error();
  return json::value(depth_json(venue.depth(symbol, static_cast<std::size_t>(limit))));
}

Api<json::value> klines(const Call& call) {
  Reader read(call.params);
  read.symbol(call.face.exchange.futures);
  if (read.failed()) return read.error();
  return klines_answer(call.face.exchange.futures_prints, call.params, 1500);
}

Api<json::value> mark_klines(const Call& call) {
  Reader read(call.params);
  read.symbol(call.face.exchange.futures);
  if (read.failed()) return read.error();
  return klines_answer(call.face.exchange.marks, call.params, 1500);
}

Api<json::value> index_klines(const Call& call) {
  Reader read(call.params);
  const std::string pair = read.text("pair");
  if (!read.failed()) read.take(lift(call.face.exchange.futures.find_symbol(pair)));
  if (read.failed()) return read.error();
  return klines_answer(call.face.exchange.spot_prints, call.params, 1500);
}

/// One contract is listed, a perpetual: candles of the others are of nothing.
Api<json::value> continuous_klines(const Call& call) {
  constexpr std::array<std::string_view, 4> kTypes{"PERPETUAL", "CURRENT_QUARTER", "NEXT_QUARTER", "TRADIFI_PERPETUAL"};
  Reader read(call.params);
  const std::string pair = read.text("pair");
  if (!read.failed()) read.take(lift(call.face.exchange.futures.find_symbol(pair)));
  const std::string type = read.text("contractType");
  if (!read.failed() && std::ranges::find(kTypes, type) == kTypes.end()) {
    read.fail({-1130, "Data sent for parameter 'contractType' is not valid."});
  }
  if (read.failed()) return read.error();
  static const PrintHistory kNothing;
  return klines_answer(type == kTypes[0] ? call.face.exchange.futures_prints : kNothing, call.params, 1500);
}

json::object trade_row(const Print& p) {
  const Int128 quote = Int128{p.price.raw()} * p.quantity.raw();
  return {{"id", p.id},
          {"price", wire(p.price)},
          {"qty", wire(p.quantity)},
          {"quoteQty", format_decimal_rounded(quote, Money::kMoneyDecimals, 8)},
          {"time", p.time.ms()},
          {"isBuyerMaker", p.buyer_is_maker},
          {"isRPITrade", false}};
}

Api<json::value> trades(const Call& call) {
  Reader read(call.params);
  read.symbol(call.face.exchange.futures);
  const std::size_t limit = read.limit(500, 1000);
  if (read.failed()) return read.error();
  const auto& prints = call.face.exchange.futures_prints.prints();
  json::array rows;
  for (std::size_t i = prints.size() - std::min(limit, prints.size()); i < prints.size(); ++i) {
    rows.push_back(trade_row(prints[i]));
  }
  return json::value(std::move(rows));
}

/// The same further back, by `fromId`.
Api<json::value> historical_trades(const Call& call) {
  Reader read(call.params);
  read.symbol(call.face.exchange.futures);
  if (read.failed()) return read.error();
  return prints_answer(call.face.exchange.futures_prints, call.params, trade_row);
}

json::object agg_row(const Print& p) {
  return {{"a", p.id}, {"p", wire(p.price)}, {"q", wire(p.quantity)}, {"nq", wire(p.quantity)},
          {"f", p.id}, {"l", p.id},          {"T", p.time.ms()},      {"m", p.buyer_is_maker}};
}

Api<json::value> agg_trades(const Call& call) {
  Reader read(call.params);
  read.symbol(call.face.exchange.futures);
  if (read.failed()) return read.error();
  return prints_answer(call.face.exchange.futures_prints, call.params, agg_row);
}

Api<json::value> premium_index(const Call& call) {
  const FuturesVenue& venue = call.face.exchange.futures;
  return one_or_all(call, [&](InstrumentId symbol) {
    const Ticker t = venue.ticker(symbol);
    return json::object{{"symbol", venue.symbol(symbol).name},
                        {"markPrice", wire(t.mark)},
                        {"indexPrice", wire(t.index)},
                        {"estimatedSettlePrice", wire(t.mark)},
                        {"lastFundingRate", wire(t.funding_rate)},
                        {"interestRate", "0.00010000"},
                        {"nextFundingTime", t.next_funding.ms()},
                        {"time", call.now.ms()}};
  });
}

Api<json::value> funding_rate(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.maybe_symbol(call.face.exchange.futures);
  const Window window = read.window("fromId", 1000, Duration::days(3650), 100);
  if (read.failed()) return read.error();
  const auto& name = call.face.exchange.futures.symbol(symbol.value_or(InstrumentId{0})).name;
  json::array rows;
  for (const PaidFunding& paid : call.face.exchange.paid_funding) {
    if ((window.start && paid.time < *window.start) || (window.end && paid.time > *window.end)) continue;
    if (window.start && rows.size() == window.limit) break;
    rows.push_back(json::object{{"symbol", name},
                                {"fundingRate", wire(paid.rate)},
                                {"fundingTime", paid.time.ms()},
                                {"markPrice", wire(paid.mark)},
                                {"rateType", "Regular"}});
  }
  if (rows.size() > window.limit) {
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(rows.size() - window.limit));
  }
  return json::value(std::move(rows));
}

/// Only symbols whose interval is not the usual one are listed.
Api<json::value> funding_info(const Call& call) {
  json::array rows;
  const FuturesSymbol& symbol = call.face.exchange.futures.symbol(InstrumentId{0});
  const std::int64_t hours = symbol.funding_interval.ns() / Duration::hours(1).ns();
  if (symbol.funding_interval != Duration::hours(8) && hours >= 1) {
    rows.push_back(json::object{{"symbol", symbol.name},
                                {"adjustedFundingRateCap", "0.02000000"},
                                {"adjustedFundingRateFloor", "-0.02000000"},
                                {"fundingIntervalHours", hours},
                                {"disclaimer", false}});
  }
  return json::value(std::move(rows));
}

Api<json::value> price_ticker(const Call& call) {
  const FuturesVenue& venue = call.face.exchange.futures;
  return one_or_all(call, [&](InstrumentId symbol) {
    const Ticker t = venue.ticker(symbol);
    return json::object{{"symbol", venue.symbol(symbol).name}, {"price", wire(t.last)}, {"time", t.trade_time.ms()}};
  });
}

Api<json::value> book_ticker(const Call& call) {
  const FuturesVenue& venue = call.face.exchange.futures;
  return one_or_all(call, [&](InstrumentId symbol) {
    const Ticker t = venue.ticker(symbol);
    return json::object{{"symbol", venue.symbol(symbol).name}, {"bidPrice", wire(t.bid.price)},
                        {"bidQty", wire(t.bid.quantity)},      {"askPrice", wire(t.ask.price)},
                        {"askQty", wire(t.ask.quantity)},      {"time", t.trade_time.ms()}};
  });
}

Api<json::value> day_ticker(const Call& call) {
  const Exchange& exchange = call.face.exchange;
  return one_or_all(call, [&](InstrumentId symbol) {
    const auto day = exchange.futures_prints.last_day(call.now);
    if (!day) return json::object{{"symbol", exchange.futures.symbol(symbol).name}};
    json::object row = day_json(*day, exchange.futures.symbol(symbol).name, call.now);
    row["lastQty"] = wire(exchange.futures_prints.prints().back().quantity);
    return row;
  });
}

Api<json::value> open_interest(const Call& call) {
  const FuturesVenue& venue = call.face.exchange.futures;
  Reader read(call.params);
  const auto symbol = read.symbol(venue);
  if (read.failed()) return read.error();
  return json::value(json::object{{"openInterest", wire(venue.market_position(symbol).magnitude())},
                                  {"symbol", venue.symbol(symbol).name},
                                  {"time", call.now.ms()}});
}

constexpr std::array kRoutes{
    Route{.method = "GET", .path = "/fapi/v1/ping", .handler = ping},
    Route{.method = "GET", .path = "/fapi/v1/time", .handler = server_time},
    Route{.method = "GET", .path = "/fapi/v1/exchangeInfo", .handler = exchange_info},
    Route{.method = "GET", .path = "/fapi/v1/depth", .handler = depth, .rule = WeightRule::DEPTH},
    Route{.method = "GET", .path = "/fapi/v1/klines", .handler = klines, .rule = WeightRule::KLINES},
    Route{.method = "GET", .path = "/fapi/v1/markPriceKlines", .handler = mark_klines, .rule = WeightRule::KLINES},
    Route{.method = "GET", .path = "/fapi/v1/indexPriceKlines", .handler = index_klines, .rule = WeightRule::KLINES},
    Route{
        .method = "GET", .path = "/fapi/v1/continuousKlines", .handler = continuous_klines, .rule = WeightRule::KLINES},
    Route{.method = "GET",
          .path = "/fapi/v1/historicalTrades",
          .security = Security::KEY,
          .handler = historical_trades,
          .weight = 20},
    Route{.method = "GET", .path = "/fapi/v1/rpiDepth", .handler = depth, .weight = 20},
    Route{.method = "GET", .path = "/fapi/v1/trades", .handler = trades, .weight = 5},
    Route{.method = "GET", .path = "/fapi/v1/aggTrades", .handler = agg_trades, .weight = 20},
    Route{.method = "GET",
          .path = "/fapi/v1/premiumIndex",
          .handler = premium_index,
          .rule = WeightRule::ALL_SYMBOLS,
          .weight_all = 10},
    Route{.method = "GET", .path = "/fapi/v1/fundingRate", .handler = funding_rate, .weight = 0},
    Route{.method = "GET", .path = "/fapi/v1/fundingInfo", .handler = funding_info, .weight = 0},
    Route{.method = "GET",
          .path = "/fapi/v1/ticker/price",
          .handler = price_ticker,
          .rule = WeightRule::ALL_SYMBOLS,
          .weight_all = 2},
    Route{.method = "GET",
          .path = "/fapi/v2/ticker/price",
          .handler = price_ticker,
          .rule = WeightRule::ALL_SYMBOLS,
          .weight_all = 2},
    Route{.method = "GET",
          .path = "/fapi/v1/ticker/bookTicker",
          .handler = book_ticker,
          .weight = 2,
          .rule = WeightRule::ALL_SYMBOLS,
          .weight_all = 5},
    Route{.method = "GET",
          .path = "/fapi/v1/ticker/24hr",
          .handler = day_ticker,
          .rule = WeightRule::ALL_SYMBOLS,
          .weight_all = 40},
    Route{.method = "GET", .path = "/fapi/v1/openInterest", .handler = open_interest},
};

}  // namespace

std::span<const Route> futures_market_routes() {
  return kRoutes;
}

}  // namespace alpha_pulse::simulator
