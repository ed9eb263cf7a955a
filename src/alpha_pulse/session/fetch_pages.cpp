#include "alpha_pulse/session/fetch_pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "alpha_pulse/exchanges/binance/market_requests.hpp"

namespace alpha_pulse::session {
namespace {

namespace wire = exchanges::binance;
using exchanges::JsonValue;

constexpr std::array<std::pair<FetchKind, std::string_view>, 4> kKinds{{{FetchKind::CANDLES, "candles"},
                                                                        {FetchKind::TRADES, "trades"},
                                                                        {FetchKind::FUNDING, "funding"},
                                                                        {FetchKind::MARK, "mark"}}};
constexpr int kFuturesCandles = 1500;
constexpr int kRows = 1000;
constexpr Duration kInstant = Duration::milliseconds(1);

std::unexpected<Error> out_of_order(const std::string& row) {
  return fail(ErrorCode::kBadData, "the exchange answered with a row that does not come after the one before: " + row);
}

std::vector<std::string> words_of(const std::string& text, char separator) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (c == separator) {
      words.emplace_back();
    } else {
      words.back().push_back(c);
    }
  }
  return words;
}

}  // namespace

std::string_view to_string(FetchKind kind) {
  for (const auto& [known, name] : kKinds) {
    if (known == kind) return name;
  }
  std::unreachable();
}

Result<FetchKind> parse_fetch_kind(std::string_view text) {
  for (const auto& [kind, name] : kKinds) {
    if (name == text) return kind;
  }
  return fail(ErrorCode::kInvalidArgument,
              "--kind: '" + std::string(text) + "' is none; candles, trades, funding or mark would pass");
}

Result<Duration> candle_length(std::string_view interval) {
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 12> kMinutes{{{"1m", 1},
                                                                                {"3m", 3},
                                                                                {"5m", 5},
                                                                                {"15m", 15},
                                                                                {"30m", 30},
                                                                                {"1h", 60},
                                                                                {"2h", 120},
                                                                                {"4h", 240},
                                                                                {"6h", 360},
                                                                                {"8h", 480},
                                                                                {"12h", 720},
                                                                                {"1d", 1440}}};
  for (const auto& [name, minutes] : kMinutes) {
    if (name == interval) return Duration::minutes(minutes);
  }
  return fail(ErrorCode::kInvalidArgument, "--interval: '" + std::string(interval) +
                                               "' is none; 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h or 1d would pass");
}

std::string job_of(const FetchSpan& span) {
  const bool spot = span.product == wire::Product::SPOT;
  const bool candles = span.kind == FetchKind::CANDLES || span.kind == FetchKind::MARK;
  return fmt::format("{} {} {} {} {} {}", spot ? "spot" : "futures", to_string(span.kind), span.symbol,
                     candles ? span.interval : "-", span.from.ms(), span.to.ms());
}

Result<FetchSpan> read_job(const std::string& job) {
  const auto words = words_of(job, ' ');
  const auto bad = [&] {
    return fail(ErrorCode::kBadData, "'" + job + "' is no note of a fetch; --overwrite begins anew");
  };
  if (words.size() != 6 || (words[0] != "spot" && words[0] != "futures")) return bad();
  const auto kind = parse_fetch_kind(words[1]);
  const auto from = parse_decimal(words[4], 0);
  const auto to = parse_decimal(words[5], 0);
  constexpr std::int64_t kLastMs = 9'000'000'000'000;
  if (!kind || !from || !to || *from < 0 || *to < 0 || *from > kLastMs || *to > kLastMs) return bad();
  FetchSpan span{.product = words[0] == "spot" ? wire::Product::SPOT : wire::Product::FUTURES,
                 .kind = *kind,
                 .symbol = words[2],
                 .interval = words[3],
                 .from = Timestamp::from_ms(*from),
                 .to = Timestamp::from_ms(*to)};
  if (job_of(span) != job) return bad();
  return span;
}

/// No start at all would mean the newest rows.
FetchPages::FetchPages(FetchSpan span) : span_(std::move(span)), cursor_(std::max(span_.from, Timestamp() + kInstant)) {
  if (!candles()) return;
  const auto step = candle_length(span_.interval);
  ensure(step.has_value(), "an interval that was checked");
  step_ = *step;
}

int FetchPages::page_size() const {
  return candles() && span_.product == wire::Product::FUTURES ? kFuturesCandles : kRows;
}

std::string_view FetchPages::header() const {
  switch (span_.kind) {
    case FetchKind::CANDLES:
    case FetchKind::MARK:
      return "open_time_ms,open,high,low,close,volume";
    case FetchKind::TRADES:
      return "time_ms,price,qty,is_buyer_maker,trade_id";
    case FetchKind::FUNDING:
      return "time_ms,symbol,rate";
  }
  std::unreachable();
}

