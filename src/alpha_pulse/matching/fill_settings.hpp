#pragma once

#include <cstdint>
#include <string_view>

#include "alpha_pulse/base/error.hpp"
#include "alpha_pulse/base/timestamp.hpp"
#include "alpha_pulse/domain/price.hpp"

namespace alpha_pulse::matching {

/// When a resting limit order is believed to have been filled.
enum class FillModel : std::uint8_t {
  THROUGH,  ///< a trade printed at least one tick beyond the limit: whoever stood in front was served as well
  TOUCH,    ///< a trade printed at the limit: optimistic
  QUEUE,    ///< what stood in front of us is counted down by prints and by the displayed size; partial fills
};

/// How the paper venue fills and what it charges. The defaults are those of `fills.*` and `fees.*`.
struct FillSettings {
  FillModel model = FillModel::THROUGH;
  Ratio maker_fee = Ratio::from_raw(20'000);           ///< 0.0002 of the notional; negative is a rebate
  Ratio taker_fee = Ratio::from_raw(50'000);           ///< 0.0005
  Ratio slippage = Ratio::from_raw(10'000);            ///< 0.0001, how much worse than the quote a taker is filled
  Ratio stop_slippage = Ratio::from_raw(40'000);       ///< 0.0004, the same for triggered orders
  Duration latency;                                    ///< from submission to arrival at the book
  Ratio liquidation_fee = Ratio::from_raw(1'250'000);  ///< 0.0125 of the notional taken over, to the insurance fund
  std::int64_t leverage = 20;                          ///< initial margin is notional / leverage
  bool stop_while_flat = true;  ///< a reduce-only conditional order may be placed before there is a position
  /// Look at every price even inside the bands: slower, same results. The reference the bands are tested against.
  bool examine_every_event = false;
};

/// Refuses settings outside these ranges, naming key, value and one that would pass: fees in [-0.01, 0.05],
/// slippages in [0, 0.05], latency in [0, 60 s], liquidation fee in [0, 0.1], leverage in [1, 125].
Result<void> validate(const FillSettings& settings);

/// `through`, `touch`, `queue`, any case.
Result<FillModel> parse_fill_model(std::string_view text);
std::string_view to_string(FillModel model);

}  // namespace alpha_pulse::matching
