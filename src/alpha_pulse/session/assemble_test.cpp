#include "alpha_pulse/session/assemble.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/engine/journal_codec.hpp"
#include "alpha_pulse/session/test_runs.hpp"

namespace alpha_pulse::session {
namespace {

using namespace test;

/// Keys that differ from every default, one a part.
const Sets kUnusual{"profile=guarded",         "spot.quantity=3.5",          "spot.equity=250000",
                    "hedge.target=0.8",        "hedge.ratio_min=0.7",        "hedge.ratio_max=0.95",
                    "risk.quote_limit=900000", "risk.max_drawdown_pct=0.3",  "risk.max_position_size=3.4",
                    "risk.margin_guard=0.2",   "risk.absurd_move=0.07",      "risk.orders_per_minute=77",
                    "fills.model=queue",       "fills.slippage=0.0003",      "fills.stop_slippage=0.002",
                    "fills.latency=0.05",      "fees.taker=0.0006",          "fees.maker=0.0001",
                    "grid.volatility=0.03",    "funding.default_rate=0.0002"};

backtest::LoopSettings settings_of(const Sets& sets, Duration cadence = Duration::seconds(1), bool one_series = false) {
  return loop_settings(loaded(sets).config, {.hedge = btc(), .one_series = one_series, .cadence = cadence});
}

std::string text(const std::optional<Ratio>& ratio) {
  return ratio ? ratio->to_string() : "off";
}

/// Everything of the settings that text can show, for comparing.
Sets shown(const backtest::LoopSettings& s) {
  const engine::EngineSettings& e = s.engine;
  const risk::RiskLimits& r = e.limits;
  const matching::FillSettings& f = s.fills;
  Sets lines{std::string(execution::to_string(s.mode)),
             "spot " + e.spot_quantity.to_string(),
             "wallet " + e.wallet.to_string() + " " + e.wallet.currency().code(),
             "reference " + e.reference.to_string(),
             "direction " + std::string(to_string(e.direction)),
             "sigma " + std::to_string(e.sigma_daily),
             "one series " + std::to_string(e.one_series),
             "ratio limits " + s.limits.min.to_string() + " " + s.limits.max.to_string(),
             "cap " + r.ratio_max.to_string() + " target " + r.target.to_string(),
             "size " + (r.max_position_size ? r.max_position_size->to_string() : "off"),
             "quote " + (r.quote_limit ? r.quote_limit->to_string() + r.quote_limit->currency().code() : "off"),
             "drawdown " + text(r.max_drawdown),
             "guard " + r.margin_guard.to_string() + " absurd " + r.absurd_move.to_string(),
             "stale " + std::to_string(r.stale_after.ns()),
             "rate " + std::to_string(r.orders_per_minute),
             "fills " + std::string(matching::to_string(f.model)) + " " + f.slippage.to_string() + " " +
                 f.stop_slippage.to_string() + " " + std::to_string(f.latency.ns()),
             "fees " + f.maker_fee.to_string() + " " + f.taker_fee.to_string() + " " + f.liquidation_fee.to_string(),
             "leverage " + std::to_string(f.leverage)};
  for (const Instrument& instrument : e.instruments) {
    lines.push_back(instrument.symbol + " " + std::to_string(instrument.id.value) + " " +
                    std::string(to_string(instrument.kind)) + " " + instrument.tick.to_string() + " " +
                    instrument.lot.to_string() + " " + std::to_string(instrument.brackets.size()));
  }
  return lines;
}

engine::RunHeader header_of(const Sets& sets, Duration cadence, bool one_series) {
  return run_header(loaded(sets).effective_text, settings_of(sets, cadence, one_series), kMidnight, "somewhere");
}

TEST(StaleAfter, IsTwiceTheCadenceButAtLeastThreeSeconds) {
  const config::AppConfig config = loaded().config;
  EXPECT_EQ(stale_after(config, Duration::milliseconds(100)), Duration::seconds(3));
  EXPECT_EQ(stale_after(config, Duration::milliseconds(1500)), Duration::seconds(3));
  EXPECT_EQ(stale_after(config, Duration::seconds(15)), Duration::seconds(30));
}

TEST(StaleAfter, IsTheConfiguredOneWhereThereIsOne) {
  const config::AppConfig config = loaded({"data.stale_after=2s"}).config;
  EXPECT_EQ(stale_after(config, Duration::seconds(15)), Duration::seconds(2));
  EXPECT_EQ(settings_of({"data.stale_after=2s"}, Duration::seconds(15)).engine.limits.stale_after,
            Duration::seconds(2));
}

TEST(LoopSettings, TakeEachKeyToThePartThatNeedsIt) {
  const backtest::LoopSettings settings = settings_of(kUnusual, Duration::seconds(10), true);
  EXPECT_EQ(settings.engine.spot_quantity, coins("3.5"));
  EXPECT_EQ(settings.engine.wallet, usdt("250000"));
  EXPECT_EQ(settings.engine.reference, ratio("0.8"));
  EXPECT_EQ(settings.engine.limits.quote_limit, usdt("900000"));
  EXPECT_EQ(settings.engine.limits.stale_after, Duration::seconds(20));
  EXPECT_TRUE(settings.engine.one_series);
  EXPECT_DOUBLE_EQ(settings.engine.sigma_daily, 0.03);
  EXPECT_EQ(settings.limits.min, ratio("0.7"));
  EXPECT_EQ(settings.limits.max, ratio("0.95"));
  EXPECT_EQ(settings.engine.limits.ratio_max, ratio("0.95"));
  EXPECT_EQ(settings.fills.taker_fee, ratio("0.0006"));
}

TEST(LoopSettings, PutTheHoldingBesideItsHedge) {
  const auto settings = settings_of({});
  ASSERT_EQ(settings.engine.instruments.size(), 2U);
  EXPECT_EQ(settings.engine.instruments[kSpotLeg.value].kind, ContractKind::SPOT);
  EXPECT_EQ(settings.engine.instruments[kHedgeLeg.value].symbol, "BTCUSDT");
}

TEST(Reassemble, GivesTheSettingsThatTheHeaderWasMadeFrom) {
  for (const Sets& sets :
       {Sets{}, Sets{"profile=guarded"}, Sets{"spot.quantity=-1", "grid.direction=LONG"}, kUnusual}) {
    for (const bool one_series : {false, true}) {
      const auto again = reassemble(header_of(sets, Duration::seconds(15), one_series));
      ASSERT_TRUE(again.has_value()) << again.error().message;
      EXPECT_EQ(shown(again->settings), shown(settings_of(sets, Duration::seconds(15), one_series)));
      EXPECT_EQ(again->config.hedge.profile, loaded(sets).config.hedge.profile);
      EXPECT_EQ(again->config.funding.default_rate, loaded(sets).config.funding.default_rate);
    }
  }
}

TEST(Reassemble, GivesTheSameFromAHeaderThatWasWrittenAndReadAgain) {
  const engine::RunHeader header = header_of(kUnusual, Duration::seconds(15), true);
  std::vector<std::byte> bytes;
  engine::encode({header}, Lsn{1}, bytes);
  const auto read = engine::decode(bytes);
  ASSERT_TRUE(read.has_value());
  const auto again = reassemble(*read->record.as<engine::RunHeader>());
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(shown(again->settings), shown(settings_of(kUnusual, Duration::seconds(15), true)));
}

TEST(Reassemble, RefusesAConfigurationItCannotRead) {
  engine::RunHeader header = header_of({}, Duration::seconds(1), false);
  header.configuration += "\ngrid.moon_phase: full\n";
  const auto again = reassemble(header);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code, ErrorCode::kBadData);
  EXPECT_TRUE(says(again.error().message, "journal: its configuration is not readable")) << again.error().message;
  EXPECT_TRUE(says(again.error().message, "moon_phase")) << again.error().message;
}

TEST(Reassemble, RefusesAHeaderWithoutAHedgeLeg) {
  engine::RunHeader header = header_of({}, Duration::seconds(1), false);
  header.instruments.pop_back();
  const auto again = reassemble(header);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code, ErrorCode::kBadData);
}

}  // namespace
}  // namespace alpha_pulse::session
