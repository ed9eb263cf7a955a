#pragma once

#include <string>
#include <vector>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/simulator/venue_types.hpp"

namespace alpha_pulse::simulator {

/// LOT_SIZE or MARKET_LOT_SIZE (sheet 4.2).
struct LotFilter {
  Quantity min{}, max{}, step{};
};

/// A row of `leverageBracket`: notional in [floor, cap), maintenance margin = notional x rate - cum (sheet 9.7).
struct LeverageBracket {
  int initial_leverage = 0;  ///< the largest leverage at which this row may be reached
  Money floor{}, cap{};
  Ratio maintenance{};
  Money cum{};
};

/// How deep the liquidity is that the venue shows around the last print, besides the orders of the accounts.
struct SyntheticDepth {
  int levels = 20;       ///< on each side, one tick apart; bid = last, ask = last + tick
  Quantity per_level{};  ///< renewed with each print
};

/// A perpetual contract of the venue: what `exchangeInfo`, `leverageBracket` and `commissionRate` say about it.
struct FuturesSymbol {
  std::string name{};
  Currency base{}, quote{}, margin_asset{};
  int price_precision = 2, quantity_precision = 3;  ///< maximum decimals (-1111), never tick or step
  Price min_price{}, max_price{}, tick{};
  LotFilter lot{}, market_lot{};
  Money min_notional{};
  Ratio multiplier_up{}, multiplier_down{};  ///< PERCENT_PRICE against the mark
  int max_orders = 200;                      ///< MAX_NUM_ORDERS, open plain orders of one account
  Ratio trigger_protect{}, market_take_bound{}, liquidation_fee{};
  Ratio trigger_multiplier_up = Ratio::from_raw(10 * kOne);  ///< -4210 above mark x this; the sheet leaves it open
  Ratio trigger_multiplier_down{};                           ///< -4211 below mark x this
  std::vector<LeverageBracket> brackets{};
  Ratio maker_fee{}, taker_fee{};
  Duration funding_interval = Duration::hours(8);
  SyntheticDepth depth{};

  Money money(Int128 raw) const { return Money::from_raw(raw, margin_asset); }
  /// The bracket that holds this notional (>= 0).
  const LeverageBracket& bracket(Money notional) const;
  /// Largest position notional at this leverage: the cap of the last bracket that allows it.
  Money max_notional(int leverage) const;
};

/// BTCUSDT as the sheet shows it, with the fees of a regular user and brackets of our own choice.
FuturesSymbol btcusdt_perpetual();

/// `name` (base and USDT) with filters that suit a price of `last`: known ones have the venue's, others are scaled from
/// these. The margin brackets are those of BTCUSDT.
FuturesSymbol perpetual_of(const std::string& name, Currency base, Price last);
/// Where the seeded market of `base` starts: about where it was traded in 2026; BTC's start for what is not known.
Price usual_price(Currency base, Price otherwise);

/// A spot pair of the venue.
struct SpotSymbol {
  std::string name{};
  Currency base{}, quote{};
  int base_precision = 8, quote_precision = 8;
  Price min_price{}, max_price{}, tick{};
  LotFilter lot{}, market_lot{};
  Money min_notional{};  ///< NOTIONAL, applied to MARKET orders too
  Ratio bid_multiplier_up{}, bid_multiplier_down{}, ask_multiplier_up{}, ask_multiplier_down{};  ///< by side, vs last
  int max_orders = 200;
  Ratio maker_fee{}, taker_fee{};
  SyntheticDepth depth{};
};

/// BTCUSDT of the spot market.
SpotSymbol btcusdt_spot();
SpotSymbol spot_of(const std::string& name, Currency base, Price last);

}  // namespace alpha_pulse::simulator
