#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/market/random.hpp"
#include "alpha_pulse/simulator/venue_types.hpp"

namespace alpha_pulse::simulator {

/// What goes wrong. Of requests: whether it was executed is what the client cannot see.
enum class FaultKind : std::uint8_t {
  DROP,               ///< a request is neither executed nor answered; a stream's message is not sent
  DELAY,              ///< the answer or message comes `delay` later; the request is executed at once
  DUPLICATE,          ///< a stream's message is sent twice
  REORDER,            ///< a stream's message is sent behind the next one
  CUT_AFTER_BYTES,    ///< the connection is cut behind `bytes` of the answer, which was executed
  ERROR_BEFORE,       ///< `5xx_before`: 503 "Service Unavailable.", not executed
  ERROR_AFTER,        ///< `5xx_after`: 503 "Unknown error, ...", executed
  TIMEOUT_CODE,       ///< 408 with -1007, executed
  BAD_CLOCK,          ///< `-1021`, not executed
  TOO_MANY,           ///< `429` with -1003, not executed
  BANNED,             ///< `418` with -1003 and the ban's end, not executed
  FORBIDDEN,          ///< `403` and a page, not executed
  MAINTENANCE,        ///< 503 for `delay` from the firing on, nothing executed
  SILENT_STREAM,      ///< the connection stays open and hears nothing more (for `delay`, if given)
  ACK_WITHOUT_EVENT,  ///< executed and answered, what it led to is told to nobody
  EVENT_WITHOUT_ACK,  ///< executed and told, never answered
  HTML,               ///< a page of a proxy instead of JSON, not executed
  LAG_QUERIES,        ///< answers do not know what is younger than `delay`
  KEY_WITHDRAWN,      ///< from the firing on (for `delay`, if given) whatever needs a key is refused with -2015
  ONLY_REDUCING,      ///< likewise, futures orders that may open are refused with `code`
};
std::string_view to_string(FaultKind kind);

/// One line of a plan: when which fault. Empty texts match everything of their kind.
struct FaultRule {
  FaultKind kind{};
  std::string path, method;              ///< requests: the path (or the WebSocket API's method), the HTTP method
  std::string stream, event;             ///< messages: `btcusdt@depth`, `ORDER_TRADE_UPDATE`
  std::optional<std::uint64_t> nth;      ///< the how-many-eth match, from 1
  std::uint64_t millionths = 1'000'000;  ///< probability of each match
  Duration delay{};
  std::size_t bytes = 0;
  int code = 0;  ///< ONLY_REDUCING: the venue's
  std::uint64_t matches = 0, fired = 0;
  Timestamp until{};  ///< MAINTENANCE: lasts until then

  bool of_streams() const { return !stream.empty() || !event.empty(); }
};

/// A rule that fired, and how to say so.
struct Firing {
  FaultKind kind{};
  Duration delay{};
  std::size_t bytes = 0;
  int code = 0;
  std::string text;  ///< `fault 2 (5xx_after) #3: POST /fapi/v1/order`
};

/// Seeded faults of a simulated exchange. A file:
///
///     seed: 7
///     rules:
///       - match: {method: POST, path: /fapi/v1/order}
///         kind: 5xx_after
///         probability: 0.05
///       - match: {event: ORDER_TRADE_UPDATE}
///         kind: delay
///         nth: 3
///         delay: 500ms
///
/// A value; one thread. Tested by simulator/fault_plan_test.cpp.
class FaultPlan {
 public:
  FaultPlan() = default;
  /// Strict. Errors (kInvalidArgument): `name:line:column: ...`, with what would pass.
  static Result<FaultPlan> parse(const std::string& text, const std::string& name);

  /// The first rule that fires for a request; every rule counts every match of its own.
  std::optional<Firing> on_request(std::string_view method, std::string_view path, Timestamp now);
  /// The first rule that fires for a stream's message.
  std::optional<Firing> on_message(std::string_view stream, std::string_view event, Timestamp now);
  const std::vector<FaultRule>& rules() const { return rules_; }

 private:
  bool fires(FaultRule& rule, Timestamp now);
  Firing firing(std::size_t index, std::string_view what);

  std::vector<FaultRule> rules_;
  market::Random random_{1, 73};
};

}  // namespace alpha_pulse::simulator
