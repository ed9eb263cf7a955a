#include "alpha_pulse/market/synth.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "alpha_pulse/base/maths.hpp"
#include "alpha_pulse/base/maths_lanes.hpp"

namespace alpha_pulse::market {
namespace {

constexpr std::array<std::string_view, 3> kNames = {"gbm", "garch", "regimes"};

constexpr std::uint64_t kPriceStream = 11, kSizeStream = 12, kRegimeStream = 13;
constexpr double kDaysAYear = 365;

constexpr double kGarchMemoryDays = 1;
constexpr double kGarchShockADay = 0.5;  // alpha for a step of one day; shorter steps by the square root
constexpr double kGarchAlphaMax = 0.05;

constexpr double kQuietDays = 8.0 / 24, kWildDays = 2.0 / 24;
constexpr double kQuietVariance = 0.36, kWildVariance = 3.56;  // 0.8 quiet + 0.2 wild = 1

constexpr double kMeanNotional = 5'000;
constexpr std::int64_t kLot = 1'000;  // 0.00001
constexpr double kLowestPrice = 1e-8, kHighestPrice = 1e9;

}  // namespace

std::string_view to_string(SynthModel model) {
  return kNames[static_cast<std::size_t>(model)];
}

Result<SynthModel> parse_synth_model(std::string_view text) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (text == kNames[i]) return static_cast<SynthModel>(i);
  }
  std::string message("model '");
  return fail(ErrorCode::kInvalidArgument,
              message.append(text).append("' does not exist; gbm, garch or regimes would pass"));
}

SynthStream::SynthStream(const SynthSettings& settings)
    : settings_(settings),
      price_random_(settings.seed, kPriceStream),
      size_random_(settings.seed, kSizeStream),
      regime_random_(settings.seed, kRegimeStream),
      step_sd_(settings.volatility * square_root(settings.step.to_days() / kDaysAYear)) {
  ensure(settings.price.known() && settings.tick.known(), "a tape has a price and a tick");
  ensure(settings.step >= Duration::milliseconds(1) && settings.step.ns() % 1'000'000 == 0,
         "a step is of whole milliseconds");
  ensure(settings.volatility >= 0, "a volatility is not negative");
  const double days = settings.step.to_days();
  const double persistence = exp(-days / kGarchMemoryDays);
  alpha_ = std::min({kGarchAlphaMax, kGarchShockADay * square_root(days), persistence});
  beta_ = persistence - alpha_;
  to_wild_ = 1 - exp(-days / kQuietDays);
  to_quiet_ = 1 - exp(-days / kWildDays);
  if (settings.model == SynthModel::REGIMES) variance_ = kQuietVariance;
}

void SynthStream::advance_variance(double shock) {
  switch (settings_.model) {
    case SynthModel::GBM:
      return;
    case SynthModel::GARCH:
      variance_ = (1 - alpha_ - beta_) + alpha_ * shock * shock + beta_ * variance_;
      return;
    case SynthModel::REGIMES:
      if (regime_random_.uniform() < (wild_ ? to_quiet_ : to_wild_)) wild_ = !wild_;
      variance_ = wild_ ? kWildVariance : kQuietVariance;
      return;
  }
}

/// ln(price / first price) of the next trades; the first trade of all has the first price.
void SynthStream::advance_prices(std::span<double> ln_moves) {
  if (count_ == 0) {
    ln_moves.front() = ln_move_;
    ln_moves = ln_moves.subspan(1);
  }
  price_random_.normals(ln_moves);
  for (double& value : ln_moves) {
    const double shock = square_root(variance_) * value;
    ln_move_ += step_sd_ * shock;
    value = ln_move_;
    advance_variance(shock);
  }
}

SynthTrade SynthStream::trade(double exact, bool coin, double size) {
  const std::int64_t ticks = divide_rounding_half_away<std::int64_t>(nearest_price(exact).raw(), settings_.tick.raw());
  const Price on_tick = Price::from_raw(std::max<std::int64_t>(1, ticks) * settings_.tick.raw());
  const Price price = count_ == 0 ? settings_.price : on_tick;

  const bool sold = price == last_ ? coin : price < last_;
  const double lots = kMeanNotional / exact * size * 1e8 / static_cast<double>(kLot);
  const std::int64_t count = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::min(lots, 1e12)));
  last_ = price;
  const Timestamp at = settings_.start + settings_.step * count_;
  ++count_;
  return {.time_ms = at.ms(),
          .price = price,
          .quantity = Quantity::from_raw(count * kLot),
          .is_buyer_maker = sold,
          .trade_id = count_};
}

void SynthStream::make_block() {
  std::array<double, kBlock> growth;
  std::array<double, kBlock> sizes;
  std::array<bool, kBlock> coins;
  advance_prices(growth);
  exp_each(growth);
  for (std::size_t i = 0; i < kBlock; ++i) {
    coins[i] = (size_random_.next() >> 63U) != 0;
    sizes[i] = 1 - size_random_.uniform();  // in (0, 1]
  }
  ln_each(sizes);  // less of it: exponential with mean 1
  for (std::size_t i = 0; i < kBlock; ++i) {
    const double exact = std::clamp(settings_.price.to_double() * growth[i], kLowestPrice, kHighestPrice);
    block_[i] = trade(exact, coins[i], -sizes[i]);
  }
  used_ = 0;
}

}  // namespace alpha_pulse::market
