#include <fmt/format.h>

#include <boost/json.hpp>
#include <chrono>
#include <iostream>

#include "alpha_pulse/app/commands.hpp"
#include "alpha_pulse/app/data_options.hpp"
#include "alpha_pulse/app/data_text.hpp"
#include "alpha_pulse/app/exit_code.hpp"
#include "alpha_pulse/app/json_text.hpp"
#include "alpha_pulse/app/terminal.hpp"
#include "alpha_pulse/data_pipeline/tape_import.hpp"

namespace alpha_pulse::app {
namespace {

namespace json = boost::json;
using data_pipeline::ImportJob;

Result<ImportJob> job_of(const DataImportOptions& options) {
  CommonOptions common = options.common;
  common.symbol.reset();  // any that there is data of can be imported
  const auto loaded = load(common);
  if (!loaded) return std::unexpected(loaded.error());
  const auto begin = options.resume      ? ImportJob::Begin::RESUME
                     : options.overwrite ? ImportJob::Begin::OVERWRITE
                                         : ImportJob::Begin::NEW;
  return ImportJob{.files = options.files,
                   .mark = options.mark,
                   .funding = options.funding,
                   .symbol = options.common.symbol.value_or(""),
                   .out = options.out,
                   .candle_path = candle_path_of(loaded->configuration.config.data.candle_path),
                   .begin = begin,
                   .progress = {},
                   .keep_going = [] { return !interrupted().load(); }};
}

/// The line that is written over, and the one said once when the work begins anew.
class Progress {
 public:
  void show(const data_pipeline::ImportProgress& at) {
    const auto now = std::chrono::steady_clock::now();
    if (at.anew && !anew_) {
      anew_ = true;
      begin_ = now;
      line_.clear();
      std::cerr << "gridhedge: a price has more decimals than those before, or is too large; the tape begins anew with "
                   "room for it\n";
    }
    if (!line_.on() || now - shown_ < std::chrono::milliseconds(100)) return;
    shown_ = now;
    const double elapsed = std::chrono::duration<double>(now - begin_).count();
    line_.show(fmt::format("{:3.0f}% {} events  {}", 100 * at.done, at.events, time_left(at.done, elapsed)));
  }
  void clear() { line_.clear(); }

 private:
  LiveLine line_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now(), shown_;
  bool anew_ = false;
};

int report(const DataImportOptions& options, const data_pipeline::DataInfo& info) {
  if (options.common.json) {
    json::object out = info_json(info);
    out["file"] = options.out.string();
    std::cout << json_text(out) << "\n";
  } else {
    print_info(info);
  }
  return kExitDone;
}

}  // namespace

int data_import_command(const DataImportOptions& options) {
  auto job = job_of(options);
  if (!job) return report_error(job.error());
  Progress progress;
  job->progress = [&progress](const data_pipeline::ImportProgress& at) { progress.show(at); };
  watch_interrupts();
  const auto imported = data_pipeline::import_tape(*job);
  progress.clear();
  if (!imported) return report_error(imported.error());
  if (!imported->whole) {
    std::cerr << "gridhedge: interrupted; --resume goes on with " << one_line(options.out.string()) << "\n";
    return kExitInterrupted;
  }
  return report(options, imported->info);
}

}  // namespace alpha_pulse::app
