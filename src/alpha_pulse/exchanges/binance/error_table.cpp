#include "alpha_pulse/exchanges/binance/error_table.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "alpha_pulse/exchanges/binance/order_replies.hpp"
#include "alpha_pulse/exchanges/wire_number.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

constexpr std::int64_t kLastMs = 7'258'118'400'000;      // 2200
constexpr std::size_t kErrorBodyMax = 64U * 1024U;       // no error is longer; a success may be
constexpr std::int64_t kRetryAfterMax = 30 * 24 * 3600;  // seconds; bans last at most three days

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

Verdict unexplained(bool mutates) {
  if (mutates) return {.outcome = Outcome::UNKNOWN, .action = Action::RESOLVE};
  return {.outcome = Outcome::REJECTED, .action = Action::RETRY_SAME_ID};
}

std::optional<Timestamp> after_header(std::string_view retry_after, Timestamp now) {
  const auto seconds = parse_integer(retry_after);
  if (!seconds || *seconds < 0 || *seconds > kRetryAfterMax) return std::nullopt;
  return now + Duration::seconds(*seconds);
}

/// The latest end anything names, at least `least` from now when nothing does.
Timestamp end_of_pause(std::string_view message, std::string_view retry_after, Timestamp now, Duration least) {
  const auto header = after_header(retry_after, now);
  const auto ban = banned_until(message);
  if (!header && !ban) return now + least;
  return std::max(header.value_or(now), ban.value_or(now));
}

Verdict too_many(int status, std::int64_t code, std::string_view message, std::string_view retry_after, Timestamp now) {
  const bool banned = status == 418 || banned_until(message).has_value();
  return {.outcome = Outcome::THROTTLED,
          .action = banned ? Action::SILENCE : Action::BACK_OFF,
          .until = end_of_pause(message, retry_after, now, Duration::seconds(banned ? 120 : 60)),
          .code = code,
          .reason = Reason::ORDER_RATE,
          .alarm = banned};
}

/// Spot says why in words.
Verdict spot_rejection(std::string_view message) {
  const auto rejected = [](Action action, Reason reason) {
    return Verdict{.outcome = Outcome::REJECTED, .action = action, .code = -2010, .reason = reason};
  };
  if (contains(message, "Duplicate order"))
    return {.outcome = Outcome::UNKNOWN, .action = Action::RESOLVE, .code = -2010};
  if (contains(message, "insufficient balance")) return rejected(Action::READ_ACCOUNT, Reason::INSUFFICIENT_MARGIN);
  if (contains(message, "immediately match")) return rejected(Action::REPRICE, Reason::WOULD_CROSS);
  if (contains(message, "trigger immediately")) {
    return rejected(Action::CLOSE_AT_MARKET, Reason::WOULD_TRIGGER_IMMEDIATELY);
  }
  if (contains(message, "Market is closed")) return rejected(Action::DROP_SYMBOL, Reason::VENUE_REFUSED);
  return rejected(Action::DROP, Reason::VENUE_REFUSED);
}

const ErrorRow* find_row(std::int64_t code) {
  const auto rows = error_rows();
  const auto found =
      std::ranges::find_if(rows, [code](const ErrorRow& row) { return code <= row.first && code >= row.last; });
  return found == rows.end() ? nullptr : &*found;
}

Verdict by_row(const ErrorRow& row, std::int64_t code, bool mutates, Timestamp now) {
  if (row.outcome == Outcome::UNKNOWN && !mutates) {
    return {.outcome = Outcome::REJECTED, .action = Action::RETRY_SAME_ID, .code = code};
  }
  constexpr Duration kPause = Duration::seconds(2);  // overload and restarts: what reduces may go on at once
  return {.outcome = row.outcome,
          .action = row.action,
          .until = row.action == Action::BACK_OFF ? now + kPause : Timestamp{},
          .code = code,
          .reason = row.reason,
          .alarm = row.alarm};
}

/// An answer that names no code, by its status and words.
Verdict by_status(int status, std::string_view words, std::string_view retry_after, bool mutates, Timestamp now) {
  if (status == 429 || status == 418) return too_many(status, 0, words, retry_after, now);
  if (status == 403) {
    return {.outcome = Outcome::REJECTED,
            .action = Action::BACK_OFF,
            .until = now + Duration::minutes(1),
            .reason = Reason::VENUE_REFUSED,
            .alarm = true};
  }
  if (status == 503 && contains(words, "Service Unavailable") && !contains(words, "Unknown error")) {
    return {.outcome = Outcome::REJECTED, .action = Action::RETRY_SAME_ID, .reason = Reason::VENUE_REFUSED};
  }
  return unexplained(mutates);
}

