#include "alpha_pulse/domain/wakeup.hpp"

namespace alpha_pulse::domain {

void Wakeup::intersect(const Wakeup& other) {
  bands.insert(bands.end(), other.bands.begin(), other.bands.end());
  not_later_than(other.at);
  bars = bars || other.bars;
  every_event = every_event || other.every_event;
}

}  // namespace alpha_pulse::domain
