#include "alpha_pulse/engine/engine.hpp"

#include "alpha_pulse/domain/print_run.hpp"
#include "alpha_pulse/engine/journal_record.hpp"

namespace alpha_pulse::engine {
namespace {

constexpr Duration kCheckpointEvery = Duration::minutes(1);

bool plausible(const Event& event) {
  if (const auto* trade = event.as<TradeTick>()) return trade->price.known();
  if (const auto* quote = event.as<QuoteTick>()) return quote->bid.known() && quote->ask.known();
  const auto* mark = event.as<MarkPrice>();
  return mark == nullptr || mark->price.known();
}

/// A print of another instrument that also stands for the price of this one.
void absorb_print(MarketState& market, Price price, Timestamp at) {
  market.previous_last = market.last;
  market.last = price;
  market.previous_at = market.updated_at;
  market.updated_at = at;
  ++market.updates;
}

}  // namespace

Engine::Engine(EngineSettings settings, Deps deps)
    : settings_(std::move(settings)),
      deps_(deps),
      markets_(settings_.instruments.size()),
      portfolio_({.instruments = settings_.instruments,
                  .spot_leg = settings_.spot_leg,
                  .hedge_leg = settings_.hedge_leg,
                  .spot = settings_.spot_quantity,
                  .wallet = settings_.wallet,
                  .reference = settings_.reference}),
      gate_(settings_.limits, settings_.direction, settings_.hedge_leg, settings_.sigma_daily, settings_.spot_leg),
      bounds_(settings_.instruments, settings_.spot_leg),
      last_quiet_(settings_.instruments.size()) {
  ensure(settings_.spot_leg != settings_.hedge_leg, "the holding and its hedge are two books");
}

inline void Engine::absorb_prices(const Event& event) {
  const std::size_t i = event.instrument.value;
  markets_[i].absorb(event, settings_.instruments[i]);
  MarketState& spot = markets_[settings_.spot_leg.value];
  if (const auto* trade = event.as<TradeTick>(); trade != nullptr && trade->roles.spot && &spot != &markets_[i]) {
    absorb_print(spot, trade->price, event.ts_event);
  }
  const Price mark = hedge_market().reference();
  portfolio_.mark_to(mark, settings_.one_series ? mark : spot.last);
}

inline void Engine::absorb_quiet(const Event& price) {
  absorb_prices(price);
  if (deps_.journal != nullptr) last_quiet_.keep(price, price.seq);
}

void Engine::process(const Event& event) {
  ensure(event.ts_event >= now_, "events come in order of time");
  now_ = event.ts_event;
  ++counters_.events;
  if (!settings_.ask_always && bounds_.quiet(event)) {
    ++counters_.quiet;
    if (is_price_event(event)) absorb_quiet(event);
    return;
  }
  process_waking(event);
}

/// Prints of the hedge leg at the beginning, once the account has begun; how many there were. The same as
/// `absorb_quiet` of each.
std::size_t Engine::absorb_prints(std::span<const Event> prices) {
  const Instrument& hedge = settings_.instruments[settings_.hedge_leg.value];
  const auto* first = prices.front().as<TradeTick>();
  if (first == nullptr || prices.front().instrument != hedge.id || !portfolio_.begun()) return 0;
  MarketState& market = markets_[settings_.hedge_leg.value];
  MarketState& spot = markets_[settings_.spot_leg.value];
  const PrintRoles roles = first->roles;
  const bool is_mark = roles.mark || !market.mark.known();
  const bool is_spot = settings_.one_series ? is_mark : roles.spot;
  const Price other_mark = market.mark, other_spot = settings_.one_series ? market.mark : spot.last;
  const std::size_t count = print_run(prices, [&, now = now_](const Event& event, const TradeTick& trade) mutable {
    ensure(event.ts_event >= now, "events come in order of time");
    now = event.ts_event;
    portfolio_.mark_known(Price(is_mark ? trade.price : other_mark), Price(is_spot ? trade.price : other_spot));
    return true;
  });
  const std::span<const Event> prints = prices.first(count);
  now_ = prints.back().ts_event;
  absorb_print_run(market, prints, hedge);
  if (roles.spot) {
    absorb_print_run(spot, prints,
                     [&spot](const Event& print) { absorb_print(spot, print.as<TradeTick>()->price, print.ts_event); });
  }
  if (deps_.journal != nullptr) last_quiet_.keep(prints.back(), prints.back().seq);
  return count;
}

void Engine::process_quiet(std::span<const Event> prices) {
  counters_.events += prices.size();
  counters_.quiet += prices.size();
  while (!prices.empty()) {
    std::size_t taken = absorb_prints(prices);
    if (taken == 0) {
      const Event& price = prices[taken++];
      ensure(price.ts_event >= now_, "events come in order of time");
      now_ = price.ts_event;
      absorb_quiet(price);
    }
    prices = prices.subspan(taken);
  }
}

void Engine::process_waking(const Event& event) {
  write(event);
  previous_ = hedge_market().reference();
  previous_at_ = hedge_market().updated_at;
  subject_ = nullptr;
  if (!plausible(event)) {
    ++counters_.refused_prices;
    gate_.on_refused_price();
    renew_wakeup(risk_context());
    return;
  }
  if (is_price_event(event))
    absorb_prices(event);
  else
    absorb_account(event);
  risk::RiskContext context = risk_context();  // one for the whole event: only the live orders change below
  if (gate_.on_event(event, context)) {
    notify(Warned{.about = Warned::About::ABSURD_PRICE, .price = hedge_market().reference(), .quantity = {}});
  }
  ensure(portfolio_.residual().is_zero(), "the account's residual is 0");
  ask(event, context);
  if (event.more_follow) return;  // the promise is made on the last event of a moment
  context.live_orders = tracker_.live();
  renew_wakeup(context);
  write_checkpoint_if_due();
}

void Engine::absorb_account(const Event& event) {
  const OrderOutcome outcome = tracker_.absorb(event);
  subject_ = outcome.order;
  if (outcome.late || outcome.overfilled || outcome.unknown) ++counters_.incidents;
  if (outcome.fill) {
    portfolio_.book(*outcome.fill);
    ++counters_.fills;
  }
  portfolio_.absorb(event);
}

void Engine::ask(const Event& event, risk::RiskContext& context) {
  commands_.clear();
  deps_.strategy.on_event(event, view(context), commands_);
  subject_ = nullptr;
  for (const Notice& notice : commands_.notices()) notify(notice);
  ensure(!event.more_follow || commands_.orders().empty(), "a strategy decides on the last event of a moment");
  for (const Command& command : commands_.orders()) {
    context.live_orders = tracker_.live();
    if (std::holds_alternative<PlaceOrder>(command))
      place(std::get<PlaceOrder>(command).spec, context);
    else
      cancel(std::get<CancelOrder>(command), context);
  }
  tell_refusals();
}

void Engine::place(const OrderSpec& spec, const risk::RiskContext& context) {
  const Command numbered = PlaceOrder{.id = ClientOrderId{tracker_.ids_given() + 1}, .spec = spec};
  const auto verdict = gate_.check(numbered, context);
  if (!verdict) {
    const Order& refused = tracker_.refuse(spec, now_);
    ++counters_.orders_refused;
    notify(CommandRefused{.spec = spec, .reason = verdict.error().reason, .detail = verdict.error().detail});
    refusals_.push_back({.order = refused.id, .reason = verdict.error().reason});
    return;
  }
  tracker_.submit(spec, now_);
  ++counters_.orders_placed;
  notify(OrderPlaced{.spec = spec});
  send(*verdict);
}

void Engine::cancel(const CancelOrder& command, const risk::RiskContext& context) {
  if (!tracker_.request_cancel(command.id, now_)) {
    ++counters_.orders_refused;
    notify(CommandRefused{
        .spec = command.spec, .reason = Reason::UNKNOWN_ORDER, .detail = "not live, or already being cancelled"});
    return;
  }
  const auto verdict = gate_.check(command, context);
  ensure(verdict.has_value(), "the gate lets every cancel pass");
  ++counters_.orders_canceled;
  notify(OrderCancelRequested{.spec = command.spec});
  send(*verdict);
}

void Engine::send(const risk::RiskApproved<Command>& approved) {
  hash_.add(approved.get(), now_);
  if (deps_.journal != nullptr) lsn_ = deps_.journal->append({CommandRecord{.when = now_, .command = approved.get()}});
  deps_.broker.submit(approved, lsn_);
}

/// The strategy remembers what was refused and may answer at the next event, so no loop can start here.
void Engine::tell_refusals() {
  for (const OrderRejected& refused : refusals_) {
    Event event;
    event.instrument = settings_.hedge_leg;
    event.ts_event = now_;
    event.ts_receive = now_;
    event.more_follow = true;
    event.body = refused;
    subject_ = tracker_.find(refused.order);
    commands_.clear();
    deps_.strategy.on_event(event, view(risk_context()), commands_);
    subject_ = nullptr;
    for (const Notice& notice : commands_.notices()) notify(notice);
    ensure(commands_.orders().empty(), "a strategy decides on the last event of a moment");
  }
  refusals_.clear();
}

void Engine::renew_wakeup(const risk::RiskContext& context) {
  wakeup_ = deps_.strategy.next_wakeup();
  wakeup_.intersect(gate_.next_wakeup(context));
  wakeup_.intersect(deps_.broker.next_wakeup());
  if (!portfolio_.begun()) wakeup_.every_event = true;
  wake_for_first_prices();
  bounds_.compile(wakeup_);
}

/// The last trade stands for a mark or a quote only until the first of its kind, so that one must be seen. Bid and ask
/// come together.
void Engine::wake_for_first_prices() {
  constexpr Price kAny = Price::from_raw(std::numeric_limits<std::int64_t>::max());
  const MarketState& market = hedge_market();
  for (const auto& [kind, price] : {std::pair(PriceKind::MARK, market.mark), std::pair(PriceKind::BID, market.bid)}) {
    if (price.known()) continue;
    wakeup_.add({.instrument = settings_.hedge_leg, .kind = kind, .at_or_below = kAny, .at_or_above = {}});
  }
}

void Engine::write(const Event& event) {
  if (deps_.journal == nullptr) return;
  last_quiet_.release([this](const Event& quiet) { deps_.journal->append({quiet}); });
  lsn_ = deps_.journal->append({event});
}

void Engine::write_checkpoint_if_due() {
  if (deps_.journal == nullptr || now_ < next_checkpoint_) return;
  next_checkpoint_ = now_.floor_to(kCheckpointEvery) + kCheckpointEvery;
  deps_.journal->append({Checkpoint{.when = now_,
                                    .events = counters_.events - counters_.quiet,
                                    .commands = hash_.count(),
                                    .command_hash = hash_.command_hash(),
                                    .position = portfolio_.position().quantity(),
                                    .spot = portfolio_.spot(),
                                    .wallet = portfolio_.wallet(),
                                    .equity = portfolio_.equity(),
                                    .risk_state = gate_.state()}});
}

void Engine::notify(const Notice& notice) const {
  if (deps_.notices != nullptr) deps_.notices->on_notice(now_, notice);
}

risk::RiskContext Engine::risk_context() const {
  return {.now = now_,
          .hedge = settings_.instruments[settings_.hedge_leg.value],
          .market = hedge_market(),
          .previous = previous_,
          .previous_at = previous_at_,
          .spot = portfolio_.spot(),
          .position = portfolio_.position().quantity(),
          .live_orders = tracker_.live(),
          .wallet = portfolio_.wallet(),
          .unrealised = portfolio_.unrealised(),
          .liquidation = portfolio_.liquidation(),
          .equity = portfolio_.equity_by_price(settings_.one_series)};
}

StrategyView Engine::view(const risk::RiskContext& context) const {
  const auto refusal = gate_.raise_refusal(context);
  const Reason reason = gate_.state() != ProgramState::ACTIVE ? gate_.reason()
                        : refusal                             ? refusal->reason
                                                              : Reason::NONE;
  return {.now = now_,
          .instruments = settings_.instruments,
          .markets = markets_,
          .positions = portfolio_.positions(),
          .live_orders = context.live_orders,
          .spot = context.spot,
          .spot_price = portfolio_.spot_price(),
          .wallet = context.wallet,
          .unrealised = context.unrealised,
          .margin_guard = settings_.limits.margin_guard,
          .liquidation = context.liquidation,
          .cap = gate_.cap(context),
          .may_raise = !refusal,
          .risk_state = gate_.state(),
          .risk_reason = reason,
          .order = subject_};
}

}  // namespace alpha_pulse::engine
