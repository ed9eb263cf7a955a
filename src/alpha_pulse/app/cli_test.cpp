#include "alpha_pulse/app/cli.hpp"

#include <gtest/gtest.h>

#include "alpha_pulse/app/exit_code.hpp"

namespace alpha_pulse::app {
namespace {

/// What a command line came to: the code, what was printed, and what the one command that was called was given.
struct Answer {
  int code = 0;
  std::string out, err;
  std::optional<RunOptions> run;
  std::optional<PlanOptions> plan;
  std::optional<BacktestOptions> backtest;
  std::optional<SweepOptions> sweep;
  std::optional<ControlOptions> control;
  std::optional<ReplayOptions> replay;
  std::optional<ExplainOptions> explain;
  std::optional<DataInfoOptions> info;
  std::optional<DataSynthOptions> synth;
  std::optional<DataFetchOptions> fetch;
  std::optional<DataImportOptions> import;
  std::optional<ExchangeServeOptions> serve;
  std::optional<DoctorOptions> doctor;

  int called() const {
    return run.has_value() + plan.has_value() + backtest.has_value() + sweep.has_value() + control.has_value() +
           replay.has_value() + explain.has_value() + info.has_value() + synth.has_value() + serve.has_value() +
           fetch.has_value() + import.has_value() + doctor.has_value();
  }
};

Answer ask(const std::vector<std::string>& words) {
  Answer answer;
  const auto keep = [](auto& slot) {
    return [&slot](const auto& options) {
      slot = options;
      return 7;  // the handler's code is the process's
    };
  };
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  answer.code = dispatch(words, {.run = keep(answer.run),
                                 .plan = keep(answer.plan),
                                 .backtest = keep(answer.backtest),
                                 .sweep = keep(answer.sweep),
                                 .control = keep(answer.control),
                                 .replay = keep(answer.replay),
                                 .explain = keep(answer.explain),
                                 .data_info = keep(answer.info),
                                 .data_import = keep(answer.import),
                                 .data_synth = keep(answer.synth),
                                 .data_fetch = keep(answer.fetch),
                                 .exchange_serve = keep(answer.serve),
                                 .doctor = keep(answer.doctor)});
  answer.out = testing::internal::GetCapturedStdout();
  answer.err = testing::internal::GetCapturedStderr();
  return answer;
}

void expect_usage_error(const std::vector<std::string>& words, const std::string& line) {
  const Answer answer = ask(words);
  EXPECT_EQ(answer.code, kExitUsage) << line;
  EXPECT_EQ(answer.err, line + "\n");
  EXPECT_EQ(answer.out, "");
  EXPECT_EQ(answer.called(), 0);
}

TEST(Cli, GivesEachWordForARunningBotToOneHandler) {
  EXPECT_FALSE(ask({"status"}).control->action.has_value());
  EXPECT_EQ(ask({"stop"}).control->action, OperatorAction::STOP);
  EXPECT_EQ(ask({"pause"}).control->action, OperatorAction::PAUSE);
  EXPECT_EQ(ask({"resume"}).control->action, OperatorAction::RESUME);
  EXPECT_EQ(ask({"rearm"}).control->action, OperatorAction::REARM);
  const Answer flatten = ask({"flatten", "--json", "--symbol", "ETHUSDT", "--socket", "a.sock"});
  EXPECT_EQ(flatten.control->action, OperatorAction::FLATTEN);
  EXPECT_TRUE(flatten.control->json);
  EXPECT_EQ(flatten.control->common.symbol, "ETHUSDT");
  EXPECT_EQ(flatten.control->socket, "a.sock");
  EXPECT_EQ(flatten.code, 7);
  EXPECT_FALSE(flatten.control->yes);
  EXPECT_TRUE(ask({"flatten", "--yes"}).control->yes);
  EXPECT_EQ(ask({"stop", "--yes"}).code, kExitUsage);
}

TEST(Cli, CallsOneCommandAndEndsWithItsCode) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"run"},
                                                {"plan"},
                                                {"backtest"},
                                                {"sweep"},
                                                {"replay", "run.apj"},
                                                {"explain", "last"},
                                                {"explain", "unhedged"},
                                                {"data", "info", "x.csv"},
                                                {"data", "synth", "--out", "x.csv"}}) {
    const Answer answer = ask(words);
    EXPECT_EQ(answer.code, 7) << words[0];
    EXPECT_EQ(answer.called(), 1) << words[0];
    EXPECT_EQ(answer.err, "");
  }
}

