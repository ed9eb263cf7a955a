#include "alpha_pulse/session/live_run.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>

#include "alpha_pulse/execution/exchange_broker.hpp"
#include "alpha_pulse/session/binance_access.hpp"
#include "alpha_pulse/session/live_basis.hpp"
#include "alpha_pulse/session/real_on_sim.hpp"
#include "alpha_pulse/session/run_to_end.hpp"

namespace alpha_pulse::session {
namespace {

namespace asio = net::asio;

constexpr Duration kHoldingEvery = Duration::minutes(1);
constexpr Duration kBarStep = Duration::minutes(5);
constexpr Duration kLook = Duration::milliseconds(250);    // between looks at the time, at signals and at people
constexpr Duration kStatus = Duration::milliseconds(200);  // never under 250 ms of wall time
constexpr Duration kSettle = Duration::seconds(60);        // for what is under way at the end
constexpr Duration kOpening = Duration::seconds(60);       // for the streams to open
constexpr int kComparisonsMax = 20;                        // a fill may fall between two questions

/// The engine as the journal left it; what the account did since then is asked for.
void go_on_from(std::span<const engine::JournalRecord> records, backtest::ClosedLoop& loop,
                execution::ExchangeBroker* broker) {
  for (const engine::JournalRecord& record : records) {
    const auto* event = record.as<Event>();
    if (event != nullptr && broker != nullptr) broker->remember(*event);
  }
  loop.replay(records);
  if (broker != nullptr) broker->adopt(loop.engine().tracker(), loop.engine().portfolio().position());
}

/// One run: the loop, the venue it is pushed from, and everybody who looks on.
class LiveRun final : public engine::EventSink {
 public:
  LiveRun(const LiveRunRequest& request, const LiveBasis& basis, const net::Clock& clock, BinanceVenue& venue,
          backtest::ClosedLoop& loop, execution::ExchangeBroker* broker)
      : request_(request),
        config_(basis.config),
        clock_(clock),
        venue_(venue),
        loop_(loop),
        broker_(broker),
        since_(basis.started_at) {}

  asio::awaitable<Result<SimRunResult>> play();
  Outcome push(const Event& event) override;
  void take_account() { loop_.take_account(clock_.now()); }

 private:
  bool over() const { return result_.interrupted || result_.stopped; }
  bool interrupted() const { return request_.run.interrupted != nullptr && request_.run.interrupted->load(); }
  asio::awaitable<Result<void>> open();
  asio::awaitable<void> trade();
  asio::awaitable<void> leave();
  asio::awaitable<void> settle(bool until_flat);
  asio::awaitable<void> compare_books();
  asio::awaitable<void> watch_holding();
  asio::awaitable<void> ask_holding();
  void hear_holding(const execution::SpotWord& word);
  void take_holding(Quantity coins);
  asio::awaitable<void> pause(Duration at_most);
  void look_around();
  void obey(OperatorAction action);
  void give(OperatorAction action);
  BotStatus status();

