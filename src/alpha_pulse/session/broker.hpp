#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "alpha_pulse/backtest/closed_loop.hpp"
#include "alpha_pulse/config/app_config.hpp"
#include "alpha_pulse/session/number.hpp"

namespace alpha_pulse::session {

/// A place where a bot's orders go, chosen before it is known what is traded: made by `create_broker`, given to one
/// `GridHedgeBot`, which binds it to its symbol. Orders themselves come from the bot alone, past its risk gate.
///
/// From then on it answers what stands at the venue: orders, positions, money. Before, there are none; what is asked
/// for an instrument nobody trades is none either. The hedge leg is `kHedgeLeg`.
/// Movable, not copyable. It may go before the bot or after it. Same thread as its bot.
/// Tested by session/broker_test.cpp.
class Broker final : public engine::IAccountView {
 public:
  Broker(Broker&&) = default;
  Broker& operator=(Broker&&) = default;

  execution::TradingMode trading_mode() const { return mode_; }
  /// Futures wallet at the start, quote currency of the symbol to come.
  Quantity initial_balance() const { return balance_; }
  bool bound() const { return loop_ != nullptr; }

  /// Live orders and the last finished ones.
  std::optional<Order> get_order(ClientOrderId id) const override;
  /// The live ones.
  std::vector<Order> get_orders(InstrumentId instrument = kHedgeLeg) const override;
  Position get_position(InstrumentId instrument = kHedgeLeg) const override;
  std::map<InstrumentId, Position> get_positions() const override;
  std::map<Currency, Money> balances() const override;
  /// The holding the bot hedges, base units: a book of its own, never netted with the positions above.
  Quantity get_holding() const;
  /// Wallet, unrealised profit and the holding's value; nothing before the first price.
  std::optional<Money> get_portfolio_value() const;

 private:
  friend class GridHedgeBot;
  friend Result<Broker> create_broker(execution::TradingMode, std::string_view, std::string_view, std::string_view,
                                      bool, const Number&);
  Broker(execution::TradingMode mode, Quantity balance) : mode_(mode), balance_(balance) {}
  const engine::IAccountView* venue() const { return loop_ == nullptr ? nullptr : loop_->account_view(); }

  execution::TradingMode mode_;
  Quantity balance_;
  std::shared_ptr<const backtest::ClosedLoop> loop_;  ///< of the bot; null before
};

/// The seed's factory: `trading_mode`, then what REAL needs, then the futures wallet of PAPER and RECOMMENDATION. What
/// the modes demand and refuse is decided by `execution::create_broker`, which this asks.
///
/// `exchange`  `binance`, `bybit`, `okx` or `sim`, any case; empty where the mode needs none
/// `testnet`   of that exchange; means nothing to the built-in market
/// Errors, in the seed's words where it has them:
///   kInvalidArgument  "Unsupported exchange: X ...", "exchange_name, api_key, and api_secret are required for REAL
///                     mode", a balance that is not positive
///   kRefused, kUnsupported  a mode this version does not trade in
/// Key and secret are looked at and not kept.
Result<Broker> create_broker(execution::TradingMode trading_mode, std::string_view exchange = {},
                             std::string_view api_key = {}, std::string_view api_secret = {}, bool testnet = false,
                             const Number& initial_balance = 100'000);

/// The same for a mode as people write it, any case. Error besides: kInvalidArgument "Invalid trading_mode: X. Must be
/// one of: REAL, PAPER, or RECOMMENDATION".
Result<Broker> create_broker(std::string_view trading_mode, std::string_view exchange = {},
                             std::string_view api_key = {}, std::string_view api_secret = {}, bool testnet = false,
                             const Number& initial_balance = 100'000);

/// Mode and wallet (`trading_mode`, `spot.equity`) of a configuration.
Result<Broker> create_broker(const config::AppConfig& config);

}  // namespace alpha_pulse::session
