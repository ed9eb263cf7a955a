#include "alpha_pulse/storage/share_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <span>
#include <utility>

#include "alpha_pulse/base/sha256.hpp"
#include "alpha_pulse/storage/regular_file.hpp"

namespace alpha_pulse::storage {
namespace {

constexpr std::string_view kKind = "gridhedge shares 1 ";
constexpr std::size_t kSumDigits = 16;

std::string sum_of(std::string_view text) {
  base::Sha256 hash;
  hash.update(std::as_bytes(std::span(text.data(), text.size())));
  return hash.hex().substr(0, kSumDigits);
}

std::string with_sum(std::string_view text) {
  return sum_of(text) + " " + std::string(text) + "\n";
}

/// The text of a line whose checksum is right.
std::optional<std::string_view> checked(std::string_view line) {
  if (line.size() < kSumDigits + 1 || line[kSumDigits] != ' ') return std::nullopt;
  const std::string_view text = line.substr(kSumDigits + 1);
  if (sum_of(text) != line.substr(0, kSumDigits)) return std::nullopt;
  return text;
}

}  // namespace

std::unexpected<Error> ShareFile::io_error(const char* what) const {
  return fail(ErrorCode::kIo, file_.string() + ": cannot be " + what + ": " + std::strerror(errno) +
                                  "; a file in a folder you may write to, on a disk with room, would pass");
}

Result<std::unique_ptr<ShareFile>> ShareFile::open(const std::filesystem::path& file) {
  if (const auto regular = check_regular_file(file, "one that is would pass, e.g. sweep.csv.shares"); !regular) {
    return std::unexpected(regular.error());
  }
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  std::unique_ptr<ShareFile> opened(new ShareFile(file, descriptor));
  if (descriptor < 0) return opened->io_error("opened for writing");
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return opened;
  return fail(ErrorCode::kRefused,
              file.string() + ": another program is writing it; stop that one, or name another file");
}

ShareFile::~ShareFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<void> ShareFile::begin(std::string_view fingerprint) {
  append(std::string(kKind) + std::string(fingerprint));
  return flush();
}

Result<std::unique_ptr<ShareFile>> ShareFile::create(const std::filesystem::path& file, std::string_view fingerprint) {
  auto opened = open(file);
  if (!opened) return opened;
  std::error_code error;
  if (std::filesystem::file_size(file, error) > 0 && !error) {
    std::filesystem::path previous = file;
    previous += ".previous";
    std::filesystem::rename(file, previous, error);
    if (error) return fail(ErrorCode::kIo, file.string() + ": cannot be kept as .previous: " + error.message());
    opened = open(file);
    if (!opened) return opened;
  }
  if (const auto begun = (*opened)->begin(fingerprint); !begun) return std::unexpected(begun.error());
  return opened;
}

Result<std::unique_ptr<ShareFile>> ShareFile::resume(const std::filesystem::path& file, std::string_view fingerprint) {
  auto opened = open(file);
  if (!opened) return opened;
  if (const auto taken = (*opened)->take_up(fingerprint); !taken) return std::unexpected(taken.error());
  return opened;
}

Result<std::string> ShareFile::read() const {
  std::string text;
  std::array<char, 1U << 16U> block{};
  for (;;) {
    const ssize_t got = ::pread(descriptor_, block.data(), block.size(), static_cast<off_t>(text.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_error("read");
    if (got == 0) return text;
    text.append(block.data(), static_cast<std::size_t>(got));
  }
}

Result<void> ShareFile::take_up(std::string_view fingerprint) {
  const auto read_text = read();
  if (!read_text) return std::unexpected(read_text.error());
  const std::string& text = *read_text;
  bool first = true;
  std::size_t begin_at = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin_at)) {
    const auto line = checked(std::string_view(text).substr(begin_at, end - begin_at));
    begin_at = end + 1;
    if (std::exchange(first, false)) {
      if (!line || !line->starts_with(kKind)) {
        return fail(ErrorCode::kBadData, file_.string() +
                                             ": its first line is not that of a file of shares; it was "
                                             "damaged or is another file: remove it, or name another");
      }
      if (line->substr(kKind.size()) == fingerprint) continue;
      return fail(ErrorCode::kInvalidArgument,
                  file_.string() +
                      ": belongs to another work (other data, settings or version of the program); give "
                      "the words it was begun with, or leave --resume out to begin anew");
    }
    if (line) {
      found_.emplace_back(*line);
    } else {
      ++dropped_;
    }
  }
  const bool torn = begin_at < text.size();
  if (torn && !first) ++dropped_;
  // Killed in its first line, it holds nothing; anything else without a line is none of ours.
  if (torn && first && !with_sum(std::string(kKind) + std::string(fingerprint)).starts_with(text)) {
    return fail(ErrorCode::kBadData, file_.string() + ": is not a file of shares; remove it, or name another");
  }
  size_ = static_cast<std::int64_t>(begin_at);
  if (torn && ::ftruncate(descriptor_, size_) != 0) return io_error("mended");
  return first ? begin(fingerprint) : Result<void>{};
}

void ShareFile::append(std::string_view line) {
  waiting_ += with_sum(line);
}

Result<void> ShareFile::flush() {
  const std::string lines = std::exchange(waiting_, {});
  std::size_t written = 0;
  while (written < lines.size()) {
    const ssize_t got = ::write(descriptor_, lines.data() + written, lines.size() - written);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      auto error = io_error("written");
      if (::ftruncate(descriptor_, size_) != 0) return io_error("written, and a half line stays");
      return error;
    }
    written += static_cast<std::size_t>(got);
  }
  if (written > 0 && ::fdatasync(descriptor_) != 0) return io_error("written");
  size_ += static_cast<std::int64_t>(written);
  return {};
}

}  // namespace alpha_pulse::storage