TEST(Cli, AsksTheQuestionThatWasAsked) {
  const Answer order = ask({"explain", "order", "7", "--journal", "run.apj", "--json"});
  ASSERT_TRUE(order.explain.has_value());
  EXPECT_EQ(order.explain->what, Explained::ORDER);
  EXPECT_EQ(order.explain->order, "7");
  EXPECT_EQ(order.explain->journal, "run.apj");
  EXPECT_TRUE(order.explain->common.json);
  const Answer last = ask({"explain", "last", "--count", "3", "--symbol", "ETHUSDT"});
  EXPECT_EQ(last.explain->what, Explained::LAST);
  EXPECT_EQ(last.explain->count, 3U);
  EXPECT_EQ(last.explain->common.symbol, "ETHUSDT");
  EXPECT_EQ(ask({"explain", "last"}).explain->count, 1U);
  EXPECT_EQ(ask({"explain", "unhedged"}).explain->what, Explained::UNHEDGED);
  EXPECT_EQ(ask({"explain", "stop"}).explain->what, Explained::STOP);
  EXPECT_EQ(ask({"explain"}).code, kExitUsage);
  expect_usage_error({"explain", "order"},
                     "gridhedge explain order: id is required (see gridhedge explain order --help)");
  expect_usage_error(
      {"explain", "why"},
      "gridhedge explain: unknown command 'why'; known: last, order, unhedged, stop (see gridhedge explain "
      "--help)");
}

TEST(Cli, TakesWhatASweepVariesAndHow) {
  const Answer answer = ask({"sweep",
                             "--spot",
                             "a.csv",
                             "--perp",
                             "b.csv",
                             "--param",
                             "grid.spacing_sigma=0.2:1:0.2",
                             "--param",
                             "profile=classic,guarded",
                             "--search",
                             "lhs",
                             "--samples",
                             "50",
                             "--seed",
                             "3",
                             "--walk-forward",
                             "4",
                             "--rank-by",
                             "cost",
                             "--top",
                             "5",
                             "--jobs",
                             "2",
                             "--out",
                             "s.csv",
                             "--resume",
                             "--json"});
  ASSERT_TRUE(answer.sweep) << answer.err;
  EXPECT_EQ(answer.sweep->spot.size(), 1U);
  EXPECT_EQ(answer.sweep->params,
            (std::vector<std::string>{"grid.spacing_sigma=0.2:1:0.2", "profile=classic,guarded"}));
  EXPECT_EQ(answer.sweep->search, "lhs");
  EXPECT_EQ(answer.sweep->samples, 50U);
  EXPECT_EQ(answer.sweep->seed, 3U);
  EXPECT_EQ(answer.sweep->walk_forward, 4U);
  EXPECT_EQ(answer.sweep->rank_by, "cost");
  EXPECT_EQ(answer.sweep->top, 5U);
  EXPECT_EQ(answer.sweep->jobs, 2U);
  EXPECT_EQ(answer.sweep->out, "s.csv");
  EXPECT_TRUE(answer.sweep->resume);
  EXPECT_TRUE(answer.sweep->common.json);
  EXPECT_EQ(ask({"sweep", "--samples", "-1"}).code, kExitUsage);
}

TEST(Cli, RunsForADayAtADayInHalfAMinuteUnlessTold) {
  const Answer plain = ask({"run"});
  ASSERT_TRUE(plain.run);
  EXPECT_EQ(plain.run->duration, "24h");
  EXPECT_EQ(plain.run->speed, "2880");
  EXPECT_EQ(plain.run->scenario, "range");
  EXPECT_EQ(plain.run->seed, 1U);
  EXPECT_FALSE(plain.run->common.json);
  EXPECT_FALSE(plain.run->common.symbol);
}

