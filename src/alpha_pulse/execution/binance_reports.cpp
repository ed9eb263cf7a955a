#include "alpha_pulse/execution/binance_reports.hpp"

#include "alpha_pulse/exchanges/binance/order_requests.hpp"

namespace alpha_pulse::execution {
namespace {

using exchanges::binance::AccountChange;
using exchanges::binance::AlgoStatus;
using exchanges::binance::OrderStatus;
using exchanges::binance::WireSide;

/// Nothing: a state we do not know is no state to go by.
std::optional<OrderState> state_of(OrderStatus status) {
  switch (status) {
    case OrderStatus::NEW:
    case OrderStatus::PENDING_NEW:
    case OrderStatus::PENDING_CANCEL:
      return OrderState::ACCEPTED;
    case OrderStatus::PARTIALLY_FILLED:
      return OrderState::PARTIALLY_FILLED;
    case OrderStatus::FILLED:
      return OrderState::FILLED;
    case OrderStatus::CANCELED:
      return OrderState::CANCELED;
    case OrderStatus::EXPIRED:
    case OrderStatus::EXPIRED_IN_MATCH:
      return OrderState::EXPIRED;
    case OrderStatus::REJECTED:
      return OrderState::REJECTED;
    case OrderStatus::UNKNOWN:
    case OrderStatus::NEW_INSURANCE:
    case OrderStatus::NEW_ADL:
      return std::nullopt;
  }
  return std::nullopt;
}

/// FINISHED tells nothing of its own: the plain order it became tells how it ended.
std::optional<OrderState> state_of(AlgoStatus status) {
  switch (status) {
    case AlgoStatus::NEW:
    case AlgoStatus::TRIGGERING:
    case AlgoStatus::TRIGGERED:
    case AlgoStatus::FINISHED:
      return OrderState::ACCEPTED;
    case AlgoStatus::CANCELED:
      return OrderState::CANCELED;
    case AlgoStatus::REJECTED:
      return OrderState::REJECTED;
    case AlgoStatus::EXPIRED:
      return OrderState::EXPIRED;
    case AlgoStatus::UNKNOWN:
      return std::nullopt;
  }
  return std::nullopt;
}

bool triggered(AlgoStatus status) {
  return status == AlgoStatus::TRIGGERING || status == AlgoStatus::TRIGGERED || status == AlgoStatus::FINISHED;
}

Side side_of(WireSide side) {
  return side == WireSide::BUY ? Side::BUY : Side::SELL;
}

/// The venue's own orders, by which it takes positions away.
bool takes_over(std::string_view client_id) {
  return client_id.starts_with("autoclose-") || client_id.starts_with("adl_autoclose") ||
         client_id.starts_with("settlement_autoclose-") || client_id.starts_with("delivery_autoclose-");
}

/// Funding is booked a little after the full hour that it is for.
Timestamp settlement(Timestamp booked) {
  return booked.floor_to(Duration::hours(1));
}

Reason reason_of(std::string_view rejection) {
  if (rejection.find("educe") != std::string_view::npos) return Reason::REDUCE_ONLY_REJECTED;
  if (rejection.find("argin") != std::string_view::npos) return Reason::INSUFFICIENT_MARGIN;
  return Reason::UNKNOWN_ORDER;
}

}  // namespace

std::optional<exchanges::WireId> BinanceReports::own(std::string_view wire_id) const {
  const auto origin = exchanges::read_wire_text(wire_id, epoch_);
  const auto* own = std::get_if<exchanges::OwnId>(&origin);
  return own == nullptr ? std::nullopt : std::optional(own->id);
}

exchanges::ClientIdText BinanceReports::wire_id(ClientOrderId order, const OrderSpec& spec) const {
  return exchanges::wire_id_text({.epoch = epoch_, .intent = order, .book = exchanges::binance::book_of(spec)});
}

std::optional<VenueOrderId> BinanceReports::child_of(ClientOrderId order) const {
  const auto found = children_.find(order);
  return found == children_.end() ? std::nullopt : std::optional(found->second);
}

/// The venue may charge in another asset (a discount); such a fee is no part of this wallet.
Money BinanceReports::fee_of(const exchanges::binance::WireAmount& commission) const {
  const Currency settle = hedge_.settle();
  if (commission.asset != settle.code()) return Money(settle);
  return Money::from_raw(commission.raw, settle);
}

// ---- the stream -----------------------------------------------------------------------------------------------------

void BinanceReports::tell(const exchanges::binance::UserMessage& message, IVenueSink& sink) {
  if (const auto* order = std::get_if<exchanges::binance::OrderUpdate>(&message)) tell_order(*order, sink);
  if (const auto* algo = std::get_if<exchanges::binance::AlgoUpdate>(&message)) tell_algo(*algo, sink);
  if (const auto* account = std::get_if<exchanges::binance::AccountUpdate>(&message)) tell_account(*account, sink);
  if (const auto* config = std::get_if<exchanges::binance::AccountConfigUpdate>(&message)) tell_config(*config, sink);
  if (std::holds_alternative<exchanges::binance::MarginCall>(message)) {
    sink.on_alarm(Reason::MARGIN_GUARD,
                  "the exchange calls for margin: a position of the account is near liquidation; nothing raises the "
                  "hedge until `gridhedge rearm`");
  }
}

void BinanceReports::tell_config(const exchanges::binance::AccountConfigUpdate& update, IVenueSink& sink) const {
  if (update.leverage && here(update.symbol.view())) {
    sink.on_warning("the leverage of " + hedge_.symbol + " was set to " + std::to_string(*update.leverage) +
                    " at the exchange, not by this program");
  }
  if (update.multi_assets) {
    sink.on_warning(std::string("multi-assets mode was switched ") + (*update.multi_assets ? "on" : "off") +
                    " at the exchange, not by this program");
  }
}

void BinanceReports::tell_order(const exchanges::binance::OrderUpdate& update, IVenueSink& sink) {
  if (!here(update.symbol.view()) || update.side == WireSide::UNKNOWN) return;
  Fill fill{.trade = update.trade_id,
            .side = side_of(update.side),
            .quantity = update.last_quantity,
            .price = update.last_price,
            .fee = fee_of(update.commission),
            .liquidity = update.is_maker ? Liquidity::MAKER : Liquidity::TAKER};
  if (takes_over(update.client_id.view())) {
    if (update.is_fill()) sink.on_liquidation(fill);
    return;
  }
  const auto id = own(update.client_id.view());
  const auto state = state_of(update.status);
  if (!id || !state) return;
  const bool child = id->book == exchanges::OrderBook::CONDITIONAL;
  if (child) children_[id->intent] = update.order_id;
  fill.order = id->intent;
  OrderReport report{.order = id->intent,
                     .venue_order = update.order_id,
                     .state = *state,
                     .filled = update.filled,
                     .triggered = child,
                     .at = update.trade_time};
  if (update.is_fill()) report.trade = TradeReport{.order = id->intent, .fill = fill, .at = update.trade_time};
  sink.on_order(report);
}

void BinanceReports::tell_algo(const exchanges::binance::AlgoUpdate& update, IVenueSink& sink) {
  if (!here(update.symbol.view())) return;
  const auto id = own(update.client_id.view());
  const auto state = state_of(update.status);
  if (!id || !state) return;
  if (update.child_order != VenueOrderId{}) children_[id->intent] = update.child_order;
  sink.on_order({.order = id->intent,
                 .venue_order = update.algo_id,
                 .state = *state,
                 .filled = update.executed,
                 .triggered = triggered(update.status),
                 .reason = *state == OrderState::REJECTED ? reason_of(update.reject_reason.view()) : Reason::NONE,
                 .at = update.transaction_time});
}

void BinanceReports::tell_account(const exchanges::binance::AccountUpdate& update, IVenueSink& sink) const {
  std::optional<Quantity> net;  // both sides of an account in hedge mode together
  for (const auto& position : update.positions) {
    if (here(position.symbol.view())) net = net.value_or(Quantity()) + position.quantity;
  }
  if (net) sink.on_position(*net);
  if (net && update.reason == AccountChange::MARGIN_TYPE_CHANGE) {
    sink.on_warning("the margin type of " + hedge_.symbol + " was changed at the exchange, not by this program");
  }
  if (update.reason == AccountChange::ORDER) return;
  for (const auto& balance : update.balances) {
    if (balance.asset != hedge_.settle().code() || balance.change == 0) continue;
    const Money change = Money::from_raw(balance.change, hedge_.settle());
    if (update.reason != AccountChange::FUNDING_FEE) {
      sink.on_wallet_transfer(change, update.transaction_time);
    } else if (update.funding_symbol.empty() || here(update.funding_symbol.view())) {
      sink.on_funding({.amount = change, .due = settlement(update.transaction_time)});
    }
  }
}

// ---- answers --------------------------------------------------------------------------------------------------------

std::optional<OrderReport> BinanceReports::read(const exchanges::binance::OrderReply& reply) const {
  const auto id = own(reply.client_id.view());
  const auto state = reply.status ? state_of(*reply.status) : OrderState::ACCEPTED;
  if (!id || !state) return std::nullopt;
  return OrderReport{.order = id->intent,
                     .venue_order = reply.order_id,
                     .state = *state,
                     .filled = reply.filled.value_or(Quantity{}),
                     .triggered = id->book == exchanges::OrderBook::CONDITIONAL,
                     .at = reply.update_time};
}

std::optional<OrderReport> BinanceReports::read(const exchanges::binance::AlgoOrderReply& reply) {
  const auto id = own(reply.client_id.view());
  const auto state = state_of(reply.status);
  if (!id || !state) return std::nullopt;
  if (reply.child_order != VenueOrderId{}) children_[id->intent] = reply.child_order;
  return OrderReport{.order = id->intent,
                     .venue_order = reply.algo_id,
                     .state = *state,
                     .triggered = triggered(reply.status),
                     .reason = *state == OrderState::REJECTED ? Reason::UNKNOWN_ORDER : Reason::NONE,
                     .at = reply.update_time};
}

std::optional<TradeReport> BinanceReports::read(const exchanges::binance::TradeReply& reply,
                                                ClientOrderId order) const {
  if (!here(reply.symbol.view()) || reply.side == WireSide::UNKNOWN) return std::nullopt;
  return TradeReport{.order = order,
                     .fill = {.order = order,
                              .trade = reply.id,
                              .side = side_of(reply.side),
                              .quantity = reply.quantity,
                              .price = reply.price,
                              .fee = fee_of(reply.commission),
                              .liquidity = reply.is_maker ? Liquidity::MAKER : Liquidity::TAKER},
                     .at = reply.time};
}

std::optional<FundingReport> BinanceReports::read(const exchanges::binance::IncomeReply& row) const {
  const Currency settle = hedge_.settle();
  const bool ours = row.type == exchanges::binance::IncomeType::FUNDING_FEE && here(row.symbol.view()) &&
                    row.amount.asset == settle.code();
  if (!ours) return std::nullopt;
  return FundingReport{.amount = Money::from_raw(row.amount.raw, settle), .due = settlement(row.time)};
}

}  // namespace alpha_pulse::execution
