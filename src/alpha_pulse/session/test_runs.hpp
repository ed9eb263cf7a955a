#pragma once

#include <gtest/gtest.h>

#include "alpha_pulse/config/load_config.hpp"
#include "alpha_pulse/session/assemble.hpp"
#include "alpha_pulse/session/test_plans.hpp"

/// Runs as the tests ask for them: the keys that differ from the defaults.
namespace alpha_pulse::session::test {

/// Monday 2024-01-01 00:00 UTC.
inline constexpr Timestamp kMidnight = Timestamp::from_ms(1'704'067'200'000);
inline constexpr Currency kUsdt{"USDT"};

inline Money usdt(const char* text) {
  return *Money::parse(text, kUsdt);
}

inline config::LoadedConfig loaded(const Sets& sets = {}) {
  config::ConfigInputs inputs;
  inputs.sets = sets;
  const auto result = config::load_config(inputs);
  if (!result) {
    ADD_FAILURE() << result.error().message;
    return {};
  }
  return *result;
}

/// A print that is spot, mark and quotes at once.
inline Event print(Timestamp when, const char* at) {
  Event event;
  event.instrument = kHedgeLeg;
  event.ts_event = event.ts_receive = when;
  event.body = TradeTick{.price = price(at), .quantity = coins("1"), .aggressor = Side::BUY, .roles = kAllRoles};
  return event;
}

/// Candles of a minute: the price swings between 90 000 and 91 200 and comes back, a period in four hours.
inline std::string candles(int minutes) {
  std::string text;
  int at = 90'000;
  for (int i = 0; i < minutes; ++i) {
    const int next = at + (i % 240 < 120 ? 10 : -10);
    text += std::to_string(kMidnight.ms() + 60'000LL * i) + "," + std::to_string(at) + "," +
            std::to_string(std::max(at, next) + 3) + "," + std::to_string(std::min(at, next) - 3) + "," +
            std::to_string(next) + ",5\n";
    at = next;
  }
  return text;
}

}  // namespace alpha_pulse::session::test
