#include "alpha_pulse/app/cli.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

#include "alpha_pulse/app/exit_code.hpp"
#include "alpha_pulse/app/terminal.hpp"
#include "alpha_pulse/app/usage_error.hpp"
#include "alpha_pulse/session/assemble.hpp"

namespace alpha_pulse::app {
namespace {

/// Options of a number of things; the library would read -1 as a very large one.
CLI::Option* add_count(CLI::App& command, const std::string& name, std::uint64_t& count, const std::string& help) {
  return command.add_option(name, count, help)->capture_default_str()->check(check_count);
}

void add_json(CLI::App& command, bool& json) {
  command.add_flag("--json", json, "One JSON object on stdout and nothing else there");
}

void add_common(CLI::App& command, CommonOptions& options) {
  add_json(command, options.json);
  command.add_option("--config", options.config_file, "Configuration file (YAML)");
  command.add_option("--set", options.sets, "Any configuration key: --set key=value (repeatable)")
      ->allow_extra_args(false)
      ->check(check_assignment);
  command.add_option("--log-level", options.log_level, "DEBUG, INFO, WARNING or ERROR");
  command.add_option("--symbol", options.symbol, "What is hedged, e.g. BTCUSDT");
  command.add_option("--spot-quantity", options.spot_quantity, "Coins held, e.g. 1 (negative: borrowed)");
  command.add_option("--volatility", options.volatility, "Daily volatility, e.g. 0.02");
  command.add_option("--instrument", options.instrument_file, "Instruments the program does not know (YAML)");
}

/// Of the commands that can advise instead of trading.
void add_advice(CLI::App& command, CommonOptions& options, std::optional<std::filesystem::path>& file,
                const std::string& place) {
  command.add_option("--assume", options.assume, "RECOMMENDATION: advice is followed, or none of it is");
  command.add_option("--advice", file, "RECOMMENDATION: write the advice there as JSON lines" + place);
}

void add_run(CLI::App& app, const std::function<int(const RunOptions&)>& handler, int& code) {
  auto* command = app.add_subcommand("run", "Hedge: on paper, as advice, or with orders at an exchange");
  auto options = std::make_shared<RunOptions>();
  add_common(*command, options->common);
  command->add_option("--trading-mode", options->common.trading_mode, "REAL, PAPER or RECOMMENDATION");
  command->add_option("--exchange", options->exchange,
                      "sim (the built-in market; in REAL our own exchange on loopback) or binance; "
                      "default: sim, in REAL exchange.name");
  command->add_option("--scenario", options->scenario, "calm, trend, range, crash, squeeze or gap")
      ->capture_default_str();
  add_count(*command, "--seed", options->seed, "Equal seeds give equal markets");
  command->add_option("--speed", options->speed, "Market seconds a second, or max")->capture_default_str();
  command->add_option("--duration", options->duration, "Market time, N[s|m|h|d]")->capture_default_str();
  command->add_flag("--resume", options->resume, "Go on from the journal of the last run");
  command->add_option("--plan", options->plan, "REAL on production: plan_hash of the plan you have read");
  add_advice(*command, options->common, options->advice, " (default: advice.jsonl beside the journal)");
  command->callback([options, &handler, &code] { code = handler(*options); });
}

void add_plan(CLI::App& app, const std::function<int(const PlanOptions&)>& handler, int& code) {
  auto* command = app.add_subcommand("plan", "What would be done at a price, without doing it");
  auto options = std::make_shared<PlanOptions>();
  add_common(*command, options->common);
  command->add_option("--trading-mode", options->common.trading_mode, "REAL, PAPER or RECOMMENDATION");
  command->add_option("--exchange", options->exchange, "sim, the built-in market");
  command->add_option("--price", options->price, "Reference price, e.g. 95203.05");
  command->add_flag("--check", options->check, "Only check the configuration");
  command->callback([options, &handler, &code] { code = handler(*options); });
}

/// Which recording is played, of every command that plays one.
void add_recording(CLI::App& command, DataOptions& options) {
  auto* data = command.add_option("--data", options.data, "Candles or trades (CSV, CSV.zst): one series for both legs");
  auto* spot = command.add_option("--spot", options.spot, "Series of the holding");
  auto* perp = command.add_option("--perp", options.perp, "Series of the perpetual");
  data->excludes(spot)->excludes(perp);
  spot->needs(perp);
  perp->needs(spot);
  command.add_option("--mark", options.mark, "Mark prices (candles)");
  command.add_option("--funding", options.funding, "Funding rates (time_ms,symbol,rate)");
  command.add_option("--flows", options.flows, "Coins moved (time_ms,quantity)");
  command.add_option("--from", options.from, "First moment, e.g. 2025-06-01");
  command.add_option("--to", options.to, "First moment no longer played");
}

void add_reports(CLI::App& command, std::vector<std::filesystem::path>& reports, const std::string& shown) {
  command
      .add_option("--report", reports,
                  "Write FILE.html, a page with " + shown + "; FILE.json or FILE.csv: its data (repeatable)")
      ->allow_extra_args(false);
}

void add_backtest(CLI::App& app, const std::function<int(const BacktestOptions&)>& handler, int& code) {
  auto* command = app.add_subcommand("backtest", "Play recorded data through the hedge and through its baselines");
  auto options = std::make_shared<BacktestOptions>();
  add_common(*command, options->common);
  add_recording(*command, *options);
  command->add_option("--journal", options->journal, "Write the run's journal there");
  command->add_flag("--no-skip", options->no_skip,
                    "Deliver every event instead of those that can matter (same result, slower)");
  add_reports(*command, options->reports, "pictures of the run");
  command->add_option("--trading-mode", options->common.trading_mode, "PAPER or RECOMMENDATION");
  add_advice(*command, options->common, options->advice, "");
  command->callback([options, &handler, &code] { code = handler(*options); });
}

void add_sweep(CLI::App& app, const std::function<int(const SweepOptions&)>& handler, int& code) {
  auto* command =
      app.add_subcommand("sweep", "Try many settings over one recording, on all processors or under mpirun");
  auto options = std::make_shared<SweepOptions>();
  add_common(*command, options->common);
  add_recording(*command, *options);
  command->add_option("--param", options->params, "What varies: key=first:last:step or key=x,y,z (repeatable)")
      ->allow_extra_args(false);
  command->add_option("--search", options->search, "grid (all), random or lhs (Latin hypercube)")
      ->capture_default_str();
  add_count(*command, "--samples", options->samples, "How many configurations random or lhs takes");
  add_count(*command, "--seed", options->seed, "Equal seeds take equal samples");
  add_count(*command, "--walk-forward", options->walk_forward,
            "Splits: choose on one part of the time, judge on the next; 0: none");
  command->add_option("--rank-by", options->rank_by, "What is best: effectiveness, cost, cvar, drawdown or equity")
      ->capture_default_str();
  add_count(*command, "--top", options->top, "How many of the best are shown");
  add_count(*command, "--jobs", options->jobs, "Threads of each process; 0: all processors");
  command->add_option("--out", options->out, "Write every configuration there (CSV); finished ones are kept beside it");
  command->add_flag("--resume", options->resume, "Compute only what FILE.shares, of --out FILE, does not hold");
  add_reports(*command, options->reports, "a heat map and the front of effectiveness against cost");
  command->callback([options, &handler, &code] { code = handler(*options); });
}

/// The commands that speak to a running bot differ in the word alone.
void add_control(CLI::App& app, const std::function<int(const ControlOptions&)>& handler, int& code) {
  const auto add = [&](const char* word, std::optional<OperatorAction> action, const char* help) {
    auto* command = app.add_subcommand(word, help);
    auto options = std::make_shared<ControlOptions>();
    options->action = action;
    add_json(*command, options->json);
    command->add_option("--config", options->common.config_file, "Configuration file of the bot meant (YAML)");
    command->add_option("--set", options->common.sets, "Configuration keys of the bot meant (repeatable)")
        ->allow_extra_args(false);
    command->add_option("--trading-mode", options->common.trading_mode, "Mode of the bot meant");
    command->add_option("--symbol", options->common.symbol, "Symbol of the bot meant; not needed while one runs");
    command->add_option("--socket", options->socket, "Its control socket, where it is not in the usual place");
    if (action == OperatorAction::FLATTEN) {
      command->add_flag("--yes", options->yes, "On production, where it asks: do not ask");
    }
    command->callback([options, &handler, &code] { code = handler(*options); });
  };
  add("status", {}, "How the running bot stands");
  add("stop", OperatorAction::STOP, "End the run as run.on_exit says; a later run --resume goes on");
  add("pause", OperatorAction::PAUSE, "Raise the hedge no further; what lowers or protects it goes on");
  add("resume", OperatorAction::RESUME, "Take a pause back");
  add("rearm", OperatorAction::REARM, "Begin again after a stop, a take profit, a halt or flatten");
  add("flatten", OperatorAction::FLATTEN, "Cancel everything, close the hedge, and stay so until rearm");
}

void add_replay(CLI::App& app, const std::function<int(const ReplayOptions&)>& handler, int& code) {
  auto* command = app.add_subcommand("replay", "Play a journal through a fresh engine and compare its commands");
  auto options = std::make_shared<ReplayOptions>();
  add_json(*command, options->json);
  command->add_option("journal", options->journal, "The journal")->required();
  command->callback([options, &handler, &code] { code = handler(*options); });
}

CLI::App* add_question(CLI::App& explain, const char* name, const char* help,
                       const std::shared_ptr<ExplainOptions>& options, Explained what, const Handlers& handlers,
                       int& code) {
  auto* question = explain.add_subcommand(name, help);
  add_json(*question, options->common.json);
  question->add_option("--journal", options->journal, "The journal to read; else that of the run named below");
  question->add_option("--trading-mode", options->common.trading_mode, "Of the run: PAPER, REAL or RECOMMENDATION");
  question->add_option("--symbol", options->common.symbol, "Of the run, e.g. BTCUSDT");
  question->add_option("--config", options->common.config_file, "Of the run: its configuration file (YAML)");
  question->add_option("--set", options->common.sets, "Of the run: any configuration key (repeatable)")
      ->allow_extra_args(false);
  question->add_option("--instrument", options->common.instrument_file, "Instruments the program does not know (YAML)");
  question->callback([options, what, &handlers, &code] {
    options->what = what;
    code = handlers.explain(*options);
  });
  return question;
}

void add_explain(CLI::App& app, const Handlers& handlers, int& code) {
  auto* explain = app.add_subcommand("explain", "Why, from the journal of a run: also of one that is going on");
  explain->require_subcommand(0, 1);
  auto options = std::make_shared<ExplainOptions>();
  auto* last = add_question(*explain, "last", "The last order that was sent or cancelled", options, Explained::LAST,
                            handlers, code);
  add_count(*last, "--count", options->count, "How many, newest first");
  auto* order = add_question(*explain, "order", "One order: why it was sent and what became of it", options,
                             Explained::ORDER, handlers, code);
  order->add_option("id", options->order, "Its number, as explain last shows it")->required();
  add_question(*explain, "unhedged", "Why the hedge ratio is what it is", options, Explained::UNHEDGED, handlers, code);
  add_question(*explain, "stop", "Where the exits stand, and why", options, Explained::STOP, handlers, code);
}

void add_fetch(CLI::App& data, const std::function<int(const DataFetchOptions&)>& handler, int& code) {
  auto* fetch = data.add_subcommand("fetch", "Fetch candles, trades, funding rates or marks that backtests read");
  auto options = std::make_shared<DataFetchOptions>();
  add_json(*fetch, options->common.json);
  fetch->add_option("--symbol", options->common.symbol, "e.g. BTCUSDT");
  fetch->add_option("--kind", options->kind, "candles, trades, funding or mark")->required();
  fetch->add_option("--interval", options->interval, "Of candles and marks: 1m to 1d")->capture_default_str();
  fetch->add_option("--market", options->market, "futures or spot, of candles and trades")->capture_default_str();
  fetch->add_option("--from", options->from, "First moment, e.g. 2025-06-01")->required();
  fetch->add_option("--to", options->to, "First moment no longer fetched (default: the exchange's present)");
  fetch->add_option("--out", options->out, "File to write: .csv or .csv.zst")->required();
  auto* resume = fetch->add_flag("--resume", options->resume, "Go on with a fetch that was interrupted");
  fetch->add_flag("--overwrite", options->overwrite, "Begin anew, whatever is there")->excludes(resume);
  fetch->add_option("--exchange", options->exchange, "binance: its public hosts, or exchange.urls.*")
      ->capture_default_str();
  fetch->add_option("--config", options->common.config_file, "Configuration file (YAML), for exchange.urls.*");
  fetch->add_option("--set", options->common.sets, "Any configuration key: --set key=value (repeatable)")
      ->allow_extra_args(false)
      ->check(check_assignment);
  fetch->callback([options, &handler, &code] { code = handler(*options); });
}

void add_import(CLI::App& data, const std::function<int(const DataImportOptions&)>& handler, int& code) {
  auto* import = data.add_subcommand("import", "Make a tape of recorded files: what backtests read fastest");
  auto options = std::make_shared<DataImportOptions>();
  add_json(*import, options->common.json);
  import
      ->add_option("files", options->files,
                   "Candles, trades, quotes, funding, or folders of them: CSV, CSV.zst, an exchange's dumps (zip)")
      ->required();
  import->add_option("--symbol", options->common.symbol, "e.g. BTCUSDT (default: from the first file's name)");
  import->add_option("--mark", options->mark, "Candles or trades of mark prices");
  import->add_option("--funding", options->funding, "Funding rates; rows of the symbol are used");
  import->add_option("--out", options->out, "Tape to write, e.g. BTCUSDT_2024.tape")->required();
  auto* resume = import->add_flag("--resume", options->resume, "Go on with an import that was interrupted");
  import->add_flag("--overwrite", options->overwrite, "Begin anew, whatever is there")->excludes(resume);
  import->add_option("--config", options->common.config_file, "Configuration file (YAML), for fills.candle_path");
  import->add_option("--set", options->common.sets, "Any configuration key: --set key=value (repeatable)")
      ->allow_extra_args(false)
      ->check(check_assignment);
  import->callback([options, &handler, &code] { code = handler(*options); });
}

void add_data(CLI::App& app, const Handlers& handlers, int& code) {
  auto* data = app.add_subcommand("data", "Look at data files, make tapes of them, fetch and make up some");
  data->require_subcommand(0, 1);
  auto* info = data->add_subcommand("info", "Rows, times, gaps and checksum of a file");
  auto info_options = std::make_shared<DataInfoOptions>();
  add_json(*info, info_options->json);
  info->add_option("file", info_options->file, "A tape, or a file of candles, trades, quotes, funding or flows")
      ->required();
  info->callback([info_options, &handlers, &code] { code = handlers.data_info(*info_options); });

  add_import(*data, handlers.data_import, code);
  add_fetch(*data, handlers.data_fetch, code);

  auto* synth = data->add_subcommand("synth", "Write an artificial tape of trades");
  auto options = std::make_shared<DataSynthOptions>();
  add_json(*synth, options->json);
  synth->add_option("--model", options->model, "gbm, garch or regimes")->capture_default_str();
  add_count(*synth, "--events", options->events, "How many trades");
  add_count(*synth, "--seed", options->seed, "Equal seeds give equal tapes");
  synth->add_option("--price", options->price, "Of the first trade")->capture_default_str();
  synth->add_option("--vol", options->volatility, "Volatility a year, e.g. 0.6")->capture_default_str();
  synth->add_option("--step", options->step, "Between trades")->capture_default_str();
  synth->add_option("--out", options->out, "File to write: .csv or .csv.zst, else a tape")->required();
  synth->add_flag("--overwrite", options->overwrite, "Replace the file if it exists");
  synth->callback([options, &handlers, &code] { code = handlers.data_synth(*options); });
}

void add_exchange(CLI::App& app, const std::function<int(const ExchangeServeOptions&)>& handler, int& code) {
  auto* exchange = app.add_subcommand("exchange", "The simulated exchange");
  exchange->require_subcommand(0, 1);
  auto* serve = exchange->add_subcommand("serve", "Serve it on this machine until Ctrl-C; addresses on the first line");
  auto options = std::make_shared<ExchangeServeOptions>();
  add_json(*serve, options->json);
  add_count(*serve, "--port", options->port, "Of the futures; spot has the next one. 0: any");
  serve->add_flag("--tls", options->tls, "https and wss, with an authority whose file the first line names");
  serve->add_option("--scenario", options->scenario, "calm, trend, range, crash, squeeze or gap")
      ->capture_default_str();
  add_count(*serve, "--seed", options->seed, "Equal seeds give equal markets");
  serve->add_option("--speed", options->speed, "Market seconds a second")->capture_default_str();
  serve->add_option("--symbol", options->symbol, "What is traded")->capture_default_str();
  serve->add_option("--balance", options->balance, "USDT in the futures wallet, and as many on spot")
      ->capture_default_str();
  serve->add_option("--holding", options->holding, "Coins on the spot account")->capture_default_str();
  serve->add_option("--faults", options->faults, "What goes wrong, and when (YAML)");
  serve->add_option("--api-key", options->api_key, "The customer's key (default: a test key, told on the first line)");
  auto* secret = serve->add_option("--api-secret", options->api_secret, "Its secret, for HMAC signatures");
  serve->add_option("--public-key", options->public_key, "Its public key instead (PEM; Ed25519 or RSA)")
      ->excludes(secret);
  serve->add_flag("--hedge-mode", options->hedge_mode, "The account has long and short positions side by side");
  serve->add_flag("--no-limits", options->no_limits, "Count weights and orders, but refuse nothing for them");
  serve->add_flag("--old-acks", options->old_acks, "Acks carry avgPrice and cumQuote, as before June 2026");
  serve->add_flag("--shuffle-events", options->shuffle_events, "Tell a moment's user events in a seeded order");
  serve->callback([options, &handler, &code] { code = handler(*options); });
}

void add_doctor(CLI::App& app, const std::function<int(const DoctorOptions&)>& handler, int& code) {
  auto* command = app.add_subcommand("doctor", "Look at everything a run rests on, and say what to do about it");
  auto options = std::make_shared<DoctorOptions>();
  add_common(*command, options->common);
  command->add_option("--trading-mode", options->common.trading_mode, "REAL, PAPER or RECOMMENDATION");
  command->add_option("--exchange", options->exchange, "binance, or sim, our own on loopback; default: exchange.name");
  command->add_flag("--canary", options->canary, "Place a stop order far away, and cancel it");
  command->add_option("--apply", options->apply,
                      "Change the account, and nothing else does: leverage=N,margin=cross|isolated");
  command->callback([options, &handler, &code] { code = handler(*options); });
}

/// `--seed --json`: the library would take the second for the value of the first.
void refuse_options_as_values(CLI::App& app) {
  for (CLI::Option* option : app.get_options()) {
    if (option->get_expected_max() > 0) option->check(check_value);
  }
  for (CLI::App* command : app.get_subcommands({})) refuse_options_as_values(*command);
}

int help_instead(const CLI::App& command, const std::string& path) {
  std::cerr << command.help() << "\n" << path << ": one of these commands is needed: " << commands_of(command) << "\n";
  return kExitUsage;
}

}  // namespace

int dispatch(const std::vector<std::string>& arguments, const Handlers& handlers) {
  CLI::App app(
      "Hedges a crypto holding with futures: a base hedge, a grid whose spacing follows volatility, and stops.",
      "gridhedge");
  app.set_version_flag("--version", std::string(session::kProgram));
  app.require_subcommand(0, 1);
  int code = 0;
  add_run(app, handlers.run, code);
  add_plan(app, handlers.plan, code);
  add_backtest(app, handlers.backtest, code);
  add_sweep(app, handlers.sweep, code);
  add_control(app, handlers.control, code);
  add_replay(app, handlers.replay, code);
  add_explain(app, handlers, code);
  add_data(app, handlers, code);
  add_exchange(app, handlers.exchange_serve, code);
  add_doctor(app, handlers.doctor, code);
  refuse_options_as_values(app);
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error, std::cout, std::cerr);
    std::cerr << one_line(usage_error(app, error)) << "\n";
    return kExitUsage;
  }
  std::string path;
  const CLI::App& command = command_named(app, path);
  return command.get_subcommands({}).empty() ? code : help_instead(command, path);
}

}  // namespace alpha_pulse::app
