#include <gtest/gtest.h>

#include "alpha_pulse/config/key_table.hpp"
#include "alpha_pulse/config/log_rules.hpp"
#include "alpha_pulse/config/value.hpp"

/// log_rules and value: the small readers behind the key table.
namespace alpha_pulse::config {
namespace {

TEST(LogRules, ReadTimesAndSizes) {
  EXPECT_EQ(parse_rotation("1 day")->every, Duration::days(1));
  EXPECT_EQ(parse_rotation("12 hours")->every, Duration::hours(12));
  EXPECT_EQ(parse_rotation("1 Week")->every, Duration::days(7));
  EXPECT_EQ(parse_rotation("30m")->every, Duration::minutes(30));
  EXPECT_EQ(parse_rotation("500 MB")->bytes, 500'000'000);
  EXPECT_EQ(parse_rotation("1GB")->bytes, 1'000'000'000);
  EXPECT_FALSE(parse_rotation("off")->every || parse_rotation("off")->bytes);
  EXPECT_EQ(parse_rotation("0.5 GB")->bytes, 500'000'000);
  EXPECT_EQ(parse_rotation("1 KiB")->bytes, 1024);
  EXPECT_EQ(parse_rotation("00:00")->every, Duration::days(1));
  EXPECT_EQ(parse_rotation("1.5 hours")->every, Duration::minutes(90));
  EXPECT_EQ(parse_rotation("2 months")->every, Duration::days(60));
  EXPECT_EQ(parse_retention("1 week")->age, Duration::days(7));
  EXPECT_EQ(parse_retention("90 min")->age, Duration::minutes(90));
  EXPECT_EQ(parse_retention("10 files")->files, 10U);
  EXPECT_EQ(parse_retention("1 file")->files, 1U);
  EXPECT_EQ(parse_retention("7")->files, 7U);
  EXPECT_FALSE(parse_retention("off")->age || parse_retention("off")->files);
  for (const char* text : {"", "day", "0 days", "-1 day", "1 fortnight", "1  day", "99999999999999 days", "1 dayss",
                           "1 ss", "0.0001 b", "1..5 h", "12:00"}) {
    EXPECT_FALSE(parse_rotation(text)) << text;
    EXPECT_FALSE(parse_retention(text)) << text;
  }
  EXPECT_FALSE(parse_retention("10 MB"));
  for (const char* text : {"0", "0 files", "1.5 files", "-3"}) EXPECT_FALSE(parse_retention(text)) << text;
}

TEST(LogRules, KnowTheTokensOfAFormat) {
  EXPECT_TRUE(check_log_format("{time} | {level} | {name}:{function}:{line} - {message}"));
  EXPECT_FALSE(check_log_format("{time}"));
  EXPECT_NE(check_log_format("{message} {thread}").error().message.find("{thread}"), std::string::npos);
  for (const char* text : {"{message", "message}", "{message} }", "{message} {", "{{message}}", "{}{message}"}) {
    EXPECT_FALSE(check_log_format(text)) << text;
  }
}

Result<Value> read(std::string_view key, std::string_view text) {
  return parse_value(*find_key(key), text);
}

TEST(Value, WritesEveryValueInOneWay) {
  EXPECT_EQ(read("grid.volatility", "0.0200")->text, "0.02");
  EXPECT_EQ(read("funding.default_rate", "-0")->text, "0");
  EXPECT_EQ(read("grid.num_levels", "007")->text, "7");
  EXPECT_EQ(read("grid.rebalance_interval", "60")->text, "60s");
  EXPECT_EQ(read("grid.rebalance_interval", "60m")->text, "60m");
  EXPECT_EQ(read("grid.rebalance_interval", "120m")->text, "2h");
  EXPECT_EQ(read("risk.rearm_after", "1d")->text, "24h");
  EXPECT_EQ(read("risk.rearm_after", "48h")->text, "2d");
  EXPECT_EQ(read("fills.latency", "0.05")->text, "0.05s");
  EXPECT_EQ(read("fills.latency", "0")->text, "0s");
  EXPECT_EQ(read("grid.ladder", "YES")->text, "on");
  EXPECT_EQ(read("grid.ladder", "False")->text, "off");
  EXPECT_EQ(read("grid.direction", "short")->text, "SHORT");
  EXPECT_EQ(read("symbol", "btcusdt")->text, "BTCUSDT");
}

TEST(Value, KeepsToTheBoundsOfARange) {
  EXPECT_TRUE(read("grid.volatility", "0.49"));
  EXPECT_FALSE(read("grid.volatility", "0.49000001"));
  EXPECT_TRUE(read("grid.volatility", "0.00000001"));
  EXPECT_FALSE(read("grid.volatility", "0"));
  EXPECT_FALSE(read("risk.stop_loss_pct", "1"));
  EXPECT_TRUE(read("grid.num_levels", "500"));
  EXPECT_FALSE(read("grid.num_levels", "501"));
  EXPECT_TRUE(read("grid.rebalance_interval", "7d"));
  EXPECT_FALSE(read("grid.rebalance_interval", "7.000000001d"));
  EXPECT_FALSE(read("grid.rebalance_interval", "0"));
}

TEST(Value, TakesAddressesForTheirPurposeOnly) {
  EXPECT_TRUE(read("exchange.urls.futures_rest", "https://fapi.binance.com"));
  EXPECT_FALSE(read("exchange.urls.futures_rest", "wss://fstream.binance.com"));
  EXPECT_FALSE(read("exchange.urls.futures_rest", "http://localhost:8080"));
  EXPECT_TRUE(read("exchange.urls.futures_public", "ws://127.0.0.1:8080/public"));
  EXPECT_FALSE(read("exchange.urls.futures_public", "https://fstream.binance.com"));
}

TEST(Value, RefusesSymbolsThatCouldNameAnotherPlace) {
  for (const char* symbol : {"../x", ".x", "A/B", "A B", "-A", "A\xc3\xa9", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456"}) {
    EXPECT_FALSE(read("symbol", symbol)) << symbol;
  }
  EXPECT_TRUE(read("symbol", "BTC-USDT-SWAP"));
}

}  // namespace
}  // namespace alpha_pulse::config
