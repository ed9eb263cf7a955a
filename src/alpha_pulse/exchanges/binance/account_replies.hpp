#pragma once

#include <optional>
#include <string>
#include <vector>

#include "alpha_pulse/domain/instrument.hpp"
#include "alpha_pulse/exchanges/binance/user_messages.hpp"
#include "alpha_pulse/exchanges/json.hpp"

/// Answers about the account. Fails as order_replies.hpp does; amounts are at 1e-16.
/// Proven by exchanges/binance/replies_test.cpp; searched by the fuzz target `binance_replies`.
namespace alpha_pulse::exchanges::binance {

/// A futures position (`positionRisk`, v3 or v2). Symbols without position and orders may be missing.
struct PositionReply {
  SymbolText symbol{};
  PositionSide side = PositionSide::UNKNOWN;
  Quantity quantity{};  ///< negative = short
  Price entry{};        ///< rounded
  Price mark{};
  Price liquidation{};  ///< rounded; zero when none
  Int128 unrealized = 0;
  Int128 isolated_wallet = 0;
  Int128 maintenance_margin = 0;
  Timestamp update_time{};
};
/// An asset of the futures wallet (`account`, `balance`).
struct AssetReply {
  AssetText asset{};
  Int128 wallet = 0;
  Int128 cross_wallet = 0;
  Int128 available = 0;
};
/// The futures account: totals in its own money.
struct AccountReply {
  Int128 total_wallet = 0;
  Int128 total_unrealized = 0;
  Int128 total_margin_balance = 0;
  Int128 total_initial_margin = 0;
  Int128 total_maintenance_margin = 0;
  Int128 available = 0;
  std::vector<AssetReply> assets{};
};
/// Money booked to or from the wallet. Unique by (type, transaction).
struct IncomeReply {
  SymbolText symbol{};  ///< empty for transfers
  IncomeType type = IncomeType::UNKNOWN;
  InlineText<40> type_name{};  ///< as written
  WireAmount amount{};         ///< positive = received
  std::int64_t transaction = 0;
  Timestamp time{};
};
/// A symbol's margin table, as a domain::Instrument takes it.
struct BracketReply {
  SymbolText symbol{};
  std::vector<MarginBracket> brackets{};  ///< ascending floors
  std::vector<int> leverage{};            ///< the largest allowed, bracket by bracket
};
/// What a fill costs.
struct CommissionReply {
  SymbolText symbol{};
  Ratio maker{};
  Ratio taker{};
};
/// Leverage and margin type of a symbol.
struct SymbolConfigReply {
  SymbolText symbol{};
  MarginType margin = MarginType::UNKNOWN;
  int leverage = 0;
};
/// What an account may do: futures' v2 answer, or spot's. It is the account's, whichever key asked.
struct AccountRights {
  bool can_trade = false;
  bool can_withdraw = false;
  std::optional<bool> fee_burn{};  ///< futures: fees are paid in BNB, at a discount
};
/// What the key that asked may do.
struct KeyRestrictions {
  bool bound_to_address = false;
  bool reads = false;
  bool trades_futures = false;
  bool withdraws = false;
  bool transfers = false;  ///< to other accounts or users, in any way
};
/// The spot account.
struct SpotAccountReply {
  bool can_trade = false;
  Ratio maker{};
  Ratio taker{};
  /// Of one asset.
  struct Balance {
    AssetText asset{};
    Int128 free = 0;
    Int128 locked = 0;
  };
  std::vector<Balance> balances{};
  Timestamp update_time{};
};

Result<std::vector<PositionReply>> read_positions(JsonValue array);
Result<AccountReply> read_account(JsonValue value);
Result<std::vector<AssetReply>> read_balances(JsonValue array);
Result<std::vector<IncomeReply>> read_income(JsonValue array);
/// An array, or the object of one symbol. `quote` is the currency the amounts are in. Rates and amounts are exact.
Result<std::vector<BracketReply>> read_brackets(JsonValue value, Currency quote);
Result<CommissionReply> read_commission(JsonValue value);
Result<CommissionReply> read_spot_commission(JsonValue value);
Result<std::vector<SymbolConfigReply>> read_symbol_config(JsonValue array);
Result<bool> read_hedge_mode(JsonValue value);
Result<bool> read_multi_assets(JsonValue value);
Result<int> read_leverage(JsonValue value);
Result<std::string> read_listen_key(JsonValue value);
Result<SpotAccountReply> read_spot_account(JsonValue value);
Result<AccountRights> read_account_rights(JsonValue value);
Result<KeyRestrictions> read_key_restrictions(JsonValue value);

}  // namespace alpha_pulse::exchanges::binance
