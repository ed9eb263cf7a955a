#include "support/virtual_run.hpp"

/// Complaints of other programs' users, row by row, that only a whole run can answer.
namespace alpha_pulse::tests {
namespace {

using market::Scenario;
using session::test::coins;

const char* const kDoubt = "\n - {match: {method: POST, path: /fapi/v1/order}, kind: 5xx_after, probability: 0.3}";

session::SimRunResult played(VirtualRun& run, VirtualRun::Sets sets, Duration duration,
                             const std::function<void()>& each = {}) {
  auto result = run.play(std::move(sets), duration, each);
  if (result) return *result;
  ADD_FAILURE() << result.error().message;
  return {.summary = session::RunSummary(engine::AccountTerms(Currency("USDT"))), .time = {}};
}

TEST(PeerRow, R04_ASaleOfTheCoinTakesTheHedgeBackAndOpensNothing) {
  VirtualRun run(moving(Scenario::CALM));
  const Timestamp begin = run.exchange.world.clock.now();
  bool sold = false;
  std::size_t before = 0;
  played(run, {"profile=guarded"}, Duration::minutes(10), [&] {
    if (sold || run.exchange.world.clock.now() < begin + Duration::minutes(5)) return;
    sold = true;
    before = run.placed().size();
    simulator::SpotOrderRequest sale;
    sale.side = Side::SELL;
    sale.kind = simulator::OrderKind::MARKET;
    sale.quantity = coins("0.5");
    EXPECT_TRUE(run.exchange.desk->exchange().spot.place(ExchangeWorld::kAccount, sale));
  });
  ASSERT_TRUE(sold);
  EXPECT_LE(run.exchange.position().magnitude(), coins("0.52")) << "the band's upper edge over half a coin";
  EXPECT_GE(run.exchange.position().magnitude(), coins("0.48"));
  for (const OrderSpec& spec : run.placed()) {
    if (before > 0) {
      --before;
      continue;
    }
    EXPECT_EQ(spec.side, Side::BUY) << to_string(spec.slot.kind);
  }
}

/// The orders that left after a person, or the end of the run, had asked to flatten.
std::vector<OrderSpec> after_flatten(const MemoryJournal& journal) {
  std::vector<OrderSpec> specs;
  bool asked = false;
  for (const engine::JournalRecord& record : journal.records) {
    if (const auto* event = record.as<Event>()) asked = asked || event->as<OperatorRequested>() != nullptr;
    const auto* command = record.as<engine::CommandRecord>();
    if (asked && command != nullptr && std::holds_alternative<PlaceOrder>(command->command)) {
      specs.push_back(spec_of(command->command));
    }
  }
  return specs;
}

TEST(PeerRow, R09_AStopOverAWireThatLosesAnswersClosesOnceAndToTheLastCoin) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    VirtualRun run(moving(Scenario::RANGE, seed), kDoubt);
    const auto result = played(run, {"profile=guarded", "run.on_exit=flatten"}, Duration::minutes(4));
    EXPECT_TRUE(run.exchange.position().is_zero()) << seed;
    EXPECT_TRUE(run.exchange.open_orders().empty()) << seed;
    ASSERT_TRUE(result.books) << seed;
    EXPECT_TRUE(result.books->equal()) << seed;
  }
}

TEST(PeerRow, R11_BehindAStopNothingLeavesThatRaises) {
  VirtualRun run(moving(Scenario::RANGE), kDoubt);
  played(run, {"profile=guarded", "run.on_exit=flatten"}, Duration::seconds(20));  // in the middle of building
  const std::vector<OrderSpec> after = after_flatten(run.journal);
  for (const OrderSpec& spec : after) EXPECT_TRUE(spec.reduce_only) << to_string(spec.slot.kind);
  EXPECT_TRUE(run.exchange.position().is_zero());
}

TEST(PeerRow, R18_ALevelHasOneOrderHoweverManyAnswersAreLost) {
  VirtualRun run(moving(Scenario::RANGE), kDoubt);
  std::size_t most = 0;
  played(run, {"profile=classic"}, Duration::minutes(10), [&] {
    std::map<std::pair<Side, Price>, int> levels;
    for (const simulator::Order& order : run.exchange.open_orders()) {
      EXPECT_EQ(++levels[std::pair(order.side, order.price)], 1) << order.price.to_string();
    }
    most = std::max(most, levels.size());
  });
  EXPECT_GT(most, 1U) << "a ladder stood";
  EXPECT_FALSE(run.exchange.faults.empty());
}

TEST(PeerRow, R23_APositionOfUnknownOriginIsNoBeginning) {
  VirtualRun run(moving(Scenario::CALM));
  simulator::OrderRequest by_hand;
  by_hand.side = Side::SELL;
  by_hand.kind = simulator::OrderKind::MARKET;
  by_hand.quantity = coins("0.25");
  ASSERT_TRUE(run.exchange.venue().place(ExchangeWorld::kAccount, by_hand));
  const auto result = run.play({"profile=guarded"}, Duration::minutes(1));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kRefused);
  EXPECT_NE(result.error().message.find("-0.25"), std::string::npos) << result.error().message;
  EXPECT_EQ(run.exchange.position(), coins("-0.25")) << "left alone";
}

TEST(PeerRow, R35_NoStopIsPlacedOrLeftWhereThereIsNothingToProtect) {
  VirtualRun run(moving(Scenario::RANGE));
  played(run, {"profile=guarded", "run.on_exit=flatten"}, Duration::minutes(4));
  EXPECT_TRUE(run.exchange.position().is_zero());
  EXPECT_TRUE(run.exchange.open_stops().empty());
  for (const OrderSpec& spec : after_flatten(run.journal)) EXPECT_FALSE(is_protective(spec.slot.kind));
}

TEST(PeerRow, R77_AFewStopsAreEnoughSoThatNoBatchIsNeeded) {
  VirtualRun run(moving(Scenario::CRASH));
  std::size_t most = 0;
  played(run, {"profile=guarded"}, Duration::minutes(20),
         [&] { most = std::max(most, run.exchange.open_stops().size()); });
  EXPECT_GE(most, 1U);
  EXPECT_LE(most, 6U) << "three exits, two of each while one replaces the other";
}

TEST(PeerRow, R78_WhileThereIsAPositionAStopStands) {
  VirtualRun run(moving(Scenario::RANGE));
  std::size_t canceled = 0;
  run.exchange.change = [&](const Asked& asked, net::ServerReply&) {
    if (asked.what() != "DELETE /fapi/v1/algoOrder") return;
    ++canceled;
    EXPECT_TRUE(run.exchange.position().is_zero() || !run.exchange.open_stops().empty()) << canceled;
  };
  played(run, {"profile=guarded", "run.on_exit=flatten"}, Duration::minutes(10));
  EXPECT_GT(canceled, 0U);
}

TEST(PeerRow, R83_OurLiquidationPriceIsTheExchanges) {
  VirtualRun run(moving(Scenario::CALM));
  const auto result = played(run, {"profile=guarded"}, Duration::minutes(5));
  const auto figures = run.exchange.venue().positions(ExchangeWorld::kAccount, ExchangeWorld::kPerpetual).front();
  ASSERT_FALSE(figures.amount.is_zero());
  const double ours = result.summary.liquidation_price.to_double();
  EXPECT_NEAR(ours, figures.liquidation.to_double(), 1.0);
}

}  // namespace
}  // namespace alpha_pulse::tests
