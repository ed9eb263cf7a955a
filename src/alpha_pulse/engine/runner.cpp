#include "alpha_pulse/engine/runner.hpp"

#include <algorithm>

namespace alpha_pulse::engine {
namespace {

constexpr Duration kHour = Duration::hours(1);
constexpr int kRoundsMax = 1000;        // answers to answers at one moment
constexpr int kTimersAtOnceMax = 1000;  // timers at one moment

}  // namespace

Runner::Runner(Engine& engine, IBroker& broker, AccountQueue& account, Options options)
    : engine_(engine),
      broker_(broker),
      account_(account),
      options_(std::move(options)),
      remembered_(engine.instruments().size()) {}

EventSink::Outcome Runner::push(const Event& event) {
  Event numbered = event;
  return take(numbered);
}

EventSink::Outcome Runner::take(Event& event) {
  if (closed_) return Outcome::CLOSED;
  ++covered_;
  if (event.ts_event >= due_) run_until(event.ts_event, false);
  seq_ = std::max(seq_ + 1, event.seq);
  event.seq = seq_;
  if (options_.skip && engine_.quiet(event)) {
    if (is_price_event(event)) remembered_.keep(event, event.seq);
    return Outcome::ACCEPTED;
  }
  deliver_remembered();
  deliver(event);
  return Outcome::ACCEPTED;
}

void Runner::take_all(std::span<Event> events) {
  const bool together = !options_.skip && !engine_.settings().ask_always;
  while (!events.empty()) {
    std::size_t taken = 0;
    if (together && !closed_ && !remembered_.any() && account_.empty()) taken = take_quiet_run(events);
    if (taken == 0) {
      taken = 1;
      if (take(events.front()) == Outcome::CLOSED) return;
    }
    events = events.subspan(taken);
  }
}

/// Those at the beginning that only move prices; how many there were.
std::size_t Runner::take_quiet_run(std::span<Event> events) {
  std::size_t quiet = engine_.quiet_bounds().quiet_prints(events);
  while (quiet < events.size() && is_price_event(events[quiet]) && engine_.quiet(events[quiet])) ++quiet;
  while (quiet > 0 && events[quiet - 1].ts_event >= due_) --quiet;
  if (quiet == 0) return 0;
  std::uint64_t seq = seq_;
  for (Event& event : events.first(quiet)) event.seq = seq = std::max(seq + 1, event.seq);
  seq_ = seq;
  const std::span<const Event> prices = events.first(quiet);
  broker_.observe_quiet(prices);
  ensure(account_.empty(), "a quiet event has no consequence at the venue");
  engine_.process_quiet(prices);
  covered_ += quiet;
  delivered_ += quiet;
  return quiet;
}

void Runner::hour_passed() {
  next_hour_ = next_hour_ + kHour;
  renew_due();
}

void Runner::pass_over(std::uint64_t count, std::span<const Event> latest) {
  if (closed_) return;
  for (const Event& event : latest) {
    ensure(event.ts_event < due_ && engine_.quiet(event), "only quiet events are passed over");
    remembered_.keep(event, seq_ + event.seq);
  }
  covered_ += count;
  seq_ += count;
}

void Runner::advance_to(Timestamp time) {
  if (closed_) return;
  run_until(time, true);
  deliver_remembered();
}

void Runner::take_account(Timestamp now) {
  if (closed_ || account_.empty()) return;
  std::vector<Event> arrived;  // kept aside: prices and timers from before them come first
  while (!account_.empty()) arrived.push_back(account_.pop());
  run_until(now, false);
  deliver_remembered();
  for (const Event& event : arrived) account_.push(event);
  deliver_account();
  renew_due();
}

void Runner::continue_behind(std::uint64_t last_seq) {
  seq_ = std::max(seq_, last_seq);
  renew_due();
}

void Runner::catch_up() {
  deliver_remembered();
}

/// Hours and timers before `time`, in order. An hour comes before a timer of the same moment.
void Runner::run_until(Timestamp time, bool timers_at_time) {
  if (options_.on_hour && next_hour_ == Timestamp::never()) next_hour_ = time.floor_to(kHour) + kHour;
  while (true) {
    const Timestamp at = engine_.next_wakeup().at;
    if (next_hour_ <= time && next_hour_ <= at) {
      deliver_remembered();
      options_.on_hour(next_hour_);
      next_hour_ = next_hour_ + kHour;
    } else if (at < time || (timers_at_time && at == time)) {
      fire_timer(at);
    } else {
      break;
    }
  }
  renew_due();
}

void Runner::renew_due() {
  const Timestamp at = engine_.next_wakeup().at;
  const Timestamp after_timer = at == Timestamp::never() ? at : at + Duration::nanoseconds(1);
  timers_due_ = after_timer;
  due_ = std::min(next_hour_, after_timer);
}

void Runner::deliver_remembered() {
  remembered_.release([this](Event& quiet) { deliver(quiet); });
}

/// A deadline that has already passed fires now.
void Runner::fire_timer(Timestamp at) {
  deliver_remembered();
  Event timer;
  timer.instrument = engine_.settings().hedge_leg;
  timer.ts_event = std::max(at, engine_.now());
  timer.ts_receive = timer.ts_event;
  timer.body = TimerElapsed{};
  timers_at_now_ = timer.ts_event == last_timer_ ? timers_at_now_ + 1 : 0;
  ensure(timers_at_now_ < kTimersAtOnceMax, "a timer leads to a later deadline");
  last_timer_ = timer.ts_event;
  timer.seq = ++seq_;
  deliver(timer);
}

void Runner::deliver(Event& event) {
  broker_.observe(event);
  event.more_follow = !account_.empty();
  process(event);
  deliver_account();
  renew_due();
}

void Runner::deliver_account() {
  for (int rounds = 0; !account_.empty(); ++rounds) {
    ensure(rounds < kRoundsMax, "answers to answers come to an end");
    for (std::size_t left = account_.size(); left > 0; --left) {
      Event answer = account_.pop();
      answer.seq = ++seq_;
      answer.ts_event = std::max(answer.ts_event, engine_.now());
      answer.more_follow = left > 1;
      process(answer);
    }
  }
}

void Runner::process(const Event& event) {
  ++delivered_;
  engine_.process(event);
}

}  // namespace alpha_pulse::engine
