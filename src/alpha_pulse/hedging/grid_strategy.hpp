#pragma once

#include <optional>
#include <utility>

#include "alpha_pulse/domain/strategy.hpp"
#include "alpha_pulse/hedging/grid_keeper.hpp"
#include "alpha_pulse/hedging/hedge_book.hpp"
#include "alpha_pulse/hedging/hedge_goals.hpp"
#include "alpha_pulse/hedging/hedge_ratio.hpp"
#include "alpha_pulse/hedging/ladder.hpp"
#include "alpha_pulse/hedging/protective_exit.hpp"
#include "alpha_pulse/hedging/rebalancer.hpp"
#include "alpha_pulse/hedging/volatility.hpp"

namespace alpha_pulse::hedging {

/// Why the base hedge is traded. Words only: nothing is decided by them.
enum class HedgeAim : std::uint8_t {
  NONE,          ///< never yet
  FIRST_SLICE,   ///< the first part, small, while the stop is not proven
  LOWER_LIMIT,   ///< build up to `hedge.ratio_min`, at once
  TARGET,        ///< build up to what is wanted, patiently
  BELOW_MIN,     ///< the ratio fell below its hard limit
  ABOVE_MAX,     ///< the ratio rose above its hard limit
  OUT_OF_BAND,   ///< the ratio left the no-trade band
  MARGIN_GUARD,  ///< liquidation came too near
};

/// The strategy: a base hedge held at its ratio, a ladder of orders beside it, exits that protect both, and the rules
/// by which all of it starts, stops and begins again. Rules: STRATEGY of the product, docs/strategy.md.
///
///   on_event = absorb the event (fills, bars, people), then decide once per batch:
///     exits first (protect), then the ladder, then the base (hedge).
///
/// Pure: no clock, no I/O; every order it wants is recomputed from its state and the view, and only the difference to
/// what is live is sent. Where things are decided: exits in protective_exit, sizes in sizes, rungs in ladder and
/// grid_keeper, the ratio in base_hedge.cpp, states in grid_strategy.cpp, promises in grid_strategy_wakeup.cpp.
class GridStrategy final : public IStrategy {
 public:
  GridStrategy(const HedgeSettings& settings, InstrumentId spot_leg, InstrumentId hedge_leg);

  void on_event(const Event& event, const StrategyView& view, Commands& out) override;
  Wakeup next_wakeup() const override { return wakeup_; }

  ProgramState state() const { return state_; }
  Reason reason() const { return reason_; }
  const HedgeSettings& settings() const { return settings_; }
  const Ladder& ladder() const { return ladder_; }
  const HedgeBook& book() const { return book_; }
  double sigma() const;
  Price stop_price() const { return stop_trigger_; }
  Price take_profit_price() const { return take_profit_trigger_; }
  Price disaster_price() const { return disaster_trigger_; }
  /// First accepted price to the lower hedge limit; empty until reached, or when there is no lower limit.
  const std::optional<Duration>& time_to_hedge() const { return time_to_hedge_; }

  /// A stop, take profit or command that ended the hedge or its ladder.
  struct Ended {
    Reason reason = Reason::NONE;
    Price price;
    Timestamp at{};
    bool flattened = false;
    int flatten_attempts = 0;
    Timestamp last_attempt{};
    bool by_exit() const { return reason == Reason::STOP_LOSS || reason == Reason::TAKE_PROFIT; }
  };

  // For whoever asks why; session/explain.hpp.
  const std::optional<Ended>& ended() const { return ended_; }                ///< the whole hedge stands still
  const std::optional<Ended>& ladder_ended() const { return ladder_ended_; }  ///< only the ladder does
  /// With risk.rearm `price`: from the first down, and from the second up, it begins again.
  std::pair<Price, Price> rearm_prices(const Ended& ended) const;
  HedgeAim aim() const { return aim_; }  ///< of the goal pursued, else of the last one
  const std::optional<Quantity>& goal() const { return rebalancer_.goal(); }
  bool patient(Timestamp now) const { return rebalancer_.patient(now); }  ///< the goal is pursued without taking
  bool building() const { return building_; }  ///< the base has not been completed since the start or a re-arming
  /// Why the ladder waits to be laid out anew; nothing when it does not.
  const std::optional<Reason>& rebuild_wanted() const { return rebuild_wanted_; }
  HedgeNeed need(const StrategyView& view) const;
  double band_width() const;                             ///< half-width of the no-trade band, of the holding
  Quantity soft_target(const StrategyView& view) const;  ///< what the band lies about
  std::optional<Price> next_rung_price() const;          ///< the nearest rung that has still to open

 private:
  struct PendingExit {
    SlotKind kind;
    Price price;
  };

  // absorb (grid_strategy.cpp)
  void absorb(const Event& event, const StrategyView& view);
  void absorb_fill(const Fill& fill, const StrategyView& view);
  void absorb_bar(const Event& event, const BarClosed& bar, const StrategyView& view);
  void absorb_request(OperatorAction action, const StrategyView& view);

