#include <fmt/format.h>

#include <iostream>

#include "alpha_pulse/app/advice_outlets.hpp"
#include "alpha_pulse/app/backtest_report.hpp"
#include "alpha_pulse/app/commands.hpp"
#include "alpha_pulse/app/data_options.hpp"
#include "alpha_pulse/app/exit_code.hpp"
#include "alpha_pulse/app/report_files.hpp"
#include "alpha_pulse/app/run_json.hpp"
#include "alpha_pulse/app/run_log.hpp"
#include "alpha_pulse/app/run_text.hpp"
#include "alpha_pulse/app/terminal.hpp"
#include "alpha_pulse/data_pipeline/data_info.hpp"
#include "alpha_pulse/storage/file_journal.hpp"

namespace alpha_pulse::app {
namespace {

Result<std::unique_ptr<storage::FileJournal>> open_journal(const BacktestOptions& options) {
  if (!options.journal) return nullptr;
  return storage::FileJournal::create(*options.journal);
}

/// Shows how far the run has come in market time.
class Progress {
 public:
  bool operator()(Timestamp reached, const char* stage) {
    if (line_.on()) line_.show(fmt::format("{}: {} of market time", stage, format_timestamp(reached)));
    return !interrupted().load();
  }
  void clear() { line_.clear(); }

 private:
  LiveLine line_;
};

}  // namespace

int backtest_command(const BacktestOptions& options) {
  const auto reports = report_files(options.reports);
  if (!reports) return report_error(reports.error());
  auto sources = sources_of(options, "backtest");
  if (!sources) return report_error(sources.error());
  const auto loaded = load(options.common, data_pipeline::symbol_of(*sources));
  if (!loaded) return report_error(loaded.error());
  const config::AppConfig& config = loaded->configuration.config;
  complete(*sources, config);
  session::BacktestRequest request;
  request.config = config;
  request.hedge = loaded->hedge;
  request.sources = *sources;
  request.skip = !options.no_skip;
  request.history = !reports->empty();
  request.effective_text = loaded->configuration.effective_text;
  auto data = session::RecordedData::open(request.sources);
  if (!data) return report_error(data.error());
  request.data = std::move(*data);
  const auto plan = session::plan_at_first_price(request);
  if (!plan) return report_error(plan.error());
  auto journal = open_journal(options);
  if (!journal) return report_error(journal.error());
  request.journal = journal->get();
  constexpr std::size_t kLinesTogether = 4096;  // nobody reads along
  RunLog log("backtest", loaded->configuration, loaded->hedge,
             {.together = kLinesTogether, .leftovers = telemetry::Leftovers::REMOVED});
  request.notices = &log.notices();
  AdviceOutlets advice(advice_of_backtest(options.advice), log, nullptr, loaded->hedge);
  if (const auto begun = advice.begin_early(config.trading_mode); !begun) return report_error(begun.error());
  request.advice = &advice;
  for (const auto& warning : loaded->configuration.warnings) std::cerr << "warning: " << one_line(warning) << "\n";
  if (!options.common.json) {
    tell_assumptions(std::cerr, request.sources, config);
    if (plan->profile == hedging::Profile::CLASSIC) std::cerr << "Profile classic: " << plan->unprotected_note << "\n";
  }
  watch_interrupts();
  Progress progress;
  request.progress = [&](Timestamp at, const char* stage) { return progress(at, stage); };
  const auto report = session::run_backtest(request);
  progress.clear();
  if (!report) {
    if (*journal) storage::FileJournal::withdraw(std::move(*journal));
    return report_error(report.error());
  }
  if (options.common.json) {
    std::cout << to_json(*report) << "\n";
  } else {
    print_report(std::cout, *report);
  }
  if (!reports->empty()) {
    const auto written = write_reports(*reports, report_of(*report, *loaded, request.sources));
    if (!written) return report_error(written.error());
    if (!options.common.json) tell_reports(std::cerr, *reports);
  }
  if (const auto trouble = advice.trouble()) std::cerr << "warning: " << *trouble << "\n";
  if (const auto trouble = log.trouble()) std::cerr << "warning: " << *trouble << "\n";
  if (!keep_journal(journal->get())) return kExitFailed;
  return report->interrupted ? kExitInterrupted : kExitDone;
}

}  // namespace alpha_pulse::app
