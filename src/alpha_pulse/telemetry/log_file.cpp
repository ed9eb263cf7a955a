#include "alpha_pulse/telemetry/log_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

namespace alpha_pulse::telemetry {
namespace {

constexpr Timestamp kLatest = Timestamp::from_ms(7'258'118'399'999);  // the end of 2199: periods and names stay sane

std::string system_words(int error) {
  return std::generic_category().message(error);
}

std::string about(const std::filesystem::path& path, std::string_view what, std::string_view why) {
  return "log file " + path.string() + " " + std::string(what) + ": " + std::string(why);
}

}  // namespace

LogFile::LogFile(const std::filesystem::path& directory, const std::string& file_name, LogRotation rotation,
                 LogRetention retention, Leftovers leftovers)
    : path_(directory / file_name), rotation_(rotation), retention_(retention), leftovers_(leftovers) {}

LogFile::~LogFile() {
  close();
}

Result<void> LogFile::write(Timestamp when, std::string_view line) {
  const Timestamp time = std::clamp(when, Timestamp{}, kLatest);
  if (auto ready = make_ready(time, line.size()); !ready) return ready;
  last_ = leftover_ ? time : std::max(last_, time);  // a line from the past does not bring its period back
  leftover_ = false;
  return append(line);
}

Result<void> LogFile::make_ready(Timestamp when, std::size_t bytes) {
  if (std::exchange(leftovers_, Leftovers::CONTINUED) == Leftovers::REMOVED) remove_leftovers();
  if (fd_ >= 0 && !still_there()) {
    trouble_ = about(path_, "was deleted or moved while running", "a new one was begun at " + format_timestamp(when));
    close();
  }
  if (fd_ < 0) {
    if (auto opened = open(); !opened) return opened;
  }
  if (rotation_due(when, bytes) && put_aside()) {
    close();
    thinned_ = false;
    if (auto opened = open(); !opened) return opened;
  }
  if (!std::exchange(thinned_, true)) thin_out(when);
  return {};
}

Result<void> LogFile::open() {
  std::error_code ignored;  // what is wrong with the directory is said by open() in the words of the system
  std::filesystem::create_directories(path_.parent_path(), ignored);
  fd_ = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0640);
  struct stat found{};
  if (fd_ < 0 || ::fstat(fd_, &found) != 0) {
    const int error = errno;
    close();
    return fail(ErrorCode::kIo,
                about(path_, "cannot be opened", system_words(error)) + "; a directory we may write to would pass");
  }
  device_ = found.st_dev;
  inode_ = found.st_ino;
  regular_ = S_ISREG(found.st_mode);
  size_ = regular_ ? found.st_size : 0;
  leftover_ = true;
  last_ = std::clamp(Timestamp::from_ms(std::int64_t{found.st_mtim.tv_sec} * 1'000), Timestamp{}, kLatest);
  return {};
}

void LogFile::close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  torn_ = false;
}

bool LogFile::still_there() const {
  struct stat found{};
  return ::stat(path_.c_str(), &found) == 0 && found.st_dev == device_ && found.st_ino == inode_;
}

bool LogFile::rotation_due(Timestamp when, std::size_t bytes) const {
  if (!regular_ || size_ == 0) return false;
  if (rotation_.every && last_.floor_to(*rotation_.every) < when.floor_to(*rotation_.every)) return true;
  return rotation_.bytes && size_ + static_cast<std::int64_t>(bytes) > *rotation_.bytes;
}

/// What was put aside so far, the newest first.
std::vector<LogFile::Aside> LogFile::aside() {
  std::vector<Aside> found;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(path_.parent_path(), error), end; !error && entry != end;
       entry.increment(error)) {
    const auto name = read_aside_name(path_, entry->path().filename().string());
    std::error_code unknown;  // then it is not a file to touch
    if (name && entry->is_regular_file(unknown)) found.push_back({.name = *name, .path = entry->path()});
  }
  if (error) trouble_ = about(path_, "cannot look for old files beside it", error.message());
  std::sort(found.begin(), found.end(), [](const Aside& a, const Aside& b) { return a.name > b.name; });
  return found;
}

/// A later file never takes the name of one that was removed, else it would count as the older one.
bool LogFile::put_aside() {
  AsideName name{.last_line = last_.floor_to(Duration::milliseconds(1)), .copy = 1};
  for (const Aside& other : aside()) {
    if (other.name.last_line == name.last_line) name.copy = std::max(name.copy, other.name.copy + 1);
  }
  const auto target = path_.parent_path() / aside_name(path_, name);
  std::error_code error;
  std::filesystem::rename(path_, target, error);
  if (error) trouble_ = about(path_, "cannot be put aside as " + target.filename().string(), error.message());
  return !error;
}

void LogFile::thin_out(Timestamp when) {
  if (!retention_.age && !retention_.files) return;
  std::size_t kept = 0;
  for (const Aside& old : aside()) {
    const bool too_old = retention_.age && when - old.name.last_line > *retention_.age;
    const bool too_many = retention_.files && kept >= *retention_.files;
    if (!too_old && !too_many) {
      ++kept;
      continue;
    }
    remove(old.path);
  }
}

void LogFile::remove_leftovers() {
  std::error_code unknown;  // then there is nothing to touch
  if (!std::filesystem::exists(path_.parent_path(), unknown)) return;
  for (const Aside& old : aside()) remove(old.path);
  if (std::filesystem::is_regular_file(path_, unknown)) remove(path_);
}

void LogFile::remove(const std::filesystem::path& old) {
  std::error_code error;
  std::filesystem::remove(old, error);
  if (error) trouble_ = about(old, "cannot be removed", error.message());
}

Result<void> LogFile::append(std::string_view line) {
  std::string ended;
  if (torn_) line = ended.append("\n").append(line);
  while (!line.empty()) {
    const ssize_t written = ::write(fd_, line.data(), line.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      return fail(ErrorCode::kIo, about(path_, "cannot be written", system_words(written < 0 ? errno : ENOSPC)));
    }
    size_ += written;
    line.remove_prefix(static_cast<std::size_t>(written));
    torn_ = !line.empty();
  }
  return {};
}

}  // namespace alpha_pulse::telemetry
