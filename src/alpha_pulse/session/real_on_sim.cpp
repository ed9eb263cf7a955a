#include "alpha_pulse/session/real_on_sim.hpp"

#include <algorithm>
#include <random>

#include "alpha_pulse/session/binance_access.hpp"

namespace alpha_pulse::session {
namespace {

constexpr int kLeverageMax = 125;

int decimals_of(std::int64_t step_raw) {
  int decimals = kDecimals;
  for (; decimals > 0 && step_raw % 10 == 0; step_raw /= 10) --decimals;
  return decimals;
}

/// A row's leverage is what leaves twice its maintenance margin, as venues have it.
std::vector<simulator::LeverageBracket> brackets_of(const Instrument& hedge) {
  std::vector<simulator::LeverageBracket> rows;
  const Money none(hedge.settle());
  for (const MarginBracket& bracket : hedge.brackets) {
    if (!rows.empty()) rows.back().cap = bracket.notional_floor;
    const std::int64_t twice = std::max<std::int64_t>(1, 2 * bracket.maintenance.raw());
    rows.push_back({.initial_leverage = static_cast<int>(std::clamp<std::int64_t>(kOne / twice, 1, kLeverageMax)),
                    .floor = bracket.notional_floor,
                    .cap = none,
                    .maintenance = bracket.maintenance,
                    .cum = bracket.cum});
  }
  if (!rows.empty()) rows.back().cap = *Money::parse("1000000000000", hedge.settle());
  return rows;
}

simulator::FuturesSymbol perpetual_of(const Instrument& hedge, const matching::FillSettings& fills) {
  simulator::FuturesSymbol symbol = simulator::btcusdt_perpetual();
  symbol.name = hedge.symbol;
  symbol.base = hedge.base;
  symbol.quote = symbol.margin_asset = hedge.quote;
  symbol.price_precision = decimals_of(hedge.tick.raw());
  symbol.quantity_precision = decimals_of(hedge.lot.raw());
  symbol.min_price = symbol.tick = hedge.tick;
  symbol.lot.step = symbol.lot.min = symbol.market_lot.step = symbol.market_lot.min = hedge.lot;
  symbol.min_notional = hedge.min_notional;
  symbol.maker_fee = fills.maker_fee;
  symbol.taker_fee = fills.taker_fee;
  if (!hedge.brackets.empty()) symbol.brackets = brackets_of(hedge);
  return symbol;
}

simulator::SpotSymbol pair_of(const Instrument& hedge) {
  simulator::SpotSymbol symbol = simulator::btcusdt_spot();
  symbol.name = hedge.symbol;
  symbol.base = hedge.base;
  symbol.quote = hedge.quote;
  return symbol;
}

config::ExchangeUrls urls_of(const simulator::ServerUrls& urls) {
  return {.spot_rest = urls.spot_rest,
          .spot_ws = urls.spot_ws,
          .spot_ws_api = urls.spot_ws_api,
          .futures_rest = urls.futures_rest,
          .futures_public = urls.futures_public,
          .futures_market = urls.futures_market,
          .futures_private = urls.futures_private,
          .futures_ws_api = urls.futures_ws_api};
}

}  // namespace

exchanges::Epoch new_epoch() {
  std::random_device system;
  const std::uint64_t high = system();
  return {.value = ((high << 32U) | system()) & exchanges::Epoch::kMax};
}

simulator::ServerSettings exchange_for(const SimRunRequest& request, const std::string& key,
                                       const std::string& secret) {
  simulator::ServerSettings settings;
  settings.exchange.market = request.market;
  settings.exchange.perpetual = perpetual_of(request.hedge, request.config.fills);
  settings.exchange.spot = pair_of(request.hedge);
  const config::AppConfig config = config::in_quote_currency(request.config, request.hedge.settle());
  const Money holding = Money::from_raw(Int128{config.spot.quantity.raw()} * kOne, request.hedge.base);
  settings.users.push_back({.api_key = key,
                            .check = simulator::SignatureCheck::shared_secret(secret),
                            .wallet = config.spot.equity,
                            .spot_balances = {holding}});
  return settings;
}

Result<BinanceAccess> access_to(const simulator::ServerUrls& urls, const std::string& key, const std::string& secret) {
  config::ExchangeSettings exchange;
  exchange.urls = urls_of(urls);
  exchange.credentials = {.api_key = config::Secret::from(key), .api_secret = config::Secret::from(secret)};
  return binance_access(exchange, new_epoch());
}

Result<void> check_pace(const SimRunRequest& request) {
  if (request.speed) return {};
  return fail(ErrorCode::kInvalidArgument,
              "--speed: max is not possible over sockets, where a server and a client need time; 600 would pass");
}

Result<SimRunResult> run_real_on_sim(const SimRunRequest& request) {
  if (const auto paced = check_pace(request); !paced) return std::unexpected(paced.error());
  const net::ScaledClock clock(request.market.start_time, *request.speed);
  const std::string key = "simulated";
  const std::string secret = std::to_string(new_epoch().value);
  auto server = simulator::SimExchangeServer::start(exchange_for(request, key, secret), clock);
  if (!server) return std::unexpected(server.error());
  auto access = access_to((*server)->urls(), key, secret);
  if (!access) return std::unexpected(access.error());
  const LiveRunRequest live{.run = request,
                            .access = std::move(*access),
                            .exchange = "sim",
                            .source = "simulated exchange on loopback, " + describe(request.market)};
  auto result = run_live(live, clock);
  (*server)->stop();
  return result;
}

}  // namespace alpha_pulse::session
