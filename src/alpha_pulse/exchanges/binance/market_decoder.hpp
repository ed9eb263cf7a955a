#pragma once

#include <string_view>

#include "alpha_pulse/exchanges/binance/market_messages.hpp"
#include "alpha_pulse/exchanges/binance/wire_enums.hpp"
#include "alpha_pulse/exchanges/json.hpp"

namespace alpha_pulse::exchanges::binance {

/// Frames of market streams, raw or combined, to values. Owns its parser and buffers: after the first messages a trade,
/// a quote or a mark price allocates nothing. Threads: one thread each. Proven by
/// exchanges/binance/market_decoder_test.cpp; searched by the fuzz target `binance_market`.
class MarketDecoder {
 public:
  static constexpr std::size_t kFrameMax = 4U * 1024U * 1024U;

  explicit MarketDecoder(Product product) : product_(product) {}

  /// kBadData: no JSON; or a message of a kind we read with a field missing, null, of another type or out of range,
  /// named with its value. The result belongs to the decoder and lives until the next call.
  Result<const MarketMessage*> decode(std::string_view frame);
  /// The same by the JSON parser alone, which `decode` spares itself for frames in the venue's own spelling
  /// (market_scan.hpp).
  Result<const MarketMessage*> decode_by_parser(std::string_view frame);

 private:
  Product product_;
  JsonDocument document_{kFrameMax};
  MarketMessage message_{OtherMessage{}};
};

}  // namespace alpha_pulse::exchanges::binance
