#pragma once

#include "alpha_pulse/app/options.hpp"
#include "alpha_pulse/data_pipeline/exchange_type.hpp"
#include "alpha_pulse/session/plan.hpp"
#include "alpha_pulse/session/sim_run.hpp"

namespace alpha_pulse::app {

/// What `run` works from once its flags and configuration are read and found possible. Nothing is opened yet.
struct RunSetup {
  Loaded loaded;
  session::SimRunRequest request;
  session::Plan plan;                                                       ///< at the market's start price
  data_pipeline::ExchangeType exchange = data_pipeline::ExchangeType::SIM;  ///< where it trades
};

/// `exchange.name` as a place to trade.
data_pipeline::ExchangeType configured_exchange(const config::AppConfig& config);

/// Errors: those of the configuration and the flags; kRefused and kUnsupported for a mode or venue that cannot be
/// reached, kRefused for a hedge that margin, lot or minimum cannot carry. Tested by tests/command_line_test.cpp.
Result<RunSetup> set_up_run(const RunOptions& options);

}  // namespace alpha_pulse::app
