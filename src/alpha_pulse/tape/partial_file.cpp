#include "alpha_pulse/tape/partial_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace alpha_pulse::tape {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr std::uint64_t kSendEvery = std::uint64_t{8} << 20U;

}  // namespace

PartialFile::PartialFile(PartialFile&& other) noexcept
    : out_(std::move(other.out_)),
      partial_(std::move(other.partial_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_),
      sent_(other.sent_) {}

PartialFile& PartialFile::operator=(PartialFile&& other) noexcept {
  std::swap(out_, other.out_);
  std::swap(partial_, other.partial_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(size_, other.size_);
  std::swap(sent_, other.sent_);
  return *this;
}

PartialFile::~PartialFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

base::Error PartialFile::failure(const char* what) const {
  return {ErrorCode::kIo, partial_.string() + ": cannot be " + what + ": " + std::strerror(errno)};
}

Result<PartialFile> PartialFile::open(const std::filesystem::path& out, Begin begin) {
  PartialFile file;
  file.out_ = out;
  file.partial_ = out;
  file.partial_ += ".partial";
  std::error_code ignored;
  const bool interrupted = std::filesystem::exists(file.partial_, ignored);
  if (begin == Begin::RESUME && !interrupted) {
    return fail(ErrorCode::kNotFound,
                file.partial_.string() + ": there is nothing to go on from; without --resume it begins anew");
  }
  if (begin == Begin::NEW && interrupted) {
    return fail(ErrorCode::kRefused, file.partial_.string() +
                                         ": is of an import that was interrupted; --resume goes on with it, "
                                         "--overwrite begins anew");
  }
  if (begin == Begin::NEW && std::filesystem::exists(out, ignored)) {
    return fail(ErrorCode::kRefused, out.string() + ": exists; --overwrite, or another --out, would pass");
  }
  file.descriptor_ = ::open(file.partial_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0644);
  if (file.descriptor_ < 0) return std::unexpected(file.failure("opened"));
  struct stat about{};
  if (::fstat(file.descriptor_, &about) != 0 || !S_ISREG(about.st_mode)) {
    return fail(ErrorCode::kIo, file.partial_.string() + ": is not a regular file; another --out would pass");
  }
  if (::flock(file.descriptor_, LOCK_EX | LOCK_NB) != 0) {
    return fail(ErrorCode::kRefused,
                file.partial_.string() + ": another import writes it; wait for it, or another --out");
  }
  file.size_ = static_cast<std::uint64_t>(about.st_size);
  if (begin != Begin::RESUME) {
    if (auto cut = file.cut_to(0); !cut) return std::unexpected(cut.error());
  }
  return file;
}

Result<void> PartialFile::cut_to(std::uint64_t size) {
  if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) return std::unexpected(failure("cut"));
  size_ = size;
  sent_ = std::min(sent_, size);
  return {};
}

Result<void> PartialFile::append(std::span<const std::byte> bytes) {
  const std::uint64_t before = size_;
  std::uint64_t at = size_;
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      base::Error error = failure("written");
      error.message += ": " + std::to_string(bytes.size()) + " bytes more are needed at byte " + std::to_string(at) +
                       "; with more room, resuming goes on";
      static_cast<void>(cut_to(before));  // what cannot be cut now is cut when it is gone on with
      return std::unexpected(std::move(error));
    }
    bytes = bytes.subspan(static_cast<std::size_t>(n));
    at += static_cast<std::uint64_t>(n);
  }
  size_ = at;
  if (size_ - sent_ >= kSendEvery) {  // on its way to the disk already when the end waits for it
    static_cast<void>(::sync_file_range(descriptor_, static_cast<off_t>(sent_), static_cast<off_t>(size_ - sent_),
                                        SYNC_FILE_RANGE_WRITE));
    sent_ = size_;
  }
  return {};
}

Result<void> PartialFile::sync() const {
  if (::fsync(descriptor_) != 0 && errno != EINVAL) return std::unexpected(failure("put on the disk"));
  return {};
}

Result<void> PartialFile::take_name() const {
  if (::rename(partial_.c_str(), out_.c_str()) != 0) return std::unexpected(failure("renamed"));
  const std::filesystem::path folder = out_.has_parent_path() ? out_.parent_path() : ".";
  if (const int place = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); place >= 0) {
    ::fsync(place);  // the name must survive too
    ::close(place);
  }
  return {};
}

}  // namespace alpha_pulse::tape
