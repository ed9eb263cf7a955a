#include "alpha_pulse/session/assemble.hpp"

#include <algorithm>

#include "alpha_pulse/config/instrument_table.hpp"
#include "alpha_pulse/config/load_config.hpp"

namespace alpha_pulse::session {
namespace {

constexpr Duration kStaleAfterMin = Duration::seconds(3);
constexpr std::string_view kProgramVersion = kProgram.substr(kProgram.find(' ') + 1);

}  // namespace

Duration usual_stale_after(Duration cadence) {
  return std::max(kStaleAfterMin, cadence * 2);
}

Duration stale_after(const config::AppConfig& config, Duration cadence) {
  return config.data.stale_after.value_or(usual_stale_after(cadence));
}

backtest::LoopSettings loop_settings(const config::AppConfig& unpriced, const RunFacts& facts) {
  const config::AppConfig config = config::in_quote_currency(unpriced, facts.hedge.settle());
  backtest::LoopSettings settings;
  settings.mode = config.trading_mode;
  settings.fills = config.fills;
  settings.limits = {.min = config.hedge.ratio.min, .max = config.hedge.ratio.max};
  settings.advising = {.expires = config.recommendation.expires,
                       .assume = config.recommendation.assume,
                       .holding = config.spot.quantity,
                       .rungs = config.hedge.grid.num_levels,
                       .direction = config.hedge.grid.direction,
                       .exits_guard_ladder = config.hedge.exits.scope == hedging::ExitScope::LADDER,
                       .ratio_min = config.hedge.ratio.min,
                       .ratio_max = config.hedge.ratio.max,
                       .ratio_target = config.hedge.ratio.target};
  engine::EngineSettings& engine = settings.engine;
  engine.instruments = {config::spot_leg_of(facts.hedge), facts.hedge};
  engine.spot_quantity = config.spot.quantity;
  engine.wallet = config.spot.equity;
  engine.reference = config.hedge.ratio.target;
  engine.direction = config.hedge.grid.direction;
  engine.limits = config.risk;
  engine.limits.stale_after = stale_after(config, facts.cadence);
  engine.sigma_daily = config.hedge.grid.volatility.to_double();
  engine.one_series = facts.one_series;
  return settings;
}

engine::RunHeader run_header(std::string effective_text, const backtest::LoopSettings& settings, Timestamp started_at,
                             std::string source) {
  engine::RunHeader header;
  header.program_version = kProgramVersion;
  header.configuration = std::move(effective_text);
  header.source = std::move(source);
  header.instruments = settings.engine.instruments;
  header.one_series = settings.engine.one_series;
  header.stale_after = settings.engine.limits.stale_after;
  header.started_at = started_at;
  return header;
}

Result<Reassembled> reassemble(const engine::RunHeader& header) {
  auto loaded = config::load_effective(header.configuration);
  if (!loaded)
    return fail(ErrorCode::kBadData, "journal: its configuration is not readable: " + loaded.error().message);
  if (header.instruments.size() <= kHedgeLeg.value) {
    return fail(ErrorCode::kBadData, "journal: it names " + std::to_string(header.instruments.size()) +
                                         " instruments; a holding and its hedge are two");
  }
  Reassembled out{.config = std::move(loaded->config), .settings = {}};
  out.settings = loop_settings(
      out.config, {.hedge = header.instruments[kHedgeLeg.value], .one_series = header.one_series, .cadence = {}});
  out.settings.engine.limits.stale_after = header.stale_after;
  return out;
}

}  // namespace alpha_pulse::session