/// The code an answer names, if it is JSON and has one.
std::optional<CodeReply> code_in(std::string_view body) {
  if (body.size() > kErrorBodyMax) return std::nullopt;
  JsonDocument document(kErrorBodyMax);
  const auto root = document.read(body);
  if (!root || !root->member("code").exists()) return std::nullopt;
  auto code = read_code(*root);
  if (!code) return std::nullopt;
  return std::move(*code);
}

bool is_whole_json(std::string_view body) {
  JsonDocument document;
  return document.read(body).has_value();
}

}  // namespace

std::optional<Timestamp> banned_until(std::string_view message) {
  constexpr std::string_view kWords = "banned until ";
  const std::size_t at = message.find(kWords);
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view digits = message.substr(at + kWords.size());
  digits = digits.substr(0, std::min(digits.find_first_not_of("0123456789"), digits.size()));
  const auto ms = parse_integer(digits);
  if (!ms || *ms > kLastMs) return std::nullopt;
  return Timestamp::from_ms(*ms);
}

namespace {

Verdict classify_with(std::int64_t code, std::string_view message, std::string_view retry_after, int status,
                      Product product, bool mutates, Timestamp now) {
  if (status == 429 || status == 418 || code == -1003 || code == -1015) {
    return too_many(status, code, message, retry_after, now);
  }
  if (status == 503 && contains(message, "Unknown error")) {
    Verdict verdict = unexplained(mutates);
    verdict.code = code;
    return verdict;
  }
  if (code == -2010) {
    Verdict verdict = spot_rejection(message);
    return verdict;
  }
  const bool half_done = product == Product::SPOT && code == -2021;  // one half of a cancel and replace
  const ErrorRow* row = half_done ? nullptr : find_row(code);
  if (row != nullptr) return by_row(*row, code, mutates, now);
  Verdict verdict = by_status(status, message, retry_after, mutates, now);
  verdict.code = code;
  return verdict;
}

}  // namespace

Verdict classify_code(std::int64_t code, std::string_view message, int status, Product product, bool mutates,
                      Timestamp now) {
  return classify_with(code, message, {}, status, product, mutates, now);
}

Verdict classify(const RawReply& reply, Product product, bool mutates, Timestamp now) {
  if (reply.transport == Transport::NOTHING_SENT) {
    return {.outcome = Outcome::REJECTED, .action = Action::RETRY_SAME_ID, .reason = Reason::VENUE_REFUSED};
  }
  if (reply.transport == Transport::BROKEN_AFTER_SEND) return unexplained(mutates);
  const auto code = code_in(reply.body);
  if (code && code->code < 0) {
    return classify_with(code->code, code->message, reply.retry_after, reply.http_status, product, mutates, now);
  }
  const bool success = reply.http_status >= 200 && reply.http_status < 300;
  if (success && is_whole_json(reply.body)) return {.outcome = Outcome::OK, .action = Action::NONE};
  return by_status(reply.http_status, reply.body, reply.retry_after, mutates, now);
}

std::string_view to_string(Outcome outcome) {
  constexpr auto kNames = std::to_array<std::string_view>({"OK", "IDEMPOTENT", "REJECTED", "THROTTLED", "UNKNOWN"});
  return kNames[static_cast<std::size_t>(outcome)];
}

std::string_view to_string(Action action) {
  constexpr auto kNames = std::to_array<std::string_view>({"NONE",
                                                           "RETRY_SAME_ID",
                                                           "RESYNC_CLOCK_AND_RETRY",
                                                           "RESOLVE",
                                                           "BACK_OFF",
                                                           "SILENCE",
                                                           "HALT",
                                                           "RELOAD_FILTERS",
                                                           "REPRICE",
                                                           "READ_POSITION",
                                                           "READ_ACCOUNT",
                                                           "CLOSE_AT_MARKET",
                                                           "NEW_LISTEN_KEY",
                                                           "STOP_OPENING",
                                                           "USE_ALGO_ENDPOINT",
                                                           "CANCEL_STALE_ORDERS",
                                                           "CANCEL_SAME_SIDE",
                                                           "KEEP_ORDER",
                                                           "ACCEPT_SETTING",
                                                           "LIMIT_INSTEAD",
                                                           "QUERY_ORDER",
                                                           "PROBE_AGAIN",
                                                           "DROP",
                                                           "DROP_SYMBOL"});
  static_assert(kNames.size() == std::size_t{1} + static_cast<std::size_t>(Action::DROP_SYMBOL));
  return kNames[static_cast<std::size_t>(action)];
}

}  // namespace alpha_pulse::exchanges::binance
