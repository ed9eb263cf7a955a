#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>

#include "alpha_pulse/telemetry/log_file.hpp"
#include "alpha_pulse/telemetry/log_line.hpp"

namespace alpha_pulse::telemetry {

/// What happens to a line while the queue to the log thread is full.
enum class WhenFull : std::uint8_t {
  DROP_OLDEST,  ///< the oldest waiting line is lost and counted: a hedge never waits for a disk
  WAIT,         ///< the writer waits: for recorded and simulated markets, where a whole log matters more than time
};

/// Where the log goes and what is in it.
struct LogOptions {
  std::filesystem::path directory = "logs";
  std::string file_name = "grid_hedge.log";  ///< of one kind of run: retention goes by the times of lines, see LogFile
  Level level = Level::INFO;                 ///< the least important one that is written
  LogRotation rotation{.every = Duration::days(1), .bytes = {}};
  LogRetention retention{.age = Duration::days(30), .files = {}};
  Leftovers leftovers = Leftovers::CONTINUED;
  std::string format = "{time} | {level} | {message}";  ///< see LogFormat
  bool console = false;                                 ///< every line to stderr as well
  std::size_t queue_lines = 8192;                       ///< lines that may wait; about 400 bytes each
  WhenFull when_full = WhenFull::DROP_OLDEST;
  /// Lines handed to the log thread at a time, and at the latest by `flush` or the end. Each time wakes a thread, which
  /// may take the processor; more than one where nobody reads along.
  std::size_t together = 1;
};

/// The log of a run: lines go through a bounded queue to one thread that writes them, in the order given.
///
/// Time       comes with each line (market time, UTC), so two runs over the same market leave the same bytes.
/// Failures   Nothing here throws or stops the run: a directory that is missing and cannot be made, a file that cannot
///            be written, a full disk cost lines, and `trouble()` counts them. Each line is tried afresh.
/// Threading  any thread may log; the thread that writes blocks all signals.
/// Tested by  telemetry/logger_test.cpp.
class Logger {
 public:
  explicit Logger(const LogOptions& options);
  ~Logger();  ///< writes what is waiting
  Logger(const Logger&) = delete;
  Logger& operator=(const Logger&) = delete;

  bool wants(Level level) const { return level >= level_; }
  void log(Timestamp when, Level level, std::string_view message,
           std::source_location origin = std::source_location::current()) noexcept;

  /// Waits until every line logged by this thread is written, or lost and counted.
  void flush() noexcept;

  /// One line for the closing summary about what did not reach the log so far; nothing when all is well. After
  /// `flush()` it speaks of every line.
  std::optional<std::string> trouble() const;

  const std::filesystem::path& path() const { return path_; }

 private:
  class Writer;

  Level level_;
  std::filesystem::path path_;
  std::unique_ptr<Writer> writer_;
};

}  // namespace alpha_pulse::telemetry
