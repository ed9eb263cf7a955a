#include "alpha_pulse/engine/recover.hpp"

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

Recovered recover(std::span<const JournalRecord> records, Runner& runner) {
  Recovered done;
  bool timer_last = false;
  for (const JournalRecord& record : records) {
    const auto* event = record.as<Event>();
    if (event == nullptr) continue;
    if (event->ts_event != done.until) done.events_at_until = 0;
    done.until = event->ts_event;
    done.last_seq = event->seq;
    if (is_source_event(*event)) {
      runner.push(*event);
      ++done.events;
      ++done.events_at_until;
      timer_last = false;
    } else if (event->as<TimerElapsed>() != nullptr) {
      timer_last = true;
    }
  }
  if (timer_last) runner.advance_to(done.until);
  return done;
}

}  // namespace alpha_pulse::engine
