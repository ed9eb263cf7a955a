#pragma once

#include <functional>
#include <optional>
#include <string>

#include "alpha_pulse/exchanges/binance/user_decoder.hpp"
#include "alpha_pulse/venues/binance_caller.hpp"
#include "alpha_pulse/venues/ws_api_session.hpp"

namespace alpha_pulse::execution {

/// How much of a coin the spot account holds, what is locked in orders included.
struct SpotWord {
  std::optional<Quantity> held{};  ///< nothing: something happened to it, and it is to be asked for
};

/// The account's events of Binance spot, over its WebSocket API: deposits, withdrawals and trades move the holding at
/// once. Each connection subscribes anew, with a signature of its own, and then says that the holding is to be asked
/// for, as it does where a transfer is told by its amount alone; where the subscription is refused or ends, it is
/// opened anew. Words that are older than one before say nothing. Threading: one executor. All that is referenced
/// outlives the run; `caller`'s clock was measured before it. Proven by execution/binance_spot_stream_test.cpp and
/// session/binance_venue_test.cpp.
class BinanceSpotStream {
 public:
  using Tell = std::function<void(const SpotWord& word)>;
  /// `coin`: its code, as the venue names it. `caller`: of the spot account.
  BinanceSpotStream(net::IDialer& dialer, const net::Clock& clock, const venues::BinanceCaller& caller, net::Url ws_api,
                    std::string coin, Tell tell);

  net::asio::awaitable<void> run() { return session_.run(); }
  void stop() { session_.stop(); }
  /// Events come.
  bool subscribed() const { return subscribed_; }

 private:
  void on_subscribed(const venues::WsAnswer& answer);
  void on_frame(std::string_view frame);
  void on_balances(const exchanges::binance::SpotBalances& balances);
  static venues::WsApiSettings settings(BinanceSpotStream* self, net::Url ws_api);

  const venues::BinanceCaller& caller_;
  std::string coin_;
  Tell tell_;
  exchanges::binance::UserDecoder decoder_;
  Timestamp last_;  // of the balances told, by the venue
  bool subscribed_ = false;
  venues::WsApiSession session_;
};

}  // namespace alpha_pulse::execution
