#include "alpha_pulse/exchanges/binance/exchange_info.hpp"

#include <algorithm>

#include "alpha_pulse/exchanges/field_reader.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

constexpr std::int64_t kOrdersMax = 1'000'000;
constexpr std::int64_t kCountMax = 1'000'000'000'000;

int count(FieldReader& r, std::string_view name) {
  return static_cast<int>(r.integer_in(name, 0, kOrdersMax));
}

/// Reads one filter into the symbol; filters of other kinds say nothing we use.
void read_filter(FieldReader& f, std::string_view kind, SymbolInfo& info, bool spot) {
  Instrument& instrument = info.instrument;
  OrderFilters& filters = info.filters;
  const auto min_notional = [&](std::string_view name) {
    instrument.min_notional = std::max(instrument.min_notional, Money::from_raw(f.amount(name), instrument.quote));
  };
  if (kind == "PRICE_FILTER") {
    filters.min_price = f.price("minPrice");
    filters.max_price = f.price("maxPrice");
    instrument.tick = f.price("tickSize");
  } else if (kind == "LOT_SIZE") {
    filters.min_quantity = f.quantity("minQty");
    filters.max_quantity = f.quantity("maxQty");
    instrument.lot = f.quantity("stepSize");
  } else if (kind == "MARKET_LOT_SIZE") {
    filters.market_min_quantity = f.quantity("minQty");
    filters.market_max_quantity = f.quantity("maxQty");
    filters.market_lot = f.quantity("stepSize");
  } else if (kind == "MIN_NOTIONAL") {
    min_notional(spot ? "minNotional" : "notional");
  } else if (kind == "NOTIONAL") {
    min_notional("minNotional");
  } else if (kind == "PERCENT_PRICE") {
    filters.bid_multiplier_up = filters.ask_multiplier_up = f.ratio("multiplierUp");
    filters.bid_multiplier_down = filters.ask_multiplier_down = f.ratio("multiplierDown");
  } else if (kind == "PERCENT_PRICE_BY_SIDE") {
    filters.bid_multiplier_up = f.ratio("bidMultiplierUp");
    filters.bid_multiplier_down = f.ratio("bidMultiplierDown");
    filters.ask_multiplier_up = f.ratio("askMultiplierUp");
    filters.ask_multiplier_down = f.ratio("askMultiplierDown");
  } else if (kind == "MAX_NUM_ORDERS") {
    filters.max_orders = count(f, spot ? "maxNumOrders" : "limit");
  } else if (kind == "MAX_NUM_ALGO_ORDERS") {
    filters.max_algo_orders = count(f, spot ? "maxNumAlgoOrders" : "limit");
  }
}

Result<Currency> currency(std::string_view symbol, std::string_view code) {
  auto parsed = Currency::parse(code);
  if (parsed) return parsed;
  return fail(ErrorCode::kUnsupported, std::string(symbol) + ": the currency '" + std::string(code.substr(0, 40)) +
                                           "' has no code of one to eight letters or digits, such as USDT");
}

bool lists(JsonValue array, std::string_view word) {
  for (JsonValue element = array.first(); element.exists(); element = element.next()) {
    if (element.text() == word) return true;
  }
  return false;
}

void read_futures_fields(FieldReader& r, SymbolInfo& info) {
  info.contract = read_enum<ContractType>(r.text("contractType"));
  info.delivery = r.time("deliveryDate");
  info.margin_asset = r.inline_text<AssetText>("marginAsset");
  info.filters.price_precision = static_cast<int>(r.integer_in("pricePrecision", 0, 18));
  info.filters.quantity_precision = static_cast<int>(r.integer_in("quantityPrecision", 0, 18));
  info.filters.trigger_protect = r.ratio("triggerProtect");
  info.filters.market_take_bound = r.ratio("marketTakeBound");
}

void read_filters(FieldReader& r, SymbolInfo& info, bool spot) {
  const JsonValue filters = r.array("filters");
  for (JsonValue filter = filters.first(); filter.exists() && r.ok(); filter = filter.next()) {
    FieldReader f(filter, "filter");
    read_filter(f, f.text("filterType"), info, spot);
    if (!f.ok()) r.adopt(f.error());
  }
  if (!info.instrument.tick.known()) r.refuse("tickSize", info.instrument.tick.to_string(), "a tick is positive");
  if (info.instrument.lot <= Quantity{}) r.refuse("stepSize", info.instrument.lot.to_string(), "a lot is positive");
}

