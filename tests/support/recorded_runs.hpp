#pragma once

#include <gtest/gtest.h>

#include "alpha_pulse/config/instrument_table.hpp"
#include "alpha_pulse/config/load_config.hpp"
#include "alpha_pulse/session/backtest_run.hpp"

/// Backtests of recorded files, as the command line would run them.
namespace alpha_pulse::tests {

using namespace domain;

/// The instrument of the program's table; for a symbol that stands for no linear contract there, one with steps fine
/// enough for the price of any coin.
inline Instrument instrument_for(const std::string& symbol) {
  const auto table = config::InstrumentTable::bundled();
  if (const auto known = table.find(symbol); known && known->kind == ContractKind::LINEAR) return *known;
  Instrument coin = *table.find("BTCUSDT");
  coin.symbol = symbol;
  coin.base = Currency("COIN");
  coin.tick = *Price::parse("0.000001");
  coin.lot = *Quantity::parse("0.001");
  coin.min_notional = *Money::parse("5", coin.quote);
  return coin;
}

inline session::BacktestRequest request_for(const std::string& profile, const std::string& symbol,
                                            data_pipeline::ReplaySources sources, std::vector<std::string> sets = {}) {
  sets.push_back("profile=" + profile);
  const auto loaded = config::load_config(
      {.file = {}, .sets = sets, .environment = {}, .flags = {{"symbol", symbol}}, .fallbacks = {}});
  EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().message);
  session::BacktestRequest request;
  request.hedge = instrument_for(symbol);
  request.config = config::in_quote_currency(loaded->config, request.hedge.settle());
  sources.symbol = symbol;
  request.sources = std::move(sources);
  return request;
}

}  // namespace alpha_pulse::tests
