#include "alpha_pulse/exchanges/binance/ws_api.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "alpha_pulse/base/ensure.hpp"

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

std::string json_string(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20) {
      quoted += "\\u00";
      quoted.push_back(kHex[byte >> 4U]);
      quoted.push_back(kHex[byte & 0xfU]);
      continue;
    }
    if (c == '"' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  return quoted + "\"";
}

/// Times and windows are JSON numbers there, as the venue's examples write them; prices and all else are strings.
bool is_json_number(std::string_view name) {
  constexpr std::array<std::string_view, 5> kNumbers{"timestamp", "recvWindow", "orderId", "algoId", "modifyId"};
  return std::ranges::find(kNumbers, name) != kNumbers.end();
}

std::string frame_text(std::int64_t id, std::string_view method, const Parameters& parameters) {
  std::string text = "{\"id\":" + std::to_string(id) + ",\"method\":" + json_string(method) + ",\"params\":{";
  bool first = true;
  for (const auto& [name, value] : parameters) {
    if (!std::exchange(first, false)) text.push_back(',');
    text += json_string(name);
    text.push_back(':');
    text += is_json_number(name) ? std::string(value) : json_string(value);
  }
  return text + "}}";
}

std::string stream_frame(std::int64_t id, std::string_view method, std::span<const std::string> streams) {
  std::string text = "{\"method\":" + json_string(method) + ",\"params\":[";
  bool first = true;
  for (const std::string& stream : streams) {
    if (!std::exchange(first, false)) text.push_back(',');
    text += json_string(stream);
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
    return fail(ErrorCode::kUnsupported, std::string(to_string(request.method)) + " " + std::string(request.path.view()) +
                                             " has no form over the websocket; POST /fapi/v1/order has one");
  }
  return WsCall{.method = std::string(twin->ws_method),
                .parameters = request.parameters,
                .security = request.security,
                .cost = request.cost};
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

std::string ws_signature_payload(const Parameters& parameters) {
  std::vector<Parameters::Entry> sorted(parameters.begin(), parameters.end());
  std::ranges::sort(sorted);
  std::string payload;
  payload.reserve(parameters.query().size());
  for (const auto& [name, value] : sorted) {
    if (!payload.empty()) payload.push_back('&');
    payload.append(name).append("=").append(value);
  }
  return payload;
}

std::string ws_frame(std::int64_t id, const WsCall& call, const WsCredentials& credentials, Timestamp server_time,
                     Duration recv_window) {
  Parameters parameters = call.parameters;
  if (call.security == Security::SIGNED) {
    base::ensure(recv_window >= Duration::milliseconds(1) && recv_window <= Duration::seconds(60),
                 "a receive window of 1 ms to 60 s");
    if (call.with_window) parameters.emplace_back("recvWindow", recv_window.ns() / 1'000'000);
    parameters.emplace_back("timestamp", server_time.ms());
    if (credentials.signer != nullptr) {
      parameters.emplace_back("apiKey", credentials.api_key);
      const std::string signature = credentials.signer->sign(ws_signature_payload(parameters));
      parameters.emplace_back("signature", signature);
    }
  } else if (call.security == Security::KEY) {
    parameters.emplace_back("apiKey", credentials.api_key);
  }
  return frame_text(id, call.method, parameters);
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
