#pragma once

#include "alpha_pulse/session/live_run.hpp"
#include "alpha_pulse/simulator/exchange_server.hpp"

namespace alpha_pulse::session {

/// A simulated exchange for `request`: its instrument with the configured fees, its market, and one customer with the
/// configured holding and wallet, whose key and secret are `key` and `secret`.
simulator::ServerSettings exchange_for(const SimRunRequest& request, const std::string& key, const std::string& secret);

/// How that customer reaches it. Errors: none but a bug of ours.
Result<BinanceAccess> access_to(const simulator::ServerUrls& urls, const std::string& key, const std::string& secret);

/// Errors (kInvalidArgument): no speed; sockets cannot run as fast as it goes.
Result<void> check_pace(const SimRunRequest& request);

/// Starts a simulated exchange on loopback, in this process but on a thread of its own, and trades there over real
/// sockets with `run_live`. One clock, `request.speed` times as fast as the wall's, is shared by both.
/// Errors: those of run_live; those of check_pace.
/// Proven by tests/real_on_sim_test.cpp.
Result<SimRunResult> run_real_on_sim(const SimRunRequest& request);

/// An epoch for the order ids of one start: drawn anew at each, from the system's randomness.
exchanges::Epoch new_epoch();

}  // namespace alpha_pulse::session
