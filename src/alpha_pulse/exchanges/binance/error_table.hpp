#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/enums.hpp"
#include "alpha_pulse/exchanges/binance/request.hpp"

/// What an answer, or the lack of one, means and what to do: one table over codes, HTTP status and transport.
/// A mutation whose answer no row explains is UNKNOWN, never failed.
/// Proven by exchanges/binance/error_table_test.cpp, row by row.
namespace alpha_pulse::exchanges::binance {

/// What became of a call.
enum class Outcome : std::uint8_t {
  OK,
  IDEMPOTENT,  ///< it was as wished already
  REJECTED,    ///< certainly not executed
  THROTTLED,   ///< certainly not executed; wait
  UNKNOWN,     ///< may be executed
};

/// The one thing to do next.
enum class Action : std::uint8_t {
  NONE,
  RETRY_SAME_ID,           ///< send again under the same client id, a few times with growing distance
  RESYNC_CLOCK_AND_RETRY,  ///< measure the clock, then once more with the same id
  RESOLVE,                 ///< find out what became of it before anything else is sent for the same purpose
  BACK_OFF,                ///< nothing but what lowers risk until `until`
  SILENCE,                 ///< nothing at all until `until`
  HALT,                    ///< no trading until a person has looked
  RELOAD_FILTERS,          ///< read exchangeInfo once, round again, send once more
  REPRICE,                 ///< the price is of the past
  READ_POSITION,           ///< our idea of the position is wrong
  READ_ACCOUNT,            ///< our idea of the margin is wrong; smaller, or no opening
  CLOSE_AT_MARKET,         ///< the level of a stop is passed already
  NEW_LISTEN_KEY,
  STOP_OPENING,  ///< only what reduces is allowed
  USE_ALGO_ENDPOINT,
  CANCEL_STALE_ORDERS,  ///< too many orders are open
  CANCEL_SAME_SIDE,     ///< other orders cover the position already
  KEEP_ORDER,           ///< a change was refused; the order is as it was: read it again
  ACCEPT_SETTING,       ///< a setting cannot change now: go on with the present one, or flatten first
  LIMIT_INSTEAD,        ///< the book is thin: a limit order inside the band instead of a market order
  QUERY_ORDER,          ///< the order to cancel is not open: ask what became of it
  PROBE_AGAIN,          ///< not visible at the moment, which proves nothing yet
  DROP,                 ///< never send this again: a fault of ours
  DROP_SYMBOL,
};

/// How far a call got.
enum class Transport : std::uint8_t {
  ANSWERED,          ///< a whole answer came
  NOTHING_SENT,      ///< failed before the first byte was written
  BROKEN_AFTER_SEND  ///< timeout, reset or half an answer after something was written
};

/// What came back. The views live as long as the caller's buffers.
struct RawReply {
  Transport transport = Transport::ANSWERED;
  int http_status = 0;
  std::string_view body{};
  std::string_view retry_after{};  ///< the header's value, empty when there was none
};

/// What it means.
struct Verdict {
  Outcome outcome = Outcome::UNKNOWN;
  Action action = Action::RESOLVE;
  Timestamp until{};             ///< for BACK_OFF and SILENCE: by the venue's clock
  std::int64_t code = 0;         ///< the venue's, 0 when it named none
  Reason reason = Reason::NONE;  ///< for an OrderRejected
  bool alarm = false;            ///< a person should know at once

  /// Done, now or before.
  bool ok() const { return outcome == Outcome::OK || outcome == Outcome::IDEMPOTENT; }
};

/// Of a call that changes something (`mutates`) or not. `now` is the venue's clock. Reading a failed query is never
/// UNKNOWN: it is REJECTED with RETRY_SAME_ID.
Verdict classify(const RawReply& reply, Product product, bool mutates, Timestamp now);
/// The same of an error in a batch or over the websocket API, whose `status` stands for the HTTP status.
Verdict classify_code(std::int64_t code, std::string_view message, int status, Product product, bool mutates,
                      Timestamp now);

/// The time in `... banned until 1712345678901 ...`.
std::optional<Timestamp> banned_until(std::string_view message);

/// A row of the table, for its test and for pages that list it.
struct ErrorRow {
  std::int64_t first = 0, last = 0;  ///< both included, first >= last
  Outcome outcome = Outcome::REJECTED;
  Action action = Action::DROP;
  Reason reason = Reason::NONE;
  bool alarm = false;
  std::string_view name{};
};
std::span<const ErrorRow> error_rows();

std::string_view to_string(Outcome outcome);
std::string_view to_string(Action action);

}  // namespace alpha_pulse::exchanges::binance
