#include <fmt/format.h>

#include <algorithm>

#include "alpha_pulse/exchanges/binance/account_requests.hpp"
#include "alpha_pulse/exchanges/binance/order_replies.hpp"
#include "alpha_pulse/session/canary.hpp"
#include "alpha_pulse/session/doctor_account.hpp"
#include "alpha_pulse/venues/answer.hpp"

/// The account's settings, what stands in it, and the canary.
namespace alpha_pulse::session {
namespace {

namespace asio = net::asio;
namespace wire = exchanges::binance;
using exchanges::JsonValue;

constexpr const char* kAgain = "try again";

std::string_view word_of(wire::MarginType margin) {
  return margin == wire::MarginType::ISOLATED ? "isolated" : "cross";
}

/// The largest leverage the exchange allows at a notional.
std::optional<int> leverage_allowed(const wire::BracketReply& table, Money notional) {
  std::optional<int> most;
  for (std::size_t i = 0; i < table.brackets.size() && i < table.leverage.size(); ++i) {
    if (table.brackets[i].notional_floor <= notional) most = table.leverage[i];
  }
  return most;
}

}  // namespace

asio::awaitable<Result<wire::SymbolConfigReply>> AccountDoctor::settings() {
  const venues::CallReply reply = co_await futures_.call(wire::symbol_config(symbol_), wire::Purpose::ORDINARY);
  const auto all = answer_of(reply, wire::read_symbol_config);
  if (!all) co_return std::unexpected(all.error());
  const auto ours = std::ranges::find_if(*all, [&](const auto& config) { return config.symbol == symbol_; });
  if (ours == all->end()) co_return fail(ErrorCode::kNotFound, "no settings of " + symbol_);
  co_return *ours;
}

// ---- what a person wants changed ------------------------------------------------------------------------------------

asio::awaitable<std::string> AccountDoctor::change_margin(wire::MarginType wanted, bool& done) {
  const venues::CallReply reply =
      co_await futures_.call(wire::set_margin_type(symbol_, wanted), wire::Purpose::ORDINARY);
  done = done && reply.ok();
  co_return reply.ok() ? std::string() : fmt::format("; margin={}: {}", word_of(wanted), reply.detail);
}

asio::awaitable<std::string> AccountDoctor::change_leverage(int wanted, bool& done) {
  const venues::CallReply reply = co_await futures_.call(wire::set_leverage(symbol_, wanted), wire::Purpose::ORDINARY);
  done = done && reply.ok();
  co_return reply.ok() ? std::string() : fmt::format("; leverage={}: {}", wanted, reply.detail);
}

/// Says what was and what is, as the exchange tells it.
asio::awaitable<void> AccountDoctor::change_settings() {
  if (request_.apply.none()) co_return;
  if (!stands("key") || !stands("permissions")) {
    add(failed("apply", "nothing was changed, with a key like this", "see the checks of the key"));
    co_return;
  }
  const auto before = co_await settings();
  if (!before) {
    add(failed("apply", "nothing was changed: " + before.error().message, kAgain));
    co_return;
  }
  bool done = true;
  std::string trouble;
  if (request_.apply.margin) {
    const std::string said = co_await change_margin(*request_.apply.margin, done);
    trouble += said;
  }
  if (request_.apply.leverage) {
    const std::string said = co_await change_leverage(*request_.apply.leverage, done);
    trouble += said;
  }
  const auto after = co_await settings();
  if (!after) {
    add(failed("apply", "what stands now is not known: " + after.error().message, kAgain));
    co_return;
  }
  const std::string what = fmt::format("leverage {} -> {}, margin {} -> {}{}", before->leverage, after->leverage,
                                       word_of(before->margin), word_of(after->margin), trouble);
  add(done ? passed("apply", what) : failed("apply", what, "without orders and positions in the symbol it may pass"));
}

// ---- settings -------------------------------------------------------------------------------------------------------

asio::awaitable<void> AccountDoctor::look_at_modes() {
  const venues::CallReply mode = co_await futures_.call(wire::position_mode(), wire::Purpose::ORDINARY);
  const auto hedge_mode = answer_of(mode, wire::read_hedge_mode);
  if (hedge_mode) {
    hedge_mode_ = *hedge_mode;
    add(passed("position_mode", hedge_mode_ ? "hedge mode: the hedge is held on the short side" : "one-way"));
  } else {
    add(failed("position_mode", hedge_mode.error().message, kAgain));
  }
  const venues::CallReply assets = co_await futures_.call(wire::multi_assets_mode(), wire::Purpose::ORDINARY);
  const auto multi = answer_of(assets, wire::read_multi_assets);
  if (!multi) {
    add(failed("assets_mode", multi.error().message, kAgain));
  } else if (*multi) {
    add(failed("assets_mode", "multi-assets mode, whose margin this program does not compute",
               "switch to single-asset mode at the exchange"));
  } else {
    add(passed("assets_mode", "single-asset"));
  }
}

/// Nothing when no plan can be made; then the check says why.
std::optional<Plan> AccountDoctor::make_plan_here(std::optional<Money> wallet) {
  if (!mark_) {
    add(skipped("plan", "no mark price is known"));
    return {};
  }
  PlanRequest request{.config = request_.config,
                      .hedge = hedge_,
                      .reference_price = *mark_,
                      .warnings = {},
                      .effective_text = request_.effective_text};
  if (wallet) request.config.spot.equity = *wallet;
  auto plan = make_plan(request);
  if (!plan) {
    add(failed("plan", plan.error().message, "gridhedge plan --price " + mark_->to_string() + " shows the figures"));
    return {};
  }
  add(passed("plan", fmt::format("at {}: up to {} {} against {}", mark_->to_string(),
                                 plan->max_hedge_quantity.to_string(), symbol_, plan->holding.to_string())));
  return std::move(*plan);
}

asio::awaitable<std::optional<Money>> AccountDoctor::wallet() {
  const venues::CallReply reply = co_await futures_.call(wire::account(), wire::Purpose::ORDINARY);
  const auto account = answer_of(reply, wire::read_account);
  std::optional<Money> money;
  if (account) money = Money::from_raw(account->total_wallet, hedge_.settle());
  co_return money;
}

asio::awaitable<void> AccountDoctor::look_at_leverage() {
  const auto config = co_await settings();
  if (!config) {
    add(failed("leverage", config.error().message, kAgain));
    co_return;
  }
  add(judge_margin_type(config->margin));
  LeverageFacts facts;
  facts.account = config->leverage;
  facts.configured = request_.config.fills.leverage;
  const std::optional<Money> in_wallet = co_await wallet();
  facts.wallet = in_wallet;
  const venues::CallReply reply = co_await futures_.call(wire::leverage_bracket(symbol_), wire::Purpose::ORDINARY);
  const auto tables = answer_of(reply, [&](JsonValue json) { return wire::read_brackets(json, hedge_.quote); });
  if (tables && !tables->empty()) hedge_.brackets = tables->front().brackets;
  if (const auto plan = make_plan_here(facts.wallet)) {
    facts.needed = plan->margin_required;
    const Money notional = domain::notional(hedge_, *mark_, plan->max_hedge_quantity);
    if (tables && !tables->empty()) facts.most = leverage_allowed(tables->front(), notional);
  }
  add(judge_leverage(facts));
}

asio::awaitable<void> AccountDoctor::look_at_fees() {
  const venues::CallReply reply = co_await futures_.call(wire::commission_rate(symbol_), wire::Purpose::ORDINARY);
  const auto fees = answer_of(reply, wire::read_commission);
  add(fees ? judge_fees(*fees, request_.config.fills) : failed("fees", fees.error().message, kAgain));
}

// ---- what stands there ----------------------------------------------------------------------------------------------

asio::awaitable<void> AccountDoctor::look_at_position() {
  const venues::CallReply reply = co_await futures_.call(wire::position_risk(symbol_), wire::Purpose::ORDINARY);
  const auto positions = answer_of(reply, wire::read_positions);
  if (!positions) {
    add(failed("position", positions.error().message, kAgain));
    co_return;
  }
  Quantity held;
  for (const auto& position : *positions) {
    if (position.symbol == symbol_) held += position.quantity;
  }
  add(held.is_zero() ? passed("position", "flat in " + symbol_)
                     : warned("position", held.to_string() + " " + symbol_ + " are held already",
                              "a run goes on with what its own journal built; else close it, or give the bot an "
                              "account of its own"));
}

asio::awaitable<void> AccountDoctor::look_at_orders() {
  const venues::CallReply plain = co_await futures_.call(wire::open_orders(symbol_), wire::Purpose::ORDINARY);
  const venues::CallReply algo = co_await futures_.call(wire::open_algo_orders(symbol_), wire::Purpose::ORDINARY);
  const auto orders = answer_of(plain, wire::read_orders);
  const auto stops = answer_of(algo, wire::read_algo_orders);
  if (!orders || !stops) {
    add(failed("open_orders", orders ? stops.error().message : orders.error().message, kAgain));
    co_return;
  }
  std::size_t foreign = 0;
  std::size_t former = 0;
  const auto count = [&](std::string_view client_id) {
    const auto origin = exchanges::read_wire_text(client_id, access_.epoch);
    ++(std::holds_alternative<exchanges::ForeignId>(origin) ? foreign : former);
  };
  for (const auto& order : *orders) count(order.client_id.view());
  for (const auto& order : *stops) count(order.client_id.view());
  add(judge_open_orders(foreign, former, symbol_));
}

// ---- stop orders ----------------------------------------------------------------------------------------------------

asio::awaitable<void> AccountDoctor::try_stop_order() {
  const std::string name = "stop_orders";
  if (!info_ || !info_->stop_market) {
    if (info_) add(failed(name, symbol_ + " takes no stop orders at market (STOP_MARKET)", "name another symbol"));
    co_return;
  }
  if (!request_.canary) {
    add(passed(name, "offered for " + symbol_ + "; not tried, --canary places one far away and cancels it"));
    co_return;
  }
  if (!mark_ || !stands("key") || !stands("permissions")) {
    add(skipped(name, "not tried, with a key like this or without a mark price"));
    co_return;
  }
  const CanaryOrder order{.hedge = hedge_,
                          .mark = *mark_,
                          .band = info_->filters.bid_multiplier_up,
                          .hedge_mode = hedge_mode_,
                          .epoch = access_.epoch};
  const CanaryOutcome canary = co_await try_stop(futures_, order);
  switch (canary.what) {
    case CanaryOutcome::What::TAKEN:
      add(passed(name, "one was taken at " + canary.words + ", and cancelled"));
      break;
    case CanaryOutcome::What::MAY_STAND:
      add(failed(name, canary.words, "cancel it at the exchange"));
      break;
    default:
      add(failed(name, "a stop was not taken: " + canary.words, "a run could not protect itself here"));
  }
}

}  // namespace alpha_pulse::session
