#include "alpha_pulse/telemetry/log_format.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace alpha_pulse::telemetry {
namespace {

constexpr Timestamp kWhen = Timestamp::from_ms(1'738'581'085'255);  // 2025-02-03 11:11:25.255
const LogOrigin kOrigin{.file = "/home/me/gridhedge/src/alpha_pulse/telemetry/log_notices.cpp",
                        .function = "virtual void alpha_pulse::telemetry::NoticeLogger::on_notice(Timestamp, const N&)",
                        .line = 15};

std::string shown(std::string_view format, std::string_view message = "hello") {
  return LogFormat(format).line(kWhen, Level::INFO, message, kOrigin);
}

TEST(LogFormat, WritesTheSeedsLine) {
  EXPECT_EQ(shown("{time} | {level} | {message}", "Creating hedge grid for BTCUSDT"),
            "2025-02-03 11:11:25.255 | INFO | Creating hedge grid for BTCUSDT\n");
}

TEST(LogFormat, KnowsWhereALineCameFrom) {
  EXPECT_EQ(shown("{name}:{function}:{line} - {message}"), "alpha_pulse.telemetry.log_notices:on_notice:15 - hello\n");
}

TEST(LogFormat, LeavesEverythingElseAsItStands) {
  EXPECT_EQ(shown("a{b}c {message} {"), "a{b}c hello {\n");
  EXPECT_EQ(shown(""), "\n");
}

TEST(LogFormat, NamesAllLevels) {
  const LogFormat format("{level}");
  std::string all;
  for (const auto level : {Level::TRACE, Level::DEBUG, Level::INFO, Level::WARNING, Level::ERROR, Level::CRITICAL}) {
    all += format.line(kWhen, level, "", {});
  }
  EXPECT_EQ(all, "TRACE\nDEBUG\nINFO\nWARNING\nERROR\nCRITICAL\n");
}

TEST(LogFormat, SpellsControlCharactersOut) {
  using namespace std::string_literals;
  EXPECT_EQ(escape_controls("a\nb\rc\td\x1b[31me\x7f"s), "a\\nb\\rc\\td\\x1b[31me\\x7f");
  EXPECT_EQ(escape_controls("\0"s), "\\x00");
  EXPECT_EQ(escape_controls("\xc2\x9b"
                            "31m"),
            "\\x9b31m");
  EXPECT_EQ(escape_controls("σ 2 % – ©"), "σ 2 % – ©");
}

RC_GTEST_PROP(LogFormat, MakesOneLineOfAnyMessage, (const std::string& message)) {
  const std::string line = shown("{message}", message);
  RC_ASSERT(line.find('\n') == line.size() - 1);
  for (const char c : line.substr(0, line.size() - 1)) {
    RC_ASSERT(static_cast<unsigned char>(c) >= 0x20);
    RC_ASSERT(c != 0x7f);
  }
}

}  // namespace
}  // namespace alpha_pulse::telemetry
