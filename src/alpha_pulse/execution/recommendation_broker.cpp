#include "alpha_pulse/execution/recommendation_broker.hpp"

#include <algorithm>

#include "alpha_pulse/execution/paper_broker.hpp"
#include "alpha_pulse/execution/unfollowed_broker.hpp"

namespace alpha_pulse::execution {

using engine::Advice;
using engine::AdviceAction;

RecommendationBroker::RecommendationBroker(const BrokerDeps& deps)
    : instruments_(deps.instruments.begin(), deps.instruments.end()),
      fills_(deps.fills),
      settings_(deps.advising),
      advice_(deps.advice),
      sink_(deps.sink),
      standing_(deps.advising.expires),
      markets_(instruments_.size()),
      positions_(instruments_.size()),
      holding_(deps.advising.holding) {
  engine::EventSink& self = *this;
  if (settings_.assume == Assume::FOLLOWED) {
    keep(std::make_unique<PaperBroker>(instruments_, fills_, deps.wallets, self));
  } else {
    keep(std::make_unique<UnfollowedBroker>(instruments_, deps.wallets, settings_.expires, self));
  }
}

template <class Book>
void RecommendationBroker::keep(std::unique_ptr<Book> book) {
  view_ = book.get();
  book_ = std::move(book);
}

void RecommendationBroker::submit(const risk::RiskApproved<Command>& command, Lsn lsn) {
  if (const auto* place = std::get_if<PlaceOrder>(&command.get())) standing_.submit(place->id, place->spec);
  if (const auto* cancel = std::get_if<CancelOrder>(&command.get())) advise_cancel(*cancel);
  book_->submit(command, lsn);
}

void RecommendationBroker::observe(const Event& event) {
  now_ = std::max(now_, event.ts_event);
  if (event.instrument.value < markets_.size()) {
    markets_[event.instrument.value].absorb(event, instruments_[event.instrument.value]);
  }
  if (const auto* moved = event.as<SpotBalanceChanged>()) holding_ += moved->change;
  book_->observe(event);
}

engine::EventSink::Outcome RecommendationBroker::push(const Event& event) {
  note(event);
  return sink_.push(event);
}

/// What the book says, in its order: so the position is the one before the fills of the order just accepted.
void RecommendationBroker::note(const Event& event) {
  const std::size_t i = event.instrument.value;
  if (const auto* accepted = event.as<OrderAccepted>()) {
    advise_place(accepted->order, event.ts_event);
  } else if (const auto* filled = event.as<OrderFilled>()) {
    positions_[i].apply(instruments_[i], filled->fill.side, filled->fill.quantity, filled->fill.price);
    standing_.fill(filled->fill.order, filled->fill.quantity);
  } else if (const auto* taken = event.as<PositionLiquidated>()) {
    positions_[i].apply(instruments_[i], taken->side, taken->quantity, taken->price);
  } else if (const auto* rejected = event.as<OrderRejected>()) {
    standing_.end(rejected->order, OrderState::REJECTED);
  } else if (const auto* canceled = event.as<OrderCanceled>()) {
    standing_.end(canceled->order, OrderState::CANCELED);
  } else if (const auto* expired = event.as<OrderExpired>()) {
    standing_.end(expired->order, OrderState::EXPIRED);
  }
}

void RecommendationBroker::advise_place(ClientOrderId order, Timestamp when) {
  const auto news = standing_.accept(order, when);
  if (!news) return;
  const AdviceMoment now = moment(news->spec.instrument);
  const RatioChange change = ratio_change(news->spec, now);
  Advice advice;
  advice.action = AdviceAction::PLACE;
  advice.order = order;
  advice.spec = news->spec;
  advice.why = why_place(news->spec, settings_, now);
  if (news->replaces) advice.replaces = {.order = news->replaces->order, .spec = news->replaces->spec};
  advice.ratio_before = change.before;
  advice.ratio_after = change.after;
  advice.fee = expected_fee(news->spec, fills_, now);
  give(std::move(advice), when);
}

void RecommendationBroker::advise_cancel(const CancelOrder& command) {
  const auto successor = standing_.successor(command.id);
  const auto told = standing_.withdraw(command.id, now_);
  if (!told) return;
  const AdviceMoment now = moment(told->spec.instrument);
  Advice advice;
  advice.action = AdviceAction::CANCEL;
  advice.order = told->order;
  advice.spec = told->spec;
  advice.why = why_cancel(told->spec, successor ? std::optional(successor->order) : std::nullopt, now);
  advice.ratio_before = advice.ratio_after = ratio_change(told->spec, now).before;
  advice.fee = Money(now.instrument.settle());
  give(std::move(advice), now_);
}

AdviceMoment RecommendationBroker::moment(InstrumentId instrument) const {
  return {.instrument = instruments_[instrument.value],
          .market = markets_[instrument.value],
          .position = positions_[instrument.value],
          .holding = holding_,
          .state = state_,
          .reason = reason_};
}

void RecommendationBroker::give(Advice advice, Timestamp when) {
  advice.id = ++given_;
  advice.when = when;
  advice.valid_until = when + settings_.expires;
  advice.symbol = instruments_[advice.spec.instrument.value].symbol;
  if (advice_ != nullptr) advice_->on_advice(advice);
}

engine::INoticeSink* RecommendationBroker::notices_for(engine::INoticeSink* people) {
  people_ = people;
  return this;
}

void RecommendationBroker::on_notice(Timestamp when, const Notice& notice) {
  if (std::holds_alternative<OrderPlaced>(notice) || std::holds_alternative<OrderCancelRequested>(notice)) return;
  if (const auto* changed = std::get_if<StateChanged>(&notice)) {
    state_ = changed->to;
    reason_ = changed->reason;
  }
  if (people_ != nullptr) people_->on_notice(when, notice);
}

}  // namespace alpha_pulse::execution
