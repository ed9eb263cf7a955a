#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "support/world.hpp"

/// What Binance sends, as text: market frames as a combined stream wraps them, orders of the account as they come.
namespace alpha_pulse::bench {

inline constexpr std::size_t kFrames = 4096;
/// Long after the first event, so that the sequence of frames stays inside one second of market time.
inline constexpr std::int64_t kFrameMs = kStart.ms() + 1'000;

/// Dimes below the first rung of a ladder that begins at kStartPrice; no two neighbours are equal.
inline std::string quiet_price(std::size_t i) {
  const std::size_t dimes = 952'030 + i * 37 % 101;
  return fmt::format("{}.{}0", dimes / 10, dimes % 10);
}

inline std::string book_ticker_frame(std::size_t i) {
  return fmt::format(
      R"({{"stream":"btcusdt@bookTicker","data":{{"e":"bookTicker","u":{},"E":{},"T":{},"s":"BTCUSDT","ps":"BTCUSDT",)"
      R"("b":"{}","B":"{}.{:03}","a":"{}","A":"{}.{:03}","st":1}}}})",
      400'900'217 + i, kFrameMs + 2, kFrameMs, quiet_price(i), i % 40, i * 7 % 1000, quiet_price(i + 1), i % 37,
      i * 11 % 1000);
}

inline std::string agg_trade_frame(std::size_t i) {
  return fmt::format(
      R"({{"stream":"btcusdt@aggTrade","data":{{"e":"aggTrade","E":{},"s":"BTCUSDT","a":{},"p":"{}","q":"0.{:03}",)"
      R"("nq":"0.{:03}","f":{},"l":{},"T":{},"m":{},"st":1}}}})",
      kFrameMs + 2, 5'933'014 + i, quiet_price(i), 1 + i % 999, 1 + i % 999, 91'000 + 2 * i, 91'001 + 2 * i, kFrameMs,
      i % 2 == 0);
}

inline std::string mark_frame(std::size_t i) {
  return fmt::format(
      R"({{"stream":"btcusdt@markPrice@1s","data":{{"e":"markPriceUpdate","E":{},"s":"BTCUSDT","p":"{}","ap":"{}",)"
      R"("i":"{}","P":"{}","r":"-0.000{:05}","T":{},"st":1}}}})",
      kFrameMs, quiet_price(i), quiet_price(i + 1), quiet_price(i + 2), quiet_price(i + 3), i, kFrameMs + 28'800'000);
}

/// All of an order is executed at its price.
inline std::string fill_frame(const std::string& wire_id, const OrderSpec& spec, std::uint64_t trade, std::int64_t ms) {
  return fmt::format(
      R"({{"e":"ORDER_TRADE_UPDATE","E":{},"T":{},"o":{{"s":"BTCUSDT","c":"{}","S":"{}","o":"LIMIT","f":"GTX","q":"{}",)"
      R"("p":"{}","ap":"{}","sp":"0","x":"TRADE","X":"FILLED","i":{},"l":"{}","z":"{}","L":"{}","N":"USDT",)"
      R"("n":"1.90406100","T":{},"t":{},"b":"0","a":"0","m":true,"R":false,"wt":"CONTRACT_PRICE","ot":"LIMIT",)"
      R"("ps":"BOTH","cp":false,"pP":false,"si":0,"ss":0,"rp":"0","V":"EXPIRE_MAKER","pm":"NONE","gtd":0,"er":"0"}}}})",
      ms + 2, ms, wire_id, to_string(spec.side), spec.quantity.to_string(3), spec.price.to_string(2),
      spec.price.to_string(2), 8'886'774 + trade, spec.quantity.to_string(3), spec.quantity.to_string(3),
      spec.price.to_string(2), ms, trade);
}

template <class Make>
std::vector<std::string> frames_of(Make make) {
  std::vector<std::string> frames;
  for (std::size_t i = 0; i < kFrames; ++i) frames.push_back(make(i));
  return frames;
}

}  // namespace alpha_pulse::bench
