#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/exchanges/binance/parameters.hpp"
#include "alpha_pulse/exchanges/binance/wire_enums.hpp"
#include "alpha_pulse/exchanges/signer.hpp"

/// A call of the venue's REST service as a value, and the text that goes over the wire for it.
/// Proven by exchanges/binance/request_test.cpp (published vectors; what was encoded reads back).
namespace alpha_pulse::exchanges::binance {

enum class HttpMethod : std::uint8_t { GET, POST, PUT, DELETE_ };
std::string_view to_string(HttpMethod method);

/// What a call must carry: nothing, the key as a header, or key and signature.
enum class Security : std::uint8_t { NONE, KEY, SIGNED };

/// A path of the service, beginning with a slash. It is a literal of the program: a call never owns its path.
class Path {
 public:
  consteval Path(const char* literal) : text_(literal) {}  // NOLINT(google-explicit-constructor): a literal is one
  constexpr std::string_view view() const { return text_; }
  friend constexpr bool operator==(Path path, std::string_view text) { return path.text_ == text; }

 private:
  std::string_view text_;
};

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
  Path path = "/";
  Parameters parameters{};
  Security security = Security::NONE;
  CallCost cost{};

  /// Whether the venue's state may change: an outcome that is not known is then UNKNOWN, not failed.
  bool mutates() const { return method != HttpMethod::GET; }
};

/// The header that every call but those of Security::NONE has.
inline constexpr std::string_view kKeyHeader = "X-MBX-APIKEY";

/// Appends `path?a=1&b=2` to `text`, values percent-encoded. Calling it for a SIGNED request is a bug.
void append_target(std::string& text, const Request& request);
/// The same of a SIGNED one: behind the parameters `recvWindow` and `timestamp`, last the signature over exactly the
/// bytes between '?' and it. `server_time`: the venue's clock, milliseconds are sent. `recv_window`: 1 ms .. 60 s.
/// Allocates nothing where `text` has room.
void append_signed_target(std::string& text, const Request& request, const Signer& signer, Timestamp server_time,
                          Duration recv_window);

}  // namespace alpha_pulse::exchanges::binance
