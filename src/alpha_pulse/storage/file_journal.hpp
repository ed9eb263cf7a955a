#pragma once

#include <memory>
#include <optional>

#include "alpha_pulse/engine/ports.hpp"
#include "alpha_pulse/storage/instance_lock.hpp"
#include "alpha_pulse/storage/journal_file.hpp"

namespace alpha_pulse::storage {

/// A journal in one file, records one behind the other in the encoding of engine/journal_codec.hpp.
///
/// Held by one program at a time through `<file>.lock`. Records are buffered; the buffer is written out when it is
/// full, at every checkpoint, in `on_durable` and at the end. With `sync` what is written out also reaches the disk
/// (fsync) before `on_durable` answers. The first failure stays: `status` tells it, nothing more is written, and
/// `on_durable` never answers again, so no command leaves without its intent. One thread.
/// Proven by storage/file_journal_test.cpp.
class FileJournal : public engine::IJournal {
 public:
  /// How carefully and how often it writes.
  struct Options {
    bool sync = false;               ///< REAL: true
    std::size_t buffer = 1U << 16U;  ///< bytes kept before writing out
  };
  struct Resumed;

  /// Starts a new journal; one that exists is kept beside it as `<file>.previous`.
  static Result<std::unique_ptr<FileJournal>> create(const std::filesystem::path& file, const Options& options);
  static Result<std::unique_ptr<FileJournal>> create(const std::filesystem::path& file) { return create(file, {}); }
  /// Continues a journal after its last whole record; a torn tail is cut off. The caller feeds the records to a fresh
  /// run with this journal attached: what that run appends first is what the file already holds. It is compared, not
  /// written twice, and the first difference fails the journal (another program or configuration wrote it). The header
  /// is not compared and not expected again; a file that holds anything but does not begin with one is refused
  /// (kBadData) and left as it is. Sequence numbers are not compared: skipped events do not come again.
  static Result<Resumed> resume(const std::filesystem::path& file, const Options& options);
  static Result<Resumed> resume(const std::filesystem::path& file);

  /// Takes back a journal made by `create`, as if it had not been begun: its file goes and the one kept beside it has
  /// its name again. For a run that failed and whose record nobody wants in the place of the last good one.
  static void withdraw(std::unique_ptr<FileJournal> journal);

  ~FileJournal() override;
  FileJournal(const FileJournal&) = delete;
  FileJournal& operator=(const FileJournal&) = delete;

  Lsn append(const engine::JournalRecord& record) override;
  void on_durable(Lsn lsn, std::function<void()> then) override;

  /// Writes out what is buffered.
  Result<void> flush();
  Result<void> status() const;
  const std::filesystem::path& path() const { return file_; }
  Lsn last() const { return last_; }
  /// The pid of a program that kept this journal before and died without closing it.
  const std::optional<std::string>& left_by() const { return lock_.left_by(); }
  /// Where `create` keeps the journal that was there before.
  std::filesystem::path previous() const;

 private:
  FileJournal(std::filesystem::path file, InstanceLock lock, int descriptor, const Options& options);
  void fail_with(Error error);
  bool compare(const engine::JournalRecord& record);

  std::filesystem::path file_;
  InstanceLock lock_;
  int descriptor_;
  Options options_;
  std::vector<std::byte> buffer_;
  Lsn last_;
  std::optional<Error> failure_;
  bool created_ = false;                      ///< by this program, not resumed
  bool kept_previous_ = false;                ///< one that stood there before
  std::vector<engine::JournalRecord> known_;  ///< of a resumed journal, still to be met again
  std::size_t met_ = 0;
};

/// A journal taken up again, and what stood in it.
struct FileJournal::Resumed {
  std::unique_ptr<FileJournal> journal;
  std::vector<engine::JournalRecord> records;
  std::uint64_t torn_bytes = 0;  ///< cut off
};

inline Result<FileJournal::Resumed> FileJournal::resume(const std::filesystem::path& file) {
  return resume(file, {});
}

}  // namespace alpha_pulse::storage
