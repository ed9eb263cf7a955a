#pragma once

#include "alpha_pulse/base/strong_id.hpp"
#include "alpha_pulse/domain/names.hpp"

namespace alpha_pulse::domain {

/// Which instrument, everywhere: an index into the run's instrument table.
using InstrumentId = StrongId<struct InstrumentIdTag, std::uint32_t>;
/// Ours, chosen by the engine, never used twice in a run. The wire form is made by the broker.
using ClientOrderId = StrongId<struct ClientOrderIdTag>;
/// The venue's own number for an order.
using VenueOrderId = StrongId<struct VenueOrderIdTag>;
/// The venue's number for one execution; a fill is booked once per trade id.
using TradeId = StrongId<struct TradeIdTag>;
/// Position of a record in the journal; 0 = nothing.
using Lsn = StrongId<struct LsnTag>;

/// By convention of every run with one symbol: the holding and its hedge.
inline constexpr InstrumentId kSpotLeg{0};
inline constexpr InstrumentId kHedgeLeg{1};

}  // namespace alpha_pulse::domain
