#include "alpha_pulse/simulator/venue_orders.hpp"

namespace alpha_pulse::simulator {

Price Order::average_price() const {
  if (executed.is_zero()) return {};
  return Price::from_raw(narrow(divide_rounding_half_away<Int128>(cum_quote.raw(), executed.raw())));
}

}  // namespace alpha_pulse::simulator
