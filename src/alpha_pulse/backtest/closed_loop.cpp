#include "alpha_pulse/backtest/closed_loop.hpp"

namespace alpha_pulse::backtest {
namespace {

/// How many at the beginning are prices without a silence before them; `last`: time of the price before.
std::size_t calm_prices(std::span<const Event> events, Timestamp last, Duration stale) {
  std::size_t calm = 0;
  for (; calm < events.size() && is_price_event(events[calm]) && events[calm].ts_event - last <= stale; ++calm) {
    last = events[calm].ts_event;
  }
  return calm;
}

}  // namespace

Result<std::unique_ptr<ClosedLoop>> ClosedLoop::create(LoopSettings settings, const hedging::HedgeSettings& hedge) {
  auto strategy = std::make_unique<hedging::GridStrategy>(hedge, settings.engine.spot_leg, settings.engine.hedge_leg);
  const hedging::GridStrategy* grid = strategy.get();
  std::unique_ptr<ClosedLoop> loop(new ClosedLoop(std::move(settings), std::move(strategy), grid));
  if (auto wired = loop->wire(); !wired) return std::unexpected(wired.error());
  return loop;
}

Result<std::unique_ptr<ClosedLoop>> ClosedLoop::create(LoopSettings settings, std::unique_ptr<IStrategy> strategy) {
  std::unique_ptr<ClosedLoop> loop(new ClosedLoop(std::move(settings), std::move(strategy), nullptr));
  if (auto wired = loop->wire(); !wired) return std::unexpected(wired.error());
  return loop;
}

ClosedLoop::ClosedLoop(LoopSettings settings, std::unique_ptr<IStrategy> strategy, const hedging::GridStrategy* grid)
    : settings_(std::move(settings)),
      grid_(grid),
      costs_(settings_.engine.instruments, settings_.engine.hedge_leg, account_),
      advice_(settings_.advice),
      observer_(std::make_unique<RunObserver>(std::move(strategy), settings_.engine.hedge_leg, settings_.limits,
                                              [grid] { return grid ? grid->state() : ProgramState::ACTIVE; })),
      initial_holding_value_(settings_.engine.instruments[settings_.engine.hedge_leg.value].quote) {}

Result<void> ClosedLoop::wire() {
  const Money wallet = settings_.engine.wallet;
  auto broker = execution::create_broker(settings_.mode, {.instruments = settings_.engine.instruments,
                                                          .fills = settings_.fills,
                                                          .wallets = {{wallet.currency(), wallet}},
                                                          .sink = costs_,
                                                          .advising = settings_.advising,
                                                          .advice = &advice_,
                                                          .access = std::nullopt,
                                                          .reached = settings_.reached});
  if (!broker) return std::unexpected(broker.error());
  if (settings_.history) observer_->record(&history_);
  account_view_ = dynamic_cast<const engine::IAccountView*>(broker->get());
  costs_.measure(std::move(*broker));
  engine_ = std::make_unique<engine::Engine>(settings_.engine,
                                             engine::Engine::Deps{.strategy = *observer_,
                                                                  .broker = costs_,
                                                                  .journal = settings_.journal,
                                                                  .notices = costs_.notices_for(settings_.notices)});
  runner_ = std::make_unique<engine::Runner>(
      *engine_, costs_, account_, engine::Runner::Options{.skip = settings_.skip, .on_hour = [this](Timestamp hour) {
                                                            sample(hour, engine_->portfolio().mark(),
                                                                   engine_->portfolio().spot_price());
                                                          }});
  return {};
}

engine::EventSink::Outcome ClosedLoop::push(const Event& event) {
  Event own = event;
  return take(own);
}

/// Keeps the time of prices, and tells of silences between them.
void ClosedLoop::note_time(const Event& event) {
  if (!is_price_event(event)) return;
  if (!started_at_) {
    started_at_ = event.ts_event;
  } else if (event.ts_event - last_event_at_ > settings_.engine.limits.stale_after) {
    observer_->on_gap(last_event_at_, event.ts_event);
  }
  last_event_at_ = event.ts_event;
}

engine::EventSink::Outcome ClosedLoop::take(Event& event) {
  note_time(event);
  const Outcome outcome = runner_->take(event);
  if (initial_holding_value_.is_zero() && engine_->portfolio().begun()) {
    const Money value = engine_->portfolio().holding_value();
    initial_holding_value_ = value.raw() < 0 ? -value : value;
  }
  return outcome;
}

void ClosedLoop::take_all(std::span<Event> events) {
  while (!events.empty()) {
    const std::size_t calm =
        initial_holding_value_.is_zero() ? 0 : calm_prices(events, last_event_at_, settings_.engine.limits.stale_after);
    if (calm == 0) {
      take(events.front());
      events = events.subspan(1);
      continue;
    }
    last_event_at_ = events[calm - 1].ts_event;
    runner_->take_all(events.first(calm));
    events = events.subspan(calm);
  }
}

void ClosedLoop::pass_hour(Price mark, Price spot) {
  sample(runner_->next_hour(), mark, spot);
  runner_->hour_passed();
}

void ClosedLoop::pass_over(std::uint64_t count, std::span<const Event> latest, Timestamp last_at) {
  runner_->pass_over(count, latest);
  last_event_at_ = last_at;
}

engine::Recovered ClosedLoop::recover(std::span<const engine::JournalRecord> records) {
  return engine::recover(records, *runner_);
}

Timestamp ClosedLoop::replay(std::span<const engine::JournalRecord> records) {
  std::uint64_t last_seq = 0;
  for (const engine::JournalRecord& record : records) {
    const auto* event = record.as<Event>();
    if (event == nullptr) continue;
    costs_.observe(*event);
    engine_->process(*event);
    last_seq = std::max(last_seq, event->seq);
    if (!is_price_event(*event)) continue;
    if (!started_at_) started_at_ = event->ts_event;
    last_event_at_ = event->ts_event;
  }
  runner_->continue_behind(last_seq);
  const Money value = engine_->portfolio().holding_value();
  initial_holding_value_ = value.raw() < 0 ? -value : value;
  return engine_->now();
}

void ClosedLoop::finish() {
  runner_->finish(last_event_at_);
  observer_->on_end(last_event_at_);
  if (!settings_.history) return;
  for (const Order& order : engine_->tracker().live()) {
    const Price price = order.spec.price.known() ? order.spec.price : order.spec.trigger;
    history_.standing.push_back(
        {.purpose = order.spec.slot.kind, .side = order.spec.side, .quantity = order.remaining(), .price = price});
  }
}

void ClosedLoop::sample(Timestamp hour, Price mark, Price spot) {
  const engine::Portfolio& portfolio = engine_->portfolio();
  if (!portfolio.begun()) return;
  const engine::AccountTerms terms = portfolio.terms_at(mark, spot);
  const bool one_currency =
      terms.spot.currency() == settings_.engine.instruments[settings_.engine.spot_leg.value].quote;
  hours_.push_back({.hour = hour,
                    .profit = terms.total() - terms.transfers,
                    .spot_profit = one_currency ? terms.spot : portfolio.holding_terms_at(mark, spot).spot});
  if (!settings_.history) return;
  history_.hours.push_back({.at = hour,
                            .mark = mark,
                            .spot = spot,
                            .held = portfolio.position().quantity(),
                            .holding = portfolio.spot(),
                            .wallet = portfolio.wallet(),
                            .terms = terms,
                            .slippage = costs_.slippage()});
}

}  // namespace alpha_pulse::backtest
