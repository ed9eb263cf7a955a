#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/instrument.hpp"
#include "alpha_pulse/exchanges/binance/wire_enums.hpp"
#include "alpha_pulse/exchanges/inline_text.hpp"
#include "alpha_pulse/exchanges/json.hpp"

/// `exchangeInfo`: what may be traded, in which steps, and how often one may ask.
/// Proven by exchanges/binance/replies_test.cpp; searched by the fuzz target `binance_replies`.
namespace alpha_pulse::exchanges::binance {

/// The venue's limits on one order beyond what an Instrument holds. Zero where the venue has none.
struct OrderFilters {
  Price min_price{}, max_price{};
  Quantity min_quantity{}, max_quantity{};                ///< limit orders
  Quantity market_lot{};                                  ///< step of market orders
  Quantity market_min_quantity{}, market_max_quantity{};  ///< market orders
  Ratio bid_multiplier_up{}, bid_multiplier_down{};       ///< price band of buys around the mark (spot: the average)
  Ratio ask_multiplier_up{}, ask_multiplier_down{};       ///< of sells
  Ratio trigger_protect{};                                ///< futures
  Ratio market_take_bound{};                              ///< futures: how far from the mark a market order trades
  int max_orders = 0;
  int max_algo_orders = 0;
  int price_precision = 0, quantity_precision = 0;  ///< futures: most decimals, which is not the tick
};

/// One symbol. The instrument's id, margin table and unattended rise are the caller's to give.
struct SymbolInfo {
  Instrument instrument{};
  OrderFilters filters{};
  SymbolStatus status = SymbolStatus::UNKNOWN;
  ContractType contract = ContractType::UNKNOWN;  ///< futures
  AssetText margin_asset{};                       ///< futures
  bool post_only = false;                         ///< GTX, or spot's LIMIT_MAKER, is offered
  bool stop_market = false;                       ///< conditional market orders are offered
  Timestamp delivery{};                           ///< futures; far away for perpetuals
};

/// A limit of the venue on how often one may ask.
struct RateLimit {
  LimitType type = LimitType::UNKNOWN;
  Duration window{};  ///< zero when its unit is not known
  std::int64_t limit = 0;
  std::int64_t count = -1;  ///< used so far, where an answer of the websocket API says; else -1
};

/// The answer as a whole.
struct ExchangeInfo {
  std::vector<RateLimit> rate_limits{};
  std::vector<SymbolInfo> symbols{};  ///< in the order asked
};

/// Reads the symbols of `wanted` only: what another symbol is like never matters. kNotFound: one of them is missing;
/// kBadData: a field of one of them, named; kUnsupported: a currency whose code is longer than eight characters.
Result<ExchangeInfo> read_exchange_info(JsonValue value, Product product, std::span<const std::string> wanted);
Result<std::vector<RateLimit>> read_rate_limits(JsonValue array);

}  // namespace alpha_pulse::exchanges::binance
