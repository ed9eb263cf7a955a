#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/enums.hpp"
#include "alpha_pulse/domain/names.hpp"

/// What travels between a strategy and the tick venue, and the delays on the way.
namespace alpha_pulse::matching {

/// How long messages take, how often the strategy looks, and what a fill costs.
struct TickRules {
  Duration entry{};        ///< from sending a request to its arrival at the venue
  Duration response{};     ///< from what the venue did to its being known here
  Duration feed{};         ///< from a market event to its being seen here
  Duration wake{};         ///< between two looks; positive
  std::int64_t maker = 0;  ///< millionths of the notional
  std::int64_t taker = 0;
};

/// A post-only limit order, or one that takes what stands opposite.
struct TickOrder {
  std::uint64_t id = 0;
  Side side = Side::BUY;
  bool takes = false;
  bool canceling = false;  ///< here: a cancel is on its way
  std::int32_t price = 0;  ///< of a limit order
  std::int64_t quantity = 0;
};

/// A request on its way to the venue.
struct TickRequest {
  std::int64_t due = 0;
  bool cancel = false;
  TickOrder order{};
};

/// What became of an order. UNKNOWN answers the cancel of an order that is no longer there.
enum class TickOutcome : std::uint8_t { RESTS, FILLED, CANCELED, EXPIRED, UNKNOWN };

/// A message on its way back.
struct TickReport {
  std::int64_t due = 0;
  TickOrder order{};
  TickOutcome outcome = TickOutcome::RESTS;
  bool answers = true;  ///< a request; a fill of a resting order answers none
};

/// First in, first out, of fixed size. Messages do not overtake each other: what comes later is due no earlier.
template <class Message, std::size_t kSize>
class TickQueue {
  static_assert((kSize & (kSize - 1)) == 0);

 public:
  void push(Message message) {
    ensure(last_ - first_ < kSize, "fewer messages are under way than the queue holds");
    if (!empty() && message.due < newest().due) message.due = newest().due;
    messages_[last_++ % kSize] = message;
  }
  Message pop() { return messages_[first_++ % kSize]; }
  bool empty() const { return first_ == last_; }
  /// INT64_MAX when empty.
  std::int64_t due() const { return empty() ? INT64_MAX : messages_[first_ % kSize].due; }

 private:
  const Message& newest() const { return messages_[(last_ - 1) % kSize]; }

  std::array<Message, kSize> messages_;
  std::size_t first_ = 0;
  std::size_t last_ = 0;
};

}  // namespace alpha_pulse::matching
