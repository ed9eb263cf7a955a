#include "alpha_pulse/config/load_config.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

#include "alpha_pulse/config/key_table.hpp"

namespace alpha_pulse::config {
namespace {

using execution::TradingMode;
using hedging::BandMode;
using hedging::VolatilityMode;

constexpr const char* kSeedFile = R"(symbol: BTCUSDT
trading_mode: PAPER
grid:
  volatility: 0.02
  num_levels: 5
  direction: SHORT
  rebalance_interval: 60
risk:
  stop_loss_pct: 0.04
  take_profit_pct: 0.06
  max_position_size: 1.0
  max_drawdown_pct: 0.25
position:
  target_volatility: 0.01
  max_size_pct: 0.20
  volatility_lookback: 20
risk_analysis:
  rolling_window: 20
  var_confidence: 0.95
  mc_simulations: 10000
exchange:
  name: binance
  testnet: true
  credentials:
    api_key: ${EXCHANGE_API_KEY}
    api_secret: ${EXCHANGE_API_SECRET}
logging:
  level: INFO
  rotation: "1 day"
  format: "{time} | {level} | {message}"
)";

Ratio ratio(const char* text) {
  return *Ratio::parse(text);
}

LoadedConfig loaded(const std::string& text, const ConfigInputs& inputs = {}) {
  auto result = load_text(text, "f.yaml", inputs);
  EXPECT_TRUE(result) << result.error().message;
  return result ? *std::move(result) : *load_config({});
}

std::string error(const std::string& text, const ConfigInputs& inputs = {}) {
  const auto result = load_text(text, "f.yaml", inputs);
  if (result) return "accepted";
  EXPECT_EQ(result.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(result.error().message.find('\n'), std::string::npos);
  return result.error().message;
}

ConfigInputs sets(std::vector<std::string> list) {
  ConfigInputs inputs;
  inputs.sets = std::move(list);
  return inputs;
}

bool has_warning(const LoadedConfig& config, const std::string& part) {
  return std::any_of(config.warnings.begin(), config.warnings.end(),
                     [&](const std::string& w) { return w.find(part) != std::string::npos; });
}

TEST(LoadConfig, TakesTheSeedsWholeFileAsItIs) {
  const AppConfig c = loaded(kSeedFile).config;
  EXPECT_EQ(c.symbol, "BTCUSDT");
  EXPECT_TRUE(c.symbol_explicit);
  EXPECT_FALSE(c.profile_explicit);
  EXPECT_EQ(c.trading_mode, TradingMode::PAPER);
  EXPECT_EQ(c.hedge.grid.rebalance_interval, Duration::seconds(60));
  EXPECT_EQ(c.risk.max_position_size, *Quantity::parse("1"));
  EXPECT_EQ(c.risk.max_drawdown, ratio("0.25"));
  EXPECT_EQ(c.hedge.sizing.max_size_pct, ratio("0.2"));
  EXPECT_EQ(c.history.volatility_lookback, 20);
  EXPECT_EQ(c.history.var_confidence, ratio("0.95"));
  EXPECT_EQ(c.history.mc_simulations, 10'000);
  EXPECT_EQ(c.exchange.name, Exchange::BINANCE);
  EXPECT_TRUE(c.exchange.testnet);
  EXPECT_TRUE(c.exchange.credentials.api_key.empty());  // PAPER needs none
  EXPECT_EQ(c.logging.rotation.every, Duration::days(1));
  EXPECT_EQ(c.logging.format, "{time} | {level} | {message}");
}

TEST(LoadConfig, TakesTheExampleFilesThatComeWithTheProgram) {
  for (const char* name : {"grid_hedge_example", "guarded"}) {
    ConfigInputs inputs;
    inputs.file = std::string(ALPHA_PULSE_SOURCE_DIR "/configs/") + name + ".yaml";
    const auto result = load_config(inputs);
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_TRUE(result->warnings.empty()) << result->warnings.front();
  }
}

TEST(LoadConfig, GivesTheDefaultsForAnEmptyFile) {
  const LoadedConfig empty = loaded("# nothing but this\n");
  EXPECT_EQ(empty.effective_text, load_config({})->effective_text);
  EXPECT_EQ(empty.config.symbol, "BTCUSDT");
  EXPECT_FALSE(empty.config.symbol_explicit);
  EXPECT_EQ(empty.config.spot.quantity, *Quantity::parse("1"));
  EXPECT_EQ(in_quote_currency(empty.config, Currency("USDT")).spot.equity, *Money::parse("100000", Currency("USDT")));
  EXPECT_TRUE(empty.warnings.empty());
}

TEST(LoadConfig, LetsAnExplicitKeyWinOverTheProfileWhereverItStands) {
  for (const char* text :
       {"hedge:\n  initial: 0.5\nprofile: guarded\n", "profile: guarded\nhedge:\n  initial: 0.5\n"}) {
    const AppConfig c = loaded(text).config;
    EXPECT_EQ(c.hedge.ratio.initial, ratio("0.5"));
    EXPECT_EQ(c.hedge.ratio.min, ratio("0.9"));
    EXPECT_TRUE(c.profile_explicit);
  }
}

TEST(LoadConfig, RanksCommandLineOverEnvironmentOverFileOverFallbackOverDefault) {
  ConfigInputs inputs;
  inputs.fallbacks = {{"symbol", "ETHUSDT"}};
  EXPECT_EQ(loaded("", inputs).config.symbol, "ETHUSDT");
  EXPECT_FALSE(loaded("", inputs).config.symbol_explicit);
  EXPECT_EQ(loaded("symbol: SOLUSDT", inputs).config.symbol, "SOLUSDT");

  inputs.environment = {{"TRADING_MODE", "recommendation"}};
  EXPECT_EQ(loaded("trading_mode: PAPER", inputs).config.trading_mode, TradingMode::RECOMMENDATION);
  inputs.flags = {{"trading_mode", "paper"}};
  EXPECT_EQ(loaded("trading_mode: REAL", inputs).config.trading_mode, TradingMode::PAPER);
  EXPECT_EQ(loaded("grid: {volatility: 0.01}", sets({"grid.volatility=0.03"})).config.hedge.grid.volatility,
            ratio("0.03"));
}

TEST(LoadConfig, ChecksAlsoWhatAnotherSourceOverrides) {
  EXPECT_EQ(error("grid:\n  volatility: 0.5\n", sets({"grid.volatility=0.03"})),
            "f.yaml:2:15: grid.volatility: '0.5' is out of range; must be 0 < x <= 0.49 or auto, e.g. 0.02");
}

TEST(LoadConfig, SaysWhereAndWhatWouldPass) {
  EXPECT_EQ(error("grid:\n  num_levels: five\n"),
            "f.yaml:2:15: grid.num_levels: 'five' is not a whole number; must be 1 <= x <= 500, e.g. 5");
  EXPECT_EQ(error("", sets({"grid.num_levels=0"})),
            "--set grid.num_levels=0: is out of range; must be 1 <= x <= 500, e.g. 5");
  ConfigInputs flags;
  flags.flags = {{"grid.volatility", "2%"}};
  EXPECT_EQ(error("", flags),
            "--volatility 2%: is not a number of at most eight decimals; must be 0 < x <= 0.49 or auto, e.g. 0.02");
  ConfigInputs environment;
  environment.environment = {{"TRADING_MODE", "live"}};
  EXPECT_EQ(error("", environment),
            "environment TRADING_MODE=live (trading_mode): is not one of its words; must be REAL or PAPER or "
            "RECOMMENDATION, e.g. PAPER");
  EXPECT_EQ(
      error("", sets({"grid.volatilty=0.02"})),
      "--set: unknown key 'grid.volatilty'; the nearest is 'grid.volatility', docs/configuration.md lists them all");
  EXPECT_EQ(error("", sets({"nonsense"})),
            "--set: 'nonsense' is not of the form key=value, e.g. --set grid.volatility=0.02");
  EXPECT_EQ(error("", sets({"grid.volatility"})),
            "--set grid.volatility: has no value; write --set grid.volatility=0.02");
  EXPECT_EQ(error("grid: 5\n").find("f.yaml:1:7: grid: '5' stands where a block of keys is expected"), 0u);
  EXPECT_EQ(error("gird: {}\n").find("f.yaml:1:1: unknown key 'gird'"), 0u);
}

TEST(LoadConfig, RefusesAKeyGivenTwice) {
  EXPECT_EQ(error("symbol: BTCUSDT\nsymbol: ETHUSDT\n"),
            "f.yaml:2:1: key 'symbol' is given twice, first in line 1; keep one");
  EXPECT_EQ(error("grid:\n  volatility: 0.02\ngrid.volatility: 0.02\n").find("f.yaml:3:1: key 'grid.volatility'"), 0u);
  ConfigInputs both = sets({"symbol=BTCUSDT"});
  both.flags = {{"symbol", "ETHUSDT"}};
  EXPECT_NE(error("", both).find("given twice on the command line"), std::string::npos);
  both.flags = {{"symbol", "BTCUSDT"}};
  EXPECT_EQ(loaded("", both).config.symbol, "BTCUSDT");
}

TEST(LoadConfig, ReadsNumbersExactly) {
  EXPECT_EQ(loaded("grid: {volatility: 0.12345678}").config.hedge.grid.volatility.raw(), 12'345'678);
  EXPECT_NE(error("grid: {volatility: 0.123456789}").find("at most eight decimals"), std::string::npos);
  EXPECT_NE(error("grid: {volatility: 2e-2}").find("at most eight decimals"), std::string::npos);
  EXPECT_NE(error("grid: {volatility: .nan}").find("is not a number"), std::string::npos);
}

TEST(LoadConfig, ReadsDurationsInSecondsMinutesHoursAndDays) {
  const auto interval = [](const std::string& text) {
    return loaded("grid.rebalance_interval: " + text).config.hedge.grid.rebalance_interval;
  };
  EXPECT_EQ(interval("60"), Duration::seconds(60));
  EXPECT_EQ(interval("90s"), Duration::seconds(90));
  EXPECT_EQ(interval("2m"), Duration::minutes(2));
  EXPECT_EQ(interval("1.5h"), Duration::minutes(90));
  EXPECT_EQ(interval("1d"), Duration::days(1));
  EXPECT_EQ(interval("0.05"), Duration::milliseconds(50));
  EXPECT_NE(error("grid.rebalance_interval: 60ms").find("is not a duration"), std::string::npos);
  EXPECT_NE(error("grid.rebalance_interval: 9000000000d").find("is out of range"), std::string::npos);
}

TEST(LoadConfig, DerivesTheDefaultExitsFromTheVolatility) {
  const auto exits = [](const std::string& text) { return loaded(text).config.hedge.exits; };
  EXPECT_EQ(exits("").stop_loss, ratio("0.04"));
  EXPECT_EQ(exits("").take_profit, ratio("0.06"));
  EXPECT_EQ(exits("grid: {volatility: 0.005}").stop_loss, ratio("0.01"));
  EXPECT_EQ(exits("grid: {volatility: 0.005}").take_profit, ratio("0.015"));
  EXPECT_EQ(exits("risk: {stop_loss_pct: 0.05}").take_profit, ratio("0.075"));
  EXPECT_EQ(exits("risk: {take_profit_pct: 0.5}\ngrid: {volatility: 0.4}").stop_loss, ratio("0.8"));
  EXPECT_EQ(exits("profile: guarded\ngrid: {volatility_start: 0.03}").stop_loss, ratio("0.06"));
  EXPECT_EQ(
      error("grid: {volatility: 0.4}"),
      "f.yaml:1:20: grid.volatility: '0.4' makes the default risk.take_profit_pct 1.2, which must be below 1; set "
      "risk.take_profit_pct, e.g. 0.5");
}

TEST(LoadConfig, MeasuresTheVolatilityWhenToldAuto) {
  const auto& grid = loaded("grid: {volatility: auto, volatility_start: 0.03}").config.hedge.grid;
  EXPECT_EQ(grid.volatility_mode, VolatilityMode::MEASURED);
  EXPECT_EQ(grid.volatility, ratio("0.03"));
  EXPECT_EQ(loaded("profile: guarded").config.hedge.grid.volatility_mode, VolatilityMode::MEASURED);
  EXPECT_EQ(loaded("profile: guarded\ngrid: {volatility: 0.02}").config.hedge.grid.volatility_mode,
            VolatilityMode::FIXED);
}

TEST(LoadConfig, TakesTheBandAsOffAutoOrANumber) {
  EXPECT_EQ(loaded("hedge: {band: off}").config.hedge.ratio.band, BandMode::OFF);
  EXPECT_EQ(loaded("hedge: {band: false}").config.hedge.ratio.band, BandMode::OFF);
  EXPECT_EQ(loaded("hedge: {band: AUTO}").config.hedge.ratio.band, BandMode::AUTO);
  EXPECT_EQ(loaded("hedge: {band: 0.02}").config.hedge.ratio.band, BandMode::FIXED);
  EXPECT_EQ(loaded("hedge: {band: 0.02}").config.hedge.ratio.band_width, ratio("0.02"));
}

TEST(LoadConfig, CarriesLimitsAndCostsToWhereTheyAreUsed) {
  const AppConfig c = loaded(
                          "hedge: {ratio_max: 1.2, target: 1.1}\nfees: {maker: -0.0001, taker: 0.0004}\n"
                          "fills: {slippage: 0.0002}\ndata: {stale_after: 10s}\n")
                          .config;
  EXPECT_EQ(c.risk.ratio_max, ratio("1.2"));
  EXPECT_EQ(c.risk.target, ratio("1.1"));
  EXPECT_EQ(c.hedge.costs.maker_fee, ratio("-0.0001"));
  EXPECT_EQ(c.hedge.costs.taker_fee, ratio("0.0004"));
  EXPECT_EQ(c.hedge.costs.slippage, ratio("0.0002"));
  EXPECT_EQ(c.risk.stale_after, Duration::seconds(10));
}

TEST(LoadConfig, HonoursARefusedStopWhileFlatOnlyInReal) {
  EXPECT_TRUE(loaded("venue: {stop_while_flat: no}").config.hedge.exits.stop_while_flat);
  EXPECT_FALSE(loaded("venue: {stop_while_flat: no}\ntrading_mode: REAL").config.hedge.exits.stop_while_flat);
}

TEST(LoadConfig, ReplacesReferencesFromTheEnvironmentOnce) {
  ConfigInputs inputs;
  inputs.environment = {{"SYM", "ethusdt"}, {"LOOP", "${LOOP}"}, {"N", "7"}};
  EXPECT_EQ(loaded("symbol: ${SYM}\ngrid: {num_levels: \"${N}\"}", inputs).config.symbol, "ETHUSDT");
  EXPECT_EQ(*loaded("journal.path: a/${LOOP}/b", inputs).config.journal.path, "a/${LOOP}/b");
  EXPECT_EQ(error("symbol: ${NOWHERE}", inputs),
            "f.yaml:1:9: symbol: '${NOWHERE}' refers to NOWHERE, which is not set or empty; export NOWHERE=... first");
  EXPECT_NE(error("symbol: ${NO WHERE}", inputs).find("write ${NAME}"), std::string::npos);
  EXPECT_NE(error("symbol: ${SYM", inputs).find("write ${NAME}"), std::string::npos);
  EXPECT_EQ(error("${SYM}: 1", inputs).find("f.yaml:1:1: unknown key '${SYM}'"), 0u);  // keys are not replaced
}

TEST(LoadConfig, ShowsTheReferenceAndNotWhatItStandsForInErrors) {
  ConfigInputs inputs;
  inputs.environment = {{"X", "hidden value"}};
  const std::string message = error("grid: {num_levels: '${X}'}", inputs);
  EXPECT_NE(message.find("${X}"), std::string::npos);
  EXPECT_EQ(message.find("hidden value"), std::string::npos);
}

TEST(LoadConfig, DemandsTheCredentialsAFileRefersToOnlyInReal) {
  EXPECT_NE(error("trading_mode: REAL\nexchange.credentials.api_key: ${EXCHANGE_API_KEY}").find("EXCHANGE_API_KEY"),
            std::string::npos);
  EXPECT_TRUE(loaded("exchange.credentials.api_key: ${EXCHANGE_API_KEY}").config.exchange.credentials.api_key.empty());
}

TEST(LoadConfig, TakesKeyAndSecretTogetherFromTheVenuesOwnVariables) {
  ConfigInputs inputs;
  inputs.environment = {{"EXCHANGE_API_KEY", "k"},
                        {"EXCHANGE_API_SECRET", "s"},
                        {"ALPHA_PULSE_BYBIT_API_KEY", "bk"},
                        {"ALPHA_PULSE_BYBIT_API_SECRET", "bs"},
                        {"ALPHA_PULSE_BYBIT_TESTNET", "false"}};
  const auto binance = loaded("trading_mode: REAL", inputs).config.exchange;
  EXPECT_EQ(binance.credentials.api_key.reveal(), "k");
  EXPECT_TRUE(binance.testnet);
  const auto bybit = loaded("trading_mode: REAL\nexchange: {name: bybit}", inputs).config.exchange;
  EXPECT_EQ(bybit.credentials.api_key.reveal(), "bk");
  EXPECT_EQ(bybit.credentials.api_secret.reveal(), "bs");
  EXPECT_FALSE(bybit.testnet);
  inputs.environment.erase("ALPHA_PULSE_BYBIT_API_SECRET");
  EXPECT_NE(error("trading_mode: REAL\nexchange: {name: bybit}", inputs).find("is given without"), std::string::npos);
}

TEST(LoadConfig, RefusesKeyAndSecretFromDifferentPlacesInReal) {
  ConfigInputs inputs;
  inputs.environment = {{"EXCHANGE_API_KEY", "k"}};
  const std::string message = error("trading_mode: REAL\nexchange.credentials.api_secret: from_file", inputs);
  EXPECT_NE(message.find("comes from another place than the key"), std::string::npos) << message;
  EXPECT_EQ(message.find("from_file"), std::string::npos) << message;
}

TEST(LoadConfig, NeverShowsASecret) {
  const std::string key = "exchange.credentials.api_secret";
  ConfigInputs inputs = sets({key + "=s3cr3t", "symbol=?"});
  EXPECT_EQ(error("", inputs).find("s3cr3t"), std::string::npos);
  inputs = sets({key + "=s3cr3t", key + "=oth3r"});
  const std::string twice = error("", inputs);
  EXPECT_NE(twice.find("***"), std::string::npos);
  EXPECT_EQ(twice.find("s3cr3t"), std::string::npos);
  EXPECT_EQ(error("exchange: {credentials: {api_secrte: s3cr3t}}").find("s3cr3t"), std::string::npos);
  EXPECT_EQ(error("exchange: {credentials: {api_secret: \"s3cr3t\\x07\"}}").find("s3cr3t"), std::string::npos);

  const LoadedConfig config = loaded(key + ": s3cr3t");
  EXPECT_EQ(config.config.exchange.credentials.api_secret.reveal(), "s3cr3t");
  EXPECT_EQ(config.effective_text.find("s3cr3t"), std::string::npos);
  EXPECT_EQ(config.effective_text.find("credentials"), std::string::npos);
  for (const std::string& line : config.warnings) EXPECT_EQ(line.find("s3cr3t"), std::string::npos);
  EXPECT_TRUE(has_warning(config, "written in clear"));

  inputs = {};
  inputs.environment = {{"EXCHANGE_API_SECRET", "s3cr3t"}};
  EXPECT_NE(error("logging: {format: '{message} ${EXCHANGE_API_SECRET}'}", inputs).find("would show the secret"),
            std::string::npos);
}

TEST(LoadConfig, WantsAHoldingThatFitsTheDirection) {
  EXPECT_EQ(error("grid: {direction: LONG}"),
            "spot.quantity: '1' (the default) does not fit grid.direction LONG, which hedges borrowed coins; must be "
            "negative, e.g. -1");
  EXPECT_NE(error("grid: {direction: LONG}\nspot: {quantity: 0}").find("must be negative"), std::string::npos);
  EXPECT_EQ(error("spot: {quantity: -1}").find("f.yaml:1:18: spot.quantity: '-1' does not fit grid.direction SHORT"),
            0u);
  EXPECT_NE(error("grid: {direction: BOTH}\nspot: {quantity: -1}").find("must be positive"), std::string::npos);
  EXPECT_EQ(loaded("grid: {direction: LONG}\nspot: {quantity: -1}").config.spot.quantity, *Quantity::parse("-1"));
  EXPECT_TRUE(has_warning(loaded("spot: {quantity: 0}"), "nothing to hedge"));
}

TEST(LoadConfig, LeadsACrossCheckBackToTheLineThatCausedIt) {
  EXPECT_EQ(error("hedge:\n  ratio_min: 1.1\n").find("f.yaml:2:14: hedge.ratio_min: 1.1 is out of range"), 0u);
}

TEST(LoadConfig, WarnsOfKeysWithoutEffect) {
  EXPECT_TRUE(has_warning(loaded("risk: {rearm_after: 2h}"), "risk.rearm_after: no effect, risk.rearm is not timed"));
  EXPECT_TRUE(has_warning(loaded("grid: {volatility_start: 0.03}"), "grid.volatility_start: no effect"));
  EXPECT_TRUE(has_warning(loaded("hedge: {rebalance_to: target, beta_min: 0.3}"), "hedge.rebalance_to: no effect"));
  EXPECT_TRUE(has_warning(loaded("hedge: {beta_min: 0.3, beta_max: 2}"), "hedge.beta_min, hedge.beta_max: no effect"));
  EXPECT_TRUE(has_warning(loaded("profile: guarded\ngrid: {spacing_sigma: 1}"), "grid.spacing_sigma: no effect"));
  EXPECT_TRUE(has_warning(loaded("risk_analysis: {rolling_window: 30}"), "risk_analysis.rolling_window: no effect"));
  EXPECT_TRUE(has_warning(loaded("profile: guarded\nrisk: {stop_loss_pct: 0.04}"), "risk.stop_loss_pct: no effect"));
  EXPECT_TRUE(has_warning(loaded("trading_mode: REAL\nspot: {equity: 5}"), "spot.equity: no effect"));
  EXPECT_TRUE(has_warning(loaded("venue: {stop_form: close_position}"), "venue.stop_form: no effect"));
  EXPECT_TRUE(loaded("profile: guarded\nrisk: {rearm: timed, exit_scope: all, rearm_after: 2h}").warnings.empty());
}

TEST(LoadConfig, WarnsOfWideExits) {
  EXPECT_TRUE(loaded("risk: {stop_loss_pct: 0.2, take_profit_pct: 0.2}").warnings.empty());
  EXPECT_TRUE(has_warning(loaded("risk: {stop_loss_pct: 0.21, take_profit_pct: 0.2}"), "risk.stop_loss_pct: 0.21"));
  EXPECT_TRUE(has_warning(loaded("grid: {volatility: 0.1}"), "risk.take_profit_pct: 0.3"));
}

TEST(LoadConfig, ReadsItsEffectiveTextBackToTheSame) {
  const std::string odd = R"(logging: {format: "\"{message}\" \\ # : {level}", rotation: 10 MB, retention: off}
journal: {path: 'state/# odd: "name" \x'}
trading_mode: recommendation
exchange: {urls: {futures_rest: "http://127.0.0.1:8080/fapi", spot_ws: "wss://example.org/ws",
  spot_rest: "https://a/b:"}}
risk: {max_position_size: 0.00000001, quote_limit: 12345.678, rearm: price}
grid: {order_timeout: 90m, max_orders: 3, rebalance_interval: 0.000000001}
hedge: {band: 0.03})";
  for (const std::string& text : {std::string(), std::string(kSeedFile), std::string("profile: guarded"), odd}) {
    const LoadedConfig first = loaded(text);
    const auto second = load_effective(first.effective_text);
    ASSERT_TRUE(second) << second.error().message;
    EXPECT_EQ(second->effective_text, first.effective_text);
    EXPECT_EQ(second->config.profile_explicit, first.config.profile_explicit);
    EXPECT_EQ(second->config.logging.format, first.config.logging.format);
    EXPECT_EQ(second->config.journal.path, first.config.journal.path);
    EXPECT_TRUE(second->warnings.empty());
  }
  EXPECT_EQ(loaded(odd).config.logging.format, "\"{message}\" \\ # : {level}");
}

TEST(LoadConfig, DoesNotLookAtTheEnvironmentForAnEffectiveText) {
  const auto again = load_effective("journal.path: \"${HOME}\"\n");
  ASSERT_TRUE(again);
  EXPECT_EQ(*again->config.journal.path, "${HOME}");
}

TEST(LoadConfig, WritesEveryKeyThatIsNotSecretInTheOrderOfTheTable) {
  const std::string text = load_config({})->effective_text;
  std::size_t at = 0;
  for (const KeySpec& key : key_table()) {
    if (key.type == ValueType::SECRET) continue;
    at = text.find(std::string(key.name) + ": ", at);
    ASSERT_NE(at, std::string::npos) << key.name;
  }
  EXPECT_EQ(text.find("# profile: classic (not chosen)\n"), 0u);
  EXPECT_NE(text.find("\nrisk.stop_loss_pct: 0.04\nrisk.take_profit_pct: 0.06\n"), std::string::npos);
}

TEST(LoadConfig, NamesAFileThatCannotBeRead) {
  ConfigInputs inputs;
  inputs.file = "/no/such/file.yaml";
  EXPECT_EQ(load_config(inputs).error().message.find("--config /no/such/file.yaml: does not exist"), 0u);
  inputs.file = "/";
  EXPECT_EQ(load_config(inputs).error().message.find("--config /: is a directory"), 0u);
}

TEST(LoadConfig, ChecksOneSettingAloneInTheWordsOfTheOptionItCameBy) {
  EXPECT_EQ(*check_setting("grid.volatility=0.02", "--param"), "grid.volatility");
  const auto error_of = [](const char* set) {
    const auto checked = check_setting(set, "--param");
    return checked ? "passed" : checked.error().message;
  };
  EXPECT_EQ(error_of("grid.volatility=0.9").find("--param grid.volatility=0.9: is out of range"), 0u)
      << error_of("grid.volatility=0.9");
  EXPECT_EQ(error_of("grid.volatilty=0.02").find("--param: unknown key 'grid.volatilty'; the nearest is"), 0u)
      << error_of("grid.volatilty=0.02");
  EXPECT_EQ(error_of("exchange.credentials.api_key=abc").find("abc"), std::string::npos);
  // What only several keys together can get wrong is not looked at.
  EXPECT_EQ(error_of("hedge.ratio_min=1.04"), "passed");
}

TEST(LoadConfig, RefusesAnOversizedFile) {
  const std::string path = testing::TempDir() + "oversized.yaml";
  std::ofstream(path) << std::string((1U << 20U) + 1, '#');
  ConfigInputs inputs;
  inputs.file = path;
  const auto result = load_config(inputs);
  std::remove(path.c_str());
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("larger than 1 MiB"), std::string::npos);
}

}  // namespace
}  // namespace alpha_pulse::config
