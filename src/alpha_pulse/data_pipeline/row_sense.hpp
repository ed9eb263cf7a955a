#pragma once

#include <algorithm>

#include "alpha_pulse/data_pipeline/rows.hpp"

/// What rows that were read fast must be besides: the careful rules of parse_row and check_order about numbers that are
/// good each by itself. Part of fast_rows.cpp.
namespace alpha_pulse::data_pipeline {

/// How many digits a time has that is plain: in milliseconds, and in microseconds.
inline constexpr std::size_t kMsDigits = 13, kUsDigits = 16;

inline bool is_true(const Candle& row) {
  return std::max(row.open, row.close) <= row.high && std::min(row.open, row.close) >= row.low;
}
inline bool is_true(const TradeRow& row) {
  return row.quantity > Quantity{};
}
inline bool is_true(const QuoteRow& row) {
  return row.ask >= row.bid;
}

inline bool may_follow(const Candle& previous, const Candle& row) {
  return row.time > previous.time;
}
inline bool may_follow(const TradeRow& previous, const TradeRow& row) {
  return row.time >= previous.time && (row.trade_id < 0 || row.trade_id > previous.trade_id);
}
inline bool may_follow(const QuoteRow& previous, const QuoteRow& row) {
  return row.time >= previous.time;
}

}  // namespace alpha_pulse::data_pipeline
