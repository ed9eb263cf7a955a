#pragma once

#include <algorithm>
#include <limits>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "alpha_pulse/hedging/grid_strategy.hpp"
#include "alpha_pulse/hedging/test_orders.hpp"

/// Drives a GridStrategy alone: one series of prices, an obedient venue, no engine. A print first matches what rests
/// (limits at their price when touched, stops at the print), then the strategy decides once. What it sends stays on its
/// way until `settle`.
namespace alpha_pulse::hedging::test {

struct BenchSetup {
  std::string spot = "1";
  std::string wallet = "100000";
  Filters filters;
};

class Bench {
 public:
  explicit Bench(const HedgeSettings& settings, const BenchSetup& setup = {})
      : strategy_(settings, kSpotLeg, kHedgeLeg), settings_(settings) {
    const Instrument future = linear(setup.filters);
    instruments_ = {spot_of(future), future};
    spot = spot_max = qty(setup.spot);
    wallet = usdt(setup.wallet);
  }

  // ---- what the world may do to the strategy -----------------------------------------------------------------------

  /// A print at `p`, a second after the last event, with everything it fills. Returns what was sent.
  Lines tick(const std::string& p) { return tick(price(p)); }
  Lines tick(Price p) { return print(p, Duration::seconds(1)); }
  Lines print(Price p, Duration later) {
    now = now + later;
    Event event;
    event.body = TradeTick{.price = p, .quantity = qty("1"), .aggressor = Side::BUY, .roles = kAllRoles};
    event.instrument = kHedgeLeg;
    event.ts_event = now;
    for (MarketState& market : markets_) market.absorb(event, future());
    std::vector<Event> happened = match(p);
    const bool must_be_quiet = happened.empty() && promised_quiet(p) && !gate_spoke_;
    gate_spoke_ = false;
    happened.push_back(event);
    Lines sent = deliver_all(happened);
    if (must_be_quiet && !sent.empty())
      promise_broken = "nothing was to happen at " + p.to_string() + ": " + sent.front();
    return sent;
  }
  /// Everything on its way arrives, and everything that follows from it, until nothing is on its way.
  Lines settle() {
    Lines all;
    for (int round = 0; round < 100; ++round) {
      if (!arrive(&all)) return all;
    }
    broken = "the strategy and the venue never come to rest";
    return all;
  }
  /// The first order or cancel that is on its way arrives; false when nothing is.
  bool arrive(Lines* sent = nullptr) {
    const std::vector<Event> happened = next_arrival();
    for (std::string& text : deliver_all(happened)) {
      if (sent != nullptr) sent->push_back(std::move(text));
    }
    return !happened.empty();
  }
  Lines go(const std::string& p) {
    Lines sent = tick(p);
    for (std::string& text : settle()) sent.push_back(std::move(text));
    return sent;
  }
  Lines operate(OperatorAction action) { return deliver_all({account(OperatorRequested{.action = action})}); }
  Lines wait(Duration time) {
    now = now + time;
    return deliver_all({account(TimerElapsed{})});
  }
  Lines change_spot(const std::string& change) {
    spot += qty(change);
    if (spot.magnitude() > spot_max.magnitude()) spot_max = spot;
    return deliver_all({account(SpotBalanceChanged{.change = qty(change)})});
  }
  Lines bar(const std::string& close) {
    const Price p = price(close);
    now = now + Duration::minutes(5);
    return deliver_all({account(
        BarClosed{.open = p, .high = p, .low = p, .close = p, .volume = qty("1"), .step = Duration::minutes(5)})});
  }
  void allow_raising(bool allowed) {
    may_raise_ = allowed;
    gate_spoke_ = true;
  }
  void demand(ProgramState state, Reason reason) {
    risk_state_ = state;
    risk_reason_ = reason;
    gate_spoke_ = true;
  }
  /// The venue takes an order away that nobody asked to cancel.
  Lines lose(SlotKind kind, int index = 0) {
    return deliver_all({account(OrderCanceled{.order = orders.find(kind, index)->id})});
  }
  Lines reject(SlotKind kind, int index = 0) {
    return deliver_all({account(OrderRejected{.order = orders.find(kind, index)->id, .reason = Reason::BAD_FILTER})});
  }

  // ---- what can be seen --------------------------------------------------------------------------------------------

  const Instrument& future() const { return instruments_[kHedgeLeg.value]; }
  Quantity position() const { return positions_[kHedgeLeg.value].quantity(); }
  std::string held() const { return position().magnitude().to_string(3); }
  const GridStrategy& strategy() const { return strategy_; }
  std::string state() const {
    return std::string(to_string(strategy_.state())) + " " + std::string(to_string(strategy_.reason()));
  }
  template <class T>
  std::vector<T> told() const {
    std::vector<T> out;
    for (const Notice& notice : notices_) {
      if (const auto* match = std::get_if<T>(&notice)) out.push_back(*match);
    }
    return out;
  }
  /// Resting orders as lines, sorted.
  Lines resting() const {
    Lines lines;
    for (const Order& order : orders.live()) lines.push_back(line(order.spec));
    std::sort(lines.begin(), lines.end());
    return lines;
  }

