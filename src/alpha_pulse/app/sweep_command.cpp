#include <fmt/format.h>

#include <iostream>

#include "alpha_pulse/app/commands.hpp"
#include "alpha_pulse/app/data_options.hpp"
#include "alpha_pulse/app/exit_code.hpp"
#include "alpha_pulse/app/join_ranks.hpp"
#include "alpha_pulse/app/report_files.hpp"
#include "alpha_pulse/app/sweep_json.hpp"
#include "alpha_pulse/app/sweep_report.hpp"
#include "alpha_pulse/app/sweep_setup.hpp"
#include "alpha_pulse/app/sweep_table.hpp"
#include "alpha_pulse/app/sweep_text.hpp"
#include "alpha_pulse/app/terminal.hpp"
#include "alpha_pulse/storage/whole_file.hpp"

namespace alpha_pulse::app {
namespace {

/// What is running, for a person.
void tell_begin(const SweepSetup& setup, const SweepOptions& options, const storage::ShareFile* shares) {
  for (const auto& warning : setup.base.configuration.warnings) std::cerr << "warning: " << one_line(warning) << "\n";
  if (shares != nullptr && shares->dropped() > 0) {
    std::cerr << "warning: " << one_line(shares->path().string()) << ": " << shares->dropped()
              << " damaged or torn lines are dropped and computed again\n";
  }
  if (!options.common.json) {
    tell_assumptions(std::cerr, setup.request.base.sources, setup.base.configuration.config);
  }
}

std::string progress_text(const session::SweepProgress& at) {
  const std::size_t left = at.jobs - at.done;
  const double done = static_cast<double>(at.computed) / static_cast<double>(at.computed + left);
  return fmt::format("{:3.0f}% {} of {} runs, {:.1f} a second  {}",
                     100.0 * static_cast<double>(at.done) / static_cast<double>(at.jobs), at.done, at.jobs,
                     at.seconds > 0 ? static_cast<double>(at.computed) / at.seconds : 0,
                     left == 0 ? "" : time_left(done, at.seconds));
}

int tell_interrupted(const SweepOptions& options, const session::SweepProgress& at) {
  std::cerr << "gridhedge: interrupted after " << at.done << " of " << at.jobs << " runs; "
            << (options.out ? "--resume goes on with " + one_line(options.out->string())
                            : "nothing is kept without --out FILE")
            << "\n";
  return kExitInterrupted;
}

/// A sweep in which nothing could be run is a mistake of its settings.
int tell_all_refused(const SweepResult& result) {
  std::cerr << "gridhedge: sweep: none of the " << result.cells.size()
            << " configurations can be run; the first: " << one_line(result.cells.front()->refusal) << "\n";
  return kExitUsage;
}

int tell_result(const SweepOptions& options, const std::vector<ReportFile>& reports, const SweepResult& result) {
  if (options.out) {
    if (const auto written = storage::write_whole(*options.out, to_csv(result)); !written) {
      return report_error(written.error());
    }
  }
  if (result.refused == result.cells.size()) return tell_all_refused(result);
  if (!reports.empty()) {
    if (const auto written = write_reports(reports, report_of(result)); !written) return report_error(written.error());
    if (!options.common.json) tell_reports(std::cerr, reports);
  }
  if (options.common.json) {
    std::cout << to_json(result, static_cast<std::size_t>(options.top)) << "\n";
    return kExitDone;
  }
  print_sweep(std::cout, result, static_cast<std::size_t>(options.top));
  if (options.out) std::cout << "\nevery configuration: " << one_line(options.out->string()) << "\n";
  std::cerr << fmt::format("{:.1f} s, {:.1f} configurations a second, {} of {} runs computed now\n",
                           result.outcome.progress.seconds, result.configs_per_second(),
                           result.outcome.progress.computed, result.outcome.progress.jobs);
  return kExitDone;
}

int lead(const SweepOptions& options, const Result<SweepSetup>& setup, session::IRanks* ranks) {
  const auto dismissed = [&](const Error& error) {
    if (ranks != nullptr) session::dismiss_helpers(*ranks);
    return report_error(error);
  };
  if (!setup) return dismissed(setup.error());
  const auto reports = report_files(options.reports);
  if (!reports) return dismissed(reports.error());
  const auto shares = open_shares(options, setup->request.fingerprint);
  if (!shares) return dismissed(shares.error());
  tell_begin(*setup, options, shares->get());
  LiveLine line;
  const auto progress = [&](const session::SweepProgress& at) {
    if (line.on()) line.show(progress_text(at));
  };
  auto outcome = session::run_sweep(setup->request, {.shares = shares->get(), .ranks = ranks, .progress = progress});
  line.clear();
  if (!outcome) return report_error(outcome.error());
  if (outcome->interrupted) return tell_interrupted(options, outcome->progress);
  return tell_result(options, *reports, SweepResult(setup->request, std::move(*outcome), setup->by));
}

}  // namespace

int sweep_command(const SweepOptions& options) {
  const auto ranks = join_ranks();
  if (!ranks) return report_error(ranks.error());
  watch_interrupts();
  session::IRanks* others = *ranks && (*ranks)->size() > 1 ? ranks->get() : nullptr;
  const auto setup = set_up_sweep(options, *ranks ? (*ranks)->on_this_machine() : 1);
  if (others == nullptr || others->rank() == 0) return lead(options, setup, others);
  session::help_sweep(map_value(setup, [](const SweepSetup& made) { return made.request; }), *others);
  return interrupted().load() ? kExitInterrupted : kExitDone;
}

}  // namespace alpha_pulse::app
