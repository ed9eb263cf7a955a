#include "alpha_pulse/session/symbol_rules.hpp"

#include <array>

#include "alpha_pulse/exchanges/binance/market_requests.hpp"
#include "alpha_pulse/venues/answer.hpp"

namespace alpha_pulse::session {

namespace asio = net::asio;
namespace wire = exchanges::binance;

asio::awaitable<Result<wire::ExchangeInfo>> ask_rules(venues::BinanceCaller& futures, std::string symbol) {
  const venues::CallReply reply =
      co_await futures.call(wire::exchange_info(wire::Product::FUTURES), wire::Purpose::ORDINARY);
  const std::array<std::string, 1> wanted{std::move(symbol)};
  auto info = venues::answer_of("exchangeInfo", reply, [&](exchanges::JsonValue json) {
    return wire::read_exchange_info(json, wire::Product::FUTURES, wanted);
  });
  co_return info;
}

bool same_rules(const Instrument& a, const Instrument& b) {
  return a.symbol == b.symbol && a.tick == b.tick && a.lot == b.lot && a.min_notional == b.min_notional;
}

std::string rules_text(const Instrument& instrument) {
  return "tick " + instrument.tick.to_string() + ", lot " + instrument.lot.to_string() + ", minimum " +
         instrument.min_notional.to_string() + " " + std::string(instrument.quote.code());
}

}  // namespace alpha_pulse::session