TEST(Cli, HandsOverWhatWasGiven) {
  const Answer answer = ask({"run",
                             "--json",
                             "--config",
                             "c.yaml",
                             "--set",
                             "a=1",
                             "--set",
                             "b=2",
                             "--log-level",
                             "DEBUG",
                             "--symbol",
                             "ETHUSDT",
                             "--spot-quantity",
                             "-1",
                             "--volatility",
                             "0.03",
                             "--trading-mode",
                             "PAPER",
                             "--exchange",
                             "sim",
                             "--scenario",
                             "gap",
                             "--seed",
                             "18446744073709551615",
                             "--speed",
                             "max",
                             "--duration",
                             "2h",
                             "--resume"});
  ASSERT_TRUE(answer.run) << answer.err;
  const RunOptions& run = *answer.run;
  EXPECT_TRUE(run.common.json);
  EXPECT_EQ(run.common.config_file, "c.yaml");
  EXPECT_EQ(run.common.sets, (std::vector<std::string>{"a=1", "b=2"}));
  EXPECT_EQ(run.common.log_level, "DEBUG");
  EXPECT_EQ(run.common.symbol, "ETHUSDT");
  EXPECT_EQ(run.common.spot_quantity, "-1");
  EXPECT_EQ(run.common.volatility, "0.03");
  EXPECT_EQ(run.common.trading_mode, "PAPER");
  EXPECT_EQ(run.exchange, "sim");
  EXPECT_EQ(run.scenario, "gap");
  EXPECT_EQ(run.seed, 18446744073709551615U);
  EXPECT_EQ(run.speed, "max");
  EXPECT_EQ(run.duration, "2h");
  EXPECT_TRUE(run.resume);
}

TEST(Cli, TakesSeveralFilesForASeries) {
  const Answer answer = ask({"backtest", "--spot", "a.csv", "b.csv", "--perp", "c.csv", "--no-skip"});
  ASSERT_TRUE(answer.backtest) << answer.err;
  EXPECT_EQ(answer.backtest->spot.size(), 2U);
  EXPECT_EQ(answer.backtest->perp.size(), 1U);
  EXPECT_TRUE(answer.backtest->no_skip);
}

TEST(Cli, TakesWhatIsToBeFetched) {
  const Answer answer = ask({"data", "fetch", "--symbol", "ETHUSDT", "--kind", "mark", "--interval", "5m", "--from",
                             "2025-06-01", "--out", "a.csv.zst", "--resume"});
  ASSERT_TRUE(answer.fetch) << answer.err;
  EXPECT_EQ(answer.fetch->kind, "mark");
  EXPECT_EQ(answer.fetch->interval, "5m");
  EXPECT_EQ(answer.fetch->out, "a.csv.zst");
  EXPECT_TRUE(answer.fetch->resume && !answer.fetch->overwrite && !answer.fetch->to);
  EXPECT_EQ(ask({"data", "fetch", "--kind", "mark"}).code, kExitUsage);
}

TEST(Cli, TakesTheFilesThatBecomeATape) {
  const Answer answer = ask({"data", "import", "a.zip", "b.csv", "--funding", "f.csv", "--out", "a.tape", "--resume"});
  ASSERT_TRUE(answer.import) << answer.err;
  EXPECT_EQ(answer.import->files.size(), 2U);
  EXPECT_EQ(answer.import->funding.size(), 1U);
  EXPECT_EQ(answer.import->out, "a.tape");
  EXPECT_TRUE(answer.import->resume && !answer.import->overwrite);
  EXPECT_EQ(ask({"data", "import", "a.zip", "--out", "a.tape", "--resume", "--overwrite"}).code, kExitUsage);
  EXPECT_EQ(ask({"data", "import", "--out", "a.tape"}).code, kExitUsage);
}

TEST(Cli, TakesWhatTheDoctorIsToChange) {
  const Answer answer = ask({"doctor", "--exchange", "sim", "--canary", "--apply", "leverage=20,margin=cross"});
  ASSERT_TRUE(answer.doctor) << answer.err;
  EXPECT_EQ(answer.doctor->exchange, "sim");
  EXPECT_EQ(answer.doctor->apply, "leverage=20,margin=cross");
  EXPECT_TRUE(answer.doctor->canary);
}

TEST(Cli, NamesAnUnknownCommandAndTheOnesThereAre) {
  expect_usage_error(
      {"foo"},
      "gridhedge: unknown command 'foo'; known: run, plan, backtest, sweep, status, stop, pause, resume, "
      "rearm, flatten, replay, explain, data, exchange, doctor (see gridhedge --help)");
  expect_usage_error(
      {"foo", "--json"},
      "gridhedge: unknown command 'foo'; known: run, plan, backtest, sweep, status, stop, pause, resume, "
      "rearm, flatten, replay, explain, data, exchange, doctor (see gridhedge --help)");
  expect_usage_error(
      {"data", "foo"},
      "gridhedge data: unknown command 'foo'; known: info, import, fetch, synth (see gridhedge data --help)");
}

