#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "alpha_pulse/exchanges/binance/market_messages.hpp"
#include "alpha_pulse/exchanges/binance/wire_enums.hpp"
#include "alpha_pulse/exchanges/json.hpp"

/// Answers to public calls. Fails as order_replies.hpp does.
/// Proven by exchanges/binance/replies_test.cpp; searched by the fuzz target `binance_replies`.
namespace alpha_pulse::exchanges::binance {

/// A whole book, down to the depth asked for.
struct DepthSnapshot {
  std::int64_t last_id = 0;
  std::vector<BookLevel> bids{};
  std::vector<BookLevel> asks{};
  Timestamp event_time{};  ///< futures only
};
/// Mark, index and the funding to come.
struct PremiumIndex {
  SymbolText symbol{};
  Price mark{};
  Price index{};
  Ratio last_funding_rate{};
  Timestamp next_funding{};
  Timestamp time{};
};
/// A funding rate that was settled.
struct FundingRate {
  SymbolText symbol{};
  Ratio rate{};
  Timestamp time{};
  Price mark{};          ///< zero in old records, which do not tell
  bool special = false;  ///< `rateType` Special: outside of the usual hours
};
/// A symbol whose funding differs from the usual.
struct FundingTerms {
  SymbolText symbol{};
  Ratio cap{};
  Ratio floor{};
  int interval_hours = 8;
};

Result<Timestamp> read_server_time(JsonValue value);
Result<DepthSnapshot> read_depth(JsonValue value);
/// Candles of the answer, ascending. The last one may still be growing: `closed` is true when it ended before `now`, by
/// the venue's clock.
Result<std::vector<Kline>> read_klines(JsonValue array, std::string_view symbol, std::string_view interval,
                                       Timestamp now);
Result<std::vector<AggTrade>> read_agg_trades(JsonValue array, std::string_view symbol);
Result<BookTicker> read_book_ticker(JsonValue value);
Result<Price> read_price_ticker(JsonValue value);
Result<std::vector<PremiumIndex>> read_premium_index(JsonValue value);  ///< an array, or the object of one symbol
Result<std::vector<FundingRate>> read_funding_rates(JsonValue array);
Result<std::vector<FundingTerms>> read_funding_info(JsonValue array);

}  // namespace alpha_pulse::exchanges::binance
