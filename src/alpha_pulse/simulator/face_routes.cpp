#include "alpha_pulse/simulator/face_routes.hpp"

#include "alpha_pulse/simulator/face_json.hpp"

namespace alpha_pulse::simulator {
namespace {

int depth_weight(Product product, std::int64_t limit) {
  if (product == Product::FUTURES) return limit <= 50 ? 2 : limit <= 100 ? 5 : limit <= 500 ? 10 : 20;
  return limit <= 100 ? 5 : limit <= 500 ? 25 : limit <= 1000 ? 50 : 250;
}

int klines_weight(std::int64_t limit) {
  return limit < 100 ? 1 : limit < 500 ? 2 : limit <= 1000 ? 5 : 10;
}

std::string quote_text(Int128 raw) {
  return format_decimal_rounded(raw, Money::kMoneyDecimals, kDecimals);
}

}  // namespace

const Route* find_route(Product product, std::string_view method, std::string_view path) {
  const auto look = [&](std::span<const Route> routes) -> const Route* {
    for (const Route& route : routes) {
      if (route.path == path && route.method == method) return &route;
    }
    return nullptr;
  };
  if (product == Product::SPOT) {
    const Route* route = look(spot_market_routes());
    return route != nullptr ? route : look(spot_order_routes());
  }
  for (const auto routes :
       {futures_market_routes(), futures_account_routes(), futures_order_routes(), futures_algo_routes()}) {
    if (const Route* route = look(routes)) return route;
  }
  return nullptr;
}

int weight_of(const Route& route, Product product, const Params& params) {
  const auto limit = params.maybe_integer("limit");
  const std::int64_t asked = limit && *limit ? **limit : product == Product::SPOT ? 100 : 500;
  switch (route.rule) {
    case WeightRule::FIXED:
      return route.weight;
    case WeightRule::ALL_SYMBOLS:
      return params.has("symbol") ? route.weight : route.weight_all;
    case WeightRule::DEPTH:
      return depth_weight(product, asked);
    case WeightRule::KLINES:
      return klines_weight(asked);
  }
  return route.weight;
}

json::array candles_json(const std::vector<Candle>& candles, std::string_view interval) {
  json::array rows;
  for (const Candle& c : candles) {
    rows.push_back(json::array{c.open_time.ms(), wire(c.open), wire(c.high), wire(c.low), wire(c.close), wire(c.volume),
                               candle_span(interval, c.open_time).next.ms() - 1, quote_text(c.quote), c.trades,
                               wire(c.taker_buy), quote_text(c.taker_buy_quote), "0"});
  }
  return rows;
}

json::object day_json(const Candle& day, std::string_view symbol, Timestamp now) {
  const PriceDelta change = day.close - day.open;
  const Int128 hundred = Int128{change.raw()} * 100 * kOne / day.open.raw();
  const Int128 average = day.volume.is_zero() ? 0 : day.quote / day.volume.raw();
  return {{"symbol", symbol},
          {"priceChange", format_decimal(change.raw(), kDecimals, 2)},
          {"priceChangePercent", format_decimal_rounded(hundred, kDecimals, 3)},
          {"weightedAvgPrice", format_decimal_rounded(average, kDecimals, 2)},
          {"lastPrice", wire(day.close)},
          {"openPrice", wire(day.open)},
          {"highPrice", wire(day.high)},
          {"lowPrice", wire(day.low)},
          {"volume", wire(day.volume)},
          {"quoteVolume", quote_text(day.quote)},
          {"openTime", (now - Duration::days(1)).ms()},
          {"closeTime", now.ms()},
          {"firstId", day.first_id},
          {"lastId", day.last_id},
          {"count", day.trades}};
}

Api<json::value> klines_answer(const PrintHistory& history, const Params& params, std::int64_t most) {
  Reader read(params);
  const std::string name = read.text("interval");
  if (!read.failed() && !known_interval(name)) read.fail({-1120, "Invalid interval."});
  const auto start = read.maybe_time("startTime");
  const auto end = read.maybe_time("endTime");
  const std::size_t limit = read.limit(500, most);
  if (read.failed()) return read.error();
  return json::value(candles_json(history.candles(name, start, end, limit), name));
}

Api<json::value> prints_answer(const PrintHistory& history, const Params& params, json::object (*row)(const Print&)) {
  Reader read(params);
  const Window window = read.window("fromId", 1000, Duration::days(365));
  if (read.failed()) return read.error();
  json::array rows;
  for (const Print& p : history.prints()) {
    const bool inside = (!window.from_id || p.id >= *window.from_id) && (!window.start || p.time >= *window.start) &&
                        (!window.end || p.time <= *window.end);
    if (!inside) continue;
    if ((window.from_id || window.start) && rows.size() == window.limit) break;
    rows.push_back(row(p));
  }
  if (rows.size() > window.limit) {
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(rows.size() - window.limit));
  }
  return json::value(std::move(rows));
}

Price average_price(const PrintHistory& history, Price otherwise, Timestamp now) {
  Int128 quote = 0, quantity = 0;
  for (auto p = history.prints().rbegin(); p != history.prints().rend() && p->time + Duration::minutes(5) >= now; ++p) {
    quote += Int128{p->price.raw()} * p->quantity.raw();
    quantity += p->quantity.raw();
  }
  return quantity == 0 ? otherwise : Price::from_raw(narrow(quote / quantity));
}

json::array rate_limits_json(const RateLimits& limits, Product product, bool only_orders) {
  const auto row = [](std::string_view type, std::string_view interval, int count, std::int64_t limit) {
    return json::object{{"rateLimitType", type}, {"interval", interval}, {"intervalNum", count}, {"limit", limit}};
  };
  json::array rows;
  if (!only_orders) rows.push_back(row("REQUEST_WEIGHT", "MINUTE", 1, limits.weight_a_minute));
  if (product == Product::FUTURES) {
    rows.push_back(row("ORDERS", "MINUTE", 1, limits.orders_a_minute));
    rows.push_back(row("ORDERS", "SECOND", 10, limits.orders_ten_seconds));
    return rows;
  }
  rows.push_back(row("ORDERS", "SECOND", 10, limits.orders_ten_seconds));
  rows.push_back(row("ORDERS", "DAY", 1, limits.orders_a_minute));
  if (!only_orders) rows.push_back(row("RAW_REQUESTS", "MINUTE", 5, 300'000));
  return rows;
}

}  // namespace alpha_pulse::simulator
