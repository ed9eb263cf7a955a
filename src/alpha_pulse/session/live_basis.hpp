#pragma once

#include "alpha_pulse/session/live_run.hpp"

namespace alpha_pulse::session {

/// What the loop is built from: this start's own, or that of the journal it goes on from.
struct LiveBasis {
  config::AppConfig config;
  std::string text;
  Instrument hedge;
  Duration stale_after{};
  Timestamp started_at{};  ///< of the first of the starts that are one run
  bool resumed = false;
};

/// Of a fresh run: the configuration with the account's wallet and holding in it. Of a run that goes on: what its
/// journal's header says, as long as source, configuration and the exchange's rules are still the same.
/// Errors: kRefused (a position of unknown origin, nothing to hedge, another source, configuration or rules), kBadData.
/// Proven by tests/real_restart_test.cpp.
Result<LiveBasis> live_basis(const LiveRunRequest& request, const BinanceFacts& facts, const net::Clock& clock);

}  // namespace alpha_pulse::session
