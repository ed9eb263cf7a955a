#include "alpha_pulse/data_pipeline/growing_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "alpha_pulse/data_pipeline/text_writer.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

constexpr off_t kLongestRow = 4096;

std::filesystem::path with_suffix(std::filesystem::path path, const char* suffix) {
  path += suffix;
  return path;
}

std::unexpected<Error> io_failure(const std::filesystem::path& path, const char* what, int number) {
  std::string message = path.string();
  message.append(": ").append(what).append(": ").append(std::strerror(number));
  return fail(number == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo,
              message.append("; a writable place with free space would pass"));
}

Result<void> check_name(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  if (name.ends_with(".csv") || name.ends_with(".csv.zst")) return {};
  return fail(ErrorCode::kInvalidArgument,
              "output '" + path.string() + "' is neither .csv nor .csv.zst; BTCUSDT_1m.csv.zst would pass");
}

Result<std::string> read_note(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::string line;
  if (std::getline(in, line)) return line;
  return fail(ErrorCode::kNotFound,
              path.string() + ": there is nothing to go on from; without --resume it begins anew");
}

Result<void> write_note(const std::filesystem::path& path, const std::string& line) {
  std::ofstream out(path, std::ios::trunc);
  out << line << "\n" << std::flush;
  if (out) return {};
  return io_failure(path, "cannot be written", errno);
}

}  // namespace

struct GrowingFile::State {
  std::filesystem::path path, growing, note;
  std::string job, last_row;
  int file = -1;
  off_t size = 0;  ///< of whole rows, with the header
  off_t header_size = 0;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (file >= 0) ::close(file);
  }

  Result<void> open_file() {
    file = ::open(growing.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0) return io_failure(growing, "cannot be opened", errno);
    struct stat about{};
    if (::fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) {
      return fail(ErrorCode::kIo, growing.string() + ": is not a regular file; another --out would pass");
    }
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
      return fail(ErrorCode::kRefused, growing.string() + ": another fetch writes it; wait for it, or another --out");
    }
    size = about.st_size;
    return {};
  }

  Result<void> cut_to(off_t length) {
    if (::ftruncate(file, length) != 0 || ::lseek(file, length, SEEK_SET) < 0) {
      return io_failure(growing, "cannot be cut", errno);
    }
    size = length;
    return {};
  }

  Result<std::string> tail() const {
    const off_t from = std::max<off_t>(0, size - 2 * kLongestRow);
    std::string text(static_cast<std::size_t>(size - from), '\0');
    const ssize_t got = ::pread(file, text.data(), text.size(), from);
    if (got != static_cast<ssize_t>(text.size())) return io_failure(growing, "cannot be read", errno);
    return text;
  }

  /// Cuts half a row, finds the last whole one.
  Result<void> take_up(std::string_view header) {
    std::string first(header.size() + 1, '\0');
    const ssize_t got = ::pread(file, first.data(), first.size(), 0);
    const std::string begin = std::string(header) + "\n";
    if (got < static_cast<ssize_t>(begin.size())) return begin_with(header);  // not even the header got there
    if (first != begin) {
      return fail(ErrorCode::kBadData, growing.string() + ": does not begin with '" + std::string(header) +
                                           "', so it is none of ours; --overwrite begins anew");
    }
    const auto text = tail();
    if (!text) return std::unexpected(text.error());
    const std::size_t end = text->rfind('\n');
    if (end == std::string::npos) {
      return fail(ErrorCode::kBadData, growing.string() + ": its last row has no end; --overwrite begins anew");
    }
    if (auto cut = cut_to(size - static_cast<off_t>(text->size() - end - 1)); !cut) return cut;
    const std::size_t before = end == 0 ? std::string::npos : text->rfind('\n', end - 1);
    const std::size_t start = before == std::string::npos ? 0 : before + 1;
    if (size > static_cast<off_t>(begin.size())) last_row = text->substr(start, end - start);
    return {};
  }

  Result<void> begin_with(std::string_view header) {
    if (auto cut = cut_to(0); !cut) return cut;
    return put(std::string(header) + "\n");
  }

  /// All of it, or nothing.
  Result<void> put(std::string_view rows) {
    const off_t before = size;
    for (std::string_view rest = rows; !rest.empty();) {
      const ssize_t n = ::write(file, rest.data(), rest.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) {
        const int number = errno;
        static_cast<void>(cut_to(before));  // what cannot be cut now is cut when it is taken up
        return io_failure(growing, "cannot be written", number);
      }
      rest.remove_prefix(static_cast<std::size_t>(n));
      size += n;
    }
    return {};
  }

  Result<void> compress() const {
    auto whole = TextWriter::create(path);
    if (!whole) return std::unexpected(whole.error());
    std::array<char, 256 * 1024> block{};
    for (off_t at = 0; at < size;) {
      const ssize_t n = ::pread(file, block.data(), block.size(), at);
      if (n <= 0) return io_failure(growing, "cannot be read", n < 0 ? errno : EIO);
      if (auto ok = whole->write({block.data(), static_cast<std::size_t>(n)}); !ok) return ok;
      at += n;
    }
    return whole->finish();
  }
};

