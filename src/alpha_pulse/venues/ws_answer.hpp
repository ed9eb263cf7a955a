#pragma once

#include <string>
#include <vector>

#include "alpha_pulse/exchanges/binance/error_table.hpp"
#include "alpha_pulse/exchanges/binance/exchange_info.hpp"

namespace alpha_pulse::venues {

/// What became of a frame that was to be answered.
struct WsAnswer {
  /// NOTHING_SENT: there was no connection, and not a byte of it has left.
  exchanges::binance::Transport transport = exchanges::binance::Transport::NOTHING_SENT;
  std::string frame{};   ///< the answer's, where one came
  std::string detail{};  ///< why none came
};

/// What that means, by the same table as over REST.
struct WsMeaning {
  exchanges::binance::Verdict verdict{};
  std::string detail{};  ///< what to tell a person of a call that failed
  std::vector<exchanges::binance::RateLimit> rate_limits{};

  bool ok() const { return verdict.ok(); }
};

/// An answer that cannot be read is none. `now` is the venue's clock. Pure. Proven by venues/ws_api_session_test.cpp.
WsMeaning meaning_of(const WsAnswer& answer, exchanges::binance::Product product, bool mutates, Timestamp now);

}  // namespace alpha_pulse::venues
