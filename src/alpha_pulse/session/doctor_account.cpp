#include "alpha_pulse/session/doctor_account.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "alpha_pulse/exchanges/binance/account_requests.hpp"
#include "alpha_pulse/exchanges/binance/market_replies.hpp"
#include "alpha_pulse/exchanges/binance/market_requests.hpp"
#include "alpha_pulse/session/binance_access.hpp"
#include "alpha_pulse/venues/answer.hpp"

namespace alpha_pulse::session {
namespace {

namespace asio = net::asio;
namespace wire = exchanges::binance;
using exchanges::JsonValue;

constexpr int kClockQuestions = 3;
constexpr const char* kRetry = "try again; if it stays so, the exchange has changed what it answers";

venues::CallerSettings caller_settings(wire::Product product, const BinanceAccess& access) {
  return {.product = product, .account = access.account};
}

}  // namespace

AccountDoctor::AccountDoctor(const DoctorRequest& request, BinanceAccess access, net::IDialer& dialer,
                             const net::Clock& clock)
    : request_(request),
      access_(std::move(access)),
      clock_(clock),
      futures_http_(access_.futures_rest, dialer, clock),
      spot_http_(access_.spot_rest, dialer, clock),
      futures_(futures_http_, clock, caller_settings(wire::Product::FUTURES, access_)),
      spot_(spot_http_, clock, caller_settings(wire::Product::SPOT, access_)),
      symbol_(request.hedge.symbol),
      hedge_(request.hedge) {}

asio::awaitable<std::vector<Check>> AccountDoctor::examine(bool futures, bool spot) {
  if (!futures) {
    add(skipped("account", "the exchange's futures cannot be reached"));
    co_return std::move(checks_);
  }
  co_await look_at_clock(futures_, "futures_clock");
  co_await look_at_symbol();
  const bool key = co_await look_at_key();
  if (!key) co_return std::move(checks_);
  if (spot) co_await look_at_spot();
  if (!spot) add(skipped("spot_account", "the exchange's spot cannot be reached"));
  co_await look_at_rights();
  co_await change_settings();
  co_await look_at_modes();
  co_await look_at_leverage();
  co_await look_at_fees();
  co_await look_at_position();
  co_await look_at_orders();
  co_await try_stop_order();
  co_return std::move(checks_);
}

bool AccountDoctor::stands(std::string_view name) const {
  return std::ranges::none_of(
      checks_, [&](const Check& check) { return check.name == name && check.status == CheckStatus::FAIL; });
}

/// The best of a few measurements.
asio::awaitable<void> AccountDoctor::look_at_clock(venues::BinanceCaller& caller, const char* name) {
  for (int i = 0; i < kClockQuestions; ++i) {
    const auto measured = co_await caller.synchronize();
    if (measured) continue;
    add(failed(name, measured.error().message, "try again"));
    co_return;
  }
  add(judge_clock(name, caller.offset().estimate(clock_.now())));
}

asio::awaitable<void> AccountDoctor::look_at_symbol() {
  const venues::CallReply reply =
      co_await futures_.call(wire::exchange_info(wire::Product::FUTURES), wire::Purpose::ORDINARY);
  const std::array<std::string, 1> wanted{symbol_};
  auto info =
      answer_of(reply, [&](JsonValue json) { return wire::read_exchange_info(json, wire::Product::FUTURES, wanted); });
  if (!info) {
    const bool unknown = info.error().code == ErrorCode::kNotFound;
    add(failed("symbol", info.error().message, unknown ? "a symbol that is listed: --symbol BTCUSDT" : kRetry));
    co_return;
  }
  futures_.budget().learn(info->rate_limits);
  info_ = std::move(info->symbols.front());
  add(judge_symbol(*info_));
  add(judge_filters(request_.hedge, *info_));
  hedge_.tick = info_->instrument.tick;
  hedge_.lot = info_->instrument.lot;
  hedge_.min_notional = info_->instrument.min_notional;
  const venues::CallReply price = co_await futures_.call(wire::premium_index(symbol_), wire::Purpose::ORDINARY);
  const auto marks = answer_of(price, wire::read_premium_index);
  if (marks && marks->size() == 1) mark_ = marks->front().mark;
}

/// Whether the account can be asked further questions.
asio::awaitable<bool> AccountDoctor::look_at_key() {
  if (!access_.account) {
    const bool needed = request_.config.trading_mode == execution::TradingMode::REAL;
    const std::string none = "no key and secret are configured; the account was not looked at";
    add(needed ? failed("key", none, "EXCHANGE_API_KEY and EXCHANGE_API_SECRET in the environment")
               : skipped("key", none));
    co_return false;
  }
  const venues::CallReply reply = co_await futures_.call(wire::account_rights(), wire::Purpose::ORDINARY);
  const auto account = answer_of(reply, wire::read_account_rights);
  if (!account) {
    add(judge_refused_key("key", reply.verdict.code, account.error().message));
    co_return false;
  }
  rights_.futures_withdraws = account->can_withdraw;
  add(account->can_trade ? passed("key", "good for the futures account, which may trade")
                         : failed("key", "the futures account may not trade", "allow futures for account and key"));
  if (account->fee_burn.value_or(false)) {
    add(warned("fee_discount", "fees are paid in BNB, which this program's books do not hold",
               "switch \"use BNB for fees\" off for futures"));
  } else {
    add(passed("fee_discount", "fees are paid in " + hedge_.settle().code()));
  }
  co_return true;
}

asio::awaitable<void> AccountDoctor::look_at_spot() {
  co_await look_at_clock(spot_, "spot_clock");
  const venues::CallReply reply = co_await spot_.call(wire::spot_account(true), wire::Purpose::ORDINARY);
  const auto rights = answer_of(reply, wire::read_account_rights);
  const auto account = answer_of(reply, wire::read_spot_account);
  if (!rights || !account) {
    const Error& error = rights ? account.error() : rights.error();
    add(judge_refused_key("spot_account", reply.verdict.code, error.message));
    co_return;
  }
  rights_.spot_withdraws = rights->can_withdraw;
  Quantity held;
  for (const auto& balance : account->balances) {
    if (balance.asset != hedge_.base.code()) continue;
    held = wire::quantity_of_balance(balance.free + balance.locked);
  }
  const std::string what = held.to_string() + " " + hedge_.base.code() + " held";
  const Quantity wanted = request_.config.spot.quantity;
  add(held >= wanted
          ? passed("spot_account", what)
          : warned("spot_account", what + ", configured are " + wanted.to_string() + "; what is held is hedged",
                   "--spot-quantity " + held.to_string(0)));
}

/// The page about the key is production's alone; elsewhere the accounts' own rights say what can be said.
asio::awaitable<void> AccountDoctor::look_at_rights() {
  const venues::CallReply reply = co_await spot_.call(wire::key_restrictions(), wire::Purpose::ORDINARY);
  if (const auto key = answer_of(reply, wire::read_key_restrictions)) rights_.key = *key;
  add(judge_rights(rights_, is_production(access_)));
}

}  // namespace alpha_pulse::session