GrowingFile::GrowingFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
GrowingFile::GrowingFile(GrowingFile&&) noexcept = default;
GrowingFile& GrowingFile::operator=(GrowingFile&&) noexcept = default;
GrowingFile::~GrowingFile() = default;

Result<GrowingFile> GrowingFile::open(const std::filesystem::path& path, Begin begin, const std::string& job,
                                      std::string_view header) {
  if (auto named = check_name(path); !named) return std::unexpected(named.error());
  auto state = std::make_unique<State>();
  state->path = path;
  state->growing = with_suffix(path, ".fetching");
  state->note = with_suffix(path, ".fetching.job");
  state->job = job;
  std::error_code ignored;
  const bool interrupted =
      std::filesystem::exists(state->growing, ignored) && std::filesystem::exists(state->note, ignored);
  const bool goes_on = begin == Begin::RESUME && interrupted;
  if (goes_on) {
    auto note = read_note(state->note);
    if (!note) return std::unexpected(note.error());
    state->job = std::move(*note);
  }
  if (begin != Begin::OVERWRITE && !goes_on && std::filesystem::exists(path, ignored)) {
    return fail(ErrorCode::kRefused, path.string() + ": exists, and is whole; --overwrite fetches it again");
  }
  if (begin == Begin::NEW && interrupted) {
    return fail(ErrorCode::kRefused, state->growing.string() +
                                         ": is of a fetch that was interrupted; --resume goes on with it, "
                                         "--overwrite begins anew");
  }
  if (begin == Begin::RESUME && !interrupted) {
    return fail(ErrorCode::kNotFound,
                state->growing.string() + ": there is nothing to go on from; without --resume it begins anew");
  }
  if (auto opened = state->open_file(); !opened) return std::unexpected(opened.error());
  if (begin != Begin::RESUME) {
    if (auto noted = write_note(state->note, job); !noted) return std::unexpected(noted.error());
  }
  state->header_size = static_cast<off_t>(header.size()) + 1;
  auto ready = begin == Begin::RESUME ? state->take_up(header) : state->begin_with(header);
  if (!ready) return std::unexpected(ready.error());
  return GrowingFile(std::move(state));
}

const std::string& GrowingFile::job() const {
  return state_->job;
}
const std::string& GrowingFile::last_row() const {
  return state_->last_row;
}

bool GrowingFile::empty() const {
  return state_->size <= state_->header_size;
}

Result<void> GrowingFile::append(std::string_view rows) {
  return state_->put(rows);
}

Result<void> GrowingFile::finish() {
  if (::fsync(state_->file) != 0 && errno != EINVAL) {
    return io_failure(state_->growing, "cannot be put on the disk", errno);
  }
  if (state_->path.extension() == ".zst") {
    if (auto whole = state_->compress(); !whole) return whole;
    ::unlink(state_->growing.c_str());
  } else if (::rename(state_->growing.c_str(), state_->path.c_str()) != 0) {
    return io_failure(state_->growing, "cannot be renamed", errno);
  }
  ::unlink(state_->note.c_str());
  return {};
}

void GrowingFile::discard() {
  ::unlink(state_->growing.c_str());
  ::unlink(state_->note.c_str());
}

}  // namespace alpha_pulse::data_pipeline
