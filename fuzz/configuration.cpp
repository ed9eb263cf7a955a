#include "alpha_pulse/config/instrument_table.hpp"
#include "alpha_pulse/config/key_table.hpp"
#include "alpha_pulse/config/load_config.hpp"
#include "alpha_pulse/session/plan.hpp"
#include "targets.hpp"

/// The YAML file, `--set`, what a plan makes of them, and the instrument file.
namespace alpha_pulse::fuzz {
namespace {

constexpr const char* kCanary = "cAnArY7aNdAhALf";

config::ConfigInputs inputs() {
  config::ConfigInputs result;
  result.environment = {{"EXCHANGE_API_KEY", kCanary}, {"EXCHANGE_API_SECRET", kCanary}, {"HOME", "/home/someone"}};
  return result;
}

/// An input that holds the word itself (libFuzzer learns it) would be taken for a leak: it is passed over.
bool shows_canary(std::string_view text) {
  return text.find(kCanary) != std::string_view::npos;
}

/// What holds of every configuration that was accepted: it shows no secret, and its text means the same.
void check(const config::LoadedConfig& loaded) {
  base::ensure(!shows_canary(loaded.effective_text), "the effective text shows no secret");
  for (const auto& line : loaded.warnings) base::ensure(!shows_canary(line), "a warning shows no secret");
  const auto again = config::load_effective(loaded.effective_text);
  base::ensure(again.has_value(), "an effective text can be read back");
  base::ensure(again->effective_text == loaded.effective_text, "an effective text reads back as the same");
}

void check(const base::Error& error) {
  expect_readable(error);
  base::ensure(error.code == base::ErrorCode::kInvalidArgument, "a wrong configuration is for the caller to change");
  base::ensure(!shows_canary(error.message), "an error shows no secret");
}

/// Whatever was accepted is planned or refused, at this price and for this instrument.
void plan_with(const config::LoadedConfig& loaded, const domain::Instrument& hedge, domain::Price price) {
  const auto plan = session::make_plan({.config = config::in_quote_currency(loaded.config, hedge.settle()),
                                        .hedge = hedge,
                                        .reference_price = price,
                                        .warnings = loaded.warnings,
                                        .effective_text = loaded.effective_text});
  if (!plan) return expect_readable(plan.error());
  base::ensure(plan->plan_hash.size() == 64, "a plan has a hash");
}

}  // namespace

std::vector<std::string> configuration_seeds() {
  std::vector<std::string> seeds{repository_file("configs/grid_hedge_example.yaml"),
                                 repository_file("configs/guarded.yaml"),
                                 R"(exchange: {credentials: {api_key: '${EXCHANGE_API_KEY}',
  api_secret: '${EXCHANGE_API_SECRET}'}}
trading_mode: REAL
)",
                                 "grid:\n  symbol: ETHUSDT\nexecution: {order_timeout: 60}\n",
                                 "a: [b, {c: \"d\\n\"}, 'e', |\n f\n]\n? g\n: ~\n--- # h\n"};
  std::string all;
  for (const config::KeySpec& key : config::key_table()) {
    const std::string line = std::string(key.name) + ": \"" + std::string(key.example) + "\"\n";
    seeds.push_back(line);
    all += line;
  }
  seeds.push_back(all);
  return seeds;
}

void run_configuration(std::string_view text) {
  if (shows_canary(text)) return;
  const auto loaded = config::load_text(text, "f.yaml", inputs());
  if (!loaded) return check(loaded.error());
  check(*loaded);
}

std::vector<std::string> plan_seeds() {
  std::vector<std::string> seeds{"95203.05\nprofile=guarded\n",
                                 "95203.05\nspot.quantity=1\nspot.equity=100000\n",
                                 "0.00000001\nspot.quantity=90000000000\n",
                                 "90000000000\nspot.equity=90000000000\ngrid.num_levels=500\n",
                                 "1800\nsymbol=ETHUSDT\ngrid.direction=LONG\nspot.quantity=-3\n",
                                 "200\nsymbol=SOLUSDT\ngrid.direction=BOTH\ngrid.spacing=geometric\n"};
  std::string all = "95203.05\n";
  for (const config::KeySpec& key : config::key_table()) {
    all += std::string(key.name) + "=" + std::string(key.example) + "\n";
  }
  seeds.push_back(all);
  return seeds;
}

void run_plan(std::string_view lines) {
  if (shows_canary(lines)) return;
  static const config::InstrumentTable kTable = config::InstrumentTable::bundled();
  config::ConfigInputs in = inputs();
  in.sets = lines_of(lines, 100);
  if (in.sets.empty()) return;
  const auto price = domain::Price::parse(in.sets.front());
  in.sets.erase(in.sets.begin());
  const auto loaded = config::load_config(in);
  if (!loaded) return check(loaded.error());
  check(*loaded);
  const auto hedge = kTable.find(loaded->config.symbol);
  if (!hedge) return expect_readable(hedge.error());
  if (price) plan_with(*loaded, *hedge, *price);
}

std::vector<std::string> instrument_seeds() {
  return {repository_file("configs/instruments.yaml"),
          "XYZUSDT:\n  kind: linear\n  base: XYZ\n  quote: USDT\n  tick: 0.0001\n  lot: 1\n  min_notional: 5\n"
          "  multiplier: 1\n  unattended_rise: 0.6\n"
          "  brackets:\n    - {floor: 0, maintenance: 0.01}\n    - {floor: 5000, maintenance: 0.025, cum: 75}\n",
          "XYZUSD: {kind: inverse, base: XYZ, quote: USD, tick: 0.5, lot: 1, min_notional: 0, multiplier: 100, "
          "brackets: [{floor: 0, maintenance: 0.5}]}\n"};
}

void run_instrument(std::string_view text) {
  const auto table = config::InstrumentTable::parse(text, "i.yaml");
  if (!table) {
    expect_readable(table.error(), "i.yaml:");
    base::ensure(table.error().code == base::ErrorCode::kInvalidArgument, "a wrong instrument is for the caller");
    return;
  }
  config::ConfigInputs in = inputs();
  in.sets = {"spot.quantity=1000"};
  const auto loaded = config::load_config(in);
  for (const char* symbol : {"XYZUSDT", "XYZUSD", "BTCUSDT"}) {
    const auto hedge = table->find(symbol);
    if (!hedge) continue;
    for (const char* price : {"0.00000001", "0.5", "95203.05", "90000000000"}) {
      plan_with(*loaded, *hedge, *domain::Price::parse(price));
    }
  }
}

}  // namespace alpha_pulse::fuzz
