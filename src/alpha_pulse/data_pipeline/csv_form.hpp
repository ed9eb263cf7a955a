#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::data_pipeline {

/// The kinds of recorded data that are read.
enum class FileKind : std::uint8_t { CANDLES, TRADES, QUOTES, FUNDING, FLOWS };
std::string_view to_string(FileKind kind);

/// How a file of one kind lays out the columns that our rows are made of. A row's columns are numbered in our order:
///
///   candles  0 open time, 1 open, 2 high, 3 low, 4 close, 5 volume
///   trades   0 time, 1 price, 2 quantity, 3 whether the buyer was the maker, 4 id
///   quotes   0 time, 1 bid, 2 bid quantity, 3 ask, 4 ask quantity
///   funding  0 time, 1 symbol, 2 rate
///   flows    0 time, 1 symbol, 2 quantity
struct CsvForm {
  static constexpr std::size_t kUsedMax = 6;
  static constexpr std::size_t kColumnsMax = 12;
  static constexpr std::uint8_t kAbsent = 255;

  FileKind kind;
  std::size_t columns;                        ///< in the file; those that no row uses may hold anything
  std::array<std::uint8_t, kUsedMax> places;  ///< where our columns lie; kAbsent: nowhere
  std::string_view header;
  bool dump = false;           ///< an exchange's public dump: milliseconds or microseconds, often without a header
  bool header_needed = false;  ///< without one its rows are taken for another form's

  constexpr bool has(std::size_t column) const { return places[column] != kAbsent; }
};

/// Every form that is read. The order decides between forms that a headless first row could be of.
inline constexpr std::array<CsvForm, 14> kCsvForms = {{
    {FileKind::CANDLES, 6, {0, 1, 2, 3, 4, 5}, "open_time_ms,open,high,low,close,volume"},
    {FileKind::TRADES, 4, {0, 1, 2, 3, 255, 255}, "time_ms,price,qty,is_buyer_maker"},
    {FileKind::TRADES, 5, {0, 1, 2, 3, 4, 255}, "time_ms,price,qty,is_buyer_maker,trade_id"},
    {FileKind::QUOTES, 5, {0, 1, 2, 3, 4, 255}, "time_ms,bid_price,bid_qty,ask_price,ask_qty", false, true},
    {FileKind::FUNDING, 3, {0, 1, 2, 255, 255, 255}, "time_ms,symbol,rate"},
    {FileKind::FLOWS, 2, {0, 255, 1, 255, 255, 255}, "time_ms,quantity"},
    {FileKind::FLOWS, 3, {0, 1, 2, 255, 255, 255}, "time_ms,symbol,quantity"},
    {FileKind::CANDLES,
     12,
     {0, 1, 2, 3, 4, 5},
     "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,"
     "ignore",
     true},
    {FileKind::TRADES, 6, {4, 1, 2, 5, 0, 255}, "id,price,qty,quote_qty,time,is_buyer_maker", true},
    {FileKind::TRADES, 7, {4, 1, 2, 5, 0, 255}, "id,price,qty,quote_qty,time,is_buyer_maker,is_best_match", true},
    {FileKind::TRADES,
     7,
     {5, 1, 2, 6, 0, 255},
     "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker",
     true},
    {FileKind::TRADES,
     8,
     {5, 1, 2, 6, 0, 255},
     "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker,is_best_match",
     true},
    {FileKind::QUOTES,
     7,
     {5, 1, 2, 3, 4, 255},
     "update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time",
     true},
    {FileKind::FUNDING,
     3,
     {0, 255, 2, 255, 255, 255},
     "calc_time,funding_interval_hours,last_funding_rate",
     true,
     true},
}};

}  // namespace alpha_pulse::data_pipeline
