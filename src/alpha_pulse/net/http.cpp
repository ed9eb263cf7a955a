#include "alpha_pulse/net/http.hpp"

#include <algorithm>

namespace alpha_pulse::net {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// A token of RFC 9110, 5.6.2.
bool is_token(std::string_view text) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  const auto fits = [&](char c) {
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || kOthers.find(c) != std::string_view::npos;
  };
  return !text.empty() && std::ranges::all_of(text, fits);
}

/// What may stand in a message without ending its line: a tab, too, in a value.
bool is_value(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return is_control(c) && c != '\t'; });
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view header_in(const Headers& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (same_name(key, name)) return value;
  }
  return {};
}

std::string_view HttpRequest::path() const {
  return std::string_view(target).substr(0, target.find('?'));
}

std::string_view HttpRequest::query() const {
  const std::size_t mark = target.find('?');
  return mark == std::string::npos ? std::string_view{} : std::string_view(target).substr(mark + 1);
}

Result<void> check_headers(const Headers& headers) {
  for (const auto& [name, value] : headers) {
    // The value may be a credential: it is not shown.
    if (!is_token(name))
      return fail(ErrorCode::kInvalidArgument, "the header name '" + name + "' is not one, e.g. Accept");
    if (!is_value(value))
      return fail(ErrorCode::kInvalidArgument, "header " + name + ": its value holds a control character");
    for (const std::string_view own : {"Host", "Content-Length", "Connection", "Transfer-Encoding"}) {
      if (same_name(name, own))
        return fail(ErrorCode::kInvalidArgument, "header " + name + ": is written by the connection itself");
    }
  }
  return {};
}

Result<void> check_request(const HttpRequest& request) {
  if (!is_token(request.method))
    return fail(ErrorCode::kInvalidArgument, "the method '" + request.method + "' is not one, e.g. GET");
  const auto breaks = [](char c) { return is_control(c) || c == ' '; };
  if (request.target.empty() || request.target.front() != '/' || std::ranges::any_of(request.target, breaks))
    return fail(ErrorCode::kInvalidArgument,
                "the target of a request must start with '/' and hold neither spaces nor control characters");
  return check_headers(request.headers);
}

}  // namespace alpha_pulse::net
