#include "alpha_pulse/config/key_table.hpp"

#include <gtest/gtest.h>

#include <set>

#include "alpha_pulse/config/load_config.hpp"

namespace alpha_pulse::config {
namespace {

ConfigInputs setting(const KeySpec& key, const std::string& value) {
  ConfigInputs inputs;
  inputs.sets.push_back(std::string(key.name) + "=" + value);
  return inputs;
}

std::string error_of(const KeySpec& key, const std::string& value) {
  const auto loaded = load_config(setting(key, value));
  return loaded ? "accepted" : loaded.error().message;
}

class EveryKey : public testing::TestWithParam<KeySpec> {};

TEST_P(EveryKey, HasDefaultsAndAnExampleThatPass) {
  const KeySpec& key = GetParam();
  for (const auto text : {key.classic, key.guarded, key.example}) {
    if (text.starts_with("${")) continue;
    const auto value = parse_value(key, text);
    ASSERT_TRUE(value) << text << " " << value.error().message;
    const auto again = parse_value(key, value->text);
    ASSERT_TRUE(again) << value->text;
    EXPECT_EQ(again->text, value->text);
    EXPECT_EQ(again->raw, value->raw);
    EXPECT_EQ(again->is_word, value->is_word);
  }
}

TEST_P(EveryKey, IsDescribedForPeople) {
  const KeySpec& key = GetParam();
  EXPECT_TRUE(key.meaning.ends_with(".")) << key.meaning;
  EXPECT_EQ(key.meaning.find('\n'), std::string_view::npos);
  EXPECT_NE(key.store, nullptr);
}

TEST_P(EveryKey, RefusesAValueOfAnotherTypeAndSaysWhatPasses) {
  const KeySpec& key = GetParam();
  if (key.type == ValueType::TEXT || key.type == ValueType::SECRET) return;  // any text is a text
  const std::string error = error_of(key, "?no such thing?");
  EXPECT_EQ(error.find("--set " + std::string(key.name) + "=?no such thing?: "), 0u) << error;
  EXPECT_NE(error.find("e.g. " + std::string(key.example)), std::string::npos) << error;
  EXPECT_EQ(error.find('\n'), std::string::npos);
  EXPECT_NE(error_of(key, "").find("is empty"), std::string::npos);
}

TEST_P(EveryKey, RefusesAListAndABlock) {
  const KeySpec& key = GetParam();
  for (const std::string value : {"[1, 2]", "{a: 1}"}) {
    const auto loaded = load_text(std::string(key.name) + ": " + value, "f.yaml", {});
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().message.find("f.yaml:1:"), 0u) << loaded.error().message;
    EXPECT_NE(loaded.error().message.find(std::string(key.name) + " takes one value"), std::string::npos)
        << loaded.error().message;
  }
  const auto nothing = load_text(std::string(key.name) + ":", "f.yaml", {});
  ASSERT_FALSE(nothing);
  EXPECT_NE(nothing.error().message.find("has no value"), std::string::npos) << nothing.error().message;
}

TEST_P(EveryKey, RefusesValuesOutsideItsRange) {
  const KeySpec& key = GetParam();
  if (key.range.empty()) return;
  for (const std::string value : {"-91000000000", "91000000000"}) {
    const std::string error = error_of(key, value);
    EXPECT_NE(error.find(std::string(key.range)), std::string::npos) << error;
    EXPECT_NE(error.find("out of range"), std::string::npos) << error;
  }
  EXPECT_NE(error_of(key, "99999999999999999999").find(std::string(key.range)), std::string::npos);
}

TEST_P(EveryKey, IsFoundWhenItIsMisspelled) {
  const KeySpec& key = GetParam();
  const std::string name(key.name);
  const std::size_t last = name.rfind('.') + 1;
  for (const std::string& misspelled : {name.substr(0, last) + "x" + name.substr(last), name + "x", "X" + name}) {
    EXPECT_EQ(nearest_key(misspelled), key.name) << misspelled;
    const auto loaded = load_text("\n" + misspelled + ": 1\n", "f.yaml", {});
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(loaded.error().message, "f.yaml:2:1: unknown key '" + misspelled + "'; the nearest is '" + name +
                                          "', docs/configuration.md lists them all");
  }
}

std::string test_name(const testing::TestParamInfo<KeySpec>& info) {
  std::string name(info.param.name);
  for (char& c : name) c = c == '.' ? '_' : c;
  return name;
}
INSTANTIATE_TEST_SUITE_P(KeyTable, EveryKey, testing::ValuesIn(key_table().begin(), key_table().end()), test_name);

TEST(KeyTable, NamesEveryKeyOnce) {
  std::set<std::string_view> names;
  for (const KeySpec& key : key_table()) EXPECT_TRUE(names.insert(key.name).second) << key.name;
  EXPECT_EQ(find_key("grid.volatility")->name, "grid.volatility");
  EXPECT_EQ(find_key("grid"), nullptr);
}

TEST(KeyTable, TakesAnEqualLastPartForTheNearest) {
  EXPECT_EQ(nearest_key("volatility"), "grid.volatility");
  EXPECT_EQ(nearest_key("hedge.stop_loss_pct"), "risk.stop_loss_pct");
  EXPECT_EQ(nearest_key("API_SECRET"), "exchange.credentials.api_secret");
}

TEST(KeyTable, HoldsTheDefaultsOfBothProfilesAsTheStrategyKnowsThem) {
  for (const bool guarded : {false, true}) {
    ConfigInputs inputs;
    if (guarded) inputs.sets.push_back("profile=guarded");
    const auto loaded = load_config(inputs);
    ASSERT_TRUE(loaded) << loaded.error().message;
    const auto& got = loaded->config.hedge;
    const auto want = guarded ? hedging::HedgeSettings::guarded() : hedging::HedgeSettings::classic();
    EXPECT_EQ(got.profile, want.profile);
    EXPECT_EQ(got.ratio.initial, want.ratio.initial);
    EXPECT_EQ(got.ratio.target, want.ratio.target);
    EXPECT_EQ(got.ratio.min, want.ratio.min);
    EXPECT_EQ(got.ratio.max, want.ratio.max);
    EXPECT_EQ(got.ratio.band, want.ratio.band);
    EXPECT_EQ(got.ratio.band_width, want.ratio.band_width);
    EXPECT_EQ(got.ratio.rebalance_to, want.ratio.rebalance_to);
    EXPECT_EQ(got.ratio.model, want.ratio.model);
    EXPECT_EQ(got.ratio.beta_min, want.ratio.beta_min);
    EXPECT_EQ(got.ratio.beta_max, want.ratio.beta_max);
    EXPECT_EQ(got.grid.ladder, want.grid.ladder);
    EXPECT_EQ(got.grid.direction, want.grid.direction);
    EXPECT_EQ(got.grid.num_levels, want.grid.num_levels);
    EXPECT_EQ(got.grid.volatility_mode, want.grid.volatility_mode);
    EXPECT_EQ(got.grid.volatility, want.grid.volatility);
    EXPECT_EQ(got.grid.spacing, want.grid.spacing);
    EXPECT_EQ(got.grid.spacing_sigma, want.grid.spacing_sigma);
    EXPECT_EQ(got.grid.rearm_levels, want.grid.rearm_levels);
    EXPECT_EQ(got.grid.rebalance_interval, want.grid.rebalance_interval);
    EXPECT_EQ(got.grid.order_timeout, want.grid.order_timeout);
    EXPECT_EQ(got.grid.max_orders, want.grid.max_orders);
    EXPECT_EQ(got.exits.stop_loss, want.exits.stop_loss);
    EXPECT_EQ(got.exits.take_profit, want.exits.take_profit);
    EXPECT_EQ(got.exits.scope, want.exits.scope);
    EXPECT_EQ(got.exits.disaster_stop, want.exits.disaster_stop);
    EXPECT_EQ(got.exits.rearm, want.exits.rearm);
    EXPECT_EQ(got.exits.rearm_after, want.exits.rearm_after);
    EXPECT_EQ(got.exits.rearm_move, want.exits.rearm_move);
    EXPECT_EQ(got.exits.stop_while_flat, want.exits.stop_while_flat);
    EXPECT_EQ(got.sizing.target_volatility, want.sizing.target_volatility);
    EXPECT_EQ(got.sizing.max_size_pct, want.sizing.max_size_pct);
    EXPECT_EQ(got.costs.maker_fee, want.costs.maker_fee);
    EXPECT_EQ(got.costs.taker_fee, want.costs.taker_fee);
    EXPECT_EQ(got.costs.slippage, want.costs.slippage);
  }
}

TEST(KeyTable, HoldsTheDefaultsOfTheGateAndThePaperVenue) {
  const auto loaded = load_config({});
  ASSERT_TRUE(loaded);
  const auto& risk = loaded->config.risk;
  const risk::RiskLimits limits;
  EXPECT_EQ(risk.ratio_max, limits.ratio_max);
  EXPECT_EQ(risk.target, limits.target);
  EXPECT_FALSE(risk.max_position_size || risk.quote_limit || risk.max_drawdown);
  EXPECT_EQ(risk.margin_guard, limits.margin_guard);
  EXPECT_EQ(risk.stale_after, limits.stale_after);
  EXPECT_EQ(risk.absurd_move, limits.absurd_move);
  EXPECT_EQ(risk.orders_per_minute, limits.orders_per_minute);
  const auto& fills = loaded->config.fills;
  const matching::FillSettings want;
  EXPECT_EQ(fills.model, want.model);
  EXPECT_EQ(fills.maker_fee, want.maker_fee);
  EXPECT_EQ(fills.taker_fee, want.taker_fee);
  EXPECT_EQ(fills.slippage, want.slippage);
  EXPECT_EQ(fills.stop_slippage, want.stop_slippage);
  EXPECT_EQ(fills.latency, want.latency);
  EXPECT_EQ(fills.liquidation_fee, want.liquidation_fee);
  EXPECT_EQ(fills.leverage, want.leverage);
}

template <class E>
void expect_words(std::string_view key, const std::vector<std::pair<std::string_view, E>>& words, auto&& read) {
  for (const auto& [word, expected] : words) {
    ConfigInputs inputs;
    inputs.sets = {std::string(key) + "=" + std::string(word),
                   "spot.quantity=" + std::string(word == "LONG" ? "-1" : "1")};
    const auto loaded = load_config(inputs);
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_EQ(read(loaded->config), expected) << key << " " << word;
  }
}

TEST(KeyTable, ListsTheWordsOfAChoiceInTheOrderOfItsEnumerators) {
  using namespace hedging;
  using execution::TradingMode;
  using matching::FillModel;
  expect_words<Profile>("profile", {{"classic", Profile::CLASSIC}, {"guarded", Profile::GUARDED}},
                        [](const auto& c) { return c.hedge.profile; });
  expect_words<TradingMode>(
      "trading_mode",
      {{"REAL", TradingMode::REAL}, {"paper", TradingMode::PAPER}, {"Recommendation", TradingMode::RECOMMENDATION}},
      [](const auto& c) { return c.trading_mode; });
  expect_words<RebalanceTo>("hedge.rebalance_to", {{"edge", RebalanceTo::EDGE}, {"target", RebalanceTo::TARGET}},
                            [](const auto& c) { return c.hedge.ratio.rebalance_to; });
  expect_words<RatioModel>("hedge.ratio_model", {{"naive", RatioModel::NAIVE}, {"ewma_beta", RatioModel::EWMA_BETA}},
                           [](const auto& c) { return c.hedge.ratio.model; });
  expect_words<GridDirection>(
      "grid.direction", {{"LONG", GridDirection::LONG}, {"short", GridDirection::SHORT}, {"BOTH", GridDirection::BOTH}},
      [](const auto& c) { return c.hedge.grid.direction; });
  expect_words<Spacing>("grid.spacing", {{"arithmetic", Spacing::ARITHMETIC}, {"geometric", Spacing::GEOMETRIC}},
                        [](const auto& c) { return c.hedge.grid.spacing; });
  expect_words<ExitScope>("risk.exit_scope", {{"all", ExitScope::ALL}, {"ladder", ExitScope::LADDER}},
                          [](const auto& c) { return c.hedge.exits.scope; });
  expect_words<Rearm>("risk.rearm", {{"manual", Rearm::MANUAL}, {"timed", Rearm::TIMED}, {"price", Rearm::PRICE}},
                      [](const auto& c) { return c.hedge.exits.rearm; });
  expect_words<OnExit>("run.on_exit",
                       {{"leave", OnExit::LEAVE}, {"cancel_grid", OnExit::CANCEL_GRID}, {"flatten", OnExit::FLATTEN}},
                       [](const auto& c) { return c.run.on_exit; });
  expect_words<FillModel>("fills.model",
                          {{"through", FillModel::THROUGH}, {"touch", FillModel::TOUCH}, {"queue", FillModel::QUEUE}},
                          [](const auto& c) { return c.fills.model; });
  expect_words<CandlePath>("fills.candle_path", {{"sign", CandlePath::SIGN}, {"nearest", CandlePath::NEAREST}},
                           [](const auto& c) { return c.data.candle_path; });
  expect_words<StopForm>("venue.stop_form",
                         {{"reduce_only", StopForm::REDUCE_ONLY}, {"close_position", StopForm::CLOSE_POSITION}},
                         [](const auto& c) { return c.venue.stop_form; });
  expect_words<Exchange>(
      "exchange.name",
      {{"binance", Exchange::BINANCE}, {"bybit", Exchange::BYBIT}, {"okx", Exchange::OKX}, {"sim", Exchange::SIM}},
      [](const auto& c) { return c.exchange.name; });
  expect_words<LogLevel>("logging.level",
                         {{"trace", LogLevel::TRACE},
                          {"DEBUG", LogLevel::DEBUG},
                          {"INFO", LogLevel::INFO},
                          {"warning", LogLevel::WARNING},
                          {"ERROR", LogLevel::ERROR},
                          {"CRITICAL", LogLevel::CRITICAL}},
                         [](const auto& c) { return c.logging.level; });
}

}  // namespace
}  // namespace alpha_pulse::config
