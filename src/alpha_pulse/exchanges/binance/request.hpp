#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "alpha_pulse/base/ensure.hpp"
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

/// A path of the service, beginning with a slash, without blanks and control characters; another does not compile. It
/// is a literal of the program: a call never owns its path.
class Path {
 public:
  consteval Path(const char* literal) : text_(literal) {  // NOLINT(google-explicit-constructor): a literal is one
    base::ensure(text_.starts_with('/'), "a path begins with a slash");
    for (const char c : text_) base::ensure(c > ' ' && c <= '~', "a path has neither blanks nor control characters");
  }
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

/// What is sent as `recvWindow`, in milliseconds. One that is not 1 ms .. 60 s is a bug.
std::int64_t window_ms(Duration recv_window);

/// `path?a=1&b=2`, values percent-encoded, of a call that is not SIGNED: of one that is it is a bug. It writes itself
/// into memory that has its room, and lives no longer than the call.
class OpenTarget {
 public:
  static constexpr bool kEncoded = true;  ///< neither a blank nor a control character (venues/call_writer_test.cpp)
  explicit OpenTarget(const Request& request);
  std::size_t room() const;
  char* put(char* to) const;  ///< returns its end

 private:
  const Request& request_;
};

/// The same of a SIGNED one: behind the parameters `recvWindow` and `timestamp`, last the signature over exactly the
/// bytes between '?' and it. Written without allocating where the key makes HMACs.
class SignedTarget {
 public:
  static constexpr bool kEncoded = true;
  /// `server_time`: the venue's clock, milliseconds are sent. `recv_window`: see window_ms.
  SignedTarget(const Request& request, const Signer& signer, Timestamp server_time, Duration recv_window);
  std::size_t room() const;
  char* put(char* to) const;

 private:
  const Request& request_;
  const Signer& signer_;
  std::int64_t window_ms_, time_ms_;
};

}  // namespace alpha_pulse::exchanges::binance
