#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/domain/event.hpp"
#include "alpha_pulse/domain/notice.hpp"
#include "alpha_pulse/domain/position.hpp"
#include "alpha_pulse/domain/wakeup.hpp"
#include "alpha_pulse/risk/approved.hpp"

/// The ports through which the pure engine meets the world. Implementations live in the rooms above.
namespace alpha_pulse::engine {

/// Where events enter. `push` never blocks; quotes and marks may be conflated, account events never are.
class EventSink {
 public:
  enum class Outcome { ACCEPTED, CONFLATED, CLOSED };  ///< CLOSED: the run is over, stop producing
  virtual ~EventSink() = default;
  virtual Outcome push(const Event& event) = 0;
};

/// A source of market events: an exchange, a recording, the built-in market.
/// `start` delivers events in order of time until the source ends, fails, or the sink says CLOSED.
class IDataProvider {
 public:
  virtual ~IDataProvider() = default;
  virtual Result<void> start(EventSink& sink) = 0;
  virtual void stop() = 0;
};

/// Where the engine tells people what it and the strategy did. Must not call back.
class INoticeSink {
 public:
  virtual ~INoticeSink() = default;
  virtual void on_notice(Timestamp when, const Notice& notice) = 0;
};

struct Advice;  // advice.hpp

/// Where a broker that sends nothing tells a person what to do instead.
class IAdviceSink {
 public:
  virtual ~IAdviceSink() = default;
  /// Once, before the first event of a run that advises; an error refuses the run.
  virtual Result<void> begin() = 0;
  virtual void on_advice(const Advice& advice) = 0;
};

/// Where commands leave. The outcome comes back later as order events, never as a return value.
class IBroker {
 public:
  virtual ~IBroker() = default;
  /// Sends when the journal is durable up to `lsn`.
  virtual void submit(const risk::RiskApproved<Command>& command, Lsn lsn) = 0;
  /// Simulated venues match on what they observe; real ones ignore it. Called before the engine processes `event`.
  virtual void observe(const Event& event) = 0;
  /// The same for prices that all lie inside the wake-up promise: nothing comes of them.
  virtual void observe_quiet(std::span<const Event> prices) {
    for (const Event& price : prices) observe(price);
  }
  /// Until when a simulated venue has nothing to do; real venues: never.
  virtual Wakeup next_wakeup() const = 0;
  /// Where the engine's notices go on their way to `people` (null: nobody listens; outlives the broker). A broker that
  /// tells the fate of orders in its own words stands in between. Called once, before the first event.
  virtual INoticeSink* notices_for(INoticeSink* people) { return people; }
};

struct JournalRecord;  // journal_record.hpp

/// What the engine writes down before it acts. Records are numbered from 1.
class IJournal {
 public:
  virtual ~IJournal() = default;
  /// Takes the record in; durable later. Never blocks on the disk longer than its buffer asks for.
  virtual Lsn append(const JournalRecord& record) = 0;
  /// Runs `then` once everything up to `lsn` is durable: during the call, or later from the deciding thread. A journal
  /// that cannot write never runs it, so a command without a durable intent never leaves.
  virtual void on_durable(Lsn lsn, std::function<void()> then) = 0;
};

/// The seed's queries, answered by the venue's books.
class IAccountView {
 public:
  virtual ~IAccountView() = default;
  virtual std::optional<Order> get_order(ClientOrderId id) const = 0;
  virtual std::vector<Order> get_orders(InstrumentId instrument) const = 0;  ///< live ones
  virtual Position get_position(InstrumentId instrument) const = 0;
  virtual std::map<InstrumentId, Position> get_positions() const = 0;
  virtual std::map<Currency, Money> balances() const = 0;  ///< futures wallet by currency
};

}  // namespace alpha_pulse::engine
