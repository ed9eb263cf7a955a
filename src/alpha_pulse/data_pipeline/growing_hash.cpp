#include "alpha_pulse/data_pipeline/growing_hash.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <span>
#include <vector>

#include "alpha_pulse/base/sha256.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

constexpr std::uint64_t kBlock = 256 * 1024;
constexpr std::uint64_t kWorthWaking = 1024 * 1024;
constexpr std::uint64_t kAtOnce = 4 * kWorthWaking;

}  // namespace

GrowingHash::GrowingHash(const std::filesystem::path& file)
    : name_(file.string()), file_(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
  thread_ = std::jthread([this] { follow(); });
}

GrowingHash::~GrowingHash() {
  {
    const std::lock_guard lock(mutex_);
    unwanted_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
  if (file_ >= 0) ::close(file_);
}

void GrowingHash::grown(std::uint64_t size) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    wake = size / kWorthWaking != size_ / kWorthWaking;
    size_ = size;
  }
  if (wake) changed_.notify_one();
}

Result<std::string> GrowingHash::finish() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_one();
  thread_.join();
  return std::move(hash_);
}

/// How far to read on: at least a block, but to the end; `taken` when there is no more, or no more is wanted.
std::uint64_t GrowingHash::wait_for_more(std::uint64_t taken) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return unwanted_ || ended_ || size_ >= taken + kBlock; });
  return unwanted_ ? taken : std::min(size_, taken + kAtOnce);
}

void GrowingHash::follow() {
  Sha256 hash;
  std::vector<char> block(kBlock);
  std::uint64_t taken = 0;
  for (std::uint64_t until = wait_for_more(taken); until > taken; until = wait_for_more(taken)) {
    while (taken < until) {
      const std::size_t wish = std::min<std::uint64_t>(block.size(), until - taken);
      const ssize_t got = ::pread(file_, block.data(), wish, static_cast<off_t>(taken));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) {
        hash_ = fail(ErrorCode::kIo,
                     name_ + ": cannot be read" + (got < 0 ? std::string(": ") + std::strerror(errno) : " to its end"));
        return;
      }
      hash.update(std::as_bytes(std::span(block.data(), static_cast<std::size_t>(got))));
      taken += static_cast<std::uint64_t>(got);
    }
  }
  hash_ = hash.hex();
}

}  // namespace alpha_pulse::data_pipeline
