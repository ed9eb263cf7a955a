#include "alpha_pulse/data_pipeline/price_unit.hpp"

#include <algorithm>
#include <limits>

namespace alpha_pulse::data_pipeline {
namespace {

using tape::PriceWidth;

constexpr std::uint64_t kInverseOfFive = 0xcccccccccccccccdULL;
static_assert(kInverseOfFive * 5 == 1);

PriceWidth width_for(PriceUnit unit, Price highest) {
  return highest.raw() / unit.price().raw() > tape::most_of(PriceWidth::NARROW) ? PriceWidth::WIDE : PriceWidth::NARROW;
}

}  // namespace

PriceUnit::PriceUnit(int places) : places_(places), shift_(kPlaces - places) {
  ensure(places >= 0 && places <= kPlaces, "a unit has 0 to 8 decimals");
  for (int i = 0; i < shift_; ++i) {
    inverse_ *= kInverseOfFive;
    raw_ *= 10;
  }
  most_ = std::numeric_limits<std::int64_t>::max() / raw_;
}

PriceUnit PriceUnit::of(Price price) {
  int places = kPlaces;
  for (std::int64_t raw = price.raw(); places > 0 && raw % 10 == 0; raw /= 10) --places;
  return PriceUnit(places);
}

PriceScale::PriceScale(PriceUnit unit, PriceWidth width)
    : unit_(unit), width_(width), most_(std::min(unit.most(), tape::most_of(width))) {}

PriceScale::PriceScale(int places, Price highest)
    : PriceScale(PriceUnit(places), width_for(PriceUnit(places), highest)) {}

PriceScale PriceScale::widened_for(Price price) const {
  const PriceUnit unit(std::max(unit_.places(), PriceUnit::of(price).places()));
  return {unit, std::max(width_, width_for(unit, price))};
}

}  // namespace alpha_pulse::data_pipeline
