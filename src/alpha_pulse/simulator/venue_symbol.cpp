#include "alpha_pulse/simulator/venue_symbol.hpp"

#include <algorithm>

namespace alpha_pulse::simulator {
namespace {

Price price(std::string_view text) {
  return *Price::parse(text);
}
Quantity quantity(std::string_view text) {
  return *Quantity::parse(text);
}
Ratio ratio(std::string_view text) {
  return *Ratio::parse(text);
}
LotFilter lots(std::string_view min, std::string_view max, std::string_view step) {
  return {.min = quantity(min), .max = quantity(max), .step = quantity(step)};
}

/// Rows whose `cum` joins them without a jump: cum_k = cum_k-1 + floor_k (rate_k - rate_k-1), sheet 9.7.
std::vector<LeverageBracket> joined(Currency asset, std::vector<LeverageBracket> rows) {
  rows.front().cum = Money(asset);
  for (std::size_t k = 1; k < rows.size(); ++k) {
    rows[k].cum = rows[k - 1].cum + scale(rows[k].floor, rows[k].maintenance - rows[k - 1].maintenance);
  }
  return rows;
}

LeverageBracket row(Currency asset, int leverage, std::string_view floor, std::string_view cap, std::string_view rate) {
  return {.initial_leverage = leverage,
          .floor = *Money::parse(floor, asset),
          .cap = *Money::parse(cap, asset),
          .maintenance = ratio(rate),
          .cum = Money(asset)};
}

}  // namespace

const LeverageBracket& FuturesSymbol::bracket(Money notional) const {
  const auto above = std::ranges::find_if(brackets, [&](const auto& row) { return notional < row.cap; });
  return above == brackets.end() ? brackets.back() : *above;
}

Money FuturesSymbol::max_notional(int leverage) const {
  Money largest(margin_asset);
  for (const auto& row : brackets) {
    if (leverage <= row.initial_leverage) largest = row.cap;
  }
  return largest;
}

FuturesSymbol btcusdt_perpetual() {
  const Currency usdt("USDT");
  FuturesSymbol symbol;
  symbol.name = "BTCUSDT";
  symbol.base = Currency("BTC");
  symbol.quote = symbol.margin_asset = usdt;
  symbol.min_price = price("556.80");
  symbol.max_price = price("4529764");
  symbol.tick = price("0.10");
  symbol.lot = lots("0.001", "1000", "0.001");
  symbol.market_lot = lots("0.001", "120", "0.001");
  symbol.min_notional = *Money::parse("100", usdt);
  symbol.multiplier_up = ratio("1.05");
  symbol.multiplier_down = ratio("0.95");
  symbol.trigger_protect = ratio("0.05");
  symbol.market_take_bound = ratio("0.05");
  symbol.liquidation_fee = ratio("0.0125");
  symbol.brackets =
      joined(usdt, {row(usdt, 125, "0", "300000", "0.004"), row(usdt, 100, "300000", "800000", "0.005"),
                    row(usdt, 75, "800000", "3000000", "0.0065"), row(usdt, 50, "3000000", "12000000", "0.01"),
                    row(usdt, 20, "12000000", "70000000", "0.02"), row(usdt, 10, "70000000", "200000000", "0.05"),
                    row(usdt, 1, "200000000", "900000000", "0.1")});
  symbol.maker_fee = ratio("0.0002");
  symbol.taker_fee = ratio("0.0005");
  symbol.depth = {.levels = 20, .per_level = quantity("5")};
  return symbol;
}

SpotSymbol btcusdt_spot() {
  SpotSymbol symbol;
  symbol.name = "BTCUSDT";
  symbol.base = Currency("BTC");
  symbol.quote = Currency("USDT");
  symbol.min_price = price("0.01");
  symbol.max_price = price("1000000");
  symbol.tick = price("0.01");
  symbol.lot = lots("0.00001", "9000", "0.00001");
  symbol.market_lot = lots("0.00001", "100", "0.00001");
  symbol.min_notional = *Money::parse("5", symbol.quote);
  symbol.bid_multiplier_up = symbol.ask_multiplier_up = ratio("5");
  symbol.bid_multiplier_down = symbol.ask_multiplier_down = ratio("0.2");
  symbol.maker_fee = symbol.taker_fee = ratio("0.001");
  symbol.depth = {.levels = 20, .per_level = quantity("5")};
  return symbol;
}

}  // namespace alpha_pulse::simulator
