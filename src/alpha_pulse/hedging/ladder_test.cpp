#include "alpha_pulse/hedging/ladder.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/hedging/test_words.hpp"

namespace alpha_pulse::hedging {
namespace {

using namespace test;

HedgeSettings settings(GridDirection direction = GridDirection::SHORT) {
  HedgeSettings s = HedgeSettings::classic();
  s.grid.direction = direction;
  return s;
}

/// P0 100, sigma 2 %: spacing 1, rungs of 0.2 at 101 .. 105.
LadderRequest request(const std::string& reference = "100") {
  return {.spacing = {.reference = price(reference), .sigma = 0.02, .half_spread = {}},
          .spot = qty("1"),
          .target = qty("1"),
          .equity = usdt("100000"),
          .room = qty("1")};
}
Ladder ladder(GridDirection direction = GridDirection::SHORT) {
  return {linear(), settings(direction), request()};
}

std::vector<std::string> texts(const Ladder& l) {
  std::vector<std::string> out;
  for (const Rung& rung : l.rungs())
    out.push_back(rung.level.quantity.to_string(3) + " @ " + rung.level.price.to_string());
  return out;
}

// ---- building ------------------------------------------------------------------------------------------------------

TEST(Ladder, IsNotBuiltUntilItHasAReferencePrice) {
  EXPECT_FALSE(Ladder{}.built());
  EXPECT_TRUE(ladder().built());
}

TEST(Ladder, SpreadsTheTargetOverItsRungs) {
  const Ladder l = ladder();
  EXPECT_EQ(texts(l), (std::vector<std::string>{"0.200 @ 101.00", "0.200 @ 102.00", "0.200 @ 103.00", "0.200 @ 104.00",
                                                "0.200 @ 105.00"}));
  EXPECT_EQ(l.step(), qty("0.2"));
  EXPECT_EQ(l.total(), qty("1"));
  EXPECT_EQ(l.unfilled(), qty("1"));
  EXPECT_TRUE(l.buy_backs().empty());
  for (const Rung& rung : l.rungs()) EXPECT_FALSE(rung.level.is_long);
}

TEST(Ladder, ShrinksToTheRiskSizedStepWhenTheWalletIsSmall) {
  LadderRequest small = request("95203.05");
  small.equity = usdt("50000");  // step 0.10503865, so the five carry 0.52519325
  const Ladder l(linear({.tick = "0.10", .lot = "0.001", .min_notional = "100"}), settings(), small);
  EXPECT_EQ(l.total(), qty("0.525"));
  EXPECT_EQ(l.step(), qty("0.105"));
  EXPECT_EQ(l.split().dust, qty("0.00019325"));
  EXPECT_EQ(l.rungs().front().level.price, price("96155.10"));
}

TEST(Ladder, CarriesTheWholeTargetWhenTheWalletIsUnknown) {
  LadderRequest unknown = request("95203.05");
  unknown.equity.reset();
  EXPECT_EQ(Ladder(linear(), settings(), unknown).total(), qty("1"));
}

TEST(Ladder, NeverCarriesMoreThanTheRoomUnderTheCap) {
  LadderRequest tight = request();
  tight.room = qty("0.5");
  EXPECT_EQ(Ladder(linear(), settings(), tight).total(), qty("0.5"));
  tight.room = Quantity{};
  const Ladder none(linear(), settings(), tight);
  EXPECT_TRUE(none.rungs().empty());
  EXPECT_TRUE(none.built());
}

TEST(Ladder, NamesTheMinimumWhenNothingFits) {
  LadderRequest tiny = request();
  tiny.target = qty("0.01");
  const Ladder l(linear(), settings(), tiny);  // 5 quote at 101: 0.05 coins
  EXPECT_TRUE(l.rungs().empty());
  EXPECT_EQ(l.split().minimum, qty("0.050"));
}

TEST(Ladder, TakesEachRungBackOneRungLowerAndTheFirstAtTheReference) {
  const Ladder l = ladder();
  EXPECT_EQ(l.rungs()[0].close_price, price("100"));
  EXPECT_EQ(l.rungs()[4].close_price, price("104"));
}

TEST(Ladder, OfLongIsTheMirrorImage) {
  const Ladder l = ladder(GridDirection::LONG);
  EXPECT_EQ(texts(l).front(), "0.200 @ 99.00");
  EXPECT_EQ(texts(l).back(), "0.200 @ 95.00");
  EXPECT_EQ(l.rungs()[0].close_price, price("100"));
  EXPECT_EQ(l.rungs()[1].close_price, price("99"));
  EXPECT_TRUE(l.rungs()[0].level.is_long);
}

TEST(Ladder, OfBothAddsOneBuyBackAStepBelowTheReference) {
  const Ladder l = ladder(GridDirection::BOTH);
  ASSERT_EQ(l.buy_backs().size(), 5u);
  EXPECT_EQ(texts(l).front(), "0.200 @ 101.00");
  EXPECT_EQ(l.buy_backs()[0].level.price, price("99"));
  EXPECT_EQ(l.buy_backs()[4].level.price, price("95"));
  EXPECT_EQ(l.buy_backs()[0].level.quantity, qty("0.2"));
  EXPECT_TRUE(l.buy_backs()[0].level.is_long);
}

// ---- life of a rung ------------------------------------------------------------------------------------------------

TEST(Rung, StaysFilledWithoutRearmedLevels) {
  Ladder l = ladder();
  l.on_open_fill(0, qty("0.05"), false);
  EXPECT_EQ(l.rungs()[0].to_open(), qty("0.15"));
  l.on_open_fill(0, qty("0.15"), false);
  EXPECT_TRUE(l.rungs()[0].to_open().is_zero());
  EXPECT_TRUE(l.rungs()[0].to_close().is_zero());
  EXPECT_EQ(l.unfilled(), qty("0.8"));
}

TEST(Rung, TurnsRoundOnceItIsWhollyFilledAndOpensAgainOnceItIsWhollyTakenBack) {
  Ladder l = ladder();
  l.on_open_fill(1, qty("0.1"), true);
  EXPECT_TRUE(l.rungs()[1].to_close().is_zero()) << "half a rung does not turn round";
  l.on_open_fill(1, qty("0.1"), true);
  EXPECT_EQ(l.rungs()[1].to_close(), qty("0.2"));
  EXPECT_TRUE(l.rungs()[1].to_open().is_zero());
  l.on_close_fill(1, qty("0.05"));
  EXPECT_EQ(l.rungs()[1].to_close(), qty("0.15"));
  EXPECT_TRUE(l.rungs()[1].to_open().is_zero()) << "not opened again while it is being taken back";
  l.on_close_fill(1, qty("0.15"));
  EXPECT_EQ(l.rungs()[1].to_open(), qty("0.2"));
  EXPECT_TRUE(l.rungs()[1].to_close().is_zero());
}

TEST(Rung, GoesRoundAsOftenAsThePriceDoes) {
  Ladder l = ladder();
  for (int round = 0; round < 10; ++round) {
    l.on_open_fill(2, qty("0.2"), true);
    ASSERT_EQ(l.rungs()[2].to_close(), qty("0.2"));
    l.on_close_fill(2, qty("0.2"));
    ASSERT_EQ(l.rungs()[2].to_open(), qty("0.2"));
  }
}

TEST(Rung, IgnoresFillsOfAnEarlierLongerLadder) {
  Ladder l = ladder();
  l.on_open_fill(7, qty("0.2"), true);
  l.on_close_fill(7, qty("0.2"));
  EXPECT_EQ(l.unfilled(), qty("1"));
}

TEST(BuyBack, IsFilledOnce) {
  Ladder l = ladder(GridDirection::BOTH);
  l.on_close_fill(5, qty("0.15"));  // behind the five rungs
  EXPECT_EQ(l.buy_backs()[0].to_fill(), qty("0.05"));
  l.on_close_fill(5, qty("0.05"));
  EXPECT_TRUE(l.buy_backs()[0].to_fill().is_zero());
  EXPECT_EQ(l.buy_backs()[1].to_fill(), qty("0.2"));
  EXPECT_EQ(l.unfilled(), qty("1"));
}

// ---- a new volatility ----------------------------------------------------------------------------------------------

TEST(Respacing, MovesOnlyUntouchedRungsThatStayAheadOfTheMarket) {
  Ladder l = ladder();
  l.on_open_fill(0, qty("0.2"), false);
  l.on_open_fill(1, qty("0.1"), false);
  l.respace(linear(), settings(), {.reference = l.geometry().reference, .sigma = 0.04, .half_spread = {}},
            price("102"));
  EXPECT_EQ(texts(l), (std::vector<std::string>{"0.200 @ 101.00", "0.200 @ 102.00", "0.200 @ 106.00", "0.200 @ 108.00",
                                                "0.200 @ 110.00"}));
  EXPECT_EQ(l.rungs()[2].close_price, price("104"));
  EXPECT_EQ(l.sigma(), 0.04);
  EXPECT_EQ(l.geometry().reference, price("100")) << "the reference is not moved while something is held";
}

TEST(Respacing, LeavesARungWhereItIsRatherThanMoveItBehindTheMarket) {
  Ladder l = ladder();
  l.on_open_fill(0, qty("0.2"), false);
  l.respace(linear(), settings(), {.reference = l.geometry().reference, .sigma = 0.01, .half_spread = {}},
            price("102.2"));  // rungs at 100.5 .. 102.5
  EXPECT_EQ(texts(l), (std::vector<std::string>{"0.200 @ 101.00", "0.200 @ 102.00", "0.200 @ 103.00", "0.200 @ 104.00",
                                                "0.200 @ 104.01"}));
}

TEST(Respacing, NeverChangesASize) {
  Ladder l = ladder(GridDirection::LONG);
  l.respace(linear(), settings(GridDirection::LONG),
            {.reference = l.geometry().reference, .sigma = 0.03, .half_spread = {}}, price("100"));
  EXPECT_EQ(texts(l), (std::vector<std::string>{"0.200 @ 98.50", "0.200 @ 97.00", "0.200 @ 95.50", "0.200 @ 94.00",
                                                "0.200 @ 92.50"}));
}

}  // namespace
}  // namespace alpha_pulse::hedging
