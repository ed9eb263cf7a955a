#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "alpha_pulse/config/app_config.hpp"
#include "alpha_pulse/data_pipeline/exchange_type.hpp"
#include "alpha_pulse/session/binance_venue.hpp"
#include "alpha_pulse/session/doctor_check.hpp"

namespace alpha_pulse::session {

/// Settings of the account that a person wants changed.
struct AccountChanges {
  std::optional<int> leverage{};  ///< 1..125
  std::optional<exchanges::binance::MarginType> margin{};

  bool none() const { return !leverage && !margin; }
};

/// What is examined.
struct DoctorRequest {
  config::AppConfig config;
  Instrument hedge;                   ///< as configured
  std::vector<std::string> warnings;  ///< of the configuration
  std::string effective_text;
  std::filesystem::path journal;  ///< where a run would keep it
  bool canary = false;            ///< a stop order far away is placed, and cancelled
  AccountChanges apply{};         ///< the only thing that changes the account
};

/// What was found, in the order it was looked at.
struct DoctorReport {
  std::vector<Check> checks;

  bool failed() const;
  bool refused() const;  ///< something failed for safety
};

/// Looks at everything a run at `exchange` rests on and says what to do about what is wrong: configuration, journal,
/// addresses, clocks, key and its permissions, settings of the account, rules of the symbol, orders and positions that
/// stand there. What cannot be looked at because of something before is skipped. It sends no order but the canary, and
/// changes nothing but what `apply` names, and that only with a key that may neither withdraw nor transfer.
/// SIM: a simulated exchange is started in this process, and examined over sockets.
/// Errors: kUnsupported for an exchange that is not built yet; kInvalidArgument for an address or a credential.
/// Proven by tests/doctor_test.cpp.
Result<DoctorReport> examine(data_pipeline::ExchangeType exchange, const DoctorRequest& request);

}  // namespace alpha_pulse::session
