#pragma once

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "alpha_pulse/net/beast_stream.hpp"

/// How messages are read: what has come already is parsed at once, without the detour of an operation that may have to
/// wait. For sources of this room only.
namespace alpha_pulse::net {

/// How far a parser is to go.
enum class ReadUntil { HEADER_ENDS, MESSAGE_ENDS };

template <bool kIsRequest>
bool has_reached(const boost::beast::http::basic_parser<kIsRequest>& parser, ReadUntil until) {
  return until == ReadUntil::HEADER_ENDS ? parser.is_header_done() : parser.is_done();
}

/// Parses what stands in the buffer, as far as it is wanted; bytes behind it stay.
template <bool kIsRequest>
boost::system::error_code parse_buffered(boost::beast::http::basic_parser<kIsRequest>& parser,
                                         boost::beast::flat_buffer& buffer, ReadUntil until) {
  parser.eager(until == ReadUntil::MESSAGE_ENDS);
  while (!has_reached(parser, until) && buffer.size() > 0) {
    boost::system::error_code error;
    buffer.consume(parser.put(buffer.data(), error));
    if (error == boost::beast::http::error::need_more) return {};
    if (error) return error;
  }
  return {};
}

/// Reads on until it is reached, behind a `parse_buffered` of the same aim that did not come so far. The end of the
/// stream is a fault unless it ends the message.
template <bool kIsRequest>
asio::awaitable<boost::system::error_code> read_on(BeastStream& stream, boost::beast::flat_buffer& buffer,
                                                   boost::beast::http::basic_parser<kIsRequest>& parser,
                                                   ReadUntil until) {
  constexpr std::size_t kBytes = 16 * 1024;
  boost::system::error_code error;
  while (!error && !has_reached(parser, until)) {
    const auto into = buffer.prepare(kBytes);
    const std::size_t size = co_await stream.async_read_some(into, asio::redirect_error(asio::use_awaitable, error));
    buffer.commit(size);
    if (error == asio::error::eof) {
      if (!parser.got_some()) co_return make_error_code(boost::beast::http::error::end_of_stream);
      error = {};
      parser.put_eof(error);
      co_return error;
    }
    if (!error) error = parse_buffered(parser, buffer, until);
  }
  co_return error;
}

}  // namespace alpha_pulse::net
