#include "alpha_pulse/session/case_recorder.hpp"

#include <algorithm>

#include "alpha_pulse/session/order_causes.hpp"

namespace alpha_pulse::session {
namespace {

/// How much an event tells about what was decided in its moment.
int weight(const Event& event) {
  if (event.as<OperatorRequested>() != nullptr) return 6;
  if (event.as<OrderTriggered>() != nullptr || event.as<PositionLiquidated>() != nullptr) return 5;
  if (event.as<OrderFilled>() != nullptr) return 4;
  if (event.as<SpotBalanceChanged>() != nullptr || event.as<WalletTransferred>() != nullptr) return 4;
  if (event.as<OrderRejected>() != nullptr || event.as<OrderExpired>() != nullptr) return 3;
  if (event.as<OrderCanceled>() != nullptr || event.as<OrderUnresolved>() != nullptr) return 3;
  if (event.as<OrderAccepted>() != nullptr || event.as<FundingSettled>() != nullptr) return 2;
  return event.as<TimerElapsed>() != nullptr ? 0 : 1;
}

/// Protective orders of a kind alternate between two slots and follow each other.
OrderSlot history_of(OrderSlot slot) {
  return is_protective(slot.kind) ? OrderSlot{.kind = slot.kind, .index = 0} : slot;
}

bool begun_to_fill(const hedging::Ladder& ladder) {
  return std::any_of(ladder.rungs().begin(), ladder.rungs().end(),
                     [](const hedging::Rung& rung) { return rung.closing || !rung.opened.is_zero(); });
}

Price protecting(const hedging::GridStrategy& strategy) {
  return strategy.stop_price().known() ? strategy.stop_price() : strategy.disaster_price();
}

std::optional<Ratio> ratio_now(const hedging::GridStrategy& strategy, const StrategyView& view) {
  const Quantity holding = strategy.need(view).holding;
  if (holding.is_zero()) return std::nullopt;
  return ratio_of(strategy.book().held(view), holding);
}

}  // namespace

void Standing::keep(const StrategyView& view) {
  if (instruments.empty()) instruments.assign(view.instruments.begin(), view.instruments.end());
  markets.assign(view.markets.begin(), view.markets.end());
  positions.assign(view.positions.begin(), view.positions.end());
  seen_ = view;
}

StrategyView Standing::view() const {
  StrategyView view = seen_;
  view.instruments = instruments;
  view.markets = markets;
  view.positions = positions;
  view.live_orders = live_orders;
  view.order = nullptr;
  return view;
}

CaseRecorder::CaseRecorder(const hedging::HedgeSettings& settings) : strategy_(settings, kSpotLeg, kHedgeLeg) {}

OrderStory* CaseRecorder::find(ClientOrderId id) {
  return id.value >= 1 && id.value <= orders_.size() ? &orders_[id.value - 1] : nullptr;
}

const OrderStory* CaseRecorder::newest(OrderSlot slot) const {
  const auto found = newest_.find(history_of(slot));
  return found == newest_.end() ? nullptr : &orders_[found->second.value - 1];
}

void CaseRecorder::on_event(const Event& event, const StrategyView& view, Commands& out) {
  begun_ = true;
  const OrderStory* subject = view.order == nullptr ? nullptr : find(view.order->id);
  const bool refusal_told = event.as<OrderRejected>() != nullptr && subject != nullptr && subject->refused;
  if (!refusal_told && (telling_is_new_ || weight(event) > weight(telling_))) {
    telling_ = event;
    telling_is_new_ = false;
  }
  if (open_fills_.empty()) stop_before_ = protecting(strategy_);
  strategy_.on_event(event, view, out);
  if (!refusal_told) follow_order(event, view);
  held_ = strategy_.book().held(view);
  ratio_ = ratio_now(strategy_, view);
  if (event.more_follow) return;
  for (const Notice& notice : out.notices()) note(notice, view);
  finish_moment(view);
  asked_.clear();
  judged_ = 0;
  for (const Command& command : out.orders()) note_asked(command, view);
}

void CaseRecorder::follow_order(const Event& event, const StrategyView& view) {
  OrderStory* story = view.order == nullptr ? nullptr : find(view.order->id);
  if (story == nullptr) return;
  story->state = view.order->state;
  if (is_terminal(story->state)) story->ended_at = event.ts_event;
  if (event.as<OrderAccepted>() != nullptr && !story->accepted_at) story->accepted_at = event.ts_event;
  if (event.as<OrderTriggered>() != nullptr) story->triggered_at = event.ts_event;
  if (const auto* rejected = event.as<OrderRejected>()) story->end_reason = rejected->reason;
  if (const auto* filled = event.as<OrderFilled>()) follow_fill(event, filled->fill, view);
}

void CaseRecorder::follow_fill(const Event& event, const Fill& fill, const StrategyView& view) {
  OrderStory& story = *find(view.order->id);
  const bool told_before = std::any_of(story.fills.begin(), story.fills.end(),
                                       [&](const FillStory& known) { return known.fill.trade == fill.trade; });
  if (told_before) return;
  FillStory filled;
  filled.at = event.ts_event;
  filled.fill = fill;
  filled.held_before = held_;
  filled.held_after = strategy_.book().held(view);
  filled.ratio_before = ratio_;
  filled.ratio_after = ratio_now(strategy_, view);
  const InstrumentId leg = strategy_.book().hedge_leg();
  filled.entry_after = view.position(leg).entry(view.instrument(leg));
  filled.stop_before = filled.stop_after = stop_before_;
  open_fills_.emplace_back(story.id, story.fills.size());
  story.fills.push_back(filled);
}

/// The strategy has decided: where the stop stands now is what the moment's fills led to.
void CaseRecorder::finish_moment(const StrategyView& view) {
  for (const auto& [id, index] : open_fills_) find(id)->fills[index].stop_after = protecting(strategy_);
  open_fills_.clear();
  standing_.keep(view);
  telling_is_new_ = true;
}

void CaseRecorder::note(const Notice& notice, const StrategyView& view) {
  if (const auto* built = std::get_if<GridBuilt>(&notice)) {
    const bool in_place = begun_to_fill(strategy_.ladder());
    grid_.reference = built->price;
    grid_.spacing = built->spacing;
    grid_.sigma = strategy_.ladder().sigma();
    grid_.rungs = strategy_.ladder().rungs().size();
    grid_.why = built->reason;
    grid_.moved_at = view.now;
    if (!in_place) grid_.laid_at = view.now;
  } else if (const auto* changed = std::get_if<StateChanged>(&notice)) {
    states_.push_back({.moment = moment_of(view), .from = changed->from});
  }
}

Moment CaseRecorder::moment_of(const StrategyView& view) const {
  const InstrumentId leg = strategy_.book().hedge_leg();
  Moment moment;
  moment.at = view.now;
  moment.event = telling_;
  moment.price = view.market(leg).reference();
  moment.held = strategy_.book().held(view);
  moment.ratio = ratio_now(strategy_, view);
  moment.entry = view.position(leg).entry(view.instrument(leg));
  moment.state = strategy_.state();
  const bool held_back = moment.state == ProgramState::ACTIVE && !view.may_raise;
  moment.reason = held_back ? view.risk_reason : strategy_.reason();
  return moment;
}

OrderStory CaseRecorder::place_story(const OrderSpec& spec, const StrategyView& view) const {
  const OrderStory* previous = newest(spec.slot);
  OrderStory story;
  story.spec = spec;
  story.cause = place_cause(spec, previous, grid_, strategy_, view);
  story.moment = moment_of(view);
  story.grid = grid_;
  if (previous != nullptr) story.previous = previous->id;
  if (is_protective(spec.slot.kind)) story.exit = exit_facts(spec.slot.kind, strategy_, view);
  story.ended = end_facts(strategy_);
  if (story.cause == PlaceCause::HEDGE_RATIO) {
    story.aim = strategy_.aim();
    story.goal = strategy_.goal().value_or(Quantity{});
  }
  return story;
}

void CaseRecorder::note_asked(const Command& command, const StrategyView& view) {
  Asked asked{.command = command, .story = {}, .cancel = {}, .ended = end_facts(strategy_)};
  if (const auto* place = std::get_if<PlaceOrder>(&command)) {
    asked.story = place_story(place->spec, view);
  } else {
    const ClientOrderId id = std::get<CancelOrder>(command).id;
    if (const Order* live = find_live(view, id)) {
      asked.cancel.cause = cancel_cause(*live, strategy_, view);
      if (asked.cancel.cause == CancelCause::REPLACED) asked.cancel.by = replacement_of(*live, view);
    }
    asked.cancel.moment = moment_of(view);
  }
  asked_.push_back(std::move(asked));
}

/// The engine tells, command by command, what the gate made of it.
void CaseRecorder::on_notice(Timestamp when, const Notice& notice) {
  const auto* refused = std::get_if<CommandRefused>(&notice);
  const bool left = std::holds_alternative<OrderPlaced>(notice) || std::holds_alternative<OrderCancelRequested>(notice);
  if ((refused == nullptr && !left) || judged_ >= asked_.size()) return;
  Asked& asked = asked_[judged_++];
  if (const auto* cancel = std::get_if<CancelOrder>(&asked.command)) {
    OrderStory* story = find(cancel->id);
    if (refused != nullptr || story == nullptr) return;
    story->cancel = asked.cancel;
    story->ended = asked.ended;
    steps_.push_back({.order = cancel->id, .cancel = true, .at = when});
    return;
  }
  OrderStory& story = asked.story;
  story.id = ClientOrderId{orders_.size() + 1};
  if (refused != nullptr) {
    story.refused = RefusalStory{.reason = refused->reason, .detail = refused->detail};
    story.state = OrderState::REJECTED;
    story.ended_at = when;
  } else {
    steps_.push_back({.order = story.id, .cancel = false, .at = when});
  }
  newest_[history_of(story.spec.slot)] = story.id;
  orders_.push_back(std::move(story));
}

}  // namespace alpha_pulse::session
