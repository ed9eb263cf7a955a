#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/names.hpp"
#include "alpha_pulse/telemetry/log_file_name.hpp"

namespace alpha_pulse::telemetry {

/// When a file is put aside and a new one begun; both may hold, neither: never.
struct LogRotation {
  std::optional<Duration> every;      ///< at the borders of UTC periods of this length, counted from 1970
  std::optional<std::int64_t> bytes;  ///< before the file would grow beyond this; a longer line gets a file to itself
};

/// Which of the files put aside stay; the one being written always does.
struct LogRetention {
  std::optional<Duration> age;       ///< last line not older than this, seen from the line being written
  std::optional<std::size_t> files;  ///< this many, the newest
};

/// What becomes of the files an earlier run left: they are continued and kept, or removed before the first line.
enum class Leftovers : std::uint8_t { CONTINUED, REMOVED };

/// A log file that is rotated and thinned out by the times of its lines: it has no clock, so the same lines leave the
/// same files.
///
/// Names      `hedge.log` is written; put aside it becomes `hedge.<time of its last line>.log`, or `.2.log` and so on
///            for several within a millisecond. Only names of this form are ever removed, and only regular files
///            renamed.
/// Leftovers  A file of an earlier run is continued, unless it was last written in an earlier period (its own
///            modification time says when). `REMOVED` is for what can be made again and lies in the past, a backtest:
///            its lines have times of their own, so neither age nor number would ever thin out what it left before.
/// Trouble    Every `write` starts afresh: a missing directory is made, a file deleted or moved while running is begun
///            again, a line torn by a full disk is ended first. Failing to rotate or to thin out costs no line.
/// Threading  one thread, and one process a file. Tested by telemetry/log_file_test.cpp.
class LogFile {
 public:
  LogFile(const std::filesystem::path& directory, const std::string& file_name, LogRotation rotation,
          LogRetention retention, Leftovers leftovers = Leftovers::CONTINUED);
  ~LogFile();
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

  /// Appends `line`, which carries its line end. An error (kIo) names the file and what the system said; the line is
  /// lost then.
  Result<void> write(Timestamp when, std::string_view line);

  const std::filesystem::path& path() const { return path_; }
  /// The latest thing that went wrong without costing the line being written.
  const std::optional<std::string>& trouble() const { return trouble_; }

 private:
  Result<void> make_ready(Timestamp when, std::size_t bytes);
  Result<void> open();
  void close();
  bool still_there() const;
  bool rotation_due(Timestamp when, std::size_t bytes) const;
  struct Aside {
    AsideName name;
    std::filesystem::path path;
  };
  std::vector<Aside> aside();
  bool put_aside();
  void thin_out(Timestamp when);
  void remove_leftovers();
  void remove(const std::filesystem::path& old);
  Result<void> append(std::string_view line);

  std::filesystem::path path_;
  LogRotation rotation_;
  LogRetention retention_;
  Leftovers leftovers_;
  std::optional<std::string> trouble_;

  int fd_ = -1;
  bool regular_ = false;
  bool leftover_ = false;  // nothing written by us since it was opened: `last_` is its modification time
  bool torn_ = false;      // the last line was cut short
  bool thinned_ = false;   // once at the start, then after each rotation
  std::uint64_t device_ = 0, inode_ = 0;
  std::int64_t size_ = 0;
  Timestamp last_;  // of the last line in the file
};

}  // namespace alpha_pulse::telemetry
