#include "alpha_pulse/net/endpoint.hpp"

namespace alpha_pulse::net {

std::string to_string(const Endpoint& endpoint) {
  const bool bare_v6 = endpoint.host.find(':') != std::string::npos;
  const std::string host = bare_v6 ? "[" + endpoint.host + "]" : endpoint.host;
  return host + ":" + std::to_string(endpoint.port);
}

}  // namespace alpha_pulse::net
