#include "alpha_pulse/net/endpoint.hpp"

namespace alpha_pulse::net {

std::string to_string(const Endpoint& endpoint) {
  const bool bare_v6 = endpoint.host.find(':') != std::string::npos;
  const std::string host = bare_v6 ? "[" + endpoint.host + "]" : endpoint.host;
  return host + ":" + std::to_string(endpoint.port);
}

std::string host_header(const Endpoint& endpoint) {
  const std::string whole = to_string(endpoint);
  const bool usual = endpoint.port == (endpoint.secure ? 443 : 80);
  return usual ? whole.substr(0, whole.rfind(':')) : whole;
}

}  // namespace alpha_pulse::net
