#include "alpha_pulse/config/instrument_table.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "alpha_pulse/domain/ids.hpp"

namespace alpha_pulse::config {
namespace {

constexpr const char* kOneInstrument = R"(XYZUSDT:
  kind: linear
  base: XYZ
  quote: USDT
  tick: 0.0001
  lot: 1
  min_notional: 5
  brackets:
    - {floor: 0, maintenance: 0.01}
    - {floor: 5000, maintenance: 0.025, cum: 75}
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

std::string error(const std::string& text) {
  const auto table = InstrumentTable::parse(text, "i.yaml");
  return table ? "accepted" : table.error().message;
}

TEST(InstrumentTable, CarriesTheInstrumentsOfTheContract) {
  const auto table = InstrumentTable::bundled();
  const struct {
    const char *symbol, *quote, *tick, *lot, *minimum, *rise;
  } rows[] = {{"BTCUSDT", "USDT", "0.10", "0.001", "100", "0.45"},
              {"ETHUSDT", "USDT", "0.01", "0.001", "20", "0.45"},
              {"SOLUSDT", "USDT", "0.01", "0.01", "5", "0.60"},
              {"BTCUSD", "USD", "0.10", "0.001", "100", "0.45"},
              {"ETHUSD", "USD", "0.01", "0.001", "20", "0.45"}};
  for (const auto& row : rows) {
    const auto i = table.find(row.symbol);
    ASSERT_TRUE(i) << i.error().message;
    EXPECT_EQ(i->id, kHedgeLeg);
    EXPECT_EQ(i->symbol, row.symbol);
    EXPECT_EQ(i->kind, ContractKind::LINEAR);
    EXPECT_EQ(i->quote, Currency(row.quote));
    EXPECT_EQ(i->tick, *Price::parse(row.tick));
    EXPECT_EQ(i->lot, *Quantity::parse(row.lot));
    EXPECT_EQ(i->min_notional, *Money::parse(row.minimum, Currency(row.quote)));
    EXPECT_EQ(i->multiplier.raw(), kOne);
    EXPECT_EQ(i->unattended_rise, *Ratio::parse(row.rise));
    EXPECT_GE(i->brackets.size(), 4u);
    EXPECT_TRUE(validate(*i));
  }
}

TEST(InstrumentTable, HasMarginTablesWithoutJumps) {
  for (const char* symbol : {"BTCUSDT", "ETHUSDT", "SOLUSDT", "BTCUSD", "ETHUSD"}) {
    const auto brackets = InstrumentTable::bundled().find(symbol)->brackets;
    EXPECT_TRUE(brackets[0].cum.is_zero());
    for (std::size_t k = 1; k < brackets.size(); ++k) {
      const auto margin = [&](std::size_t row) {
        return scale(brackets[k].notional_floor, brackets[row].maintenance) - brackets[row].cum;
      };
      EXPECT_EQ(margin(k), margin(k - 1)) << symbol << " row " << k + 1;
      EXPECT_GT(brackets[k].maintenance, brackets[k - 1].maintenance);
    }
  }
}

TEST(InstrumentTable, NamesTheKnownOnesAndTheWayOutForAnUnknownSymbol) {
  const auto unknown = InstrumentTable::bundled().find("dogeusdt");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(unknown.error().message,
            "symbol: 'DOGEUSDT' is not a known instrument; known are BTCUSD, BTCUSDT, ETHUSD, ETHUSDT, SOLUSDT, others "
            "come with --instrument FILE");
  EXPECT_TRUE(InstrumentTable::bundled().knows("ethusd"));
  EXPECT_FALSE(InstrumentTable::bundled().knows("doge"));
}

TEST(InstrumentTable, IsExtendedAndOverriddenByAFile) {
  const std::string path = testing::TempDir() + "instruments.yaml";
  std::ofstream(path) << kOneInstrument << replaced(kOneInstrument, "XYZUSDT", "BTCUSDT");
  const auto table = InstrumentTable::bundled().extended_with(path);
  std::remove(path.c_str());
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(table->find("XYZUSDT")->lot, *Quantity::parse("1"));
  EXPECT_EQ(table->find("XYZUSDT")->unattended_rise, *Ratio::parse("0.6"));
  EXPECT_EQ(table->find("BTCUSDT")->lot, *Quantity::parse("1"));
  EXPECT_EQ(table->find("ETHUSDT")->lot, *Quantity::parse("0.001"));
  EXPECT_EQ(InstrumentTable::bundled().extended_with("/no/such").error().message.find("--instrument /no/such: "), 0u);
}

TEST(InstrumentTable, WorksOutAndChecksTheMarginOffsets) {
  const auto table = InstrumentTable::parse(kOneInstrument, "i.yaml");
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(table->find("XYZUSDT")->brackets[1].cum, *Money::parse("75", Currency("USDT")));
  EXPECT_EQ(error(replaced(kOneInstrument, "cum: 75", "cum: 80")),
            "i.yaml:10:46: XYZUSDT.brackets.1.cum: '80' does not follow from the rows above; 75 does");
}

TEST(InstrumentTable, SaysWhatIsWrongWithAFile) {
  EXPECT_EQ(error(replaced(kOneInstrument, "  tick: 0.0001\n", "")),
            "i.yaml:2:9: XYZUSDT.kind: 'linear' stands in an instrument without tick; add tick: 0.10");
  EXPECT_EQ(error(replaced(kOneInstrument, "tick: 0.0001", "tick: small")),
            "i.yaml:5:9: XYZUSDT.tick: 'small' is not a valid tick, e.g. 0.10");
  EXPECT_NE(error(replaced(kOneInstrument, "lot: 1", "lot: 0")).find("lot"), std::string::npos);
  EXPECT_NE(error(replaced(kOneInstrument, "lot:", "lots:")).find("XYZUSDT.lots: '1' is not a field"),
            std::string::npos);
  EXPECT_NE(error(replaced(kOneInstrument, "kind: linear", "kind: option")).find("is not a valid kind"),
            std::string::npos);
  EXPECT_NE(error(replaced(kOneInstrument, "base: XYZ", "base: TOOLONGCOIN")).find("is not a valid base"),
            std::string::npos);
  EXPECT_NE(error(replaced(kOneInstrument, ", maintenance: 0.01", "")).find("without floor or maintenance"),
            std::string::npos);
  EXPECT_NE(error(replaced(kOneInstrument, "floor: 5000, maintenance: 0.025, cum: 75", "floor: 0, maintenance: 0.025"))
                .find("brackets"),
            std::string::npos);
  EXPECT_NE(
      error(replaced(kOneInstrument, "min_notional: 5", "min_notional: 5\n  unattended_rise: 0")).find("out of range"),
      std::string::npos);
  EXPECT_NE(error("XYZUSDT:\n").find("is not a field"), std::string::npos);
  EXPECT_NE(error("XYZUSDT: {brackets: {0: {floor: 1}, 99999999: {floor: 1}}}").find("is not a field"),
            std::string::npos);
}

TEST(InstrumentTable, MakesTheHoldingThatBelongsToAHedge) {
  const Instrument spot = spot_leg_of(*InstrumentTable::bundled().find("BTCUSDT"));
  EXPECT_EQ(spot.id, kSpotLeg);
  EXPECT_EQ(spot.kind, ContractKind::SPOT);
  EXPECT_TRUE(spot.brackets.empty());
  EXPECT_TRUE(validate(spot));
}

}  // namespace
}  // namespace alpha_pulse::config
