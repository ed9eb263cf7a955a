#include "alpha_pulse/engine/recover.hpp"

#include "alpha_pulse/engine/journal_codec.hpp"

namespace alpha_pulse::engine {

bool is_source_event(const Event& event) {
  return std::visit(
      []<class Body>(const Body&) {
        return std::is_same_v<Body, TradeTick> || std::is_same_v<Body, QuoteTick> || std::is_same_v<Body, MarkPrice> ||
               std::is_same_v<Body, BarClosed> || std::is_same_v<Body, FundingRateDue> ||
               std::is_same_v<Body, SpotBalanceChanged> || std::is_same_v<Body, WalletTransferred> ||
               std::is_same_v<Body, OperatorRequested>;
      },
      event.body);
}

namespace {

/// An event as the journal would write it, whatever number it had.
std::vector<std::byte> bytes_of(Event event) {
  event.seq = 0;
  event.more_follow = false;
  std::vector<std::byte> bytes;
  encode({event}, Lsn{1}, bytes);
  return bytes;
}

}  // namespace

Continuation::Continuation(const Recovered& recovered) : until_(recovered.until) {
  if (recovered.last && recovered.last->ts_event == until_) last_ = bytes_of(*recovered.last);
}

bool Continuation::had(const Event& event) {
  if (event.ts_event < until_) return true;
  if (event.ts_event > until_ || last_.empty()) return false;
  if (bytes_of(event) == last_) last_.clear();
  return true;
}

Recovered recover(std::span<const JournalRecord> records, Runner& runner) {
  Recovered done;
  bool timer_last = false;
  for (const JournalRecord& record : records) {
    const auto* event = record.as<Event>();
    if (event == nullptr) continue;
    done.until = event->ts_event;
    done.last_seq = event->seq;
    if (is_source_event(*event)) {
      runner.push(*event);
      ++done.events;
      done.last = *event;
      timer_last = false;
    } else if (event->as<TimerElapsed>() != nullptr) {
      timer_last = true;
    }
  }
  if (timer_last) runner.advance_to(done.until);
  return done;
}

}  // namespace alpha_pulse::engine
