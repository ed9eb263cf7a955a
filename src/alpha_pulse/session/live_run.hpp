#pragma once

#include <functional>
#include <string>

#include "alpha_pulse/session/binance_venue.hpp"
#include "alpha_pulse/session/sim_run.hpp"

namespace alpha_pulse::session {

/// What stands in the place of the system's network and of waiting where client and server are simulated together: the
/// executor they share, the way from one to the other, and time, which goes on when nothing can happen at this moment.
struct VirtualWorld {
  net::asio::io_context& io;  ///< not run any more once the run has ended: what the run left waiting there is of it
  net::IDialer& dialer;
  std::function<void()> pass_time;
  exchanges::Epoch canary{.value = 3};  ///< of the order that is tried at the start; elsewhere a new one each time
};

/// A run on an exchange that is reached over the network: our own on loopback, or a real one.
struct LiveRunRequest {
  /// Who is told, what is configured, how long. Its market and speed are not read.
  /// `resume`: the journal of an earlier start of the same source, which is gone on from.
  SimRunRequest run;
  BinanceAccess access;                 ///< with an account where the mode trades one
  std::string exchange;                 ///< its name, for people
  std::string source;                   ///< what the journal's header says of where events come from
  const VirtualWorld* world = nullptr;  ///< null: the system's network
};

/// Runs the configured hedge on live events until the duration is over or somebody ends it: the same loop, engine and
/// strategy as every run, time from `clock`, orders through the broker that `create_broker` gives for the mode.
///
/// Before the first event the exchange is asked for the symbol's rules and, with an account, its settings, position and
/// holding; these are the run's own, and stand in the journal's header. At the end the exchange's books are asked for
/// and compared. Errors: of `BinanceVenue::meet` and of create_broker; kRefused for an account that holds a position in
/// the symbol already. The clock outlives the call. Proven by tests/real_on_sim_test.cpp,
/// and on a virtual clock by tests/virtual_run_test.cpp.
Result<SimRunResult> run_live(const LiveRunRequest& request, const net::Clock& clock);

}  // namespace alpha_pulse::session