  const LiveRunRequest& request_;
  const config::AppConfig& config_;
  const net::Clock& clock_;
  BinanceVenue& venue_;
  backtest::ClosedLoop& loop_;
  execution::ExchangeBroker* broker_;  // null where orders stay in the program
  Timestamp since_;                    // the run began, maybe in an earlier start
  Timestamp begin_, end_;
  Timestamp last_;          // of the events pushed
  Timestamp holding_told_;  // by the spot account's stream
  Timestamp next_status_, next_report_ = Timestamp::never();
  Duration report_every_{};
  asio::any_io_executor executor_;
  bool ready_ = false;
  SimRunResult result_{.summary = RunSummary(engine::AccountTerms(Currency())), .time = {}};
};

// ---- events
// ----------------------------------------------------------------------------------------------------------

engine::EventSink::Outcome LiveRun::push(const Event& event) {
  if (!ready_) return Outcome::ACCEPTED;  // a price nobody can act on yet
  Event ordered = event;
  // Quiet prices are not in the engine yet, and streams are not in step with each other.
  last_ = std::max({event.ts_event, last_, loop_.engine().now()});
  ordered.ts_event = last_;
  const Outcome outcome = loop_.push(ordered);
  take_account();
  return outcome;
}

// ---- the run
// ---------------------------------------------------------------------------------------------------------

asio::awaitable<Result<SimRunResult>> LiveRun::play() {
  const auto opened = co_await open();
  if (!opened) co_return std::unexpected(opened.error());
  co_await trade();
  co_await leave();
  loop_.finish();
  if (broker_ != nullptr) co_await compare_books();
  result_.summary = summarise(loop_, config_, request_.exchange);
  result_.time = time_figures(loop_);
  venue_.stop();
  co_return result_;
}

asio::awaitable<Result<void>> LiveRun::open() {
  const auto executor = executor_ = co_await asio::this_coro::executor;
  venue_.start(executor, *this, broker_, kBarStep, [this](const auto& word) { hear_holding(word); });
  const Timestamp patience = clock_.now() + clock_.at_least_wall(kOpening);
  while (!venue_.open() && !interrupted()) {
    if (clock_.now() > patience) co_return fail(ErrorCode::kIo, "the exchange's streams do not open");
    co_await pause(kLook);
  }
  if (broker_ != nullptr) {
    asio::co_spawn(executor, broker_->keep_asking(), asio::detached);
    asio::co_spawn(executor, watch_holding(), asio::detached);
  }
  begin_ = clock_.now();
  end_ = begin_ + request_.run.duration;
  next_status_ = begin_;
  if (config_.logging.status_every && request_.run.report) {
    report_every_ = *config_.logging.status_every;
    next_report_ = begin_.floor_to(report_every_) + report_every_;
  }
  ready_ = true;
  co_return Result<void>();
}

asio::awaitable<void> LiveRun::trade() {
  while (clock_.now() < end_ && !over()) {
    co_await pause(std::min(kLook, end_ - clock_.now()));
    look_around();
  }
}

/// Coins may come and go at any time: a deposit, a sale by hand. Their stream tells it at once; what it did not tell is
/// found out once a minute.
asio::awaitable<void> LiveRun::watch_holding() {
  while (true) {
    const Timestamp next = clock_.now() + clock_.at_least_wall(kHoldingEvery);
    co_await clock_.sleep_until(next);
    co_await ask_holding();
  }
}

/// An answer that was overtaken by a word of the stream is of the past.
asio::awaitable<void> LiveRun::ask_holding() {
  const Timestamp asked_at = clock_.now();
  const auto coins = co_await venue_.holding();
  if (coins && holding_told_ < asked_at) take_holding(*coins);
}

void LiveRun::hear_holding(const execution::SpotWord& word) {
  if (!ready_) return;
  if (!word.held) return asio::co_spawn(executor_, ask_holding(), asio::detached);
  holding_told_ = clock_.now();
  take_holding(*word.held);
}

/// Of the account's coins no more than configured is hedged.
void LiveRun::take_holding(Quantity coins) {
  const Quantity hedged = std::min(coins, request_.run.config.spot.quantity);
  const Quantity change = hedged - loop_.engine().portfolio().spot();
  if (!change.is_zero()) broker_->on_spot_change(change, clock_.now());
}

/// Until the next deadline of the engine, at most so long; then what is due. Before the run has begun nothing is due: a
/// resumed engine has deadlines of the past, and waiting for those would be no waiting, in which no stream opens.
asio::awaitable<void> LiveRun::pause(Duration at_most) {
  Timestamp next = clock_.now() + at_most;
  if (ready_) next = std::min(next, loop_.engine().next_wakeup().at);
  co_await clock_.sleep_until(next);
  if (!ready_) co_return;
  take_account();
  loop_.runner().advance_to(std::max(clock_.now(), loop_.engine().now()));
}

void LiveRun::look_around() {
  result_.interrupted = interrupted();
  while (request_.run.desk != nullptr && !over()) {
    const auto action = request_.run.desk->next();
    if (!action) break;
    obey(*action);
  }
  const Timestamp now = clock_.now();
  if (now >= next_report_) {
    next_report_ = now.floor_to(report_every_) + report_every_;
    request_.run.report(now, status());
  }
  if (now < next_status_) return;
  next_status_ = now + clock_.at_least_wall(kStatus);
  const BotStatus at = status();
  if (request_.run.desk != nullptr) request_.run.desk->publish(at);
  if (request_.run.status) request_.run.status(at);
}

void LiveRun::obey(OperatorAction action) {
  const ProgramState before = loop_.strategy()->state();
  if (action == OperatorAction::STOP) {
    result_.stopped = true;
  } else {
    give(action);
  }
  const BotStatus after = status();
  request_.run.desk->publish(after);
  request_.run.desk->on_done(action, before, after);
}

void LiveRun::give(OperatorAction action) {
  Event event;
  event.instrument = kHedgeLeg;
  event.ts_event = event.ts_receive = std::max(clock_.now(), loop_.engine().now());
  event.body = OperatorRequested{.action = action};
  push(event);
}

BotStatus LiveRun::status() {
  loop_.catch_up();
  BotStatus at = status_of(loop_, config_, request_.exchange, end_);
  at.production = broker_ != nullptr && is_production(request_.access);
  return at;
}

// ---- the end
// ---------------------------------------------------------------------------------------------------------

asio::awaitable<void> LiveRun::leave() {
  const config::OnExit on_exit = config_.run.on_exit;
  if (on_exit == config::OnExit::CANCEL_GRID) give(OperatorAction::PAUSE);
  if (on_exit == config::OnExit::FLATTEN) give(OperatorAction::FLATTEN);
  if (broker_ != nullptr) co_await settle(on_exit == config::OnExit::FLATTEN);
}

asio::awaitable<void> LiveRun::settle(bool until_flat) {
  const Timestamp patience = clock_.now() + clock_.at_least_wall(kSettle);
  while (clock_.now() < patience) {
    const bool flat = loop_.engine().portfolio().position().flat();
    if (broker_->settled() && (flat || !until_flat)) co_return;
    co_await pause(kLook);
  }
}

asio::awaitable<void> LiveRun::compare_books() {
  for (int i = 0; i < kComparisonsMax; ++i) {
    const auto exchange = co_await venue_.books(since_);
    take_account();
    if (exchange) {
      result_.books = {.exchange = *exchange, .bot = books_of(loop_), .foreign_orders = broker_->foreign_orders()};
      if (result_.books->equal() && broker_->settled()) co_return;
    }
    co_await pause(kLook);
  }
}

/// Whether a run could protect itself here is the exchange's to say, before anything is raised. A position that stands
/// already is looked after all the same: then nothing raises it.
Result<std::optional<std::string>> ask_for_stops(asio::io_context& io, BinanceVenue& venue, bool resumed,
                                                 const std::function<void(const std::string&)>& warn,
                                                 const VirtualWorld* world) {
  const exchanges::Epoch epoch = world != nullptr ? world->canary : new_epoch();
  const auto pass_time = world != nullptr ? world->pass_time : std::function<void()>();
  const CanaryOutcome canary = run_to_end(io, venue.try_stop(epoch), pass_time);
  if (canary.what == CanaryOutcome::What::REFUSED) {
    const std::string words = "the exchange does not take the stop orders that protect a hedge: " + canary.words;
    if (resumed) return words;
    return fail(ErrorCode::kRefused, words + "; `gridhedge doctor --canary` tries one alone");
  }
  if (canary.what == CanaryOutcome::What::UNDECIDED)
    warn("whether stop orders are taken is not known: " + canary.words);
  if (canary.what == CanaryOutcome::What::MAY_STAND) warn(canary.words + "; it can only close");
  return std::nullopt;
}

}  // namespace

Result<SimRunResult> run_live(const LiveRunRequest& request, const net::Clock& clock) {
  const VirtualWorld* const world = request.world;
  asio::io_context of_this_run(1);
  asio::io_context& io = world != nullptr ? world->io : of_this_run;
  const auto pass_time = world != nullptr ? world->pass_time : std::function<void()>();
  auto venue = BinanceVenue::create(request.access, clock, world != nullptr ? &world->dialer : nullptr);
  if (!venue) return std::unexpected(venue.error());
  const auto facts = run_to_end(io, (*venue)->meet(request.run.hedge), pass_time);
  if (!facts) return std::unexpected(facts.error());
  auto basis = live_basis(request, *facts, clock);
  if (!basis) return std::unexpected(basis.error());
  const auto warn = [&](const std::string& words) {
    if (request.run.warn) request.run.warn(clock.now(), words);
  };
  std::optional<std::string> unprotectable;
  if (request.access.account) {
    auto asked = ask_for_stops(io, **venue, basis->resumed, warn, world);
    if (!asked) return std::unexpected(asked.error());
    unprotectable = std::move(*asked);
  }
  backtest::LoopSettings settings =
      loop_settings(basis->config, {.hedge = basis->hedge, .one_series = false, .cadence = {}});
  settings.engine.limits.stale_after = basis->stale_after;
  settings.journal = request.run.journal;
  settings.notices = request.run.notices;
  settings.advice = request.run.advice;
  execution::ExchangeBroker* broker = nullptr;
  LiveRun* running = nullptr;
  if (request.access.account) {
    settings.reached = [&](engine::EventSink& sink) {
      auto made = std::make_unique<execution::ExchangeBroker>(
          execution::ExchangeBrokerDeps{.link = (*venue)->link(),
                                        .clock = clock,
                                        .executor = io.get_executor(),
                                        .sink = sink,
                                        .wake = [&running] { running->take_account(); },
                                        .tell = warn,
                                        .journal = request.run.journal,
                                        .hedge = basis->hedge,
                                        .start = facts->account});
      broker = made.get();
      return made;
    };
  }
  auto loop = backtest::ClosedLoop::create(settings, basis->config.hedge);
  if (!loop) return std::unexpected(loop.error());
  if (basis->resumed) {
    go_on_from(request.run.resume, **loop, broker);
  } else if (request.run.journal != nullptr) {
    request.run.journal->append({run_header(basis->text, settings, basis->started_at, request.source)});
  }
  LiveRun run(request, *basis, clock, **venue, **loop, broker);
  running = &run;
  if (unprotectable) broker->on_alarm(Reason::VENUE_REFUSED, *unprotectable);
  return run_to_end(io, run.play(), pass_time);
}

}  // namespace alpha_pulse::session
