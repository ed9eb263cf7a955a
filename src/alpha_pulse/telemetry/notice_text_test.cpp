#include "alpha_pulse/telemetry/notice_text.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/telemetry/test_words.hpp"

namespace alpha_pulse::telemetry {
namespace {

LogLine said(const Notice& notice) {
  return render(notice, btc());
}
LogLine info(std::string message) {
  return {.level = Level::INFO, .message = std::move(message)};
}
LogLine warning(std::string message) {
  return {.level = Level::WARNING, .message = std::move(message)};
}

GridBuilt seeds_grid() {
  return {.spot = quantity("1"),
          .price = price("95203.05"),
          .spacing = price("952.0305") - Price{},
          .step = quantity("0.2"),
          .stop_loss = ratio("0.04"),
          .take_profit = ratio("0.06")};
}

OrderSpec order(SlotKind slot, Side side, OrderType type = OrderType::LIMIT) {
  OrderSpec spec;
  spec.instrument = kHedgeLeg;
  spec.slot.kind = slot;
  spec.side = side;
  spec.type = type;
  spec.quantity = quantity("0.2");
  if (type == OrderType::LIMIT) spec.price = price("96155.1");
  if (is_conditional(type)) spec.trigger = price("99143.1");
  return spec;
}

TEST(NoticeText, CreatesTheGridInTheSeedsWords) {
  EXPECT_EQ(said(seeds_grid()),
            info("Creating hedge grid for BTCUSDT - Spot: 1.00000000, Price: 95203.05, Grid Spacing: 952.03, Position "
                 "Step: 0.20000000, Stop Loss: 4.00%, Take Profit: 6.00%"));
}

TEST(NoticeText, SaysTheSameForAGridAfterRearming) {
  GridBuilt again = seeds_grid();
  again.reason = Reason::REARMED;
  EXPECT_EQ(said(again), said(seeds_grid()));
}

TEST(NoticeText, NamesTheReasonOfARespacedGrid) {
  GridBuilt moved = seeds_grid();
  moved.reason = Reason::VOLATILITY_MOVED;
  EXPECT_EQ(said(moved),
            info("Re-spacing hedge grid for BTCUSDT - Spot: 1.00000000, Price: 95203.05, Grid Spacing: 952.03, "
                 "Position Step: 0.20000000, Stop Loss: 4.00%, Take Profit: 6.00%, Reason: volatility_moved"));
}

TEST(NoticeText, PlacesOrdersBySlot) {
  const auto placed = [](const OrderSpec& spec) { return said(OrderPlaced{.spec = spec}); };
  EXPECT_EQ(placed(order(SlotKind::GRID_OPEN, Side::SELL)), info("Placed sell order at 96155.10 for 0.200"));
  EXPECT_EQ(placed(order(SlotKind::GRID_OPEN, Side::BUY)), info("Placed buy order at 96155.10 for 0.200"));
  EXPECT_EQ(placed(order(SlotKind::GRID_CLOSE, Side::BUY)), info("Placed reduce-only buy order at 96155.10 for 0.200"));
  EXPECT_EQ(placed(order(SlotKind::STOP_LOSS, Side::BUY, OrderType::STOP_MARKET)),
            info("Placed stop loss order at 99143.10 for 0.200"));
  EXPECT_EQ(placed(order(SlotKind::TAKE_PROFIT, Side::BUY, OrderType::TAKE_PROFIT_MARKET)),
            info("Placed take profit order at 99143.10 for 0.200"));
  EXPECT_EQ(placed(order(SlotKind::DISASTER_STOP, Side::BUY, OrderType::STOP_MARKET)),
            info("Placed disaster stop order at 99143.10 for 0.200"));
  EXPECT_EQ(placed(order(SlotKind::FLATTEN, Side::BUY, OrderType::MARKET)),
            info("Placed flatten buy order at market for 0.200"));
}

TEST(NoticeText, TellsAMakerRebalanceFromATaker) {
  OrderSpec spec = order(SlotKind::REBALANCE, Side::SELL);
  spec.time_in_force = TimeInForce::GTX;
  EXPECT_EQ(said(OrderPlaced{.spec = spec}), info("Placed maker sell rebalance order at 96155.10 for 0.200"));
  spec.time_in_force = TimeInForce::IOC;
  EXPECT_EQ(said(OrderPlaced{.spec = spec}), info("Placed taker sell rebalance order at 96155.10 for 0.200"));
}

TEST(NoticeText, CancelsAtTheOrdersPrice) {
  EXPECT_EQ(said(OrderCancelRequested{.spec = order(SlotKind::GRID_OPEN, Side::SELL)}),
            info("Cancelling order at price 96155.10"));
  EXPECT_EQ(said(OrderCancelRequested{.spec = order(SlotKind::STOP_LOSS, Side::BUY, OrderType::STOP_MARKET)}),
            info("Cancelling stop loss order at price 99143.10"));
}

TEST(NoticeText, TellsATriggeredExitWithoutTheNoiseOfAFraction) {
  const Price noisy = price("99143.18960001");
  EXPECT_EQ(said(ExitTriggered{.exit = SlotKind::STOP_LOSS, .price = noisy}),
            warning("Stop loss triggered at 99143.19"));
  EXPECT_EQ(said(ExitTriggered{.exit = SlotKind::TAKE_PROFIT, .price = noisy}),
            info("Take profit triggered at 99143.19"));
  EXPECT_EQ(said(ExitTriggered{.exit = SlotKind::DISASTER_STOP, .price = noisy}),
            warning("Disaster stop triggered at 99143.19"));
}

TEST(NoticeText, WeighsAChangeOfStateByWhereItLeads) {
  const auto changed = [](ProgramState to, Reason why) {
    return said(StateChanged{.from = ProgramState::STARTING, .to = to, .reason = why});
  };
  EXPECT_EQ(changed(ProgramState::ACTIVE, Reason::NONE), info("State changed from STARTING to ACTIVE"));
  EXPECT_EQ(changed(ProgramState::STOPPED, Reason::STOP_LOSS),
            warning("State changed from STARTING to STOPPED (stop_loss)"));
  EXPECT_EQ(changed(ProgramState::REDUCING, Reason::MARGIN_GUARD).level, Level::WARNING);
  EXPECT_EQ(changed(ProgramState::HALTED, Reason::MAX_DRAWDOWN).level, Level::ERROR);
  EXPECT_EQ(changed(ProgramState::SAFE, Reason::ACCOUNT_BROKEN).level, Level::ERROR);
}

TEST(NoticeText, TellsAChangeOfReasonAloneWithoutAChangeOfState) {
  const auto because = [](Reason why) {
    return said(StateChanged{.from = ProgramState::ACTIVE, .to = ProgramState::ACTIVE, .reason = why});
  };
  EXPECT_EQ(because(Reason::BUILDING_HEDGE), info("State ACTIVE: building_hedge"));
  EXPECT_EQ(because(Reason::NONE), info("State ACTIVE: reason cleared"));
}

TEST(NoticeText, SaysWhyACommandWasRefused) {
  const OrderSpec spec = order(SlotKind::GRID_OPEN, Side::SELL);
  EXPECT_EQ(said(CommandRefused{.spec = spec, .reason = Reason::MARGIN_GUARD, .detail = ""}),
            warning("Refused sell order at 96155.10 for 0.200: margin_guard"));
  EXPECT_EQ(said(CommandRefused{.spec = spec, .reason = Reason::BAD_FILTER, .detail = "price not on the tick"}),
            warning("Refused sell order at 96155.10 for 0.200: bad_filter, price not on the tick"));
}

TEST(NoticeText, TellsWhenTheHedgeStands) {
  EXPECT_EQ(said(HedgeReached{.hedge_ratio = ratio("0.9004"), .since_first_price = Duration::milliseconds(12'345)}),
            info("Hedge of BTCUSDT at 90.04% of the holding, 12.35 s after the first price"));
}

TEST(NoticeText, WarnsInPlainWords) {
  using About = Warned::About;
  const auto warned = [](About about) {
    return said(Warned{.about = about, .price = price("99143.1"), .quantity = quantity("0.0005")});
  };
  EXPECT_EQ(warned(About::STOP_INSIDE_GRID),
            warning("Stop loss at 99143.10 lies inside the grid: the rungs beyond it rest until it triggers"));
  EXPECT_EQ(warned(About::DUST), warning("Holding of 0.00050000 that cannot be hedged: less than the lot of 0.001"));
  EXPECT_EQ(said(Warned{.about = About::BELOW_MINIMUM, .price = {}, .quantity = quantity("0.002")}),
            warning("No grid placed: below the minimum order of BTCUSDT; 0.002 or more to hedge would pass"));
  EXPECT_EQ(said(Warned{.about = About::FOREIGN_POSITION, .price = {}, .quantity = quantity("-0.5")}),
            warning("Position of -0.500 in BTCUSDT is not ours: exposure is only reduced while it stands"));
  EXPECT_EQ(warned(About::ABSURD_PRICE),
            warning("Price 99143.10 is far from the one before: no exposure is added until two events confirm it"));
  EXPECT_EQ(warned(About::STALE_DATA),
            warning("Prices of BTCUSDT are stale, the last was 99143.10: no exposure is added until they move again"));
  EXPECT_EQ(said(Warned{.about = About::ORDER_REJECTED, .price = {}, .quantity = quantity("0.2")}),
            warning("Order at market for 0.200 was rejected by the venue"));
}

TEST(NoticeText, ShowsFinerTicksInFullAndCoarserOnesWithTwoDecimals) {
  Instrument instrument = btc();
  const ExitTriggered exit{.exit = SlotKind::STOP_LOSS, .price = price("0.123456")};
  instrument.tick = price("0.0001");
  EXPECT_EQ(render(exit, instrument).message, "Stop loss triggered at 0.1235");
  instrument.tick = price("0.00000001");
  EXPECT_EQ(render(exit, instrument).message, "Stop loss triggered at 0.12345600");
  instrument.tick = price("5");
  EXPECT_EQ(render(exit, instrument).message, "Stop loss triggered at 0.12");
}

TEST(NoticeText, KnowsTheLevelBeforeTheWords) {
  for (const Notice& notice : {Notice{seeds_grid()}, Notice{ExitTriggered{}}, Notice{Warned{}},
                               Notice{StateChanged{.to = ProgramState::SAFE}}}) {
    EXPECT_EQ(level_of(notice), said(notice).level);
  }
}

}  // namespace
}  // namespace alpha_pulse::telemetry
