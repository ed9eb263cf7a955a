#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alpha_pulse/exchanges/binance/market_messages.hpp"
#include "alpha_pulse/exchanges/binance/market_replies.hpp"
#include "alpha_pulse/exchanges/binance/request.hpp"

namespace alpha_pulse::session {

/// What can be fetched.
enum class FetchKind : std::uint8_t { CANDLES, TRADES, FUNDING, MARK };
std::string_view to_string(FetchKind kind);
/// Errors (kInvalidArgument): none of `candles trades funding mark`.
Result<FetchKind> parse_fetch_kind(std::string_view text);

/// Which rows are wanted.
struct FetchSpan {
  exchanges::binance::Product product = exchanges::binance::Product::FUTURES;
  FetchKind kind = FetchKind::CANDLES;
  std::string symbol;
  std::string interval = "1m";  ///< of candles and marks
  Timestamp from, to;           ///< the first moment, and the first no longer
};

/// How long the candles of an interval are: `1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d`. Errors (kInvalidArgument).
Result<Duration> candle_length(std::string_view interval);

/// One line that names a span; and back. Errors (kBadData): it is none.
std::string job_of(const FetchSpan& span);
Result<FetchSpan> read_job(const std::string& job);

/// Asks for a span page by page and says what the answers are as rows of a file: each row once, in order, none that may
/// still change. Knows no socket and no file. Proven by session/fetch_pages_test.cpp.
class FetchPages {
 public:
  explicit FetchPages(FetchSpan span);

  std::string_view header() const;
  /// Goes on behind a row that stands in the file already. Errors (kBadData): it is no row of this kind.
  Result<void> go_on_after(const std::string& row);
  /// The next question; nothing when all is there.
  std::optional<exchanges::binance::Request> question() const;
  /// The rows of its answer, each with its end; maybe none. `now`: the exchange's time, for what is still growing.
  /// Errors (kBadData): not what was asked for; a row that does not come after the one before.
  Result<std::string> take(std::string_view body, Timestamp now);

  /// Up to where everything is there.
  Timestamp reached() const { return cursor_; }
  std::uint64_t rows() const { return rows_; }  ///< taken here

 private:
  Result<std::string> take_candles(exchanges::JsonValue json, Timestamp now);
  Result<std::string> take_trades(exchanges::JsonValue json);
  Result<std::string> take_funding(exchanges::JsonValue json);
  bool candles() const { return span_.kind == FetchKind::CANDLES || span_.kind == FetchKind::MARK; }
  int page_size() const;

  FetchSpan span_;
  Duration step_{};                        ///< of candles
  Timestamp cursor_;                       ///< the next row is not before it
  std::optional<std::int64_t> last_id_{};  ///< of trades
  bool over_ = false;
  std::uint64_t rows_ = 0;
};

}  // namespace alpha_pulse::session
