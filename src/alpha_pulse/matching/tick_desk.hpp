#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "alpha_pulse/matching/tick_event.hpp"
#include "alpha_pulse/matching/tick_messages.hpp"
#include "alpha_pulse/matching/tick_venue.hpp"

namespace alpha_pulse::matching {

/// The near end of the wire: what a strategy knows (late) and what it can send. Integers, no allocation.
/// Proven by matching/tick_replay_test.cpp.
class TickDesk {
 public:
  using Requests = TickQueue<TickRequest, 4 * TickVenue::kMaxOrders>;

  explicit TickDesk(const TickRules& rules) : entry_(rules.entry.ns()) {}

  Timestamp now() const { return Timestamp::from_ns(now_); }
  std::int32_t bid() const { return bid_; }
  std::int32_t ask() const { return ask_; }
  std::int64_t position() const { return position_; }  ///< lots, long positive
  /// Sent and not known to be finished, in the order sent.
  std::span<const TickOrder> orders() const { return {orders_.data(), count_}; }
  /// Requests that no answer has come to yet.
  std::size_t unanswered() const { return unanswered_; }
  /// Grows with every message that comes in: unchanged means that nothing above but the quote has changed.
  std::uint64_t messages() const { return messages_; }

  void place(Side side, std::int32_t price, std::int64_t quantity) {
    send({.id = ++last_id_, .side = side, .takes = false, .price = price, .quantity = quantity});
  }
  void take(Side side, std::int64_t quantity) {
    send({.id = ++last_id_, .side = side, .takes = true, .price = 0, .quantity = quantity});
  }
  /// Of one of `orders`; once.
  void cancel(const TickOrder& order);

  // For the replay.
  void look(std::int64_t now, const TickEvent& last_seen) {
    now_ = now;
    bid_ = last_seen.bid();
    ask_ = last_seen.ask();
  }
  void receive(const TickReport& report);
  Requests& requests() { return requests_; }
  const Requests& requests() const { return requests_; }

 private:
  void send(const TickOrder& order);

  std::int64_t entry_;
  std::int64_t now_ = 0;
  std::int32_t bid_ = 0, ask_ = 0;
  std::int64_t position_ = 0;
  std::size_t unanswered_ = 0;
  std::uint64_t messages_ = 0;
  std::uint64_t last_id_ = 0;
  std::array<TickOrder, TickVenue::kMaxOrders> orders_;
  std::size_t count_ = 0;
  Requests requests_;
};

}  // namespace alpha_pulse::matching
