#include "alpha_pulse/exchanges/binance/account_replies.hpp"

#include "alpha_pulse/exchanges/field_reader.hpp"

namespace alpha_pulse::exchanges::binance {
namespace {

constexpr std::int64_t kLeverageMax = 1'000;

Result<PositionReply> read_position(JsonValue value) {
  FieldReader r(value, "position");
  PositionReply position;
  position.symbol = r.inline_text<SymbolText>("symbol");
  position.side = read_enum<PositionSide>(r.text("positionSide"));
  position.quantity = r.signed_quantity("positionAmt");
  position.entry = r.rounded_price("entryPrice");
  position.mark = r.rounded_price("markPrice");
  position.unrealized = r.amount("unRealizedProfit");
  position.liquidation = r.rounded_price("liquidationPrice");
  if (r.has("isolatedWallet")) position.isolated_wallet = r.amount("isolatedWallet");
  if (r.has("maintMargin")) position.maintenance_margin = r.amount("maintMargin");
  position.update_time = r.time("updateTime");
  return r.result(position);
}

/// `account` and `balance` name the wallet differently.
Result<AssetReply> read_asset(JsonValue value) {
  FieldReader r(value, "asset");
  AssetReply asset;
  asset.asset = r.inline_text<AssetText>("asset");
  asset.wallet = r.amount(r.has("walletBalance") ? "walletBalance" : "balance");
  asset.cross_wallet = r.amount("crossWalletBalance");
  asset.available = r.amount("availableBalance");
  return r.result(asset);
}

Result<IncomeReply> read_one_income(JsonValue value) {
  FieldReader r(value, "income");
  IncomeReply income;
  if (r.has("symbol")) income.symbol = r.inline_text<SymbolText>("symbol");
  income.type_name = r.inline_text<InlineText<40>>("incomeType");
  income.type = read_enum<IncomeType>(income.type_name.view());
  income.amount.raw = r.amount("income");
  income.amount.asset = r.inline_text<AssetText>("asset");
  income.time = r.time("time");
  income.transaction = r.whole_or_text("tranId");
  return r.result(income);
}

Result<BracketReply> read_table(JsonValue value, Currency quote) {
  FieldReader r(value, "leverage bracket");
  BracketReply reply;
  reply.symbol = r.inline_text<SymbolText>("symbol");
  const JsonValue rows = r.array("brackets");
  for (JsonValue row = rows.first(); row.exists() && r.ok(); row = row.next()) {
    FieldReader b(row, "leverage bracket");
    MarginBracket bracket;
    reply.leverage.push_back(static_cast<int>(b.integer_in("initialLeverage", 1, kLeverageMax)));
    bracket.notional_floor = Money::from_raw(b.number_amount("notionalFloor"), quote);
    bracket.maintenance = b.number_ratio("maintMarginRatio");
    bracket.cum = Money::from_raw(b.number_amount("cum"), quote);
    if (!b.ok()) r.adopt(b.error());
    if (!reply.brackets.empty() && bracket.notional_floor <= reply.brackets.back().notional_floor && b.ok()) {
      r.refuse("notionalFloor", row.member("notionalFloor").text(), "floors ascend");
    }
    reply.brackets.push_back(bracket);
  }
  return r.result(std::move(reply));
}

Result<SymbolConfigReply> read_config(JsonValue value) {
  FieldReader r(value, "symbol configuration");
  SymbolConfigReply config;
  config.symbol = r.inline_text<SymbolText>("symbol");
  config.margin = read_margin_type(r.text("marginType"));
  config.leverage = static_cast<int>(r.integer_in("leverage", 1, kLeverageMax));
  return r.result(config);
}

}  // namespace

Result<std::vector<PositionReply>> read_positions(JsonValue array) {
  return read_each<PositionReply>(array, "positions", read_position);
}

Result<AccountReply> read_account(JsonValue value) {
  FieldReader r(value, "account");
  AccountReply account;
  account.total_initial_margin = r.amount("totalInitialMargin");
  account.total_maintenance_margin = r.amount("totalMaintMargin");
  account.total_wallet = r.amount("totalWalletBalance");
  account.total_unrealized = r.amount("totalUnrealizedProfit");
  account.total_margin_balance = r.amount("totalMarginBalance");
  account.available = r.amount("availableBalance");
  auto assets = read_each<AssetReply>(r.array("assets"), "assets", read_asset);
  if (!assets) {
    r.adopt(assets.error());
  } else {
    account.assets = std::move(*assets);
  }
  return r.result(std::move(account));
}

Result<std::vector<AssetReply>> read_balances(JsonValue array) {
  return read_each<AssetReply>(array, "balances", read_asset);
}
Result<std::vector<IncomeReply>> read_income(JsonValue array) {
  return read_each<IncomeReply>(array, "income", read_one_income);
}

Result<std::vector<BracketReply>> read_brackets(JsonValue value, Currency quote) {
  const auto read_one = [quote](JsonValue table) { return read_table(table, quote); };
  if (value.is_array()) return read_each<BracketReply>(value, "leverage brackets", read_one);
  return map_value(read_one(value), [](BracketReply one) { return std::vector{std::move(one)}; });
}

Result<CommissionReply> read_commission(JsonValue value) {
  FieldReader r(value, "commission");
  CommissionReply reply;
  reply.symbol = r.inline_text<SymbolText>("symbol");
  reply.maker = r.ratio("makerCommissionRate");
  reply.taker = r.ratio("takerCommissionRate");
  return r.result(reply);
}

Result<CommissionReply> read_spot_commission(JsonValue value) {
  FieldReader r(value, "commission");
  CommissionReply reply;
  reply.symbol = r.inline_text<SymbolText>("symbol");
  FieldReader standard(r.object("standardCommission"), "standardCommission");
  reply.maker = standard.ratio("maker");
  reply.taker = standard.ratio("taker");
  if (!standard.ok()) r.adopt(standard.error());
  return r.result(reply);
}

Result<std::vector<SymbolConfigReply>> read_symbol_config(JsonValue array) {
  return read_each<SymbolConfigReply>(array, "symbol configurations", read_config);
}

Result<bool> read_hedge_mode(JsonValue value) {
  FieldReader r(value, "position mode");
  const bool hedge = r.boolean("dualSidePosition");
  return r.result(hedge);
}
Result<bool> read_multi_assets(JsonValue value) {
  FieldReader r(value, "assets mode");
  const bool on = r.boolean("multiAssetsMargin");
  return r.result(on);
}
Result<int> read_leverage(JsonValue value) {
  FieldReader r(value, "leverage");
  const auto leverage = static_cast<int>(r.integer_in("leverage", 1, kLeverageMax));
  return r.result(leverage);
}

Result<std::string> read_listen_key(JsonValue value) {
  FieldReader r(value, "listen key");
  std::string key(r.text("listenKey"));
  if (r.ok() && (key.empty() || key.size() > 256)) r.refuse("listenKey", "...", "expected 1 to 256 characters");
  return r.result(std::move(key));
}

Result<AccountRights> read_account_rights(JsonValue value) {
  FieldReader r(value, "account");
  AccountRights rights;
  rights.can_trade = r.boolean("canTrade");
  rights.can_withdraw = r.boolean("canWithdraw");
  if (r.has("feeBurn")) rights.fee_burn = r.boolean("feeBurn");
  return r.result(rights);
}

Result<KeyRestrictions> read_key_restrictions(JsonValue value) {
  FieldReader r(value, "key restrictions");
  KeyRestrictions key;
  key.bound_to_address = r.boolean("ipRestrict");
  key.reads = r.boolean("enableReading");
  key.withdraws = r.boolean("enableWithdrawals");
  key.trades_futures = r.boolean("enableFutures");
  for (const char* way : {"enableInternalTransfer", "permitsUniversalTransfer"}) {
    if (r.has(way) && r.boolean(way)) key.transfers = true;
  }
  return r.result(key);
}

Result<SpotAccountReply> read_spot_account(JsonValue value) {
  FieldReader r(value, "spot account");
  SpotAccountReply account;
  FieldReader rates(r.object("commissionRates"), "commissionRates");
  account.maker = rates.ratio("maker");
  account.taker = rates.ratio("taker");
  if (!rates.ok()) r.adopt(rates.error());
  account.can_trade = r.boolean("canTrade");
  account.update_time = r.time("updateTime");
  const auto read_balance = [](JsonValue row) -> Result<SpotAccountReply::Balance> {
    FieldReader b(row, "balance");
    SpotAccountReply::Balance balance;
    balance.asset = b.inline_text<AssetText>("asset");
    balance.free = b.amount("free");
    balance.locked = b.amount("locked");
    return b.result(balance);
  };
  auto balances = read_each<SpotAccountReply::Balance>(r.array("balances"), "balances", read_balance);
  if (!balances) {
    r.adopt(balances.error());
  } else {
    account.balances = std::move(*balances);
  }
  return r.result(std::move(account));
}

}  // namespace alpha_pulse::exchanges::binance
