#include "alpha_pulse/hedging/spacing.hpp"

#include <algorithm>

#include "alpha_pulse/base/maths.hpp"

namespace alpha_pulse::hedging {
namespace {

Price geometric(Price reference, Ratio step, int distance) {
  const double growth = power(1 + step.to_double(), static_cast<unsigned>(distance < 0 ? -distance : distance));
  return nearest_price(distance < 0 ? reference.to_double() / growth : reference.to_double() * growth);
}

double geometric_step(const Instrument& instrument, const HedgeSettings& settings, const SpacingInputs& in) {
  const double price = in.reference.to_double();
  const double half_spread = static_cast<double>(in.half_spread.raw()) / static_cast<double>(kOne);
  const double step =
      std::max(settings.grid.spacing_sigma.to_double() * in.sigma, 20 * settings.costs.maker_fee.to_double());
  return std::max({step, 4 * half_spread / price, 2 * instrument.tick.to_double() / price});
}

}  // namespace

Price LadderGeometry::at(int distance) const {
  const int climbed = upwards ? distance : -distance;
  if (kind == Spacing::GEOMETRIC) return geometric(reference, relative, climbed);
  return std::max(reference + spacing * climbed, Price::from_raw(1));
}

Price LadderGeometry::order_price(const Instrument& instrument, int distance, Side side) const {
  const Price exact = at(distance);
  if (side == Side::SELL) return instrument.round_up_to_tick(exact);
  return std::max(instrument.round_down_to_tick(exact), instrument.tick);
}

LadderGeometry ladder_geometry(const Instrument& instrument, const HedgeSettings& settings, const SpacingInputs& in) {
  LadderGeometry geometry;
  geometry.reference = in.reference;
  geometry.kind = settings.grid.spacing;
  geometry.upwards = settings.grid.direction != GridDirection::LONG;
  if (geometry.kind == Spacing::GEOMETRIC) {
    geometry.relative = Ratio::nearest(geometric_step(instrument, settings, in));
    geometry.spacing = geometric(in.reference, geometry.relative, 1) - in.reference;
    return geometry;
  }
  // P0(1e-8) x sigma(1e-8) x a(1e-8), rounded once, ties away from zero.
  const Ratio sigma = Ratio::nearest(in.sigma);
  const Int128 product =
      checked_mul<Int128>(wide_mul(in.reference.raw(), sigma.raw()), settings.grid.spacing_sigma.raw());
  const std::int64_t raw = narrow(divide_rounding_half_away<Int128>(product, Int128{kOne} * kOne));
  geometry.spacing = PriceDelta::from_raw(std::max<std::int64_t>(raw, 1));
  return geometry;
}

std::vector<Price> rung_prices(const Instrument& instrument, const LadderGeometry& geometry, int count) {
  const Side side = geometry.upwards ? Side::SELL : Side::BUY;
  const PriceDelta tick = instrument.tick - Price{};
  std::vector<Price> prices;
  for (int i = 1; i <= count; ++i) {
    Price price = geometry.order_price(instrument, i, side);
    if (!prices.empty()) {
      price = geometry.upwards ? std::max(price, prices.back() + tick) : std::min(price, prices.back() - tick);
    }
    if (!price.known()) break;  // a LONG ladder that reached zero ends there
    prices.push_back(price);
  }
  return prices;
}

}  // namespace alpha_pulse::hedging
