#include "alpha_pulse/session/sim_run.hpp"

#include <chrono>
#include <thread>

#include "alpha_pulse/engine/recover.hpp"

namespace alpha_pulse::session {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kStatusEvery = std::chrono::milliseconds(200);
constexpr auto kNap = std::chrono::milliseconds(20);
constexpr std::uint64_t kLookEvery = 256;  // events between looks at the wall clock when running as fast as it goes

/// Holds market time to the wall clock.
class Pace {
 public:
  explicit Pace(std::optional<double> speed) : speed_(speed) {}

  /// Waits until `now` of the market is due. False when interrupted meanwhile.
  bool wait_for(Timestamp now, const std::atomic<bool>* interrupted, const std::function<void()>& meanwhile) {
    if (!speed_) return true;
    if (!begun_) {
      begun_ = true;
      market_begin_ = now;
      wall_begin_ = Clock::now();
    }
    const double due_s = (now - market_begin_).to_seconds() / *speed_;
    const auto due = wall_begin_ + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(due_s));
    while (Clock::now() < due) {
      if (interrupted != nullptr && interrupted->load()) return false;
      meanwhile();
      std::this_thread::sleep_until(std::min(due, Clock::now() + kNap));
    }
    return true;
  }

 private:
  std::optional<double> speed_;
  bool begun_ = false;
  Timestamp market_begin_;
  Clock::time_point wall_begin_;
};

/// Moves the market past everything the earlier run has had. Returns how many events that were.
std::uint64_t fast_forward(market::SimMarket& market, Event& next, const engine::Recovered& recovered) {
  engine::Continuation continuation(recovered);
  std::uint64_t passed = 0;
  for (; continuation.had(next); ++passed) next = market.next();
  return passed;
}

Event operator_event(OperatorAction action, Timestamp at) {
  Event event;
  event.instrument = kHedgeLeg;
  event.ts_event = event.ts_receive = at;
  event.body = OperatorRequested{.action = action};
  return event;
}

void leave(backtest::ClosedLoop& loop, config::OnExit on_exit, Timestamp at) {
  if (on_exit == config::OnExit::CANCEL_GRID) loop.push(operator_event(OperatorAction::PAUSE, at));
  if (on_exit == config::OnExit::FLATTEN) loop.push(operator_event(OperatorAction::FLATTEN, at));
}

std::unexpected<Error> other_run(const std::string& what) {
  return fail(ErrorCode::kRefused,
              "--resume: the journal is of another " + what + "; run without --resume to begin anew");
}

Result<void> check_header(const SimRunRequest& request) {
  const auto* header = request.resume.empty() ? nullptr : request.resume.front().as<engine::RunHeader>();
  if (header == nullptr) return fail(ErrorCode::kBadData, "--resume: the journal does not begin with a header");
  if (header->source != describe(request.market)) return other_run("market (" + header->source + ")");
  if (header->configuration != request.effective_text) return other_run("configuration");
  return {};
}

}  // namespace

std::string describe(const market::SimMarketSettings& market) {
  return "built-in market, scenario " + std::string(to_string(market.scenario)) + ", seed " +
         std::to_string(market.seed) + ", start " + market.start_price.to_string();
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

  market::SimMarket market(request.market);
  Event next = market.next();
  const Timestamp begin = next.ts_event;
  const Timestamp end = begin + request.duration;
  std::uint64_t passed = 0;     // events of the market that the earlier run had
  std::uint64_t fed_again = 0;  // of those, the ones its journal kept
  if (request.resume.empty()) {
    if (request.journal != nullptr) {
      request.journal->append({run_header(request.effective_text, settings, begin, describe(request.market))});
    }
  } else {
    if (auto checked = check_header(request); !checked) return std::unexpected(checked.error());
    const engine::Recovered recovered = loop.recover(request.resume);
    passed = fast_forward(market, next, recovered);
    fed_again = recovered.events;
  }

  auto next_status = Clock::now();
  const auto show_status = [&](Timestamp now) {
    if (!request.status || Clock::now() < next_status) return;
    next_status = Clock::now() + kStatusEvery;
    request.status(loop, now, end);
  };
  Pace pace(request.speed);
  bool interrupted = false;
  for (std::uint64_t count = 0; next.ts_event <= end && !interrupted; ++count, next = market.next()) {
    interrupted = !pace.wait_for(next.ts_event, request.interrupted, [&] { show_status(next.ts_event); });
    if (interrupted) break;
    loop.push(next);
    if (request.speed || count % kLookEvery == 0) {
      show_status(next.ts_event);
      interrupted = request.interrupted != nullptr && request.interrupted->load();
    }
  }
  leave(loop, request.config.run.on_exit, loop.last_event_at());
  loop.finish();
  SimRunResult result{.summary = summarise(loop, request.config, "sim"), .time = time_figures(loop)};
  result.summary.events += passed - fed_again;
  result.interrupted = interrupted;
  result.resumed_events = passed;
  return result;
}

}  // namespace alpha_pulse::session
