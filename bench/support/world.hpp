#pragma once

#include <cmath>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "alpha_pulse/backtest/closed_loop.hpp"

/// What benchmarks measure in: one bitcoin hedged on a perpetual, and the price paths the original bot was timed on.
namespace alpha_pulse::bench {

using namespace domain;

inline constexpr double kStartPrice = 95203.05;
inline constexpr Timestamp kStart = Timestamp::from_ms(1'738'581'085'000);

inline Instrument bitcoin(InstrumentId id, ContractKind kind) {
  Instrument instrument;
  instrument.id = id;
  instrument.symbol = "BTCUSDT";
  instrument.kind = kind;
  instrument.base = Currency("BTC");
  instrument.quote = Currency("USDT");
  instrument.tick = *Price::parse("0.10");
  instrument.lot = *Quantity::parse("0.001");
  instrument.min_notional = *Money::parse("100", instrument.quote);
  instrument.multiplier = Quantity::from_raw(kOne);
  instrument.unattended_rise = *Ratio::parse("0.45");
  if (kind != ContractKind::SPOT) {
    instrument.brackets = {{Money(instrument.quote), *Ratio::parse("0.004"), Money(instrument.quote)}};
  }
  return instrument;
}

/// Everything but the strategy of a run on one price series.
inline backtest::LoopSettings loop_settings(const hedging::HedgeSettings& hedge) {
  backtest::LoopSettings settings;
  settings.engine.instruments = {bitcoin(kSpotLeg, ContractKind::SPOT), bitcoin(kHedgeLeg, ContractKind::LINEAR)};
  settings.engine.spot_quantity = Quantity::from_raw(kOne);
  settings.engine.wallet = *Money::parse("100000", Currency("USDT"));
  settings.engine.one_series = true;
  settings.engine.direction = hedge.grid.direction;
  settings.engine.reference = hedge.ratio.target;
  settings.engine.limits.ratio_max = hedge.ratio.max;
  settings.engine.limits.target = hedge.ratio.target;
  settings.engine.limits.stale_after = Duration::minutes(2);
  settings.limits = {.min = hedge.ratio.min, .max = hedge.ratio.max};
  return settings;
}

/// A print that stands for spot, mark and quotes. Prices are in cents, as a market prints.
inline Event print(Timestamp at, double price) {
  Event event;
  event.instrument = kHedgeLeg;
  event.ts_event = event.ts_receive = at;
  event.body = TradeTick{.price = Price::from_raw(std::llround(price * 100) * 1'000'000),
                         .quantity = Quantity::from_raw(kOne),
                         .aggressor = Side::BUY,
                         .roles = kAllRoles};
  return event;
}

enum class Path { FLAT, RALLY, FALL, CRASH_AND_RECOVERY, SINE, GAP_UP, GAP_DOWN, RANDOM_WALK };
inline constexpr Path kAllPaths[] = {Path::FLAT, Path::RALLY,  Path::FALL,     Path::CRASH_AND_RECOVERY,
                                     Path::SINE, Path::GAP_UP, Path::GAP_DOWN, Path::RANDOM_WALK};
inline constexpr const char* kPathNames[] = {"flat",     "+8 %",     "-10 %",    "crash and recovery",
                                             "sine 3 %", "gap +7 %", "gap -7 %", "random walk"};

/// 10 000 prints, `step` apart.
inline std::vector<Event> make_path(Path kind, Duration step) {
  constexpr int kTicks = 10'000;
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal;
  const double step_sigma = 0.02 * std::sqrt(step.to_days());
  double walk = 1;
  std::vector<Event> path;
  path.reserve(kTicks);
  for (int i = 0; i < kTicks; ++i) {
    const double t = static_cast<double>(i) / kTicks;
    double factor = 1;
    switch (kind) {
      case Path::FLAT:
        break;
      case Path::RALLY:
        factor = 1 + 0.08 * t;
        break;
      case Path::FALL:
        factor = 1 - 0.10 * t;
        break;
      case Path::CRASH_AND_RECOVERY:
        factor = t < 0.5 ? 1 - 0.2 * t : 0.9 + 0.4 * (t - 0.5);
        break;
      case Path::SINE:
        factor = 1 + 0.03 * std::sin(2 * M_PI * 10 * t);
        break;
      case Path::GAP_UP:
        factor = i < kTicks / 10 ? 1 : 1.07;
        break;
      case Path::GAP_DOWN:
        factor = i < kTicks / 10 ? 1 : 0.93;
        break;
      case Path::RANDOM_WALK:
        factor = walk *= std::exp(step_sigma * normal(random));
        break;
    }
    path.push_back(print(kStart + step * i, kStartPrice * factor));
  }
  return path;
}

/// The loop everything is compared with: walks the same events and looks at each price once.
inline Price bare_loop(const std::vector<Event>& events) {
  Price highest;
  for (const Event& event : events) {
    if (const auto* trade = event.as<TradeTick>(); trade != nullptr && trade->price > highest) highest = trade->price;
  }
  return highest;
}

}  // namespace alpha_pulse::bench
