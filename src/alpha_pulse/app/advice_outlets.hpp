#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "alpha_pulse/app/run_log.hpp"
#include "alpha_pulse/app/terminal.hpp"
#include "alpha_pulse/engine/ports.hpp"
#include "alpha_pulse/execution/trading_mode.hpp"
#include "alpha_pulse/storage/line_file.hpp"

namespace alpha_pulse::app {

/// Where advice goes: first into its file (JSON lines), then into the log and, where a live line takes the log's place
/// on the screen, above it. The file is the memory of what a person was told: a run that goes on after an interruption
/// tells nothing again that stands there. Tested by tests/advice_command_test.cpp.
class AdviceOutlets final : public engine::IAdviceSink {
 public:
  struct File {
    std::filesystem::path path;
    bool resume = false;  ///< go on with it; false: begin anew
    bool named = false;   ///< by the person
  };
  /// `file` empty: log and screen alone. `line` null: there is none. All outlive the outlets.
  AdviceOutlets(std::optional<File> file, RunLog& log, LiveLine* line, Instrument instrument)
      : wanted_(std::move(file)), log_(log), line_(line), instrument_(std::move(instrument)) {}

  /// Opens the file, once. Errors: those of storage::LineFile.
  Result<void> begin() override;
  /// Begins now if a run of this mode advises, so that a file that cannot be written is refused before anything else
  /// happens. Errors: those of create_broker.
  Result<void> begin_early(execution::TradingMode mode);
  void on_advice(const engine::Advice& advice) override;

  /// Where the advice was written; nothing when it was not.
  std::optional<std::filesystem::path> path() const;
  /// One line about what did not reach the file, or about a file that was named for nothing; nothing when all is well.
  std::optional<std::string> trouble() const;

 private:
  std::optional<File> wanted_;
  std::unique_ptr<storage::LineFile> file_;
  RunLog& log_;
  LiveLine* line_;
  Instrument instrument_;
};

/// Of `run`: the file named, else `advice.jsonl` beside the journal.
AdviceOutlets::File advice_of_run(const std::optional<std::filesystem::path>& named,
                                  const std::filesystem::path& journal, bool resume);
/// Of `backtest`: the file named, or none.
std::optional<AdviceOutlets::File> advice_of_backtest(const std::optional<std::filesystem::path>& named);

}  // namespace alpha_pulse::app
