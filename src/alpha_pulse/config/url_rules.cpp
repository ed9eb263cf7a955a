#include "alpha_pulse/config/url_rules.hpp"

#include <algorithm>
#include <string>

#include "alpha_pulse/base/decimal.hpp"

namespace alpha_pulse::config {
namespace {

std::unexpected<Error> refused(std::string why) {
  return fail(ErrorCode::kInvalidArgument, std::move(why));
}

bool is_number_up_to(std::string_view digits, std::int64_t largest) {
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return false;
  const auto number = base::parse_decimal(digits, 0);
  return number && *number <= largest;
}

/// 127.a.b.c
bool is_ipv4_loopback(std::string_view host) {
  if (!host.starts_with("127.")) return false;
  int parts = 0;
  for (std::string_view rest = host;; ++parts) {
    const std::size_t dot = std::min(rest.find('.'), rest.size());
    if (!is_number_up_to(rest.substr(0, dot), 255)) return false;
    if (dot == rest.size()) return parts == 3;
    rest.remove_prefix(dot + 1);
  }
}

}  // namespace

Result<void> check_url(std::string_view url, std::string_view scheme) {
  const std::string plain = std::string(scheme) + "://";
  const std::string secure = std::string(scheme) + "s://";
  const bool is_plain = url.starts_with(plain);
  if (!is_plain && !url.starts_with(secure)) return refused("does not start with " + secure);
  std::string_view rest = url.substr(is_plain ? plain.size() : secure.size());
  if (rest.find('@') != std::string_view::npos) return refused("must not carry a user or a password");
  if (rest.find_first_of(" ?#\\\"<>") != std::string_view::npos)
    return refused("has a character that is not part of an address");

  const std::string_view authority = rest.substr(0, std::min(rest.find('/'), rest.size()));
  const bool is_bracketed = authority.starts_with('[');
  const std::size_t host_end = is_bracketed ? authority.find(']') : std::min(authority.find(':'), authority.size());
  if (host_end == std::string_view::npos || host_end == 0) return refused("names no host");
  const std::string_view host = is_bracketed ? authority.substr(1, host_end - 1) : authority.substr(0, host_end);
  const std::string_view port = authority.substr(is_bracketed ? host_end + 1 : host_end);
  if (host.empty()) return refused("names no host");
  if (!port.empty() && !(port.starts_with(':') && is_number_up_to(port.substr(1), 65535))) {
    return refused("has a port that is not a number up to 65535");
  }
  const bool is_loopback = is_bracketed ? host == "::1" : is_ipv4_loopback(host);
  if (is_plain && !is_loopback) {
    return refused("is not encrypted; " + plain + " only goes to 127.0.0.1 or [::1], use " + secure);
  }
  return {};
}

}  // namespace alpha_pulse::config
