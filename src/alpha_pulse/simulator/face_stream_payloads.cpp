#include "alpha_pulse/simulator/face_stream_payloads.hpp"

#include <algorithm>

#include "alpha_pulse/simulator/face_json_spot.hpp"
#include "alpha_pulse/simulator/face_routes.hpp"

namespace alpha_pulse::simulator {
namespace {

std::string quote_text(Int128 raw) {
  return format_decimal_rounded(raw, Money::kMoneyDecimals, kDecimals);
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

std::string upper_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return result;
}

json::object kline_message(const CandleNews& news, const std::string& symbol, std::string_view interval,
                           Timestamp now) {
  const Candle& c = news.candle;
  return {{"e", "kline"},
          {"E", now.ms()},
          {"s", symbol},
          {"k", json::object{{"t", c.open_time.ms()},
                             {"T", candle_span(interval, c.open_time).next.ms() - 1},
                             {"s", symbol},
                             {"i", interval},
                             {"f", c.first_id},
                             {"L", c.last_id},
                             {"o", wire(c.open)},
                             {"c", wire(c.close)},
                             {"h", wire(c.high)},
                             {"l", wire(c.low)},
                             {"v", wire(c.volume)},
                             {"n", c.trades},
                             {"x", news.closed},
                             {"q", quote_text(c.quote)},
                             {"V", wire(c.taker_buy)},
                             {"Q", quote_text(c.taker_buy_quote)},
                             {"B", "0"}}}};
}

json::object continuous_kline_message(const CandleNews& news, const std::string& pair, std::string_view interval,
                                      Timestamp now) {
  json::object candle = kline_message(news, pair, interval, now).at("k").as_object();
  candle.erase("s");
  return {{"e", "continuous_kline"}, {"E", now.ms()}, {"ps", pair}, {"ct", "PERPETUAL"}, {"k", std::move(candle)}};
}

json::object day_ticker_message(const Candle& day, const std::string& symbol, const PrintHistory& history,
                                Product product, Timestamp now) {
  const json::object rest = day_json(day, symbol, now);
  json::object message{{"e", "24hrTicker"},
                       {"E", now.ms()},
                       {"s", symbol},
                       {"p", rest.at("priceChange")},
                       {"P", rest.at("priceChangePercent")},
                       {"w", rest.at("weightedAvgPrice")},
                       {"c", wire(day.close)},
                       {"Q", history.prints().empty() ? "0" : wire(history.prints().back().quantity)},
                       {"o", wire(day.open)},
                       {"h", wire(day.high)},
                       {"l", wire(day.low)},
                       {"v", wire(day.volume)},
                       {"q", quote_text(day.quote)},
                       {"O", rest.at("openTime")},
                       {"C", now.ms()},
                       {"F", day.first_id},
                       {"L", day.last_id},
                       {"n", day.trades}};
  if (product == Product::FUTURES) {
    message["ps"] = symbol;
    message["st"] = 1;
  }
  return message;
}

void add_best(json::object& message, const Ticker& ticker, const Candle& day) {
  message["x"] = wire(day.open);
  message["b"] = eight(ticker.bid.price.raw());
  message["B"] = eight(ticker.bid.quantity.raw());
  message["a"] = eight(ticker.ask.price.raw());
  message["A"] = eight(ticker.ask.quantity.raw());
}

json::object mini_ticker_message(const Candle& day, const std::string& symbol, Product product, Timestamp now) {
  json::object message{{"e", "24hrMiniTicker"}, {"E", now.ms()},         {"s", symbol},
                       {"c", wire(day.close)},  {"o", wire(day.open)},   {"h", wire(day.high)},
                       {"l", wire(day.low)},    {"v", wire(day.volume)}, {"q", quote_text(day.quote)}};
  if (product == Product::FUTURES) {
    message["ps"] = symbol;
    message["st"] = 1;
  }
  return message;
}

}  // namespace alpha_pulse::simulator
