#pragma once

#include <string_view>

#include "alpha_pulse/exchanges/binance/user_messages.hpp"
#include "alpha_pulse/exchanges/json.hpp"

namespace alpha_pulse::exchanges::binance {

/// Frames of the account's streams to values: futures' `/private` (raw or combined) and spot's events over the
/// websocket API (wrapped in `event`). Owns its parser: after the first messages an order update allocates nothing.
/// Threads: one thread each. Proven by exchanges/binance/user_decoder_test.cpp; searched by `binance_user`.
class UserDecoder {
 public:
  static constexpr std::size_t kFrameMax = 4U * 1024U * 1024U;

  /// kBadData: no JSON; or an event of a kind we read with a field missing, null, of another type or out of range,
  /// named with its value. The result belongs to the decoder and lives until the next call.
  Result<const UserMessage*> decode(std::string_view frame);

 private:
  JsonDocument document_{kFrameMax};
  UserMessage message_{OtherUserMessage{}};
};

}  // namespace alpha_pulse::exchanges::binance
