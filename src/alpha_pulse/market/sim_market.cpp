#include "alpha_pulse/market/sim_market.hpp"

#include <algorithm>
#include <utility>

#include "alpha_pulse/base/maths.hpp"

namespace alpha_pulse::market {
namespace {

constexpr std::uint64_t kTimeStream = 3;
constexpr std::uint64_t kSizeStream = 4;
constexpr std::uint64_t kBasisStream = 5;
constexpr std::uint64_t kFundingStream = 6;

constexpr Duration kBasisPullBack = Duration::minutes(20);
constexpr double kFundingLimit = 0.0075;
constexpr double kHighestPrice = 1e9;  // far from every limit of the exact types, whatever the noise does

Price nearest_on_tick(double value, Price tick) {
  const std::int64_t raw = nearest_price(std::min(value, kHighestPrice)).raw();
  const std::int64_t ticks = divide_rounding_half_away<std::int64_t>(raw, tick.raw());
  return Price::from_raw(std::max<std::int64_t>(1, ticks) * tick.raw());
}

}  // namespace

SimMarket::SimMarket(const SimMarketSettings& settings)
    : settings_(settings),
      path_(settings.scenario, settings.seed, settings.sigma, settings.step),
      time_random_(settings.seed, kTimeStream),
      size_random_(settings.seed, kSizeStream),
      basis_random_(settings.seed, kBasisStream),
      funding_random_(settings.seed, kFundingStream),
      bars_{BarBuilder(settings.bar_step), BarBuilder(settings.bar_step)},
      next_funding_(settings.start_time.floor_to(settings.funding_interval)) {
  ensure(settings.start_price.known() && settings.spot_tick.known() && settings.hedge_tick.known(),
         "a market has a price and ticks");
  ensure(settings.lot > Quantity{}, "a printed quantity has a lot");
  ensure(settings.step >= Duration::milliseconds(1) && settings.step.ns() % 1'000'000 == 0,
         "a step is of whole milliseconds");
  if (next_funding_ < settings.start_time) next_funding_ = next_funding_ + settings.funding_interval;
}

double SimMarket::next_basis() {
  const double persistence = exp(-settings_.step.to_days() / kBasisPullBack.to_days());
  const double shock = settings_.basis_sd * square_root(1 - persistence * persistence);
  basis_ = persistence * basis_ + shock * basis_random_.normal();
  return basis_;
}

TradeTick SimMarket::make_tick(InstrumentId leg, double price, PrintRoles roles) {
  const Price tick = leg == kSpotLeg ? settings_.spot_tick : settings_.hedge_tick;
  // The first print is the start price itself, on the tick or not.
  const Price printed = steps_ == 0 ? settings_.start_price : nearest_on_tick(price, tick);
  Price& last = last_[leg.value];
  const bool coin = (size_random_.next() >> 63U) != 0;
  const bool bought = printed == last ? coin : printed > last;
  last = printed;
  const double wanted = settings_.mean_trade_notional / printed.to_double() * size_random_.exponential();
  const double lots = std::min(wanted / settings_.lot.to_double(), 1e9);
  const std::int64_t count = std::max<std::int64_t>(1, static_cast<std::int64_t>(lots));
  return {.price = printed,
          .quantity = settings_.lot * count,
          .aggressor = bought ? Side::BUY : Side::SELL,
          .roles = roles};
}

void SimMarket::make_prints() {
  const double fair = settings_.start_price.to_double() * path_.next();
  const bool frozen = steps_ == 0 || path_.jumped();
  const double basis = frozen ? basis_ : next_basis();
  const auto step_ms = static_cast<std::uint64_t>(settings_.step.ns() / 1'000'000);
  const auto moment = [&] {
    const auto offset = static_cast<std::int64_t>(time_random_.below(step_ms));
    return steps_ == 0 ? Duration{} : Duration::milliseconds(offset);
  };
  const Timestamp from = settings_.start_time + settings_.step * static_cast<std::int64_t>(steps_);
  const Timestamp spot_at = from + moment();
  const TradeTick spot = make_tick(kSpotLeg, fair, {.spot = true});
  const Timestamp hedge_at = from + moment();
  const TradeTick hedge = make_tick(kHedgeLeg, fair * exp(basis), {.mark = true, .quote = true});
  prints_ = {Print{.leg = kSpotLeg, .at = spot_at, .tick = spot},
             Print{.leg = kHedgeLeg, .at = hedge_at, .tick = hedge}};
  if (prints_[1].at < prints_[0].at) std::swap(prints_[0], prints_[1]);
  delivered_ = 0;
  ++steps_;
}

FundingRateDue SimMarket::make_funding() {
  const double rate = settings_.funding_mean + settings_.funding_mean / 2 * funding_random_.normal();
  return {.rate = Ratio::nearest(std::clamp(rate, -kFundingLimit, kFundingLimit))};
}

Event SimMarket::stamp(InstrumentId leg, Timestamp at, const EventBody& body) {
  return {.seq = ++seq_, .instrument = leg, .ts_event = at, .ts_receive = at, .body = body};
}

Event SimMarket::deliver(const Print& print) {
  bars_[print.leg.value].add(print.tick.price, print.tick.quantity, print.at);
  return stamp(print.leg, print.at, print.tick);
}

Event SimMarket::next() {
  if (delivered_ == prints_.size()) make_prints();
  const Print& print = prints_[delivered_];
  const InstrumentId leg = bars_[kHedgeLeg.value].end() < bars_[kSpotLeg.value].end() ? kHedgeLeg : kSpotLeg;
  BarBuilder& bar = bars_[leg.value];
  if (bar.end() <= std::min(print.at, next_funding_)) {
    const auto closed = bar.close_until(print.at);
    return stamp(leg, closed->end, closed->bar);
  }
  if (next_funding_ <= print.at) {
    const Timestamp due = std::exchange(next_funding_, next_funding_ + settings_.funding_interval);
    return stamp(kHedgeLeg, due, make_funding());
  }
  ++delivered_;
  return deliver(print);
}

}  // namespace alpha_pulse::market
