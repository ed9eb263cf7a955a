#pragma once

#include <filesystem>

#include "alpha_pulse/config/app_config.hpp"
#include "alpha_pulse/domain/instrument.hpp"

namespace alpha_pulse::app {

/// Where `run` with this configuration keeps its journal: `journal.path`, else the default place of mode and symbol.
/// `venue`: the exchange it runs at, `sim` for the built-in market.
std::filesystem::path journal_place(const config::AppConfig& config, const Instrument& hedge,
                                    std::string_view venue = "sim");

}  // namespace alpha_pulse::app
