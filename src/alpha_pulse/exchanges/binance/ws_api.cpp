#include "alpha_pulse/exchanges/binance/ws_api.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "alpha_pulse/base/ensure.hpp"
#include "alpha_pulse/exchanges/json_text.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

/// A call over REST and its name over the websocket.
struct Twin {
  HttpMethod method;
  std::string_view path;
  std::string_view ws_method;
};
constexpr std::array kTwins{
    Twin{HttpMethod::POST, "/fapi/v1/order", "order.place"},
    Twin{HttpMethod::PUT, "/fapi/v1/order", "order.modify"},
    Twin{HttpMethod::DELETE_, "/fapi/v1/order", "order.cancel"},
    Twin{HttpMethod::GET, "/fapi/v1/order", "order.status"},
    Twin{HttpMethod::POST, "/fapi/v1/algoOrder", "algoOrder.place"},
    Twin{HttpMethod::DELETE_, "/fapi/v1/algoOrder", "algoOrder.cancel"},
    Twin{HttpMethod::GET, "/api/v3/order", "order.status"},
};

std::string stream_frame(std::int64_t id, std::string_view method, std::span<const std::string> streams) {
  std::string text = "{\"method\":\"" + std::string(method) + "\",\"params\":[";
  bool first = true;
  for (const std::string& stream : streams) {
    if (!std::exchange(first, false)) text.push_back(',');
    append_json_string(text, stream);
  }
  return text + "],\"id\":" + std::to_string(id) + "}";
}

std::string stream_of(std::string_view symbol, std::string_view kind) {
  std::string name(symbol);
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return name + "@" + std::string(kind);
}

}  // namespace

Result<WsCall> to_ws_call(const Request& request) {
  const auto twin = std::ranges::find_if(
      kTwins, [&request](const Twin& t) { return t.method == request.method && request.path == t.path; });
  if (twin == kTwins.end()) {
    return fail(ErrorCode::kUnsupported, std::string(to_string(request.method)) + " " +
                                             std::string(request.path.view()) +
                                             " has no form over the websocket; POST /fapi/v1/order has one");
  }
  return WsCall{
      .method = twin->ws_method, .parameters = &request.parameters, .security = request.security, .cost = request.cost};
}

WsCall session_logon() {
  return {.method = "session.logon", .security = Security::SIGNED, .cost = {.weight = 2}};
}
WsCall subscribe_spot_user_data() {
  return {.method = "userDataStream.subscribe", .security = Security::NONE, .cost = {.weight = 2}};
}
WsCall subscribe_spot_user_data_signed() {
  return {.method = "userDataStream.subscribe.signature",
          .security = Security::SIGNED,
          .cost = {.weight = 2},
          .with_window = false};
}
WsCall ws_time() {
  return {.method = "time", .security = Security::NONE, .cost = {.weight = 1}};
}

std::string subscribe_frame(std::int64_t id, std::span<const std::string> streams) {
  return stream_frame(id, "SUBSCRIBE", streams);
}
std::string unsubscribe_frame(std::int64_t id, std::span<const std::string> streams) {
  return stream_frame(id, "UNSUBSCRIBE", streams);
}

StreamRoute route_of(std::string_view stream) {
  constexpr std::array<std::string_view, 4> kPublic{"bookTicker", "depth", "rpiDepth", "trade"};
  constexpr std::array<std::string_view, 11> kMarket{"aggTrade",   "markPrice",      "kline",         "continuousKline",
                                                     "miniTicker", "ticker",         "forceOrder",    "contractInfo",
                                                     "assetIndex", "compositeIndex", "tradingSession"};
  const auto begins_with_any = [](std::string_view text, const auto& words) {
    return std::ranges::any_of(words, [text](std::string_view word) { return text.starts_with(word); });
  };
  std::string_view kind = stream;
  if (stream.starts_with('!')) {
    kind.remove_prefix(1);
  } else if (const std::size_t at = stream.find('@'); at != std::string_view::npos) {
    kind.remove_prefix(at + 1);
  } else if (stream != "tradingSession") {
    return StreamRoute::PRIVATE;
  }
  if (begins_with_any(kind, kPublic)) return StreamRoute::PUBLIC;
  return begins_with_any(kind, kMarket) ? StreamRoute::MARKET : StreamRoute::PRIVATE;
}

std::string agg_trade_stream(std::string_view symbol) {
  return stream_of(symbol, "aggTrade");
}
std::string trade_stream(std::string_view symbol) {
  return stream_of(symbol, "trade");
}
std::string book_ticker_stream(std::string_view symbol) {
  return stream_of(symbol, "bookTicker");
}
std::string mark_price_stream(std::string_view symbol) {
  return stream_of(symbol, "markPrice@1s");
}
std::string kline_stream(std::string_view symbol, std::string_view interval) {
  return stream_of(symbol, "kline_" + std::string(interval));
}
std::string depth_stream(std::string_view symbol) {
  return stream_of(symbol, "depth@100ms");
}
std::string partial_depth_stream(std::string_view symbol, int levels) {
  base::ensure(levels == 5 || levels == 10 || levels == 20, "5, 10 or 20 levels");
  return stream_of(symbol, "depth" + std::to_string(levels));
}

}  // namespace alpha_pulse::exchanges::binance
