#pragma once

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <iterator>
#include <string>
#include <string_view>

#include "alpha_pulse/net/http.hpp"

/// Our values of HTTP from and to Beast's. Included by few sources only: Beast is slow to compile.
namespace alpha_pulse::net {

using BeastRequest = boost::beast::http::request<boost::beast::http::string_body>;
using BeastResponse = boost::beast::http::response<boost::beast::http::string_body>;

inline std::string to_text(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

inline Headers headers_of(const boost::beast::http::fields& fields) {
  Headers headers;
  headers.reserve(static_cast<std::size_t>(std::distance(fields.begin(), fields.end())));
  for (const auto& field : fields) headers.emplace_back(to_text(field.name_string()), to_text(field.value()));
  return headers;
}

inline HttpResponse response_of(BeastResponse message) {
  return HttpResponse{
      .status = message.result_int(), .headers = headers_of(message.base()), .body = std::move(message.body())};
}

inline HttpRequest request_of(BeastRequest message) {
  return HttpRequest{.method = to_text(message.method_string()),
                     .target = to_text(message.target()),
                     .headers = headers_of(message.base()),
                     .body = std::move(message.body())};
}

/// What went wrong while a message was read, as a clause; the code tells bytes that are no HTTP from a broken line.
Error http_error(const boost::system::error_code& error, std::size_t header_limit, std::size_t body_limit);

}  // namespace alpha_pulse::net
