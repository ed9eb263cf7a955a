#pragma once

#include "alpha_pulse/data_pipeline/exchange_type.hpp"
#include "alpha_pulse/session/sim_run.hpp"

namespace alpha_pulse::session {

/// Runs `request` at an exchange: on the built-in market (`run_on_sim`; where the mode trades for real, through the
/// simulated exchange of this process, `run_real_on_sim`), or live at Binance (`run_live`, by the wall's clock).
/// Errors: those of the three; kUnsupported for an exchange that is not built yet. What must hold before is
/// `check_place`'s to say. Proven by tests/real_on_sim_test.cpp.
Result<SimRunResult> run_at(data_pipeline::ExchangeType exchange, const SimRunRequest& request);

/// Whether a run there is possible at all, before anything is opened: the exchange is built, credentials are there
/// where the mode needs an account. `plan_hash`: what the person gave by --plan; `expected`: that of the plan in force.
/// Errors: kUnsupported; kRefused (no credentials; real money without the plan or without a profile that was named).
Result<void> check_place(data_pipeline::ExchangeType exchange, const config::AppConfig& config,
                         const std::optional<std::string>& plan_hash, const std::string& expected);

}  // namespace alpha_pulse::session
