#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>

#include "alpha_pulse/matching/tick_account.hpp"
#include "alpha_pulse/matching/tick_event.hpp"
#include "alpha_pulse/matching/tick_messages.hpp"

namespace alpha_pulse::matching {

/// A venue that shows its best quote and its trades, as a resting order meets it. Integers, no allocation, and two
/// compares for an event that touches nothing.
///
/// Orders are post-only limits, or take the opposite quote whole. A resting order is filled whole, at its price, when
///   - the opposite quote reaches its price,
///   - a trade prints beyond its price, or
///   - a trade prints at its price and everything that stood in front of it has been traded or taken away.
/// In front stands, on arrival, what is displayed at its price (nothing where nothing is displayed). Trades at the
/// price count it down; a displayed size that is smaller caps it, and a level that disappears leaves nothing. What
/// leaves is never assumed to have stood in front: conservative.
///
/// The account is valued after every event, in the middle of the quote.
/// Proven by matching/tick_venue_test.cpp, and against another system's results by tests/oracle_test.cpp.
class TickVenue {
 public:
  static constexpr std::size_t kMaxOrders = 64;
  using Reports = TickQueue<TickReport, 4 * kMaxOrders>;

  explicit TickVenue(const TickRules& rules) : rules_(rules) {}

  /// Takes in what happened in the market.
  void observe(const TickEvent& event) {
    const std::int32_t high = event.high();
    const std::int32_t low = event.low();
    if (std::max(high, high_) >= nearest_sell_ || std::min(low, low_) <= nearest_buy_) [[unlikely]]
      touch(event);
    take_over(event, low, high);
    account_.mark(std::int64_t{bid_} + ask_);
  }
  /// Takes in a request that arrives.
  void arrive(const TickRequest& request);

  /// Observing events inside this corridor changes nothing but the account's value.
  TickCorridor corridor() const { return {nearest_buy_, nearest_sell_}; }
  /// Whether that holds for the next event already: the last one stayed inside as well.
  bool calm() const { return corridor().holds(low_, high_); }
  /// Goes on behind events that stayed inside the corridor, the account having been valued by the caller. `events`
  /// ends with the last of them and reaches back to the first one observed.
  void pass_over(std::span<const TickEvent> events);

  Reports& reports() { return reports_; }
  const Reports& reports() const { return reports_; }
  TickAccount& account() { return account_; }
  const TickAccount& account() const { return account_; }

 private:
  /// An order in the book, and what stands in front of it.
  struct Resting {
    TickOrder order;
    std::int64_t ahead = 0;
  };

  void take_over(const TickEvent& event, std::int32_t low, std::int32_t high) {
    bid_ = event.bid();
    ask_ = event.ask();
    bid_quantity_ = event.is_quote() ? event.quantity : bid_quantity_;
    ask_quantity_ = event.is_quote() ? event.fourth : ask_quantity_;
    low_ = low;
    high_ = high;
  }
  void touch(const TickEvent& event);
  void requeue(const TickEvent& quote);
  template <class Served>
  void serve(std::int64_t at, Served served);
  bool would_take(const TickOrder& order) const;
  std::int64_t displayed(const TickOrder& order) const;
  void fill(const TickOrder& order, std::int32_t price, bool maker, std::int64_t at);
  void report(const TickOrder& order, TickOutcome outcome, bool answers, std::int64_t at);
  void remove(std::size_t index);
  void watch();

  TickRules rules_;
  std::int32_t nearest_sell_ = std::numeric_limits<std::int32_t>::max();
  std::int32_t nearest_buy_ = std::numeric_limits<std::int32_t>::min();
  std::int32_t bid_ = 0, ask_ = 0, bid_quantity_ = 0, ask_quantity_ = 0;
  std::int32_t low_ = 0, high_ = 0;  // of the last event
  TickAccount account_;
  std::array<Resting, kMaxOrders> resting_;
  std::size_t count_ = 0;
  Reports reports_;
};

}  // namespace alpha_pulse::matching
