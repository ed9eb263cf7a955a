#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/websocket/teardown.hpp>
#include <memory>
#include <string>

#include "alpha_pulse/net/stream.hpp"

namespace alpha_pulse::net {

/// An IStream as Beast and Asio want to see one (AsyncStream), so that they are compiled for one type of stream only.
/// Owns the stream. `first`: bytes that were read from it already. Tested through http_client, http_server, web_socket.
class BeastStream {
 public:
  using executor_type = asio::any_io_executor;

  explicit BeastStream(std::unique_ptr<IStream> stream, std::string first = {})
      : stream_(std::move(stream)), first_(std::move(first)) {}

  executor_type get_executor() const { return stream_->executor(); }
  void close() noexcept {
    if (stream_) stream_->close();
  }
  IStream& stream() { return *stream_; }
  /// The stream for another owner; nothing but close may be called afterwards.
  std::unique_ptr<IStream> release() { return std::move(stream_); }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto handler, asio::mutable_buffer into) { read(into, IStream::Done(std::move(handler))); }, token,
        first_of(buffers));
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    Pieces pieces;
    for (auto it = asio::buffer_sequence_begin(buffers); it != asio::buffer_sequence_end(buffers); ++it) {
      if (!pieces.add(asio::const_buffer(*it))) break;
    }
    return asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto handler, const Pieces& from) { stream_->write_some(from, IStream::Done(std::move(handler))); },
        token, pieces);
  }

 private:
  template <class Buffers>
  static asio::mutable_buffer first_of(const Buffers& buffers) {
    for (auto it = asio::buffer_sequence_begin(buffers); it != asio::buffer_sequence_end(buffers); ++it) {
      if (asio::mutable_buffer(*it).size() > 0) return asio::mutable_buffer(*it);
    }
    return {};
  }

  void read(asio::mutable_buffer into, IStream::Done done) {
    if (first_.empty()) return stream_->read_some(into, std::move(done));
    const std::size_t size = asio::buffer_copy(into, asio::buffer(first_));
    first_.erase(0, size);
    asio::post(stream_->executor(),
               [size, done = std::move(done)]() mutable { std::move(done)(boost::system::error_code{}, size); });
  }

  std::unique_ptr<IStream> stream_;
  std::string first_;
};

/// What a WebSocket does when farewells have been exchanged.
template <class Handler>
void async_teardown(boost::beast::role_type, BeastStream& stream, Handler&& handler) {
  stream.close();
  asio::post(stream.get_executor(),
             [handler = std::forward<Handler>(handler)]() mutable { std::move(handler)(boost::system::error_code{}); });
}
inline void beast_close_socket(BeastStream& stream) {
  stream.close();
}
inline void teardown(boost::beast::role_type, BeastStream& stream, boost::system::error_code& error) {
  stream.close();
  error = {};
}

}  // namespace alpha_pulse::net
