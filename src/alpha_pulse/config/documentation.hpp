#pragma once

#include <string>

namespace alpha_pulse::config {

/// docs/configuration.md, written from the key table. The committed page is compared with it by
/// config/documentation_test.cpp, which also rewrites it when ALPHA_PULSE_WRITE_DOCS is set.
std::string configuration_page();

}  // namespace alpha_pulse::config
