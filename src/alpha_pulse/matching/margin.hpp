#pragma once

#include <cstdint>
#include <span>

#include "alpha_pulse/matching/book.hpp"
#include "alpha_pulse/matching/venue_account.hpp"

/// Cross margin of one account: all instruments settled in one currency stand for each other.
///
///   equity        wallet + unrealised at the mark (the last trade where no mark exists)
///   initial       per instrument max(|PN + bids|, |PN - asks|) / leverage; PN = signed notional of the position at the
///                 mark, bids and asks = notional at their limits of the resting orders that are not reduce-only;
///                 conditional orders need none until they are triggered
///   maintenance   by the instrument's brackets at the mark; at or below it the venue takes the positions over
///
/// Tested in matching/margin_test.cpp, the take-over price against domain::liquidation_price and by search.
namespace alpha_pulse::matching {

/// What the rules look at. Spans by InstrumentId, valid during the call.
struct MarginView {
  std::span<const Instrument> instruments;
  std::span<const Book> books;
  const VenueAccount& account;
};

Money equity(const MarginView& view, Currency currency);
Money maintenance(const MarginView& view, Currency currency);

/// Whether an order may be added that would trade at `price`: it must not raise the initial margin above the equity.
bool can_afford(const MarginView& view, const OrderSpec& spec, Price price, std::int64_t leverage);

/// True when a position of this currency exists and equity has fallen to its maintenance margin.
bool must_liquidate(const MarginView& view, Currency currency);

/// The marks from which on `must_liquidate` can become true for the position of `id`, everything else unchanged.
/// Exact or slightly early, never late. With positions in more than one instrument of the currency no bound on one
/// price exists, and everything is watched.
PriceWatch liquidation_watch(const MarginView& view, InstrumentId id);

}  // namespace alpha_pulse::matching
