#include "alpha_pulse/net/http.hpp"

#include <algorithm>
#include <array>

namespace alpha_pulse::net {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Requests carry hundreds of characters, so the two below look at many of them at once: no branch in between, and
/// what was found is as narrow as a character.
template <class Bad>
bool none_of_them(std::string_view text, Bad bad) {
  unsigned char found = 0;
  for (const char c : text) {
    found = static_cast<unsigned char>(found | static_cast<unsigned char>(bad(static_cast<unsigned char>(c))));
  }
  return found == 0;
}

constexpr auto kTokenCharacters = [] {
  std::array<bool, 256> table{};
  for (const char c :
       std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}();

/// A token of RFC 9110, 5.6.2.
bool is_token(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return kTokenCharacters[static_cast<unsigned char>(c)]; });
}

/// What may stand in a message without ending its line: a tab, too, in a value.
bool is_value(std::string_view text) {
  return none_of_them(text, [](unsigned char c) { return ((c < 0x20) & (c != '\t')) | (c == 0x7f); });
}

/// The same without blanks.
bool is_target(std::string_view text) {
  return none_of_them(text, [](unsigned char c) { return (c <= ' ') | (c == 0x7f); });
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

Result<void> check_target(std::string_view target) {
  if (target.empty() || target.front() != '/' || !is_target(target))
    return fail(ErrorCode::kInvalidArgument,
                "the target of a request must start with '/' and hold neither spaces nor control characters");
  return {};
}

Result<void> check_request(const HttpRequest& request) {
  if (!is_token(request.method))
    return fail(ErrorCode::kInvalidArgument, "the method '" + request.method + "' is not one, e.g. GET");
  if (auto checked = check_target(request.target); !checked) return checked;
  return check_headers(request.headers);
}

}  // namespace alpha_pulse::net
