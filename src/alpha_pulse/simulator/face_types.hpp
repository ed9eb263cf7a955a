#pragma once

#include <algorithm>
#include <cctype>
#include <expected>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "alpha_pulse/simulator/venue_types.hpp"

/// The nouns of the simulated venue's protocol face: what a request is, what an answer is, what a refusal is.
namespace alpha_pulse::simulator {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// One HTTP request as it was received: nothing in it is decoded, since signatures are over the raw bytes.
struct HttpCall {
  std::string method;
  std::string path;   ///< begins with '/'; without the query
  std::string query;  ///< without the '?'
  std::string body;
  Headers headers;
  std::string peer = "127.0.0.1";  ///< whose weight is counted

  /// The first header of that name, in any case; empty when there is none.
  std::string_view header(std::string_view name) const {
    const auto same = [&](const auto& h) {
      return std::ranges::equal(h.first, name,
                                [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
    };
    const auto found = std::ranges::find_if(headers, same);
    return found == headers.end() ? std::string_view{} : std::string_view(found->second);
  }
};

/// One HTTP answer; the body is JSON unless a fault made it something else.
struct HttpAnswer {
  int status = 200;
  Headers headers;
  std::string body;
};

/// A refusal in the venue's words: `{"code":-1121,"msg":"Invalid symbol."}` under an HTTP status.
struct ApiError {
  int code = 0;
  std::string message;
  int status = 400;
  std::string data{};  ///< JSON of the member `data`; empty: it has none
};

/// Beyond the limit of orders; the status is 429.
inline constexpr int kTooManyOrders = -1015;

/// Outcome of a call to the venue. Never ignored.
template <class T>
using Api = std::expected<T, ApiError>;

inline std::unexpected<ApiError> deny(int code, std::string message, int status = 400) {
  return std::unexpected(ApiError{code, std::move(message), status, {}});
}

/// What the model refused, under the status such codes come with.
inline ApiError api_error(const VenueError& error) {
  return {error.code, error.message, 400, {}};
}

/// Passes the model's answer on.
template <class T>
Api<T> lift(VenueResult<T> result) {
  if (!result) return std::unexpected(api_error(result.error()));
  if constexpr (std::is_void_v<T>) {
    return {};
  } else {
    return std::move(*result);
  }
}

}  // namespace alpha_pulse::simulator
