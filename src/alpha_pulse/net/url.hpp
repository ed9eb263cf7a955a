#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/names.hpp"
#include "alpha_pulse/net/endpoint.hpp"

namespace alpha_pulse::net {

/// What an address is for: `http(s)://` or `ws(s)://`.
enum class UrlKind { HTTP, WEB_SOCKET };

/// The base of requests to one server.
struct Url {
  Endpoint endpoint;
  std::string path;  ///< starts with '/', does not end with one; empty for the root
};

/// Reads a base address. Errors (kInvalidArgument) are the end of a sentence about the address, e.g. "names no host":
/// another scheme; user or password (they would end up in logs); a query or fragment; a port that is none; and a plain
/// `http` or `ws` address of anything but a literal loopback address (127.0.0.0/8, [::1]), for a name such as localhost
/// can be made to point elsewhere. Without a port it is 443, plain 80. Tested by net/url_test.cpp.
Result<Url> parse_url(std::string_view text, UrlKind kind);

/// 127.a.b.c or ::1, written as numbers.
bool is_loopback(std::string_view host);

}  // namespace alpha_pulse::net
