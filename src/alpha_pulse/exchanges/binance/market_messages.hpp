#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <optional>
#include <variant>

#include "alpha_pulse/domain/event.hpp"
#include "alpha_pulse/exchanges/inline_text.hpp"
#include "alpha_pulse/exchanges/local_book.hpp"

/// What market streams say, as values. Times are the venue's; a product that does not send one leaves it zero.
namespace alpha_pulse::exchanges::binance {

/// Trades of one taker order at one price (`aggTrade`).
struct AggTrade {
  SymbolText symbol{};
  std::int64_t id = 0;
  std::int64_t first_trade = 0;
  std::int64_t last_trade = 0;
  Price price{};
  Quantity quantity{};
  bool buyer_is_maker = false;
  Timestamp trade_time{};
  Timestamp event_time{};
  friend bool operator==(const AggTrade&, const AggTrade&) = default;
};
/// One trade (`trade`).
struct SingleTrade {
  SymbolText symbol{};
  std::int64_t id = 0;
  Price price{};
  Quantity quantity{};
  bool buyer_is_maker = false;
  Timestamp trade_time{};
  Timestamp event_time{};
};
/// Best bid and ask (`bookTicker`); spot sends no times.
struct BookTicker {
  SymbolText symbol{};
  std::int64_t update_id = 0;
  BookLevel bid{};
  BookLevel ask{};
  Timestamp transaction_time{};
  Timestamp event_time{};
  friend bool operator==(const BookTicker&, const BookTicker&) = default;
};
/// Mark price, index price and funding to come (`markPriceUpdate`).
struct MarkUpdate {
  SymbolText symbol{};
  Price mark{};
  Price index{};
  Ratio funding_rate{};
  Timestamp next_funding{};
  Timestamp event_time{};
  friend bool operator==(const MarkUpdate&, const MarkUpdate&) = default;
};
/// A candle, growing until `closed` (`kline`).
struct Kline {
  SymbolText symbol{};
  InlineText<4> interval{};
  Timestamp open_time{};
  Timestamp close_time{};  ///< the last millisecond that belongs to it
  Price open{}, high{}, low{}, close{};
  Quantity volume{};  ///< base units; the largest Quantity where it does not fit
  std::int64_t trades = 0;
  bool closed = false;
  Timestamp event_time{};
};
/// Levels of a book, kept without allocating up to their usual number.
using LevelList = boost::container::small_vector<BookLevel, 40>;
/// Changes of a book (`depthUpdate`); futures' partial books come in this form too.
struct DepthUpdate {
  SymbolText symbol{};
  std::int64_t first_id = 0;                    ///< U
  std::int64_t last_id = 0;                     ///< u
  std::optional<std::int64_t> previous_last{};  ///< pu, futures only
  LevelList bids{};
  LevelList asks{};
  Timestamp transaction_time{};
  Timestamp event_time{};
};
/// The top of a spot book; the message itself names no symbol: it is the stream's, or empty on a raw connection.
struct PartialDepth {
  SymbolText symbol{};
  std::int64_t last_id = 0;
  LevelList bids{};
  LevelList asks{};
};
/// The server goes down soon: connect anew.
struct ServerShutdown {
  Timestamp event_time{};
};
/// The answer to a subscription; `error_code` 0 when it was taken.
struct SubscriptionReply {
  std::int64_t id = 0;
  std::int64_t error_code = 0;
};
/// A message of a kind we do not read.
struct OtherMessage {
  InlineText<40> kind{};
};

using MarketMessage = std::variant<AggTrade, SingleTrade, BookTicker, MarkUpdate, Kline, DepthUpdate, PartialDepth,
                                   ServerShutdown, SubscriptionReply, OtherMessage>;

/// The event a message stands for: a TradeTick, QuoteTick, MarkPrice or, of a closed candle, BarClosed. Nothing for all
/// others, and for a message whose prices are not positive. `ts_event` is the trade's, transaction's or event's time,
/// of a candle its end; where the venue sends none, `received`. Proven by exchanges/binance/to_event_test.cpp.
std::optional<Event> to_event(const MarketMessage& message, InstrumentId instrument, Timestamp received);

/// The length of a candle in the venue's words (`1m`, `4h`); nothing for months, whose length varies, and for others.
std::optional<Duration> interval_length(std::string_view interval);

}  // namespace alpha_pulse::exchanges::binance
