#include "alpha_pulse/net/written_request.hpp"

#include <charconv>
#include <cstring>

#include "alpha_pulse/net/endpoint.hpp"

namespace alpha_pulse::net {
namespace {

constexpr std::string_view kLength = "\r\nContent-Length: ";
constexpr std::size_t kLengthDigits = 20;

}  // namespace

Result<RequestFrame> RequestFrame::create(const Url& base, const Headers& headers) {
  if (const auto checked = check_target(base.path + "/"); !checked) return std::unexpected(checked.error());
  if (const auto checked = check_headers(headers); !checked) return std::unexpected(checked.error());
  RequestFrame frame;
  frame.base_path_ = base.path;
  frame.tail_ = " HTTP/1.1\r\nHost: " + host_header(base.endpoint);
  for (const auto& [name, value] : headers) frame.tail_.append("\r\n").append(name).append(": ").append(value);
  return frame;
}

char* RequestFrame::put(char* to, std::string_view text) {
  std::memcpy(to, text.data(), text.size());
  return to + text.size();
}

char* RequestFrame::put_method(char* to, std::string_view method) {
  to = put(to, method);
  *to++ = ' ';
  return to;
}

std::size_t RequestFrame::room_for(std::string_view method, std::string_view body) const {
  return method.size() + 1 + base_path_.size() + tail_.size() + kLength.size() + kLengthDigits + 4 + body.size();
}

/// Content-Length stands where there is a body, or the method usually has one.
char* RequestFrame::put_tail(char* to, std::string_view method, std::string_view body) const {
  to = put(to, tail_);
  const bool usually = method == "POST" || method == "PUT";
  if (body.empty()) return put(to, usually ? "\r\nContent-Length: 0\r\n\r\n" : "\r\n\r\n");
  to = put(to, kLength);
  to = std::to_chars(to, to + kLengthDigits, body.size()).ptr;
  return put(put(to, "\r\n\r\n"), body);
}

}  // namespace alpha_pulse::net
