#pragma once

#include "alpha_pulse/domain/market_state.hpp"
#include "alpha_pulse/domain/position.hpp"
#include "alpha_pulse/engine/advice.hpp"
#include "alpha_pulse/execution/advice_settings.hpp"
#include "alpha_pulse/matching/fill_settings.hpp"

/// From an order and its surroundings to why it is advised and what it changes. Pure; tested by
/// execution/advice_reasons_test.cpp.
namespace alpha_pulse::execution {

/// What is known at the moment of an advice.
struct AdviceMoment {
  const Instrument& instrument;  ///< of the order
  const MarketState& market;
  const Position& position;  ///< of the virtual book, before the order
  Quantity holding;
  ProgramState state = ProgramState::STARTING;
  Reason reason = Reason::NONE;  ///< of the state
};

/// Hedge over holding now and with the order filled; a reduce-only order never turns the position round.
struct RatioChange {
  std::optional<Ratio> before, after;
};
RatioChange ratio_change(const OrderSpec& spec, const AdviceMoment& moment);

engine::AdviceWhy why_place(const OrderSpec& spec, const AdviceSettings& settings, const AdviceMoment& moment);
/// `successor`: the order that has taken its place, if one has.
engine::AdviceWhy why_cancel(const OrderSpec& spec, std::optional<ClientOrderId> successor, const AdviceMoment& moment);

/// What the venue would charge for the whole order: as maker at its limit when it can rest, else as taker at its limit,
/// its trigger or the opposite quote. Settle currency; zero while no price is known.
Money expected_fee(const OrderSpec& spec, const matching::FillSettings& fills, const AdviceMoment& moment);

}  // namespace alpha_pulse::execution
