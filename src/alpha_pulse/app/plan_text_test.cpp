#include "alpha_pulse/app/plan_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "alpha_pulse/config/instrument_table.hpp"
#include "alpha_pulse/config/load_config.hpp"

namespace alpha_pulse::app {
namespace {

std::string text_of(const std::vector<std::string>& sets, const char* price = "95203.05") {
  config::ConfigInputs inputs;
  inputs.sets = sets;
  const auto loaded = config::load_config(inputs);
  if (!loaded) return loaded.error().message;
  const auto plan = session::make_plan({.config = loaded->config,
                                        .hedge = *config::InstrumentTable::bundled().find(loaded->config.symbol),
                                        .reference_price = *Price::parse(price),
                                        .warnings = loaded->warnings,
                                        .effective_text = loaded->effective_text});
  if (!plan) return plan.error().message;
  std::ostringstream out;
  print_plan(out, *plan, "(given)");
  return out.str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The number of the first line that contains `part`.
std::ptrdiff_t line_with(const std::string& text, const std::string& part) {
  const auto lines = lines_of(text);
  const auto found =
      std::find_if(lines.begin(), lines.end(), [&](const auto& line) { return line.find(part) != std::string::npos; });
  return found == lines.end() ? -1 : found - lines.begin();
}

TEST(PlanText, ShowsThePricesFromTheHighestDown) {
  const std::string text = text_of({});
  const char* down[] = {"X liquidation",          "margin guard",           "stop loss after 5 fills",
                        "stop loss after 1 fill", "99963.30      +5.00 %",  "96155.10      +1.00 %",
                        "@ reference price",      "take profit after 5 fi", "take profit after 1 fi"};
  std::ptrdiff_t above = -1;
  for (const char* part : down) {
    const std::ptrdiff_t at = line_with(text, part);
    EXPECT_GT(at, above) << part << "\n" << text;
    above = at;
  }
}

TEST(PlanText, NamesTheFiguresOfThePlan) {
  const std::string text = text_of({});
  for (const char* part :
       {"nothing is sent", "95203.05 USDT (given)", "952.03 USDT", "0.20000000 BTC", "4.00 %, 6.00 %", "43393.56 USDT",
        "4902.96 USDT", "no short is held until the price rises 1.00 %", "5 rungs, stop loss", "plan hash ",
        "tick 0.1, lot 0.001, at least 100 USDT an order",
        "5 to build the hedge, 2 exits once it is held; 480 of the first kind may",
        "at most 19.62 USDT: base 0.00 as a taker, grid 19.62 as a maker", "not known: funding.default_rate is 0"}) {
    EXPECT_GE(line_with(text, part), 0) << part << "\n" << text;
  }
}

TEST(PlanText, StaysWithinAHundredPlainColumns) {
  const std::vector<std::vector<std::string>> setups{
      {},
      {"profile=guarded"},
      {"profile=guarded", "grid.ladder=on", "spot.quantity=1.0005"},
      {"grid.num_levels=500", "spot.quantity=900", "spot.equity=80000000", "risk.stop_loss_pct=0.5"},
      {"grid.direction=BOTH", "grid.num_levels=40"},
      {"hedge.initial=0.5", "hedge.band=auto"},
      {"grid.direction=LONG", "spot.quantity=-1"}};
  for (const auto& sets : setups) {
    const std::string text = text_of(sets);
    EXPECT_GE(line_with(text, "plan hash"), 0) << text;
    for (const std::string& line : lines_of(text)) {
      EXPECT_LE(line.size(), 100U) << line;
      EXPECT_TRUE(std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; })) << line;
    }
    EXPECT_LT(lines_of(text).size(), 90U) << text;
  }
}

TEST(PlanText, ShortensALongGridToItsNearestAndOutermostRungs) {
  const std::string text = text_of({"grid.num_levels=40"});
  EXPECT_GE(line_with(text, "31 more rungs from here"), 0) << text;
  EXPECT_GE(line_with(text, "  ..."), 0) << text;
}

TEST(PlanText, PrintsWarningsAtTheEnd) {
  const std::string text = text_of({"spot.equity=50000"});
  EXPECT_GT(line_with(text, "position.max_size_pct: the grid carries 0.525 BTC of 1 BTC"), line_with(text, "Warnings"));
  EXPECT_EQ(line_with(text_of({}), "Warnings"), -1);
}

}  // namespace
}  // namespace alpha_pulse::app
