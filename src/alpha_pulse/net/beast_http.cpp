#include "alpha_pulse/net/beast_http.hpp"

#include <boost/asio/error.hpp>
#include <boost/beast/http/error.hpp>

#include "alpha_pulse/net/asio.hpp"

namespace alpha_pulse::net {

namespace http = boost::beast::http;

Error http_error(const boost::system::error_code& error, std::size_t header_limit, std::size_t body_limit) {
  if (error == http::error::body_limit)
    return {ErrorCode::kBadData, "the body is longer than " + std::to_string(body_limit) + " bytes"};
  if (error == http::error::header_limit || error == http::error::buffer_overflow)
    return {ErrorCode::kBadData, "the headers are longer than " + std::to_string(header_limit) + " bytes"};
  if (error == http::error::end_of_stream) return {ErrorCode::kIo, "the connection was closed before a byte came"};
  if (error == http::error::partial_message || error == asio::error::eof)
    return {ErrorCode::kIo, "the connection was closed in the middle of a message"};
  const bool not_http = error.category() == make_error_code(http::error::bad_version).category();
  if (not_http) return {ErrorCode::kBadData, "what came is not HTTP (" + error.message() + ")"};
  return {ErrorCode::kIo, error.message()};
}

}  // namespace alpha_pulse::net
