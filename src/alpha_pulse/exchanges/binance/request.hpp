#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/exchanges/binance/wire_enums.hpp"
#include "alpha_pulse/exchanges/signer.hpp"

/// A call of the venue's REST service as a value, and the text that goes over the wire for it.
/// Proven by exchanges/binance/request_test.cpp (published vectors; what was encoded reads back).
namespace alpha_pulse::exchanges::binance {

enum class HttpMethod : std::uint8_t { GET, POST, PUT, DELETE_ };
std::string_view to_string(HttpMethod method);

/// What a call must carry: nothing, the key as a header, or key and signature.
enum class Security : std::uint8_t { NONE, KEY, SIGNED };

/// Names and values of a call in the order they were added, values as they are meant (not percent-encoded).
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// What a call takes of the venue's limits.
struct CallCost {
  int weight = 1;      ///< of the address's weight a minute
  int orders_10s = 0;  ///< of the account's orders in ten seconds
  int orders_1m = 0;   ///< of the account's orders a minute (spot: a day)
};

/// A call that is not sent yet: it can be signed again with a new timestamp and stays the same call.
struct Request {
  Product product = Product::FUTURES;
  HttpMethod method = HttpMethod::GET;
  std::string path{};  ///< begins with a slash
  Parameters parameters{};
  Security security = Security::NONE;
  CallCost cost{};

  /// Whether the venue's state may change: an outcome that is not known is then UNKNOWN, not failed.
  bool mutates() const { return method != HttpMethod::GET; }
};

/// Exactly what goes over the wire. All parameters stand in `target`; the body is empty.
struct WireRequest {
  HttpMethod method = HttpMethod::GET;
  std::string target{};   ///< path and query
  bool with_key = false;  ///< send the header kKeyHeader
};
inline constexpr std::string_view kKeyHeader = "X-MBX-APIKEY";

/// Unreserved characters (RFC 3986) stay, all others become %XX.
std::string percent_encode(std::string_view text);
/// `a=1&b=2`, values percent-encoded.
std::string query_text(const Parameters& parameters);

/// A call without a signature. Calling it for a SIGNED request is a bug.
WireRequest to_wire(const Request& request);
/// Appends `recvWindow` and `timestamp`, then the signature over exactly the bytes before it, last.
/// `server_time`: the venue's clock, milliseconds are sent. `recv_window`: 1 ms .. 60 s.
WireRequest to_signed_wire(const Request& request, const Signer& signer, Timestamp server_time, Duration recv_window);

}  // namespace alpha_pulse::exchanges::binance
