#include "alpha_pulse/storage/instance_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace alpha_pulse::storage {
namespace {

constexpr int kTriesMax = 10;  // the file may be removed between opening and locking it

/// The pid written in the file; nothing in one that is new. What is no number was not written by us and is not shown.
std::optional<std::string> holder(int descriptor) {
  std::array<char, 32> text{};
  const ssize_t size = ::pread(descriptor, text.data(), text.size(), 0);
  if (size <= 0) return std::nullopt;
  std::string pid(text.data(), static_cast<std::size_t>(size));
  if (pid.ends_with('\n')) pid.pop_back();
  const bool number = !pid.empty() && pid.find_first_not_of("0123456789") == std::string::npos;
  return number ? pid : "unknown";
}

void make_private_folder(const std::filesystem::path& folder) {
  std::error_code ignored;  // a folder that cannot be made shows when the file is opened
  if (!std::filesystem::create_directories(folder, ignored)) return;
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, ignored);
}

/// Is the locked file still the one at that path?
bool still_there(int descriptor, const std::filesystem::path& file) {
  struct stat ours{};
  struct stat theirs{};
  return ::fstat(descriptor, &ours) == 0 && ::stat(file.c_str(), &theirs) == 0 && ours.st_ino == theirs.st_ino &&
         ours.st_dev == theirs.st_dev;
}

bool write_pid(int descriptor) {
  const std::string pid = std::to_string(::getpid()) + "\n";
  return ::ftruncate(descriptor, 0) == 0 &&
         ::pwrite(descriptor, pid.data(), pid.size(), 0) == static_cast<ssize_t>(pid.size());
}

std::unexpected<Error> io_error(const std::filesystem::path& file, const char* what) {
  return fail(ErrorCode::kIo, file.string() + ": cannot " + what + " the lock: " + std::strerror(errno));
}

}  // namespace

std::optional<std::string> InstanceLock::held_by(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return std::nullopt;
  std::optional<std::string> pid;
  if (::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    pid = holder(descriptor).value_or("unknown");
  }
  ::close(descriptor);
  return pid;
}

Result<InstanceLock> InstanceLock::acquire(const std::filesystem::path& file) {
  if (file.has_parent_path()) make_private_folder(file.parent_path());
  for (int i = 0; i < kTriesMax; ++i) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return io_error(file, "open");
    InstanceLock lock(file, descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      const bool held = errno == EWOULDBLOCK;
      const std::string pid = held ? holder(descriptor).value_or("unknown") : "";
      lock.descriptor_ = -1;  // not ours: do not remove the file
      ::close(descriptor);
      if (!held) return io_error(file, "take");
      return fail(ErrorCode::kRefused, file.string() + ": another instance (pid " + pid +
                                           ") holds this lock; stop it or choose another journal.path");
    }
    if (!still_there(descriptor, file)) {
      lock.descriptor_ = -1;
      ::close(descriptor);
      continue;
    }
    lock.left_by_ = holder(descriptor);
    if (!write_pid(descriptor)) return io_error(file, "write");
    return lock;
  }
  return fail(ErrorCode::kIo, file.string() + ": the lock disappears as often as it is made");
}

InstanceLock::InstanceLock(InstanceLock&& other) noexcept
    : file_(std::move(other.file_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      left_by_(std::move(other.left_by_)) {}

InstanceLock& InstanceLock::operator=(InstanceLock&& other) noexcept {
  if (this == &other) return *this;
  release();
  file_ = std::move(other.file_);
  descriptor_ = std::exchange(other.descriptor_, -1);
  left_by_ = std::move(other.left_by_);
  return *this;
}

InstanceLock::~InstanceLock() {
  release();
}

void InstanceLock::release() noexcept {
  if (descriptor_ < 0) return;
  ::unlink(file_.c_str());  // while still held, so nobody loses a lock that was taken meanwhile
  ::close(descriptor_);
  descriptor_ = -1;
}

}  // namespace alpha_pulse::storage
