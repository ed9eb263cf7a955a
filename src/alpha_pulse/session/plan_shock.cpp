#include "alpha_pulse/session/plan_shock.hpp"

#include <algorithm>
#include <array>

#include "alpha_pulse/hedging/protective_exit.hpp"
#include "alpha_pulse/matching/marketable.hpp"

namespace alpha_pulse::session {
namespace {

using hedging::ExitScope;

/// One walk along the path. `worse` is the direction that costs the hedge: up for a short one.
class Walk {
 public:
  Walk(const PlanBasis& basis, const Outline& planned, Ratio move)
      : in_(basis),
        planned_(planned),
        end_(scale_rounding_down(basis.reference, Ratio::one() + move)),
        wallet_(basis.wallet) {
    shock_.move = move;
  }

  PlanShock run() {
    take_base();
    const bool worse = (end_ > in_.reference) == in_.is_short();
    while (!over_ && (worse ? step_against() : step_in_favour())) {
    }
    settle();
    return shock_;
  }

 private:
  enum class What : std::uint8_t { LIQUIDATION, DISASTER, STOP, RUNG };
  struct Touch {
    What what;
    Price price;
  };

  Quantity held() const { return whole_.quantity().magnitude(); }
  bool ladder_only() const { return in_.hedge.exits.scope == ExitScope::LADDER; }
  const Position& protected_part() const { return ladder_only() ? ladder_ : whole_; }
  bool exits_stand() const { return !ladder_over_ && !protected_part().flat(); }
  hedging::ExitTriggers triggers() const {
    return hedging::exit_triggers(in_.instrument, in_.hedge.exits, protected_part(), in_.is_short());
  }
  Side reduce_side() const { return opposite(in_.raise_side()); }

  bool reached(Price price) const { return end_ >= in_.reference ? price <= end_ : price >= end_; }
  /// The price that fills a resting order of that side.
  Price filling(Price limit, Side side) const {
    if (in_.fills.model != matching::FillModel::THROUGH) return limit;
    const PriceDelta tick = in_.instrument.tick - Price{};
    return side == Side::SELL ? limit + tick : limit - tick;
  }
  bool nearer(Price a, Price b) const { return end_ >= in_.reference ? a < b : a > b; }

  void pay(Price price, Quantity quantity, Ratio fee) {
    wallet_ -= matching::charge(notional(in_.instrument, price, quantity), fee);
  }

  void take_base() {
    if (planned_.base.is_zero()) return;
    const Side side = in_.raise_side();
    const Price touch = side == Side::SELL ? in_.reference : in_.reference + (in_.instrument.tick - Price{});
    const Price price = matching::taker_price(in_.instrument, side, touch, in_.fills.slippage);
    whole_.apply(in_.instrument, side, planned_.base, in_.reference);
    const Money at_reference = notional(in_.instrument, in_.reference, planned_.base);
    const Money slipped = notional(in_.instrument, price, planned_.base);
    wallet_ -= side == Side::SELL ? at_reference - slipped : slipped - at_reference;
    pay(price, planned_.base, in_.fills.taker_fee);
  }

  /// What comes next when the price moves against the hedge. False when nothing does.
  bool step_against() {
    std::array<Touch, 4> touches{};
    std::size_t count = 0;
    const auto add = [&](What what, Price price) {
      if (price.known() && reached(price)) touches[count++] = {.what = what, .price = price};
    };
    if (!whole_.flat()) {
      add(What::LIQUIDATION, liquidation());
      add(What::DISASTER, disaster());
    }
    if (exits_stand()) add(What::STOP, triggers().stop_loss);
    if (const hedging::Rung* rung = next_rung()) {
      add(What::RUNG, filling(rung->level.price, in_.raise_side()));
    }
    if (count == 0) return false;
    const auto* first = std::min_element(touches.begin(), touches.begin() + count,
                                         [&](const Touch& a, const Touch& b) { return nearer(a.price, b.price); });
    act(*first);
    return true;
  }

  void act(const Touch& touch) {
    switch (touch.what) {
      case What::LIQUIDATION:
        return liquidate(touch.price);
      case What::DISASTER:
        return exit(SlotKind::DISASTER_STOP, touch.price);
      case What::STOP:
        return exit(SlotKind::STOP_LOSS, touch.price);
      case What::RUNG:
        return fill_rung();
    }
  }

