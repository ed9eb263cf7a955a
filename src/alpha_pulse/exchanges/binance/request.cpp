#include "alpha_pulse/exchanges/binance/request.hpp"

#include <array>
#include <charconv>
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

namespace {

void append_number(std::string& to, std::int64_t value) {
  std::array<char, 24> digits;
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  to.append(digits.data(), written.ptr);
}

}  // namespace

void append_target(std::string& text, const Request& request) {
  base::ensure(request.security != Security::SIGNED, "a signed call is written with its signature");
  text += request.path.view();
  if (request.parameters.empty()) return;
  text.push_back('?');
  text += request.parameters.query();
}

void append_signed_target(std::string& text, const Request& request, const Signer& signer, Timestamp server_time,
                          Duration recv_window) {
  base::ensure(request.security == Security::SIGNED, "only a signed call has a signature");
  base::ensure(recv_window >= Duration::milliseconds(1) && recv_window <= Duration::seconds(60),
               "a receive window of 1 ms to 60 s");
  text += request.path.view();
  text.push_back('?');
  const std::size_t payload = text.size();
  text += request.parameters.query();
  if (!request.parameters.empty()) text.push_back('&');
  text += "recvWindow=";
  append_number(text, recv_window.ns() / 1'000'000);
  text += "&timestamp=";
  append_number(text, server_time.ms());
  const std::string_view signed_text = std::string_view(text).substr(payload);
  if (signer.kind() == SignatureKind::HMAC_SHA256) {
    const HmacText signature = signer.sign_hmac(signed_text);
    text += "&signature=";
    text.append(signature.data(), signature.size());
  } else {
    const std::string signature = signer.sign(signed_text);
    text += "&signature=";
    text += percent_encode(signature);
  }
}

}  // namespace alpha_pulse::exchanges::binance