  LiveOrders orders;
  Timestamp now = at(1'700'000'000);
  Quantity spot, spot_max;  ///< coins now, and the most there were
  Money wallet;
  std::size_t fills = 0, placed = 0, canceled = 0;
  Lines history;               ///< the last events and what was sent, for a person who looks for a cause
  std::string broken;          ///< the first broken rule of the bench, else empty
  std::string promise_broken;  ///< the first command inside the wake-up promise, else empty

 private:
  Event account(EventBody body) const {
    Event event;
    event.instrument = kHedgeLeg;
    event.ts_event = now;
    event.body = std::move(body);
    return event;
  }
  Side raise_side() const { return strategy_.book().raise_side(); }
  Quantity reducible(Side side) const {
    const Quantity q = position();
    return std::max(Quantity{}, side == Side::BUY ? -q : q);
  }

  // ---- the venue ---------------------------------------------------------------------------------------------------

  bool touched(const Order& order, Price p) const {
    const bool sells = order.spec.side == Side::SELL;
    if (order.spec.type == OrderType::LIMIT) return sells ? p >= order.spec.price : p <= order.spec.price;
    const bool falls = (order.spec.type == OrderType::STOP_MARKET) == sells;
    return falls ? p <= order.spec.trigger : p >= order.spec.trigger;
  }
  /// The events of one order filling at `p`: as much as it may, and its end.
  void fill(const Order& order, Price p, Quantity& may_reduce, std::vector<Event>& happened) const {
    const bool reduces = order.spec.reduce_only;
    const Quantity quantity = reduces ? std::min(order.remaining(), may_reduce) : order.remaining();
    if (is_conditional(order.spec.type)) happened.push_back(account(OrderTriggered{.order = order.id}));
    if (!quantity.is_zero()) {
      happened.push_back(account(OrderFilled{.fill = {.order = order.id,
                                                      .trade = {},
                                                      .side = order.spec.side,
                                                      .quantity = quantity,
                                                      .price = p,
                                                      .fee = usdt("0"),
                                                      .liquidity = Liquidity::MAKER}}));
    }
    may_reduce += order.spec.side == raise_side() ? quantity : -quantity;
    if (quantity != order.remaining()) happened.push_back(account(OrderExpired{.order = order.id}));
  }
  /// Limits at their own price, nearest first, then stops and take profits at the print.
  std::vector<Event> match(Price p) const {
    std::vector<const Order*> hit;
    for (const Order& order : orders.live()) {
      const bool at_venue = order.state != OrderState::SUBMITTED;
      if (at_venue && touched(order, p)) hit.push_back(&order);
    }
    std::sort(hit.begin(), hit.end(), [](const Order* a, const Order* b) {
      const auto rank = [](const Order* o) {
        return std::tuple(is_conditional(o->spec.type), o->spec.slot.index, o->id);
      };
      return rank(a) < rank(b);
    });
    std::vector<Event> happened;
    Quantity may_reduce = reducible(opposite(raise_side()));
    for (const Order* order : hit) {
      fill(*order, order->spec.type == OrderType::LIMIT ? order->spec.price : p, may_reduce, happened);
    }
    for (Event& event : happened) event.more_follow = true;
    return happened;
  }
  /// What becomes of the first order or cancel that is on its way; one at a time, for the position decides about the
  /// next. Empty when nothing is.
  std::vector<Event> next_arrival() const {
    const MarketState& market = markets_[kHedgeLeg.value];
    for (const Order& order : orders.live()) {
      if (order.state != OrderState::SUBMITTED) {
        if (order.cancel_requested) return {account(OrderCanceled{.order = order.id})};
        continue;
      }
      if (is_conditional(order.spec.type)) {
        if (touched(order, market.mark)) {
          return {account(OrderRejected{.order = order.id, .reason = Reason::WOULD_TRIGGER_IMMEDIATELY})};
        }
      } else if (order.spec.type == OrderType::MARKET || order.spec.time_in_force == TimeInForce::IOC) {
        std::vector<Event> happened;
        Quantity may_reduce = reducible(order.spec.side);
        fill(order, order.spec.side == Side::SELL ? market.bid : market.ask, may_reduce, happened);
        return happened;
      }
      return {account(OrderAccepted{.order = order.id, .venue_order = {}})};
    }
    return {};
  }

  // ---- the engine --------------------------------------------------------------------------------------------------

  Lines deliver_all(const std::vector<Event>& events) {
    Lines sent;
    for (const Event& event : events) {
      for (std::string& text : deliver(event)) sent.push_back(std::move(text));
    }
    return sent;
  }
  Lines deliver(const Event& event) {
    Order subject;
    const bool about_an_order = take_in(event, subject);
    const Position& hedge = positions_[kHedgeLeg.value];
    const Price mark = markets_[kHedgeLeg.value].reference();
    StrategyView view;
    view.now = now;
    view.instruments = instruments_;
    view.markets = markets_;
    view.positions = positions_;
    view.live_orders = orders.live();
    view.order = about_an_order ? &subject : nullptr;
    view.spot = spot;
    view.spot_price = mark;
    view.wallet = wallet;
    view.unrealised = mark.known() ? hedge.unrealised(future(), mark) : usdt("0");
    view.margin_guard = ratio("0.225");
    view.cap = scale_toward_zero(spot.magnitude(), settings_.ratio.max);
    view.may_raise = may_raise_;
    view.risk_state = risk_state_;
    view.risk_reason = risk_reason_;
    Commands out;
    strategy_.on_event(event, view, out);
    check(out);
    if (event.more_follow && !out.orders().empty()) broken = "decided before the last event of a moment";
    for (const Notice& notice : out.notices()) notices_.push_back(notice);
    Lines sent = orders.take(out, now);
    note(event, sent);
    return sent;
  }
  void note(const Event& event, const Lines& sent) {
    std::string text = std::to_string((now - at(1'700'000'000)).ns() / 1'000'000'000) + " s " +
                       std::string(event_name(event)) + " P " + markets_[1].last.to_string() + " q " +
                       position().to_string(3) + " " + state();
    for (const std::string& order : sent) text += " | " + order;
    history.push_back(std::move(text));
    if (history.size() > 12) history.erase(history.begin());
  }
  /// Books the event; true when it is about one of our orders, which `subject` then shows as it is afterwards.
  bool take_in(const Event& event, Order& subject) {
    ClientOrderId id;
    OrderState state = OrderState::ACCEPTED;
    if (const auto* e = event.as<OrderAccepted>()) id = e->order;
    if (const auto* e = event.as<OrderTriggered>()) id = e->order;
    if (const auto* e = event.as<OrderRejected>()) id = e->order, state = OrderState::REJECTED;
    if (const auto* e = event.as<OrderCanceled>()) id = e->order, state = OrderState::CANCELED;
    if (const auto* e = event.as<OrderExpired>()) id = e->order, state = OrderState::EXPIRED;
    const auto* filled = event.as<OrderFilled>();
    if (filled != nullptr) id = filled->fill.order;
    auto& all = orders.orders();
    const auto order = std::find_if(all.begin(), all.end(), [&](const Order& o) { return o.id == id; });
    if (order == all.end()) return false;
    if (filled != nullptr) {
      ++fills;
      order->filled += filled->fill.quantity;
      state = order->remaining().is_zero() ? OrderState::FILLED : OrderState::PARTIALLY_FILLED;
      positions_[kHedgeLeg.value].apply(future(), filled->fill.side, filled->fill.quantity, filled->fill.price);
    }
    order->triggered = order->triggered || event.as<OrderTriggered>() != nullptr;
    order->state = advance(order->state, state);
    order->updated_at = now;
    subject = *order;
    if (!order->live()) all.erase(order);
    return true;
  }
  /// Rules that hold for every batch of commands.
  void check(const Commands& out) {
    for (const Command& command : out.orders()) {
      const OrderSpec& spec = spec_of(command);
      if (std::holds_alternative<CancelOrder>(command)) {
        ++canceled;
        continue;
      }
      ++placed;
      if (orders.find(spec.slot.kind, spec.slot.index) != nullptr)
        broken = "two live orders in one slot: " + line(spec);
      if (spec.quantity.raw() <= 0 || !future().on_lot(spec.quantity)) broken = "quantity off the lot: " + line(spec);
      const Price p = is_conditional(spec.type) ? spec.trigger : spec.price;
      if (spec.type != OrderType::MARKET && (!p.known() || !future().on_tick(p)))
        broken = "price off the tick: " + line(spec);
      if ((spec.side != raise_side()) != spec.reduce_only) broken = "reducing and reduce-only differ: " + line(spec);
    }
  }
  bool promised_quiet(Price p) const {
    const Wakeup wakeup = strategy_.next_wakeup();
    if (wakeup.every_event || now >= wakeup.at) return false;
    return std::all_of(wakeup.bands.begin(), wakeup.bands.end(), [&](const PriceBand& band) {
      const Price seen = band.kind == PriceKind::ASK ? p + (future().tick - Price{}) : p;
      return (!band.at_or_below.known() || seen > band.at_or_below) &&
             (!band.at_or_above.known() || seen < band.at_or_above);
    });
  }

  bool may_raise_ = true;
  ProgramState risk_state_ = ProgramState::ACTIVE;
  Reason risk_reason_ = Reason::NONE;
  bool gate_spoke_ = false;  // the gate's word changed: its own promise wakes everybody
  GridStrategy strategy_;
  HedgeSettings settings_;
  std::vector<Instrument> instruments_;
  std::vector<MarketState> markets_{2};
  std::vector<Position> positions_{2};
  std::vector<Notice> notices_;
};

}  // namespace alpha_pulse::hedging::test
