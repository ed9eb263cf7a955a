#include <fmt/format.h>

#include <iostream>

#include "alpha_pulse/app/advice_outlets.hpp"
#include "alpha_pulse/app/commands.hpp"
#include "alpha_pulse/app/exit_code.hpp"
#include "alpha_pulse/app/journal_place.hpp"
#include "alpha_pulse/app/run_json.hpp"
#include "alpha_pulse/app/run_log.hpp"
#include "alpha_pulse/app/run_text.hpp"
#include "alpha_pulse/app/screen_notices.hpp"
#include "alpha_pulse/app/terminal.hpp"
#include "alpha_pulse/data_pipeline/exchange_type.hpp"
#include "alpha_pulse/session/plan.hpp"
#include "alpha_pulse/storage/file_journal.hpp"
#include "alpha_pulse/storage/journal_file.hpp"

namespace alpha_pulse::app {
namespace {

Result<std::optional<double>> parse_speed(const std::string& text) {
  if (text == "max") return std::optional<double>{};
  const auto speed = parse_decimal(text, 6);
  if (speed && *speed > 0) return std::optional(static_cast<double>(*speed) / 1e6);
  return fail(ErrorCode::kInvalidArgument,
              "--speed: '" + text + "' is not a speed; market seconds a second, e.g. 600, or max");
}

/// Only the built-in market exists in this version. REAL is refused before anything else is looked at.
Result<void> check_reachable(const RunOptions& options, const config::AppConfig& config) {
  engine::AccountQueue nowhere;
  const auto broker = execution::create_broker(
      config.trading_mode, {.instruments = {}, .fills = config.fills, .wallets = {}, .sink = nowhere});
  if (!broker && broker.error().code != ErrorCode::kInvalidArgument) return std::unexpected(broker.error());
  const auto exchange = data_pipeline::parse_exchange_type(options.exchange.value_or("sim"));
  if (!exchange) return std::unexpected(exchange.error());
  if (*exchange == data_pipeline::ExchangeType::SIM) return {};
  return fail(ErrorCode::kUnsupported,
              "--exchange: " + *options.exchange + " is not built yet; sim is the built-in market");
}

/// A hedge that margin, lot or minimum cannot carry is refused before it begins.
Result<session::Plan> plan_of(const Loaded& loaded, Price price) {
  return session::make_plan({.config = loaded.configuration.config,
                             .hedge = loaded.hedge,
                             .reference_price = price,
                             .warnings = {},
                             .effective_text = loaded.configuration.effective_text});
}

struct Journal {
  std::unique_ptr<storage::FileJournal> file;
  std::vector<engine::JournalRecord> resume;
  std::uint64_t torn_bytes = 0;
};

Result<Journal> open_journal(const RunOptions& options, const config::AppConfig& config, const Instrument& hedge) {
  const std::filesystem::path path = journal_place(config, hedge);
  if (const auto checked = check_journal_file(path); !checked) return std::unexpected(checked.error());
  Journal journal;
  if (options.resume) {
    auto resumed = storage::FileJournal::resume(path);
    if (!resumed) return std::unexpected(resumed.error());
    journal.file = std::move(resumed->journal);
    journal.resume = std::move(resumed->records);
    journal.torn_bytes = resumed->torn_bytes;
    return journal;
  }
  auto created = storage::FileJournal::create(path);
  if (!created) return std::unexpected(created.error());
  journal.file = std::move(*created);
  return journal;
}

/// What a person should know before it starts, in the log and, where a live line takes the log's place, before it.
void announce(RunLog& log, const LiveLine& line, Timestamp start, const Loaded& loaded, const session::Plan& plan,
              std::uint64_t torn_bytes) {
  std::vector<std::string> warnings = loaded.configuration.warnings;
  if (torn_bytes > 0) {
    warnings.push_back(fmt::format("the last {} bytes of the journal were an unfinished record; cut off", torn_bytes));
  }
  for (const auto& warning : warnings) {
    log.warn(start, warning);
    if (line.on()) std::cerr << "warning: " << one_line(warning) << "\n";
  }
  log.info(start,
           fmt::format("Starting grid hedge bot in {} mode", to_string(loaded.configuration.config.trading_mode)));
  if (plan.profile != hedging::Profile::CLASSIC) return;
  log.info(start, "Profile classic: " + plan.unprotected_note);
  if (line.on()) std::cerr << "Profile classic: " << plan.unprotected_note << "\n";
}

}  // namespace

int run_command(const RunOptions& options) {
  auto loaded = load(options.common);
  if (!loaded) return report_error(loaded.error());
  const config::AppConfig& config = loaded->configuration.config;
  if (const auto reachable = check_reachable(options, config); !reachable) return report_error(reachable.error());

  session::SimRunRequest request;
  request.config = config;
  request.hedge = loaded->hedge;
  request.effective_text = loaded->configuration.effective_text;
  const auto scenario = market::parse_scenario(options.scenario);
  if (!scenario) return report_error(scenario.error());
  request.market.scenario = *scenario;
  request.market.seed = options.seed;
  const auto speed = parse_speed(options.speed);
  if (!speed) return report_error(speed.error());
  request.speed = *speed;
  const auto duration = parse_duration(options.duration, "--duration");
  if (!duration) return report_error(duration.error());
  request.duration = *duration;
  const auto plan = plan_of(*loaded, request.market.start_price);
  if (!plan) return report_error(plan.error());
  auto journal = open_journal(options, config, loaded->hedge);
  if (!journal) return report_error(journal.error());
  request.journal = journal->file.get();
  request.resume = journal->resume;

  LiveLine line;
  RunLog log(loaded->configuration, loaded->hedge, !line.on());
  AdviceOutlets advice(advice_of_run(options.advice, journal->file->path(), options.resume), log, &line, loaded->hedge);
  if (const auto begun = advice.begin_early(config.trading_mode); !begun) return report_error(begun.error());
  request.advice = &advice;
  announce(log, line, request.market.start_time, *loaded, *plan, journal->torn_bytes);
  watch_interrupts();
  ScreenNotices notices(log.notices(), line, loaded->hedge);
  request.notices = &notices;
  request.interrupted = &interrupted();
  request.status = [&](const backtest::ClosedLoop& loop, Timestamp now, Timestamp end) {
    line.show(status_line(loop, now, request.market.start_time, end, line.width()));
  };
  const auto result = session::run_on_sim(request);
  line.clear();
  if (!result) return report_error(result.error());
  log.info(result->summary.to, "Grid hedge bot stopped");
  if (options.common.json) {
    std::cout << to_json(*result) << "\n";
  } else {
    print_summary(std::cout, *result);
    std::cout << "  journal " << journal->file->path().string() << " (gridhedge replay proves it)\n";
    if (const auto path = advice.path()) std::cout << "  advice " << path->string() << "\n";
  }
  if (const auto trouble = advice.trouble()) std::cerr << "warning: " << *trouble << "\n";
  if (const auto trouble = log.trouble()) std::cerr << "warning: " << *trouble << "\n";
  if (!keep_journal(journal->file.get())) return kExitFailed;
  return result->interrupted ? kExitInterrupted : kExitDone;
}

}  // namespace alpha_pulse::app
