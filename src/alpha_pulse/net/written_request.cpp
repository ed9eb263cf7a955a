#include "alpha_pulse/net/written_request.hpp"

#include <array>
#include <charconv>

#include "alpha_pulse/net/endpoint.hpp"

namespace alpha_pulse::net {
Result<RequestFrame> RequestFrame::create(const Url& base, const Headers& headers) {
  if (const auto checked = check_headers(headers); !checked) return std::unexpected(checked.error());
  RequestFrame frame;
  frame.base_path_ = base.path;
  frame.tail_ = " HTTP/1.1\r\nHost: " + host_header(base.endpoint);
  for (const auto& [name, value] : headers) frame.tail_.append("\r\n").append(name).append(": ").append(value);
  return frame;
}

void RequestFrame::begin(WrittenRequest& to, std::string_view method) const {
  to.method_ = method.size();
  to.text_.assign(method).push_back(' ');
  to.text_.append(base_path_);
}

/// Content-Length stands where there is a body, or the method usually has one.
void RequestFrame::end(WrittenRequest& to, std::string_view body) const {
  to.target_ = to.text_.size() - to.method_ - 1;
  to.text_.append(tail_);
  const bool usually = to.method() == "POST" || to.method() == "PUT";
  if (body.empty()) {
    to.text_.append(usually ? "\r\nContent-Length: 0\r\n\r\n" : "\r\n\r\n");
    return;
  }
  std::array<char, 24> length{};
  const auto written = std::to_chars(length.data(), length.data() + length.size(), body.size());
  to.text_.append("\r\nContent-Length: ").append(length.data(), written.ptr).append("\r\n\r\n").append(body);
}

}  // namespace alpha_pulse::net
