#include "alpha_pulse/storage/growing_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "alpha_pulse/storage/regular_file.hpp"

namespace alpha_pulse::storage {

std::unexpected<Error> GrowingFile::io_error(const std::string& what, const std::string& why) const {
  return fail(ErrorCode::kIo, file_.string() + ": cannot be " + what + ": " + why +
                                  "; a file in a folder you may write to, on a disk with room, would pass");
}

Result<std::unique_ptr<GrowingFile>> GrowingFile::open(const std::filesystem::path& file, Kind kind) {
  const std::string passes = std::string("one that is would pass, e.g. ") + kind.example;
  if (const auto regular = check_regular_file(file, passes.c_str()); !regular) return std::unexpected(regular.error());
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, kind.mode);
  std::unique_ptr<GrowingFile> opened(new GrowingFile(file, descriptor));
  if (descriptor < 0) return opened->io_error("opened for writing", std::strerror(errno));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    return fail(ErrorCode::kRefused,
                file.string() + ": another program is writing it; stop that one, or name another file");
  }
  struct stat about{};
  if (::fstat(descriptor, &about) != 0) return opened->io_error("read", std::strerror(errno));
  opened->size_ = about.st_size;
  return opened;
}

Result<std::unique_ptr<GrowingFile>> GrowingFile::begin(const std::filesystem::path& file, Kind kind) {
  auto opened = open(file, kind);  // what another program writes is not taken away from it
  if (!opened || (*opened)->size_ == 0) return opened;
  std::filesystem::path previous = file;
  previous += ".previous";
  std::error_code error;
  std::filesystem::rename(file, previous, error);
  if (error) return (*opened)->io_error("kept as " + previous.filename().string(), error.message());
  return open(file, kind);
}

GrowingFile::~GrowingFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::string> GrowingFile::read() const {
  std::string text;
  std::array<char, 1U << 16U> block{};
  for (;;) {
    const ssize_t got = ::pread(descriptor_, block.data(), block.size(), static_cast<off_t>(text.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_error("read", std::strerror(errno));
    if (got == 0) return text;
    text.append(block.data(), static_cast<std::size_t>(got));
  }
}

Result<void> GrowingFile::cut(std::size_t size) {
  const auto bytes = static_cast<std::int64_t>(size);
  if (bytes < size_ && ::ftruncate(descriptor_, bytes) != 0) return io_error("mended", std::strerror(errno));
  size_ = bytes;
  return {};
}

std::optional<std::string> GrowingFile::append(std::string_view text) {
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t got = ::write(descriptor_, text.data() + written, text.size() - written);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      std::string why = std::strerror(errno);
      if (written > 0 && ::ftruncate(descriptor_, size_) != 0) why += ", a half line stays";
      return why;
    }
    written += static_cast<std::size_t>(got);
  }
  size_ += static_cast<std::int64_t>(written);
  return std::nullopt;
}

std::optional<std::string> GrowingFile::sync() {
  if (::fdatasync(descriptor_) == 0) return std::nullopt;
  return std::strerror(errno);
}

}  // namespace alpha_pulse::storage
