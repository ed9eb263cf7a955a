#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/enums.hpp"
#include "alpha_pulse/domain/price.hpp"
#include "alpha_pulse/market/random.hpp"

namespace alpha_pulse::market {

/// How the volatility of an artificial tape behaves.
enum class SynthModel : std::uint8_t {
  GBM,      ///< constant
  GARCH,    ///< GARCH(1,1): clusters, returning to the stated one within about a day
  REGIMES,  ///< quiet (0.6 of it, 80 % of the time) and wild (1.887 of it), 8 h and 2 h long on average
};
std::string_view to_string(SynthModel model);
/// `gbm garch regimes`. Errors: kInvalidArgument naming the text and the three that pass.
Result<SynthModel> parse_synth_model(std::string_view text);

/// Everything a tape is made from; equal settings give equal tapes.
struct SynthSettings {
  SynthModel model = SynthModel::GBM;
  std::uint64_t seed = 1;
  Price price = Price::from_raw(95'203'05'000'000);         ///< of the first trade
  double volatility = 0.6;                                  ///< a year of 365 days, in the long run
  Duration step = Duration::milliseconds(100);              ///< between trades; whole milliseconds
  Timestamp start = Timestamp::from_ms(1'735'689'600'000);  ///< 2025-01-01 00:00:00 UTC
  Price tick = Price::from_raw(1'000'000);                  ///< prices lie on it (0.01)
};

/// One line of a trades file.
struct SynthTrade {
  std::int64_t time_ms = 0;
  Price price;
  Quantity quantity;
  bool is_buyer_maker = false;
  std::int64_t trade_id = 0;  ///< from 1
};

/// An endless artificial tape of trades, one a step, without drift in ln price; equal settings give equal tapes on
/// every machine. Trades are of 5000 quote units on average. Pure; a value. Tested by market/synth_test.cpp.
class SynthStream {
 public:
  explicit SynthStream(const SynthSettings& settings);
  SynthTrade next() {
    if (used_ == block_.size()) make_block();
    return block_[used_++];
  }

 private:
  static constexpr std::size_t kBlock = 128;  ///< trades are made as many at a time: many times faster, the same trades

  void make_block();
  void advance_prices(std::span<double> ln_moves);
  void advance_variance(double shock);
  SynthTrade trade(double exact, bool coin, double size);

  SynthSettings settings_;
  Random price_random_, size_random_, regime_random_;
  double step_sd_;                     ///< of ln price over one step, in the long run
  double variance_ = 1;                ///< in units of step_sd_ squared
  double alpha_ = 0, beta_ = 0;        ///< GARCH
  double to_wild_ = 0, to_quiet_ = 0;  ///< REGIMES: chance of a change in one step
  bool wild_ = false;
  double ln_move_ = 0;  ///< ln(price / first price)
  Price last_;
  std::int64_t count_ = 0;
  std::array<SynthTrade, kBlock> block_;
  std::size_t used_ = kBlock;  ///< of the block
};

}  // namespace alpha_pulse::market
