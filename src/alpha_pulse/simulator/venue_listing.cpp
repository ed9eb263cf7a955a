#include <algorithm>
#include <array>

#include "alpha_pulse/simulator/venue_symbol.hpp"

// Pairs other than BTCUSDT: what their filters are.
namespace alpha_pulse::simulator {
namespace {

/// What differs from pair to pair. Depth and largest orders follow the price.
struct Listing {
  std::string_view base, price, tick, step, min_notional, spot_tick, spot_step;
  int price_precision, quantity_precision;
};

constexpr std::array kListings{
    Listing{"ETH", "3500", "0.01", "0.001", "20", "0.01", "0.0001", 2, 3},
    Listing{"BNB", "900", "0.01", "0.01", "5", "0.01", "0.001", 3, 2},
    Listing{"SOL", "180", "0.01", "0.01", "5", "0.01", "0.001", 4, 2},
    Listing{"XRP", "2.4", "0.0001", "0.1", "5", "0.0001", "0.1", 4, 1},
    Listing{"ADA", "0.8", "0.0001", "1", "5", "0.0001", "0.1", 5, 0},
    Listing{"DOGE", "0.2", "0.00001", "1", "5", "0.00001", "1", 6, 0},
    Listing{"LTC", "100", "0.01", "0.001", "20", "0.01", "0.001", 2, 3},
    Listing{"LINK", "18", "0.001", "0.01", "20", "0.001", "0.01", 3, 2},
    Listing{"AVAX", "25", "0.001", "1", "5", "0.001", "0.01", 4, 0},
};

const Listing* listing_of(Currency base) {
  const auto found = std::ranges::find(kListings, base.code(), &Listing::base);
  return found == kListings.end() ? nullptr : found;
}

Quantity on_step(Int128 raw, Quantity step) {
  return Quantity::from_raw(narrow(std::max<Int128>(raw - raw % step.raw(), step.raw())));
}

/// So many coins as are worth what `of_btc` coins are of BTC at 95 000.
Quantity worth(std::string_view of_btc, Price last, Quantity step) {
  constexpr std::int64_t kBtc = 95'000 * kOne;
  return on_step(Int128{Quantity::parse(of_btc)->raw()} * kBtc / last.raw(), step);
}

}  // namespace

Price usual_price(Currency base, Price otherwise) {
  const Listing* known = listing_of(base);
  return known == nullptr ? otherwise : *Price::parse(known->price);
}

FuturesSymbol perpetual_of(const std::string& name, Currency base, Price last) {
  FuturesSymbol symbol = btcusdt_perpetual();
  const bool is_btc = name == symbol.name;
  symbol.name = name;
  symbol.base = base;
  const Listing* known = listing_of(base);
  if (is_btc || known == nullptr) return symbol;
  symbol.tick = symbol.min_price = *Price::parse(known->tick);
  symbol.max_price = Price::from_raw(last.raw() * 100);
  symbol.price_precision = known->price_precision;
  symbol.quantity_precision = known->quantity_precision;
  const Quantity step = *Quantity::parse(known->step);
  symbol.lot = {.min = step, .max = worth("1000", last, step), .step = step};
  symbol.market_lot = {.min = step, .max = worth("120", last, step), .step = step};
  symbol.min_notional = *Money::parse(known->min_notional, symbol.quote);
  symbol.depth.per_level = worth("5", last, step);
  return symbol;
}

SpotSymbol spot_of(const std::string& name, Currency base, Price last) {
  SpotSymbol symbol = btcusdt_spot();
  const bool is_btc = name == symbol.name;
  symbol.name = name;
  symbol.base = base;
  const Listing* known = listing_of(base);
  if (is_btc || known == nullptr) return symbol;
  symbol.tick = symbol.min_price = *Price::parse(known->spot_tick);
  symbol.max_price = Price::from_raw(last.raw() * 100);
  const Quantity step = *Quantity::parse(known->spot_step);
  symbol.lot = {.min = step, .max = worth("9000", last, step), .step = step};
  symbol.market_lot = {.min = step, .max = worth("100", last, step), .step = step};
  symbol.depth.per_level = worth("5", last, step);
  return symbol;
}

}  // namespace alpha_pulse::simulator
