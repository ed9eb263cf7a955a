#pragma once

#include <memory>
#include <vector>

#include "alpha_pulse/config/load_config.hpp"
#include "alpha_pulse/engine/ports.hpp"
#include "alpha_pulse/storage/file_journal.hpp"
#include "alpha_pulse/telemetry/log_notices.hpp"

namespace alpha_pulse::app {

/// The log of one run: a file in `logs/`, and stderr where nobody watches a live line. Made from `logging.*`.
class RunLog {
 public:
  RunLog(const config::LoadedConfig& configuration, const Instrument& hedge, bool to_stderr);

  engine::INoticeSink& notices() { return notices_; }
  void info(Timestamp when, const std::string& message) { logger_.log(when, telemetry::Level::INFO, message); }
  void warn(Timestamp when, const std::string& message) { logger_.log(when, telemetry::Level::WARNING, message); }
  /// One line about lines that were lost; nothing when all is well.
  std::optional<std::string> trouble();

 private:
  telemetry::Logger logger_;
  telemetry::NoticeLogger notices_;
};

/// Writes out what a run left in its journal (none: nothing to do). False, after one line on stderr, when not all of it
/// reached the file.
bool keep_journal(storage::FileJournal* journal);

}  // namespace alpha_pulse::app
