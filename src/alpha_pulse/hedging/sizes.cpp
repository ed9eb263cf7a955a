#include "alpha_pulse/hedging/sizes.hpp"

#include <algorithm>

namespace alpha_pulse::hedging {

SplitSizes split_into_lots(const Instrument& instrument, std::span<const Price> prices, Quantity target) {
  ensure(target.raw() >= 0 && !prices.empty(), "a target >= 0 is split over at least one level");
  Quantity largest_minimum = instrument.lot;
  for (const Price price : prices) largest_minimum = std::max(largest_minimum, instrument.minimum_quantity(price));

  SplitSizes split;
  split.minimum = largest_minimum;
  const std::int64_t lots = target.raw() / instrument.lot.raw();
  const std::int64_t lots_per_level = largest_minimum.raw() / instrument.lot.raw();
  const std::int64_t levels = std::min(static_cast<std::int64_t>(prices.size()), lots / lots_per_level);
  split.dust = target;
  if (levels == 0) return split;

  const std::int64_t each = lots / levels;
  const std::int64_t extra = lots % levels;
  for (std::int64_t i = 0; i < levels; ++i) split.sizes.push_back(instrument.lot * (each + (i < extra ? 1 : 0)));
  split.total = instrument.lot * lots;
  split.dust = target - split.total;
  return split;
}

}  // namespace alpha_pulse::hedging
