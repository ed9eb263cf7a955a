#include "alpha_pulse/risk/risk_gate.hpp"

#include <algorithm>

namespace alpha_pulse::risk {
namespace {

constexpr Duration kCoolingOff = Duration::hours(1);  // until what raises is tried again

PriceKind reference_kind(const MarketState& market) {
  return market.mark.known() ? PriceKind::MARK : PriceKind::TRADE;
}

/// Did this event say what the reference price is (and not only a quote, or a trade beside a mark)?
bool carries_reference(const Event& event, const MarketState& market) {
  if (event.as<MarkPrice>() != nullptr) return true;
  const auto* trade = event.as<TradeTick>();
  return trade != nullptr && (trade->roles.mark || !market.mark.known());
}

bool crossed(const MarketState& market) {
  return market.bid.known() && market.ask.known() && market.bid >= market.ask;
}

std::unexpected<RiskRefusal> refuse(Reason reason, std::string_view detail) {
  return std::unexpected(RiskRefusal{.reason = reason, .detail = detail});
}

}  // namespace

RiskGate::RiskGate(const RiskLimits& limits, GridDirection direction, InstrumentId hedge, double sigma_daily,
                   InstrumentId spot)
    : limits_(limits),
      direction_(direction),
      hedge_(hedge),
      spot_(spot),
      rate_(limits.orders_per_minute),
      doubt_(limits.absurd_move, sigma_daily),
      guard_(limits.margin_guard),
      drawdown_(limits.max_drawdown) {}

bool RiskGate::on_event(const Event& event, const RiskContext& context) {
  bool doubt_began = false;
  if (event.instrument == hedge_) {
    if (carries_reference(event, context.market)) {
      doubt_began = doubt_.on_price(context.market.reference(), event.ts_event, context.previous, context.previous_at);
    } else if (const auto* report = event.as<PositionReported>()) {
      on_position_reported(report->quantity, context.position);
    } else if (event.as<PositionLiquidated>() != nullptr) {
      trip(Reason::LIQUIDATION);
    }
  }
  if (const auto* refused = event.as<OrderRejected>(); refused != nullptr && refused->order == ClientOrderId{}) {
    on_venue_alarm(refused->reason, event.ts_event);
  } else if (reducing_until_ && event.ts_event >= *reducing_until_) {
    reducing_until_.reset();
  }
  if (disputed_position_ == context.position) disputed_position_.reset();
  if (const auto* person = event.as<OperatorRequested>();
      person != nullptr && person->action == OperatorAction::REARM) {
    latch_ = Reason::NONE;
    margin_called_ = false;
    reducing_until_.reset();
    drawdown_.forget();
  }
  guard_.on_event(context.market.reference(), context.liquidation, context.position.raw() < 0);
  const bool priced = context.equity.mark.known() && context.equity.spot.known();
  // A latched gate no longer follows the peak: it promises no band for it, and re-arming starts a new one.
  if (priced && !halted() && drawdown_.on_equity(context.equity.less_transfers)) trip(Reason::MAX_DRAWDOWN);
  return doubt_began;
}

void RiskGate::on_venue_alarm(Reason reason, Timestamp at) {
  switch (reason) {
    case Reason::MARGIN_GUARD:
      margin_called_ = true;
      break;
    case Reason::OVER_CAP:
      reducing_until_ = Timestamp::never();
      break;
    case Reason::ORDER_RATE:
      reducing_until_ = std::max(reducing_until_.value_or(at), at + kCoolingOff);
      break;
    default:
      trip(reason);
      break;
  }
}

void RiskGate::on_position_reported(Quantity reported, Quantity ledger) {
  disputed_position_.reset();
  if (reported != ledger) disputed_position_ = reported;
}

void RiskGate::trip(Reason reason) {
  ensure(reason != Reason::NONE, "a latch is tripped for a reason");
  if (!halted()) latch_ = reason;
}

ProgramState RiskGate::state() const {
  if (halted()) return ProgramState::HALTED;
  const bool reducing = guard_.reducing() || margin_called_ || reducing_until_ || disputed_position_;
  return reducing ? ProgramState::REDUCING : ProgramState::ACTIVE;
}

Reason RiskGate::reason() const {
  if (halted()) return latch_;
  if (guard_.reducing() || margin_called_) return Reason::MARGIN_GUARD;
  if (reducing_until_) return Reason::VENUE_REFUSED;
  return disputed_position_ ? Reason::POSITION_MISMATCH : Reason::NONE;
}

std::optional<RiskRefusal> RiskGate::raise_refusal(const RiskContext& context) const {
  if (halted()) return RiskRefusal{latch_, "halted until an operator re-arms"};
  if (guard_.reducing()) return RiskRefusal{Reason::MARGIN_GUARD, "too close to liquidation: reduce only"};
  if (margin_called_)
    return RiskRefusal{Reason::MARGIN_GUARD, "the venue called for margin: reduce only until re-armed"};
  if (reducing_until_) return RiskRefusal{Reason::VENUE_REFUSED, "the venue takes only what reduces"};
  if (disputed_position_) return RiskRefusal{Reason::POSITION_MISMATCH, "the venue reports another position"};
  if (!context.market.reference().known()) return RiskRefusal{Reason::NO_PRICE, "no price of the hedge leg yet"};
  if (doubt_.doubting()) return RiskRefusal{Reason::DOUBTED_PRICE, "the last price jump is not confirmed"};
  if (crossed(context.market)) return RiskRefusal{Reason::CROSSED_QUOTES, "bid and ask are crossed"};
  if (context.now - context.market.updated_at > limits_.stale_after) {
    return RiskRefusal{Reason::STALE_PRICE, "the last price is stale"};
  }
  return std::nullopt;
}

Verdict RiskGate::check_place(const OrderSpec& spec, const RiskContext& context) {
  if (spec.instrument != hedge_) return refuse(Reason::BAD_FILTER, "orders go to the hedge leg alone");
  const Verdict form = check_form(spec, context.hedge, context.market.reference(), direction_);
  if (!form) return form;
  if (!spec.reduce_only) {
    if (const auto why = raise_refusal(context)) return std::unexpected(*why);
    const Quantity raised = worst_case(direction_, context.position, context.live_orders) + spec.quantity;
    if (raised > cap(context)) return refuse(Reason::OVER_CAP, "position and live orders would pass the cap");
  }
  if (!rate_.take(context.now, spec.reduce_only)) return refuse(Reason::ORDER_RATE, "too many orders a minute");
  return {};
}

std::expected<RiskApproved<Command>, RiskRefusal> RiskGate::check(const Command& command, const RiskContext& context) {
  if (const auto* place = std::get_if<PlaceOrder>(&command)) {
    if (const Verdict verdict = check_place(place->spec, context); !verdict) return std::unexpected(verdict.error());
  }
  return RiskApproved<Command>(command);
}

Wakeup RiskGate::next_wakeup(const RiskContext& context) const {
  const PriceKind kind = reference_kind(context.market);
  Wakeup wakeup = doubt_.next_wakeup(hedge_, kind, context.market.reference());
  wakeup.intersect(guard_.next_wakeup(hedge_, kind, context.liquidation, context.position.raw() < 0));
  wakeup.not_later_than(reducing_until_.value_or(Timestamp::never()));
  if (!halted()) wakeup.intersect(drawdown_.next_wakeup(hedge_, kind, spot_, context.equity));
  return wakeup;
}

}  // namespace alpha_pulse::risk
