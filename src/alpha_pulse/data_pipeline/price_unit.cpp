#include "alpha_pulse/data_pipeline/price_unit.hpp"

namespace alpha_pulse::data_pipeline {
namespace {

constexpr std::uint64_t kInverseOfFive = 0xcccccccccccccccdULL;
static_assert(kInverseOfFive * 5 == 1);

}  // namespace

PriceUnit::PriceUnit(int places) : places_(places), shift_(kPlaces - places) {
  ensure(places >= 0 && places <= kPlaces, "a unit has 0 to 8 decimals");
  for (int i = 0; i < shift_; ++i) {
    inverse_ *= kInverseOfFive;
    raw_ *= 10;
  }
}

PriceUnit PriceUnit::of(Price price) {
  int places = kPlaces;
  for (std::int64_t raw = price.raw(); places > 0 && raw % 10 == 0; raw /= 10) --places;
  return PriceUnit(places);
}

}  // namespace alpha_pulse::data_pipeline