TEST(Cli, NamesAnUnknownOptionAndItsCommand) {
  expect_usage_error({"--foo"}, "gridhedge: unknown option '--foo' (see gridhedge --help)");
  expect_usage_error({"run", "--foo"}, "gridhedge run: unknown option '--foo' (see gridhedge run --help)");
  expect_usage_error({"--json", "run"}, "gridhedge: unknown option '--json' (see gridhedge --help)");
  expect_usage_error({"data", "info", "x.csv", "-q"},
                     "gridhedge data info: unknown option '-q' (see gridhedge data info --help)");
  expect_usage_error({"run", "extra"}, "gridhedge run: unexpected argument 'extra' (see gridhedge run --help)");
}

TEST(Cli, NamesAMissingValueAndNeverTakesAnOptionForOne) {
  expect_usage_error({"run", "--seed"}, "gridhedge run: --seed: needs a value (see gridhedge run --help)");
  expect_usage_error({"run", "--seed", "--json"},
                     "gridhedge run: --seed: needs a value, not the option '--json' (see gridhedge run --help)");
  expect_usage_error({"run", "--symbol", "--json"},
                     "gridhedge run: --symbol: needs a value, not the option '--json' (see gridhedge run --help)");
  expect_usage_error(
      {"backtest", "--data", "--json"},
      "gridhedge backtest: --data: needs a value, not the option '--json' (see gridhedge backtest --help)");
  expect_usage_error({"replay"}, "gridhedge replay: journal is required (see gridhedge replay --help)");
}

TEST(Cli, RepeatsNothingThatFollowsAKeyWithoutItsSign) {
  const std::string rule = " is not of the form key=value, e.g. --set grid.volatility=0.02 (see gridhedge plan --help)";
  expect_usage_error({"plan", "--set", "exchange.credentials.api_key", "s3cr3t"},
                     "gridhedge plan: --set: 'exchange.credentials.api_key'" + rule);
  expect_usage_error({"plan", "--set", "exchange.credentials.api_key:s3cr3t"},
                     "gridhedge plan: --set: 'exchange.credentials.api_key'" + rule);
}

TEST(Cli, RefusesASeedThatIsNoWholeNumberInRange) {
  for (const char* seed : {"-1", "1.5", "x", "", "18446744073709551616", "1e3"}) {
    const Answer answer = ask({"run", "--seed", seed});
    EXPECT_EQ(answer.code, kExitUsage) << seed;
    EXPECT_NE(answer.err.find(std::string("--seed: '") + seed + "' is not a count"), std::string::npos) << answer.err;
  }
  expect_usage_error({"run", "--seed", "1", "--seed", "2"},
                     "gridhedge run: --seed: given more than once (see gridhedge run --help)");
}

TEST(Cli, RefusesSourcesThatExcludeOrNeedEachOther) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"backtest", "--data", "a.csv", "--spot", "b.csv", "--perp", "c.csv"},
        {"backtest", "--spot", "b.csv"},
        {"backtest", "--perp", "b.csv"}}) {
    const Answer answer = ask(words);
    EXPECT_EQ(answer.code, kExitUsage);
    EXPECT_EQ(std::count(answer.err.begin(), answer.err.end(), '\n'), 1) << answer.err;
  }
}

TEST(Cli, ShowsHelpWhenAskedAndWhenNoCommandIsNamed) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--help"}, {"run", "--help"}, {"data", "synth", "--help"}}) {
    const Answer asked = ask(words);
    EXPECT_EQ(asked.code, kExitDone);
    EXPECT_NE(asked.out.find("Usage: "), std::string::npos);
    EXPECT_EQ(asked.err, "");
  }
  for (const std::vector<std::string>& words : {std::vector<std::string>{}, {"data"}}) {
    const Answer bare = ask(words);
    EXPECT_EQ(bare.code, kExitUsage);
    EXPECT_EQ(bare.out, "");
    EXPECT_NE(bare.err.find("Usage: "), std::string::npos);
    EXPECT_NE(bare.err.find("one of these commands is needed: "), std::string::npos);
  }
}

TEST(Cli, SaysItsVersion) {
  const Answer answer = ask({"--version"});
  EXPECT_EQ(answer.code, kExitDone);
  EXPECT_EQ(answer.out, "gridhedge 0.1.0\n");
}

}  // namespace
}  // namespace alpha_pulse::app
