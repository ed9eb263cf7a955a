#pragma once

#include "alpha_pulse/session/case_recorder.hpp"

namespace alpha_pulse::session {

/// One reason why the hedge is not what is wanted. Which of a gap's figures belong to it stands beside each word.
enum class GapWhy : std::uint8_t {
  AS_WANTED,          ///< nothing is missing that could be traded
  NO_PRICE,           ///< no price yet
  NOTHING_TO_HEDGE,   ///< the holding is zero, or of the other sign
  STOPPED,            ///< reason, price and since of what ended the hedge; until or low and high: when it begins again
  LADDER_STOPPED,     ///< the same for the ladder alone; quantity: what it would carry
  HALTED,             ///< reason, since: a person must look
  REDUCING,           ///< reason, since; price: liquidation; share: distance the guard demands
  PAUSED,             ///< since
  PRICE_UNTRUSTED,    ///< reason: nothing raises until prices can be trusted
  BUILDING,           ///< quantity: goal of the base, still being bought
  IN_FLIGHT,          ///< quantity: goal pursued now
  RUNGS_AHEAD,        ///< quantity: of the rungs not reached; price: the nearest
  RUNGS_WITHHELD,     ///< quantity: of rungs that may not rest now; price: the stop that is not confirmed, or passed
  NO_RUNG_FITS,       ///< quantity: the smallest total that would fill one rung
  GRID_CARRIES_LESS,  ///< quantity: what the rungs carry together, by limits and sizing when the grid was laid out
  OVER_CAP,           ///< quantity: the largest hedge the limits and the margin allow now
  INSIDE_BAND,        ///< share: half-width of the no-trade band
  NO_CORRECTION,      ///< hedge.band is off: the ratio is corrected at its hard limits alone
  BELOW_MINIMUM,      ///< quantity: the smallest order
};

/// One reason why a part of the holding is not hedged, with its figures.
struct Gap {
  GapWhy why{};
  Reason reason = Reason::NONE;
  Price price{};
  Price low{}, high{};
  Quantity quantity{};
  Ratio share{};
  Timestamp since{};
  std::optional<Timestamp> until{};
};

/// Orders the gate refused lately, one entry a reason.
struct RefusedLately {
  RefusalStory refusal{};
  std::size_t times = 0;
  ClientOrderId last{};
  Timestamp at{};
};
inline constexpr Duration kLately = Duration::minutes(10);

/// How much is hedged at one moment, and what explains the rest.
struct Unhedged {
  Timestamp at{};
  Price price{};
  Quantity holding{};  ///< of the sign that is hedged, magnitude
  Quantity held{};
  Quantity wanted{};  ///< target times the holding
  std::optional<Ratio> ratio{};
  Ratio target{}, min{}, max{};
  ProgramState state = ProgramState::STARTING;
  Reason reason = Reason::NONE;
  std::vector<Gap> gaps{};  ///< never empty; the one that matters most first
  std::vector<RefusedLately> refused{};
};

Unhedged why_unhedged(const CaseRecorder& run, const StrategyView& view);

std::string_view to_string(GapWhy);

}  // namespace alpha_pulse::session
