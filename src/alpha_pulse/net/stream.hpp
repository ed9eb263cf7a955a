#pragma once

#include <array>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>

#include "alpha_pulse/net/asio.hpp"

namespace alpha_pulse::net {

/// A few pieces of memory to send one after the other; a ConstBufferSequence of Asio. Owns nothing.
class Pieces {
 public:
  static constexpr std::size_t kMax = 8;

  /// False, and nothing added, when it is full.
  bool add(asio::const_buffer piece) {
    if (size_ == kMax) return false;
    if (piece.size() > 0) pieces_[size_++] = piece;
    return true;
  }
  const asio::const_buffer* begin() const { return pieces_.data(); }
  const asio::const_buffer* end() const { return pieces_.data() + size_; }

 private:
  std::array<asio::const_buffer, kMax> pieces_{};
  std::size_t size_ = 0;
};

/// Bytes both ways, in order: TCP, TLS over it, or a pipe in memory. What is above this room's `IStream` does not know
/// which. At most one read and one write at a time. close() is what ends an operation early; Asio's cancellation may
/// pass unheard. Tested by net/tcp_test.cpp and net/memory_network_test.cpp.
class IStream {
 public:
  /// Told the error and how many bytes went; never from within the call that starts the operation.
  using Done = asio::any_completion_handler<void(boost::system::error_code, std::size_t)>;

  IStream() = default;
  IStream(const IStream&) = delete;
  IStream& operator=(const IStream&) = delete;
  virtual ~IStream() = default;  ///< closes; operations that run end with operation_aborted

  virtual asio::any_io_executor executor() const = 0;
  /// What both ends must say before the first byte of ours: TLS's handshake, with the check of the other's certificate.
  /// Once, by whoever dialed or accepted. Has no deadline: close() ends it. Errors: kIo; kRefused for a certificate.
  virtual asio::awaitable<Result<void>> handshake() = 0;
  /// At least one byte, or an error; asio::error::eof when the other end has finished. `into` must live until then.
  virtual void read_some(asio::mutable_buffer into, Done done) = 0;
  virtual void write_some(const Pieces& from, Done done) = 0;
  /// At once, without farewell; what the other end has not yet read still reaches it. May be repeated.
  virtual void close() noexcept = 0;
};

}  // namespace alpha_pulse::net
