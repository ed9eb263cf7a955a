#pragma once

#include <string>

#include "alpha_pulse/session/binance_venue.hpp"
#include "alpha_pulse/session/sim_run.hpp"

namespace alpha_pulse::session {

/// A run on an exchange that is reached over the network: our own on loopback, or a real one.
struct LiveRunRequest {
  /// Who is told, what is configured, how long. Its market and speed are not read.
  /// `resume`: the journal of an earlier start of the same source, which is gone on from.
  SimRunRequest run;
  BinanceAccess access;  ///< with an account where the mode trades one
  std::string exchange;  ///< its name, for people
  std::string source;    ///< what the journal's header says of where events come from
};

/// Runs the configured hedge on live events until the duration is over or somebody ends it: the same loop, engine and
/// strategy as every run, time from `clock`, orders through the broker that `create_broker` gives for the mode.
///
/// Before the first event the exchange is asked for the symbol's rules and, with an account, its settings, position and
/// holding; these are the run's own, and stand in the journal's header. At the end the exchange's books are asked for
/// and compared. Errors: of `BinanceVenue::meet` and of create_broker; kRefused for an account that holds a position in
/// the symbol already. The clock outlives the call. Proven by tests/real_on_sim_test.cpp.
Result<SimRunResult> run_live(const LiveRunRequest& request, const net::Clock& clock);

}  // namespace alpha_pulse::session
