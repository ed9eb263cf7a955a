#pragma once

#include "alpha_pulse/session/order_story.hpp"

/// From the state of the strategy right after it decided to the word for why it did. Nothing is decided here: the
/// conditions are read from the strategy's own state. Tested by session/explain_test.cpp.
namespace alpha_pulse::session {

/// `previous`: the newest order of the same slot (of the same kind for protective orders), refused ones included;
/// null: none.
PlaceCause place_cause(const OrderSpec& spec, const OrderStory* previous, const GridFacts& grid,
                       const hedging::GridStrategy& strategy, const StrategyView& view);

/// `order`: as it was when it was asked to be cancelled.
CancelCause cancel_cause(const Order& order, const hedging::GridStrategy& strategy, const StrategyView& view);

/// The live order that takes the place of a protective one that is cancelled; 0: none.
ClientOrderId replacement_of(const Order& order, const StrategyView& view);

/// The live order of that id; null: none.
const Order* find_live(const StrategyView& view, ClientOrderId id);

/// What an exit of that kind is reckoned from now.
ExitFacts exit_facts(SlotKind kind, const hedging::GridStrategy& strategy, const StrategyView& view);

/// What ended the hedge, or its ladder where only that ended; nothing while neither stands still.
EndFacts end_facts(const hedging::GridStrategy& strategy);

/// A confirmed order of that kind that nobody has asked to cancel.
bool stands(const StrategyView& view, SlotKind kind);

}  // namespace alpha_pulse::session
