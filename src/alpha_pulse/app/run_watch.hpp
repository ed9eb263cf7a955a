#pragma once

#include <chrono>
#include <filesystem>

#include "alpha_pulse/app/run_log.hpp"
#include "alpha_pulse/app/terminal.hpp"
#include "alpha_pulse/session/bot_status.hpp"

namespace alpha_pulse::app {

/// Looks at a run a few times a second: shows the live line, and keeps a note of what the log lost beside the journal,
/// so that the next run can say so even when this one is killed. Tested by tests/bot_control_test.cpp.
class RunWatch {
 public:
  RunWatch(LiveLine& line, RunLog& log, std::filesystem::path note) : line_(line), log_(log), note_(std::move(note)) {}

  void look(const session::BotStatus& status);
  /// At the end: the last word about the log, also returned.
  std::optional<std::string> close();

 private:
  using Clock = std::chrono::steady_clock;
  std::string time_left_of(const session::BotStatus& status);
  void keep_note(const std::optional<std::string>& trouble);

  LiveLine& line_;
  RunLog& log_;
  std::filesystem::path note_;
  std::optional<std::string> noted_;
  Clock::time_point next_note_;
  std::optional<Clock::time_point> begun_at_;
  double begun_with_ = 0;  ///< progress then: a resumed run does not begin at 0
};

}  // namespace alpha_pulse::app
