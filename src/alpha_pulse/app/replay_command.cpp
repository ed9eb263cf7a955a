#include <fmt/format.h>

#include <iostream>

#include "alpha_pulse/app/commands.hpp"
#include "alpha_pulse/app/exit_code.hpp"
#include "alpha_pulse/app/run_json.hpp"
#include "alpha_pulse/app/terminal.hpp"
#include "alpha_pulse/session/assemble.hpp"
#include "alpha_pulse/storage/journal_file.hpp"

namespace alpha_pulse::app {

int replay_command(const ReplayOptions& options) {
  const auto journal = storage::read_journal(options.journal);
  if (!journal) return report_error(journal.error());
  const auto* header = journal->records.empty() ? nullptr : journal->records.front().as<engine::RunHeader>();
  if (header == nullptr) {
    return report_error({ErrorCode::kBadData, options.journal.string() + ": does not begin with a run's header"});
  }
  const auto run = session::reassemble(*header);
  if (!run) return report_error(run.error());
  hedging::GridStrategy strategy(run->config.hedge, kSpotLeg, kHedgeLeg);
  const engine::ReplayResult result = engine::replay(journal->records, strategy, run->settings.engine);
  if (options.json) {
    std::cout << to_json(result) << "\n";
  } else {
    std::cout << fmt::format("{} events, {} commands: {}\n  command hash {}\n", result.events, result.commands,
                             result.identical ? "identical" : "DIFFERENT", result.command_hash);
    if (!result.identical) std::cout << "  first difference: " << result.first_difference << "\n";
  }
  if (journal->torn_bytes > 0) {
    std::cerr << fmt::format("warning: {}: the last {} bytes are an unfinished record\n", options.journal.string(),
                             journal->torn_bytes);
  }
  return result.identical ? kExitDone : kExitFailed;
}

}  // namespace alpha_pulse::app
