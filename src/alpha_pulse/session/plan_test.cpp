#include "alpha_pulse/session/plan.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "alpha_pulse/hedging/grid_strategy.hpp"
#include "alpha_pulse/session/plan_outline.hpp"
#include "alpha_pulse/session/plan_refusals.hpp"
#include "alpha_pulse/session/test_plans.hpp"

namespace alpha_pulse::session {
namespace {

using namespace test;

// ---- the grid ------------------------------------------------------------------------------------------------------

TEST(Plan, IsTheExampleOfTheSeedRoundedToTheTick) {
  const Plan p = plan(btc(), "95203.05", {"spot.equity=100000"});
  EXPECT_EQ(p.symbol, "BTCUSDT");
  EXPECT_EQ(p.grid_spacing.raw(), 95'203'050'000);  // 952.0305
  EXPECT_EQ(p.position_step, coins("0.2"));
  EXPECT_EQ(p.stop_loss_pct, ratio("0.04"));
  EXPECT_EQ(p.take_profit_pct, ratio("0.06"));
  ASSERT_EQ(p.levels.size(), 5U);
  const char* prices[] = {"96155.10", "97107.20", "98059.20", "99011.20", "99963.30"};
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(p.levels[i].price, price(prices[i]));
    EXPECT_EQ(p.levels[i].quantity, coins("0.2"));
    EXPECT_EQ(p.levels[i].side, Side::SELL);
  }
  EXPECT_EQ(p.max_hedge_quantity, coins("1"));
  EXPECT_EQ(p.base_hedge, Quantity{});
  EXPECT_EQ(p.unprotected_note, "no short is held until the price rises 1.00 %; spacing is fixed by grid.volatility");
}

struct SeedRow {
  const char *price, *quantity, *sigma, *wallet, *levels;
  const char *spacing, *step, *sum, *stop, *profit, *upper;
};
// The table measured from the seed, its sums completed to eight decimals.
constexpr SeedRow kSeedRows[] = {
    {"95203.05", "1", ".02", "100000", "5", "952.0305", "0.2", "1", ".04", ".06", "99963.2025"},
    {"95203.05", "1", ".02", "50000", "5", "952.0305", "0.10503865", "0.52519325", ".04", ".06", "99963.2025"},
    {"95203.05", "1", ".04", "100000", "5", "1904.061", "0.2", "1", ".08", ".12", "104723.355"},
    {"95203.05", "1", ".10", "100000", "5", "4760.1525", "0.10503865", "0.52519325", ".20", ".30", "119003.8125"},
    {"95203.05", "2", ".02", "100000", "5", "952.0305", "0.2100773", "1.0503865", ".04", ".06", "99963.2025"},
    {"95203.05", "1", ".005", "100000", "5", "238.007625", "0.2", "1", ".01", ".015", "96393.088125"},
    {"95203.05", "1", ".02", "100000", "10", "952.0305", "0.1", "1", ".04", ".06", "104723.355"},
    {"0.5", "1000", ".05", "100000", "5", "0.0125", "200", "1000", ".10", ".15", "0.5625"},
};

TEST(Plan, HasTheSeedsNumbersInEveryRowOfItsTable) {
  for (const SeedRow& row : kSeedRows) {
    const auto set = [](const char* key, const char* value) { return std::string(key) + "=" + value; };
    const Plan p = plan(exact(), row.price,
                        {set("spot.quantity", row.quantity), set("grid.volatility", row.sigma),
                         set("spot.equity", row.wallet), set("grid.num_levels", row.levels)});
    EXPECT_EQ(p.grid_spacing, price(row.spacing) - Price{}) << row.spacing;
    EXPECT_EQ(p.position_step, coins(row.step)) << row.step;
    EXPECT_EQ(p.max_hedge_quantity, coins(row.sum)) << row.sum;
    EXPECT_EQ(p.stop_loss_pct, ratio(row.stop)) << row.stop;
    EXPECT_EQ(p.take_profit_pct, ratio(row.profit)) << row.profit;
    ASSERT_FALSE(p.levels.empty());
    EXPECT_EQ(p.levels.back().price, price(row.upper)) << row.upper;
  }
}

TEST(Plan, RefusesAVolatilityOfFiftyPerCentADay) {
  const Error error = refusal(exact(), "95203.05", {"grid.volatility=.50"});
  EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
  EXPECT_TRUE(says(error.message, "grid.volatility")) << error.message;

  config::AppConfig by_hand;  // not through the configuration
  by_hand.spot.equity = Money::from_raw(Money::kUnit * 100'000, Currency{});
  by_hand.hedge.grid.volatility = ratio(".5");
  const auto plan = make_plan({.config = by_hand,
                               .hedge = exact(),
                               .reference_price = price("95203.05"),
                               .warnings = {},
                               .effective_text = {}});
  ASSERT_FALSE(plan.has_value());
  EXPECT_EQ(plan.error().code, ErrorCode::kInvalidArgument);
}

TEST(Plan, MirrorsTheGridForBorrowedCoins) {
  const Plan p = plan(btc(), "95203.05", {"grid.direction=LONG", "spot.quantity=-1"});
  ASSERT_EQ(p.levels.size(), 5U);
  EXPECT_EQ(p.levels[0].price, price("94251.00"));
  EXPECT_EQ(p.levels[0].side, Side::BUY);
  EXPECT_EQ(p.unprotected_note, "no long is held until the price falls 1.00 %; spacing is fixed by grid.volatility");
  EXPECT_LT(p.exits[0].stop, p.exits[0].entry);
  EXPECT_GT(p.exits[0].take_profit, p.exits[0].entry);
}

TEST(Plan, ListsTheBuyBacksOfBothAfterTheRungs) {
  const Plan p = plan(btc(), "95203.05", {"grid.direction=BOTH"});
  ASSERT_EQ(p.levels.size(), 10U);
  EXPECT_EQ(p.levels[5].side, Side::BUY);
  EXPECT_TRUE(p.levels[5].reduce_only);
  EXPECT_EQ(p.levels[5].price, price("94251.00"));
  EXPECT_EQ(p.max_hedge_quantity, coins("1"));
}

// ---- exits ---------------------------------------------------------------------------------------------------------

TEST(Plan, ShowsTheExitsOfEveryFillCount) {
  const Plan p = plan(with_tick("0.01"), "100");
  ASSERT_EQ(p.exits.size(), 5U);
  const char* rows[5][3] = {{"101", "105.04", "94.94"},
                            {"101.5", "105.56", "95.41"},
                            {"102", "106.08", "95.88"},
                            {"102.5", "106.60", "96.35"},
                            {"103", "107.12", "96.82"}};
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(p.exits[i].fills, static_cast<int>(i + 1));
    EXPECT_EQ(p.exits[i].entry, price(rows[i][0]));
    EXPECT_EQ(p.exits[i].stop, price(rows[i][1]));
    EXPECT_EQ(p.exits[i].take_profit, price(rows[i][2]));
  }
}

TEST(Plan, ShowsTheExitsOfTheBaseAloneWhenTheyEndTheWholeHedge) {
  const Plan p = plan(with_tick("0.01"), "100", {"hedge.initial=0.5"});
  ASSERT_EQ(p.exits.size(), 6U);
  EXPECT_EQ(p.exits[0].fills, 0);
  EXPECT_EQ(p.exits[0].entry, price("100"));
  EXPECT_EQ(p.exits[0].stop, price("104"));
  EXPECT_EQ(p.exits[0].take_profit, price("94"));
  EXPECT_TRUE(says(p.unprotected_note, "50.00 % of the holding is hedged from the start")) << p.unprotected_note;
  EXPECT_TRUE(says(p.unprotected_note, "ends the whole hedge")) << p.unprotected_note;
}

TEST(Plan, ShowsOnlyTheLaddersExitsWhenTheyEndTheLadder) {
  const Plan p = plan(with_tick("0.01"), "100", {"profile=guarded", "grid.ladder=on"});
  EXPECT_EQ(p.base_hedge, coins("0.9"));
  ASSERT_EQ(p.exits.size(), p.levels.size());
  EXPECT_EQ(p.exits[0].fills, 1);
  EXPECT_EQ(p.exits[0].entry, p.levels[0].price);
}

// ---- guarded, margin -----------------------------------------------------------------------------------------------

TEST(Plan, OfGuardedHoldsTheWholeHedgeFromTheStartUnderADisasterStop) {
  const Plan p = plan(btc(), "95203.05", {"profile=guarded"});
  EXPECT_EQ(p.profile, hedging::Profile::GUARDED);
  EXPECT_TRUE(p.levels.empty());
  EXPECT_TRUE(p.exits.empty());
  EXPECT_EQ(p.base_hedge, coins("1"));
  EXPECT_EQ(p.max_hedge_quantity, coins("1"));
  // (100000 + 95203.05) / 1.004 is the price that takes it; the stop at 0.8 of the way, rounded to the tick.
  EXPECT_EQ(p.liquidation_price, Price::from_raw(19'442'534'860'557));
  EXPECT_EQ(p.disaster_stop, price("174580.80"));
  EXPECT_TRUE(says(p.unprotected_note, "funding")) << p.unprotected_note;
  EXPECT_TRUE(says(p.unprotected_note, "rise of 83.38 % to 174580.80")) << p.unprotected_note;
}

TEST(Plan, StatesTheCashThatSurvivesTheUnattendedRise) {
  const Plan p = plan(btc(), "95203.05");
  // 95203.05 x 1 x (1.45 x 1.004 - 1), up to the cent
  EXPECT_EQ(p.cash_required.to_string(), "43393.56");
  // the five rungs at their prices, over 20
  EXPECT_EQ(p.margin_required.to_string(), "4902.96");
}

TEST(Plan, StatesAWalletThatIsEnoughAndOneCentLessIsNot) {
  const Plan guarded = plan(btc(), "95203.05", {"profile=guarded"});
  EXPECT_TRUE(plan_of(btc(), "95203.05", {"profile=guarded", "spot.equity=" + guarded.cash_required.to_string()}));
  const Money less = guarded.cash_required - Money::from_raw(Money::kUnit / 100, guarded.cash_required.currency());
  const Error error = refusal(btc(), "95203.05", {"profile=guarded", "spot.equity=" + less.to_string()});
  EXPECT_EQ(error.code, ErrorCode::kRefused);
  EXPECT_TRUE(says(error.message, guarded.cash_required.to_string() + " USDT would pass")) << error.message;
}

TEST(Plan, WarnsWhenTheWalletCarriesOnlyPartOfTheGrid) {
  const Plan p = plan(btc(), "95203.05", {"spot.equity=40000", "position.max_size_pct=1"});
  EXPECT_EQ(p.cash_required.to_string(), "43393.56");
  EXPECT_EQ(p.max_hedge_quantity, coins("0.921"));
  EXPECT_TRUE(says(p.warnings, "43393.56 USDT would carry all of it"));
}

TEST(Plan, WarnsWhenTheRiskBasedStepBinds) {
  const Plan p = plan(btc(), "95203.05", {"spot.equity=50000"});
  EXPECT_EQ(p.position_step, coins("0.105"));
  EXPECT_TRUE(says(p.warnings, "position.max_size_pct: the grid carries 0.525 BTC of 1 BTC"));
}

TEST(Plan, RefusesAWalletBelowTheInitialMargin) {
  const Error error = refusal(btc(), "95203.05", {"spot.equity=60000", "fills.leverage=1", "profile=guarded"});
  EXPECT_EQ(error.code, ErrorCode::kRefused);
  EXPECT_TRUE(says(error.message, "95203.05 USDT would pass")) << error.message;
}

// ---- the hash ------------------------------------------------------------------------------------------------------

TEST(Plan, HashesEqualPlansEquallyAndAnyOtherDifferently) {
  const Plan a = plan(btc(), "95203.05");
  EXPECT_EQ(a.plan_hash.size(), 64U);
  EXPECT_EQ(a.plan_hash, plan(btc(), "95203.05").plan_hash);
  EXPECT_NE(a.plan_hash, plan(btc(), "95203.06").plan_hash);
  EXPECT_NE(a.plan_hash, plan(btc(), "95203.05", {"run.on_exit=flatten"}).plan_hash);
  EXPECT_NE(a.plan_hash, plan(with_tick("0.01"), "95203.05").plan_hash);
}

// ---- properties ----------------------------------------------------------------------------------------------------

/// The strategy itself after its first price, the base already held; its venue answers nothing.
hedging::GridStrategy strategy_at(const config::AppConfig& config, const Instrument& hedge, Price at,
                                  const Plan& plan) {
  const Instrument spot = config::spot_leg_of(hedge);
  const std::vector<Instrument> instruments{spot, hedge};
  std::vector<MarketState> markets(2);
  std::vector<Position> positions(2);
  const Event event{.seq = 1,
                    .instrument = kHedgeLeg,
                    .ts_event = Timestamp::from_ms(1),
                    .ts_receive = Timestamp::from_ms(1),
                    .body = TradeTick{.price = at, .quantity = {}, .aggressor = Side::BUY, .roles = kAllRoles}};
  for (MarketState& market : markets) market.absorb(event, hedge);
  const bool is_short = config.hedge.grid.direction != GridDirection::LONG;
  if (!plan.base_hedge.is_zero()) {
    positions[kHedgeLeg.value].apply(hedge, is_short ? Side::SELL : Side::BUY, plan.base_hedge, at);
  }
  StrategyView view;
  view.now = event.ts_event;
  view.instruments = instruments;
  view.markets = markets;
  view.positions = positions;
  view.spot = config.spot.quantity;
  view.spot_price = at;
  view.wallet = plan.wallet;
  view.unrealised = Money(plan.wallet.currency());
  view.margin_guard = config.risk.margin_guard;
  view.cap = position_limit({.instrument = hedge,
                             .hedge = config.hedge,
                             .limits = config.risk,
                             .fills = config.fills,
                             .reference = at,
                             .spot = config.spot.quantity,
                             .wallet = plan.wallet});
  view.may_raise = true;
  hedging::GridStrategy strategy(config.hedge, kSpotLeg, kHedgeLeg);
  Commands commands;
  strategy.on_event(event, view, commands);
  return strategy;
}

RC_GTEST_PROP(Plan, ShowsTheVeryLadderThatTheStrategyBuilds, ()) {
  const Price at = Price::from_raw(*rc::gen::inRange<std::int64_t>(kOne, 200'000 * kOne));
  const bool is_long = *rc::gen::arbitrary<bool>();
  const char* direction = is_long ? "LONG" : *rc::gen::elementOf(std::vector<const char*>{"SHORT", "BOTH"});
  const Quantity holding = Quantity::from_raw(*rc::gen::inRange<std::int64_t>(kOne / 100, 20 * kOne));
  const Sets sets{
      "spot.quantity=" + (is_long ? -holding : holding).to_string(),
      "spot.equity=" + std::to_string(*rc::gen::inRange(10'000, 3'000'000)),
      std::string("grid.direction=") + direction,
      "grid.num_levels=" + std::to_string(*rc::gen::inRange(1, 40)),
      std::string("profile=") + *rc::gen::elementOf(std::vector<const char*>{"classic", "guarded"}),
      std::string("grid.spacing=") + *rc::gen::elementOf(std::vector<const char*>{"arithmetic", "geometric"}),
      "grid.ladder=on"};
  config::ConfigInputs inputs;
  inputs.sets = sets;
  const auto loaded = config::load_config(inputs);
  RC_ASSERT(loaded.has_value());
  const config::AppConfig config = config::in_quote_currency(loaded->config, btc().settle());
  const auto plan =
      make_plan({.config = config, .hedge = btc(), .reference_price = at, .warnings = {}, .effective_text = {}});
  RC_PRE(plan.has_value());
  const hedging::GridStrategy strategy = strategy_at(config, btc(), at, *plan);
  RC_ASSERT(strategy.ladder().built());
  RC_ASSERT(strategy.ladder().geometry().spacing == plan->grid_spacing);
  RC_ASSERT(strategy.ladder().step() == plan->position_step);
  const auto& rungs = strategy.ladder().rungs();
  const auto& backs = strategy.ladder().buy_backs();
  RC_ASSERT(rungs.size() + backs.size() == plan->levels.size());
  for (std::size_t i = 0; i < plan->levels.size(); ++i) {
    const hedging::GridLevel& level = i < rungs.size() ? rungs[i].level : backs[i - rungs.size()].level;
    RC_ASSERT(level.price == plan->levels[i].price);
    RC_ASSERT(level.quantity == plan->levels[i].quantity);
  }
  if (plan->disaster_stop.known()) RC_ASSERT(strategy.disaster_price() == plan->disaster_stop);
}

RC_GTEST_PROP(Plan, ServesEveryHoldingWithinItsLimitsOrSaysWhatWouldPass, ()) {
  const auto holding = *rc::gen::inRange<std::int64_t>(1, 20 * kOne);
  const auto wallet = *rc::gen::inRange<std::int64_t>(1, 3'000'000);
  const auto at = *rc::gen::inRange<std::int64_t>(kOne / 100, 200'000 * kOne);
  const auto levels = *rc::gen::inRange(1, 40);
  const bool guarded = *rc::gen::arbitrary<bool>();
  const Sets sets{"spot.quantity=" + Quantity::from_raw(holding).to_string(), "spot.equity=" + std::to_string(wallet),
                  "grid.num_levels=" + std::to_string(levels),
                  std::string("profile=") + (guarded ? "guarded" : "classic"), "grid.ladder=on"};
  const auto result = plan_of(btc(), Price::from_raw(at).to_string().c_str(), sets);
  if (!result) {
    RC_ASSERT(result.error().code == ErrorCode::kRefused);
    RC_ASSERT(says(result.error().message, "would pass"));
    return;
  }
  const Plan& p = *result;
  Quantity resting = p.base_hedge;
  for (const PlanLevel& level : p.levels) {
    RC_ASSERT(level.quantity >= p.instrument.minimum_quantity(level.price));
    RC_ASSERT(p.instrument.on_tick(level.price));
    resting += level.quantity;
  }
  RC_ASSERT(resting == p.max_hedge_quantity);
  RC_ASSERT(p.max_hedge_quantity.raw() <= holding);
  RC_ASSERT(p.margin_required <= p.wallet);
  for (const PlanShock& shock : p.shocks) {
    RC_ASSERT(shock.net_pnl == shock.holding_pnl + shock.hedge_pnl);
    RC_ASSERT(shock.hedge_pnl.raw() >= -p.wallet.raw());
    RC_ASSERT(shock.margin_ratio >= 0);
    RC_ASSERT(shock.margin_ratio <= 1);
  }
}

}  // namespace
}  // namespace alpha_pulse::session