Result<SymbolInfo> read_symbol(JsonValue value, Product product) {
  const bool spot = product == Product::SPOT;
  FieldReader r(value, "symbol");
  SymbolInfo info;
  Instrument& instrument = info.instrument;
  instrument.symbol = std::string(r.text("symbol"));
  instrument.kind = spot ? ContractKind::SPOT : ContractKind::LINEAR;
  instrument.multiplier = Quantity::from_raw(domain::kOne);
  info.status = read_enum<SymbolStatus>(r.text("status"));
  const std::string_view base = r.text("baseAsset");
  const std::string_view quote = r.text("quoteAsset");
  if (!r.ok()) return std::unexpected(r.error());
  const auto base_currency = currency(instrument.symbol, base);
  const auto quote_currency = currency(instrument.symbol, quote);
  if (!base_currency) return std::unexpected(base_currency.error());
  if (!quote_currency) return std::unexpected(quote_currency.error());
  instrument.base = *base_currency;
  instrument.quote = *quote_currency;
  instrument.min_notional = Money(*quote_currency);
  if (!spot) read_futures_fields(r, info);
  read_filters(r, info, spot);
  const JsonValue types = r.array("orderTypes");
  info.stop_market = lists(types, spot ? "STOP_LOSS" : "STOP_MARKET");
  info.post_only = spot ? lists(types, "LIMIT_MAKER") : lists(value.member("timeInForce"), "GTX");
  return r.result(std::move(info));
}

JsonValue find_symbol(JsonValue symbols, std::string_view name) {
  for (JsonValue symbol = symbols.first(); symbol.exists(); symbol = symbol.next()) {
    if (symbol.member("symbol").text() == name) return symbol;
  }
  return {};
}

/// Zero for a unit that is not known.
Duration unit_of(LimitInterval interval) {
  switch (interval) {
    case LimitInterval::SECOND:
      return Duration::seconds(1);
    case LimitInterval::MINUTE:
      return Duration::minutes(1);
    case LimitInterval::HOUR:
      return Duration::hours(1);
    case LimitInterval::DAY:
      return Duration::days(1);
    case LimitInterval::UNKNOWN:
      break;
  }
  return {};
}

Result<RateLimit> read_rate_limit(JsonValue value) {
  FieldReader r(value, "rate limit");
  RateLimit limit;
  limit.type = read_enum<LimitType>(r.text("rateLimitType"));
  limit.window = unit_of(read_enum<LimitInterval>(r.text("interval"))) * r.integer_in("intervalNum", 1, 1'000);
  limit.limit = r.integer_in("limit", 0, kCountMax);
  if (r.has("count")) limit.count = r.integer_in("count", 0, kCountMax);
  return r.result(limit);
}

}  // namespace

Result<std::vector<RateLimit>> read_rate_limits(JsonValue array) {
  return read_each<RateLimit>(array, "rate limits", read_rate_limit);
}

Result<ExchangeInfo> read_exchange_info(JsonValue value, Product product, std::span<const std::string> wanted) {
  FieldReader r(value, "exchange information");
  const JsonValue limits = r.array("rateLimits");
  const JsonValue symbols = r.array("symbols");
  if (!r.ok()) return std::unexpected(r.error());
  ExchangeInfo info;
  auto rate_limits = read_rate_limits(limits);
  if (!rate_limits) return std::unexpected(rate_limits.error());
  info.rate_limits = std::move(*rate_limits);
  for (const std::string& name : wanted) {
    const JsonValue symbol = find_symbol(symbols, name);
    if (!symbol.exists()) {
      return fail(ErrorCode::kNotFound, "the venue lists no symbol '" + name + "'; e.g. BTCUSDT");
    }
    auto read = read_symbol(symbol, product);
    if (!read) return fail(read.error().code, name + ": " + read.error().message);
    info.symbols.push_back(std::move(*read));
  }
  return info;
}

}  // namespace alpha_pulse::exchanges::binance
