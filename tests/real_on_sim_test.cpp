#include <gtest/gtest.h>

#include "support/command_line.hpp"

/// REAL through the simulated exchange: bytes over loopback sockets, the venue's protocol both ways, one scaled clock.
namespace alpha_pulse::tests {
namespace {

class RealOnSim : public CommandLine {
 protected:
  json::object trade(const std::string& scenario, const std::string& profile, const std::string& duration) const {
    return ask({"run", "--trading-mode", "REAL", "--exchange", "sim", "--seed", "1", "--speed", "600", "--scenario",
                scenario, "--set", "profile=" + profile, "--duration", duration});
  }
};

TEST_F(RealOnSim, EndsTheSameLadderOrBandInTheSameBooksWhateverTheMarketDoes) {
  for (const auto& [scenario, profile] : std::vector<std::pair<std::string, std::string>>{
           {"gap", "classic"}, {"range", "classic"}, {"squeeze", "guarded"}}) {
    const json::object result = trade(scenario, profile, "100m");
    EXPECT_TRUE(result.at("books").at("equal").as_bool()) << scenario << json::serialize(result);
    EXPECT_EQ(text_of(result.at("pnl").as_object(), "residual"), "0.00") << scenario;
    EXPECT_LT(result.at("orders_canceled").to_number<int>(), 100) << scenario;
  }
}

TEST_F(RealOnSim, BuildsProtectsAndKeepsAHedgeThroughACrashAndTheExchangesBooksAreTheBots) {
  const json::object result = trade("crash", "guarded", "2h");
  EXPECT_TRUE(result.at("books").at("equal").as_bool()) << json::serialize(result);
  EXPECT_GT(result.at("fills").to_number<int>(), 0);
  EXPECT_FALSE(result.at("seconds_to_hedged").is_null());
  EXPECT_EQ(text_of(result.at("pnl").as_object(), "residual"), "0.00");
  EXPECT_NE(text_of(result, "disaster_stop_price"), "");
}

}  // namespace
}  // namespace alpha_pulse::tests
