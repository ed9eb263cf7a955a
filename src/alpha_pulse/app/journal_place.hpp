#pragma once

#include <filesystem>

#include "alpha_pulse/config/app_config.hpp"
#include "alpha_pulse/data_pipeline/exchange_type.hpp"
#include "alpha_pulse/domain/instrument.hpp"

namespace alpha_pulse::app {

/// What an exchange is called in places of files; a test environment's orders are not production's.
std::string venue_name(data_pipeline::ExchangeType exchange, const config::AppConfig& config);

/// Where `run` with this configuration keeps its journal: `journal.path`, else the default place of mode and symbol.
/// `venue`: the `venue_name` of the exchange it runs at, `sim` for the built-in market.
std::filesystem::path journal_place(const config::AppConfig& config, const Instrument& hedge,
                                    std::string_view venue = "sim");

}  // namespace alpha_pulse::app
