#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "alpha_pulse/exchanges/binance/exchange_info.hpp"
#include "alpha_pulse/exchanges/binance/order_replies.hpp"
#include "alpha_pulse/exchanges/json.hpp"

namespace alpha_pulse::exchanges::binance {

/// The envelope of an answer over the websocket API.
/// Proven by exchanges/binance/replies_test.cpp; searched by the fuzz target `binance_replies`.
struct WsReply {
  /// The id of the call, of the type it had: nothing when it is null.
  std::variant<std::monostate, std::int64_t, std::string> id{};
  int status = 0;
  JsonValue result{};                ///< of a success; valid as long as the document it was read from
  std::optional<CodeReply> error{};  ///< of a failure
  std::optional<Timestamp> retry_after{};
  std::vector<RateLimit> rate_limits{};
};

/// kBadData: not an envelope. Events (no `id`, but `event` or `e`) are not.
Result<WsReply> read_ws_reply(JsonValue value);

}  // namespace alpha_pulse::exchanges::binance
