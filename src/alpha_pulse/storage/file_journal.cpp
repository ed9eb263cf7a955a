#include "alpha_pulse/storage/file_journal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "alpha_pulse/engine/journal_codec.hpp"

namespace alpha_pulse::storage {
namespace {

std::filesystem::path with_suffix(const std::filesystem::path& file, const char* suffix) {
  std::filesystem::path result = file;
  result += suffix;
  return result;
}

Error io_error(const std::filesystem::path& file, const char* what) {
  return {ErrorCode::kIo, file.string() + ": cannot " + what + " the journal: " + std::strerror(errno)};
}

/// The directory entry must survive too.
void sync_folder_of(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

/// Whether there was one to keep.
Result<bool> keep_previous(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return false;
  std::filesystem::rename(file, with_suffix(file, ".previous"), error);
  if (error) return fail(ErrorCode::kIo, file.string() + ": cannot keep the previous journal: " + error.message());
  return true;
}

std::vector<std::byte> without_number(engine::JournalRecord record) {
  if (auto* event = std::get_if<Event>(&record.body)) event->seq = 0;
  std::vector<std::byte> bytes;
  engine::encode(record, Lsn{}, bytes);
  return bytes;
}

}  // namespace

FileJournal::FileJournal(std::filesystem::path file, InstanceLock lock, int descriptor, const Options& options)
    : file_(std::move(file)), lock_(std::move(lock)), descriptor_(descriptor), options_(options) {
  buffer_.reserve(options_.buffer);
}

Result<std::unique_ptr<FileJournal>> FileJournal::create(const std::filesystem::path& file, const Options& options) {
  if (const auto place = check_journal_place(file); !place) return std::unexpected(place.error());
  auto lock = InstanceLock::acquire(with_suffix(file, ".lock"));
  if (!lock) return std::unexpected(lock.error());
  const auto kept = keep_previous(file);
  if (!kept) return std::unexpected(kept.error());
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0) return std::unexpected(io_error(file, "create"));
  if (options.sync) sync_folder_of(file);
  std::unique_ptr<FileJournal> journal(new FileJournal(file, std::move(*lock), descriptor, options));
  journal->created_ = true;
  journal->kept_previous_ = *kept;
  return journal;
}

void FileJournal::withdraw(std::unique_ptr<FileJournal> journal) {
  ensure(journal->created_, "only a journal that was begun here is taken back");
  journal->buffer_.clear();
  std::error_code ignored;  // what cannot be put back still stands beside it
  std::filesystem::remove(journal->file_, ignored);
  if (journal->kept_previous_)
    std::filesystem::rename(with_suffix(journal->file_, ".previous"), journal->file_, ignored);
}

Result<FileJournal::Resumed> FileJournal::resume(const std::filesystem::path& file, const Options& options) {
  if (const auto place = check_journal_place(file); !place) return std::unexpected(place.error());
  auto lock = InstanceLock::acquire(with_suffix(file, ".lock"));
  if (!lock) return std::unexpected(lock.error());
  auto contents = read_journal(file);
  if (!contents) return std::unexpected(contents.error());
  // Without this a file of another kind would be one torn record, and cut off whole. An empty one is a run that ended
  // before its first writing out: nothing to go on from, nothing to lose.
  const bool is_empty = contents->whole_bytes + contents->torn_bytes == 0;
  const bool has_header = !contents->records.empty() && contents->records.front().as<engine::RunHeader>() != nullptr;
  if (!is_empty && !has_header) {
    return fail(ErrorCode::kBadData, file.string() +
                                         ": does not begin with a run's header; start without resuming, or name "
                                         "another journal");
  }
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (descriptor < 0) return std::unexpected(io_error(file, "open"));
  Resumed resumed;
  resumed.journal.reset(new FileJournal(file, std::move(*lock), descriptor, options));
  if (contents->torn_bytes > 0 && ::ftruncate(descriptor, static_cast<off_t>(contents->whole_bytes)) != 0) {
    return std::unexpected(io_error(file, "mend"));
  }
  resumed.torn_bytes = contents->torn_bytes;
  resumed.records = contents->records;
  FileJournal& journal = *resumed.journal;
  journal.known_ = std::move(contents->records);
  journal.met_ = has_header ? 1 : 0;
  journal.last_ = Lsn{journal.met_};
  return resumed;
}

std::filesystem::path FileJournal::previous() const {
  return with_suffix(file_, ".previous");
}

FileJournal::~FileJournal() {
  (void)flush();  // a failure was told by status(); here nobody could hear it
  ::close(descriptor_);
}

void FileJournal::fail_with(Error error) {
  if (!failure_) failure_ = std::move(error);
}

/// True while the record is one the file already holds.
bool FileJournal::compare(const engine::JournalRecord& record) {
  if (met_ == known_.size()) {
    known_.clear();
    met_ = 0;
    return false;
  }
  if (without_number(record) != without_number(known_[met_])) {
    fail_with({ErrorCode::kRefused, file_.string() + ": record " + std::to_string(met_ + 1) +
                                        " would be different now: the journal was written by another program or "
                                        "configuration; start without resuming"});
  }
  ++met_;
  return true;
}

Lsn FileJournal::append(const engine::JournalRecord& record) {
  ++last_.value;
  if (failure_ || compare(record)) return last_;
  engine::encode(record, last_, buffer_);
  if (buffer_.size() >= options_.buffer || record.as<engine::Checkpoint>() != nullptr) (void)flush();
  return last_;
}

void FileJournal::on_durable(Lsn lsn, std::function<void()> then) {
  ensure(lsn <= last_, "only what was appended can be durable");
  if (flush()) then();
}

Result<void> FileJournal::flush() {
  std::size_t written = 0;
  while (!failure_ && written < buffer_.size()) {
    const ssize_t size = ::write(descriptor_, buffer_.data() + written, buffer_.size() - written);
    if (size >= 0)
      written += static_cast<std::size_t>(size);
    else if (errno != EINTR)
      fail_with(io_error(file_, "write"));
  }
  if (!failure_ && options_.sync && written > 0 && ::fdatasync(descriptor_) != 0) fail_with(io_error(file_, "sync"));
  buffer_.clear();
  return status();
}

Result<void> FileJournal::status() const {
  if (failure_) return std::unexpected(*failure_);
  return {};
}

}  // namespace alpha_pulse::storage
