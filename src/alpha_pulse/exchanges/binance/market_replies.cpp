#include "alpha_pulse/exchanges/binance/market_replies.hpp"

#include <algorithm>
#include <array>

#include "alpha_pulse/exchanges/binance/levels.hpp"
#include "alpha_pulse/exchanges/field_reader.hpp"
#include "alpha_pulse/exchanges/wire_number.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

constexpr std::int64_t kLargest = 0x7fff'ffff'ffff'ffff;
constexpr std::int64_t kLastMs = 7'258'118'400'000;  // 2200

/// The cells of a candle, which are named by their place alone; remembers the first that is wrong.
class Cells {
 public:
  explicit Cells(JsonValue row) {
    if (row.is_array()) {
      for (JsonValue cell = row.first(); cell.exists() && size_ < cells_.size(); cell = cell.next()) {
        cells_[size_++] = cell;
      }
    }
  }
  Timestamp time(std::size_t i) {
    const std::int64_t ms = integer(i);
    if (ms >= 0 && ms <= kLastMs) return Timestamp::from_ms(ms);
    refuse(i);
    return {};
  }
  std::int64_t integer(std::size_t i) {
    const auto value = parse_integer(cells_[i].kind() == JsonKind::NUMBER ? cells_[i].text() : "");
    if (!value) refuse(i);
    return value.value_or(0);
  }
  Price price(std::size_t i) {
    const auto value = parse_exact(text(i), domain::kDecimals);
    if (!value || *value < 0) refuse(i);
    return Price::from_raw(std::max<std::int64_t>(value.value_or(0), 0));
  }
  Quantity volume(std::size_t i) {
    const auto value = parse_wide(text(i), domain::kDecimals);
    if (!value || *value < 0) refuse(i);
    return Quantity::from_raw(static_cast<std::int64_t>(std::clamp<Int128>(value.value_or(0), 0, kLargest)));
  }
  Result<Kline> result(const Kline& kline) const {
    if (wrong_ == kNothingWrong) return kline;
    return fail(ErrorCode::kBadData, "candle: element " + std::to_string(wrong_) + " is '" +
                                         std::string(cells_[wrong_].text().substr(0, 40)) +
                                         "'; expected 12 elements, times as numbers and prices as strings");
  }

 private:
  static constexpr std::size_t kNothingWrong = 99;
  std::string_view text(std::size_t i) const {
    return cells_[i].kind() == JsonKind::STRING ? cells_[i].text() : std::string_view{};
  }
  void refuse(std::size_t i) { wrong_ = std::min(wrong_, i); }
  std::array<JsonValue, 12> cells_{};
  std::size_t size_ = 0;
  std::size_t wrong_ = kNothingWrong;
};

Result<PremiumIndex> read_one_premium(JsonValue value) {
  FieldReader r(value, "premium index");
  PremiumIndex index;
  index.symbol = r.inline_text<SymbolText>("symbol");
  index.mark = r.price("markPrice");
  index.index = r.price("indexPrice");
  index.last_funding_rate = r.ratio("lastFundingRate");
  index.next_funding = r.time("nextFundingTime");
  index.time = r.time("time");
  return r.result(index);
}

Result<FundingRate> read_one_rate(JsonValue value) {
  FieldReader r(value, "funding rate");
  FundingRate rate;
  rate.symbol = r.inline_text<SymbolText>("symbol");
  rate.rate = r.ratio("fundingRate");
  rate.time = r.time("fundingTime");
  if (r.has("markPrice") && !r.text("markPrice").empty()) rate.mark = r.price("markPrice");
  if (r.has("rateType")) rate.special = r.text("rateType") == "Special";
  return r.result(rate);
}

Result<FundingTerms> read_one_terms(JsonValue value) {
  FieldReader r(value, "funding terms");
  FundingTerms terms;
  terms.symbol = r.inline_text<SymbolText>("symbol");
  terms.cap = r.ratio("adjustedFundingRateCap");
  terms.floor = r.ratio("adjustedFundingRateFloor");
  terms.interval_hours = static_cast<int>(r.integer_in("fundingIntervalHours", 1, 24));
  return r.result(terms);
}

}  // namespace