  /// In its favour only a take profit ends it, and buy-backs take it down step by step.
  bool step_in_favour() {
    const Price profit = exits_stand() ? triggers().take_profit : Price{};
    const bool profit_comes = profit.known() && reached(profit);
    const auto& backs = planned_.ladder.buy_backs();
    if (next_back_ < backs.size() && !held().is_zero()) {
      const hedging::BuyBack& back = backs[next_back_];
      const Price at = filling(back.level.price, reduce_side());
      if (at.known() && reached(at) && (!profit_comes || nearer(at, profit))) {
        ++next_back_;
        ++shock_.taken_back;
        reduce(std::min(back.level.quantity, held()), back.level.price, in_.fills.maker_fee);
        return true;
      }
    }
    if (!profit_comes) return false;
    exit(SlotKind::TAKE_PROFIT, profit);
    return true;
  }

  const hedging::Rung* next_rung() const {
    const auto& rungs = planned_.ladder.rungs();
    if (ladder_over_ || next_rung_ >= rungs.size()) return nullptr;
    const bool kept_clear = in_.hedge.profile == hedging::Profile::GUARDED;
    const Price stop = exits_stand() ? triggers().stop_loss
                                     : hedging::staged_stop(in_.instrument, in_.hedge.exits,
                                                            rungs[next_rung_].level.price, in_.is_short());
    if (kept_clear && !hedging::clear_of_stop(planned_.ladder.geometry(), next_rung_, stop)) return nullptr;
    return &rungs[next_rung_];
  }

  void fill_rung() {
    const hedging::GridLevel& level = planned_.ladder.rungs()[next_rung_++].level;
    ++shock_.rungs_filled;
    whole_.apply(in_.instrument, in_.raise_side(), level.quantity, level.price);
    ladder_.apply(in_.instrument, in_.raise_side(), level.quantity, level.price);
    pay(level.price, level.quantity, in_.fills.maker_fee);
  }

  void reduce(Quantity quantity, Price price, Ratio fee) {
    wallet_ += whole_.apply(in_.instrument, reduce_side(), quantity, price);
    const Quantity of_ladder = std::min(quantity, ladder_.quantity().magnitude());
    if (!of_ladder.is_zero()) ladder_.apply(in_.instrument, reduce_side(), of_ladder, price);
    pay(price, quantity, fee);
  }

  void exit(SlotKind kind, Price trigger) {
    const bool whole = kind == SlotKind::DISASTER_STOP || !ladder_only();
    const Price touch = reduce_side() == Side::BUY ? trigger + (in_.instrument.tick - Price{}) : trigger;
    const Price price = matching::taker_price(in_.instrument, reduce_side(), touch, in_.fills.stop_slippage);
    reduce(whole ? held() : ladder_.quantity().magnitude(), price, in_.fills.taker_fee);
    shock_.exit = kind;
    ladder_over_ = true;
    over_ = whole;
  }

  void liquidate(Price price) {
    const Quantity quantity = held();
    wallet_ += whole_.apply(in_.instrument, reduce_side(), quantity, price);
    const Money fee = matching::charge(notional(in_.instrument, price, quantity), in_.fills.liquidation_fee);
    wallet_ -= std::min(fee, std::max(wallet_, Money(wallet_.currency())));
    ladder_ = Position{};
    shock_.liquidated = over_ = true;
  }

  Price liquidation() const {
    return liquidation_price(in_.instrument, whole_.quantity(), whole_.cost(in_.instrument), wallet_);
  }
  Price disaster() const { return disaster_stop_over(in_, whole_, wallet_); }

  void settle() {
    const Money equity = wallet_ + whole_.unrealised(in_.instrument, end_);
    const Int128 per_unit = (end_ - in_.reference).raw();
    shock_.holding_pnl = Money::from_raw(per_unit * in_.spot.raw(), in_.instrument.quote);
    shock_.hedge_pnl = equity - in_.wallet;
    shock_.net_pnl = shock_.holding_pnl + shock_.hedge_pnl;
    if (shock_.liquidated) {
      shock_.margin_ratio = 1;
    } else if (!whole_.flat()) {
      shock_.margin_ratio =
          maintenance_margin(in_.instrument, end_, whole_.quantity()).to_double() / equity.to_double();
    }
  }

  const PlanBasis& in_;
  const Outline& planned_;
  Price end_;
  Money wallet_;
  Position whole_;
  Position ladder_;
  std::size_t next_rung_ = 0;
  std::size_t next_back_ = 0;
  bool ladder_over_ = false;
  bool over_ = false;
  PlanShock shock_;
};

}  // namespace

PlanShock shock_after(const PlanBasis& basis, const Outline& planned, Ratio move) {
  return Walk(basis, planned, move).run();
}

}  // namespace alpha_pulse::session
