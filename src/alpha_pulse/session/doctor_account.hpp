#pragma once

#include <optional>
#include <vector>

#include "alpha_pulse/exchanges/binance/account_replies.hpp"
#include "alpha_pulse/exchanges/binance/exchange_info.hpp"
#include "alpha_pulse/session/doctor.hpp"
#include "alpha_pulse/session/doctor_verdicts.hpp"
#include "alpha_pulse/session/plan.hpp"

namespace alpha_pulse::session {

/// The doctor's calls: clocks, symbol, key, account. Each question is asked once; what cannot be asked is skipped.
/// Threading: the executor's. Request, dialer and clock outlive it. Proven by tests/doctor_test.cpp.
class AccountDoctor {
 public:
  AccountDoctor(const DoctorRequest& request, BinanceAccess access, net::IDialer& dialer, const net::Clock& clock);

  /// `futures`, `spot`: whether these services can be reached.
  net::asio::awaitable<std::vector<Check>> examine(bool futures, bool spot);

 private:
  net::asio::awaitable<void> look_at_clock(venues::BinanceCaller& caller, const char* name);
  net::asio::awaitable<void> look_at_symbol();
  net::asio::awaitable<bool> look_at_key();
  net::asio::awaitable<void> look_at_spot();
  net::asio::awaitable<void> look_at_rights();
  net::asio::awaitable<void> change_settings();
  net::asio::awaitable<void> look_at_modes();
  net::asio::awaitable<void> look_at_leverage();
  net::asio::awaitable<void> look_at_fees();
  net::asio::awaitable<void> look_at_orders();
  net::asio::awaitable<void> look_at_position();
  net::asio::awaitable<void> try_stop_order();
  net::asio::awaitable<Result<exchanges::binance::SymbolConfigReply>> settings();
  net::asio::awaitable<std::optional<Money>> wallet();
  net::asio::awaitable<std::string> change_margin(exchanges::binance::MarginType wanted, bool& done);
  net::asio::awaitable<std::string> change_leverage(int wanted, bool& done);
  std::optional<Plan> make_plan_here(std::optional<Money> wallet);
  bool stands(std::string_view name) const;
  void add(Check check) { checks_.push_back(std::move(check)); }

  const DoctorRequest& request_;
  BinanceAccess access_;
  const net::Clock& clock_;
  net::HttpClient futures_http_, spot_http_;
  venues::BinanceCaller futures_, spot_;
  std::string symbol_;
  Instrument hedge_;  ///< as configured, then with the exchange's steps
  std::optional<exchanges::binance::SymbolInfo> info_;
  std::optional<Price> mark_;
  bool hedge_mode_ = false;
  Rights rights_{};
  std::vector<Check> checks_;
};

}  // namespace alpha_pulse::session
