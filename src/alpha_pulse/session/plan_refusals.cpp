#include "alpha_pulse/session/plan_refusals.hpp"

#include <algorithm>
#include <cmath>

namespace alpha_pulse::session {
namespace {

constexpr std::int64_t kCentsMax = 9'000'000'000'000;  // 9e10 quote units
constexpr Int128 kCent = Money::kUnit / 100;
constexpr double kNotionalMax = 1e12;
constexpr double kPriceMax = 9e10;
constexpr double kHoldingMax = 4e10;  // so that twice of it (the largest hedge.ratio_max) still fits

Money cents(const PlanBasis& basis, std::int64_t count) {
  return Money::from_raw(kCent * count, basis.wallet.currency());
}

std::int64_t wallet_cents(const PlanBasis& basis) {
  return narrow(divide_rounding_up<Int128>(std::max<Int128>(0, basis.wallet.raw()), kCent));
}

PlanBasis with_wallet(PlanBasis basis, Money wallet) {
  basis.wallet = wallet;
  return basis;
}

PlanBasis with_holding(PlanBasis basis, std::int64_t raw) {
  basis.spot = Quantity::from_raw(basis.is_short() ? raw : -raw);
  return basis;
}

std::unexpected<Error> refuse(std::string message) {
  return fail(ErrorCode::kRefused, std::move(message));
}

std::string base_units(const PlanBasis& basis, Quantity quantity) {
  return quantity.to_string(0) + " " + basis.instrument.base.code();
}

/// `minimum notional 100.00 USDT (0.002 BTC at 95203.05)` or `lot 0.001 BTC`: which filter sets the smallest order.
std::string smallest_order(const PlanBasis& basis, Price price) {
  const Instrument& instrument = basis.instrument;
  const Quantity minimum = instrument.minimum_quantity(price);
  if (minimum == instrument.lot) return instrument.symbol + "'s lot " + base_units(basis, minimum);
  return instrument.symbol + "'s minimum notional " + instrument.min_notional.to_string() + " " +
         instrument.quote.code() + " (" + base_units(basis, minimum) + " at " + price.to_string() + ")";
}

/// Largest holding a plan is made for: 4e10 base units, 1e12 quote units.
std::int64_t holding_max(const PlanBasis& basis) {
  const double most = kNotionalMax / basis.reference.to_double();
  return static_cast<std::int64_t>(std::min(most, kHoldingMax) * static_cast<double>(kOne));
}

bool has_base(const PlanBasis& basis) {
  return !outline(basis, Quantity{}).base.is_zero();
}

bool has_rungs(const PlanBasis& basis) {
  return !outline(basis, position_limit(basis)).ladder.rungs().empty();
}

/// The user's limit that holds the position down: its key, its value, and the value that lets `wanted` pass.
struct BindingLimit {
  std::string key, value, passes;
};

BindingLimit binding_limit(const PlanBasis& basis, Quantity wanted) {
  const risk::RiskLimits& limits = basis.limits;
  const auto binds = [&](auto clear) {
    PlanBasis freed = basis;
    clear(freed.limits);
    return position_limit_of_settings(freed) > position_limit_of_settings(basis);
  };
  if (limits.max_position_size && binds([](risk::RiskLimits& l) { l.max_position_size.reset(); })) {
    return {.key = "risk.max_position_size",
            .value = limits.max_position_size->to_string(0),
            .passes = wanted.to_string(0)};
  }
  if (limits.quote_limit && binds([](risk::RiskLimits& l) { l.quote_limit.reset(); })) {
    return {.key = "risk.quote_limit",
            .value = limits.quote_limit->to_string(),
            .passes = money_rounded_up(notional(basis.instrument, basis.reference, wanted))};
  }
  return {.key = "hedge.ratio_max", .value = limits.ratio_max.to_string(), .passes = "a larger one"};
}

/// A holding that passes, as `spot.quantity` is written.
std::string holding_that(const PlanBasis& basis, bool (*passes)(const PlanBasis&)) {
  const std::int64_t now = basis.need().holding.raw();
  const std::int64_t raw =
      smallest_that_passes(now, holding_max(basis), [&](std::int64_t q) { return passes(with_holding(basis, q)); });
  return "spot.quantity " + with_holding(basis, raw).spot.to_string(0);
}

Result<void> check_base(const PlanBasis& basis, const Outline& planned) {
  const Quantity wanted = hedging::base_goal(basis.hedge, basis.need());
  if (planned.base.is_zero() && !wanted.is_zero() && planned.ladder.rungs().empty()) {
    std::string passes =
        has_base(with_holding(basis, holding_max(basis))) ? holding_that(basis, has_base) : "a larger hedge.initial";
    return refuse("spot.quantity: the hedge held from the start, " + base_units(basis, wanted) + ", is below " +
                  smallest_order(basis, basis.reference) + "; " + passes + " would pass");
  }
  if (planned.base > position_limit_of_settings(basis)) {
    const BindingLimit limit = binding_limit(basis, planned.base);
    return refuse(limit.key + ": " + limit.value + " leaves " + base_units(basis, position_limit_of_settings(basis)) +
                  " of the hedge of " + base_units(basis, planned.base) + " that is held from the start; " +
                  limit.passes + " would pass");
  }
  if (planned.base > position_limit(basis)) {
    return refuse("spot.equity: the margin of " + basis.wallet.to_string() + " " + basis.wallet.currency().code() +
                  " carries " + base_units(basis, position_limit(basis)) + " of the hedge of " +
                  base_units(basis, planned.base) + " through a rise of " +
                  format_decimal(basis.instrument.unattended_rise.raw(), 6) + " %; " +
                  money_rounded_up(cash_for(basis, planned.base)) + " would pass");
  }
  return {};
}

Result<void> check_grid(const PlanBasis& basis, const Outline& planned) {
  const bool nothing = planned.base.is_zero() && basis.hedge.grid.ladder && planned.ladder.rungs().empty();
  if (!nothing || basis.need().holding.is_zero()) return {};
  const Price outermost = planned.ladder.geometry().order_price(basis.instrument, 1, basis.raise_side());
  const std::string rung = "no rung of the grid reaches " + smallest_order(basis, outermost);
  const PlanBasis rich = with_wallet(basis, cents(basis, kCentsMax));
  if (has_rungs(rich)) {
    const std::int64_t enough = smallest_that_passes(
        wallet_cents(basis), kCentsMax, [&](std::int64_t n) { return has_rungs(with_wallet(basis, cents(basis, n))); });
    return refuse("spot.equity: with a margin of " + basis.wallet.to_string() + " " + basis.wallet.currency().code() +
                  " " + rung + "; " + money_rounded_up(cents(basis, enough)) + " would pass");
  }
  if (has_rungs(with_holding(rich, holding_max(basis)))) {
    return refuse("spot.quantity: " + basis.spot.to_string(0) + " is too little, " + rung + "; " +
                  holding_that(rich, has_rungs) + " would pass");
  }
  const BindingLimit limit = binding_limit(basis, planned.ladder.split().minimum);
  return refuse(limit.key + ": with " + limit.value + " " + rung + "; " + limit.passes + " would pass");
}

Result<void> check_initial_margin(const PlanBasis& basis, const Outline& planned) {
  const Money needed = initial_margin(basis, planned);
  if (basis.wallet >= needed) return {};
  return refuse("spot.equity: " + basis.wallet.to_string() + " " + basis.wallet.currency().code() +
                " is below the initial margin at fills.leverage " + std::to_string(basis.fills.leverage) + "; " +
                money_rounded_up(needed) + " would pass");
}

std::unexpected<Error> invalid(std::string message) {
  return fail(ErrorCode::kInvalidArgument, std::move(message));
}

/// How far out the grid and its exits lie, as a multiple of the reference price. Statistics only: it guards the range.
double reach_of_grid(const PlanBasis& basis) {
  const auto& grid = basis.hedge.grid;
  const double step =
      std::max(grid.spacing_sigma.to_double() * basis.sigma(), 20 * basis.hedge.costs.maker_fee.to_double());
  const double ticks = 2 * basis.instrument.tick.to_double() / basis.reference.to_double();
  const double levels = grid.num_levels + 1;
  return grid.spacing == hedging::Spacing::GEOMETRIC ? std::pow(1 + std::max(step, ticks), levels) : 1 + step * levels;
}

}  // namespace

Result<void> check_basis(const PlanBasis& basis) {
  const Instrument& instrument = basis.instrument;
  if (!basis.reference.known()) {
    return invalid("--price: no reference price for " + instrument.symbol + "; give one, e.g. --price 95203.05");
  }
  if (instrument.kind != ContractKind::LINEAR || instrument.multiplier.raw() != kOne) {
    return fail(ErrorCode::kUnsupported,
                "instrument " + instrument.symbol + ": kind " + std::string(to_string(instrument.kind)) +
                    " with multiplier " + instrument.multiplier.to_string(0) +
                    " cannot be planned in this version; a linear one with multiplier 1 can, e.g. BTCUSDT");
  }
  if (auto valid = hedging::validate(basis.hedge); !valid) return valid;
  if (auto valid = matching::validate(basis.fills); !valid) return valid;
  const double price = basis.reference.to_double();
  if (price * std::max(4.0, 2 * reach_of_grid(basis)) > kPriceMax) {
    return invalid("--price: " + basis.reference.to_string() +
                   " puts the grid beyond the largest price, 90000000000; a lower price, fewer grid.num_levels or a "
                   "smaller grid.spacing_sigma would pass");
  }
  if (basis.spot.magnitude().raw() > holding_max(basis)) {
    return invalid("spot.quantity: " + basis.spot.to_string(0) + " at " + basis.reference.to_string() +
                   " is more than can be planned; " + Quantity::from_raw(holding_max(basis)).to_string(0) +
                   " would pass");
  }
  return {};
}

Result<void> check_can_be_met(const PlanBasis& basis, const Outline& planned) {
  if (auto base = check_base(basis, planned); !base) return base;
  if (auto grid = check_grid(basis, planned); !grid) return grid;
  return check_initial_margin(basis, planned);
}

Money cash_for(const PlanBasis& basis, Quantity quantity) {
  const std::int64_t enough = smallest_that_passes(
      0, kCentsMax, [&](std::int64_t n) { return position_limit(with_wallet(basis, cents(basis, n))) >= quantity; });
  return cents(basis, enough);
}

std::string money_rounded_up(Money amount, int decimals) {
  Int128 unit = Money::kUnit;
  for (int i = 0; i < decimals; ++i) unit /= 10;
  const Int128 whole = divide_rounding_up(amount.raw(), unit);
  return format_decimal(whole, decimals, decimals) + " " + amount.currency().code();
}

}  // namespace alpha_pulse::session
