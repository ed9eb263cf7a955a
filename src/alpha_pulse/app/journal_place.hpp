#pragma once

#include <filesystem>

#include "alpha_pulse/config/app_config.hpp"
#include "alpha_pulse/domain/instrument.hpp"

namespace alpha_pulse::app {

/// Where `run` with this configuration keeps its journal: `journal.path`, else the default place of mode and symbol.
std::filesystem::path journal_place(const config::AppConfig& config, const Instrument& hedge);

}  // namespace alpha_pulse::app
