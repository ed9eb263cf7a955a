#include "alpha_pulse/engine/testing/toy_world.hpp"

#include <algorithm>

namespace alpha_pulse::engine::testing {
namespace {

constexpr Price cents(std::int64_t n) {
  return Price::from_raw(n * (kOne / 100));
}
constexpr Quantity thousandths(std::int64_t n) {
  return Quantity::from_raw(n * (kOne / 1000));
}
constexpr Ratio per_myriad(std::int64_t n) {
  return Ratio::from_raw(n * (kOne / 10000));
}
const Currency kUsdt{"USDT"};

}  // namespace

std::vector<Instrument> toy_instruments() {
  Instrument spot;
  spot.id = kSpotLeg;
  spot.symbol = "BTCUSDT";
  spot.kind = ContractKind::SPOT;
  spot.base = Currency{"BTC"};
  spot.quote = kUsdt;
  spot.tick = cents(1);
  spot.lot = thousandths(1);
  spot.min_notional = Money::from_raw(Money::kUnit * 5, kUsdt);
  spot.multiplier = Quantity::from_raw(kOne);
  Instrument hedge = spot;
  hedge.id = kHedgeLeg;
  hedge.kind = ContractKind::LINEAR;
  hedge.unattended_rise = Ratio::from_raw(kOne / 100 * 45);
  hedge.brackets = {{.notional_floor = Money(kUsdt), .maintenance = per_myriad(40), .cum = Money(kUsdt)}};
  return {spot, hedge};
}

EngineSettings toy_settings() {
  EngineSettings settings;
  settings.instruments = toy_instruments();
  settings.spot_quantity = Quantity::from_raw(kOne);
  settings.wallet = Money::from_raw(Money::kUnit * 100000, kUsdt);
  settings.limits.orders_per_minute = 100000;
  settings.limits.stale_after = Duration::minutes(5);
  return settings;
}

Event event_at(Timestamp when, EventBody body, InstrumentId instrument) {
  Event event;
  event.instrument = instrument;
  event.ts_event = when;
  event.ts_receive = when;
  event.body = body;
  return event;
}

Event print(std::int64_t ms, std::int64_t price_cents, PrintRoles roles, InstrumentId leg) {
  return event_at(
      Timestamp::from_ms(ms),
      TradeTick{.price = cents(price_cents), .quantity = thousandths(10), .aggressor = Side::BUY, .roles = roles}, leg);
}

// ---- the venue
// -------------------------------------------------------------------------------------------------------

void ToyBroker::tell(EventBody body) {
  account_.push(event_at(now_, body));
}

void ToyBroker::submit(const risk::RiskApproved<Command>& command, Lsn lsn) {
  submitted.push_back(command.get());
  lsns.push_back(lsn);
  if (const auto* cancel = std::get_if<CancelOrder>(&command.get())) {
    const auto gone = std::ranges::find(resting_, cancel->id, &Resting::id);
    if (gone == resting_.end()) {
      tell(CancelRejected{cancel->id});
      return;
    }
    resting_.erase(gone);
    tell(OrderCanceled{cancel->id});
    return;
  }
  const auto& place = std::get<PlaceOrder>(command.get());
  const Resting order{.id = place.id, .spec = place.spec};
  if (!last_.known()) {
    tell(OrderRejected{.order = place.id, .reason = Reason::NO_PRICE});
    return;
  }
  tell(OrderAccepted{.order = place.id, .venue_order = VenueOrderId{place.id.value}});
  if (place.spec.type == OrderType::MARKET || touched(place.spec))
    execute(order, last_, Liquidity::TAKER);
  else
    resting_.push_back(order);
}

bool ToyBroker::touched(const OrderSpec& spec) const {
  const bool sell = spec.side == Side::SELL;
  if (spec.type == OrderType::LIMIT) return sell ? last_ >= spec.price : last_ <= spec.price;
  const bool upward = (spec.type == OrderType::STOP_MARKET) == !sell;
  return upward ? mark_ >= spec.trigger : mark_ <= spec.trigger;
}

void ToyBroker::execute(const Resting& order, Price price, Liquidity liquidity) {
  Quantity quantity = order.spec.quantity;
  if (order.spec.reduce_only) {
    const bool closes = (position_.raw() < 0) == (order.spec.side == Side::BUY);
    quantity = closes ? std::min(quantity, position_.magnitude()) : Quantity{};
  }
  if (quantity.is_zero()) {
    tell(OrderExpired{order.id});
    return;
  }
  position_ += signed_quantity(order.spec.side, quantity);
  const Money value = notional(hedge, price, quantity);
  tell(OrderFilled{{.order = order.id,
                    .trade = TradeId{++trades_},
                    .side = order.spec.side,
                    .quantity = quantity,
                    .price = price,
                    .fee = scale(value, per_myriad(4)).rounded_to_venue(),
                    .liquidity = liquidity}});
  if (quantity < order.spec.quantity) tell(OrderExpired{order.id});
}

void ToyBroker::observe(const Event& event) {
  now_ = event.ts_event;
  if (event.instrument != kHedgeLeg) return;
  if (const auto* trade = event.as<TradeTick>()) {
    last_ = trade->price;
    if (trade->roles.mark) mark_ = trade->price;
  } else if (const auto* mark = event.as<MarkPrice>()) {
    mark_ = mark->price;
  } else if (const auto* funding = event.as<FundingRateDue>()) {
    if (!mark_.known()) return;
    const Money held = notional(hedge, mark_, position_);
    tell(FundingSettled{scale(-held, funding->rate).rounded_to_venue()});
    return;
  } else {
    return;
  }
  std::vector<Resting> stay;
  for (const Resting& order : resting_) {
    if (!touched(order.spec))
      stay.push_back(order);
    else if (order.spec.type == OrderType::LIMIT)
      execute(order, order.spec.price, Liquidity::MAKER);
    else
      execute(order, last_, Liquidity::TAKER);
  }
  resting_ = std::move(stay);
}

Wakeup ToyBroker::next_wakeup() const {
  Wakeup wakeup;
  for (const Resting& order : resting_) {
    PriceBand band{.instrument = kHedgeLeg, .kind = PriceKind::TRADE, .at_or_below = {}, .at_or_above = {}};
    const bool limit = order.spec.type == OrderType::LIMIT;
    const bool sell = order.spec.side == Side::SELL;
    const bool upward = limit ? sell : (order.spec.type == OrderType::STOP_MARKET) == !sell;
    if (!limit) band.kind = PriceKind::MARK;
    (upward ? band.at_or_above : band.at_or_below) = limit ? order.spec.price : order.spec.trigger;
    wakeup.add(band);
  }
  return wakeup;
}

// ---- the strategy
// ----------------------------------------------------------------------------------------------------

namespace {

constexpr Duration kTurn = Duration::minutes(10);
constexpr Ratio kStepUp = per_myriad(10020);
constexpr Ratio kStepDown = per_myriad(9980);

OrderSpec spec(SlotKind kind, std::uint16_t index, Side side, OrderType type, std::int64_t quantity) {
  OrderSpec made;
  made.instrument = kHedgeLeg;
  made.slot = {.kind = kind, .index = index};
  made.side = side;
  made.type = type;
  made.reduce_only = side == Side::BUY;
  made.quantity = thousandths(quantity);
  return made;
}

}  // namespace

bool ToyStrategy::has(const StrategyView& view, SlotKind kind) const {
  return std::ranges::any_of(view.live_orders, [&](const Order& order) { return order.spec.slot.kind == kind; });
}

void ToyStrategy::on_event(const Event& event, const StrategyView& view, Commands& out) {
  if (remember) seen.push_back(event);
  if (const auto* refusal = event.as<OrderRejected>()) rejected.push_back(*refusal);
  if (event.more_follow) return;
  const Price price = view.market(kHedgeLeg).reference();
  if (!price.known()) return;
  followed_ = view.market(kHedgeLeg).mark.known() ? PriceKind::MARK : PriceKind::TRADE;
  const bool bar = use_bars && event.as<BarClosed>() != nullptr;
  if (!anchor_.known() || price >= scale_rounding_up(anchor_, kStepUp) ||
      price <= scale_rounding_down(anchor_, kStepDown) || view.now >= deadline_ || bar) {
    move_anchor(price, view, out);
  }
}

void ToyStrategy::move_anchor(Price price, const StrategyView& view, Commands& out) {
  const Instrument& hedge = view.instrument(kHedgeLeg);
  const bool fell = anchor_.known() && price < anchor_;
  anchor_ = price;
  deadline_ = view.now + kTurn;
  ++turns_;
  for (const Order& order : view.live_orders) {
    if (!order.cancel_requested && order.spec.slot.kind != SlotKind::STOP_LOSS) out.cancel(order);
  }
  OrderSpec sell = spec(SlotKind::GRID_OPEN, turns_, Side::SELL, OrderType::LIMIT, 10 + turns_ % 7);
  sell.price = hedge.round_up_to_tick(scale_rounding_up(price, per_myriad(10010)));
  out.place(sell);
  if (turns_ % 5 == 0) out.place(spec(SlotKind::REBALANCE, turns_, Side::SELL, OrderType::MARKET, 5));
  if (fell && view.position(kHedgeLeg).quantity().raw() < 0) {
    out.place(spec(SlotKind::FLATTEN, turns_, Side::BUY, OrderType::MARKET, 3));
    OrderSpec buy = spec(SlotKind::GRID_CLOSE, turns_, Side::BUY, OrderType::LIMIT, 4);
    buy.price = hedge.round_down_to_tick(scale_rounding_down(price, per_myriad(9992)));
    out.place(buy);
  }
  if (!has(view, SlotKind::STOP_LOSS)) {
    OrderSpec stop = spec(SlotKind::STOP_LOSS, turns_, Side::BUY, OrderType::STOP_MARKET, 500);
    stop.trigger = hedge.round_down_to_tick(scale_rounding_down(price, per_myriad(10400)));
    out.place(stop);
  }
}

Wakeup ToyStrategy::next_wakeup() const {
  Wakeup wakeup;
  wakeup.bars = use_bars;
  if (!anchor_.known()) {
    wakeup.every_event = true;
    return wakeup;
  }
  wakeup.add({.instrument = kHedgeLeg,
              .kind = followed_,
              .at_or_below = scale_rounding_down(anchor_, kStepDown),
              .at_or_above = scale_rounding_up(anchor_, kStepUp)});
  wakeup.not_later_than(deadline_);
  return wakeup;
}

}  // namespace alpha_pulse::engine::testing
