#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "alpha_pulse/net/memory_network.hpp"

namespace alpha_pulse::net {

/// One way of a connection in memory: bytes on their way from a writer to a reader. For memory_network.cpp.
class MemoryPipe {
 public:
  static constexpr std::size_t kRoom = 256 * 1024;  ///< unread bytes beyond which a writer waits

  MemoryPipe(asio::any_io_executor executor, std::uint64_t cut, std::uint64_t swallow, std::size_t chunk)
      : executor_(std::move(executor)), cut_(cut), swallow_(swallow), chunk_(chunk) {}

  void read(asio::mutable_buffer into, IStream::Done done);
  void write(const Pieces& from, IStream::Done done);
  /// The cut came: everything that may arrive has been written. Told once.
  bool cut_reached() const { return written_ >= cut_; }

  void finish();       ///< the writer is gone: the reader gets what is left, then the end
  void refuse();       ///< the reader is gone: who writes fails
  void reset();        ///< cut: the reader gets what is left, then an error, as does the writer at once
  void abort_read();   ///< the reader closes its own end
  void abort_write();  ///< the writer closes its own end
  void forget();       ///< drops whoever waits, without a word

 private:
  struct Read {
    asio::mutable_buffer into;
    IStream::Done done;
  };
  struct Write {
    Pieces from;
    IStream::Done done;
  };
  void serve();
  std::size_t take(const Pieces& from);
  void tell(IStream::Done done, boost::system::error_code error, std::size_t size);

  asio::any_io_executor executor_;
  std::uint64_t cut_, swallow_;
  std::size_t chunk_;
  std::uint64_t written_ = 0;
  std::string bytes_{};
  std::optional<Read> reading_{};
  std::optional<Write> writing_{};
  bool finished_ = false, refused_ = false, reset_ = false;
};

}  // namespace alpha_pulse::net
