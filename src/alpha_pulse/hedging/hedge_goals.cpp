#include "alpha_pulse/hedging/hedge_goals.hpp"

#include <algorithm>

namespace alpha_pulse::hedging {

Quantity HedgeNeed::share(Ratio share) const {
  return scale_toward_zero(scale_toward_zero(holding, cross_factor), share);
}

HedgeNeed hedge_need(Quantity spot, bool hedge_is_short, Ratio cross_factor) {
  return {.holding = std::max(Quantity{}, hedge_is_short ? spot : -spot), .cross_factor = cross_factor};
}

Quantity base_goal(const HedgeSettings& settings, const HedgeNeed& need) {
  const RatioSettings& ratio = settings.ratio;
  Ratio base = std::min(ratio.initial, ratio.target);
  const bool nothing_left = settings.grid.ladder && ratio.initial >= ratio.target;
  if (nothing_left && ratio.min > Ratio{}) base = ratio.min;
  return need.share(base);
}

LadderRequest ladder_request(const HedgeSettings& settings, const HedgeNeed& need, const LadderMoment& moment) {
  const Quantity base = base_goal(settings, need);
  return {.spacing = moment.spacing,
          .spot = need.holding,
          .target = std::max(Quantity{}, need.share(settings.ratio.target) - base),
          .equity = moment.equity,
          .room = std::max(Quantity{}, moment.cap - std::max(moment.held, base))};
}

bool clear_of_stop(const LadderGeometry& geometry, std::size_t index, Price stop) {
  if (!stop.known()) return true;
  const Price outside = geometry.at(static_cast<int>(index) + 2);  // one spacing beyond the rung
  return geometry.upwards ? outside <= stop : outside >= stop;
}

}  // namespace alpha_pulse::hedging
