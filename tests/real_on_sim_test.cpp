#include <gtest/gtest.h>

#include "support/command_line.hpp"

/// REAL through the simulated exchange: bytes over loopback sockets, the venue's protocol both ways, one scaled clock.
namespace alpha_pulse {
namespace {

class RealOnSim : public CommandLine {
 protected:
  json::object trade(const std::string& scenario, const std::string& profile, const Words& more = {}) const {
    Words words{"run",
                "--trading-mode",
                "REAL",
                "--exchange",
                "sim",
                "--seed",
                "1",
                "--speed",
                "600",
                "--duration",
                "2h",
                "--scenario",
                scenario,
                "--set",
                "profile=" + profile};
    words.insert(words.end(), more.begin(), more.end());
    return ask(words);
  }
};

TEST_F(RealOnSim, BuildsProtectsAndKeepsAHedgeThroughACrashAndTheExchangesBooksAreTheBots) {
  const json::object result = trade("crash", "guarded");
  EXPECT_TRUE(result.at("books").at("equal").as_bool()) << json::serialize(result);
  EXPECT_GT(result.at("fills").to_number<int>(), 0);
  EXPECT_FALSE(result.at("seconds_to_hedged").is_null());
  EXPECT_EQ(result.at("pnl").at("residual").as_string(), "0");
}

}  // namespace
}  // namespace alpha_pulse
