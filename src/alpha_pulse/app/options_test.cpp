#include "alpha_pulse/app/options.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/app/exit_code.hpp"
#include "alpha_pulse/app/terminal.hpp"

namespace alpha_pulse::app {
namespace {

Duration duration(const std::string& text) {
  const auto parsed = parse_duration(text, "--duration");
  if (!parsed) ADD_FAILURE() << parsed.error().message;
  return parsed.value_or(Duration{});
}

std::int64_t milliseconds(const std::string& text) {
  const auto parsed = parse_time(text, "--from");
  if (!parsed) ADD_FAILURE() << parsed.error().message;
  return parsed ? parsed->ns() / 1'000'000 : -1;
}

TEST(ParseDuration, ReadsEveryUnitAndBareSeconds) {
  EXPECT_EQ(duration("250ms"), Duration::milliseconds(250));
  EXPECT_EQ(duration("90"), Duration::seconds(90));
  EXPECT_EQ(duration("90s"), Duration::seconds(90));
  EXPECT_EQ(duration("5m"), Duration::seconds(300));
  EXPECT_EQ(duration("1.5h"), Duration::seconds(5400));
  EXPECT_EQ(duration("2d"), Duration::days(2));
  EXPECT_EQ(duration("0.001"), Duration::milliseconds(1));
}

TEST(ParseDuration, RefusesWhatIsNoneNamingTheOptionTheTextAndAnExample) {
  for (const char* text :
       {"", "h", "0", "0h", "-1h", "1w", "1 h", "1e3", "abc", "0.0001s", "36501d", "99999999999999999999"}) {
    const auto parsed = parse_duration(text, "--duration");
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::kInvalidArgument);
    EXPECT_TRUE(parsed.error().message.starts_with(std::string("--duration: '") + text + "' is not a duration"))
        << parsed.error().message;
    EXPECT_TRUE(parsed.error().message.ends_with("e.g. 24h"));
  }
}

TEST(ParseTime, ReadsDaysMomentsAndMilliseconds) {
  EXPECT_EQ(milliseconds("1970-01-02"), 86'400'000);
  EXPECT_EQ(milliseconds("2025-06-01"), 1'748'736'000'000);
  EXPECT_EQ(milliseconds("2025-06-01T12:00:01"), 1'748'736'000'000 + 43'201'000);
  EXPECT_EQ(milliseconds("2025-06-01 12:00:01"), 1'748'736'000'000 + 43'201'000);
  EXPECT_EQ(milliseconds("2024-02-29"), 1'709'164'800'000);
  EXPECT_EQ(milliseconds("1748736000000"), 1'748'736'000'000);
}

TEST(ParseTime, RefusesWhatIsNone) {
  for (const char* text : {"", "x", "2025-13-01", "2025-02-29", "2025-06-01T25:00:00", "2025-06-01T12:60:00",
                           "2025-06-01T12:00", "2025-06-01x", "-5", "0", "1.5", "2025-06-01T12:00:00Z9", "1969-12-31",
                           "-999-01-01", "9999-12-31", "2300-01-01T00:00:00", "9223372036854775807"}) {
    const auto parsed = parse_time(text, "--from");
    ASSERT_FALSE(parsed) << text;
    EXPECT_TRUE(parsed.error().message.starts_with(std::string("--from: '") + text + "' is not a time"))
        << parsed.error().message;
  }
}

TEST(Load, TakesTheSymbolFromTheDataUnlessOneIsGiven) {
  EXPECT_EQ(load({}, "ETHUSDT")->hedge.symbol, "ETHUSDT");
  EXPECT_EQ(load({}, "")->hedge.symbol, "BTCUSDT");
  EXPECT_EQ(load({}, "TAPE")->hedge.symbol, "BTCUSDT");
  CommonOptions options;
  options.symbol = "SOLUSDT";
  EXPECT_EQ(load(options, "ETHUSDT")->hedge.symbol, "SOLUSDT");
  options.symbol.reset();
  options.sets = {"symbol=SOLUSDT"};
  EXPECT_EQ(load(options, "ETHUSDT")->hedge.symbol, "SOLUSDT");
}

TEST(Load, RefusesAnInstrumentItDoesNotKnowRatherThanTakeAnother) {
  CommonOptions named;
  named.symbol = "NOPEUSDT";
  for (const auto& loaded : {load(named), load({}, "DOGEUSDT")}) {
    ASSERT_FALSE(loaded);
    EXPECT_EQ(exit_code_of(loaded.error()), kExitUsage);
    EXPECT_NE(loaded.error().message.find("--instrument FILE"), std::string::npos) << loaded.error().message;
  }
}

TEST(Load, NamesTheNearestKeyOfOneMistyped) {
  CommonOptions options;
  options.sets = {"grid.volatilty=0.02"};
  const auto loaded = load(options);
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().message.find("the nearest is 'grid.volatility'"), std::string::npos)
      << loaded.error().message;
}

TEST(OneLine, LeavesNoControlCharacterBehind) {
  EXPECT_EQ(one_line("a\nb\tc\x1b[31m\x7f"), "a b c [31m ");
  EXPECT_EQ(one_line("Größe"), "Größe");
}

TEST(TimeLeft, SpeaksOnceItCanTell) {
  EXPECT_EQ(time_left(0.01, 5), "");
  EXPECT_EQ(time_left(0.5, 30), "30 s left");
  EXPECT_EQ(time_left(0.25, 60), "3 min left");
}

}  // namespace
}  // namespace alpha_pulse::app