Result<void> FetchPages::go_on_after(const std::string& row) {
  const auto cells = words_of(row, ',');
  const auto time = parse_decimal(cells.front(), 0);
  const auto id = parse_decimal(cells.back(), 0);
  const bool trades = span_.kind == FetchKind::TRADES;
  if (!time || (trades && !id) || Timestamp::from_ms(*time) < span_.from || Timestamp::from_ms(*time) >= span_.to) {
    return fail(ErrorCode::kBadData,
                "the last row '" + row.substr(0, 100) + "' is none of this fetch; --overwrite begins anew");
  }
  cursor_ = Timestamp::from_ms(*time) + (candles() ? step_ : trades ? Duration() : kInstant);
  if (trades) last_id_ = *id;
  return {};
}

std::optional<wire::Request> FetchPages::question() const {
  if (over_ || cursor_ >= span_.to) return {};
  const wire::TimeRange range{.from = cursor_, .to = span_.to - kInstant};
  switch (span_.kind) {
    case FetchKind::CANDLES:
      return wire::klines(span_.product, span_.symbol, span_.interval, range, page_size());
    case FetchKind::MARK:
      return wire::mark_klines(span_.symbol, span_.interval, range, page_size());
    case FetchKind::FUNDING:
      return wire::funding_rates(span_.symbol, range, page_size());
    case FetchKind::TRADES:
      if (!last_id_) return wire::agg_trades_since(span_.product, span_.symbol, cursor_, page_size());
      return wire::agg_trades_from(span_.product, span_.symbol, TradeId{static_cast<std::uint64_t>(*last_id_) + 1},
                                   page_size());
  }
  std::unreachable();
}

Result<std::string> FetchPages::take(std::string_view body, Timestamp now) {
  exchanges::JsonDocument document;
  const auto json = document.read(body);
  if (!json) return std::unexpected(json.error());
  if (json->is_array() && json->size() == 0) {
    over_ = true;
    return std::string();
  }
  if (candles()) return take_candles(*json, now);
  return span_.kind == FetchKind::TRADES ? take_trades(*json) : take_funding(*json);
}

/// A candle that is still growing, and what lies behind the span, ends the fetch.
Result<std::string> FetchPages::take_candles(JsonValue json, Timestamp now) {
  const auto candles = wire::read_klines(json, span_.symbol, span_.interval, now);
  if (!candles) return std::unexpected(candles.error());
  std::string rows;
  for (const wire::Kline& candle : *candles) {
    if (candle.open_time >= span_.to || !candle.closed) {
      over_ = true;
      break;
    }
    std::string row =
        fmt::format("{},{},{},{},{},{}\n", candle.open_time.ms(), candle.open.to_string(0), candle.high.to_string(0),
                    candle.low.to_string(0), candle.close.to_string(0), candle.volume.to_string(0));
    if (candle.open_time < cursor_) return out_of_order(row);
    cursor_ = candle.open_time + step_;
    rows += row;
    ++rows_;
  }
  return rows;
}

Result<std::string> FetchPages::take_trades(JsonValue json) {
  const auto trades = wire::read_agg_trades(json, span_.symbol);
  if (!trades) return std::unexpected(trades.error());
  std::string rows;
  for (const wire::AggTrade& trade : *trades) {
    if (trade.trade_time >= span_.to) {
      over_ = true;
      break;
    }
    std::string row = fmt::format("{},{},{},{},{}\n", trade.trade_time.ms(), trade.price.to_string(0),
                                  trade.quantity.to_string(0), trade.buyer_is_maker ? 1 : 0, trade.id);
    if (trade.trade_time < cursor_ || trade.id <= last_id_.value_or(-1)) return out_of_order(row);
    cursor_ = trade.trade_time;
    last_id_ = trade.id;
    rows += row;
    ++rows_;
  }
  return rows;
}

Result<std::string> FetchPages::take_funding(JsonValue json) {
  const auto rates = wire::read_funding_rates(json);
  if (!rates) return std::unexpected(rates.error());
  std::string rows;
  for (const wire::FundingRate& rate : *rates) {
    if (rate.time >= span_.to) {
      over_ = true;
      break;
    }
    std::string row = fmt::format("{},{},{}\n", rate.time.ms(), span_.symbol, rate.rate.to_string());
    if (rate.time < cursor_) return out_of_order(row);
    cursor_ = rate.time + kInstant;
    rows += row;
    ++rows_;
  }
  return rows;
}

}  // namespace alpha_pulse::session
