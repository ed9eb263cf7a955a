#include "alpha_pulse/data_pipeline/candle_path.hpp"

#include <string>

namespace alpha_pulse::data_pipeline {

std::string_view to_string(CandlePath path) {
  return path == CandlePath::SIGN ? "sign" : "nearest";
}

Result<CandlePath> parse_candle_path(std::string_view text) {
  for (const auto path : {CandlePath::SIGN, CandlePath::NEAREST}) {
    if (text == to_string(path)) return path;
  }
  return fail(ErrorCode::kInvalidArgument,
              "candle path '" + std::string(text) + "' does not exist; sign or nearest would pass");
}

std::array<Tick, 4> walk(const Candle& candle, Duration step, CandlePath path) {
  const bool rose = candle.close >= candle.open;
  bool low_first = rose;
  if (path == CandlePath::NEAREST) {
    const PriceDelta down = candle.open - candle.low;
    const PriceDelta up = candle.high - candle.open;
    if (down != up) low_first = down < up;
  }
  const Price first = low_first ? candle.low : candle.high;
  const Price second = low_first ? candle.high : candle.low;

  const Quantity quarter = Quantity::from_raw(candle.volume.raw() / 4);
  const Quantity rest = candle.volume - quarter * 3;
  const auto part = [&](std::int64_t quarters) {
    return candle.time + Duration::nanoseconds(step.ns() / 4 * quarters);
  };
  const auto side = [](bool bought) { return bought ? Side::BUY : Side::SELL; };
  return {Tick{candle.time, candle.open, quarter, side(rose)},
          Tick{part(1), first, quarter, side(first >= candle.open)},
          Tick{part(2), second, quarter, side(second >= first)},
          Tick{candle.time + step - Duration::milliseconds(1), candle.close, rest, side(candle.close >= second)}};
}

}  // namespace alpha_pulse::data_pipeline