  // decide (grid_strategy.cpp)
  void decide(const StrategyView& view, Commands& out);
  void note_exit(const StrategyView& view, Commands& out);
  void enter(ProgramState state, Reason reason, Commands& out);
  std::pair<ProgramState, Reason> wanted_state(const StrategyView& view) const;

  // endings (endings.cpp)
  void wind_down(Ended& ended, const StrategyView& view, bool whole_leg, Commands& out);
  void flatten(Ended& ended, const StrategyView& view, Quantity remaining, Commands& out);
  bool rearm_due(const Ended& ended, bool whole_leg, const StrategyView& view) const;
  void rearm(const StrategyView& view);
  void wake_for_rearm(const Ended& ended, bool whole_leg, const StrategyView& view);

  // exits (exits.cpp)
  void keep_exits(const StrategyView& view, Commands& out);
  void refresh_exit_triggers(const StrategyView& view);
  void refresh_disaster_trigger(const StrategyView& view);
  std::optional<WantedExit> wanted_stop(const StrategyView& view) const;
  std::optional<WantedExit> wanted_take_profit(const StrategyView& view) const;
  std::optional<WantedExit> wanted_disaster(const StrategyView& view) const;
  void exit_if_passed(const StrategyView& view);
  bool stop_stands(const StrategyView& view, SlotKind kind) const;
  Quantity cover(const StrategyView& view) const;
  bool passed(const StrategyView& view, Price trigger) const;
  void wake_for_exits(const StrategyView& view);

  // ladder (ladder_orders.cpp)
  void prepare_ladder(const StrategyView& view, Commands& out);
  void keep_ladder(const StrategyView& view, Commands& out);
  void build_ladder(const StrategyView& view, Reason why, Commands& out);
  void announce_ladder(const StrategyView& view, Reason why, Commands& out) const;
  bool waits_to_build() const;
  bool volatility_moved() const;
  std::optional<Reason> respacing_due(const StrategyView& view) const;
  std::pair<Price, Price> recentring_band() const;
  void respace(const StrategyView& view, Reason why, Commands& out);
  GridPermission grid_permission(const StrategyView& view) const;

  // base hedge (base_hedge.cpp)
  void note_built(const StrategyView& view);
  void keep_base(const StrategyView& view, Commands& out);
  void aim_base(const StrategyView& view);
  void pursue(HedgeAim why, Quantity goal, Rebalancer::Urgency urgency, Timestamp now);
  void aim_while_building(const StrategyView& view, Quantity held);
  void aim_within_band(const StrategyView& view, Quantity held);
  bool reduces_for_margin(const StrategyView& view) const;
  Quantity largest_safe(const StrategyView& view, Ratio distance, Quantity most) const;
  Quantity room_to_raise(const StrategyView& view) const;
  std::optional<PriceBand> no_room_within(const StrategyView& view) const;
  Quantity holding(const StrategyView& view) const;
  Quantity share_of_holding(const StrategyView& view, Ratio share) const;
  Quantity base_goal(const StrategyView& view) const;
  Rebalancer::Inputs rebalancer_inputs(const StrategyView& view) const;

  // promises (grid_strategy_wakeup.cpp)
  void make_promise(const StrategyView& view);
  void promise(const StrategyView& view);
  void wake_for_permission(const StrategyView& view);
  void wake_for_margin_guard(const StrategyView& view);
  void wake_for_ladder(const StrategyView& view);
  void wake_for_base(const StrategyView& view);

  HedgeSettings settings_;
  HedgeBook book_;
  VolatilityEstimator volatility_;
  BetaEstimator beta_;
  TargetDrift drift_;
  Ratio cross_factor_ = Ratio::one();  // beta x S / F of a cross hedge

  ProgramState state_ = ProgramState::STARTING;
  Reason reason_ = Reason::WAITING_FOR_PRICE;
  bool paused_ = false;
  bool rearm_requested_ = false;
  std::optional<PendingExit> pending_exit_;
  std::optional<Ended> ended_;
  std::optional<Ended> ladder_ended_;

  Ladder ladder_;
  GridKeeper grid_;
  std::optional<Reason> rebuild_wanted_;  // moved while flat: waits until the old orders are proven gone
  bool ladder_built_before_ = false;
  Timestamp spaced_at_;

  ExitKeeper stop_{SlotKind::STOP_LOSS};
  ExitKeeper take_profit_{SlotKind::TAKE_PROFIT};
  ExitKeeper disaster_{SlotKind::DISASTER_STOP};
  bool exits_stale_ = true;  // the entry moved since the triggers were computed
  bool disaster_stale_ = true;
  Price stop_trigger_, take_profit_trigger_, disaster_trigger_;

  Rebalancer rebalancer_;
  HedgeAim aim_ = HedgeAim::NONE;
  bool building_ = true;

  std::optional<Timestamp> first_price_at_;
  std::optional<Duration> time_to_hedge_;
  Wakeup wakeup_ = Wakeup::on_every_event();
};

}  // namespace alpha_pulse::hedging
