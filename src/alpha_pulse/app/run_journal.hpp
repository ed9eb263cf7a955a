#pragma once

#include <memory>
#include <string>
#include <vector>

#include "alpha_pulse/app/run_setup.hpp"
#include "alpha_pulse/storage/file_journal.hpp"

/// The journal of `run`, and what the run before left there. Tested by tests/bot_control_test.cpp and
/// tests/command_line_test.cpp.
namespace alpha_pulse::app {

struct RunJournal {
  std::unique_ptr<storage::FileJournal> file;
  std::vector<engine::JournalRecord> resume;  ///< of the run to go on from; empty: begin
  std::vector<std::string> warnings;          ///< what a person should know about the run before, a line each
};

/// Begins a journal, or goes on in the one of the last run: where that is asked for, and always where real orders may
/// stand at an exchange that outlives the run, if there is one to go on in. Errors: those of FileJournal.
Result<RunJournal> open_run_journal(const RunOptions& options, const RunSetup& setup);

}  // namespace alpha_pulse::app
