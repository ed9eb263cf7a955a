#pragma once

#include <array>
#include <string>
#include <string_view>

#include "alpha_pulse/simulator/face_history.hpp"
#include "alpha_pulse/simulator/face_json.hpp"
#include "alpha_pulse/simulator/face_state.hpp"
#include "alpha_pulse/simulator/face_stream_batches.hpp"

/// Stream messages that are made from the histories: candles and the day's figures (sheet 6.2). Pure functions.
/// Tested by simulator/face_streams_test.cpp.
namespace alpha_pulse::simulator {

inline constexpr std::array<std::string_view, 15> kIntervalNames{"1m", "3m", "5m",  "15m", "30m", "1h", "2h", "4h",
                                                                 "6h", "8h", "12h", "1d",  "3d",  "1w", "1M"};

std::string lower_case(std::string_view text);
std::string upper_case(std::string_view text);

json::object kline_message(const CandleNews& news, const std::string& symbol, std::string_view interval, Timestamp now);
json::object continuous_kline_message(const CandleNews& news, const std::string& pair, std::string_view interval,
                                      Timestamp now);
json::object day_ticker_message(const Candle& day, const std::string& symbol, const PrintHistory& history,
                                Product product, Timestamp now);
/// What spot's day ticker has beside that: the close before the day, and the best prices.
void add_best(json::object& message, const Ticker& ticker, const Candle& day);
json::object mini_ticker_message(const Candle& day, const std::string& symbol, Product product, Timestamp now);

}  // namespace alpha_pulse::simulator
