#pragma once

#include <concepts>
#include <type_traits>

#include "alpha_pulse/engine/journal_record.hpp"

/// Which members a record has and in which order they are written: one list for reading and writing, so the two cannot
/// part. Adding a member or changing an order is a new version of the encoding.
namespace alpha_pulse::engine::journal {

template <class T, class U>
concept Of = std::same_as<std::remove_const_t<T>, U>;

template <class A>
void fields(A& a, Of<PrintRoles> auto& v) {
  a(v.spot, v.mark, v.quote);
}
template <class A>
void fields(A& a, Of<TradeTick> auto& v) {
  a(v.price, v.quantity, v.aggressor, v.roles);
}
template <class A>
void fields(A& a, Of<QuoteTick> auto& v) {
  a(v.bid, v.bid_quantity, v.ask, v.ask_quantity);
}
template <class A>
void fields(A& a, Of<MarkPrice> auto& v) {
  a(v.price);
}
template <class A>
void fields(A& a, Of<BarClosed> auto& v) {
  a(v.open, v.high, v.low, v.close, v.volume, v.step);
}
template <class A>
void fields(A& a, Of<FundingRateDue> auto& v) {
  a(v.rate);
}
template <class A>
void fields(A& a, Of<OrderAccepted> auto& v) {
  a(v.order, v.venue_order);
}
template <class A>
void fields(A& a, Of<OrderRejected> auto& v) {
  a(v.order, v.reason);
}
template <class A>
void fields(A& a, Of<OrderTriggered> auto& v) {
  a(v.order);
}
template <class A>
void fields(A& a, Of<Fill> auto& v) {
  a(v.order, v.trade, v.side, v.quantity, v.price, v.fee, v.liquidity);
}
template <class A>
void fields(A& a, Of<OrderFilled> auto& v) {
  a(v.fill);
}
template <class A>
void fields(A& a, Of<OrderCanceled> auto& v) {
  a(v.order);
}
template <class A>
void fields(A& a, Of<OrderExpired> auto& v) {
  a(v.order);
}
template <class A>
void fields(A& a, Of<OrderUnresolved> auto& v) {
  a(v.order);
}
template <class A>
void fields(A& a, Of<CancelRejected> auto& v) {
  a(v.order);
}
template <class A>
void fields(A& a, Of<PositionReported> auto& v) {
  a(v.quantity);
}
template <class A>
void fields(A& a, Of<FundingSettled> auto& v) {
  a(v.amount);
}
template <class A>
void fields(A& a, Of<PositionLiquidated> auto& v) {
  a(v.trade, v.side, v.quantity, v.price, v.fee);
}
template <class A>
void fields(A& a, Of<SpotBalanceChanged> auto& v) {
  a(v.change);
}
template <class A>
void fields(A& a, Of<WalletTransferred> auto& v) {
  a(v.amount);
}
template <class A>
void fields(A&, Of<TimerElapsed> auto&) {}
template <class A>
void fields(A& a, Of<OperatorRequested> auto& v) {
  a(v.action);
}
template <class A>
void fields(A& a, Of<Event> auto& v) {
  a(v.seq, v.instrument, v.ts_event, v.ts_receive, v.more_follow, v.body);
}

template <class A>
void fields(A& a, Of<OrderSlot> auto& v) {
  a(v.kind, v.index);
}
template <class A>
void fields(A& a, Of<OrderSpec> auto& v) {
  a(v.instrument, v.slot, v.side, v.type, v.time_in_force, v.reduce_only, v.trigger_by, v.quantity, v.price, v.trigger);
}
template <class A>
void fields(A& a, Of<PlaceOrder> auto& v) {
  a(v.id, v.spec);
}
template <class A>
void fields(A& a, Of<CancelOrder> auto& v) {
  a(v.id, v.spec);
}
template <class A>
void fields(A& a, Of<CommandRecord> auto& v) {
  a(v.when, v.command);
}

template <class A>
void fields(A& a, Of<Checkpoint> auto& v) {
  a(v.when, v.events, v.commands, v.command_hash, v.position, v.spot, v.wallet, v.equity, v.risk_state);
}

template <class A>
void fields(A& a, Of<MarginBracket> auto& v) {
  a(v.notional_floor, v.maintenance, v.cum);
}
template <class A>
void fields(A& a, Of<Instrument> auto& v) {
  a(v.id, v.symbol, v.kind, v.base, v.quote, v.tick, v.lot, v.min_notional, v.multiplier, v.brackets,
    v.unattended_rise);
}
template <class A>
void fields(A& a, Of<RunHeader> auto& v) {
  a(v.program_version, v.configuration, v.instruments, v.started_at, v.run, v.source, v.one_series, v.stale_after);
}

/// The last enumerator of each list, to refuse what no version of ours wrote.
template <class E>
inline constexpr E kLast = E{};
template <>
inline constexpr Side kLast<Side> = Side::SELL;
template <>
inline constexpr OrderType kLast<OrderType> = OrderType::TAKE_PROFIT_MARKET;
template <>
inline constexpr TimeInForce kLast<TimeInForce> = TimeInForce::GTX;
template <>
inline constexpr PriceKind kLast<PriceKind> = PriceKind::MARK;
template <>
inline constexpr Liquidity kLast<Liquidity> = Liquidity::TAKER;
template <>
inline constexpr ContractKind kLast<ContractKind> = ContractKind::INVERSE;
template <>
inline constexpr ProgramState kLast<ProgramState> = ProgramState::SAFE;
template <>
inline constexpr Reason kLast<Reason> = Reason::VENUE_REFUSED;
template <>
inline constexpr SlotKind kLast<SlotKind> = SlotKind::FLATTEN;
template <>
inline constexpr OperatorAction kLast<OperatorAction> = OperatorAction::FLATTEN;

}  // namespace alpha_pulse::engine::journal
