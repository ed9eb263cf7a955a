#include "alpha_pulse/tape/entry.hpp"

#include <numeric>

namespace alpha_pulse::tape {

Result<std::int64_t> units_of(Price price, Price unit) {
  ensure(unit.known(), "a price unit is positive");
  const std::int64_t units = price.raw() / unit.raw();
  if (!price.known()) return fail(ErrorCode::kBadData, "price " + price.to_string() + " is not positive");
  if (units * unit.raw() != price.raw()) {
    const Price finer = Price::from_raw(std::gcd(price.raw(), unit.raw()));
    return fail(ErrorCode::kBadData, "price " + price.to_string() + " is no multiple of the tape's unit " +
                                         unit.to_string() + "; a unit of " + finer.to_string() + " would pass");
  }
  return units;
}

}  // namespace alpha_pulse::tape
