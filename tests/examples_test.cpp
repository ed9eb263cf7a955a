#include "alpha_pulse/data_pipeline/synth_writer.hpp"
#include "support/command_line.hpp"

/// The programs in examples/, compiled as they stand and run.
namespace alpha_pulse::tests {
namespace {

class Examples : public CommandLine {
 protected:
  Done run_example(const std::string& name, const Words& arguments = {}) const {
    Process process(EXAMPLES_FOLDER + ("/" + name), arguments, surroundings());
    const int code = process.wait();
    return {.code = code, .out = process.out(), .err = process.err()};
  }
};

TEST_F(Examples, TheUsageOfTheLibraryReallyTrades) {
  const Done done = run_example("readme");
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_EQ(done.out,
            "BTCUSDT ACTIVE at 95203.05, 6 orders, 5 levels\n"
            "  BUY 1.000 STOP_MARKET 100001.30\n"
            "  SELL 0.200 LIMIT 96155.10\n"
            "  SELL 0.200 LIMIT 97107.20\n"
            "  SELL 0.200 LIMIT 98059.20\n"
            "  SELL 0.200 LIMIT 99011.20\n"
            "  SELL 0.200 LIMIT 99963.30\n");
}

TEST_F(Examples, AStrategyOfOnesOwnHedgesTheFall) {
  const Done done = run_example("custom_strategy");
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_TRUE(done.out.starts_with("fills 1, position -1.00000000\nholding -19")) << done.out;
  EXPECT_NE(done.out.find(", hedge 18"), std::string::npos) << done.out;
}

TEST_F(Examples, AGuardedDayEndsHedgedWithNothingUnexplainedAndALog) {
  const Done done = run_example("guarded_day");
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_TRUE(done.out.starts_with("ACTIVE, hedge ratio 1.0000, profit ")) << done.out;
  EXPECT_TRUE(done.out.ends_with("unexplained 0.00\n")) << done.out;
  EXPECT_NE(contents_of(folder_ / "logs/guarded_day.log").find(" | INFO | "), std::string::npos);
}

TEST_F(Examples, AdviceNamesTheRungsAndTheStopAndPlacesNothing) {
  const Done done = run_example("recommend");
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_NE(done.out.find("[RECOMMENDATION] Would place order: Symbol=BTCUSDT, Side=sell, Quantity=0.200, Type=limit, "
                          "Price=96155.10"),
            std::string::npos)
      << done.out;
  EXPECT_NE(done.out.find("Type=stop"), std::string::npos) << done.out;
}

TEST_F(Examples, ABacktestSaysWhatTheHedgeWouldHaveDone) {
  const auto written = data_pipeline::write_synth({.events = 200'000, .out = folder_ / "tape.csv"});
  ASSERT_TRUE(written) << written.error().message;
  const Done done = run_example("backtest_month", {"tape.csv"});
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_TRUE(done.out.starts_with("200066 events, ")) << done.out;  // the trades and 66 bars of five minutes
  EXPECT_NE(done.out.find("\nunhedged: equity "), std::string::npos) << done.out;
  const Done nothing = run_example("backtest_month");
  EXPECT_EQ(nothing.code, 1);
  EXPECT_EQ(std::count(nothing.err.begin(), nothing.err.end(), '\n'), 1) << nothing.err;
}

TEST_F(Examples, EachIsRunHereAndIsShort) {
  const std::string here = contents_of(fs::path(ALPHA_PULSE_SOURCE_DIR) / "tests/examples_test.cpp");
  for (const auto& entry : fs::directory_iterator(fs::path(ALPHA_PULSE_SOURCE_DIR) / "examples")) {
    if (entry.path().extension() != ".cpp") continue;
    const std::string name = entry.path().stem().string();
    EXPECT_NE(here.find("run_example(\"" + name + "\""), std::string::npos) << name << " is not run";
    const std::string text = contents_of(entry.path());
    EXPECT_LE(std::count(text.begin(), text.end(), '\n'), name == "readme" ? 40 : 60) << name;
  }
}

}  // namespace
}  // namespace alpha_pulse::tests
