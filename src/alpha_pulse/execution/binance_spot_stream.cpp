#include "alpha_pulse/execution/binance_spot_stream.hpp"

namespace alpha_pulse::execution {

namespace wire = exchanges::binance;

BinanceSpotStream::BinanceSpotStream(net::IDialer& dialer, const net::Clock& clock, const venues::BinanceCaller& caller,
                                     net::Url ws_api, std::string coin, Tell tell)
    : caller_(caller),
      coin_(std::move(coin)),
      tell_(std::move(tell)),
      session_(dialer, clock, settings(this, std::move(ws_api))) {}

venues::WsApiSettings BinanceSpotStream::settings(BinanceSpotStream* self, net::Url ws_api) {
  venues::WsApiSettings settings;
  settings.base = std::move(ws_api);
  settings.greeting = [self](std::int64_t id) {
    return self->caller_.signed_frame(id, wire::subscribe_spot_user_data_signed());
  };
  settings.on_greeted = [self](const venues::WsAnswer& answer) { self->on_subscribed(answer); };
  settings.on_event = [self](std::string_view frame) { self->on_frame(frame); };
  settings.on_lost = [self] { self->subscribed_ = false; };
  return settings;
}

void BinanceSpotStream::on_subscribed(const venues::WsAnswer& answer) {
  subscribed_ = meaning_of(answer, wire::Product::SPOT, true, caller_.server_time()).ok();
  if (!subscribed_) return session_.renew();
  tell_({});
}

void BinanceSpotStream::on_frame(std::string_view frame) {
  const auto message = decoder_.decode(frame);
  if (!message || std::holds_alternative<wire::EventStreamTerminated>(**message)) return session_.renew();
  if (const auto* balances = std::get_if<wire::SpotBalances>(*message)) on_balances(*balances);
  const auto* delta = std::get_if<wire::SpotBalanceDelta>(*message);
  if (delta != nullptr && delta->change.asset == coin_) tell_({});
}

void BinanceSpotStream::on_balances(const wire::SpotBalances& balances) {
  for (const auto& row : balances.rows) {
    if (row.asset != coin_ || balances.update_time < last_) continue;
    last_ = balances.update_time;
    tell_({.held = wire::quantity_of_balance(row.free + row.locked)});
  }
}

}  // namespace alpha_pulse::execution
