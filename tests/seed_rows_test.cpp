// The seed's names and what each must mean, row by row of the compatibility table; the rows that people touch from
// outside (modes, files, command line, logs, restart) stand in seed_rows_outside_test.cpp.
#include <cmath>
#include <limits>

#include "alpha_pulse/data_pipeline/exchange_data_provider.hpp"
#include "alpha_pulse/hedging/grid_hedge_config.hpp"
#include "alpha_pulse/hedging/risk_analysis.hpp"
#include "support/commands.hpp"

namespace alpha_pulse::tests {
namespace {

using hedging::GridHedgeConfig;

hedging::HedgeGridRequest documented_example() {
  hedging::HedgeGridRequest request;
  request.symbol = "BTCUSDT";
  request.current_price = *Price::parse("95203.05");
  request.spot_quantity = Quantity::from_raw(kOne);
  request.portfolio_value = *Money::parse("100000", Currency("USDT"));
  return request;
}

std::vector<Event> at_prices(const std::vector<double>& factors) {
  std::vector<Event> path;
  for (std::size_t i = 0; i < factors.size(); ++i) {
    path.push_back(
        print(kPathStart + Duration::minutes(static_cast<std::int64_t>(i)), cents(kStartPrice * factors[i])));
  }
  return path;
}

/// The live orders of one purpose.
std::vector<Order> working(const backtest::ClosedLoop& loop, SlotKind kind) {
  std::vector<Order> orders;
  for (const Order& order : loop.engine().tracker().live()) {
    if (order.spec.slot.kind == kind) orders.push_back(order);
  }
  return orders;
}

TEST(SeedRow_TradingMode, TakesTheThreeInAnyCaseAndNamesThemForAnythingElse) {
  using execution::TradingMode;
  for (const char* text : {"REAL", "real", "Real"}) EXPECT_EQ(execution::parse_trading_mode(text), TradingMode::REAL);
  EXPECT_EQ(execution::parse_trading_mode("paper"), TradingMode::PAPER);
  EXPECT_EQ(execution::parse_trading_mode("recommendation"), TradingMode::RECOMMENDATION);
  const auto other = execution::parse_trading_mode("DEMO");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().message, "Invalid trading_mode: DEMO. Must be one of: REAL, PAPER, or RECOMMENDATION");
}

TEST(SeedRow_Order, KnowsEveryTypeAndStateAndEndsOnce) {
  EXPECT_EQ(to_string(OrderType::LIMIT), "LIMIT");
  EXPECT_EQ(to_string(OrderType::MARKET), "MARKET");
  for (const OrderType type : {OrderType::STOP_MARKET, OrderType::TAKE_PROFIT_MARKET})
    EXPECT_TRUE(is_conditional(type));
  EXPECT_EQ(advance(OrderState::PARTIALLY_FILLED, OrderState::ACCEPTED), OrderState::PARTIALLY_FILLED);
  EXPECT_EQ(advance(OrderState::FILLED, OrderState::CANCELED), OrderState::FILLED);
}

TEST(SeedRow_Position, HoldsTheShortApartFromTheHoldingWithItsAverageEntry) {
  const auto loop = run({.hedge = classic()}, at_prices({1, 1.0105, 1.0205, 1.0205}));
  const auto& portfolio = loop->engine().portfolio();
  EXPECT_EQ(portfolio.position().quantity().to_string(), "-0.40000000");
  EXPECT_EQ(portfolio.spot().to_string(), "1.00000000");
  const Price entry = portfolio.position().entry(loop->engine().instruments()[kHedgeLeg.value]);
  EXPECT_EQ(entry.to_string(), "96631.15");  // the mean of 96155.10 and 97107.20
}

TEST(SeedRow_ExchangeType, NamesTheVenuesAndNothingElse) {
  using data_pipeline::ExchangeType;
  EXPECT_EQ(data_pipeline::parse_exchange_type("Binance"), ExchangeType::BINANCE);
  EXPECT_EQ(data_pipeline::parse_exchange_type("bybit"), ExchangeType::BYBIT);
  EXPECT_FALSE(data_pipeline::parse_exchange_type("kraken"));
}

TEST(SeedRow_ExchangeDataProvider, GivesAPriceOrNothingAndRefusesAbsurdOnes) {
  data_pipeline::ExchangeDataProvider provider({.exchange_type = data_pipeline::ExchangeType::SIM});
  EXPECT_FALSE(provider.get_current_price("BTCUSDT"));  // not initialised
  ASSERT_TRUE(provider.initialize());
  EXPECT_FALSE(provider.get_price("BTCUSDT"));  // nothing delivered yet: nothing, not a guess
  ASSERT_TRUE(provider.get_current_price("BTCUSDT"));
  EXPECT_FALSE(provider.get_current_price("DOGEUSDT"));

  auto loop = make_loop({.hedge = classic()});  // bad ticks never become an order or a stop
  for (const Event& event : at_prices({1, 0, -1, 1})) loop->push(event);
  EXPECT_EQ(loop->engine().counters().refused_prices, 2U);
  EXPECT_EQ(loop->strategy()->state(), ProgramState::ACTIVE);
}

TEST(SeedRow_GridDirection, SellsAboveForShortBuysBelowForLongAndBothOnBothSides) {
  hedging::HedgeSettings hedge = classic();
  const auto shorts = run({.hedge = hedge}, at_prices({1, 1}));
  for (const Order& order : working(*shorts, SlotKind::GRID_OPEN)) {
    EXPECT_EQ(order.spec.side, Side::SELL);
    EXPECT_GT(order.spec.price, cents(kStartPrice));
  }
  hedge.grid.direction = GridDirection::LONG;
  const auto longs = run({.hedge = hedge, .spot = Quantity::from_raw(-kOne)}, at_prices({1, 1}));
  EXPECT_EQ(working(*longs, SlotKind::GRID_OPEN).size(), 5U);
  for (const Order& order : working(*longs, SlotKind::GRID_OPEN)) {
    EXPECT_EQ(order.spec.side, Side::BUY);
    EXPECT_LT(order.spec.price, cents(kStartPrice));
  }
  hedge.grid.direction = GridDirection::BOTH;
  const auto both = run({.hedge = hedge}, at_prices({1, 1.0105, 1.0105}));
  EXPECT_EQ(working(*both, SlotKind::GRID_OPEN).size(), 4U);
  const auto below = working(*both, SlotKind::GRID_CLOSE);
  ASSERT_EQ(below.size(), 1U);  // as far as the hedge covers it
  EXPECT_TRUE(below.front().spec.reduce_only);
  EXPECT_LT(below.front().spec.price, cents(kStartPrice));
}

TEST(SeedRow_GridLevel, HasAPriceAQuantityASideAndTheOrderThatStandsForIt) {
  const auto config = GridHedgeConfig::create_hedge_grid(documented_example());
  ASSERT_TRUE(config);
  const auto loop = run({.hedge = classic()}, at_prices({1, 1}));
  const auto orders = working(*loop, SlotKind::GRID_OPEN);
  ASSERT_EQ(orders.size(), config->grid_levels.size());
  for (const Order& order : orders) {
    const auto& level = config->grid_levels[order.spec.slot.index];
    EXPECT_FALSE(level.is_long);
    EXPECT_EQ(order.spec.quantity, level.quantity);
    EXPECT_GE(order.spec.price, level.price);  // sells round up, by less than a tick
    EXPECT_LT((order.spec.price - level.price).raw(), kOne / 10);
    EXPECT_NE(order.id, ClientOrderId{});
  }
}

TEST(SeedRow_CreateHedgeGrid, WorksWithoutAKnownPortfolioValueAndSumsExactly) {
  auto request = documented_example();
  request.portfolio_value.reset();
  for (int thousandths = 1; thousandths <= 2000; ++thousandths) {  // a seventh of these were once refused
    request.spot_quantity = Quantity::from_raw(kOne / 1000 * thousandths);
    const auto config = GridHedgeConfig::create_hedge_grid(request);
    ASSERT_TRUE(config) << thousandths << ": " << config.error().message;
    Quantity sum;
    for (const auto& level : config->grid_levels) sum = sum + level.quantity;
    ASSERT_LE(sum, request.spot_quantity);
    ASSERT_LT((request.spot_quantity - sum).raw(), 5);  // five levels leave less than five units
  }
}

TEST(SeedRow_CreateSymmetricGrid, StandsEvenlyAroundItsCentre) {
  const auto config = GridHedgeConfig::create_symmetric_grid({.symbol = "BTCUSDT",
                                                              .center_price = *Price::parse("40000"),
                                                              .grid_spacing = *Price::parse("100") - Price{},
                                                              .num_levels = 3,
                                                              .position_step_size = *Quantity::parse("0.001"),
                                                              .max_position_size = *Quantity::parse("0.01"),
                                                              .grid_direction = GridDirection::BOTH});
  ASSERT_TRUE(config);
  std::string longs, shorts;
  for (const auto& level : config->grid_levels) (level.is_long ? longs : shorts) += level.price.to_string() + " ";
  EXPECT_EQ(longs, "39900.00 39800.00 39700.00 ");
  EXPECT_EQ(shorts, "40100.00 40200.00 40300.00 ");
}

TEST(SeedRow_Validate, RefusesInTheSeedsWords) {
  const auto good = GridHedgeConfig::create_hedge_grid(documented_example());
  ASSERT_TRUE(good && good->validate());
  const auto refusal = [&](const auto& spoil) {
    GridHedgeConfig config = *good;
    spoil(config);
    const auto valid = config.validate();
    return valid ? std::string("accepted") : valid.error().message;
  };
  EXPECT_NE(refusal([](auto& c) { c.grid_levels.clear(); }).find("No grid levels defined"), std::string::npos);
  EXPECT_NE(
      refusal([](auto& c) { c.upper_price = c.lower_price; }).find("Upper price must be greater than lower price"),
      std::string::npos);
  EXPECT_NE(refusal([](auto& c) { c.grid_spacing = {}; }).find("Grid spacing must be positive"), std::string::npos);
  EXPECT_NE(refusal([](auto& c) {
              c.max_position_size = Quantity::from_raw(1);
            }).find("Max position size must be greater than step size"),
            std::string::npos);
  EXPECT_NE(refusal([](auto& c) { c.max_position_size = *Quantity::parse("0.5"); }).find("Total possible position"),
            std::string::npos);
}

TEST(SeedRow_GridSpacing, IsPriceTimesHalfTheVolatility) {
  EXPECT_EQ(GridHedgeConfig::create_hedge_grid(documented_example())->grid_spacing.raw(), 95'203'050'000);  // 952.0305
}

TEST(SeedRow_PositionStep, IsTheHoldingOverTheLevelsOrWhatTheRiskAllows) {
  auto request = documented_example();
  EXPECT_EQ(GridHedgeConfig::create_hedge_grid(request)->position_step_size.to_string(), "0.20000000");
  request.portfolio_value = *Money::parse("50000", Currency("USDT"));
  EXPECT_EQ(GridHedgeConfig::create_hedge_grid(request)->position_step_size.to_string(), "0.10503865");
}

TEST(SeedRow_StopLossAndTakeProfit, AreTwoAndThreeSigmaOrTheValueAtRiskAndNeverOnTheWrongSide) {
  auto request = documented_example();
  EXPECT_EQ(GridHedgeConfig::create_hedge_grid(request)->stop_loss_pct.to_string(), "0.04");
  EXPECT_EQ(GridHedgeConfig::create_hedge_grid(request)->take_profit_pct.to_string(), "0.06");
  std::vector<double> returns;
  for (int i = -5; i <= 5; ++i) returns.push_back(0.01 * i);
  request.historical_returns = returns;
  const auto measured = GridHedgeConfig::create_hedge_grid(request);
  ASSERT_TRUE(measured);
  EXPECT_EQ(measured->stop_loss_pct.to_string(), "0.045");
  EXPECT_EQ(measured->take_profit_pct.to_string(), "0.0675");  // of a positive stop, so it is a profit
}

TEST(SeedRow_PlacedAndMonitored, ProtectionStandsWheneverAShortStandsAndCoversItAtItsEntry) {
  auto loop = make_loop({.hedge = classic()});
  for (const Event& event : make_path({.kind = PathKind::SINE, .ticks = 2000, .amplitude = 0.035, .cycles = 2})) {
    loop->push(event);
    const auto& position = loop->engine().portfolio().position();
    if (position.flat()) continue;
    const auto stops = working(*loop, SlotKind::STOP_LOSS);
    ASSERT_FALSE(stops.empty());
    const Order& stop = stops.back();
    ASSERT_EQ(stop.spec.side, Side::BUY);
    ASSERT_TRUE(stop.spec.reduce_only);
    ASSERT_GE(stop.spec.quantity, -position.quantity());
    const Instrument& hedge = loop->engine().instruments()[kHedgeLeg.value];
    ASSERT_EQ(stop.spec.trigger, position.entry_times(hedge, *Ratio::parse("1.04"), false));
    ASSERT_EQ(working(*loop, SlotKind::TAKE_PROFIT).back().spec.trigger,
              position.entry_times(hedge, *Ratio::parse("0.94"), true));
  }
}

TEST(SeedRow_CancelsAllWhenTriggered, LeavesNothingWorkingAndPlacesNothingUntilReArmed) {
  const auto loop = run({.hedge = classic()}, at_prices({1, 1.0105, 1.07, 1.07, 1.01, 1.02, 0.99, 1.05}));
  EXPECT_EQ(loop->strategy()->state(), ProgramState::STOPPED);
  EXPECT_TRUE(loop->engine().tracker().live().empty());
  EXPECT_TRUE(loop->engine().portfolio().position().flat());
}

TEST(SeedRow_MaximumPositionLimits, CountWhatIsHeldAndEverythingThatMayStillFill) {
  auto loop = make_loop({.hedge = classic()});
  for (const Event& event : make_path({.kind = PathKind::SINE, .ticks = 3000, .amplitude = 0.06, .cycles = 5})) {
    loop->push(event);
    Quantity worst = -loop->engine().portfolio().position().quantity();
    for (const Order& order : working(*loop, SlotKind::GRID_OPEN)) worst = worst + order.remaining();
    ASSERT_LE(worst, Quantity::from_raw(kOne));
  }
}

TEST(SeedRow_HedgeRatio, IsMeasuredAgainstTheHoldingAndBroughtBackInsideItsLimits) {
  auto loop = make_loop({.hedge = guarded()});
  for (const Event& event : at_prices(std::vector<double>(30, 1))) loop->push(event);
  EXPECT_EQ(*loop->engine().portfolio().hedge_ratio(), Ratio::one());
  Event bought;
  bought.instrument = kSpotLeg;
  bought.ts_event = bought.ts_receive = kPathStart + Duration::minutes(30);
  bought.body = SpotBalanceChanged{.change = Quantity::from_raw(kOne / 2)};
  loop->push(bought);  // 1.5 coins held, 1.0 sold: 0.67
  for (int i = 31; i < 40; ++i) loop->push(print(kPathStart + Duration::minutes(i), cents(kStartPrice)));
  EXPECT_GE(*loop->engine().portfolio().hedge_ratio(), guarded().ratio.min);
  EXPECT_LE(*loop->engine().portfolio().hedge_ratio(), Ratio::one());
}

TEST(SeedRow_RebalanceInterval, SendsNothingWhenNothingChangedHoweverLong) {
  const auto loop = run({.hedge = classic()}, make_path({.kind = PathKind::FLAT}));
  EXPECT_EQ(loop->engine().counters().orders_placed, 6U);  // five rungs and a stop
  EXPECT_EQ(loop->engine().counters().orders_canceled, 0U);
}

TEST(SeedRow_OrderTimeoutAndMaxOrders, ReplaceOldOrdersAndKeepOnlyTheNearest) {
  hedging::HedgeSettings hedge = classic();
  hedge.grid.max_orders = 2;
  const auto few = run({.hedge = hedge}, at_prices({1, 1}));
  const auto rungs = working(*few, SlotKind::GRID_OPEN);
  ASSERT_EQ(rungs.size(), 2U);
  EXPECT_EQ(std::max(rungs[0].spec.slot.index, rungs[1].spec.slot.index), 1);

  hedge = classic();
  hedge.grid.order_timeout = Duration::minutes(10);
  const auto timed = run({.hedge = hedge}, at_prices(std::vector<double>(15, 1)));
  EXPECT_EQ(timed->engine().counters().orders_canceled, 5U);
  EXPECT_EQ(working(*timed, SlotKind::GRID_OPEN).size(), 5U);
}

TEST(SeedRow_MaxDrawdown, HaltsTakesTheGridAwayAndKeepsTheStop) {
  hedging::HedgeSettings hedge = classic();
  hedge.ratio.initial = *Ratio::parse("0.5");
  const auto loop =
      run({.hedge = hedge, .max_drawdown = *Ratio::parse("0.01")}, at_prices({1, 1, 0.99, 0.98, 0.97, 0.96, 0.955}));
  EXPECT_EQ(loop->strategy()->state(), ProgramState::HALTED);
  EXPECT_EQ(loop->strategy()->reason(), Reason::MAX_DRAWDOWN);
  EXPECT_TRUE(working(*loop, SlotKind::GRID_OPEN).empty());
  EXPECT_FALSE(working(*loop, SlotKind::STOP_LOSS).empty());
}

TEST(SeedRow_PaperBroker, TakesRealPricesBooksAtTheLimitAndConservesEveryUnit) {
  MemoryJournal journal;
  const auto loop = run({.hedge = classic(), .journal = &journal}, at_prices({1, 1.0305, 1.0305, 1.07, 1.07}));
  for (const auto& record : journal.records) {
    const auto* event = record.as<Event>();
    const auto* filled = event == nullptr ? nullptr : event->as<OrderFilled>();
    if (filled == nullptr || filled->fill.side == Side::BUY) continue;
    EXPECT_LE(filled->fill.price, cents(kStartPrice * 1.0501));  // a gap never improves a limit
    EXPECT_TRUE(filled->fill.fee.raw() > 0);
  }
  EXPECT_EQ(loop->engine().portfolio().residual().raw(), 0);
}

}  // namespace
}  // namespace alpha_pulse::tests
