#include "alpha_pulse/session/sim_run.hpp"

#include <algorithm>
#include <chrono>

#include "alpha_pulse/engine/recover.hpp"
#include "alpha_pulse/session/pace.hpp"

namespace alpha_pulse::session {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kStatusEvery = std::chrono::milliseconds(200);
constexpr std::uint64_t kLookEvery = 256;  // events between looks around when running as fast as it goes
constexpr Duration kInstant = Duration::nanoseconds(1);

std::unexpected<Error> other_run(const std::string& what) {
  return fail(ErrorCode::kRefused,
              "--resume: the journal is of another " + what + "; run without --resume to begin anew");
}

/// One run: the market, the loop it is pushed into, and everybody who looks on.
class SimRun {
 public:
  SimRun(const SimRunRequest& request, backtest::ClosedLoop& loop)
      : request_(request), loop_(loop), market_(request.market), pace_(request.speed), next_(market_.next()) {
    begin_ = now_ = next_.ts_event;
    end_ = begin_ + request.duration;
  }

  Timestamp begin() const { return begin_; }
  void go_on_from(const engine::Recovered& recovered);
  void play();
  SimRunResult finish();

 private:
  bool over() const { return result_.interrupted || result_.stopped; }
  void push(const Event& event);
  void play_next();
  void leave(OperatorAction last_word);
  void report_if_due();
  bool look_around();
  void obey(OperatorAction action);
  void give(OperatorAction action, Timestamp at);
  Timestamp moment_for_a_word() const;
  std::uint64_t events() const { return passed_ + played_; }
  BotStatus status();

  const SimRunRequest& request_;
  backtest::ClosedLoop& loop_;
  market::SimMarket market_;
  Pace pace_;
  Event next_;     // of the market, not pushed yet
  Timestamp now_;  // of the last event pushed, whatever its kind
  Timestamp begin_, end_;
  std::uint64_t passed_ = 0;  // events of the market that an earlier run had
  std::uint64_t played_ = 0;  // events of the market pushed by this one
  Duration report_every_;
  Timestamp next_report_ = Timestamp::never();
  Clock::time_point next_status_ = Clock::now();
  SimRunResult result_{.summary = RunSummary(engine::AccountTerms(Currency())), .time = {}};
};

/// Moves the market past everything the earlier run has had.
void SimRun::go_on_from(const engine::Recovered& recovered) {
  engine::Continuation continuation(recovered);
  for (; continuation.had(next_); ++passed_) next_ = market_.next();
  now_ = std::max(now_, recovered.until);
}

void SimRun::play() {
  if (request_.config.logging.status_every && request_.report) {
    report_every_ = *request_.config.logging.status_every;
    next_report_ = now_.floor_to(report_every_) + report_every_;
  }
  while (next_.ts_event <= end_ && !over()) {
    report_if_due();
    pace_.wait_for(next_.ts_event, [this] { return look_around(); });
    if (over()) break;
    play_next();
    if (pace_.held() || played_ % kLookEvery == 1) look_around();
  }
}

void SimRun::push(const Event& event) {
  loop_.push(event);
  now_ = event.ts_event;
}

void SimRun::play_next() {
  push(next_);
  next_ = market_.next();
  ++played_;
}

void SimRun::report_if_due() {
  if (next_.ts_event < next_report_) return;
  next_report_ = next_.ts_event.floor_to(report_every_) + report_every_;
  request_.report(now_, status());
}

/// Signals, people and those who watch. False when the run is over.
bool SimRun::look_around() {
  result_.interrupted = request_.interrupted != nullptr && request_.interrupted->load();
  const bool moment_complete = next_.ts_event > now_;
  while (request_.desk != nullptr && moment_complete && !over()) {
    const auto action = request_.desk->next();
    if (!action) break;
    obey(*action);
  }
  if (Clock::now() >= next_status_) {
    next_status_ = Clock::now() + kStatusEvery;
    const BotStatus now = status();
    if (request_.desk != nullptr) request_.desk->publish(now);
    if (request_.status) request_.status(now);
  }
  return !over();
}

void SimRun::obey(OperatorAction action) {
  const ProgramState before = loop_.strategy()->state();
  if (action == OperatorAction::STOP) {
    result_.stopped = true;
  } else {
    give(action, moment_for_a_word());
  }
  const BotStatus after = status();
  request_.desk->publish(after);
  request_.desk->on_done(action, before, after);
}

void SimRun::give(OperatorAction action, Timestamp at) {
  Event event;
  event.instrument = kHedgeLeg;
  event.ts_event = event.ts_receive = at;
  event.body = OperatorRequested{.action = action};
  push(event);
}

/// Strictly before the next event: a journal that ends with a word then holds all of the market up to it.
Timestamp SimRun::moment_for_a_word() const {
  return std::clamp(pace_.due_now().value_or(now_), now_, next_.ts_event - kInstant);
}

BotStatus SimRun::status() {
  loop_.catch_up();
  BotStatus status = status_of(loop_, request_.config, "sim", end_);
  status.run.events = events();
  return status;
}

/// After all of the moment, as any word: see moment_for_a_word.
void SimRun::leave(OperatorAction last_word) {
  while (next_.ts_event <= now_) play_next();
  give(last_word, now_);
}

SimRunResult SimRun::finish() {
  const config::OnExit on_exit = request_.config.run.on_exit;
  if (on_exit == config::OnExit::CANCEL_GRID) leave(OperatorAction::PAUSE);
  if (on_exit == config::OnExit::FLATTEN) leave(OperatorAction::FLATTEN);
  loop_.finish();
  result_.summary = summarise(loop_, request_.config, "sim");
  result_.summary.events = events();
  result_.time = time_figures(loop_);
  result_.resumed_events = passed_;
  return result_;
}

}  // namespace

std::string describe(const market::SimMarketSettings& market) {
  return "built-in market, scenario " + std::string(to_string(market.scenario)) + ", seed " +
         std::to_string(market.seed) + ", start " + market.start_price.to_string();
}

Result<void> check_resumable(const SimRunRequest& request) {
  if (request.resume.empty()) return {};
  const auto* header = request.resume.front().as<engine::RunHeader>();
  if (header == nullptr) return fail(ErrorCode::kBadData, "--resume: the journal does not begin with a header");
  if (header->source != describe(request.market)) return other_run("market (" + header->source + ")");
  if (header->configuration != request.effective_text) return other_run("configuration");
  return {};
}

Result<SimRunResult> run_on_sim(const SimRunRequest& request) {
  backtest::LoopSettings settings =
      loop_settings(request.config, {.hedge = request.hedge, .one_series = false, .cadence = request.market.step});
  settings.journal = request.journal;
  settings.notices = request.notices;
  settings.advice = request.advice;
  auto created = backtest::ClosedLoop::create(settings, request.config.hedge);
  if (!created) return std::unexpected(created.error());
  backtest::ClosedLoop& loop = **created;
  SimRun run(request, loop);
  if (!request.resume.empty()) {
    if (auto checked = check_resumable(request); !checked) return std::unexpected(checked.error());
    run.go_on_from(loop.recover(request.resume));
  } else if (request.journal != nullptr) {
    request.journal->append({run_header(request.effective_text, settings, run.begin(), describe(request.market))});
  }
  run.play();
  return run.finish();
}

}  // namespace alpha_pulse::session