Result<Timestamp> read_server_time(JsonValue value) {
  FieldReader r(value, "server time");
  const Timestamp time = r.time("serverTime");
  return r.result(time);
}

Result<DepthSnapshot> read_depth(JsonValue value) {
  FieldReader r(value, "depth");
  DepthSnapshot snapshot;
  snapshot.last_id = r.integer_in("lastUpdateId", 0, kLargest);
  if (r.has("E")) snapshot.event_time = r.time("E");
  read_levels(r, "bids", snapshot.bids);
  read_levels(r, "asks", snapshot.asks);
  return r.result(std::move(snapshot));
}

Result<std::vector<Kline>> read_klines(JsonValue array, std::string_view symbol, std::string_view interval,
                                       Timestamp now) {
  const auto named = SymbolText::from(symbol);
  const auto step = InlineText<4>::from(interval);
  if (!named || !step) {
    return fail(ErrorCode::kInvalidArgument,
                "candles: '" + std::string(symbol) + "', '" + std::string(interval) + "' name none; e.g. BTCUSDT, 1m");
  }
  return read_each<Kline>(array, "candles", [&named, &step, now](JsonValue row) {
    Cells cells(row);
    Kline kline;
    kline.symbol = *named;
    kline.interval = *step;
    kline.open_time = cells.time(0);
    kline.open = cells.price(1);
    kline.high = cells.price(2);
    kline.low = cells.price(3);
    kline.close = cells.price(4);
    kline.volume = cells.volume(5);
    kline.close_time = cells.time(6);
    kline.trades = cells.integer(8);
    kline.closed = kline.close_time < now;
    return cells.result(kline);
  });
}

Result<std::vector<AggTrade>> read_agg_trades(JsonValue array, std::string_view symbol) {
  const auto named = SymbolText::from(symbol);
  if (!named) return fail(ErrorCode::kInvalidArgument, "trades: '" + std::string(symbol) + "' is no symbol");
  return read_each<AggTrade>(array, "trades", [&named](JsonValue row) {
    FieldReader r(row, "trade");
    AggTrade trade;
    trade.symbol = *named;
    trade.id = r.integer_in("a", 0, kLargest);
    trade.price = r.price("p");
    trade.quantity = r.quantity("q");
    trade.first_trade = r.integer_in("f", -1, kLargest);
    trade.last_trade = r.integer_in("l", -1, kLargest);
    trade.trade_time = r.time("T");
    trade.buyer_is_maker = r.boolean("m");
    return r.result(trade);
  });
}

Result<BookTicker> read_book_ticker(JsonValue value) {
  FieldReader r(value, "book ticker");
  BookTicker ticker;
  ticker.symbol = r.inline_text<SymbolText>("symbol");
  ticker.bid.price = r.price("bidPrice");
  ticker.bid.quantity = r.quantity("bidQty");
  ticker.ask.price = r.price("askPrice");
  ticker.ask.quantity = r.quantity("askQty");
  if (r.has("time")) ticker.event_time = r.time("time");
  return r.result(ticker);
}

Result<Price> read_price_ticker(JsonValue value) {
  FieldReader r(value, "price ticker");
  const Price price = r.price("price");
  return r.result(price);
}

Result<std::vector<PremiumIndex>> read_premium_index(JsonValue value) {
  if (value.is_array()) return read_each<PremiumIndex>(value, "premium indices", read_one_premium);
  return map_value(read_one_premium(value), [](const PremiumIndex& one) { return std::vector{one}; });
}
Result<std::vector<FundingRate>> read_funding_rates(JsonValue array) {
  return read_each<FundingRate>(array, "funding rates", read_one_rate);
}
Result<std::vector<FundingTerms>> read_funding_info(JsonValue array) {
  return read_each<FundingTerms>(array, "funding terms", read_one_terms);
}

}  // namespace alpha_pulse::exchanges::binance
