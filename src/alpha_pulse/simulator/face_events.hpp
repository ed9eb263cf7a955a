#pragma once

#include <optional>
#include <string>

#include "alpha_pulse/simulator/face_json.hpp"
#include "alpha_pulse/simulator/venue_spot.hpp"

/// What the venues tell, in the letters of the wire (sheet 6.2, 6.3, 7.4, 7.5). Pure functions.
/// Tested by simulator/face_streams_test.cpp.
namespace alpha_pulse::simulator {

/// An event for one account.
struct UserMessage {
  AccountId account{};
  Timestamp time{};
  std::string name{};  ///< `e`
  json::object body{};
};

/// None for what concerns no account.
std::optional<UserMessage> user_message(const VenueEvent& event, const FuturesVenue& venue);
std::optional<UserMessage> user_message(const SpotEvent& event, const SpotVenue& venue);

json::object trade_message(const PublicTrade& trade, const std::string& symbol);
json::object agg_trade_message(const PublicTrade& trade, const std::string& symbol);
json::object depth_message(const BookChanged& book, const std::string& symbol);
json::object book_ticker_message(const BookTickerChanged& ticker, const std::string& symbol, Timestamp time);
json::object mark_message(const Ticker& ticker, const std::string& symbol, Timestamp time);
json::object force_order_message(const ForceOrder& event, const std::string& symbol);

json::object trade_message(const SpotTrade& trade, const std::string& symbol);
json::object agg_trade_message(const SpotTrade& trade, const std::string& symbol);
json::object depth_message(const SpotBookChanged& book, const std::string& symbol);
json::object book_ticker_message(const SpotBookTicker& ticker, const std::string& symbol);

}  // namespace alpha_pulse::simulator
