#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "alpha_pulse/matching/tick_desk.hpp"
#include "alpha_pulse/matching/tick_venue.hpp"

namespace alpha_pulse::matching {

/// A strategy, a venue and the delays between them, over a recording. The strategy is woken at fixed intervals from the
/// first event on, and sees everything that has come to it by then.
///
///     void wake(TickDesk& desk);                                    // may send
///     std::optional<TickCorridor> quiet(const TickDesk& desk) const;
///
/// `quiet` is a promise, asked right after a wake and needed for `skip` only: as long as every event seen stays inside
/// the corridor and no message comes in, `wake` does nothing. Both ways of running give the same fills, cash, fees and
/// drawdown; tests/oracle_test.cpp holds them against each other.
///
/// At one moment the near end hears before the market moves, and the market moves before requests arrive.
template <class Strategy>
class TickReplay {
 public:
  /// `events` in order of time, and not empty; they and the strategy outlive the replay.
  TickReplay(std::span<const TickEvent> events, const TickRules& rules, Strategy& strategy)
      : events_(events), rules_(rules), strategy_(strategy), venue_(rules), desk_(rules), now_(events.front().at) {}

  /// Every event, one by one.
  void run() {
    while (step()) {
    }
  }
  /// The same, leaving out what provably changes nothing. `Index` finds the first event outside a corridor, and marks
  /// an account over a range of events: bench/hg5/range_index.hpp.
  template <class Index>
  void skip(const Index& index) {
    while (step()) leap(index);
  }

  const TickVenue& venue() const { return venue_; }
  std::uint64_t wakes() const { return wakes_; }

 private:
  /// To the next wake, which is part of it; false when there is nothing left to come.
  bool step() {
    const std::int64_t until = now_ + rules_.wake.ns();
    observe(until);
    now_ = until;
    see();
    if (next_ == events_.size() && seen_ == next_ && desk_.requests().empty() && venue_.reports().empty()) return false;
    if (seen_ == 0) return true;
    desk_.look(now_, events_[seen_ - 1]);
    strategy_.wake(desk_);
    ++wakes_;
    return true;
  }

  /// The venue's side: market events, and requests as they arrive.
  void observe(std::int64_t until) {
    for (;;) {
      const std::int64_t due = desk_.requests().due();
      const std::int64_t limit = std::min(until, due);
      std::size_t next = next_;
      for (; next < events_.size() && events_[next].at <= limit; ++next) venue_.observe(events_[next]);
      next_ = next;
      if (due > until) return;
      venue_.arrive(desk_.requests().pop());
    }
  }

  /// The near end's: what has come in by now.
  void see() {
    const std::int64_t horizon = now_ - rules_.feed.ns();
    while (seen_ < events_.size() && events_[seen_].at <= horizon) ++seen_;
    while (venue_.reports().due() <= now_) desk_.receive(venue_.reports().pop());
  }

  template <class Index>
  void leap(const Index& index) {
    constexpr std::size_t kWorthwhile = 16;
    if (desk_.unanswered() > 0 || !venue_.reports().empty() || !venue_.calm() || seen_ == 0) return;
    const std::optional<TickCorridor> quiet = strategy_.quiet(desk_);
    if (!quiet) return;
    for (std::size_t i = seen_; i < next_; ++i) {
      if (!quiet->holds(events_[i].low(), events_[i].high())) return;
    }
    const TickCorridor corridor = quiet->narrowed(venue_.corridor());
    const std::size_t to = index.first_outside(next_, events_.size(), corridor.below, corridor.above);
    if (to < next_ + kWorthwhile) return;
    value(index, to, corridor);
    venue_.pass_over(events_.first(to));
    next_ = to;
    // The last wake before the event that is next, or the last event's time when there is none.
    const std::int64_t sooner = to < events_.size() ? events_[to].at - 1 : events_.back().at;
    const std::int64_t missed = (sooner - now_) / rules_.wake.ns();
    now_ += missed * rules_.wake.ns();
    seen_ = to;
    while (events_[seen_ - 1].at > now_ - rules_.feed.ns()) --seen_;
  }

  /// The account over the events that are left out.
  template <class Index>
  void value(const Index& index, std::size_t to, const TickCorridor& corridor) {
    TickAccount& account = venue_.account();
    if (account.settled_between(corridor.below, corridor.above)) return;
    index.mark(next_, to, account);
  }

  std::span<const TickEvent> events_;
  TickRules rules_;
  Strategy& strategy_;
  TickVenue venue_;
  TickDesk desk_;
  std::int64_t now_;
  std::size_t next_ = 0;  // first event the venue has not had
  std::size_t seen_ = 0;  // first event the near end has not seen
  std::uint64_t wakes_ = 0;
};

}  // namespace alpha_pulse::matching
