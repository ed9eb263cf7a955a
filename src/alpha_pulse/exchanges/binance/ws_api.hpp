#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "alpha_pulse/exchanges/binance/request.hpp"

/// The same calls over a websocket: frames as text. Proven by exchanges/binance/ws_api_test.cpp.
namespace alpha_pulse::exchanges::binance {

/// A call over the websocket.
struct WsCall {
  std::string_view method{};               ///< in the venue's words: a literal of the program
  const Parameters* parameters = nullptr;  ///< not owned; nullptr: none
  Security security = Security::NONE;
  CallCost cost{};
  bool with_window = true;  ///< whether a signed call names a receive window
};

/// Order calls have the same parameters as over REST: `POST /fapi/v1/order` is `order.place`, and so on for modify,
/// cancel, status and the algo service's place and cancel. kUnsupported for a call that has no such form. `request` is
/// to outlive it.
Result<WsCall> to_ws_call(const Request& request);
Result<WsCall> to_ws_call(Request&& request) = delete;

WsCall session_logon();                    ///< Ed25519 only; afterwards calls need a timestamp, no key and no signature
WsCall subscribe_spot_user_data();         ///< within a logged-on session
WsCall subscribe_spot_user_data_signed();  ///< any kind of key, signed by itself
WsCall ws_time();

/// Who signs, with which key.
struct WsCredentials {
  std::string_view api_key{};
  const Signer* signer = nullptr;  ///< not owned; nullptr inside a logged-on session
};
/// The frame. Signed: over all parameters but the signature, sorted by name, as `k=v&k=v` with the raw values.
std::string ws_frame(std::int64_t id, const WsCall& call, const WsCredentials& credentials, Timestamp server_time,
                     Duration recv_window);
/// The same as all of `text`. Allocates nothing where `text` has room, unless a value needs percent-encoding.
void write_ws_frame(std::string& text, std::int64_t id, const WsCall& call, const WsCredentials& credentials,
                    Timestamp server_time, Duration recv_window);

// ---- market and user streams -------------------------------------------------------------------------------------

std::string subscribe_frame(std::int64_t id, std::span<const std::string> streams);
std::string unsubscribe_frame(std::int64_t id, std::span<const std::string> streams);

/// Which of the futures' three doors a stream is delivered through; a wrong door stays silent.
enum class StreamRoute : std::uint8_t { PUBLIC, MARKET, PRIVATE };
/// By the stream's name, e.g. `btcusdt@bookTicker`. A listen key, or anything else unknown, is PRIVATE.
StreamRoute route_of(std::string_view stream);

std::string agg_trade_stream(std::string_view symbol);
std::string trade_stream(std::string_view symbol);
std::string book_ticker_stream(std::string_view symbol);
std::string mark_price_stream(std::string_view symbol);  ///< once a second
std::string kline_stream(std::string_view symbol, std::string_view interval);
std::string depth_stream(std::string_view symbol);                      ///< changes each 100 ms
std::string partial_depth_stream(std::string_view symbol, int levels);  ///< 5, 10 or 20

}  // namespace alpha_pulse::exchanges::binance
