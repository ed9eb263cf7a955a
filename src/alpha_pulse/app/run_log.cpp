#include "alpha_pulse/app/run_log.hpp"

#include <iostream>

#include "alpha_pulse/app/terminal.hpp"

namespace alpha_pulse::app {
namespace {

/// The two lists have the same words in the same order.
telemetry::Level level_of(config::LogLevel level) {
  return static_cast<telemetry::Level>(level);
}

telemetry::LogOptions options_of(const std::string& kind, const config::AppConfig& config, const RunLogOptions& run) {
  telemetry::LogOptions options;
  options.file_name = kind + "_" + config.symbol + ".log";
  options.level = level_of(config.logging.level);
  options.rotation = {.every = config.logging.rotation.every, .bytes = config.logging.rotation.bytes};
  options.retention = {.age = config.logging.retention.age, .files = config.logging.retention.files};
  if (!config.logging.format.empty()) options.format = config.logging.format;
  options.leftovers = run.leftovers;
  options.console = run.to_stderr;
  options.when_full = telemetry::WhenFull::WAIT;
  options.together = run.together;
  return options;
}

}  // namespace

RunLog::RunLog(const std::string& kind, const config::LoadedConfig& configuration, const Instrument& hedge,
               const RunLogOptions& options)
    : logger_(options_of(kind, configuration.config, options)), notices_(logger_, hedge) {}

std::string mode_word(const config::AppConfig& config) {
  std::string word(to_string(config.trading_mode));
  for (char& c : word) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  return word;
}

std::optional<std::string> RunLog::trouble() {
  logger_.flush();
  return logger_.trouble();
}

bool keep_journal(storage::FileJournal* journal) {
  if (journal == nullptr) return true;
  const auto kept = journal->flush();
  if (!kept) std::cerr << "gridhedge: journal: " << one_line(kept.error().message) << "\n";
  return kept.has_value();
}

}  // namespace alpha_pulse::app
