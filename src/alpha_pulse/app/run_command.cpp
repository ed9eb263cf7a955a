#include <fmt/format.h>

#include <iostream>

#include "alpha_pulse/app/advice_outlets.hpp"
#include "alpha_pulse/app/commands.hpp"
#include "alpha_pulse/app/control_desk.hpp"
#include "alpha_pulse/app/exit_code.hpp"
#include "alpha_pulse/app/run_journal.hpp"
#include "alpha_pulse/app/run_json.hpp"
#include "alpha_pulse/app/run_setup.hpp"
#include "alpha_pulse/app/run_text.hpp"
#include "alpha_pulse/app/run_watch.hpp"
#include "alpha_pulse/app/screen_notices.hpp"
#include "alpha_pulse/app/status_text.hpp"
#include "alpha_pulse/session/run_at.hpp"
#include "alpha_pulse/storage/note_file.hpp"

namespace alpha_pulse::app {
namespace {

/// Warnings go to the log and, where a live line takes the log's place on the screen, before it.
void warn(RunLog& log, const LiveLine& line, Timestamp when, const std::string& warning) {
  log.warn(when, warning);
  if (line.on()) std::cerr << "warning: " << one_line(warning) << "\n";
}

/// What a person should know before it starts.
void announce(RunLog& log, const LiveLine& line, const RunSetup& setup, const std::vector<std::string>& warnings) {
  const Timestamp start = setup.request.market.start_time;
  for (const auto& warning : setup.loaded.configuration.warnings) warn(log, line, start, warning);
  for (const auto& warning : warnings) warn(log, line, start, warning);
  log.info(start, fmt::format("Starting grid hedge bot in {} mode", to_string(setup.request.config.trading_mode)));
  if (setup.plan.profile != hedging::Profile::CLASSIC) return;
  log.info(start, "Profile classic: " + setup.plan.unprotected_note);
  if (line.on()) std::cerr << "Profile classic: " << setup.plan.unprotected_note << "\n";
}

/// The result on stdout, trouble on stderr. Returns the exit code.
int close_run(const session::SimRunResult& result, storage::FileJournal& journal, const AdviceOutlets& advice,
              const std::optional<std::string>& log_trouble, bool json) {
  if (json) {
    std::cout << to_json(result) << "\n";
  } else {
    print_summary(std::cout, result);
    std::cout << "  journal " << journal.path().string() << " (gridhedge replay proves it)\n";
    if (const auto path = advice.path()) std::cout << "  advice " << path->string() << "\n";
  }
  if (const auto trouble = advice.trouble()) std::cerr << "warning: " << one_line(*trouble) << "\n";
  if (log_trouble) std::cerr << "warning: " << one_line(*log_trouble) << "\n";
  if (!keep_journal(&journal)) return kExitFailed;
  return result.interrupted ? kExitInterrupted : kExitDone;
}

}  // namespace

int run_command(const RunOptions& options) {
  auto setup = set_up_run(options);
  if (!setup) return report_error(setup.error());
  session::SimRunRequest& request = setup->request;
  std::unique_ptr<ControlDesk> desk;  // ends last: who said stop hears of the end when all is closed
  auto journal = open_run_journal(options, *setup);
  if (!journal) return report_error(journal.error());
  request.journal = journal->file.get();
  request.resume = journal->resume;
  if (setup->exchange == data_pipeline::ExchangeType::SIM) {
    if (const auto resumable = session::check_resumable(request); !resumable) return report_error(resumable.error());
  }

  LiveLine line;
  RunLog log("grid_hedge_" + mode_word(request.config), setup->loaded.configuration, request.hedge,
             {.to_stderr = !line.on()});
  AdviceOutlets advice(advice_of_run(options.advice, journal->file->path(), options.resume), log, &line, request.hedge);
  if (const auto begun = advice.begin_early(request.config.trading_mode); !begun) return report_error(begun.error());
  request.advice = &advice;
  desk = std::make_unique<ControlDesk>(journal->file->path(), [&log] { return log.trouble_so_far(); });
  if (const auto opened = desk->open(); !opened) {
    journal->warnings.push_back("nobody can talk to this run: " + opened.error().message);
  }
  announce(log, line, *setup, journal->warnings);
  watch_interrupts();
  ScreenNotices notices(log.notices(), line, request.hedge);
  RunWatch watch(line, log, storage::note_beside(journal->file->path()));
  request.notices = &notices;
  request.interrupted = &interrupted();
  request.desk = desk.get();
  request.status = [&](const session::BotStatus& status) {
    watch.look(status);
    // For whoever explains a run that goes on. A failure stays with the journal and is told when it is closed.
    static_cast<void>(journal->file->flush());
  };
  request.warn = [&](Timestamp at, const std::string& words) { warn(log, line, at, words); };
  request.report = [&](Timestamp at, const session::BotStatus& status) { log.info(at, status_report(status)); };
  const auto result = session::run_at(setup->exchange, request);
  if (result) log.info(result->summary.to, "Grid hedge bot stopped");
  const auto trouble = watch.close();
  desk->close();
  if (!result) {
    // A run that never began leaves the record of the one before in its place.
    if (journal->file->last() == Lsn{}) storage::FileJournal::withdraw(std::move(journal->file));
    return report_error(result.error());
  }
  return close_run(*result, *journal->file, advice, trouble, options.common.json);
}

}  // namespace alpha_pulse::app
