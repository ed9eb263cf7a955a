#include "alpha_pulse/simulator/face_json_spot.hpp"
#include "alpha_pulse/simulator/face_routes.hpp"

/// Market data of the spot venue (sheet 7.1, 7.3).
namespace alpha_pulse::simulator {
namespace {

/// Of a day's ticker, beside what `type=MINI` has.
constexpr std::array<std::string_view, 9> kOnlyInFull{
    "priceChange", "priceChangePercent", "weightedAvgPrice", "prevClosePrice",
    "lastQty",     "bidPrice",           "bidQty",           "askPrice",
    "askQty"};

const SpotVenue& venue_of(const Call& call) {
  return call.face.exchange.spot;
}

/// The symbols asked for: `symbol`, `symbols=["A","B"]`, or all.
Api<std::vector<InstrumentId>> asked_symbols(const Call& call) {
  Reader read(call.params);
  const SpotVenue& venue = venue_of(call);
  std::vector<InstrumentId> asked;
  if (call.params.has("symbols")) {
    if (call.params.has("symbol")) read.fail({-1128, "Combination of optional parameters invalid."});
    for (const std::string& name : read.take(call.params.list("symbols", 100, -1101))) {
      asked.push_back(read.take(lift(venue.find_symbol(name))));
    }
  } else if (const auto one = read.maybe_symbol(venue)) {
    asked.push_back(*one);
  } else {
    for (std::size_t i = 0; i < venue.symbol_count(); ++i) asked.push_back({static_cast<std::uint32_t>(i)});
  }
  if (read.failed()) return read.error();
  return asked;
}

template <class Make>
Api<json::value> one_or_all(const Call& call, Make make) {
  const auto asked = asked_symbols(call);
  if (!asked) return std::unexpected(asked.error());
  if (call.params.has("symbol")) return json::value(make(asked->front()));
  json::array rows;
  for (const InstrumentId symbol : *asked) rows.push_back(make(symbol));
  return json::value(std::move(rows));
}

Api<json::value> ping(const Call&) {
  return json::value(json::object{});
}

Api<json::value> server_time(const Call& call) {
  return json::value(json::object{{"serverTime", call.now.ms()}});
}

Api<json::value> exchange_info(const Call& call) {
  const auto asked = asked_symbols(call);
  if (!asked) return std::unexpected(asked.error());
  json::array symbols;
  for (const InstrumentId id : *asked) symbols.push_back(spot_symbol_json(venue_of(call).symbol(id)));
  return json::value(json::object{{"timezone", "UTC"},
                                  {"serverTime", call.now.ms()},
                                  {"rateLimits", rate_limits_json(call.face.settings.spot, Product::SPOT, false)},
                                  {"exchangeFilters", json::array{}},
                                  {"symbols", symbols}});
}

Api<json::value> depth(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.symbol(venue_of(call));
  const std::size_t limit = read.limit(100, 5000);
  if (read.failed()) return read.error();
  return json::value(spot_depth_json(venue_of(call).depth(symbol, limit)));
}

Api<json::value> klines(const Call& call) {
  Reader read(call.params);
  read.symbol(venue_of(call));
  if (read.failed()) return read.error();
  return klines_answer(call.face.exchange.spot_prints, call.params, 1000);
}

json::object trade_row(const Print& p) {
  const Int128 quote = Int128{p.price.raw()} * p.quantity.raw();
  return {{"id", p.id},
          {"price", eight(p.price.raw())},
          {"qty", eight(p.quantity.raw())},
          {"quoteQty", format_decimal_rounded(quote, Money::kMoneyDecimals, 8)},
          {"time", p.time.ms()},
          {"isBuyerMaker", p.buyer_is_maker},
          {"isBestMatch", true}};
}

json::object agg_row(const Print& p) {
  return {{"a", p.id}, {"p", eight(p.price.raw())}, {"q", eight(p.quantity.raw())}, {"f", p.id},
          {"l", p.id}, {"T", p.time.ms()},          {"m", p.buyer_is_maker},        {"M", true}};
}

Api<json::value> prints(const Call& call, json::object (*row)(const Print&)) {
  Reader read(call.params);
  read.symbol(venue_of(call));
  if (read.failed()) return read.error();
  return prints_answer(call.face.exchange.spot_prints, call.params, row);
}

Api<json::value> trades(const Call& call) {
  return prints(call, trade_row);
}
Api<json::value> agg_trades(const Call& call) {
  return prints(call, agg_row);
}

Api<json::value> price_ticker(const Call& call) {
  return one_or_all(call, [&](InstrumentId id) {
    return json::object{{"symbol", venue_of(call).symbol(id).name},
                        {"price", eight(venue_of(call).ticker(id).last.raw())}};
  });
}

Api<json::value> book_ticker(const Call& call) {
  return one_or_all(call, [&](InstrumentId id) {
    const Ticker t = venue_of(call).ticker(id);
    return json::object{{"symbol", venue_of(call).symbol(id).name},
                        {"bidPrice", eight(t.bid.price.raw())},
                        {"bidQty", eight(t.bid.quantity.raw())},
                        {"askPrice", eight(t.ask.price.raw())},
                        {"askQty", eight(t.ask.quantity.raw())}};
  });
}

Api<json::value> day_ticker(const Call& call) {
  const PrintHistory& history = call.face.exchange.spot_prints;
  return one_or_all(call, [&](InstrumentId id) {
    const auto day = history.last_day(call.now);
    if (!day) return json::object{{"symbol", venue_of(call).symbol(id).name}};
    json::object row = day_json(*day, venue_of(call).symbol(id).name, call.now);
    const Ticker t = venue_of(call).ticker(id);
    row["prevClosePrice"] = wire(day->open);
    row["lastQty"] = eight(history.prints().back().quantity.raw());
    row["bidPrice"] = eight(t.bid.price.raw());
    row["bidQty"] = eight(t.bid.quantity.raw());
    row["askPrice"] = eight(t.ask.price.raw());
    row["askQty"] = eight(t.ask.quantity.raw());
    if (call.params.find("type") == "MINI") {
      for (const std::string_view name : kOnlyInFull) row.erase(name);
    }
    return row;
  });
}

Api<json::value> average(const Call& call) {
  Reader read(call.params);
  const auto symbol = read.symbol(venue_of(call));
  if (read.failed()) return read.error();
  const Price price = average_price(call.face.exchange.spot_prints, venue_of(call).ticker(symbol).last, call.now);
  return json::value(json::object{{"mins", 5}, {"price", eight(price.raw())}, {"closeTime", call.now.ms()}});
}

/// No symbol has rules of execution.
Api<json::value> execution_rules(const Call&) {
  return json::value(json::object{{"symbolRules", json::array{}}});
}

Api<json::value> reference_price(const Call& call) {
  Reader read(call.params);
  read.symbol(venue_of(call));
  if (read.failed()) return read.error();
  return deny(-2043, "This symbol doesn't have a reference price.");
}

constexpr Route market_route(std::string_view path, Api<json::value> (*handler)(const Call&), int weight,
                             int weight_all = 0) {
  return {.method = "GET",
          .path = path,
          .handler = handler,
          .weight = weight,
          .rule = weight_all == 0 ? WeightRule::FIXED : WeightRule::ALL_SYMBOLS,
          .weight_all = weight_all};
}

constexpr std::array kRoutes{
    market_route("/api/v3/ping", ping, 1),
    market_route("/api/v3/time", server_time, 1),
    market_route("/api/v3/exchangeInfo", exchange_info, 20),
    Route{.method = "GET", .path = "/api/v3/depth", .handler = depth, .rule = WeightRule::DEPTH},
    market_route("/api/v3/klines", klines, 2),
    market_route("/api/v3/uiKlines", klines, 2),
    market_route("/api/v3/trades", trades, 25),
    market_route("/api/v3/historicalTrades", trades, 25),
    market_route("/api/v3/executionRules", execution_rules, 2),
    market_route("/api/v3/referencePrice", reference_price, 2),
    market_route("/api/v3/aggTrades", agg_trades, 4),
    market_route("/api/v3/ticker/price", price_ticker, 2, 4),
    market_route("/api/v3/ticker/bookTicker", book_ticker, 2, 4),
    market_route("/api/v3/ticker/24hr", day_ticker, 2, 80),
    market_route("/api/v3/avgPrice", average, 2),
};

}  // namespace

std::span<const Route> spot_market_routes() {
  return kRoutes;
}

}  // namespace alpha_pulse::simulator
