#pragma once

#include <vector>

#include "alpha_pulse/session/binance_venue.hpp"
#include "alpha_pulse/session/doctor_check.hpp"

namespace alpha_pulse::session {

/// Whether the exchange can be reached at all, address by address.
struct AddressChecks {
  std::vector<Check> checks{};
  bool futures = false, spot = false;  ///< the REST services answer as they should
};

/// Name, connection, certificate and answer of every address; one after the other, each within five seconds.
/// Dialer and clock outlive it. Proven by tests/doctor_test.cpp.
net::asio::awaitable<AddressChecks> check_addresses(const BinanceAccess& access, net::IDialer& dialer,
                                                    const net::Clock& clock);

}  // namespace alpha_pulse::session
