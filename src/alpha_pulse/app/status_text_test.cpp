#include "alpha_pulse/app/status_text.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <sstream>

#include "alpha_pulse/app/status_json.hpp"
#include "alpha_pulse/app/test_runs.hpp"

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;

session::BotStatus status_at_the_end(const std::string& profile) {
  session::SimRunRequest request = run_of({"profile=" + profile, "logging.status_every=1h"}, Duration::hours(1));
  std::optional<session::BotStatus> last;
  request.report = [&](Timestamp, const session::BotStatus& status) { last = status; };
  EXPECT_TRUE(session::run_on_sim(request).has_value());
  return last.value();
}

json::object object_of(const std::string& text) {
  return json::parse(text).as_object();
}

TEST(StatusLine, FitsTheTerminalWhateverItsWidth) {
  for (const char* profile : {"classic", "guarded"}) {
    const session::BotStatus status = status_at_the_end(profile);
    const std::string whole = status_line(status, "12 s left", 1000);
    for (const char* part :
         {"BTCUSDT", "spot 1.000", "hedge ", "ratio ", " orders", "stop ", "tp ", "P&L ", " | 12 s left", " 81% "}) {
      EXPECT_NE(whole.find(part), std::string::npos) << part << "\n" << whole;
    }
    EXPECT_EQ(whole.find('\n'), std::string::npos);
    EXPECT_TRUE(std::all_of(whole.begin(), whole.end(), [](char c) { return c >= ' ' && c <= '~'; })) << whole;
    for (const std::size_t width : {0U, 20U, 79U, 119U}) {
      EXPECT_EQ(status_line(status, "12 s left", width), whole.substr(0, width));
    }
  }
}

TEST(StatusLine, NamesAStateThatIsNotTheUsualOne) {
  session::BotStatus status = status_at_the_end("classic");
  EXPECT_EQ(status_line(status, "", 1000).find("ACTIVE"), std::string::npos);
  status.run.state = ProgramState::PAUSED;
  EXPECT_NE(status_line(status, "", 60).find("PAUSED BTCUSDT"), std::string::npos);
}

TEST(StatusReport, BeginsAsTheSeedsStatusLine) {
  session::BotStatus status = status_at_the_end("classic");
  status.run.last_price = *Price::parse("95393.46");
  status.run.hedge_quantity = Quantity{};
  status.active_orders = 5;
  status.last_rebalance = market::kSimStart;
  EXPECT_TRUE(status_report(status).starts_with(
      "Grid Status - Price: 95393.46, Spot: 1.00000000, Futures: 0.00000000, Active Orders: 5, Stop Loss: Active, "
      "Take Profit: Active, Last Rebalance: 2025-02-03 11:11:25.000, State: ACTIVE, Hedge Ratio: "))
      << status_report(status);
  EXPECT_NE(status_report(status_at_the_end("guarded")).find(", Disaster Stop: "), std::string::npos);
}

TEST(StatusJson, BeginsWithTheSeedsKeysAndTellsWhatAPersonAsks) {
  const session::BotStatus status = status_at_the_end("classic");
  const std::string text = status_json(status, {.journal = "here.apj", .log_trouble = "3 log lines lost"});
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_TRUE(text.starts_with(R"({"symbol":"BTCUSDT","active_orders":)")) << text;
  const json::object object = object_of(text);
  for (const char* key : {"active_orders",
                          "grid_levels",
                          "stop_loss_active",
                          "take_profit_active",
                          "last_rebalance",
                          "mode",
                          "exchange",
                          "profile",
                          "state",
                          "reason",
                          "price",
                          "spot_quantity",
                          "hedge_quantity",
                          "hedge_ratio",
                          "entry_price",
                          "stop_price",
                          "take_profit_price",
                          "disaster_stop_price",
                          "liquidation_price",
                          "equity",
                          "pnl",
                          "fills",
                          "orders_placed",
                          "market_time",
                          "run_end",
                          "progress",
                          "pid",
                          "journal",
                          "log_trouble",
                          "command_hash"}) {
    EXPECT_TRUE(object.contains(key)) << key;
  }
  EXPECT_EQ(object.at("grid_levels").to_number<int>(), 5);
  EXPECT_TRUE(object.at("stop_loss_active").as_bool());
  EXPECT_EQ(object.at("journal").as_string(), "here.apj");
  EXPECT_TRUE(object_of(status_json(status, {})).at("log_trouble").is_null());
}

TEST(StatusPage, PutsOneFactOnALine) {
  const session::BotStatus status = status_at_the_end("guarded");
  std::ostringstream out;
  print_status(out, object_of(status_json(status, {.journal = "here.apj", .log_trouble = {}})));
  for (const char* part : {"PAPER BTCUSDT on sim, profile guarded: ACTIVE\n", "  market time           2025-02-03 ",
                           "  hedge ratio           1.0000\n", "  disaster stop         ", "  profit so far         ",
                           "  journal               here.apj\n", "  log                   complete so far\n"}) {
    EXPECT_NE(out.str().find(part), std::string::npos) << part << out.str();
  }
}

TEST(StatusPage, RoundsMoneyHoweverManyDecimalsItHas) {
  std::ostringstream out;
  print_status(out, {{"initial_equity", "195203.05"},
                     {"equity", "195152.3488617700000001"},
                     {"pnl", {{"spot", "2255.205"}, {"hedge", "-0.001"}, {"funding", "0.00"}, {"fees", "44.741139"}}}});
  EXPECT_NE(out.str().find("equity                195203.05 -> 195152.35\n"), std::string::npos) << out.str();
  EXPECT_NE(out.str().find("holding +2255.21, hedge 0.00, funding 0.00, fees paid 44.74\n"), std::string::npos);
}

TEST(StatusPage, BearsAReplyThatLacksEverythingOrLies) {
  std::ostringstream out;
  print_status(out, {});
  print_status(out, {{"symbol", "\x1b[31m\nBTC"}, {"pnl", 7}, {"hedge_ratio", json::array{1}}});
  EXPECT_EQ(out.str().find('\x1b'), std::string::npos);
  EXPECT_NE(out.str().find("none none on none"), std::string::npos);
}

TEST(Outcome, SaysWhatTheWordChanged) {
  session::BotStatus status = status_at_the_end("classic");
  status.run.state = ProgramState::PAUSED;
  status.run.reason = Reason::OPERATOR;
  const auto told = [&](ProgramState before) {
    return outcome_text(object_of(outcome_json(OperatorAction::PAUSE, before, status, {})));
  };
  EXPECT_TRUE(told(ProgramState::ACTIVE).starts_with("pause: was ACTIVE, is PAUSED (operator); hedge "));
  EXPECT_TRUE(told(ProgramState::PAUSED).starts_with("pause: still PAUSED (operator); hedge "));
  EXPECT_EQ(outcome_text({{"request", "rearm"}, {"queued", true}}),
            "rearm: waits for the run, which is busy; `gridhedge status` tells");
}

}  // namespace
}  // namespace alpha_pulse::app
