#pragma once

#include <functional>
#include <span>

#include "alpha_pulse/engine/account_queue.hpp"
#include "alpha_pulse/engine/engine.hpp"

namespace alpha_pulse::engine {

/// Drives an engine and a simulated broker over the events of a source: paper trading, backtests, recovery.
///
/// Order of everything: at one moment, first the source's events in the order pushed, each followed by what the broker
/// did because of it; then the timer. `TimerElapsed` comes exactly at `next_wakeup().at`, after events with
/// ts <= at and before events with ts > at. A market event and the fills it caused are one batch: all but the last
/// carry `more_follow`. What the broker answers to commands is the next batch of the same moment, until nothing comes.
///
/// Skipping: a price strictly inside the engine's promise is only remembered (the latest per instrument and kind) and
/// delivered before the next event that is not. Same commands, fills and equity as without: engine/runner_test.cpp.
///
/// Sequence numbers are given here, one to every event, skipped ones included; an event that already has a higher one
/// keeps it (recovery). Push events in order of time. Wiring: AccountQueue -> broker -> Engine -> Runner.
class Runner : public EventSink {
 public:
  /// How it drives.
  struct Options {
    bool skip = true;  ///< false: every event is delivered
    /// Called at each UTC hour, after all events before it and before those at it. Reading only.
    std::function<void(Timestamp hour)> on_hour;
  };
  Runner(Engine& engine, IBroker& broker, AccountQueue& account, Options options);

  Outcome push(const Event& event) override;
  /// The same without a copy: the number is written into the caller's event.
  Outcome take(Event& event);
  /// Many in a row: quiet ones are handed on together.
  void take_all(std::span<Event> events);
  /// `count` events before `timers_due()` were quiet and have not been pushed: only the `latest` of each instrument and
  /// kind are given, with their places among them (from 1) as `seq`.
  void pass_over(std::uint64_t count, std::span<const Event> latest);
  /// A quiet event before this moment changes nothing but prices: no timer is due.
  Timestamp timers_due() const { return timers_due_; }
  /// The full hour that comes next.
  Timestamp next_hour() const { return next_hour_; }
  /// Whoever jumps has seen to `next_hour()` itself, or will have before the next event is given.
  void hour_passed();
  /// False when every event is to be delivered.
  bool skips() const { return options_.skip; }
  /// Everything at or before `time` has been pushed: delivers what is remembered and fires the timers due.
  void advance_to(Timestamp time);
  /// What the account queue holds has come from outside, by `now`: delivers it as one batch, and what follows from it.
  /// For a broker whose venue answers when it likes. An event from before the engine's time gets the engine's time.
  void take_account(Timestamp now);
  /// Delivers what is remembered, so that the books show the latest prices. Changes nothing that is decided or
  /// journaled, now or later (tests/wakeup_property_test.cpp).
  void catch_up();
  /// A journal was fed to the engine past this runner: numbers go on behind `last_seq`.
  void continue_behind(std::uint64_t last_seq);
  /// The end of the source.
  void finish(Timestamp at) { advance_to(at); }
  /// From now on `push` answers CLOSED and changes nothing.
  void close() { closed_ = true; }

  std::uint64_t covered() const { return covered_; }      ///< events of the source, skipped ones included
  std::uint64_t delivered() const { return delivered_; }  ///< events given to the engine, of any origin

 private:
  void run_until(Timestamp time, bool timers_at_time);
  void deliver_remembered();
  std::size_t take_quiet_run(std::span<Event> events);
  void deliver(Event& event);
  void deliver_account();
  void process(const Event& event);
  void fire_timer(Timestamp at);
  void renew_due();

  Engine& engine_;
  IBroker& broker_;
  AccountQueue& account_;
  Options options_;
  LastQuiet remembered_;
  Timestamp due_;         ///< no hour and no timer comes before an event earlier than this
  Timestamp timers_due_;  ///< the same for timers alone
  Timestamp next_hour_ = Timestamp::never();
  Timestamp last_timer_;
  std::uint64_t seq_ = 0;
  std::uint64_t covered_ = 0;
  std::uint64_t delivered_ = 0;
  int timers_at_now_ = 0;  ///< fired at `last_timer_`
  bool closed_ = false;
};

}  // namespace alpha_pulse::engine
