#include "alpha_pulse/net/memory_pipe.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <utility>

#include "alpha_pulse/base/ensure.hpp"

namespace alpha_pulse::net {
namespace {

/// Moved: a copy of such a handler compiles in Boost 1.81, and then wraps itself without end.
template <class Operation>
IStream::Done done_of(std::optional<Operation>& operation) {
  IStream::Done done = std::move(operation->done);
  operation.reset();
  return done;
}

}  // namespace

void MemoryPipe::read(asio::mutable_buffer into, IStream::Done done) {
  ensure(!reading_, "one read at a time");
  reading_.emplace(Read{into, std::move(done)});
  serve();
}

void MemoryPipe::write(const Pieces& from, IStream::Done done) {
  ensure(!writing_, "one write at a time");
  writing_.emplace(Write{from, std::move(done)});
  serve();
}

void MemoryPipe::finish() {
  finished_ = true;
  abort_write();
  serve();
}

void MemoryPipe::refuse() {
  refused_ = true;
  serve();
}

void MemoryPipe::reset() {
  reset_ = true;
  serve();
}

void MemoryPipe::abort_read() {
  if (auto read = std::exchange(reading_, std::nullopt)) tell(std::move(read->done), asio::error::operation_aborted, 0);
}

void MemoryPipe::abort_write() {
  if (auto write = std::exchange(writing_, std::nullopt))
    tell(std::move(write->done), asio::error::operation_aborted, 0);
}

void MemoryPipe::forget() {
  const auto read = std::exchange(reading_, std::nullopt);
  const auto write = std::exchange(writing_, std::nullopt);
}

/// Whatever can be done now for whoever waits; the writer first, its bytes may be what the reader waits for.
void MemoryPipe::serve() {
  if (writing_ && (reset_ || refused_ || finished_)) {
    const auto error = reset_ || refused_ ? asio::error::connection_reset : asio::error::operation_aborted;
    tell(done_of(writing_), error, 0);
  } else if (writing_ && bytes_.size() < kRoom) {
    Write write = *std::exchange(writing_, std::nullopt);
    tell(std::move(write.done), {}, take(write.from));
  }
  if (!reading_) return;
  if (!bytes_.empty() || reading_->into.size() == 0) {
    Read read = *std::exchange(reading_, std::nullopt);
    const std::size_t size = std::min({bytes_.size(), read.into.size(), chunk_});
    asio::buffer_copy(read.into, asio::buffer(bytes_.data(), size));
    bytes_.erase(0, size);
    tell(std::move(read.done), {}, size);
    if (writing_) serve();
  } else if (reset_ || finished_) {
    const auto error = reset_ ? boost::system::error_code(asio::error::connection_reset) : asio::error::eof;
    tell(done_of(reading_), error, 0);
  }
}

/// What the writer believes was sent; what of it arrives is another matter.
std::size_t MemoryPipe::take(const Pieces& from) {
  const std::size_t size = std::min(asio::buffer_size(from), kRoom - bytes_.size());
  const std::uint64_t arriving = std::min(cut_, swallow_);
  const std::uint64_t left = arriving - std::min(arriving, written_);
  const std::size_t before = bytes_.size();
  bytes_.resize(before + static_cast<std::size_t>(std::min<std::uint64_t>(size, left)));
  asio::buffer_copy(asio::buffer(bytes_.data() + before, bytes_.size() - before), from);
  written_ += size;
  return size;
}

void MemoryPipe::tell(IStream::Done done, boost::system::error_code error, std::size_t size) {
  asio::post(executor_, [error, size, done = std::move(done)]() mutable { std::move(done)(error, size); });
}

}  // namespace alpha_pulse::net
