#pragma once

#include <optional>
#include <string>

#include "alpha_pulse/config/load_config.hpp"
#include "alpha_pulse/engine/ports.hpp"
#include "alpha_pulse/storage/file_journal.hpp"
#include "alpha_pulse/telemetry/log_notices.hpp"

namespace alpha_pulse::app {

/// How a run's log is kept beyond what `logging.*` says.
struct RunLogOptions {
  bool to_stderr = false;
  std::size_t together = 1;  ///< see telemetry::LogOptions
  telemetry::Leftovers leftovers = telemetry::Leftovers::CONTINUED;
};

/// The log of one run: a file in `logs/`, and stderr where nobody watches a live line. Made from `logging.*`.
/// The file is `<kind>_<symbol>.log`: retention goes by the times of lines, so runs in different times (the built-in
/// market, a recording) and of different symbols must not share one.
class RunLog {
 public:
  RunLog(const std::string& kind, const config::LoadedConfig& configuration, const Instrument& hedge,
         const RunLogOptions& options);

  engine::INoticeSink& notices() { return notices_; }
  void info(Timestamp when, const std::string& message) { logger_.log(when, telemetry::Level::INFO, message); }
  void warn(Timestamp when, const std::string& message) { logger_.log(when, telemetry::Level::WARNING, message); }
  /// One line about lines that were lost; nothing when all is well. `trouble` first waits for the lines still to be
  /// written.
  std::optional<std::string> trouble();
  std::optional<std::string> trouble_so_far() const { return logger_.trouble(); }

 private:
  telemetry::Logger logger_;
  telemetry::NoticeLogger notices_;
};

/// `paper`: the mode in small letters, as file names have it.
std::string mode_word(const config::AppConfig& config);

/// Writes out what a run left in its journal (none: nothing to do). False, after one line on stderr, when not all of it
/// reached the file.
bool keep_journal(storage::FileJournal* journal);

}  // namespace alpha_pulse::app
