#pragma once

#include <array>
#include <cstdint>

#include "alpha_pulse/domain/bar_builder.hpp"
#include "alpha_pulse/market/sim_path.hpp"

namespace alpha_pulse::market {

/// Monday 2025-02-03 11:11:25 UTC, when the built-in market opens unless told otherwise.
inline constexpr Timestamp kSimStart = Timestamp::from_ms(1'738'581'085'000);

/// Everything the built-in market is made from; equal settings give equal streams.
struct SimMarketSettings {
  Scenario scenario = Scenario::RANGE;
  std::uint64_t seed = 1;
  Price start_price = Price::from_raw(95'203'05'000'000);  ///< both legs' first print, exactly
  Timestamp start_time = kSimStart;
  Duration step = Duration::seconds(1);            ///< whole milliseconds; one print a leg in each
  double sigma = 0.01;                             ///< volatility of the noise, a day
  Price spot_tick = Price::from_raw(1'000'000);    ///< prints lie on it (0.01)
  Price hedge_tick = Price::from_raw(1'000'000);   ///< of prints, not of orders (0.01)
  Quantity lot = Quantity::from_raw(1'000);        ///< of printed quantities (0.00001)
  double mean_trade_notional = 5'000;              ///< quote currency
  double basis_sd = 0.0002;                        ///< of ln(hedge / spot), which returns to 0 within an hour
  double funding_mean = 0.0001;                    ///< rate per interval; its standard deviation is half of that
  Duration funding_interval = Duration::hours(8);  ///< due at 00, 08 and 16 UTC
  Duration bar_step = Duration::minutes(5);
};

/// The built-in market: an endless stream of events on kSpotLeg and kHedgeLeg, at any speed, the same bit for bit on
/// every machine. The scenarios are described in sim_path.hpp.
///
/// In each step one TradeTick for the holding (roles: spot) and one for the hedge (roles: mark and quote), at seeded
/// whole milliseconds within the step, in order of time (spot first when equal); those of the first step are exactly at
/// the start time and price. BarClosed for both legs, FundingRateDue for the hedge.
///
/// Times never fall. At one time: BarClosed (spot, then hedge), FundingRateDue, trades. `seq` counts from 1;
/// `ts_receive` equals `ts_event`. No allocation. A value: a copy continues with the same events.
///
/// Tested by market/sim_market_test.cpp (golden SHA-256 per scenario and seed, and what each scenario promises).
class SimMarket {
 public:
  explicit SimMarket(const SimMarketSettings& settings);

  Event next();

  const SimMarketSettings& settings() const { return settings_; }

 private:
  struct Print {
    InstrumentId leg;
    Timestamp at;
    TradeTick tick;
  };

  void make_prints();
  TradeTick make_tick(InstrumentId leg, double price, PrintRoles roles);
  double next_basis();
  FundingRateDue make_funding();
  Event stamp(InstrumentId leg, Timestamp at, const EventBody& body);
  Event deliver(const Print& print);

  SimMarketSettings settings_;
  SimPath path_;
  Random time_random_, size_random_, basis_random_, funding_random_;
  std::array<BarBuilder, 2> bars_;  ///< by leg
  std::array<Price, 2> last_{};     ///< by leg
  std::array<Print, 2> prints_{};   ///< of the current step, in order of time
  std::size_t delivered_ = 2;       ///< how many of them are out
  std::uint64_t steps_ = 0;
  std::uint64_t seq_ = 0;
  Timestamp next_funding_;
  double basis_ = 0;
};

}  // namespace alpha_pulse::market
