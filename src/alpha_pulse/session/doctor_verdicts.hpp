#pragma once

#include <optional>
#include <string>
#include <vector>

#include "alpha_pulse/domain/instrument.hpp"
#include "alpha_pulse/exchanges/binance/account_replies.hpp"
#include "alpha_pulse/exchanges/binance/exchange_info.hpp"
#include "alpha_pulse/exchanges/clock_offset.hpp"
#include "alpha_pulse/matching/fill_settings.hpp"
#include "alpha_pulse/net/http_client.hpp"
#include "alpha_pulse/session/doctor_check.hpp"

/// What the doctor makes of what it was told. Pure. Proven by session/doctor_verdicts_test.cpp.
namespace alpha_pulse::session {

/// Why there was no connection: no network, no such name, nobody there, a certificate, silence.
Check judge_transport(const std::string& name, const Error& error);
/// An answer of the REST service that should be JSON.
Check judge_answer(const std::string& name, const std::string& address, const net::HttpResponse& reply);

/// A clock that is wrong by more than 250 ms is corrected, and told; one that cannot be measured to a second is fatal.
Check judge_clock(const std::string& name, const exchanges::OffsetEstimate& estimate);

/// Why a signed call was not answered. `code`: the exchange's, 0 when it named none.
Check judge_refused_key(const std::string& name, std::int64_t code, const std::string& detail);

/// What is known of what a key may do.
struct Rights {
  std::optional<bool> futures_withdraws{}, spot_withdraws{};  ///< the accounts; nothing: they could not be asked
  std::optional<exchanges::binance::KeyRestrictions> key{};   ///< where the exchange tells
};
/// A key that may take money away is refused; so is, on production, one of which that cannot be told.
Check judge_rights(const Rights& rights, bool production);

Check judge_margin_type(exchanges::binance::MarginType margin);

/// Leverage as it stands, and what the plan needs of it.
struct LeverageFacts {
  int account = 1;                ///< as set at the exchange
  std::int64_t configured = 1;    ///< `fills.leverage`: what margin is reckoned with
  std::optional<int> most{};      ///< the largest the exchange allows for the planned hedge
  std::optional<Money> needed{};  ///< initial margin of the plan at the configured leverage; none without a plan
  std::optional<Money> wallet{};  ///< of the futures account
};
Check judge_leverage(const LeverageFacts& facts);

/// The symbol at the exchange, whether and how it is traded.
Check judge_symbol(const exchanges::binance::SymbolInfo& info);
/// Its steps, against the instrument as it is configured.
Check judge_filters(const Instrument& known, const exchanges::binance::SymbolInfo& info);
Check judge_fees(const exchanges::binance::CommissionReply& charged, const matching::FillSettings& configured);
Check judge_open_orders(std::size_t foreign, std::size_t former, const std::string& symbol);

}  // namespace alpha_pulse::session
