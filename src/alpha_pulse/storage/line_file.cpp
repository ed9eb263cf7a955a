#include "alpha_pulse/storage/line_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "alpha_pulse/storage/regular_file.hpp"

namespace alpha_pulse::storage {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

std::unexpected<base::Error> io_error(const std::filesystem::path& file, const char* what) {
  return fail(ErrorCode::kIo, file.string() + ": cannot be " + what + ": " + std::strerror(errno) +
                                  "; a file in a folder you may write to would pass");
}

constexpr const char* kPasses = "one that is would pass, e.g. advice.jsonl";

}  // namespace

Result<std::unique_ptr<LineFile>> LineFile::create(const std::filesystem::path& file) {
  if (const auto checked = check_regular_file(file, kPasses); !checked) return std::unexpected(checked.error());
  auto opened = open(file);  // what another program writes is not taken away from it
  std::error_code unknown;
  if (!opened || std::filesystem::is_empty(file, unknown)) return opened;
  if (const auto kept = (*opened)->keep_as_previous(); !kept) return std::unexpected(kept.error());
  return open(file);
}

Result<void> LineFile::keep_as_previous() const {
  std::filesystem::path previous = file_;
  previous += ".previous";
  std::error_code error;
  std::filesystem::rename(file_, previous, error);
  if (!error) return {};
  return fail(ErrorCode::kIo,
              file_.string() + ": cannot be kept as " + previous.filename().string() + ": " + error.message());
}

Result<std::unique_ptr<LineFile>> LineFile::resume(const std::filesystem::path& file) {
  if (const auto checked = check_regular_file(file, kPasses); !checked) return std::unexpected(checked.error());
  auto opened = open(file);
  if (!opened) return opened;
  if (const auto read = (*opened)->read_known(); !read) return std::unexpected(read.error());
  return opened;
}

Result<std::unique_ptr<LineFile>> LineFile::open(const std::filesystem::path& file) {
  std::error_code ignored;  // a folder that cannot be made shows when the file is opened
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), ignored);
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0) return io_error(file, "opened for writing");
  std::unique_ptr<LineFile> opened(new LineFile(file, descriptor));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return opened;
  return fail(ErrorCode::kRefused,
              file.string() + ": another program is writing it; stop that one, or name another file");
}

LineFile::~LineFile() {
  ::close(descriptor_);
}

Result<void> LineFile::read_known() {
  std::string text;
  std::array<char, 1U << 16U> block{};
  for (;;) {
    const ssize_t got = ::pread(descriptor_, block.data(), block.size(), static_cast<off_t>(text.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_error(file_, "read");
    if (got == 0) break;
    text.append(block.data(), static_cast<std::size_t>(got));
  }
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    known_.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  size_ = static_cast<std::int64_t>(begin);
  if (begin < text.size() && ::ftruncate(descriptor_, size_) != 0) return io_error(file_, "mended");
  return {};
}

/// True while the line is one the file holds already.
bool LineFile::known(std::string_view line) {
  if (met_ == known_.size()) return false;
  if (known_[met_] == line) {
    ++met_;
    return true;
  }
  differs_at_ = met_ + 1;
  known_.clear();
  met_ = 0;
  return false;
}

LineFile::Outcome LineFile::append(std::string_view line) {
  if (known(line)) return Outcome::KNOWN;
  const std::string whole = std::string(line) + "\n";
  std::size_t written = 0;
  while (written < whole.size()) {
    const ssize_t got = ::write(descriptor_, whole.data() + written, whole.size() - written);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      ++lost_;
      why_lost_ = std::strerror(errno);
      if (written > 0 && ::ftruncate(descriptor_, size_) != 0) why_lost_ += ", a half line stays";
      return Outcome::LOST;
    }
    written += static_cast<std::size_t>(got);
  }
  size_ += static_cast<std::int64_t>(whole.size());
  return Outcome::WRITTEN;
}

std::optional<std::string> LineFile::trouble() const {
  if (lost_ > 0) {
    return file_.string() + ": lines that could not be written: " + std::to_string(lost_) + " (" + why_lost_ + ")";
  }
  if (differs_at_) {
    return file_.string() + ": line " + std::to_string(*differs_at_) +
           " is not what this run says; it was written by another run, and everything was told again from there on";
  }
  return std::nullopt;
}

}  // namespace alpha_pulse::storage
