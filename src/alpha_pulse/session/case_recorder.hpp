#pragma once

#include <map>
#include <utility>

#include "alpha_pulse/engine/ports.hpp"
#include "alpha_pulse/session/order_story.hpp"

namespace alpha_pulse::session {

/// What the strategy saw last, kept beyond the call.
struct Standing {
  std::vector<Instrument> instruments{};
  std::vector<MarketState> markets{};
  std::vector<Position> positions{};
  std::vector<Order> live_orders{};

  void keep(const StrategyView& view);  ///< all but the live orders: those of the engine at the end
  /// Valid as long as this stands unchanged.
  StrategyView view() const;

 private:
  StrategyView seen_;
};

/// A command that left: the order it was about, in the order of the journal.
struct Step {
  ClientOrderId order{};
  bool cancel = false;
  Timestamp at{};
};

/// The program went into another state: from which, and when.
struct StateStory {
  Moment moment{};  ///< with the state entered
  ProgramState from = ProgramState::STARTING;
};

/// The strategy of a journal's run, played again, with somebody beside it who writes down why. Passes everything on
/// unchanged: the same events give the same commands. Give it to engine::Replayer both as strategy and as notice sink.
/// One thread. Tested by session/explain_test.cpp.
class CaseRecorder final : public IStrategy, public engine::INoticeSink {
 public:
  explicit CaseRecorder(const hedging::HedgeSettings& settings);

  void on_event(const Event& event, const StrategyView& view, Commands& out) override;
  Wakeup next_wakeup() const override { return strategy_.next_wakeup(); }
  void on_notice(Timestamp when, const Notice& notice) override;

  const hedging::GridStrategy& strategy() const { return strategy_; }
  /// By id: the order of id k stands at k - 1. Those that the gate refused are among them.
  const std::vector<OrderStory>& orders() const { return orders_; }
  const std::vector<Step>& steps() const { return steps_; }
  const std::vector<StateStory>& states() const { return states_; }
  const GridFacts& grid() const { return grid_; }
  const Standing& standing() const { return standing_; }  ///< without live orders
  bool begun() const { return begun_; }                   ///< an event was seen

 private:
  struct Asked {
    Command command{};
    OrderStory story{};    // of a place command
    CancelStory cancel{};  // of a cancel command
    EndFacts ended{};
  };
  OrderStory* find(ClientOrderId id);
  const OrderStory* newest(OrderSlot slot) const;
  void follow_order(const Event& event, const StrategyView& view);
  void follow_fill(const Event& event, const Fill& fill, const StrategyView& view);
  void finish_moment(const StrategyView& view);
  void note(const Notice& notice, const StrategyView& view);
  Moment moment_of(const StrategyView& view) const;
  void note_asked(const Command& command, const StrategyView& view);
  OrderStory place_story(const OrderSpec& spec, const StrategyView& view) const;

  hedging::GridStrategy strategy_;
  std::vector<OrderStory> orders_;
  std::vector<Step> steps_;
  std::vector<StateStory> states_;
  GridFacts grid_;
  Standing standing_;
  bool begun_ = false;
  Event telling_;  ///< of the present moment
  bool telling_is_new_ = true;
  Quantity held_;  ///< before the present event
  std::optional<Ratio> ratio_;
  std::vector<std::pair<ClientOrderId, std::size_t>> open_fills_;  ///< of this moment; their stop is not moved yet
  Price stop_before_;
  std::vector<Asked> asked_;  ///< told by the strategy, not yet judged by the gate
  std::size_t judged_ = 0;
  std::map<OrderSlot, ClientOrderId> newest_;  ///< order of a slot; protective kinds under index 0
};

}  // namespace alpha_pulse::session
