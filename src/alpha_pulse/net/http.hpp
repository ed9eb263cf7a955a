#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"

/// Requests and replies as values. Tested by net/http_test.cpp.
namespace alpha_pulse::net {

/// Names and values in the order they are sent. A name may occur more than once.
using Headers = std::vector<std::pair<std::string, std::string>>;

/// The value of the first header of that name, upper and lower case being the same; empty when there is none.
std::string_view header_in(const Headers& headers, std::string_view name);

/// What a client asks. Host, Content-Length and Connection are the client's own business, do not put them in.
struct HttpRequest {
  std::string method = "GET";
  std::string target = "/";  ///< path and query; the client puts its base address's path before it
  Headers headers{};
  std::string body{};

  std::string_view header(std::string_view name) const { return header_in(headers, name); }
  std::string_view path() const;   ///< the target up to its '?'
  std::string_view query() const;  ///< behind its '?', may be empty
};

/// What a server answers. Content-Length is the server's own business.
struct HttpResponse {
  unsigned status = 200;
  Headers headers{};
  std::string body{};

  std::string_view header(std::string_view name) const { return header_in(headers, name); }
};

/// Of header names: the same but for upper and lower case.
bool same_name(std::string_view a, std::string_view b);

/// Refuses what would change the meaning of the bytes around it: control characters in target or headers, spaces in
/// target, method or names; and headers that are the connection's own business. Errors (kInvalidArgument).
Result<void> check_request(const HttpRequest& request);
Result<void> check_target(std::string_view target);
Result<void> check_headers(const Headers& headers);

}  // namespace alpha_pulse::net
