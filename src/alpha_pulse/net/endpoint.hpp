#pragma once

#include <cstdint>
#include <string>

#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::net {

/// Where a server is reached.
struct Endpoint {
  std::string host;  ///< a name or a literal address, without brackets
  std::uint16_t port = 0;
  bool secure = true;  ///< TLS; false only for a loopback address

  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// `[::1]:8080`: for people.
std::string to_string(const Endpoint& endpoint);
/// The same for the Host header: without the scheme's own port.
std::string host_header(const Endpoint& endpoint);

}  // namespace alpha_pulse::net
