#include "alpha_pulse/session/plan_refusals.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/session/test_plans.hpp"

namespace alpha_pulse::session {
namespace {

using namespace test;

// ---- refusals ------------------------------------------------------------------------------------------------------

TEST(Plan, AsksForThePriceByItsFlag) {
  const Error error = refusal(btc(), nullptr, {});
  EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
  EXPECT_TRUE(says(error.message, "--price")) << error.message;
}

TEST(Plan, NamesTheHoldingThatWouldPassTheMinimum) {
  const Error error = refusal(btc(), "95203.05", {"spot.quantity=0.0005"});
  EXPECT_EQ(error.code, ErrorCode::kRefused);
  EXPECT_TRUE(says(error.message, "minimum notional 100.00 USDT (0.002 BTC")) << error.message;
  EXPECT_TRUE(says(error.message, "spot.quantity 0.002 would pass")) << error.message;
  EXPECT_TRUE(plan_of(btc(), "95203.05", {"spot.quantity=0.002"}));

  const Error base = refusal(btc(), "95203.05", {"spot.quantity=0.0015", "profile=guarded"});
  EXPECT_EQ(base.code, ErrorCode::kRefused);
  EXPECT_TRUE(says(base.message, "spot.quantity 0.002 would pass")) << base.message;
}

TEST(Plan, NamesTheWalletThatWouldPassTheMinimum) {
  const Error error = refusal(btc(), "95203.05", {"spot.equity=10"});
  EXPECT_EQ(error.code, ErrorCode::kRefused);
  const std::size_t end = error.message.rfind(" USDT would pass");
  ASSERT_NE(end, std::string::npos) << error.message;
  const std::size_t start = error.message.rfind(' ', end - 1) + 1;
  const std::string enough = error.message.substr(start, end - start);
  EXPECT_TRUE(plan_of(btc(), "95203.05", {"spot.equity=" + enough})) << error.message;
}

TEST(Plan, NamesTheUsersOwnLimitWhenThatIsTheOneInTheWay) {
  const Error error = refusal(btc(), "95203.05", {"risk.max_position_size=0.5", "profile=guarded"});
  EXPECT_EQ(error.code, ErrorCode::kRefused);
  EXPECT_TRUE(says(error.message, "risk.max_position_size: 0.5 leaves 0.5 BTC")) << error.message;
  EXPECT_TRUE(says(error.message, "; 1 would pass")) << error.message;
  const Error grid = refusal(btc(), "95203.05", {"risk.quote_limit=50"});
  EXPECT_TRUE(says(grid.message, "risk.quote_limit: with 50.00 no rung")) << grid.message;
  EXPECT_TRUE(says(grid.message, "190.41 USDT would pass")) << grid.message;
  EXPECT_TRUE(plan_of(btc(), "95203.05", {"risk.quote_limit=190.41"}));
}

TEST(Plan, RefusesContractsThatTheStrategyCannotHedge) {
  Instrument inverse = btc();
  inverse.kind = ContractKind::INVERSE;
  EXPECT_EQ(refusal(inverse, "95203.05", {}).code, ErrorCode::kUnsupported);
}

TEST(Plan, RefusesPricesAndHoldingsThatLeaveTheRangeInsteadOfStopping) {
  EXPECT_EQ(refusal(btc(), "80000000000", {}).code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(refusal(btc(), "95203.05", {"spot.quantity=40000000000"}).code, ErrorCode::kInvalidArgument);
  const Sets wild{"grid.num_levels=500", "grid.spacing_sigma=10", "grid.volatility=.3", "grid.spacing=geometric",
                  "risk.take_profit_pct=.5"};
  EXPECT_EQ(refusal(btc(), "95203.05", wild).code, ErrorCode::kInvalidArgument);
}

TEST(Plan, RefusesInRealAStopBeyondLiquidation) {
  const Sets wide{"risk.stop_loss_pct=0.9", "risk.take_profit_pct=0.5", "spot.equity=44000", "position.max_size_pct=1"};
  EXPECT_TRUE(says(plan(btc(), "95203.05", wide).warnings, "lies beyond liquidation"));
  Sets real = wide;
  real.push_back("trading_mode=REAL");
  EXPECT_EQ(refusal(btc(), "95203.05", real).code, ErrorCode::kRefused);
}

// ---- warnings ------------------------------------------------------------------------------------------------------

TEST(Plan, WarnsOfDustOfFewerRungsAndOfAStopInsideTheGrid) {
  const Plan dust = plan(btc(), "95203.05", {"spot.quantity=1.0005"});
  EXPECT_TRUE(says(dust.warnings, "dust: 0.00050000 BTC"));
  const Plan few = plan(btc(), "95203.05", {"spot.quantity=0.005"});
  EXPECT_EQ(few.levels.size(), 2U);
  EXPECT_TRUE(says(few.warnings, "grid.num_levels: 2 of 5 rungs are used"));
  const Plan inside = plan(btc(), "95203.05", {"grid.num_levels=10"});
  EXPECT_TRUE(says(inside.warnings, "lies inside the grid"));
  EXPECT_TRUE(plan(btc(), "95203.05").warnings.empty());
}

TEST(Plan, PutsTheWarningsOfTheConfigurationFirst) {
  const Plan p = plan(btc(), "95203.05", {"risk.stop_loss_pct=0.3"});
  ASSERT_FALSE(p.warnings.empty());
  EXPECT_TRUE(says(p.warnings.front(), "risk.stop_loss_pct: 0.3 is wider than 0.2")) << p.warnings.front();
}

TEST(Plan, OfNothingToHedgeIsAPlanThatSaysSo) {
  const Plan p = plan(btc(), "95203.05", {"spot.quantity=0"});
  EXPECT_TRUE(p.levels.empty());
  EXPECT_EQ(p.unprotected_note, "nothing is hedged: no order would be placed");
  EXPECT_EQ(p.max_hedge_quantity, Quantity{});
}

}  // namespace
}  // namespace alpha_pulse::session
