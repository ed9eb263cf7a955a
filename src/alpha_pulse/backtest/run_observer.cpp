#include "alpha_pulse/backtest/run_observer.hpp"

#include <algorithm>
#include <utility>

namespace alpha_pulse::backtest {
namespace {

/// min |Q| <= q <= max |Q|, without division; a holding of zero wants no hedge.
bool within(Quantity held, Quantity spot, RatioLimits limits) {
  const Int128 q = wide_mul(held.magnitude().raw(), kOne);
  const bool opposes = held.is_zero() || (held.raw() < 0) != (spot.raw() < 0);
  return opposes && q >= wide_mul(spot.magnitude().raw(), limits.min.raw()) &&
         q <= wide_mul(spot.magnitude().raw(), limits.max.raw());
}

bool moves_the_hedge(const Command& command) {
  return !is_protective(spec_of(command).slot.kind);
}

}  // namespace

RunObserver::RunObserver(std::unique_ptr<IStrategy> inner, InstrumentId hedge_leg, RatioLimits limits, StateOf state_of)
    : inner_(std::move(inner)), hedge_leg_(hedge_leg), limits_(limits), state_of_(std::move(state_of)) {}

void RunObserver::on_event(const Event& event, const StrategyView& view, Commands& out) {
  settle(view.now);
  if (history_ != nullptr) note_fill(event, view);
  inner_->on_event(event, view, out);
  if (std::any_of(out.orders().begin(), out.orders().end(), moves_the_hedge)) last_rebalance_ = view.now;
  if (!since_ && view.market(hedge_leg_).reference().known()) since_ = view.now;
  inside_ = within(view.position(hedge_leg_).quantity(), view.spot, limits_);
  begun_inside_ = begun_inside_ || (since_ && inside_);
  state_ = state_of_();
  working_ = std::any_of(view.live_orders.begin(), view.live_orders.end(), [](const Order& o) { return o.working(); });
  if (watcher_ && !event.more_follow) watcher_(view);
}

void RunObserver::note_fill(const Event& event, const StrategyView& view) {
  const auto* filled = event.as<OrderFilled>();
  if (filled == nullptr) return;
  const Fill& fill = filled->fill;
  history_->fills.push_back({.at = event.ts_event,
                             .purpose = view.order != nullptr ? view.order->spec.slot.kind : SlotKind::FLATTEN,
                             .side = fill.side,
                             .liquidity = fill.liquidity,
                             .quantity = fill.quantity,
                             .price = fill.price,
                             .fee = fill.fee});
}

void RunObserver::on_gap(Timestamp from, Timestamp to) {
  settle(from);
  gap_from_ = from;
  gap_to_ = to;
}

void RunObserver::settle(Timestamp now) {
  if (!since_ || now <= *since_) return;
  const Duration whole = now - *since_;
  const Timestamp gap_begin = std::clamp(gap_from_, *since_, now);
  const Timestamp gap_end = std::clamp(gap_to_, *since_, now);
  const Duration gap = gap_end - gap_begin;
  spent_.total = spent_.total + whole;
  spent_.gaps = spent_.gaps + gap;
  if (state_ == ProgramState::ACTIVE && working_) spent_.active = spent_.active + whole;
  if (state_ == ProgramState::STOPPED) {
    spent_.stopped = spent_.stopped + whole;
  } else if (begun_inside_) {
    spent_.measured = spent_.measured + (whole - gap);
    if (!inside_) spent_.outside = spent_.outside + (whole - gap);
  }
  since_ = now;
}

}  // namespace alpha_pulse::backtest
