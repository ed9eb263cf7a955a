#include "alpha_pulse/exchanges/binance/request.hpp"

#include <array>
#include <utility>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/exchanges/pen.hpp"

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

std::int64_t window_ms(Duration recv_window) {
  base::ensure(recv_window >= Duration::milliseconds(1) && recv_window <= Duration::seconds(60),
               "a receive window of 1 ms to 60 s");
  return recv_window.ns() / 1'000'000;
}

OpenTarget::OpenTarget(const Request& request) : request_(request) {
  base::ensure(request.security != Security::SIGNED, "a signed call is written with its signature");
}

std::size_t OpenTarget::room() const {
  return request_.path.view().size() + 1 + request_.parameters.query().size();
}

char* OpenTarget::put(char* to) const {
  Pen pen(to);
  pen << request_.path.view();
  if (!request_.parameters.empty()) pen << '?' << request_.parameters.query();
  return pen.at();
}

SignedTarget::SignedTarget(const Request& request, const Signer& signer, Timestamp server_time, Duration recv_window)
    : request_(request), signer_(signer), window_ms_(window_ms(recv_window)), time_ms_(server_time.ms()) {
  base::ensure(request.security == Security::SIGNED, "only a signed call has a signature");
}

std::size_t SignedTarget::room() const {
  constexpr std::size_t kOwn = sizeof "?&recvWindow=&timestamp=&signature=" + 2 * kNumberRoom;
  constexpr std::size_t kEncodedBase64 = 3 * 684;  // of RSA with 4096 bits
  const std::size_t signature =
      signer_.kind() == SignatureKind::HMAC_SHA256 ? std::tuple_size_v<HmacText> : kEncodedBase64;
  return request_.path.view().size() + request_.parameters.query().size() + kOwn + signature;
}

char* SignedTarget::put(char* to) const {
  Pen pen(to);
  pen << request_.path.view() << '?';
  const char* const begin = pen.at();
  if (!request_.parameters.empty()) pen << request_.parameters.query() << '&';
  pen << "recvWindow=" << window_ms_ << "&timestamp=" << time_ms_;
  const std::string_view signed_text(begin, pen.at());
  pen << "&signature=";
  if (signer_.kind() == SignatureKind::HMAC_SHA256) {
    const HmacText signature = signer_.sign_hmac(signed_text);
    pen << std::string_view(signature.data(), signature.size());
  } else {
    pen << percent_encode(signer_.sign(signed_text));
  }
  return pen.at();
}

}  // namespace alpha_pulse::exchanges::binance
