#include "alpha_pulse/exchanges/binance/request.hpp"

#include <utility>

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::exchanges::binance {

std::string_view to_string(HttpMethod method) {
  switch (method) {
    case HttpMethod::GET:
      return "GET";
    case HttpMethod::POST:
      return "POST";
    case HttpMethod::PUT:
      return "PUT";
    case HttpMethod::DELETE_:
      return "DELETE";
  }
  std::unreachable();
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  constexpr std::string_view kUnreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (kUnreserved.find(c) != std::string_view::npos) {
      encoded.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded.push_back('%');
    encoded.push_back(kHex[byte >> 4U]);
    encoded.push_back(kHex[byte & 0xfU]);
  }
  return encoded;
}

std::string query_text(const Parameters& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters) {
    if (!text.empty()) text.push_back('&');
    text += name;
    text.push_back('=');
    text += percent_encode(value);
  }
  return text;
}

WireRequest to_wire(const Request& request) {
  base::ensure(request.security != Security::SIGNED, "a signed call goes through to_signed_wire");
  std::string target = request.path;
  if (const std::string query = query_text(request.parameters); !query.empty()) target += "?" + query;
  return {.method = request.method, .target = std::move(target), .with_key = request.security != Security::NONE};
}

WireRequest to_signed_wire(const Request& request, const Signer& signer, Timestamp server_time, Duration recv_window) {
  base::ensure(request.security == Security::SIGNED, "only a signed call has a signature");
  base::ensure(recv_window >= Duration::milliseconds(1) && recv_window <= Duration::seconds(60),
               "a receive window of 1 ms to 60 s");
  Parameters parameters = request.parameters;
  parameters.emplace_back("recvWindow", std::to_string(recv_window.ns() / 1'000'000));
  parameters.emplace_back("timestamp", std::to_string(server_time.ms()));
  const std::string payload = query_text(parameters);
  return {.method = request.method,
          .target = request.path + "?" + payload + "&signature=" + percent_encode(signer.sign(payload)),
          .with_key = true};
}

}  // namespace alpha_pulse::exchanges::binance
